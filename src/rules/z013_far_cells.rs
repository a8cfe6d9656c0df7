//! Cells far outside of the form.

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DepartureKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z013",
    name: "far-cells",
    severity: Severity::Query,
    doc: include_str!("z013_far_cells.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for departure in &context.submission.departures {
        if departure.kind == DepartureKind::Overflow {
            sink.place(
                &departure.sheet,
                departure.cell,
                "",
                "様式からずっと離れたところに値があります。そこから先は読んでいません。".to_owned(),
                "要らない値なら消してください。報告の一部なら様式の中に書き移してください。"
                    .to_owned(),
            );
        }
    }
}
