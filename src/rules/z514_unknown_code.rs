//! A code that stands in none of the lists of codes.

use super::publication::PublicTable;
use super::{Check, Rule, Sink};
use crate::model::cell::CellRef;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z514",
    name: "unknown-code",
    severity: Severity::Error,
    doc: include_str!("z514_unknown_code.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    for reference in &table.references {
        let last = reference.columns.last().copied().unwrap_or_default();
        let col = (0..)
            .zip(&table.columns)
            .find(|(_, column)| column.name == last)
            .map_or(0, |(col, _)| col);
        for (row, codes) in (1..).zip(table.codes(reference.columns)) {
            if !reference.known.contains(&codes) {
                let problem = format!("表「{}」にない記号です。", reference.table);
                let remedy = "定義に、その項目や選択肢を書いてください。";
                sink.cell(
                    CellRef::new(row, col),
                    last,
                    &codes.join(" "),
                    problem,
                    remedy,
                );
            }
        }
    }
}
