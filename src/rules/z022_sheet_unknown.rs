//! Something on a sheet that is no part of the form, or a hidden table with other answers.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z022",
    name: "sheet-unknown",
    severity: Severity::Query,
    doc: include_str!("z022_sheet_unknown.md"),
    check: Check::Dispatched,
};

pub(super) fn sheet_unknown(name: &str, cells: usize) -> Message {
    Message::new(
        format!(
            "シート「{name}」は様式にありません。{cells}個のセルに書いてありますが、どれも読んでいません。"
        ),
        "報告することなら、様式のシートの欄に書き移してください。控えなら、このシートを消してください。",
    )
}

pub(super) fn hidden_copy(label: &str) -> Message {
    Message::new(
        format!(
            "非表示のシートに、見出し「{label}」の表がもう一つあり、見えている表と答えが違います。\
             非表示のほうは読んでいません。"
        ),
        "シートの見出しを右クリックして「再表示」を選び、正しいほうだけを残してください。",
    )
}
