//! Answers that cannot be seen: in hidden rows or columns, formatted away, in the colour of the
//! paper.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z015",
    name: "hidden-answers",
    severity: Severity::Query,
    doc: include_str!("z015_hidden_answers.md"),
    check: Check::Dispatched,
};

pub(super) fn hidden(label: &str) -> Message {
    Message::new(
        format!("非表示の{label}に値が入っています。値は読みました。"),
        "再表示して値を確かめてください。正しければ表示したまま保存し、要らない値なら消してください。",
    )
}

pub(super) fn formatted_away(shown: &str) -> Message {
    Message::new(
        format!(
            "「{shown}」が、セルの表示形式のために見えないか、違う数に見えます。値は読みました。"
        ),
        "「ホーム」の「数値の書式」を「標準」に戻して値を確かめてください。\
        要らない値なら消してください。",
    )
}

pub(super) fn faint(shown: &str) -> Message {
    Message::new(
        format!("「{shown}」が、セルの地と同じ色の文字で書かれていて見えません。値は読みました。"),
        "文字の色を黒に戻して値を確かめてください。要らない値なら消してください。",
    )
}
