//! An answer that is no date.

use super::{Check, Context, Message, Rule};
use crate::model::finding::Severity;
use crate::model::period::Period;
use crate::model::submission::DataValue;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z104",
    name: "not-a-date",
    severity: Severity::Error,
    doc: include_str!("z104_not_a_date.md"),
    check: Check::Dispatched,
};

pub(super) fn not_a_date(context: &Context, value: &DataValue) -> Message {
    let (raw, period) = (&*value.raw, context.submission.period);
    let day = period.days().0;
    let era = period.year.short();
    let in_era = format!("{era}.{}.{}", day.month(), day.day());
    let example = example(period);
    // A list that holds what is planned, too, holds what has no day yet.
    let mut bounds = context.form.bounds.iter();
    let hint = match bounds.any(|bound| bound.date == value.key.element && bound.when.is_some()) {
        true => {
            "まだ日が決まっていないものは、決まってからの報告で書くので、この行の答えを消してください。"
        }
        false => "",
    };
    Message::new(
        format!("「{raw}」は日付として読めません。"),
        format!(
            "西暦か元号の付いた年から、日まで書いてください（例: {example} 又は {in_era}）。{hint}"
        ),
    )
}

pub(super) fn no_such_day(raw: &str, period: Period) -> Message {
    Message::new(
        format!("「{raw}」という日はありません。"),
        format!(
            "暦を確かめて書き直してください（例: {}）。",
            example(period)
        ),
    )
}

pub(super) fn far_date(raw: &str, period: Period) -> Message {
    Message::new(
        format!(
            "「{raw}」は、この報告の日付としては遠すぎます。\
             日付の欄に数字だけを入れると、このような日付になります。"
        ),
        format!("年から日まで書いてください（例: {}）。", example(period)),
    )
}

fn example(period: Period) -> String {
    period.days().0.strftime("%Y/%-m/%-d").to_string()
}
