//! A block of counts that is the same as in an earlier half.

use std::collections::BTreeSet;

use super::plausible::{copied, monthly, options};
use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::period::Period;

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
        let all = options(context, element);
        let counts = all.iter().map(|option| {
            let now = context.sum(&element.id, Some(option), None)?;
            Some((now, past.before(period, unit, &element.id, Some(option))))
        });
        let Some(counts) = counts.collect::<Option<Vec<_>>>() else {
            continue;
        };
        let halves: BTreeSet<Period> = counts
            .iter()
            .flat_map(|(_, before)| before.iter().map(|(half, _)| *half))
            .collect();
        // The more halves there are, the more of them are alike by chance.
        let unlikely = limits.unlikely.0 + (halves.len().max(1) as f64).ln();
        let mut latest_first = halves.into_iter().rev();
        let copied_from = latest_first.find_map(|half| {
            // A part that was never above zero may not have been kept.
            let then = |before: &[(Period, u64)]| {
                let kept = before.iter().find(|(known, _)| *known == half);
                kept.map_or(0, |(_, count)| *count)
            };
            let pairs: Vec<(u64, u64)> = counts
                .iter()
                .map(|(now, before)| (*now, then(before)))
                .collect();
            let alike = pairs.iter().filter(|(now, then)| now == then);
            let (rows, parts) = (
                alike.clone().count(),
                alike.clone().filter(|(now, _)| *now > 0),
            );
            let is_large = parts.count() >= limits.least_parts
                && alike.map(|(now, _)| now).sum::<u64>() >= limits.least_total;
            if rows == all.len() && is_large {
                Some((half, "すべて同じです".to_owned()))
            } else if copied(pairs, limits.share.0) >= unlikely {
                Some((half, format!("{}行のうち{rows}行で同じです", all.len())))
            } else {
                None
            }
        });
        if let Some((half, how_much)) = copied_from
            && let Some(place) = context.place_of(&element.id, None)
        {
            sink.value(
                place,
                format!("「{}」の数が、{}と{how_much}。", element.label, half.label()),
                "そのときのものを写したままなら、この期間の数に直してください。偶然同じなら、そのことを理由の欄に書いてください。",
            );
        }
    }
}
