//! A total that is not the sum of its parts.

use super::{Check, Context, Message, Rule, Sink};
use crate::model::answer::Value;
use crate::model::finding::Severity;
use crate::model::submission::{DataValue, Departure, DepartureKind, Key, Role};
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z201",
    name: "total-differs",
    severity: Severity::Error,
    doc: include_str!("z201_total_differs.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        // A formula of the form speaks for nobody: the sums are always computed anew (Z191).
        if value.role != Role::Total || value.formula || adds_unread_column(context, value) {
            continue;
        }
        if let Some((typed, sum)) = differing(context, value) {
            sink.value(
                value,
                format!("合計 {typed} が、内訳を足した {sum} と合いません。"),
                format!(
                    "内訳が正しければ合計を {sum} に直し、そうでなければ内訳を直してください。\
                     再掲は足しません。"
                ),
            );
        }
    }
}

/// The same of a formula into which somebody wrote a number: it speaks for its writer as a typed
/// total does.
pub(super) fn adjusted(context: &Context, departure: &Departure) -> Option<Message> {
    let mut totals = context.submission.values.iter();
    let total = totals.find(|value| {
        value.role == Role::Total
            && departure.cell == Some(value.at.cell)
            && departure.sheet == value.at.sheet
    })?;
    let (shown, sum) = differing(context, total)?;
    Some(Message::new(
        format!("合計の式に数が書き足してあり、合計 {shown} が、内訳を足した {sum} と合いません。"),
        "内訳が正しければ、式から書き足した数を消してください。そうでなければ内訳を直してください。",
    ))
}

/// A total and the sum of its parts, where they differ.
fn differing(context: &Context, total: &DataValue) -> Option<(String, String)> {
    let Key {
        element,
        option,
        month,
        ..
    } = &total.key;
    let shown = total.answer.value().and_then(Value::count)?;
    let sum = context.sum(element, option.as_deref(), *month)?;
    // What a spreadsheet adds up leaves out 「3件」, which is a text: that is told at the part.
    let folded = context.folded(element, option.as_deref(), *month);
    (shown != sum && shown + folded != sum).then(|| (grouped(shown), grouped(sum)))
}

/// Whether values were left unread in a column on the sheet of a total (Z018, Z011): they may be
/// what it adds, and are the thing to mend.
fn adds_unread_column(context: &Context, total: &DataValue) -> bool {
    context.submission.departures.iter().any(|departure| {
        departure.sheet == total.at.sheet
            && matches!(
                departure.kind,
                DepartureKind::ColumnUnknown(_) | DepartureKind::ColumnSplit(_)
            )
    })
}
