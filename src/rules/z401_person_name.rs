//! A person named in the text of a case.

use super::{Check, Rule, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z401",
    name: "person-name",
    severity: Severity::Query,
    doc: include_str!("z401_person_name.md"),
    check: Check::Submission(privacy::check),
};
