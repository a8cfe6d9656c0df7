//! Every count of a form zero, or every count of a month in a table that has many in the others.

use super::plausible::{median, monthly};
use super::{Check, Context, Rule, Sink};
use crate::model::catalogue::DataElement;
use crate::model::finding::Severity;
use crate::model::period::Month;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z307",
    name: "all-zero",
    severity: Severity::Query,
    doc: include_str!("z307_all_zero.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let mut sums = monthly(context).map(|element| context.sum(&element.id, None, None));
    if sums.all(|sum| sum == Some(0)) {
        let first = monthly(context).next();
        if let Some(place) = first.and_then(|element| context.place_of(&element.id, None)) {
            sink.value(
                place,
                "月別の表の数が、どれも 0 です。",
                "まだ書いていない数なら書いてください。本当に一件もなければ、そのことを理由の欄に書いてください。",
            );
        }
        return;
    }
    for element in monthly(context) {
        check_months(context, element, sink);
    }
}

/// Looks for months of none in a table that has many in the others.
fn check_months<'a>(context: &Context<'a>, element: &'a DataElement, sink: &mut Sink) {
    let months = context.submission.period.months().into_iter();
    let sums = months.map(|month| Some((month, context.sum(&element.id, None, Some(month))?)));
    let sums: Vec<(Month, u64)> = sums.collect::<Option<_>>().unwrap_or_default();
    let usual = median(sums.iter().map(|(_, sum)| *sum as f64).collect());
    let least = context.criteria.thresholds.slip.least.0;
    for (month, _) in sums.iter().filter(|(_, sum)| *sum == 0) {
        let place = context.place_of(&element.id, Some(*month));
        if let Some(place) = place.filter(|_| usual.is_some_and(|usual| usual >= least)) {
            sink.value(
                place,
                format!("「{}」の{}月の数が、どの行も 0 です。", element.label, month.month),
                "まだ書いていない月なら書いてください。本当に一件もなければ、そのことを理由の欄に書いてください。",
            );
        }
    }
}
