//! A text that is too long for the report.

use super::{Check, Message, Rule};
use crate::form::value::MAX_TEXT;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z107",
    name: "text-too-long",
    severity: Severity::Error,
    doc: include_str!("z107_text_too_long.md"),
    check: Check::Dispatched,
};

pub(super) fn too_long(raw: &str) -> Message {
    Message::new(
        format!("文章が長すぎます（{}文字）。", raw.chars().count()),
        format!("{MAX_TEXT}文字までに縮めてください。"),
    )
}
