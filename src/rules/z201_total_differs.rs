//! A total that is not the sum of its parts.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::Value;
use crate::model::finding::Severity;
use crate::model::submission::{Key, Role};
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
