//! An answer that is no whole number of zero or more.

use super::context::count_word;
use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z102",
    name: "not-a-count",
    severity: Severity::Error,
    doc: include_str!("z102_not_a_count.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        let word = count_word(context.element(value));
        match &value.answer {
            Answer::Unreadable(Fault::NotACount(hint)) => {
                let example = hint.unwrap_or(10);
                sink.value(
                    value,
                    format!("「{}」は{word}として読めません。", value.raw),
                    format!("数字だけを入れてください（例: {example}）。"),
                );
            }
            Answer::Unreadable(Fault::NotWhole) => sink.value(
                value,
                format!("「{}」は{word}になりません。", value.raw),
                "0 以上の整数を入れてください（例: 10）。".to_owned(),
            ),
            _ => {}
        }
    }
}
