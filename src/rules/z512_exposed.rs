//! A hidden count that can be computed: looked at where the numbers are hidden, for it needs them.

use super::{Check, Rule};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z512",
    name: "exposed",
    severity: Severity::Error,
    doc: include_str!("z512_exposed.md"),
    check: Check::Release,
};
