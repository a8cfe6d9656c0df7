//! A struck-through answer.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z106",
    name: "struck-through",
    severity: Severity::Error,
    doc: include_str!("z106_struck_through.md"),
    check: Check::Dispatched,
};

pub(super) fn struck(raw: &str) -> Message {
    Message::new(
        format!("「{raw}」に取り消し線か斜めの罫線が引かれています。"),
        "取り消すなら消して正しい値を入れ、そうでなければ線を外してください。",
    )
}

pub(super) fn partly_struck(raw: &str) -> Message {
    Message::new(
        format!("「{raw}」の一部に取り消し線が引かれています。"),
        "取り消した文字を消し、正しい値だけを残してください。",
    )
}

pub(super) fn label_struck(label: &str) -> Message {
    Message::new(
        format!(
            "見出し「{label}」に取り消し線か斜めの罫線が引かれています。そこの値は読みましたが、取り消すのかどうか分かりません。"
        ),
        "取り消すなら値も消し、そうでなければ線を外してください。",
    )
}
