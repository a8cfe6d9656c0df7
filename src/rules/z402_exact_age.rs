//! An exact age in the text of a case.

use super::{Check, Context, Rule, Sink, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z402",
    name: "exact-age",
    severity: Severity::Query,
    doc: include_str!("z402_exact_age.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    privacy::check(RULE.code, context, sink);
}
