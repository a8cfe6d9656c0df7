//! A telephone number or another number that leads to a person, in the text of a case.

use super::{Check, Context, Rule, Sink, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z405",
    name: "contact-number",
    severity: Severity::Query,
    doc: include_str!("z405_contact_number.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    privacy::check(RULE.code, context, sink);
}
