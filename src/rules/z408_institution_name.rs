//! A real institution named in the text of a case.

use super::{Check, Context, Rule, Sink, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z408",
    name: "institution-name",
    severity: Severity::Query,
    doc: include_str!("z408_institution_name.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    privacy::check(RULE.code, context, sink);
}
