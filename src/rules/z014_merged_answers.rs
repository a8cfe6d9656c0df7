//! One merged cell where the form has several.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;
use crate::model::submission::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z014",
    name: "merged-answers",
    severity: Severity::Error,
    doc: include_str!("z014_merged_answers.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let mut told = Vec::new();
    for value in &context.submission.values {
        if let (Role::Input, Answer::Unreadable(Fault::Merged(region))) =
            (value.role, &value.answer)
            && !told.contains(&&value.at)
        {
            told.push(&value.at);
            sink.value(
                value,
                format!("いくつかの欄が一つのセルに結合されています（{region}）。「{}」がどの欄の値か分かりません。", value.raw),
                "セルの結合を解除し、それぞれの欄に値を入れてください。".to_owned(),
            );
        }
    }
}
