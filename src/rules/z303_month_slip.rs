//! A month many times, or a small part of, the other months of its row.

use super::plausible::{centre, median, monthly, months, options, slip, steady};
use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z303",
    name: "month-slip",
    severity: Severity::Query,
    doc: include_str!("z303_month_slip.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let limits = &context.criteria.thresholds.slip;
    for element in monthly(context) {
        for option in options(context, element) {
            let Some(row) = months(context, element, option) else {
                continue;
            };
            for (i, (value, count)) in row.iter().enumerate() {
                let others: Vec<u64> = row
                    .iter()
                    .enumerate()
                    .filter(|(j, _)| *j != i)
                    .map(|(_, (_, other))| *other)
                    .collect();
                let Some(usual) = median(others.iter().map(|other| *other as f64).collect()) else {
                    continue;
                };
                let scaled: Vec<f64> = others.iter().map(|other| steady(*other as f64)).collect();
                let (Some(slipped), Some((middle, spread))) =
                    (slip(*count as f64, usual, limits), centre(&scaled))
                else {
                    continue;
                };
                if (steady(*count as f64) - middle).abs() > limits.spread.0 * spread.max(1.0) {
                    let others: Vec<String> = others.iter().map(|other| grouped(*other)).collect();
                    sink.value(
                        value,
                        format!(
                            "{} は、ほかの月（{}）のまん中の値{slipped}。桁の打ち間違いかもしれません。",
                            grouped(*count),
                            others.join("、"),
                        ),
                        "打ち間違いなら直してください。正しければ、事情を理由の欄に書いてください。",
                    );
                }
            }
        }
    }
}
