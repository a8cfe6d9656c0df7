//! A block of counts that is the same as in the last half.

use super::plausible::{copied, monthly, options};
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
        let mut last_half = None;
        let all = options(context, element);
        let pairs = all.iter().map(|option| {
            let now = context.sum(&element.id, Some(option), None)?;
            let before = past.before(period, unit, &element.id, Some(option)).pop();
            last_half = before.map(|(period, _)| period).or(last_half);
            // A part that was never above zero may not have been kept.
            Some((now, before.map_or(0, |(_, count)| count)))
        });
        let Some(pairs) = pairs.collect::<Option<Vec<_>>>() else {
            continue;
        };
        let alike: Vec<u64> = pairs
            .iter()
            .filter(|(now, then)| now == then)
            .map(|(now, _)| *now)
            .collect();
        let parts = alike.iter().filter(|count| **count > 0).count();
        let is_large =
            parts >= limits.least_parts && alike.iter().sum::<u64>() >= limits.least_total;
        let how_much = if alike.len() == all.len() && is_large {
            "すべて同じです".to_owned()
        } else if copied(pairs, limits.share.0) >= limits.unlikely.0 {
            format!("{}行のうち{}行で同じです", all.len(), alike.len())
        } else {
            continue;
        };
        if let Some(last_half) = last_half
            && let Some(place) = context.place_of(&element.id, None)
        {
            sink.value(
                place,
                format!("「{}」の数が、{}と{how_much}。", element.label, last_half.label()),
                "前回のものを写したままなら、この期間の数に直してください。偶然同じなら、そのことを理由の欄に書いてください。",
            );
        }
    }
}
