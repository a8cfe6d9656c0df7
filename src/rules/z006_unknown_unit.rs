//! A unit that the roster does not have.

use super::{Candidate, Check, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z006",
    name: "unknown-unit",
    severity: Severity::Error,
    doc: include_str!("z006_unknown_unit.md"),
    check: Check::Gate(check),
};

fn check(candidate: &Candidate, sink: &mut Sink) {
    let identity = candidate.identity;
    if identity.form.is_none() || identity.marked_unit.is_some() || identity.read_unit.is_some() {
        return;
    }
    let remedy =
        "「基本情報」の報告者に、区役所又は相談支援室の名前を省略せずに書いてください。".to_owned();
    match &identity.written_unit {
        Some(written) => sink.written(
            written,
            format!("「{}」という報告者は名簿にありません。", written.value),
            remedy,
        ),
        None => sink.file("報告者が空欄です。", remedy),
    }
}
