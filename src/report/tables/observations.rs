//! The long table of the open data: one row is one datum.
//!
//! Only elements with a unit of measure are statistics: texts, dates and the descriptions of single
//! cases have none and never get here, nor does anything that may not be published.

use serde::Serialize;

use super::part::{ColumnRole, Figure, UnitHead, symbol};
use super::plan::{Plan, Subject};
use super::source::Sources;
use super::states::items;
use crate::aggregate::tally::TallyKey;
use crate::form::layout::words;
use crate::model::Id;
use crate::model::catalogue::{CategoryOption, DataElement, Kind};
use crate::model::period::Month;

/// One datum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observation {
    /// The period, e.g. `2023H1`.
    pub period: String,
    /// The Western year in which the fiscal year starts.
    pub fiscal_year: i16,
    /// The Japanese fiscal year, e.g. 令和5年度.
    pub fiscal_year_label: String,
    /// 上半期, 下半期, or empty for a whole year.
    pub half: &'static str,
    /// 全国地方公共団体コード of the area, or of the city for its totals.
    pub area_code: String,
    /// The name of the area, or of the city.
    pub area: String,
    /// The unit; empty for the city.
    pub unit_id: String,
    /// The id of the kind of unit that reports the element.
    pub unit_kind: Id,
    /// The unit's name; empty for the city.
    pub unit_name: String,
    /// The element.
    pub element_id: Id,
    /// Its words.
    pub element: String,
    /// The option of the break-down; empty for the total and for an element without one.
    pub option_id: String,
    /// Its words; 合計 for the total.
    pub option: String,
    /// The answer that is counted, for states.
    pub answer_id: String,
    /// Its words.
    pub answer: String,
    /// The month, `2023-04`; empty for the whole period.
    pub month: String,
    /// The number.
    pub value: Option<u64>,
    /// What stands instead of a number; empty when there is one.
    pub symbol: &'static str,
    /// The unit of measure.
    pub measure: String,
    /// 再掲, 複数回答, and of how much the number is when it is not of all.
    pub note: String,
}

/// The data of all plans, each element once.
pub(super) fn observations(sources: &Sources, plans: &[Plan]) -> Vec<Observation> {
    let mut rows = Vec::new();
    for plan in plans {
        let elements = match &plan.subject {
            Subject::Counts { element, .. } | Subject::States(element) | Subject::Marks { element, .. } => vec![*element],
            // Marks of a list have a table, and so a plan, of their own.
            Subject::List { elements, .. } => elements.iter().copied().filter(|element| element.kind != Kind::Marks).collect(),
        };
        let units = sources.units(plan.kind);
        for element in elements.into_iter().filter(|element| !element.unit.is_empty()) {
            Theme { sources, kind: plan.kind, element, units: &units }.write(&mut rows);
        }
    }
    rows
}

/// One element of one kind of unit.
struct Theme<'a> {
    sources: &'a Sources<'a>,
    kind: &'a Id,
    element: &'a DataElement,
    units: &'a [UnitHead],
}

/// One option of an element.
struct Item {
    option: Option<Id>,
    label: String,
    role: ColumnRole,
    monthly: bool,
}

