//! The unit's own area named in the text of a case, where the definitions forbid it.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::Value;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z409",
    name: "own-area",
    severity: Severity::Query,
    doc: include_str!("z409_own_area.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let registry = &context.definitions.registry;
    let area_word = &registry.city.area_word;
    let Some(own) = registry
        .units
        .get(&context.submission.unit)
        .and_then(|unit| registry.area_of(unit))
    else {
        return;
    };
    // Names contain each other (住吉区, 東住吉区): a longer name is not this one.
    let longer: Vec<&str> = registry
        .areas
        .values()
        .map(|area| area.name.as_str())
        .filter(|name| *name != own.name && name.ends_with(&own.name))
        .collect();
    for value in &context.submission.values {
        if !context
            .element(value)
            .is_some_and(|element| element.hide_area)
        {
            continue;
        }
        let Some(text) = value.answer.value().and_then(Value::text) else {
            continue;
        };
        let named = text.match_indices(&own.name).any(|(at, name)| {
            let end = at + name.len();
            !longer.iter().any(|longer| {
                text.get(..end)
                    .is_some_and(|before| before.ends_with(longer))
            })
        });
        if named {
            sink.value(
                value,
                format!(
                    "報告者の{area_word}の名前「{}」が書かれています。",
                    own.name
                ),
                format!("「{area_word}内」「当{area_word}」のように直してください。"),
            );
        }
    }
}
