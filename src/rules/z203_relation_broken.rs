//! A declared relation between answers that does not hold.

use super::{Check, Context, Rule, Sink};
use crate::form::spec::{Condition, Operand, Per, Relation};
use crate::model::Id;
use crate::model::answer::{Answer, Value};
use crate::model::finding::Severity;
use crate::model::period::Month;
use crate::model::submission::DataValue;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z203",
    name: "relation-broken",
    severity: Severity::Error,
    doc: include_str!("z203_relation_broken.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for relation in &context.form.relations {
        if !relation
            .when
            .as_ref()
            .is_none_or(|condition| holds(context, condition))
        {
            continue;
        }
        match relation.per {
            Per::Period => check_one(context, relation, None, sink),
            Per::Month => {
                for month in context.submission.period.months() {
                    check_one(context, relation, Some(month), sink);
                }
            }
        }
    }
}

fn check_one(context: &Context, relation: &Relation, month: Option<Month>, sink: &mut Sink) {
    let (Some(left), Some(right)) = (
        side(context, &relation.left, month),
        side(context, &relation.right, month),
    ) else {
        return;
    };
    if relation.op.holds(left, right) {
        return;
    }
    let Some(element) = context.definitions.catalogue.elements.get(&relation.at) else {
        return;
    };
    if let Some(place) = context.place_of(&element.id, month) {
        let when = month.map_or_else(String::new, |month| format!("{}の", month.label()));
        // A count of answers speaks for itself; a comparison of two sums shows both.
        let numbers = match relation.right.as_slice() {
            [Operand::Number(_)] => String::new(),
            _ => format!("（{} と {}）", grouped(left), grouped(right)),
        };
        let problem = format!("{when}{}{numbers}。", relation.problem);
        sink.value_weighing(place, relation.severity, problem, relation.remedy.clone());
    }
}

/// The sum of a side; `None` when a part of it is missing.
fn side(context: &Context, operands: &[Operand], month: Option<Month>) -> Option<u64> {
    operands
        .iter()
        .map(|operand| term(context, operand, month))
        .sum()
}

fn term(context: &Context, operand: &Operand, month: Option<Month>) -> Option<u64> {
    match operand {
        Operand::Number(n) => Some(*n),
        Operand::Sum(id, option) => context.sum(id, option.as_deref(), month),
        Operand::CountOf(id, option) => {
            let asked = context.inputs(id);
            let mut asked = asked.filter(|value| option.is_none() || value.key.option == *option);
            count_known(&mut asked, |_| true)
        }
        Operand::Rows(id, filters) => {
            // A row whose kind is unknown may or may not count: nothing is known of the whole then.
            for value in context.inputs(id) {
                for (other, _) in filters {
                    if beside(context, value, other).is_none_or(is_unknown) {
                        return None;
                    }
                }
            }
            count_known(&mut context.inputs(id), |value| {
                filters.iter().all(|(other, option)| {
                    let answer = beside(context, value, other).and_then(|it| it.answer.value());
                    answer.and_then(Value::choice) == Some(option)
                })
            })
        }
    }
}

/// The answer to another question in the same row of a list.
fn beside<'a>(context: &Context<'a>, value: &DataValue, other: &Id) -> Option<&'a DataValue> {
    let mut answers = context.inputs(other);
    answers.find(|other| other.key.record == value.key.record)
}

/// How many answers of a kind there are; `None` as long as one of them is yet to be mended.
fn count_known(
    asked: &mut dyn Iterator<Item = &DataValue>,
    counts: impl Fn(&DataValue) -> bool,
) -> Option<u64> {
    let mut count = 0;
    for value in asked {
        if is_unknown(value) {
            return None;
        }
        count += u64::from(value.answer.value().is_some() && counts(value));
    }
    Some(count)
}

/// Whether an answer has a finding of its own: unreadable, or blank where it may not be.
fn is_unknown(value: &DataValue) -> bool {
    match value.answer {
        Answer::Unreadable(_) => true,
        Answer::Blank => value.required,
        _ => false,
    }
}

/// Whether a condition is known to hold; an unanswered choice holds nothing.
fn holds(context: &Context, condition: &Condition) -> bool {
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
        .find_map(|value| value.answer.value().and_then(Value::choice))
        .is_some_and(|choice| (*choice == condition.option) == condition.is)
}
