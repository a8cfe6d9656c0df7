//! A text that is too long for the report.

use super::{Check, Context, Rule, Sink};
use crate::form::value::MAX_TEXT;
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z107",
    name: "text-too-long",
    severity: Severity::Error,
    doc: include_str!("z107_text_too_long.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        if value.answer == Answer::Unreadable(Fault::TooLong) {
            let length = value.raw.chars().count();
            sink.value(
                value,
                format!("文章が長すぎます（{length}文字）。"),
                format!("{MAX_TEXT}文字までに縮めてください。"),
            );
        }
    }
}
