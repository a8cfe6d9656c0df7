//! An answer that was read after folding something harmless.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::Answer;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z190",
    name: "folded",
    severity: Severity::Note,
    doc: include_str!("z190_folded.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        if let Answer::Coerced(_, folded) = &value.answer {
            sink.value(
                value,
                format!("{folded}。"),
                "正しければ直さなくて構いません。",
            );
        }
    }
}
