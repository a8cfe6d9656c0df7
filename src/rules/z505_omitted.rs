//! A cell that may not be left out.

use super::publication::PublicTable;
use super::{Check, Rule, Sink};
use crate::model::cell::CellRef;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z505",
    name: "omitted-name",
    severity: Severity::Error,
    doc: include_str!("z505_omitted.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    for (row, cells) in (1..).zip(&table.rows) {
        for (col, (column, text)) in (0..).zip(table.columns.iter().zip(cells)) {
            if (column.required || column.key) && text.is_empty() {
                sink.cell(
                    CellRef::new(row, col),
                    column.name,
                    "",
                    "省いてはならない欄が空いています。",
                    "定義に名称や単位を書いてください。",
                );
            }
        }
    }
}
