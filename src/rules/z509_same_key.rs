//! Two rows about the same datum.

use std::collections::HashSet;

use super::publication::PublicTable;
use super::{Check, Rule, Sink};
use crate::model::cell::CellRef;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z509",
    name: "same-key",
    severity: Severity::Error,
    doc: include_str!("z509_same_key.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    let key: Vec<u16> = (0..)
        .zip(&table.columns)
        .filter(|(_, column)| column.key)
        .map(|(col, _)| col)
        .collect();
    let mut seen = HashSet::new();
    for (row, _) in (1..).zip(&table.rows) {
        let of_row: Vec<&str> = key.iter().map(|col| table.text(row, *col)).collect();
        if !key.is_empty() && !seen.insert(of_row.clone()) {
            sink.cell(
                CellRef::new(row, 0),
                "",
                &of_row.join(" "),
                "同じものを指す行が、すでにあります。",
                "定義の記号（id）が重なっていないかを確かめてください。",
            );
        }
    }
}
