//! One state a unit: how many stand where, who, and how it changed.

use super::charts;
use super::counts::past_line;
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Origin, Words};
use crate::model::catalogue::Category;
use crate::model::terms;
use crate::pages::print::{Figure, Page, Row, RowRole, Span, Table, TableColumn};
use crate::pages::spec::Lead;
use crate::pages::wording::{Named, key_number, most, nothing_yet, of_all, plain};

/// The page of a choice element without a category.
pub fn page(
    material: &Material,
    mut page: Page,
    element: &str,
    figures: &[String],
    lead: Lead,
) -> Option<Page> {
    let asked = material.asked(element)?;
    let states = material.answers(asked.element)?;
    let counter = asked.kind.counter.as_str();
    page.finding = finding(material, &asked, states, lead);
    page.charts.insert(
        "share".to_owned(),
        charts::share(material, &asked, states, &format!("{counter}の数")),
    );
    page.charts.insert(
        "matrix".to_owned(),
        charts::matrix(material, &asked, states, &format!("{counter}別の状況")),
    );
    if let Some(table) = change_table(material, &asked, states) {
        page.tables.insert("change".to_owned(), table);
    }
    page.figures = self::figures(material, figures);
    page.source = Some(asked.source());
    Some(page)
}

/// Numbers set large, each with that of the same half of the year before; one that nobody reported is left out.
pub fn figures(material: &Material, elements: &[String]) -> Vec<Figure> {
    elements
        .iter()
        .filter_map(|element| figure(material, element))
        .collect()
}

fn figure(material: &Material, element: &str) -> Option<Figure> {
    let element = material.definitions.catalogue.elements.get(element)?;
    let (label, unit) = element.statistic()?;
    let key = TallyKey::of(&element.id);
    material.summary.get(&key)?;
    let before = material.summary.period.year_before();
    let past = material
        .past(before, &key)
        .map(|past| past_line(&before.label(), &past, unit));
    let (label, unit, lines) = (
        label.to_owned(),
        unit.to_owned(),
        past.into_iter().collect(),
    );
    Some(Figure {
        label,
        value: material.now(key).into(),
        unit,
        lines,
    })
}

/// How many units stand where, in a sentence.
pub fn finding(material: &Material, asked: &Asked, states: &Category, lead: Lead) -> Vec<Span> {
    let counter = asked.kind.counter.as_str();
    let counted = &asked.counted;
    if counted.n == 0 {
        return nothing_yet();
    }
    let reporting = asked.reporting();
    let numbers: Vec<(&str, &str, Number)> = states
        .options_in(material.summary.period)
        .map(|state| {
            let number = material.now(TallyKey::of(&asked.element.id).answer(&state.id));
            (
                state.phrase.as_deref().unwrap_or(&state.label),
                state.label.as_str(),
                number,
            )
        })
        .collect();
    let Some(((phrase, label, first), rest)) = numbers.split_first() else {
        return Vec::new();
    };
    if lead == Lead::Largest {
        let named: Vec<Named> = numbers
            .iter()
            .map(|(phrase, _, number)| Named {
                label: phrase,
                number: number.clone(),
            })
            .collect();
        return match most(&named, "段階") {
            Some(top) if top.number.n > 0 => {
                let among = Words::from(reporting)
                    .then(counted)
                    .then(counter)
                    .then("のうち最も多いのは");
                vec![
                    plain(among.then(top.names).then("の").then(top.each)),
                    key_number(&top.number, counter),
                    plain("。"),
                ]
            }
            _ => nothing_yet(),
        };
    }
    if first.n == 0 {
        let nobody = Words::from(format!("「{label}」と答えた{counter}はない（{reporting}"));
        return vec![plain(nobody.then(counted).then(counter).then("中）。"))];
    }
    let mut words = vec![plain(reporting)];
    words.extend(of_all(first, counted, counter));
    words.push(plain(format!("が{phrase}。")));
    let others: Vec<&(&str, &str, Number)> =
        rest.iter().filter(|(_, _, number)| number.n > 0).collect();
    let left = counted.less(first);
    match others.as_slice() {
        [] => {}
        [(phrase, _, number)] if number.n == left.n => {
            words.push(plain(
                Words::from("残る")
                    .then(left)
                    .then(format!("{counter}は{phrase}。")),
            ));
        }
        several => {
            words.push(plain(
                Words::from("残る").then(left).then(counter).then("のうち"),
            ));
            for (i, (phrase, _, number)) in several.iter().enumerate() {
                words.push(key_number(number, counter));
                words.push(plain(format!(
                    "は{phrase}{}",
                    if i + 1 < several.len() { "、" } else { "。" }
                )));
            }
        }
    }
    words
}

/// The states beside the same half of the year before; nothing without a past.
fn change_table(material: &Material, asked: &Asked, states: &Category) -> Option<Table> {
    let period = material.summary.period;
    let before = period.year_before();
    let label = |period: crate::model::period::Period| {
        format!("{}\n{}", period.year.label(), period.half_label())
    };
    let mut rows = Vec::new();
    for state in states.options_in(period) {
        let key = TallyKey::of(&asked.element.id).answer(&state.id);
        // A state that nobody was in is not in the history, but the others are: it was zero.
        let nobody = || Number::new(0, Origin::Past(before, key.clone()));
        let past = material.past(before, &key).or_else(|| {
            material
                .history
                .knows(before, &asked.element.id)
                .then(nobody)
        })?;
        let now = material.now(key);
        let change = now.difference(&past);
        rows.push(Row {
            role: RowRole::Plain,
            cells: vec![state.label.as_str().into(), past.into(), now.into(), change],
        });
    }
    let column = |label: String, numeric, width| TableColumn::new(label, numeric, width);
    Some(Table {
        title: format!("前年同期との比較（{}）", asked.kind.counter),
        columns: vec![
            column(terms::OPTION.to_owned(), false, 4),
            column(label(before), true, 3),
            column(label(period), true, 3),
            column("増減".to_owned(), true, 2),
        ],
        rows,
        notes: Vec::new(),
    })
}
