//! Pages on the web that units describe, one card each.

use serde::Deserialize;

use super::PageKind;
use super::events::{told, values};
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::open_rows::OpenRows;
use crate::model::answer::Value;
use crate::model::day::long_date;
use crate::model::org_unit::OrgUnit;
use crate::model::submission::Submission;
use crate::model::text::grouped;
use crate::pages::bare::bare;
use crate::pages::composer::Composer;
use crate::pages::print::{Card, CardPicture, Fact, Page};
use crate::pages::wording::{key_number, plain};

/// Cards of pages that units describe.
#[derive(Debug, Clone, Deserialize)]
pub struct HomepagesPage {
    /// The heading of a card; without it there is no card.
    element: String,
    /// What the units have done that have a card, behind their number.
    finding: String,
    /// The line under the heading.
    lead_element: String,
    /// Facts.
    facts: Vec<String>,
    /// The text.
    text_element: String,
    /// The picture, if the form asks for one.
    picture_element: Option<String>,
}

impl PageKind for HomepagesPage {
    fn template(&self) -> &'static str {
        "homepages"
    }

    fn elements(&self) -> Vec<&str> {
        let mut elements = vec![
            self.element.as_str(),
            &self.lead_element,
            &self.text_element,
        ];
        elements.extend(self.picture_element.as_deref());
        elements.extend(self.facts.iter().map(String::as_str));
        elements
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer, page).into_iter().collect()
    }
}

impl HomepagesPage {
    /// The page of cards; `None` when no unit described a page.
    fn page(&self, composer: &Composer, mut page: Page) -> Option<Page> {
        let material = composer.material;
        let asked = material.asked(&self.element)?;
        let open = OpenRows::beside(material, &self.element, composer.disclosure)?;
        for unit in material.units(asked.kind, asked.half) {
            // Of a year the pages as they are at its end.
            let mut submissions = material.summary.submissions.iter();
            if let Some(submission) = submissions.rfind(|submission| submission.unit == unit.id) {
                page.cards
                    .extend(self.card(material, &open, submission, unit));
            }
        }
        if page.cards.is_empty() {
            return None;
        }
        page.finding = vec![
            key_number(
                &material.now(TallyKey::of(&asked.element.id)),
                &asked.kind.counter,
            ),
            plain(self.finding.as_str()),
        ];
        page.source = Some(asked.source());
        Some(page)
    }

    fn card(
        &self,
        material: &Material,
        open: &OpenRows,
        submission: &Submission,
        unit: &OrgUnit,
    ) -> Option<Card> {
        let told = |element: &str| {
            let is_told = open.tells(element) && open.lets(submission, None);
            words(submission, element).filter(|_| is_told)
        };
        let title = told(&self.element)?;
        let area = material.definitions.registry.area_name(unit);
        let mut facts = Vec::new();
        for id in &self.facts {
            if let (Some(element), Some(value)) = (material.element(id), told(id)) {
                facts.push(Fact {
                    label: element.label.clone(),
                    value,
                });
            }
        }
        let text = told(&self.text_element).unwrap_or_default();
        let picture = self.picture_element.as_ref();
        Some(Card {
            lead: told(&self.lead_element).unwrap_or_default(),
            facts,
            text: text.lines().map(str::to_owned).collect(),
            picture: picture
                .and_then(|element| picture_of(submission, element, (unit, &area), &title)),
            tag: area,
            title,
        })
    }
}

/// The picture that a unit pasted; only one that can be printed is an answer.
fn picture_of(
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
        file: bare(file),
    })
}

/// What a unit wrote and may be told, as printed.
pub fn words(submission: &Submission, element: &str) -> Option<String> {
    match told(submission, element).next()?.answer.value()? {
        Value::Text(text) => Some(text.clone()),
        Value::Date(day) => Some(long_date(*day)),
        Value::Count(number) => Some(grouped(*number)),
        Value::Choice(_) | Value::Mark | Value::Picture(_) => None,
    }
}
