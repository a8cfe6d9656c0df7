//! A row with neither a value nor a symbol of the legend, or with a symbol that does not fit its
//! value.

use super::publication::{Meaning, PublicTable};
use super::{Check, Rule, Sink};
use crate::model::cell::CellRef;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z506",
    name: "unknown-symbol",
    severity: Severity::Error,
    doc: include_str!("z506_symbol.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    let (Some(value), Some(symbol)) = (table.column(Meaning::Value), table.column(Meaning::Symbol))
    else {
        return;
    };
    for (row, _) in (1..).zip(&table.rows) {
        let (number, sign) = (table.text(row, value), table.text(row, symbol));
        let is_right = if number.is_empty() {
            table.symbols.contains(&sign)
        } else {
            sign.is_empty() || table.marks.contains(&sign)
        };
        if !is_right {
            sink.cell(
                CellRef::new(row, symbol),
                table.name_of(symbol),
                sign,
                "値か、値に代わる記号の、どちらか一方だけが要ります。",
                "値か、凡例にある記号を入れてください。",
            );
        }
    }
}
