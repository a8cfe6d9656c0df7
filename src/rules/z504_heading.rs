//! A column without a heading, or with that of another.

use super::publication::PublicTable;
use super::{Check, Rule, Sink};
use crate::model::cell::CellRef;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z504",
    name: "bad-heading",
    severity: Severity::Error,
    doc: include_str!("z504_heading.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    for (col, column) in (0..).zip(&table.columns) {
        let known = table
            .columns
            .iter()
            .filter(|other| other.name == column.name)
            .count();
        if column.name.is_empty() || known > 1 {
            sink.cell(
                CellRef::new(0, col),
                column.name,
                column.name,
                "列の見出しが空か、重なっています。",
                "列ごとに異なる見出しを付けてください。",
            );
        }
    }
}
