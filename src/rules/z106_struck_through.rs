//! A struck-through answer.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z106",
    name: "struck-through",
    severity: Severity::Error,
    doc: include_str!("z106_struck_through.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        let raw = &value.raw;
        let (problem, remedy) = match value.answer {
            Answer::Unreadable(Fault::Struck) => (
                format!("「{raw}」に取り消し線が引かれています。"),
                "取り消すなら消して正しい値を入れ、そうでなければ取り消し線を外してください。",
            ),
            Answer::Unreadable(Fault::PartlyStruck) => (
                format!("「{raw}」の一部に取り消し線が引かれています。"),
                "取り消した文字を消し、正しい値だけを残してください。",
            ),
            _ => continue,
        };
        sink.value(value, problem, remedy.to_owned());
    }
}
