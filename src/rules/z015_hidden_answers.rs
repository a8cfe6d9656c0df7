//! Answers in hidden rows or columns.

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DepartureKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z015",
    name: "hidden-answers",
    severity: Severity::Query,
    doc: include_str!("z015_hidden_answers.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for departure in &context.submission.departures {
        if departure.kind == DepartureKind::Hidden {
            sink.place(
                &departure.sheet,
                departure.cell,
                &departure.label,
                format!("非表示の{}に値が入っています。値は読みました。", departure.label),
                "再表示して値を確かめてください。正しければ表示したまま保存し、要らない値なら消してください。".to_owned(),
            );
        }
    }
}
