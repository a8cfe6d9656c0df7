//! Two files of one unit.

use super::{Check, RoundContext, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z008",
    name: "unit-twice",
    severity: Severity::Error,
    doc: include_str!("z008_unit_twice.md"),
    check: Check::Round(check),
};

fn check(round: &RoundContext, sink: &mut Sink) {
    for arrival in round.arrivals {
        let Some(own) = &arrival.submission else {
            continue;
        };
        let mut others: Vec<String> = Vec::new();
        for other in round.submissions() {
            let is_same = (&other.unit, other.period) == (&own.unit, own.period);
            if is_same && other.file.path != arrival.file.path {
                others.push(format!("「{}」", other.file.path));
            }
        }
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
