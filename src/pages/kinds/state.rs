//! One state a unit: how many stand where, who, and how it changed.

use serde::Deserialize;

use super::{PageKind, charts, figures};
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::Category;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Page, Row, Span, Table, TableColumn};
use crate::pages::wording::{
    Moved, Named, furthest, heading, key_number, most, nothing_yet, of_all, plain,
};

/// One state a unit.
#[derive(Debug, Clone, Deserialize)]
pub struct StatePage {
    /// A choice element without a category.
    element: String,
    /// Counts set large beside it.
    #[serde(default)]
    figures: Vec<String>,
    /// Which state the finding speaks of first.
    #[serde(default)]
    lead: Lead,
}

/// Which state a finding speaks of first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    /// The first of the list.
    #[default]
    First,
    /// The one with the most units.
    Largest,
}

impl PageKind for StatePage {
    fn template(&self) -> &'static str {
        "state"
    }

    fn elements(&self) -> Vec<&str> {
        let figures = self.figures.iter().map(String::as_str);
        std::iter::once(self.element.as_str())
            .chain(figures)
            .collect()
    }

    fn compared(&self) -> Vec<&str> {
        vec![&self.element]
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer.material, page).into_iter().collect()
    }
}

impl StatePage {
    fn page(&self, material: &Material, mut page: Page) -> Option<Page> {
        let asked = material.asked(&self.element)?;
        let states = material.answers(asked.element)?;
        let counter = asked.kind.counter.as_str();
        page.finding = finding(material, asked, states, self.lead);
        page.finding
            .extend(movement(material, asked, states).map(plain));
        page.finding
            .extend(figures::furthest(material, &self.figures).map(plain));
        let share = charts::share(material, asked, states, &format!("{counter}の数"));
        page.charts.insert("share".to_owned(), share);
        if let Some(table) = change_table(material, asked, states) {
            page.tables.insert("change".to_owned(), table);
        }
        let title = format!("{counter}別の状況");
        charts::matrices(&mut page, material, asked, states, &title);
        page.figures = figures::all(material, &self.figures);
        page.source = Some(asked.source());
        Some(page)
    }
}

/// A state with how sentences call it and how many units are in it.
struct Stand<'a> {
    phrase: &'a str,
    label: &'a str,
    number: Number,
}

/// How many units stand where, in a sentence.
pub fn finding(material: &Material, asked: &Asked, states: &Category, lead: Lead) -> Vec<Span> {
    let counter = asked.kind.counter.as_str();
    if asked.counted.n == 0 {
        return nothing_yet();
    }
    let mut stands = Vec::new();
    for (state, number) in charts::states(material, states, &TallyKey::of(&asked.element.id)) {
        stands.push(Stand {
            phrase: state.phrase.as_deref().unwrap_or(&state.label),
            label: &state.label,
            number,
        });
    }
    if lead == Lead::Largest {
        return largest(asked, &stands);
    }
    let Some((first, rest)) = stands.split_first() else {
        return Vec::new();
    };
    let reporting = asked.reporting();
    if first.number.n == 0 {
        let label = first.label;
        let nobody = format!("「{label}」と答えた{counter}はない（{reporting}");
        let nobody = Words::text(nobody).then(&asked.counted);
        return vec![plain(nobody.then(counter).then("中）。"))];
    }
    let mut words = vec![plain(reporting)];
    words.extend(of_all(&first.number, &asked.counted, counter));
    words.push(plain(Words::text(format!("が{}。", first.phrase))));
    words.extend(remaining(asked, &first.number, rest));
    words
}

/// Where most units stand.
fn largest(asked: &Asked, stands: &[Stand]) -> Vec<Span> {
    let counter = asked.kind.counter.as_str();
    let mut named = Vec::new();
    for stand in stands {
        named.push(Named {
            label: stand.phrase,
            number: stand.number.clone(),
        });
    }
    let Some(top) = most(&named, "段階").filter(|top| top.number.n > 0) else {
        return nothing_yet();
    };
    let among = Words::from(asked.reporting())
        .then(&asked.counted)
        .then(counter)
        .then("のうち最も多いのは");
    vec![
        plain(among.then(top.names).then("の").then(top.each)),
        key_number(&top.number, counter),
        plain("。"),
    ]
}

/// Where those stand that are not in the first state.
fn remaining(asked: &Asked, first: &Number, rest: &[Stand]) -> Vec<Span> {
    let counter = asked.kind.counter.as_str();
    let left = asked.counted.less(first);
    let others: Vec<&Stand> = rest.iter().filter(|stand| stand.number.n > 0).collect();
    let start = Words::from("残る").then(&left).then(counter);
    if let [only] = others.as_slice()
        && only.number.n == left.n
    {
        return vec![plain(start.then("は").then(only.phrase).then("。"))];
    }
    let mut words = Vec::new();
    for (i, stand) in others.iter().enumerate() {
        if i == 0 {
            words.push(plain(start.clone().then("のうち")));
        }
        let end = if i + 1 < others.len() { "、" } else { "。" };
        words.push(key_number(&stand.number, counter));
        words.push(plain(Words::from("は").then(stand.phrase).then(end)));
    }
    words
}

/// The state whose number of units moved furthest.
fn movement(material: &Material, asked: &Asked, states: &Category) -> Option<Words> {
    let key = TallyKey::of(&asked.element.id);
    let mut moved = Vec::new();
    for (state, now) in charts::states(material, states, &key) {
        moved.push(Moved {
            label: &state.label,
            past: material.beside(asked.element, &key.clone().answer(&state.id))?,
            now,
        });
    }
    furthest(&moved, &asked.kind.counter)
}

/// The states beside the period before; nothing without a past, nor of a part of the units.
fn change_table(material: &Material, asked: &Asked, states: &Category) -> Option<Table> {
    let comparison = material.comparison(asked.element);
    let key = TallyKey::of(&asked.element.id);
    let mut rows = Vec::new();
    for (state, now) in charts::states(material, states, &key) {
        let key = key.clone().answer(&state.id);
        let past = material.beside(asked.element, &key)?;
        let change = now.difference(&past);
        let label = state.label.as_str().into();
        rows.push(Row::plain(vec![label, past.into(), now.into(), change]));
    }
    Some(Table {
        title: format!("{}との比較（{}）", comparison.word(), asked.kind.counter),
        columns: vec![
            TableColumn::new(terms::OPTION, false, 4),
            TableColumn::new(heading(comparison.before), true, 3),
            TableColumn::new(heading(comparison.now), true, 3),
            TableColumn::new("増減", true, 2),
        ],
        rows,
        notes: Vec::new(),
    })
}
