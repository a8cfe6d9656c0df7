//! A sheet, heading, column or row of the form that is gone.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z010",
    name: "label-missing",
    severity: Severity::Error,
    doc: include_str!("z010_label_missing.md"),
    check: Check::Dispatched,
};

pub(super) fn sheet_missing(label: &str) -> Message {
    Message::new(
        format!("シート「{label}」がありません。"),
        "様式のシートを消したり見出しを書き換えたりせずに送ってください。",
    )
}

pub(super) fn sheet_hidden(label: &str) -> Message {
    Message::new(
        format!("シート「{label}」が非表示になっているため、読んでいません。"),
        "シートの見出しを右クリックし、「再表示」で表示に戻して保存してください。",
    )
}

pub(super) fn block_missing(label: &str, nearest: Option<&str>) -> Message {
    Message::new(
        format!(
            "見出し「{label}」が見つかりません。{}",
            hint(nearest, "見出し")
        ),
        "様式の見出しを元の言葉に戻してください。",
    )
}

pub(super) fn column_missing(label: &str, nearest: Option<&str>) -> Message {
    Message::new(
        format!(
            "列の見出し「{label}」が見つかりません。{}",
            hint(nearest, "列")
        ),
        "表の見出しの行を元の言葉に戻してください。",
    )
}

pub(super) fn row_missing(label: &str, nearest: Option<&str>) -> Message {
    let remedy = match nearest {
        Some(_) => "行の見出しを様式の言葉に戻してください。",
        None => "消した行を元に戻してください。",
    };
    Message::new(
        format!("行「{label}」が見つかりません。{}", hint(nearest, "行")),
        remedy,
    )
}

/// What may have been meant.
fn hint(nearest: Option<&str>, what: &str) -> String {
    match nearest {
        Some(text) => format!("「{text}」と書かれた{what}のことでしょうか。"),
        None => String::new(),
    }
}
