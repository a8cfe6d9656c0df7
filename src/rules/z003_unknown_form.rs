//! A workbook that is none of our forms.

use super::{Candidate, Check, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z003",
    name: "unknown-form",
    severity: Severity::Error,
    doc: include_str!("z003_unknown_form.md"),
    check: Check::Gate(check),
};

fn check(candidate: &Candidate, sink: &mut Sink) {
    if candidate.identity.form.is_none() {
        let collector = &candidate.definitions.registry.city.collector;
        let forms: Vec<String> = candidate
            .definitions
            .forms
            .values()
            .map(|form| format!("「{} {}」", form.label, form.title))
            .collect();
        sink.file(
            format!(
                "この報告の様式ではありません。様式の題名が見つかりません（{}のどれか）。",
                forms.join("、")
            ),
            format!(
                "{collector}から届いた様式に書き直して送ってください。\
                 題名の行は消さないでください。"
            ),
        );
    }
}
