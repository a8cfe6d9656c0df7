//! Every count of a form zero.

use super::plausible::monthly;
use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z307",
    name: "all-zero",
    severity: Severity::Query,
    doc: include_str!("z307_all_zero.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let mut first = None;
    for element in monthly(context) {
        if context.sum(&element.id, None, None) != Some(0) {
            return;
        }
        first = first.or_else(|| context.place_of(&element.id, None));
    }
    if let Some(place) = first {
        sink.value(
            place,
            "月別の表の数が、どれも 0 です。",
            "まだ書いていない数なら書いてください。本当に一件もなければ、そのことを理由の欄に書いてください。",
        );
    }
}