impl Theme<'_> {
    fn write(&self, rows: &mut Vec<Observation>) {
        let items = self.items();
        for place in std::iter::once(None).chain(self.units.iter().map(Some)) {
            let of_place = self.blank(place);
            for item in &items {
                let option_id = item.option.as_deref().unwrap_or_default().to_owned();
                let blank = Observation { option_id, option: item.label.clone(), ..of_place.clone() };
                match self.element.kind {
                    Kind::Choice => self.write_states(place, item, &blank, rows),
                    _ => self.write_counts(place, item, &blank, rows),
                }
            }
        }
    }

    fn items(&self) -> Vec<Item> {
        let category = self.sources.definitions.catalogue.breakdown(self.element);
        let subset = |option: &Id| category.and_then(|category| category.options.get(option)).is_some_and(|option| option.subset);
        let counted = self.element.kind == Kind::Count;
        let item = |option: Option<Id>, label, role| Item { option, label, role, monthly: counted && category.is_some() };
        let mut items: Vec<Item> = items(self.sources, self.element)
            .into_iter()
            .map(|column| {
                let role = if column.option.as_ref().is_some_and(subset) { ColumnRole::Subset } else { ColumnRole::Part };
                let label = if column.option.is_some() { column.label } else { String::new() };
                item(column.option, label, role)
            })
            .collect();
        if counted && category.is_some() {
            items.push(item(None, words::TOTAL_ROW.to_owned(), ColumnRole::Total));
        }
        items
    }

    /// Counts and marks: the period, and for monthly counts each month.
    fn write_counts(&self, place: Option<&UnitHead>, item: &Item, blank: &Observation, rows: &mut Vec<Observation>) {
        let months = if item.monthly { self.sources.period().months() } else { Vec::new() };
        let key = self.key(place, item);
        for month in std::iter::once(None).chain(months.into_iter().map(Some)) {
            let key = TallyKey { month, ..key.clone() };
            let figure = match self.element.kind {
                Kind::Marks => self.marked(&key, place),
                _ => self.sources.number(&key),
            };
            let note = self.note(place, item, &key);
            rows.push(Observation {
                month: month.as_ref().map(Month::to_string).unwrap_or_default(),
                value: figure.value,
                symbol: figure.symbol,
                note,
                ..blank.clone()
            });
        }
    }

    /// States: the answer of a unit counts one; the city has a number for every answer.
    fn write_states(&self, place: Option<&UnitHead>, item: &Item, blank: &Observation, rows: &mut Vec<Observation>) {
        let states = self.sources.definitions.catalogue.answers(self.element);
        let states: Vec<&CategoryOption> = states.into_iter().flat_map(|s| s.options_in(self.sources.period())).collect();
        let key = self.key(place, item);
        let mut written = 0;
        for state in states {
            let key = key.clone().answer(&state.id);
            let figure = match place {
                None => self.sources.city_count(&key, self.reported()),
                Some(_) => self.sources.number(&key),
            };
            let Some(value) = figure.value else { continue };
            written += 1;
            rows.push(Observation {
                answer_id: state.id.to_string(),
                answer: state.label.clone(),
                value: Some(value),
                note: self.note(place, item, &key),
                ..blank.clone()
            });
        }
        if written == 0 {
            rows.push(Observation { symbol: symbol::MISSING, ..blank.clone() });
        }
    }

    fn key(&self, place: Option<&UnitHead>, item: &Item) -> TallyKey {
        TallyKey { option: item.option.clone(), unit: place.map(|unit| unit.id.clone()), ..TallyKey::of(&self.element.id) }
    }

    fn reported(&self) -> usize {
        self.units.iter().filter(|unit| unit.reported).count()
    }

    /// An option that a reporting unit did not mark is a zero, not a blank.
    fn marked(&self, key: &TallyKey, place: Option<&UnitHead>) -> Figure {
        let reported = place.map_or(self.reported(), |unit| usize::from(unit.reported));
        self.sources.city_count(key, reported)
    }

    /// What to mind about a datum.
    fn note(&self, place: Option<&UnitHead>, item: &Item, key: &TallyKey) -> String {
        let mut notes = Vec::new();
        match item.role {
            ColumnRole::Subset => notes.push("再掲（合計に加えない）".to_owned()),
            ColumnRole::Total if self.element.multiple => notes.push("複数回答（延べ件数）".to_owned()),
            _ => {}
        }
        let tally = self.sources.summary.get(key);
        match (place, tally) {
            (None, _) if self.reported() > 0 && self.reported() < self.units.len() => {
                notes.push(format!("報告単位{}のうち{}の合計", self.units.len(), self.reported()));
            }
            // A unit's option over the period has one cell a month; fewer is a part of the period.
            (Some(_), Some(tally)) if item.monthly && key.month.is_none() && item.option.is_some() => {
                let months = self.sources.period().months().len();
                if tally.sources.len() < months {
                    notes.push(format!("{months}か月のうち{}か月分", tally.sources.len()));
                }
            }
            _ => {}
        }
        notes.join("、")
    }

    /// What all data of a place have in common.
    fn blank(&self, place: Option<&UnitHead>) -> Observation {
        let (period, city) = (self.sources.period(), &self.sources.definitions.registry.city);
        Observation {
            period: period.to_string(),
            fiscal_year: period.year.0,
            fiscal_year_label: period.year.label(),
            half: period.half_label(),
            area_code: place.map_or(&city.code, |unit| &unit.area_code).clone(),
            area: place.map_or(&city.name, |unit| &unit.area).clone(),
            unit_id: place.map(|unit| unit.id.to_string()).unwrap_or_default(),
            unit_kind: self.kind.clone(),
            unit_name: place.map(|unit| unit.name.clone()).unwrap_or_default(),
            element_id: self.element.id.clone(),
            element: self.element.label.clone(),
            option_id: String::new(),
            option: String::new(),
            answer_id: String::new(),
            answer: String::new(),
            month: String::new(),
            value: None,
            symbol: "",
            measure: self.element.unit.clone(),
            note: String::new(),
        }
    }
}
