//! Every count of a form zero, or every count of a month.

use super::plausible::{median, monthly};
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
    let sum_of = |month| -> Option<u64> {
        let sums = monthly(context).map(|element| context.sum(&element.id, None, month));
        sums.sum()
    };
    let place_of = |month| {
        let first = monthly(context).next()?;
        context.place_of(&first.id, month)
    };
    if sum_of(None) != Some(0) {
        let months = context.submission.period.months();
        let sums: Vec<u64> = months
            .iter()
            .filter_map(|month| sum_of(Some(*month)))
            .collect();
        let usual = median(sums.iter().map(|sum| *sum as f64).collect()).unwrap_or_default();
        let least = context.criteria.thresholds.slip.least.0;
        for (month, _) in months.iter().zip(&sums).filter(|(_, sum)| **sum == 0) {
            let place = place_of(Some(*month)).filter(|_| sums.len() == months.len());
            if let Some(place) = place.filter(|_| usual >= least) {
                sink.value(
                    place,
                    format!("{}月の数が、どの表も 0 です。", month.month),
                    "まだ書いていない月なら書いてください。本当に一件もなければ、そのことを理由の欄に書いてください。",
                );
            }
        }
    } else if let Some(place) = place_of(None) {
        sink.value(
            place,
            "月別の表の数が、どれも 0 です。",
            "まだ書いていない数なら書いてください。本当に一件もなければ、そのことを理由の欄に書いてください。",
        );
    }
}
