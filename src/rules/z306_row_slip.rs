//! A count in a row of a list that is many times those of the other rows.

use super::plausible::median;
use super::{Check, Context, Rule, Sink};
use crate::model::answer::Value;
use crate::model::finding::Severity;
use crate::model::submission::DataValue;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z306",
    name: "row-slip",
    severity: Severity::Query,
    doc: include_str!("z306_row_slip.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        let (Some(count), Some(_)) = (
            value.answer.value().and_then(Value::count),
            value.key.record,
        ) else {
            continue;
        };
        let others = others(context, value);
        let maybe = "桁の打ち間違いか、日付や電話番号かもしれません。";
        let shown = grouped(count);
        let problem = match (count, others.len()) {
            (0, _) => "0 になっています。行わなかったものか、書き忘れかもしれません。".to_owned(),
            (_, 0) => format!("{shown} は、一つの行の数として大き過ぎるようです。{maybe}"),
            _ => format!("{shown} は、一覧のほかの行と比べて大きく外れています。{maybe}"),
        };
        if is_slip(count as f64, others, context) {
            sink.value(
                value,
                problem,
                "打ち間違いなら直してください。正しければ、事情を理由の欄に書いてください。",
            );
        }
    }
}

/// The counts of the same question in the other rows.
fn others(context: &Context, value: &DataValue) -> Vec<f64> {
    let mut others = Vec::new();
    for other in context.inputs(&value.key.element) {
        if let Some(count) = other.answer.value().and_then(Value::count)
            && other.key != value.key
        {
            others.push(count as f64);
        }
    }
    others
}

fn is_slip(count: f64, others: Vec<f64>, context: &Context) -> bool {
    let limits = &context.criteria.thresholds.rows;
    let largest = others.iter().copied().fold(0.0, f64::max);
    if others.len() < 2 {
        return count == 0.0 || count >= limits.alone.0.max(largest * limits.factor.0);
    }
    let usual = median(others).unwrap_or(0.0);
    let too_large = count >= limits.least.0
        && count >= usual * limits.factor.0
        && count >= largest * limits.beyond_largest.0;
    too_large || (count == 0.0 && usual >= limits.usual_for_zero.0)
}
