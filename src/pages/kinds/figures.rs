//! Numbers set large, each with what it stands beside and how it changed.

use serde::Deserialize;

use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::DataElement;
use crate::pages::print::Figure;
use crate::pages::wording::against;

/// An element with what it is called where its own words are too long.
#[derive(Debug, Clone, Deserialize)]
pub struct Called {
    /// The element.
    pub element: String,
    /// What it is called here; as its statistic where nothing is said.
    label: Option<String>,
}

impl Called {
    /// What an element is called here.
    pub fn label<'a>(&'a self, element: &'a DataElement) -> &'a str {
        let own = || {
            element
                .statistic()
                .map_or(&*element.label, |(label, _)| label)
        };
        self.label.as_deref().unwrap_or_else(own)
    }

    /// Its number; nothing where nobody reported it.
    pub fn figure(&self, material: &Material) -> Option<Figure> {
        one(material, &self.element, self.label.as_deref())
    }
}

/// One number an element, called as its statistic; one that nobody reported is left out.
pub fn all(material: &Material, elements: &[String]) -> Vec<Figure> {
    let figures = elements.iter().map(|element| one(material, element, None));
    figures.flatten().collect()
}

/// Of several numbers the one that moved furthest, beside what it was; nothing where none moved.
pub fn furthest(material: &Material, elements: &[String]) -> Option<Words> {
    let elements = elements.iter().filter_map(|id| material.element(id));
    let moved = elements.filter_map(|element| {
        let key = TallyKey::of(&element.id);
        // What is asked no more has not fallen to zero.
        material.summary.get(&key)?;
        let past = material.beside(element, &key)?;
        Some((element, past.n.abs_diff(material.now(key).n)))
    });
    let (element, _) = moved
        .filter(|(_, distance)| *distance > 0)
        .max_by_key(|(_, distance)| *distance)?;
    let (label, unit) = element.statistic()?;
    let now = material.now(TallyKey::of(&element.id));
    let told = Words::from(label).then("は").then(&now).then(unit);
    Some(told.then("で、").then(against(material, element, &now)?))
}

fn one(material: &Material, element: &str, name: Option<&str>) -> Option<Figure> {
    let element = material.element(element)?;
    let (label, unit) = element.statistic()?;
    let key = TallyKey::of(&element.id);
    material.summary.get(&key)?;
    let total = material.now(key.clone());
    let lines = beside(material, element, &key, &total).into_iter();
    Some(Figure {
        label: name.unwrap_or(label).to_owned(),
        lines: lines.chain(of_year(material, element, &key)).collect(),
        value: total.into(),
        unit: unit.to_owned(),
    })
}

/// The total of the period, called by it; the year before as a whole stands under it, too.
pub fn total(material: &Material, element: &DataElement) -> Figure {
    let key = TallyKey::of(&element.id);
    let total = material.now(key.clone());
    let mut lines = Vec::from_iter(beside(material, element, &key, &total));
    lines.extend(of_year(material, element, &key));
    let year = material.last_year();
    if year != material.comparison(element).before
        && let Some(past) = material.past(year, &key)
    {
        let label = format!("{}（年間）", year.label());
        lines.push(past_line(&label, &past, &element.unit));
    }
    Figure {
        label: material.period().label(),
        value: total.into(),
        unit: element.unit.clone(),
        lines,
    }
}

/// What a number stands beside, with the change.
fn beside(
    material: &Material,
    element: &DataElement,
    key: &TallyKey,
    total: &Number,
) -> Option<Words> {
    let past = material.beside(element, key)?;
    let unit = element.statistic().map_or("", |(_, unit)| unit);
    let line = past_line(&material.comparison(element).before.label(), &past, unit);
    Some(match material.change(element, total, &past) {
        Some(change) => line.then("（").then(change).then("）"),
        None => line,
    })
}

/// 上半期 926件 and 年間 1,834件, a line each: together they are wider than a figure.
fn of_year(material: &Material, element: &DataElement, key: &TallyKey) -> Vec<Words> {
    let mut lines = Vec::new();
    if let (Some((first, year)), Some(half)) =
        (material.of_year(element, key), material.first_half())
    {
        let unit = element.statistic().map_or("", |(_, unit)| unit);
        lines.push(past_line(half.half_label(), &first, unit));
        lines.extend(year.map(|year| past_line("年間", &year, unit)));
    }
    lines
}

/// 令和4年度 上半期 908件
fn past_line(period: &str, past: &Number, unit: &str) -> Words {
    Words::from(period).then(" ").then(past).then(unit)
}
