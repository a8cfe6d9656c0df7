//! A copy without answers or an example that was passed over.

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DepartureKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z016",
    name: "part-not-read",
    severity: Severity::Note,
    doc: include_str!("z016_part_not_read.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for departure in &context.submission.departures {
        let problem = match departure.kind {
            DepartureKind::CopyIgnored => {
                format!(
                    "見出し「{}」の表がもう一つありますが、記入がないので読んでいません。",
                    departure.label
                )
            }
            DepartureKind::CopySame => {
                format!(
                    "見出し「{}」の表がもう一つありますが、答えが同じなので一つだけを読みました。",
                    departure.label
                )
            }
            DepartureKind::ExampleIgnored => "記入例の行は読んでいません。".to_owned(),
            _ => continue,
        };
        let remedy = "直さなくて構いません。要らなければ消してください。".to_owned();
        sink.place(
            &departure.sheet,
            departure.cell,
            &departure.label,
            problem,
            remedy,
        );
    }
}
