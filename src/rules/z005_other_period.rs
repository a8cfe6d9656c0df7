//! A form of another period, or of none.

use super::{Candidate, Check, Rule, Sink};
use crate::form::spec::Prefill;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z005",
    name: "other-period",
    severity: Severity::Error,
    doc: include_str!("z005_other_period.md"),
    check: Check::Gate(check),
};

fn check(candidate: &Candidate, sink: &mut Sink) {
    let identity = candidate.identity;
    match (
        identity.marked_period.or(identity.read_period),
        candidate.wanted,
    ) {
        (None, _) => {
            let question = candidate.question(Prefill::Period);
            let remedy = format!("{question}を「令和5年度 上半期」のように書いてください。");
            match &identity.written_period {
                Some(written) => {
                    sink.written(
                        written,
                        format!("「{}」では対象期間が分かりません。", written.value),
                        remedy,
                    );
                }
                None => sink.file("対象期間が空欄です。", remedy),
            }
        }
        (Some(found), Some(wanted)) if found != wanted => sink.file(
            format!(
                "対象期間が違います（このファイルは{}、求められているのは{}）。",
                found.label(),
                wanted.label()
            ),
            format!("{}の様式に書いたものを送ってください。", wanted.label()),
        ),
        _ => {}
    }
}
