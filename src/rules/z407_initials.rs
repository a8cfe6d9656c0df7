//! Initials in the text of a case.

use super::{Check, Rule, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z407",
    name: "initials",
    severity: Severity::Query,
    doc: include_str!("z407_initials.md"),
    check: Check::Submission(privacy::check),
};
