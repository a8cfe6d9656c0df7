//! A block of counts that is the same as in the last half.

use super::plausible::{monthly, options};
use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z301",
    name: "block-copied",
    severity: Severity::Query,
    doc: include_str!("z301_block_copied.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let (Some(past), limits) = (context.past, &context.criteria.thresholds.copied) else {
        return;
    };
    let (unit, period) = (&context.submission.unit, context.submission.period);
    for element in monthly(context) {
        let mut parts = 0;
        let mut last_half = None;
        let same = options(context, element).into_iter().all(|option| {
            let now = context.sum(&element.id, Some(option), None);
            let before = past.before(period, unit, &element.id, Some(option)).pop();
            parts += usize::from(now.is_some_and(|now| now > 0));
            last_half = before.map(|(period, _)| period).or(last_half);
            // A part that was never above zero may not have been kept.
            now.is_some() && now == before.map(|(_, count)| count).or(Some(0))
        });
        let total = context.sum(&element.id, None, None).unwrap_or(0);
        if let Some(last_half) =
            last_half.filter(|_| same && parts >= limits.least_parts && total >= limits.least_total)
            && let Some(place) = context.place_of(&element.id, None)
        {
            sink.value(
                place,
                format!("「{}」の数が、{}とすべて同じです。", element.label, last_half.label()),
                "前回のものを写したままなら、この期間の数に直してください。偶然同じなら、そのことを理由の欄に書いてください。",
            );
        }
    }
}
