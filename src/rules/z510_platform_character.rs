//! A character that not every machine shows alike.

use super::publication::PublicTable;
use super::{Check, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::text::is_platform_dependent;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z510",
    name: "platform-character",
    severity: Severity::Error,
    doc: include_str!("z510_platform_character.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    for (place, column, text) in table.words() {
        if let Some(c) = text.chars().find(|c| is_platform_dependent(*c)) {
            let problem = format!("機種依存文字「{c}」（U+{:04X}）があります。", u32::from(c));
            sink.cell(
                place,
                column,
                text,
                problem,
                "定義の名称を、普通の文字で書いてください。",
            );
        }
    }
}
