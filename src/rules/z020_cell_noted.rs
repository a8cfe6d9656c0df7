//! A note on a cell of a table: it may say that the value is another one.

use super::{Check, Message, Rule};
use crate::model::excel;
use crate::model::finding::Severity;

/// How much of a note is repeated.
const LONGEST_QUOTE: usize = 60;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z020",
    name: "cell-noted",
    severity: Severity::Query,
    doc: include_str!("z020_cell_noted.md"),
    check: Check::Dispatched,
};

pub(super) fn noted(note: &str, shown: &str) -> Message {
    Message::new(
        format!(
            "セルに「{}」というメモが付いています。メモは読まず、セルの「{shown}」を読みました。",
            excel::cut(note, LONGEST_QUOTE)
        ),
        "メモのとおりに直すならセルの値を直し、どちらの場合もメモを削除してください。",
    )
}
