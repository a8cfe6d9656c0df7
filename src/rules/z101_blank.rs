//! A question left blank.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::Answer;
use crate::model::catalogue::Kind;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z101",
    name: "blank",
    severity: Severity::Error,
    doc: include_str!("z101_blank.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        if value.required && value.answer == Answer::Blank {
            let remedy = match context.element(value).map(|element| element.kind) {
                Some(Kind::Count) => "数字を入れてください。ないときは 0 と書きます。",
                Some(Kind::Choice) => "▼ から一つ選んでください。",
                Some(Kind::Date) => "日付を入れてください（例: 2023/9/30）。",
                _ => "記入してください。",
            };
            sink.value(value, "空欄です。空欄は「未報告」であり、0 とは数えません。".to_owned(), remedy.to_owned());
        }
    }
}
