//! Answers in hidden rows or columns.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z015",
    name: "hidden-answers",
    severity: Severity::Query,
    doc: include_str!("z015_hidden_answers.md"),
    check: Check::Dispatched,
};

pub(super) fn hidden(label: &str) -> Message {
    Message::new(
        format!("非表示の{label}に値が入っています。値は読みました。"),
        "再表示して値を確かめてください。正しければ表示したまま保存し、要らない値なら消してください。",
    )
}
