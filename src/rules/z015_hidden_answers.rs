//! Answers that cannot be seen: in hidden rows or columns, formatted away, in the colour of the
//! paper, hidden by a rule of the sheet.

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
        format!(
            "「{shown}」が、文字の色（セルの地と同じ色）か大きさのために見えません。値は読みました。"
        ),
        "文字の色を黒に、大きさをほかの欄と同じに戻して値を確かめてください。\
        要らない値なら消してください。",
    )
}

pub(super) fn hidden_by_rule(shown: &str) -> Message {
    Message::new(
        format!(
            "「{shown}」のセルに、値が見えなくなるか取り消し線が引かれる「条件付き書式」があります。値は読みました。"
        ),
        "「ホーム」の「条件付き書式」から「ルールのクリア」を選び、値を確かめてください。\
        要らない値なら消してください。",
    )
}
