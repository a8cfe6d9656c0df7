//! A further picture where one is asked for.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z111",
    name: "picture-doubled",
    severity: Severity::Query,
    doc: include_str!("z111_picture_doubled.md"),
    check: Check::Dispatched,
};

pub(super) fn doubled() -> Message {
    Message::new(
        "この表には画像がもう一つあります。報告書に載せるのは一番上の画像だけです。",
        "載せたい一つだけを残してください。\
         両方見せたいときは、一つの画像にまとめて貼り直してください。",
    )
}
