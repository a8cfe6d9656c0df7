//! A form of another version.

use super::{Candidate, Check, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z004",
    name: "other-version",
    severity: Severity::Error,
    doc: include_str!("z004_other_version.md"),
    check: Check::Gate(check),
};

fn check(candidate: &Candidate, sink: &mut Sink) {
    let form = candidate
        .identity
        .form
        .as_ref()
        .and_then(|id| candidate.definitions.forms.get(id));
    if let (Some(form), Some(version)) = (form, &candidate.identity.version)
        && *version != form.version
    {
        sink.file(
            format!(
                "{}の版が違います（この様式は第{version}版、今回の様式は第{}版）。",
                form.label, form.version
            ),
            "今回届いた様式に書き写して送ってください。",
        );
    }
}
