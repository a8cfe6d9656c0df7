//! A formula whose result is an error or not stored.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z105",
    name: "formula-without-result",
    severity: Severity::Error,
    doc: include_str!("z105_formula_without_result.md"),
    check: Check::Dispatched,
};

pub(super) fn no_stored_result() -> Message {
    Message::new(
        "式が入っていますが、計算の結果がファイルに保存されていません。",
        "Excel で開いて上書き保存するか、式の代わりに数字を入れてください。",
    )
}

pub(super) fn formula_error(code: &str) -> Message {
    Message::new(
        format!("式が「{code}」になっています。"),
        "式の代わりに数字を入れるか、式を直してください。",
    )
}
