//! A unit that the roster does not have.

use super::{Candidate, Check, Rule, Sink};
use crate::form::spec::Prefill;
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
    let question = candidate.question(Prefill::Unit);
    let kinds = candidate.definitions.registry.kinds_in_words();
    let remedy = format!("{question}に、{kinds}の名前を省略せずに書いてください。");
    match &identity.written_unit {
        Some(written) => sink.written(
            written,
            format!("「{}」という報告者は名簿にありません。", written.value),
            remedy,
        ),
        None => sink.file("報告者が空欄です。", remedy),
    }
}
