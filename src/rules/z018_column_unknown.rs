//! Values in a column that the form does not have.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z018",
    name: "column-unknown",
    severity: Severity::Query,
    doc: include_str!("z018_column_unknown.md"),
    check: Check::Dispatched,
};

pub(super) fn column_unknown(label: &str, values: usize) -> Message {
    let column = if label.is_empty() {
        "見出しのない列".to_owned()
    } else {
        format!("列「{label}」")
    };
    Message::new(
        format!("様式にない{column}に値が{values}個あります。どれも読んでいません。"),
        "報告する数なら、様式の列の数に足してください。控えや計算なら、列を消してください。",
    )
}
