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
    unmarked(context, sink);
}

/// Asks about the entries of a list that have none of the marks of which each wants one.
fn unmarked(context: &Context, sink: &mut Sink) {
    let elements = &context.definitions.catalogue.elements;
    let fields = context.form.blocks().filter(|block| block.is_list());
    for field in fields.flat_map(|block| block.fields()) {
        let element = elements.get(&field.element);
        if !field.required || element.is_none_or(|element| element.kind != Kind::Marks) {
            continue;
        }
        let marks: Vec<_> = context.inputs(&field.element).collect();
        for row in marks.chunk_by(|one, next| one.key.record == next.key.record) {
            if let [first, ..] = row
                && row.iter().all(|mark| mark.answer == Answer::Blank)
            {
                sink.value_weighing(
                    first,
                    Severity::Query,
                    "この行には ○ が一つもありません。",
                    "当てはまるものに ○ を付けてください。どれにも当てはまらなければ、そのことを理由の欄に書いてください。",
                );
            }
        }
    }
}
