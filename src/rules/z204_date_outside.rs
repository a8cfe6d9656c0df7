//! A date that names a day it may not name, such as a training outside the period.

use jiff::civil::Date;

use super::{Check, Context, Rule, Sink};
use crate::form::spec::{Bound, Condition};
use crate::model::answer::Value;
use crate::model::day::long_date;
use crate::model::finding::Severity;
use crate::model::submission::DataValue;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z204",
    name: "date-outside",
    severity: Severity::Error,
    doc: include_str!("z204_date_outside.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for bound in &context.form.bounds {
        let Some(element) = context.definitions.catalogue.elements.get(&bound.date) else {
            continue;
        };
        for value in context.inputs(&element.id) {
            let Some(day) = value.answer.value().and_then(Value::date) else {
                continue;
            };
            let applies = bound
                .when
                .as_ref()
                .is_none_or(|condition| holds_in_row(context, condition, value));
            if applies && !lies_within(context, bound, day) {
                let problem = format!(
                    "{}（{}）が、{}。",
                    bound.what,
                    long_date(day),
                    outside(context, bound, day)
                );
                let hint = same_day_another_year(context, bound, day)
                    .map_or_else(String::new, |day| {
                        format!("{}のことでしょうか。", long_date(day))
                    });
                sink.value_weighing(
                    value,
                    bound.severity,
                    problem,
                    format!("{hint}{}", bound.remedy),
                );
            }
        }
    }
}

/// Whether the answer in the same row is known to be, or not to be, an option.
fn holds_in_row(context: &Context, condition: &Condition, date: &DataValue) -> bool {
    let Some(element) = context
        .definitions
        .catalogue
        .elements
        .get(&condition.element)
    else {
        return false;
    };
    context
        .inputs(&element.id)
        .find(|value| value.key.record == date.key.record)
        .and_then(|value| value.answer.value().and_then(Value::choice))
        .is_some_and(|choice| (*choice == condition.option) == condition.is)
}

fn lies_within(context: &Context, bound: &Bound, day: Date) -> bool {
    let period = context.submission.period;
    bound.from.is_none_or(|from| from.day(period) <= day)
        && last_day(context, bound).is_none_or(|until| day <= until)
}

/// The last day that a date may name: by the period, or by another answer.
fn last_day(context: &Context, bound: &Bound) -> Option<Date> {
    let until = bound
        .until
        .map(|until| until.day(context.submission.period));
    let mut answers = bound.not_after.iter().flat_map(|id| context.inputs(id));
    let answered = answers.find_map(|value| value.answer.value().and_then(Value::date));
    until.into_iter().chain(answered).min()
}

/// What is wrong with the day, with the days that are allowed.
fn outside(context: &Context, bound: &Bound, day: Date) -> String {
    let period = context.submission.period;
    let from = bound.from.map(|from| from.day(period));
    let until = last_day(context, bound);
    match (from, until) {
        (Some(from), Some(until)) if (from, until) == period.days() => {
            format!(
                "対象期間（{}から{}まで）の外です",
                long_date(from),
                long_date(until)
            )
        }
        (Some(from), _) if day < from => format!("{}より前です", long_date(from)),
        (_, Some(until)) => format!("{}より後です", long_date(until)),
        _ => "書ける日付ではありません".to_owned(),
    }
}

/// The usual slip is the year: the same day of another year, if that one is allowed.
fn same_day_another_year(context: &Context, bound: &Bound, day: Date) -> Option<Date> {
    let years = bound.from.zip(bound.until).map(|(from, until)| {
        let period = context.submission.period;
        from.day(period).year()..=until.day(period).year()
    })?;
    years
        .filter_map(|year| Date::new(year, day.month(), day.day()).ok())
        .find(|day| lies_within(context, bound, *day))
}
