//! A column of numbers with something else in it.

use super::publication::PublicTable;
use super::{Check, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z502",
    name: "not-a-number",
    severity: Severity::Error,
    doc: include_str!("z502_not_a_number.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    for (place, column, text) in table.texts().filter(|(place, ..)| place.row > 0) {
        let known = table.columns.get(usize::from(place.col));
        let is_number = known.is_some_and(|column| column.number);
        if is_number && !text.bytes().all(|byte| byte.is_ascii_digit()) {
            sink.cell(
                place,
                column,
                text,
                "数として読めません。",
                "数字だけにしてください。",
            );
        }
    }
}
