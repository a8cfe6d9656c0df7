//! A form that other definitions made: what it lacks is not its fault.

use super::{Candidate, Check, Rule, Sink};
use crate::model::finding::{Finding, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z021",
    name: "other-definitions",
    severity: Severity::Error,
    doc: include_str!("z021_other_definitions.md"),
    check: Check::FirstGate(check),
};

const REMEDY: &str = "様式の誤りではありません。報告者は、何も直さずにそのまま送ってください。集める側は、--project で事業のフォルダーを指定して調べ、定義や zaitaku.toml の呼び方を変えたときは「zaitaku-report definitions check」で確かめてください。";

/// Whose form or unit nobody knows here: the definitions that made it are not at hand.
fn check(candidate: &Candidate, sink: &mut Sink) {
    let identity = candidate.identity;
    if let (Some(_), Some(stranger)) = (&identity.made_by, &identity.stranger) {
        sink.file(
            format!(
                "この様式は、ここにある定義とは別の定義で作られています（「{stranger}」が定義にありません）。"
            ),
            REMEDY,
        );
    }
}

/// The first finding that says that a form has another layout.
pub fn departing(findings: &[Finding]) -> Option<&Finding> {
    const LAYOUT: [&str; 3] = ["Z010", "Z011", "Z018"];
    findings
        .iter()
        .find(|finding| LAYOUT.contains(&finding.code))
}

/// The one thing that is said of a form with another layout, which other definitions made.
pub fn instead(candidate: &Candidate, departing: &Finding) -> Vec<Finding> {
    let mut sink = Sink::new(&RULE, candidate.file);
    let problem = departing.problem.trim_end_matches('。');
    sink.file(
        format!("この様式は、今の定義とは別の定義で作られています（{problem}）。"),
        REMEDY,
    );
    sink.into_findings()
}
