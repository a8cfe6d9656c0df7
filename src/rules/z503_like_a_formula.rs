//! A text that a spreadsheet takes for a formula.

use super::publication::PublicTable;
use super::{Check, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z503",
    name: "like-a-formula",
    severity: Severity::Error,
    doc: include_str!("z503_like_a_formula.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    for (place, column, text) in table.texts() {
        // A dash alone is a symbol of the legend, and no formula.
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !table.symbols.contains(&text) {
            let remedy = "定義の見出しを、= + - @ でない文字で始めてください。";
            sink.cell(
                place,
                column,
                text,
                "表計算ソフトが式と見なします。",
                remedy,
            );
        }
    }
}
