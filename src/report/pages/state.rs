//! One state a unit: how many stand where, who, and how it changed.

use super::charts;
use crate::aggregate::tally::TallyKey;
use crate::model::catalogue::Category;
use crate::model::submission::Submission;
use crate::report::change;
use crate::report::compose::{Asked, Material};
use crate::report::page_spec::{FigureSpec, Lead};
use crate::report::print::{Figure, Page, Row, RowRole, Span, Table, TableColumn};
use crate::report::wording::{Named, most, n, nothing_yet, of_all, plain, strong};

/// The page of a choice element without a category.
pub fn page(material: &Material, mut page: Page, element: &str, figures: &[String], lead: Lead) -> Option<Page> {
    let asked = material.asked(element)?;
    let states = material.answers(asked.element)?;
    let counter = asked.kind.counter.as_str();
    page.finding = finding(material, &asked, states, lead);
    page.charts.insert("share".to_owned(), charts::share(material, &asked, states, &format!("{counter}の数")));
    page.charts.insert("matrix".to_owned(), charts::matrix(material, &asked, states, &format!("{counter}別の状況")));
    if let Some(table) = change_table(material, &asked, states) {
        page.tables.insert("change".to_owned(), table);
    }
    page.figures = figures.iter().filter_map(|element| figure(material, element)).collect();
    page.source = Some(asked.source());
    Some(page)
}

/// A count of the page, set large.
fn figure(material: &Material, element: &str) -> Option<Figure> {
    let element = material.definitions.catalogue.elements.get(element)?;
    let tally = material.summary.get(&TallyKey::of(&element.id))?;
    let before = material.summary.period.year_before();
    let past = material.past(before, &TallyKey::of(&element.id));
    let lines = past.map(|past| format!("{} {}{}", before.label(), n(past), element.unit)).into_iter().collect();
    Some(Figure { label: element.label.clone(), value: n(tally.sum), unit: element.unit.clone(), lines })
}

/// How many rows of lists, or how many units wrote something, set large.
pub fn counted_figure(material: &Material, spec: &FigureSpec) -> Option<Figure> {
    let element = material.definitions.catalogue.elements.get(spec.element.as_str())?;
    let key = TallyKey::of(&element.id);
    // Single texts are not counted by the summary: whoever wrote one counts once.
    let writers = || {
        let wrote =
            |submission: &&&Submission| super::events::values(submission, &element.id).any(|v| v.answer.value().is_some());
        material.summary.submissions.iter().filter(wrote).count() as u64
    };
    let number = material.summary.get(&key).map_or_else(writers, |tally| tally.sum);
    let before = material.summary.period.year_before();
    let past = material.past(before, &key).map(|past| format!("{} {}{}", before.label(), n(past), spec.unit));
    Some(Figure { label: spec.label.clone(), value: n(number), unit: spec.unit.clone(), lines: past.into_iter().collect() })
}

/// How many units stand where, in a sentence.
pub fn finding(material: &Material, asked: &Asked, states: &Category, lead: Lead) -> Vec<Span> {
    let counter = asked.kind.counter.as_str();
    let counted = u64::from(asked.coverage.counted);
    if counted == 0 {
        return nothing_yet();
    }
    let reporting = asked.reporting();
    let numbers: Vec<(&str, &str, u64)> = states
        .options_in(material.summary.period)
        .map(|state| {
            let number = material.summary.sum(&TallyKey::of(&asked.element.id).answer(&state.id));
            (state.phrase.as_deref().unwrap_or(&state.label), state.label.as_str(), number)
        })
        .collect();
    let Some(((phrase, label, first), rest)) = numbers.split_first() else { return Vec::new() };
    if lead == Lead::Largest {
        let named: Vec<Named> = numbers.iter().map(|(phrase, _, n)| Named { label: phrase, n: *n }).collect();
        return match most(&named, "段階") {
            Some(top) if top.n > 0 => vec![
                plain(format!("{reporting}{}{counter}のうち最も多いのは{}の{}", n(counted), top.names, top.each)),
                strong(format!("{}{counter}", n(top.n))),
                plain("。"),
            ],
            _ => nothing_yet(),
        };
    }
    if *first == 0 {
        return vec![plain(format!("「{label}」と答えた{counter}はない（{reporting}{}{counter}中）。", n(counted)))];
    }
    let mut words = vec![plain(reporting)];
    words.extend(of_all(*first, counted, counter));
    words.push(plain(format!("が{phrase}。")));
    let others: Vec<&(&str, &str, u64)> = rest.iter().filter(|(_, _, n)| *n > 0).collect();
    let left = counted.saturating_sub(*first);
    match others.as_slice() {
        [] => {}
        [(phrase, _, number)] if *number == left => words.push(plain(format!("ほかの{}{counter}は{phrase}。", n(left)))),
        several => {
            words.push(plain(format!("ほかの{}{counter}のうち", n(left))));
            for (i, (phrase, _, number)) in several.iter().enumerate() {
                words.push(strong(format!("{}{counter}", n(*number))));
                words.push(plain(format!("が{phrase}{}", if i + 1 < several.len() { "、" } else { "。" })));
            }
        }
    }
    words
}

/// The states beside the same half of the year before; nothing without a past.
fn change_table(material: &Material, asked: &Asked, states: &Category) -> Option<Table> {
    let period = material.summary.period;
    let before = period.year_before();
    let label = |period: crate::model::period::Period| format!("{}\n{}", period.year.label(), period.half_label());
    let mut rows = Vec::new();
    for state in states.options_in(period) {
        let key = TallyKey::of(&asked.element.id).answer(&state.id);
        // A state that nobody was in is not in the history, but the others are: it was zero.
        let past = material.past(before, &key).or_else(|| material.history.knows(before, &asked.element.id).then_some(0))?;
        let now = material.summary.sum(&key);
        rows.push(Row { role: RowRole::Plain, cells: vec![state.label.clone(), n(past), n(now), change::difference(now, past)] });
    }
    let column = |label: String, numeric, width| TableColumn { label, numeric, width };
    Some(Table {
        title: "前年同期との比較".to_owned(),
        columns: vec![
            column("区分".to_owned(), false, 4),
            column(label(before), true, 3),
            column(label(period), true, 3),
            column("増減".to_owned(), true, 2),
        ],
        rows,
        notes: Vec::new(),
    })
}
