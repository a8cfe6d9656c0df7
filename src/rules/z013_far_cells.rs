//! Cells far outside of the form.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z013",
    name: "far-cells",
    severity: Severity::Query,
    doc: include_str!("z013_far_cells.md"),
    check: Check::Dispatched,
};

pub(super) fn overflow() -> Message {
    Message::new(
        "様式からずっと離れたところに値があります。そこから先は読んでいません。",
        "要らない値なら消してください。報告の一部なら様式の中に書き移してください。",
    )
}
