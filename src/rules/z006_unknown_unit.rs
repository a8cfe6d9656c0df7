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
    let Some(form) = &identity.form else { return };
    let registry = &candidate.definitions.registry;
    let kind = registry.kinds.values().find(|kind| kind.form == *form);
    let written = identity.written_unit.as_ref();
    let known = written.is_some_and(|located| kind.is_some_and(|kind| registry.find(&kind.id, &located.value).is_some()));
    if identity.marked_unit.is_some() || known {
        return;
    }
    let problem = match written {
        Some(located) => format!("「{}」という報告者は名簿にありません。", located.value),
        None => "報告者が空欄です。".to_owned(),
    };
    sink.file(problem, "「基本情報」の報告者に、区役所又は相談支援室の名前を省略せずに書いてください。".to_owned());
}
