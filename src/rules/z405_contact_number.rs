//! A telephone number or another number that leads to a person, in the text of a case.

use super::{Check, Rule, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z405",
    name: "contact-number",
    severity: Severity::Query,
    doc: include_str!("z405_contact_number.md"),
    check: Check::Submission(privacy::check),
};
