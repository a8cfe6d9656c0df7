//! One merged cell where the form has several.

use super::{Check, Message, Rule};
use crate::model::cell::CellRange;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z014",
    name: "merged-answers",
    severity: Severity::Error,
    doc: include_str!("z014_merged_answers.md"),
    check: Check::Dispatched,
};

pub(super) fn merged(raw: &str, region: CellRange) -> Message {
    Message::new(
        format!(
            "いくつかの欄が一つのセルに結合されています（{region}）。\
             「{raw}」がどの欄の値か分かりません。"
        ),
        "セルの結合を解除し、それぞれの欄に値を入れてください。",
    )
}
