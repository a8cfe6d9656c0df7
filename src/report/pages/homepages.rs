//! Pages on the web that units describe, one card each.

use super::events::values;
use crate::aggregate::tally::TallyKey;
use crate::form::value::long_date;
use crate::model::answer::Value;
use crate::model::submission::Submission;
use crate::report::compose::Material;
use crate::report::print::{Card, Fact, Page};
use crate::report::wording::{key_number, n, plain};

/// The page of cards; `None` when no unit described a page.
pub fn page(material: &Material, mut page: Page, title: &str, lead: &str, facts: &[String], text: &str) -> Option<Page> {
    let asked = material.asked(title)?;
    let registry = &material.definitions.registry;
    for submission in &material.summary.submissions {
        let (Some(unit), Some(heading)) = (registry.units.get(&submission.unit), words(submission, title)) else { continue };
        let area = registry.area_of(unit).map_or(unit.name.as_str(), |area| area.name.as_str());
        let facts = facts.iter().filter_map(|element| {
            let label = material.definitions.catalogue.elements.get(element.as_str())?.label.clone();
            Some(Fact { label, value: words(submission, element)? })
        });
        page.cards.push(Card {
            title: format!("{area} {heading}"),
            lead: words(submission, lead).unwrap_or_default(),
            facts: facts.collect(),
            text: words(submission, text).map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default(),
        });
    }
    if page.cards.is_empty() {
        return None;
    }
    page.finding = vec![
        key_number(&material.now(TallyKey::of(&asked.element.id)), &asked.kind.counter),
        plain("が、在宅医療・介護連携のページを区民に向けて公開していると報告した。"),
    ];
    page.source = Some(asked.source());
    Some(page)
}

/// What a unit wrote, as printed.
fn words(submission: &Submission, element: &str) -> Option<String> {
    match values(submission, element).next()?.answer.value()? {
        Value::Text(text) => Some(text.clone()),
        Value::Date(day) => Some(long_date(*day)),
        Value::Count(number) => Some(n(*number)),
        Value::Choice(_) | Value::Mark => None,
    }
}
