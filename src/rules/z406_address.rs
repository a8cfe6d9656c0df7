//! An address below the ward in the text of a case.

use super::{Check, Context, Rule, Sink, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z406",
    name: "address",
    severity: Severity::Query,
    doc: include_str!("z406_address.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    privacy::check(RULE.code, context, sink);
}
