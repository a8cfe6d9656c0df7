//! Something on a sheet that is no part of the form, a hidden table with other answers, or one on a
//! sheet that is called a draft.

use super::criteria::Labels;
use super::{Check, Message, Rule};
use crate::model::finding::Severity;
use crate::model::text::fold;

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

/// Of a sheet that was read and whose name says, beside the form's own, that it is not the final
/// one.
pub(super) fn not_final(name: &str, own: &str, limits: &Labels) -> Option<Message> {
    let added = fold(name).replace(&fold(own), "");
    limits.not_final.are_in(&added).then(|| {
        Message::new(
            format!("シート「{name}」を、様式のシート「{own}」として読みました。報告するものではないような名前です。"),
            "報告するものなら、シートの名前を様式のとおりに戻してください。違うなら、正しいシートに差し替えてください。",
        )
    })
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
