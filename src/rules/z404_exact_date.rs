//! An exact date in the text of a case.

use super::{Check, Rule, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z404",
    name: "exact-date",
    severity: Severity::Query,
    doc: include_str!("z404_exact_date.md"),
    check: Check::Submission(privacy::check),
};
