//! Case examples, scene by scene, in the order that the editor gave them.

use super::events::values;
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::number::{How, Number, Origin, Words};
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::catalogue::CategoryOption;
use crate::model::submission::{DataValue, Submission};
use crate::pages::print::{Page, Row, RowRole, Table, TableColumn};
use crate::pages::spec::{CaseColumn, Filter, PageKind, PageSpec};
use crate::pages::wording::{key_number, n, plain};

/// A case that may be printed.
struct Case<'a> {
    submission: &'a Submission,
    record: Option<u32>,
    order: u64,
}

/// The page of all scenes that have cases; `None` when there is no case.
pub fn page(material: &Material, mut page: Page, spec: &PageSpec) -> Option<Page> {
    let PageKind::Cases {
        element,
        publish,
        order,
        columns,
        labelled,
    } = &spec.kind
    else {
        return None;
    };
    let asked = material.asked(element)?;
    let scenes = material.answers(asked.element)?;
    let mut rows = Vec::new();
    let mut numbers = Vec::new();
    let mut told = 0;
    for scene in scenes.options_in(material.summary.period) {
        let cases = cases(material, element, scene, publish, order);
        if cases.is_empty() {
            continue;
        }
        let number = number_of(cases.len(), &asked.element.id, scene, publish);
        let heading = Words::from(scene.label.as_str())
            .then("の場面（")
            .then(&number)
            .then("件）");
        page.names.push((
            number.origin.clone(),
            format!("紹介した事例 {}", scene.label),
        ));
        rows.push(Row {
            role: RowRole::Group,
            cells: vec![heading],
        });
        for (at, case) in (told + 1..).zip(&cases) {
            let texts = columns
                .iter()
                .map(|column| cell(material, case, column, labelled));
            // The first column carries the number of the case through all scenes.
            let cells = texts.enumerate().map(|(i, text)| {
                if i == 0 {
                    format!("事例{at}\n{text}")
                } else {
                    text
                }
            });
            rows.push(Row {
                role: RowRole::Plain,
                cells: cells.map(Words::from).collect(),
            });
        }
        told += cases.len();
        numbers.push(number);
    }
    if rows.is_empty() {
        return None;
    }
    let all = Number::sum(numbers);
    page.finding = vec![
        plain("支援の場面ごとに、計"),
        key_number(&all, "件"),
        plain("の事例を紹介する。"),
    ];
    let columns = columns
        .iter()
        .map(|column| TableColumn::new(&column.label, false, column.width));
    let table = Table {
        title: String::new(),
        columns: columns.collect(),
        rows,
        notes: Vec::new(),
    };
    page.tables.insert("cases".to_owned(), table);
    page.source = Some(asked.source());
    Some(page)
}

/// How many cases of a scene are printed: those of the scene that may be published.
fn number_of(cases: usize, element: &Id, scene: &CategoryOption, publish: &Filter) -> Number {
    let (element, allowed) = (
        TallyKey::of(element),
        TallyKey::of(&Id::from(publish.element.as_str())),
    );
    let parts = [
        element.answer(&scene.id),
        allowed.answer(&Id::from(publish.is.as_str())),
    ];
    Number::made(cases as u64, How::Count, parts.map(Origin::Counted))
}

/// The cases of a scene that may be printed, in order; a case without a number comes last.
fn cases<'a>(
    material: &Material<'a>,
    element: &str,
    scene: &CategoryOption,
    publish: &Filter,
    order: &str,
) -> Vec<Case<'a>> {
    let mut found = Vec::new();
    for submission in &material.summary.submissions {
        for value in submission
            .values
            .iter()
            .filter(|value| &*value.key.element == element)
        {
            let record = value.key.record;
            let allowed = of_record(submission, &publish.element, record)
                .and_then(Value::choice)
                .is_some_and(|choice| **choice == *publish.is);
            if allowed && value.answer.value().and_then(Value::choice) == Some(&scene.id) {
                let order = of_record(submission, order, record)
                    .and_then(Value::count)
                    .unwrap_or(u64::MAX);
                found.push(Case {
                    submission,
                    record,
                    order,
                });
            }
        }
    }
    found.sort_by_key(|case| case.order);
    found
}

/// The answer of a record to one question.
fn of_record<'a>(
    submission: &'a Submission,
    element: &'a str,
    record: Option<u32>,
) -> Option<&'a Value> {
    values(submission, element)
        .find(|value: &&DataValue| value.key.record == record)?
        .answer
        .value()
}

/// The words of one cell: what was answered, one below the other.
fn cell(material: &Material, case: &Case, column: &CaseColumn, labelled: &[String]) -> String {
    let catalogue = &material.definitions.catalogue;
    let lines = column.elements.iter().filter_map(|element| {
        let known = catalogue.elements.get(element.as_str())?;
        let words = match of_record(case.submission, element, case.record)? {
            Value::Text(text) => text.clone(),
            Value::Choice(choice) => catalogue
                .option_label(known.answers.as_ref()?, choice)
                .to_owned(),
            Value::Count(number) => n(*number),
            Value::Date(_) | Value::Mark | Value::Picture(_) => return None,
        };
        Some(if labelled.contains(element) {
            format!("{} {words}", known.label)
        } else {
            words
        })
    });
    lines.collect::<Vec<_>>().join("\n")
}
