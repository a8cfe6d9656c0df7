//! Events: how many units held them, of which kinds, and the list of themes.

use serde::Deserialize;

use super::{PageKind, charts, figures, state};
use crate::figures::material::Material;
use crate::figures::number::{Number, Origin, Words};
use crate::model::answer::Value;
use crate::model::catalogue::CategoryOption;
use crate::model::submission::{DataValue, Submission};
use crate::model::terms;
use crate::pages::compose::Composer;
use crate::pages::print::{Page, Row, Table, TableColumn};
use crate::pages::wording::{key_number, most, options_by_name, plain};

/// Events: a state, kinds, and a list of themes.
#[derive(Debug, Clone, Deserialize)]
pub struct EventsPage {
    /// The choice element that says whether there were any.
    element: String,
    /// The marks element of their kinds.
    kinds: String,
    /// The theme.
    theme: String,
    /// The participants.
    participants: String,
    /// Rows counted or numbers added up, set large beside the kinds.
    #[serde(default)]
    figures: Vec<String>,
}

impl PageKind for EventsPage {
    fn template(&self) -> &'static str {
        "events"
    }

    fn elements(&self) -> Vec<&str> {
        let mut elements = vec![
            self.element.as_str(),
            &self.kinds,
            &self.theme,
            &self.participants,
        ];
        elements.extend(self.figures.iter().map(String::as_str));
        elements
    }

    fn compared(&self) -> Vec<&str> {
        vec![&self.element, &self.kinds]
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer.material, page).into_iter().collect()
    }
}

impl EventsPage {
    fn page(&self, material: &Material, mut page: Page) -> Option<Page> {
        let held = material.asked(&self.element)?;
        let kinds = material.asked(&self.kinds)?;
        let states = material.answers(held.element)?;
        let category = material.breakdown(kinds.element)?;
        let counter = held.kind.counter.as_str();
        let options: Vec<&CategoryOption> = category.options_in(material.period()).collect();

        page.finding = state::finding(material, &held, states, state::Lead::First);
        if let Some(top) = most(&options_by_name(material, kinds.element, &options), "種類")
            && top.number.n > 0
        {
            page.finding.extend([
                plain(
                    Words::from("種類は")
                        .then(top.names)
                        .then("が最も多く")
                        .then(top.each),
                ),
                key_number(&top.number, counter),
                plain("。"),
            ]);
        }
        let share = charts::share(material, &held, states, &format!("{counter}の数"));
        page.charts.insert("share".to_owned(), share);
        let title = Words::text(format!("種類別の{counter}の数（複数回答）"));
        let bars = charts::bars(material, kinds.element, &options, title);
        page.charts.insert("kinds".to_owned(), bars);
        page.figures = figures::all(material, &self.figures);
        page.tables
            .insert("list".to_owned(), self.list(material, &options, counter));
        page.source = Some(held.source());
        Some(page)
    }

    /// The list of themes by unit.
    fn list(&self, material: &Material, options: &[&CategoryOption], counter: &str) -> Table {
        let theme = material.element(&self.theme);
        let theme = theme.map_or("", |element| &element.label);
        let registry = &material.definitions.registry;
        let mut rows = Vec::new();
        let mut withheld = false;
        for submission in &material.summary.submissions {
            let Some(unit) = registry.units.get(&submission.unit) else {
                continue;
            };
            withheld |= values(submission, &self.theme).any(|value| submission.withholds(value));
            for value in told(submission, &self.theme) {
                let words = value.answer.value().and_then(Value::text);
                rows.push(Row::plain(vec![
                    Words::text(registry.short_name(unit)),
                    words.unwrap_or_default().into(),
                    self.kinds_of(submission, value.key.record, options),
                    self.participants_of(submission, value.key.record),
                ]));
            }
        }
        let note = withheld.then(|| format!("確認中の{theme}は載せていません。"));
        Table {
            title: format!("{theme}の一覧"),
            columns: vec![
                TableColumn::new(counter, false, 3),
                TableColumn::new(theme, false, 14),
                TableColumn::new("種類", false, 9),
                TableColumn::new("参加者", true, 3),
            ],
            rows,
            notes: note.into_iter().collect(),
        }
    }

    /// The kinds that are marked in a record.
    fn kinds_of(
        &self,
        submission: &Submission,
        record: Option<u32>,
        options: &[&CategoryOption],
    ) -> Words {
        let mut marked = Vec::new();
        for option in options {
            let is_marked = values(submission, &self.kinds).any(|value| {
                value.key.record == record
                    && value.key.option.as_ref() == Some(&option.id)
                    && value.answer.value().is_some()
            });
            if is_marked {
                marked.push(option.label.as_str());
            }
        }
        Words::text(marked.join("、"))
    }

    /// How many took part, as the record has it.
    fn participants_of(&self, submission: &Submission, record: Option<u32>) -> Words {
        let value = values(submission, &self.participants).find(|value| value.key.record == record);
        let count = value.and_then(|value| value.answer.value()?.count());
        match value.zip(count) {
            Some((value, n)) => Number::new(n, Origin::cell(submission, value)).into(),
            None => terms::NONE.into(),
        }
    }
}

/// Those of the values that may be told: not of a row with an open question of privacy.
pub fn told<'a>(
    submission: &'a Submission,
    element: &'a str,
) -> impl Iterator<Item = &'a DataValue> {
    values(submission, element).filter(move |value| !submission.withholds(value))
}

/// The values of an element in a submission, in the order of the form.
pub fn values<'a>(
    submission: &'a Submission,
    element: &'a str,
) -> impl Iterator<Item = &'a DataValue> {
    submission
        .values
        .iter()
        .filter(move |value| &*value.key.element == element)
}
