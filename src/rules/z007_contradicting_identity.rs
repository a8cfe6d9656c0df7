//! A form that says two different things of itself.

use super::{Candidate, Check, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z007",
    name: "contradicting-identity",
    severity: Severity::Error,
    doc: include_str!("z007_contradicting_identity.md"),
    check: Check::Gate(check),
};

fn check(candidate: &Candidate, sink: &mut Sink) {
    let identity = candidate.identity;
    let registry = &candidate.definitions.registry;
    let area_word = &registry.city.area_word;
    if let (Some(marked), Some(written)) = (&identity.marked_unit, &identity.written_unit)
        && let Some(unit) = registry.units.get(marked)
        && identity.read_unit.as_ref() != Some(marked)
    {
        sink.written(
            written,
            format!(
                "この様式は{}に配られたものですが、報告者に「{}」とあります。",
                unit.name, written.value
            ),
            format!(
                "{}の報告なら、欄をその名前に戻してください。ほかの{area_word}の報告なら、その{area_word}の様式に書き写して送ってください。",
                unit.name
            ),
        );
    } else if let (Some(marked), Some(written)) = (identity.marked_period, &identity.written_period)
        && identity.read_period != Some(marked)
    {
        sink.written(
            written,
            format!(
                "この様式は{}のものですが、対象期間に「{}」とあります。",
                marked.label(),
                written.value
            ),
            format!(
                "この様式の期間の報告なら、欄を「{}」に戻してください。ほかの期間の報告なら、その期間の様式に書き写して送ってください。",
                marked.label()
            ),
        );
    } else if let Some(line) = &identity.other_sheet {
        sink.written(
            line,
            format!(
                "このシートの上に「{}」とあります。ほかの報告者、ほかの期間又はほかの様式のファイルから写したシートのようです。",
                line.value
            ),
            "この様式のシートに、この報告者のこの期間の数を書いて送ってください。",
        );
    }
}
