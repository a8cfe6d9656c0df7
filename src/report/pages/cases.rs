//! Case examples, one page a scene, in the order that the editor gave them.

use super::events::values;
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::catalogue::CategoryOption;
use crate::model::submission::{DataValue, Submission};
use crate::report::compose::Material;
use crate::report::number::{How, Number, Origin};
use crate::report::page_spec::{CaseColumn, Filter, PageKind, PageSpec};
use crate::report::print::{Page, Row, RowRole, Table, TableColumn};
use crate::report::wording::{key_number, n, plain};

/// A case that may be printed.
struct Case<'a> {
    submission: &'a Submission,
    record: Option<u32>,
    order: u64,
}

/// One page a scene that has cases.
pub fn pages(material: &Material, base: Page, spec: &PageSpec) -> Vec<Page> {
    let PageKind::Cases { element, publish, order, columns, labelled } = &spec.kind else { return Vec::new() };
    let Some(asked) = material.asked(element) else { return Vec::new() };
    let Some(scenes) = material.answers(asked.element) else { return Vec::new() };
    let mut pages = Vec::new();
    let mut number = 0;
    for scene in scenes.options_in(material.summary.period) {
        let cases = cases(material, element, scene, publish, order);
        if cases.is_empty() {
            continue;
        }
        let title = format!("{} 【{}の場面】", base.title, scene.label);
        let mut page = Page { notes: base.notes.clone(), ..material.derived(&base, &scene.id, &title) };
        // What is said of all cases is said once, on the first page.
        if pages.is_empty() {
            page.remarks.splice(0..0, base.remarks.clone());
        }
        let told = number_of(cases.len(), &asked.element.id, scene, publish);
        page.finding = vec![plain(format!("「{}」の場面の事例", scene.label)), key_number(&told, "件"), plain("を紹介する。")];
        page.names.push((told.origin, "紹介した事例".to_owned()));
        let rows = cases.iter().map(|case| {
            number += 1;
            Row {
                role: RowRole::Plain,
                cells: columns
                    .iter()
                    .enumerate()
                    .map(|(i, column)| {
                        let text = cell(material, case, column, labelled);
                        // The first column carries the number of the case through all scenes.
                        if i == 0 { format!("{}\n{text}", circled(number)).into() } else { text.into() }
                    })
                    .collect(),
            }
        });
        let rows = rows.collect();
        let columns =
            columns.iter().map(|column| TableColumn { label: column.label.clone(), numeric: false, width: column.width });
        page.tables
            .insert("cases".to_owned(), Table { title: String::new(), columns: columns.collect(), rows, notes: Vec::new() });
        page.source = Some(asked.source());
        pages.push(page);
    }
    pages
}

/// How many cases of a scene are printed: those of the scene that may be published.
fn number_of(cases: usize, element: &Id, scene: &CategoryOption, publish: &Filter) -> Number {
    let (element, allowed) = (TallyKey::of(element), TallyKey::of(&Id::from(publish.element.as_str())));
    let parts = [element.answer(&scene.id), allowed.answer(&Id::from(publish.is.as_str()))];
    Number::made(cases as u64, How::Count, parts.map(Origin::Counted))
}

/// The cases of a scene that may be printed, in order; a case without a number comes last.
fn cases<'a>(material: &Material<'a>, element: &str, scene: &CategoryOption, publish: &Filter, order: &str) -> Vec<Case<'a>> {
    let mut found = Vec::new();
    for submission in &material.summary.submissions {
        for value in submission.values.iter().filter(|value| &*value.key.element == element) {
            let record = value.key.record;
            let allowed = of_record(submission, &publish.element, record)
                .and_then(Value::choice)
                .is_some_and(|choice| **choice == *publish.is);
            if allowed && value.answer.value().and_then(Value::choice) == Some(&scene.id) {
                let order = of_record(submission, order, record).and_then(Value::count).unwrap_or(u64::MAX);
                found.push(Case { submission, record, order });
            }
        }
    }
    found.sort_by_key(|case| case.order);
    found
}

/// The answer of a record to one question.
fn of_record<'a>(submission: &'a Submission, element: &'a str, record: Option<u32>) -> Option<&'a Value> {
    values(submission, element).find(|value: &&DataValue| value.key.record == record)?.answer.value()
}

/// The words of one cell: what was answered, one below the other.
fn cell(material: &Material, case: &Case, column: &CaseColumn, labelled: &[String]) -> String {
    let catalogue = &material.definitions.catalogue;
    let lines = column.elements.iter().filter_map(|element| {
        let known = catalogue.elements.get(element.as_str())?;
        let words = match of_record(case.submission, element, case.record)? {
            Value::Text(text) => text.clone(),
            Value::Choice(choice) => catalogue.option_label(known.answers.as_ref()?, choice).to_owned(),
            Value::Count(number) => n(*number),
            Value::Date(_) | Value::Mark | Value::Picture(_) => return None,
        };
        Some(if labelled.contains(element) { format!("{} {words}", known.label) } else { words })
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// ① to ⑳, then (21).
fn circled(number: u32) -> String {
    match number {
        1..=20 => char::from_u32('①' as u32 + number - 1).map(String::from).unwrap_or_default(),
        _ => format!("({number})"),
    }
}
