//! Two files of one unit.

use super::{Check, RoundContext, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::Arrival;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z008",
    name: "unit-twice",
    severity: Severity::Error,
    doc: include_str!("z008_unit_twice.md"),
    check: Check::Round(check),
};

fn check(round: &RoundContext, sink: &mut Sink) {
    let arrivals = round.arrivals;
    let unit_of = |arrival: &Arrival| {
        arrival
            .submission
            .as_ref()
            .map(|submission| (submission.unit.clone(), submission.period))
    };
    for arrival in arrivals {
        let Some(unit) = unit_of(arrival) else {
            continue;
        };
        let others: Vec<String> = arrivals
            .iter()
            .filter(|other| {
                other.file.path != arrival.file.path && unit_of(other).as_ref() == Some(&unit)
            })
            .map(|other| format!("「{}」", other.file.path))
            .collect();
        if !others.is_empty() {
            sink.file_named(
                &arrival.file.name,
                format!(
                    "同じ報告者のファイルがほかにもあります（{}）。",
                    others.join("、")
                ),
                "正しいもの一つだけを残し、ほかは別のフォルダーに移してください。",
            );
        }
    }
}
