//! An own area of the unit named in the text of a case, where the definitions forbid it.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::Value;
use crate::model::finding::Severity;
use crate::model::org_unit::{Area, OrgRegistry};

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
    let Some(unit) = registry.units.get(&context.submission.unit) else {
        return;
    };
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
        let mut areas = registry.areas_of(unit);
        if let Some(own) = areas.find(|own| is_named(registry, own, text)) {
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

/// Whether a text names an area. Names contain each other (住吉区, 東住吉区): a longer one is another.
fn is_named(registry: &OrgRegistry, own: &Area, text: &str) -> bool {
    let mut longer: Vec<&str> = Vec::new();
    for area in registry.areas.values() {
        if area.name != own.name && area.name.ends_with(&own.name) {
            longer.push(&area.name);
        }
    }
    text.match_indices(&own.name).any(|(at, name)| {
        let before = text.get(..at + name.len()).unwrap_or_default();
        !longer.iter().any(|longer| before.ends_with(longer))
    })
}
