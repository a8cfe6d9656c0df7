//! A real institution named in the text of a case.

use super::{Check, Rule, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z408",
    name: "institution-name",
    severity: Severity::Query,
    doc: include_str!("z408_institution_name.md"),
    check: Check::Submission(privacy::check),
};
