//! A block that was read elsewhere than the form has it.

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DepartureKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z012",
    name: "block-moved",
    severity: Severity::Note,
    doc: include_str!("z012_block_moved.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for departure in &context.submission.departures {
        if departure.kind == DepartureKind::Moved {
            sink.place(
                &departure.sheet,
                departure.cell,
                &departure.label,
                "表の位置が様式と違いますが、見出しのとおりに読みました。".to_owned(),
                "直さなくて構いません。行や列を加えたのが意図したものかだけ確かめてください。"
                    .to_owned(),
            );
        }
    }
}
