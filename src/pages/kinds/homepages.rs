//! Pages on the web that units describe, one card each.

use super::events::values;
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::form::value::long_date;
use crate::model::answer::Value;
use crate::model::org_unit::OrgUnit;
use crate::model::submission::Submission;
use crate::pages::print::{Card, CardPicture, Fact, Page};
use crate::pages::wording::{key_number, n, plain};

/// The elements that make a card.
pub struct Asked<'a> {
    /// The heading; without it there is no card.
    pub title: &'a str,
    /// What the units have done that have a card, behind their number.
    pub finding: &'a str,
    /// The line under the heading.
    pub lead: &'a str,
    /// Facts.
    pub facts: &'a [String],
    /// The text.
    pub text: &'a str,
    /// The picture.
    pub picture: Option<&'a str>,
}

/// The page of cards; `None` when no unit described a page.
pub fn page(material: &Material, mut page: Page, elements: &Asked) -> Option<Page> {
    let asked = material.asked(elements.title)?;
    let registry = &material.definitions.registry;
    // Of a year the pages as they are at its end.
    for unit in material.units(asked.kind) {
        let Some(submission) = material
            .summary
            .submissions
            .iter()
            .rfind(|submission| submission.unit == unit.id)
        else {
            continue;
        };
        let Some(heading) = words(submission, elements.title) else {
            continue;
        };
        let area = registry
            .area_of(unit)
            .map_or(unit.name.as_str(), |area| area.name.as_str());
        let facts = elements.facts.iter().filter_map(|element| {
            let label = material
                .definitions
                .catalogue
                .elements
                .get(element.as_str())?
                .label
                .clone();
            Some(Fact {
                label,
                value: words(submission, element)?,
            })
        });
        page.cards.push(Card {
            tag: area.to_owned(),
            title: heading.clone(),
            lead: words(submission, elements.lead).unwrap_or_default(),
            facts: facts.collect(),
            text: words(submission, elements.text)
                .map(|text| text.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
            picture: elements
                .picture
                .and_then(|element| picture(submission, element, (unit, area), &heading)),
        });
    }
    if page.cards.is_empty() {
        return None;
    }
    page.finding = vec![
        key_number(
            &material.now(TallyKey::of(&asked.element.id)),
            &asked.kind.counter,
        ),
        plain(elements.finding),
    ];
    page.source = Some(asked.source());
    Some(page)
}

/// The picture that a unit pasted; only one that can be printed is an answer.
fn picture(
    submission: &Submission,
    element: &str,
    (unit, area): (&OrgUnit, &str),
    heading: &str,
) -> Option<CardPicture> {
    let file = values(submission, element)
        .next()?
        .answer
        .value()?
        .picture()?;
    Some(CardPicture {
        // A name of our own: no word of a form is ever a path.
        path: format!(
            "pictures/{}-{}.{}",
            submission.unit,
            submission.period,
            file.format.extension()
        ),
        alt: format!("{area}のホームページ「{heading}」の画面を写した画像"),
        caption: format!("ページの画面（{}提出）", unit.name),
        file: file.clone(),
    })
}

/// What a unit wrote, as printed.
fn words(submission: &Submission, element: &str) -> Option<String> {
    match values(submission, element).next()?.answer.value()? {
        Value::Text(text) => Some(text.clone()),
        Value::Date(day) => Some(long_date(*day)),
        Value::Count(number) => Some(n(*number)),
        Value::Choice(_) | Value::Mark | Value::Picture(_) => None,
    }
}
