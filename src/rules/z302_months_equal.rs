//! The same count in every month.

use super::plausible::{monthly, months, options};
use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z302",
    name: "months-equal",
    severity: Severity::Query,
    doc: include_str!("z302_months_equal.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let limits = &context.criteria.thresholds.equal_months;
    let remedy = "合計を月数で割ったものなら、月ごとの数に直してください。本当に毎月同じなら、そのことを理由の欄に書いてください。";
    for element in monthly(context) {
        let rows: Vec<_> = options(context, element)
            .into_iter()
            .filter_map(|option| months(context, element, option))
            .collect();
        let steady: Vec<_> = rows
            .iter()
            .filter_map(|row| match row.as_slice() {
                [(first, count), rest @ ..]
                    if !rest.is_empty() && rest.iter().all(|(_, other)| other == count) =>
                {
                    Some((*first, *count))
                }
                _ => None,
            })
            .collect();
        let counted = steady.iter().filter(|(_, count)| *count > 0).count();
        let total: u64 = rows.iter().flatten().map(|(_, count)| count).sum();
        // A whole block without any change is told once.
        if steady.len() == rows.len()
            && counted >= limits.block_least_parts
            && total >= limits.block_least_total
        {
            if let Some(place) = context.place_of(&element.id, None) {
                sink.value(
                    place,
                    format!("「{}」の数が、どの行も毎月同じです。", element.label),
                    remedy,
                );
            }
            continue;
        }
        for (first, count) in steady
            .into_iter()
            .filter(|(_, count)| *count >= limits.least_value)
        {
            sink.value(
                first,
                format!("どの月も {} で同じです。", grouped(count)),
                remedy,
            );
        }
    }
}
