//! An address below the ward in the text of a case.

use super::{Check, Rule, privacy};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z406",
    name: "address",
    severity: Severity::Query,
    doc: include_str!("z406_address.md"),
    check: Check::Submission(privacy::check),
};
