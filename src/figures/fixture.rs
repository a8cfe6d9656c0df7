//! A round made in code: every question of every form answered, by a rule that a test can repeat.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::material::Material;
use super::publication::{Licence, Publication};
use crate::aggregate::history::History;
use crate::aggregate::summary::Summary;
use crate::form::layout::Layout;
use crate::form::spec::{Definitions, FormSpec};
use crate::model::Id;
use crate::model::answer::{Answer, Value};
use crate::model::catalogue::Kind;
use crate::model::cell::{CellRef, Location};
use crate::model::finding::{Finding, Severity};
use crate::model::period::{Half, Period};
use crate::model::round::Round;
use crate::model::submission::{Arrival, DataValue, Key, Role, SourceFile, Submission};

/// The period of the fixture.
pub const PERIOD: Period = Period::half(2023, Half::First);

/// The number that a cell of the fixture holds.
pub fn number(unit: usize, row: usize, month: usize) -> u64 {
    ((unit * 7 + row * 5 + month * 3) % 11) as u64
}

/// A round in which every expected unit but those of some numbers (by kind) has reported.
pub fn round(definitions: &Definitions, missing: &[usize]) -> Round {
    let mut arrivals = Vec::new();
    for kind in definitions.registry.kinds.values() {
        let form = definitions
            .form_of(&kind.id)
            .expect("every kind has a form");
        for (i, unit) in definitions
            .registry
            .expected(&kind.id, PERIOD)
            .enumerate()
            .filter(|(i, _)| !missing.contains(i))
        {
            let name = format!("{}.xlsx", definitions.registry.area_name(unit));
            let file = SourceFile {
                name: name.as_str().into(),
                path: format!("{}/{name}", kind.id),
                sha256: format!("{i:064x}"),
                bytes: 30_000 + i as u64,
            };
            let submission = Submission {
                unit: unit.id.clone(),
                form: form.id.clone(),
                period: PERIOD,
                values: answers(definitions, form, &file.name, i),
                lists: form.lists(&definitions.catalogue, PERIOD),
                file: file.clone(),
                reasons: Vec::new(),
                departures: Vec::new(),
                withheld: Vec::new(),
            };
            let findings = if i == 1 {
                let mut values = submission.values.iter().rev();
                let value = values.find(|value| value.key.month.is_some());
                let value = value.unwrap_or(&submission.values[0]);
                vec![
                    query(&submission, value, None),
                    query(&submission, value, Some("=1+1 再開のため")),
                ]
            } else {
                Vec::new()
            };
            arrivals.push(Arrival {
                file,
                submission: Some(submission),
                findings,
            });
        }
    }
    Round::new(PERIOD, arrivals, Vec::new())
}

/// A 確認 about an answer.
pub fn query(submission: &Submission, value: &DataValue, reason: Option<&str>) -> Finding {
    Finding {
        code: "Z999",
        severity: Severity::Query,
        file: submission.file.name.to_string(),
        sheet: Some(value.at.sheet.to_string()),
        cell: Some(value.at.cell),
        heading: value.heading.clone(),
        found: value.raw.to_string(),
        problem: "いつもより多い".to_owned(),
        remedy: "確かめる".to_owned(),
        reason: reason.map(str::to_owned),
    }
}

fn answers(
    definitions: &Definitions,
    form: &FormSpec,
    file: &Arc<str>,
    unit: usize,
) -> Vec<DataValue> {
    let catalogue = &definitions.catalogue;
    let months = PERIOD.months();
    let mut values = Vec::new();
    for sheet in &Layout::new(form, catalogue, PERIOD).sheets {
        for block in &sheet.blocks {
            for (r, row) in block.rows.iter().enumerate() {
                for (c, column) in block.columns.iter().enumerate() {
                    let Some(question) = block.question(row, column) else {
                        continue;
                    };
                    let Key { month, record, .. } = question.key;
                    // Lists have two rows, or as many as their number says.
                    if record.is_some_and(|n| n as usize > 1 + unit % 2) {
                        continue;
                    }
                    let element = &catalogue.elements[&question.key.element];
                    let month = month
                        .and_then(|month| months.iter().position(|m| *m == month))
                        .unwrap_or_default();
                    let n = number(unit, r, month);
                    let value = match element.kind {
                        Kind::Count => Value::Count(n),
                        Kind::Choice => {
                            let states: Vec<&Id> = catalogue
                                .answers(element)
                                .expect("a choice has answers")
                                .options
                                .keys()
                                .collect();
                            Value::Choice(states[(n as usize) % states.len()].clone())
                        }
                        Kind::Marks if n.is_multiple_of(2) => Value::Mark,
                        Kind::Marks | Kind::Picture => continue,
                        Kind::Text => Value::Text(
                            format!("={}の{}です。", unit + 1, element.label)
                                .repeat(1 + n as usize),
                        ),
                        Kind::Date => Value::Date(PERIOD.days().0),
                    };
                    let at = Location {
                        file: file.clone(),
                        sheet: sheet.name.into(),
                        cell: CellRef::new(block.sheet_row(r), c as u16),
                    };
                    let answer = if question.role == Role::Total {
                        Answer::Blank
                    } else {
                        Answer::Given(value)
                    };
                    let heading = format!("{} {}・{}", row.code, row.label, column.label);
                    values.push(DataValue {
                        key: question.key,
                        role: question.role,
                        answer,
                        at,
                        raw: n.to_string().into(),
                        heading,
                        required: question.required,
                        formula: false,
                    });
                }
            }
        }
    }
    values
}

/// The figures of the year before: of each count, the city and the first unit of its kind.
pub fn history(definitions: &Definitions, summary: &Summary) -> History {
    let mut csv = "period,unit,element,option,state,value,note,source\n".to_owned();
    for (key, tally) in summary.iter().filter(|(key, _)| key.month.is_none()) {
        let text = |part: &Option<Id>| part.as_deref().unwrap_or_default().to_owned();
        let unit = key.unit.as_deref().unwrap_or("city");
        let known = definitions.catalogue.elements[&key.element].kind != Kind::Text;
        if known
            && (unit == "city"
                || Some(unit)
                    == summary
                        .submissions
                        .first()
                        .map(|submission| &*submission.unit))
        {
            let value = tally.sum * 9 / 10 + 1;
            csv += &format!(
                "2022H1,{unit},{},{},{},{value},,\n",
                key.element,
                text(&key.option),
                text(&key.answer)
            );
        }
    }
    let mut history = History::default();
    let read = history.read("fixture.csv", csv.as_bytes());
    read.expect("the fixture writes good lines");
    history
}

/// What the fixture says about itself.
pub fn publication() -> Publication {
    Publication {
        title: "区役所・相談支援室の取組について".to_owned(),
        programme: String::new(),
        marks: Vec::new(),
        issuer: "試験課".to_owned(),
        source: "試験用のデータ & 架空の値".to_owned(),
        licence: Some(Licence {
            name: "CC BY 4.0".to_owned(),
            url: Some("https://creativecommons.org/licenses/by/4.0/deed.ja".to_owned()),
        }),
        contact: None,
        data_url: None,
        next: None,
        date: "2024-01-31".to_owned(),
        undated: false,
        corrections: BTreeMap::new(),
    }
}

/// What is made of the fixture.
pub fn made_of<T>(
    definitions: &Definitions,
    round: &Round,
    make: impl FnOnce(&Material) -> T,
) -> T {
    let summary = Summary::new(
        &definitions.catalogue,
        PERIOD,
        round.counted(&definitions.registry),
    );
    let history = history(definitions, &summary);
    make(&Material::new(definitions, round, &summary, &history))
}
