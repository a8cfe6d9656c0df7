//! A picture with more bytes or pixels than the definitions allow.

use super::{Check, Message, Rule};
use crate::model::catalogue::PictureLimits;
use crate::model::finding::Severity;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z109",
    name: "picture-too-large",
    severity: Severity::Query,
    doc: include_str!("z109_picture_too_large.md"),
    check: Check::Dispatched,
};

pub(super) fn too_large(limits: Option<PictureLimits>) -> Message {
    let most = match limits {
        Some(limits) => {
            let megabytes = limits.bytes / 1_000_000;
            let pixels = grouped(limits.pixels / 10_000);
            format!("（{megabytes}MB、縦横の画素の積で{pixels}万まで）")
        }
        None => String::new(),
    };
    Message::new(
        format!("画像が大きすぎるため、報告書に載せられません{most}。"),
        "画面を Windows キー + Shift + S で切り取って貼り直すか、\
         「図の形式」の「図の圧縮」で小さくしてください。",
    )
}
