//! Two files of one unit.

use std::collections::HashMap;

use super::{Check, RoundContext, Rule, Sink};
use crate::model::Id;
use crate::model::finding::Severity;
use crate::model::period::Period;
use crate::model::submission::SourceFile;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z008",
    name: "unit-twice",
    severity: Severity::Error,
    doc: include_str!("z008_unit_twice.md"),
    check: Check::Round(check),
};

fn check(round: &RoundContext, sink: &mut Sink) {
    let mut files: HashMap<(&Id, Period), Vec<&SourceFile>> = HashMap::new();
    for own in round.submissions() {
        let known = files.entry((&own.unit, own.period)).or_default();
        known.push(&own.file);
    }
    for arrival in round.arrivals {
        let Some(own) = &arrival.submission else {
            continue;
        };
        let same = files.get(&(&own.unit, own.period)).into_iter().flatten();
        // Of files that are the same byte for byte one is enough (Z016).
        let others = same.filter(|file| file.sha256 != arrival.file.sha256);
        let others: Vec<String> = others.map(|file| format!("「{}」", file.path)).collect();
        if !others.is_empty() {
            sink.file_named(
                &arrival.file.name,
                format!(
                    "同じ報告者のファイルがほかにもあります（{}）。",
                    others.join("、")
                ),
                "正しいもの一つだけを残し、ほかは提出のフォルダー（submissions）の外に移してください。",
            );
        }
    }
}
