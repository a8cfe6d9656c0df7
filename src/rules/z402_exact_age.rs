//! An exact age in the text of a case.

use super::{Check, Rule, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z402",
    name: "exact-age",
    severity: Severity::Query,
    doc: include_str!("z402_exact_age.md"),
    check: Check::Submission(privacy::check),
};
