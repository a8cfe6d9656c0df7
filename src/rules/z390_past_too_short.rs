//! Too few earlier periods to judge a change: said once for all units, so that silence is not taken
//! for a pass.

use super::plausible::monthly;
use super::{Check, RoundContext, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z390",
    name: "past-too-short",
    severity: Severity::Note,
    doc: include_str!("z390_past_too_short.md"),
    check: Check::Round(check),
};

fn check(round: &RoundContext, sink: &mut Sink) {
    let (Some(past), limits) = (round.around.past, &round.around.criteria.thresholds.past) else {
        return;
    };
    let mut lengths: Vec<usize> = Vec::new();
    for submission in round.submissions() {
        let Some(context) = round.around.context(submission) else {
            continue;
        };
        let known = monthly(&context).map(|element| {
            let before = past.before(submission.period, &submission.unit, &element.id, None);
            before.len()
        });
        lengths.extend(known.max().filter(|longest| *longest < limits.periods));
    }
    if let Some(longest) = lengths.iter().max() {
        sink.file_named(
            "過去の値（history）",
            format!(
                "過去の値が足りない（あるのは{longest}期分、要るのは{}期分）ため、{}件の提出について、増減が大きすぎないかを調べていません。",
                limits.periods,
                lengths.len()
            ),
            "することはありません。報告回を close で締めるごとに、過去の値が増えます。",
        );
    }
}
