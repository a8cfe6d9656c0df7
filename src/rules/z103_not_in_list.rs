//! An answer that is not one of the list.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z103",
    name: "not-in-list",
    severity: Severity::Error,
    doc: include_str!("z103_not_in_list.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let catalogue = &context.definitions.catalogue;
    for value in &context.submission.values {
        match &value.answer {
            Answer::Unreadable(Fault::NotInList(nearest)) => {
                let Some(category) = context
                    .element(value)
                    .and_then(|element| catalogue.answers(element))
                else {
                    continue;
                };
                let labels: Vec<String> = category
                    .options_in(context.submission.period)
                    .map(|option| format!("「{}」", option.label))
                    .collect();
                let hint = nearest.as_ref().map_or_else(String::new, |id| {
                    format!(
                        "「{}」のことでしょうか。",
                        catalogue.option_label(&category.id, id)
                    )
                });
                sink.value(
                    value,
                    format!("「{}」は選べる答えにありません。{hint}", value.raw),
                    format!("▼ から選んでください: {}", labels.join("")),
                );
            }
            Answer::Unreadable(Fault::NotAMark) => sink.value(
                value,
                format!("「{}」は ○ として読めません。", value.raw),
                "当てはまるときは ○ を、当てはまらないときは空欄にしてください。".to_owned(),
            ),
            _ => {}
        }
    }
}
