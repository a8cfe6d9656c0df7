//! A total far from those of the other units of the same form.

use indexmap::IndexMap;

use super::plausible::{centre, median, monthly};
use super::{Check, Context, RoundContext, Rule, Sink};
use crate::model::Id;
use crate::model::catalogue::DataElement;
use crate::model::finding::Severity;
use crate::model::period::Period;
use crate::model::submission::Submission;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z305",
    name: "far-from-others",
    severity: Severity::Query,
    doc: include_str!("z305_far_from_others.md"),
    check: Check::Round(check),
};

fn check(round: &RoundContext, sink: &mut Sink) {
    let mut groups: IndexMap<(&Id, Period), Vec<&Submission>> = IndexMap::new();
    for submission in round.submissions() {
        let key = (&submission.form, submission.period);
        groups.entry(key).or_default().push(submission);
    }
    for group in groups.values() {
        let contexts: Vec<Context> = group
            .iter()
            .filter_map(|submission| round.around.context(submission))
            .collect();
        let Some(first) = contexts.first() else {
            continue;
        };
        for element in monthly(first) {
            compare(&contexts, element, sink);
        }
    }
}

fn compare<'a>(contexts: &[Context<'a>], element: &'a DataElement, sink: &mut Sink) {
    let Some((first, _)) = contexts.split_first() else {
        return;
    };
    let limits = &first.criteria.thresholds.peers;
    let counted: Vec<(&Context, u64)> = contexts
        .iter()
        .filter_map(|context| Some((context, context.sum(&element.id, None, None)?)))
        .collect();
    if counted.len() < limits.units {
        return;
    }
    let scaled: Vec<f64> = counted.iter().map(|(_, count)| scale(*count)).collect();
    let Some((middle, spread)) = centre(&scaled) else {
        return;
    };
    let usual = middle.exp();
    for (context, count) in &counted {
        let far =
            (scale(*count) - middle).abs() > limits.spread.0 * spread.max(limits.least_spread.0);
        if !far
            || (*count as f64).max(usual) < limits.least.0
            || was_so_before(context, element, *count)
        {
            continue;
        }
        let Some(place) = context.place_of(&element.id, None) else {
            continue;
        };
        let problem = format!(
            "「{}」の半期の計 {} が、ほかの{}の提出（まん中の値 {}）とかけ離れています。",
            element.label,
            grouped(*count),
            counted.len() - 1,
            grouped(usual.round() as u64)
        );
        let remedy = "数え方や打ち間違いを確かめて直してください。正しければ、事情を理由の欄に書いてください。";
        sink.value_of(context.submission, place, problem, remedy);
    }
}

/// Counts on a scale of ratios; half a case stands for none, which has no logarithm.
fn scale(count: u64) -> f64 {
    (count as f64).max(0.5).ln()
}

/// A unit that has always been larger or smaller than the others is no surprise.
fn was_so_before(context: &Context, element: &DataElement, now: u64) -> bool {
    let Some(past) = context.past else {
        return false;
    };
    let before = past.before(
        context.submission.period,
        &context.submission.unit,
        &element.id,
        None,
    );
    let usual = median(before.iter().map(|(_, count)| *count as f64).collect());
    usual.is_some_and(|usual| {
        let (large, small) = (usual.max(now as f64), usual.min(now as f64));
        large <= small * context.criteria.thresholds.past.least_ratio.0
    })
}
