//! The same count in every month.

use super::plausible::{monthly, months, options, unlikely};
use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DataValue;
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
    let limits_of_copies = &context.criteria.thresholds.copied;
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
        if let Some((month, other)) = twin(&rows, limits_of_copies.unlikely.0) {
            sink.value(
                month,
                format!(
                    "「{}」の{}の数が、どの行も{}と同じです。",
                    element.label,
                    month_of(month),
                    month_of(other)
                ),
                "ほかの月を写したままなら、その月の数に直してください。偶然同じなら、そのことを理由の欄に書いてください。",
            );
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

/// The first counts of a month that is the same as an earlier one in all rows, and of that one.
fn twin<'a>(
    rows: &[Vec<(&'a DataValue, u64)>],
    limit: f64,
) -> Option<(&'a DataValue, &'a DataValue)> {
    let first = rows.first()?;
    let months = (0..first.len()).flat_map(|month| (0..month).map(move |other| (month, other)));
    let count =
        |row: &Vec<(&DataValue, u64)>, month: usize| row.get(month).map(|(_, count)| *count);
    let mut alike = months.filter(|(month, other)| {
        let is_same = |row| count(row, *month) == count(row, *other);
        let counts = rows.iter().filter_map(|row| count(row, *month));
        rows.iter().all(is_same) && unlikely(counts) >= limit
    });
    let (month, other) = alike.next()?;
    Some((first.get(month)?.0, first.get(other)?.0))
}

/// The words of a count's month.
fn month_of(value: &DataValue) -> String {
    let month = value.key.month.map(|month| month.month);
    month.map_or_else(String::new, |month| format!("{month}月"))
}
