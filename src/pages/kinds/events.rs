//! Events: how many units held them, of which kinds, and the list of themes.

use serde::Deserialize;

use super::{PageKind, charts, figures, state};
use crate::figures::material::Material;
use crate::figures::number::{Number, Origin, Words};
use crate::figures::open_rows::OpenRows;
use crate::figures::publication::Disclosure;
use crate::model::answer::Value;
use crate::model::catalogue::CategoryOption;
use crate::model::submission::{DataValue, Submission};
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Page, Row, Table, TableColumn};
use crate::pages::wording::{furthest, key_number, most, moved, options_by_name, plain};

/// Events: a state, kinds, and a list of themes.
#[derive(Debug, Clone, Deserialize)]
pub struct EventsPage {
    /// The choice element that says whether there were any.
    element: String,
    /// What the list of them asks.
    #[serde(flatten)]
    list: EventList,
    /// Rows counted or numbers added up, set large beside the kinds.
    #[serde(default)]
    figures: Vec<String>,
}

/// A list in which each row is an event.
#[derive(Debug, Clone, Deserialize)]
pub struct EventList {
    /// The theme.
    theme: String,
    /// The marks element of their kinds.
    kinds: String,
    /// The participants.
    pub participants: String,
}

/// An event as it may be told: what may not is empty.
pub struct Event {
    /// The theme.
    pub theme: Words,
    /// The kinds, one after the other.
    pub kinds: Words,
    /// How many took part.
    pub participants: Words,
}

impl PageKind for EventsPage {
    fn template(&self) -> &'static str {
        "events"
    }

    fn elements(&self) -> Vec<&str> {
        let mut elements = vec![self.element.as_str()];
        elements.extend(self.list.elements());
        elements.extend(self.figures.iter().map(String::as_str));
        elements
    }

    fn compared(&self) -> Vec<&str> {
        vec![&self.element, &self.list.kinds]
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer, page).into_iter().collect()
    }
}

impl EventsPage {
    fn page(&self, composer: &Composer, mut page: Page) -> Option<Page> {
        let material = composer.material;
        let held = material.asked(&self.element)?;
        let kinds = material.asked(&self.list.kinds)?;
        let states = material.answers(held.element)?;
        let category = material.breakdown(kinds.element)?;
        let counter = held.kind.counter.as_str();
        let options: Vec<&CategoryOption> = category.options_in(material.period()).collect();

        page.finding = state::finding(material, held, states, state::Lead::First);
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
        let moved = moved(material, kinds.element, &options);
        page.finding.extend(furthest(&moved, counter).map(plain));
        page.finding
            .extend(figures::furthest(material, &self.figures).map(plain));
        let share = charts::share(material, held, states, &format!("{counter}の数"));
        page.charts.insert("share".to_owned(), share);
        let title = Words::text(format!("種類別の{counter}の数（複数回答）"));
        let bars = charts::bars(material, kinds.element, &options, title);
        page.charts.insert("kinds".to_owned(), bars);
        page.figures = figures::all(material, &self.figures);
        let list = self.list(material, composer.disclosure, counter);
        let list = list.map(|list| ("list".to_owned(), list));
        page.tables.extend(list);
        page.source = Some(held.source());
        if kinds.half != held.half {
            // What was held in the year was held by units that have gone, too.
            let note = Words::text(format!("種類別の{counter}の数は、{}", kinds.kind.label));
            page.notes
                .push(note.then(kinds.coverage.clone()).then("された分による。"));
        }
        Some(page)
    }

    /// The list of themes by unit, as far as it may be told.
    fn list(&self, material: &Material, disclosure: &Disclosure, counter: &str) -> Option<Table> {
        let theme = material.element(&self.list.theme)?;
        let open = self.list.open(material, disclosure)?;
        let (kinds, participants) = (&self.list.kinds, &self.list.participants);
        let columns = [
            (open.named, TableColumn::new(counter, false, 3)),
            (true, TableColumn::new(&theme.label, false, 14)),
            (open.tells(kinds), TableColumn::new("種類", false, 9)),
            (
                open.tells(participants),
                TableColumn::new("参加者", true, 3),
            ),
        ];
        let registry = &material.definitions.registry;
        let mut rows = Vec::new();
        let mut withheld = false;
        for submission in &material.summary.submissions {
            let Some(unit) = registry.units.get(&submission.unit) else {
                continue;
            };
            let mut themes = values(submission, &self.list.theme);
            withheld |= themes.any(|value| submission.withholds(value));
            for event in self.list.events(material, submission, &open) {
                let name = Words::text(registry.short_name(unit));
                let cells = [name, event.theme, event.kinds, event.participants];
                let told = cells.into_iter().zip(&columns);
                let told = told.filter_map(|(cell, (told, _))| told.then_some(cell));
                rows.push(Row::plain(told.collect()));
            }
        }
        if !open.named {
            // The order of the roster would tell who wrote them.
            rows.sort_by_cached_key(|row| Words::joined(row.cells.clone(), "\n").to_string());
        }
        let note = withheld.then(|| format!("確認中の{}は載せていません。", theme.label));
        let columns = columns.into_iter();
        Some(Table {
            title: format!("{}の一覧", theme.label),
            columns: columns
                .filter_map(|(told, column)| told.then_some(column))
                .collect(),
            rows,
            notes: note.into_iter().collect(),
        })
    }
}

impl EventList {
    /// Every element that it asks for.
    pub fn elements(&self) -> [&str; 3] {
        [&self.theme, &self.kinds, &self.participants]
    }

    /// What may be told of its rows; nothing where none may be.
    pub fn open<'a>(
        &self,
        material: &Material<'a>,
        disclosure: &Disclosure,
    ) -> Option<OpenRows<'a>> {
        OpenRows::beside(material, &self.theme, disclosure).filter(|open| open.tells(&self.theme))
    }

    /// The events of a submission that may be told.
    pub fn events(
        &self,
        material: &Material,
        submission: &Submission,
        open: &OpenRows,
    ) -> Vec<Event> {
        let mut events = Vec::new();
        for value in values(submission, &self.theme) {
            let record = value.key.record;
            if !open.lets(submission, record) {
                continue;
            }
            let words = value.answer.value().and_then(Value::text);
            let mut event = Event {
                theme: words.unwrap_or_default().into(),
                kinds: Words::default(),
                participants: Words::default(),
            };
            if open.tells(&self.kinds) {
                event.kinds = self.kinds_of(material, submission, record);
            }
            if open.tells(&self.participants) {
                event.participants = self.participants_of(submission, record);
            }
            events.push(event);
        }
        events
    }

    /// The kinds that are marked in a record.
    fn kinds_of(&self, material: &Material, submission: &Submission, record: Option<u32>) -> Words {
        let kinds = material.element(&self.kinds);
        let category = kinds.and_then(|kinds| material.breakdown(kinds));
        let options = category.into_iter();
        let mut marked = Vec::new();
        for option in options.flat_map(|kinds| kinds.options_in(material.period())) {
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
