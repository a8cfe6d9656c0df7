//! A birth date in the text of a case.

use super::{Check, Rule, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z403",
    name: "birth-date",
    severity: Severity::Query,
    doc: include_str!("z403_birth_date.md"),
    check: Check::Submission(privacy::check),
};
