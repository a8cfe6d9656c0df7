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
    let last = context.submission.period.days().1;
    for value in &context.submission.values {
        if value.required && value.answer == Answer::Blank {
            let remedy = match context.element(value).map(|element| element.kind) {
                Some(Kind::Count) => "数字を入れてください。ないときは 0 と書きます。".to_owned(),
                Some(Kind::Choice) => "▼ から一つ選んでください。".to_owned(),
                Some(Kind::Date) => format!(
                    "日付を入れてください（例: {}）。",
                    last.strftime("%Y/%-m/%-d")
                ),
                _ => "記入してください。".to_owned(),
            };
            let problem = match context.element(value).map(|element| element.kind) {
                Some(Kind::Count) => "空欄です。空欄は「未報告」であり、0 とは数えません。",
                _ => "空欄です。",
            };
            sink.value(value, problem, remedy);
        }
    }
}
