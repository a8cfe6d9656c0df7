//! A total that is not the sum of its parts.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::Value;
use crate::model::finding::Severity;
use crate::model::submission::{DataValue, DepartureKind, Key, Role};
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
        let Key {
            element,
            option,
            month,
            ..
        } = &value.key;
        let typed = value.answer.value().and_then(Value::count);
        let sum = context.sum(element, option.as_deref(), *month);
        // What a spreadsheet adds up leaves out 「3件」, which is a text: that is told at the part.
        if let (Some(typed), Some(sum)) = (typed, sum)
            && typed != sum
            && typed + context.folded(element, option.as_deref(), *month) != sum
        {
            let (typed, sum) = (grouped(typed), grouped(sum));
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
