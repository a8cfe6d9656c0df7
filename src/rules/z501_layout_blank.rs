//! A cell or heading that blanks or line breaks were put into for looks.

use super::publication::PublicTable;
use super::{Check, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z501",
    name: "layout-blank",
    severity: Severity::Error,
    doc: include_str!("z501_layout_blank.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    for (place, column, text) in table.words() {
        let doubled = text
            .chars()
            .zip(text.chars().skip(1))
            .any(|(a, b)| a.is_whitespace() && b.is_whitespace());
        if text.chars().any(char::is_control) || text.trim() != text || doubled {
            sink.cell(
                place,
                column,
                text,
                "体裁のための空白・改行があります。",
                "空白・改行を除いてください。",
            );
        }
    }
}
