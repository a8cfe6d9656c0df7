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
    let day = context.submission.period.days().0;
    let example = day.strftime("%Y/%-m/%-d");
    let in_era = format!(
        "{}.{}.{}",
        context.submission.period.year.short(),
        day.month(),
        day.day()
    );
    for value in &context.submission.values {
        let Answer::Unreadable(fault) = &value.answer else {
            continue;
        };
        let raw = &value.raw;
        let (problem, remedy) = match fault {
            Fault::NotADate => (
                format!("「{raw}」は日付として読めません。"),
                format!(
                    "西暦か元号の付いた年から、日まで書いてください（例: {example} 又は {in_era}）。"
                ),
            ),
            Fault::NoSuchDay => (
                format!("「{raw}」という日はありません。"),
                format!("暦を確かめて書き直してください（例: {example}）。"),
            ),
            Fault::FarDate => (
                format!(
                    "「{raw}」は、この報告の日付としては遠すぎます。日付の欄に数字だけを入れると、このような日付になります。"
                ),
                format!("年から日まで書いてください（例: {example}）。"),
            ),
            _ => continue,
        };
        sink.value(value, problem, remedy);
    }
}
