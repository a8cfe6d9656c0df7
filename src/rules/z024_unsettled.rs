//! Something of an earlier submission that its annotated form has no place for, still open.

use super::{Check, Message, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z024",
    name: "unsettled",
    severity: Severity::Error,
    doc: include_str!("z024_unsettled.md"),
    check: Check::Dispatched,
};

pub(super) fn unsettled(code: &str, place: &str) -> Message {
    Message::new(
        format!(
            "前に送られた様式の「{place}」の指摘（{code}）が、どうなったか分かりません。\
             そこにあったものは、この様式に写していません。"
        ),
        "報告するものは様式の欄に書き移し、どうしたかを、この行の「理由」の欄に書いてください。",
    )
}
