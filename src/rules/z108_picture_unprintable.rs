//! A picture that the report cannot print.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;
use crate::model::picture::PictureFormat;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z108",
    name: "picture-unprintable",
    severity: Severity::Query,
    doc: include_str!("z108_picture_unprintable.md"),
    check: Check::Dispatched,
};

/// What to do with most of them.
const AGAIN: &str = "画面を Windows キー + Shift + S で切り取り、画像の欄に貼り直してください。\
                     載せないときは消してください。";

pub(super) fn words(raw: &str) -> Message {
    let problem = format!("画像の欄に「{raw}」と書かれていますが、画像が貼り付けられていません。");
    Message::new(problem, AGAIN)
}

pub(super) fn in_cell() -> Message {
    Message::new(
        "画像がセルの中に埋め込まれているため、読めません。",
        "画像を右クリックし「セルの上に配置」を選んで、保存し直してください。",
    )
}

pub(super) fn format(name: &str) -> Message {
    let printed = PictureFormat::ALL.map(PictureFormat::label).join("、");
    Message::new(
        format!("報告書に載せられない形式（{name}）の画像です。載せられるのは {printed} です。"),
        AGAIN,
    )
}

pub(super) fn broken() -> Message {
    Message::new(
        "画像のデータが壊れているか途中で切れているため、報告書に載せられません。",
        AGAIN,
    )
}
