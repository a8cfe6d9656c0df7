//! A row of a list that was filled twice.

use super::{Check, Context, Rule, Sink};
use crate::form::spec::BlockKind;
use crate::model::answer::Value;
use crate::model::finding::Severity;
use crate::model::submission::DataValue;
use crate::model::text::fold;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z205",
    name: "row-twice",
    severity: Severity::Query,
    doc: include_str!("z205_row_twice.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let elements = &context.definitions.catalogue.elements;
    for block in context.form.sheets.iter().flat_map(|sheet| &sheet.blocks) {
        let BlockKind::Records { distinct, .. } = &block.kind else {
            continue;
        };
        let questions: Vec<&str> = distinct
            .iter()
            .filter_map(|id| elements.get(id))
            .map(|element| &*element.id)
            .collect();
        let Some(first) = questions.first() else {
            continue;
        };
        let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
        for value in context.inputs(first) {
            let Some(row) = value.key.record else {
                continue;
            };
            let cell = |question: &&'_ str| {
                context
                    .inputs(elements.get(*question)?.id.as_ref())
                    .find(|v| v.key.record == Some(row))
            };
            // A row with a hole is not yet told from others.
            let Some(words) = questions
                .iter()
                .map(|question| cell(question).and_then(words))
                .collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            match rows.iter().find(|(_, known)| *known == words) {
                Some((earlier, _)) => {
                    let labels: Vec<&str> = questions
                        .iter()
                        .filter_map(|id| Some(elements.get(*id)?.label.as_str()))
                        .collect();
                    sink.value(
                        value,
                        format!("{row}行目は{earlier}行目と{}が同じです。", labels.join("も")),
                        "同じものを二度書いたときは、一方の行を消してください。別のものなら、そのことを理由の欄に書いてください。"
                            .to_owned(),
                    );
                }
                None => rows.push((row, words)),
            }
        }
    }
}

/// What an answer says, however it is spelled.
fn words(value: &DataValue) -> Option<String> {
    Some(match value.answer.value()? {
        Value::Text(text) => fold(text),
        Value::Date(day) => day.to_string(),
        Value::Choice(option) => option.to_string(),
        Value::Count(n) => n.to_string(),
        Value::Mark => "○".to_owned(),
        Value::Picture(picture) => picture.to_string(),
    })
}
