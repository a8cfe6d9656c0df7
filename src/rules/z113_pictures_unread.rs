//! Pictures in an old workbook, which are not read.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z113",
    name: "pictures-unread",
    severity: Severity::Query,
    doc: include_str!("z113_pictures_unread.md"),
    check: Check::Dispatched,
};

pub(super) fn unread() -> Message {
    Message::new(
        "古い形式（.xls）のファイルなので、貼り付けられた画像を読めません。報告書に載りません。",
        "「名前を付けて保存」で「Excel ブック（*.xlsx）」として保存し直して送ってください。",
    )
}
