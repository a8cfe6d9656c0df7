//! An answer that is no date.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z104",
    name: "not-a-date",
    severity: Severity::Error,
    doc: include_str!("z104_not_a_date.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        if value.answer == Answer::Unreadable(Fault::NotADate) {
            let day = context.submission.period.days().0;
            sink.value(
                value,
                format!("「{}」は日付として読めません。", value.raw),
                format!("年を付けて書いてください（例: {}）。", day.strftime("%Y/%-m/%-d")),
            );
        }
    }
}
