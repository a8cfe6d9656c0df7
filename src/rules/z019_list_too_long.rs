//! A list that is longer than what is read.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z019",
    name: "list-too-long",
    severity: Severity::Error,
    doc: include_str!("z019_list_too_long.md"),
    check: Check::Dispatched,
};

pub(super) fn list_too_long(label: &str) -> Message {
    Message::new(
        format!("一覧「{label}」の行が多すぎて、ここから先は読んでいません。"),
        "誤って貼り付けた行なら消してください。本当に多いときは、提出先に知らせてください。",
    )
}
