//! Pictures where none is asked for.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z112",
    name: "pictures-elsewhere",
    severity: Severity::Note,
    doc: include_str!("z112_pictures_elsewhere.md"),
    check: Check::Dispatched,
};

pub(super) fn elsewhere(count: usize) -> Message {
    Message::new(
        format!("画像の欄の外に、画像が{count}点あります。報告書には載りません。"),
        "載せなくてよければ、直さなくて構いません。\
         載せたいときは、画像の欄に貼り直してください。",
    )
}
