//! A total that is not the sum of its parts.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::Value;
use crate::model::finding::Severity;
use crate::model::submission::{DataValue, Role};
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
        if value.role != Role::Total {
            continue;
        }
        let typed = value.answer.value().and_then(Value::count);
        // What a spreadsheet adds up leaves out 「3件」, which is a text: that is told at the part itself.
        if let (Some(typed), Some(sum)) = (typed, sum_of_parts(context, value))
            && typed != sum
            && typed + folded_parts(context, value) != sum
        {
            sink.value(
                value,
                format!("合計 {} が、内訳を足した {} と合いません。", grouped(typed), grouped(sum)),
                format!("内訳が正しければ合計を {} に直し、そうでなければ内訳を直してください。再掲は足しません。", grouped(sum)),
            );
        }
    }
}

/// What the total has to be: `None` when a part is blank or unreadable.
fn sum_of_parts(context: &Context, total: &DataValue) -> Option<u64> {
    // The total's own element outlives the borrow only through the submission, so it is looked up there.
    let element = context.element(total)?;
    context.sum(&element.id, total.key.option.as_deref(), total.key.month)
}

/// What of the parts was not written as a number.
fn folded_parts(context: &Context, total: &DataValue) -> u64 {
    let element = context.element(total);
    element.map_or(0, |element| {
        context.folded(&element.id, total.key.option.as_deref(), total.key.month)
    })
}
