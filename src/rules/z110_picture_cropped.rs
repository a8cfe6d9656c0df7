//! A picture a part of which was cut off from sight but is still in the file.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z110",
    name: "picture-cropped",
    severity: Severity::Query,
    doc: include_str!("z110_picture_cropped.md"),
    check: Check::Dispatched,
};

pub(super) fn cropped() -> Message {
    Message::new(
        "画像の一部が「トリミング」で隠されていますが、隠した部分もファイルに残っています。\
         公表されないよう、報告書に載せません。",
        "見せたい部分だけを Windows キー + Shift + S で切り取って貼り直すか、\
         「図の圧縮」で「図のトリミング部分を削除する」を選んでください。",
    )
}
