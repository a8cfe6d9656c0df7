//! An answer that is not one of the list.

use super::{Check, Context, Message, Rule};
use crate::model::Id;
use crate::model::finding::Severity;
use crate::model::submission::DataValue;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z103",
    name: "not-in-list",
    severity: Severity::Error,
    doc: include_str!("z103_not_in_list.md"),
    check: Check::Dispatched,
};

pub(super) fn not_in_list(context: &Context, value: &DataValue, nearest: Option<&Id>) -> Message {
    let catalogue = &context.definitions.catalogue;
    let answers = context
        .element(value)
        .and_then(|element| catalogue.answers(element));
    let mut labels = String::new();
    let mut hint = String::new();
    if let Some(category) = answers {
        for option in category.options_in(context.submission.period) {
            labels += &format!("「{}」", option.label);
        }
        if let Some(id) = nearest {
            let label = catalogue.option_label(&category.id, id);
            hint = format!("「{label}」のことでしょうか。");
        }
    }
    Message::new(
        format!("「{}」は選べる答えにありません。{hint}", value.raw),
        format!("▼ から選んでください: {labels}"),
    )
}

pub(super) fn not_a_mark(raw: &str) -> Message {
    Message::new(
        format!("「{raw}」は ○ として読めません。"),
        "当てはまるときは ○ を、当てはまらないときは空欄にしてください。",
    )
}
