//! A note on a cell, a box with words or something drawn over it: it may say that the value is
//! another one.

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
    let cell = match shown {
        "" => "セルは空欄です".to_owned(),
        _ => format!("セルの「{shown}」を読みました"),
    };
    Message::new(
        format!(
            "セルに「{}」というメモが付いています。メモは読んでいません。{cell}。",
            excel::cut(note, LONGEST_QUOTE)
        ),
        "メモのとおりに直すならセルの値を直し、どちらの場合もメモを削除してください。",
    )
}

pub(super) fn drawn_over() -> Message {
    Message::new(
        "セルの上に線や図形が描かれています。図形は読まず、セルの値だけを読みました。",
        "取り消すなら値を消し、選ぶなら欄に書き（○ など）、どちらの場合も図形を削除してください。",
    )
}

pub(super) fn words_over(words: &str) -> Message {
    Message::new(
        format!(
            "シートの上に、「{}」と書いた図形（テキストボックスなど）があります。図形の字は読んでいません。",
            excel::cut(words, LONGEST_QUOTE)
        ),
        "伝えたいことはセルの値か理由の欄に書き、図形を削除してください。",
    )
}
