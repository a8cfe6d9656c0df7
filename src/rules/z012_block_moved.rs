//! A block that was read elsewhere than the form has it.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z012",
    name: "block-moved",
    severity: Severity::Note,
    doc: include_str!("z012_block_moved.md"),
    check: Check::Dispatched,
};

pub(super) fn moved() -> Message {
    Message::new(
        "表の位置が様式と違いますが、見出しのとおりに読みました。",
        "直さなくて構いません。行や列を加えたのが意図したものかだけ確かめてください。",
    )
}
