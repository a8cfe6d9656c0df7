//! The statistics of the forms, element by element, and the rows that each gives.

use super::items::Item;
use super::observations::{Aggregate, NONE, Observation, TOTAL};
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::{Datum, UnitHead, symbol};
use crate::figures::material::Material;
use crate::figures::number::{How, Origin};
use crate::figures::subject::{Subject, subjects};
use crate::model::Id;
use crate::model::catalogue::{CategoryOption, DataElement, Kind};
use crate::model::period::Period;

/// The data of all statistics, each element once.
pub(super) fn observations(themes: &[Theme]) -> Vec<Observation> {
    let mut rows = Vec::new();
    for theme in themes {
        theme.write(&mut rows);
    }
    rows
}

/// The statistics of all forms, in their order. What several kinds of unit are asked is one
/// statistic: the city's number is of all of them.
pub(super) fn themes<'a>(material: &'a Material<'a>) -> Vec<Theme<'a>> {
    let mut themes: Vec<Theme> = Vec::new();
    for kind in material.definitions.registry.kinds.values() {
        let form = material.definitions.form_of(&kind.id);
        let sheets = form.into_iter().flat_map(|form| &form.sheets);
        for subject in sheets
            .flat_map(|sheet| &sheet.blocks)
            .flat_map(|block| subjects(material, block))
        {
            for element in statistics(subject) {
                let half = material.half_of(element, &kind.id);
                let units = material.unit_heads(&kind.id, half);
                let known = themes
                    .iter_mut()
                    .find(|theme| theme.element.id == element.id);
                match known {
                    Some(theme) if theme.units.iter().any(|unit| unit.kind == kind.id) => {}
                    Some(theme) => theme.units.extend(units),
                    None => themes.push(Theme {
                        material,
                        element,
                        units,
                    }),
                }
            }
        }
    }
    themes
}

/// The elements of a subject of which a statistic is made.
fn statistics(subject: Subject<'_>) -> Vec<&DataElement> {
    let mut elements = match subject {
        Subject::Counts { element, .. }
        | Subject::States(element)
        | Subject::Marks { element, .. } => vec![element],
        // Marks of a list are a subject of their own.
        Subject::List { mut elements, .. } => {
            elements.retain(|element| element.kind != Kind::Marks);
            elements
        }
    };
    elements.retain(|element| element.statistic().is_some());
    elements
}

/// One element, and who is asked for it.
pub(super) struct Theme<'a> {
    pub material: &'a Material<'a>,
    pub element: &'a DataElement,
    pub units: Vec<UnitHead>,
}

impl Theme<'_> {
    fn write(&self, rows: &mut Vec<Observation>) {
        let period = self.material.period();
        let items = self.items(period);
        // How many rows or texts a unit wrote is told of the city alone: the lists show them unit by unit.
        let units = self
            .units
            .iter()
            .filter(|_| self.element.counted.is_none())
            .map(|unit| Some(&unit.id));
        for unit in std::iter::once(None).chain(units) {
            // The groups as well: of a unit each would be one more sum that gives away what is hidden.
            for item in items
                .iter()
                .filter(|item| unit.is_none() || item.role != Aggregate::Group)
            {
                let blank = self.blank(period, unit, item);
                match self.element.kind {
                    Kind::Choice => self.write_states(unit, item, &blank, rows),
                    _ => self.write_counts(unit, item, &blank, rows),
                }
            }
        }
    }

    /// Counts and marks: the period, and for monthly counts each month.
    fn write_counts(
        &self,
        unit: Option<&Id>,
        item: &Item,
        blank: &Observation,
        rows: &mut Vec<Observation>,
    ) {
        let months = if self.is_monthly() {
            self.material.period().months()
        } else {
            Vec::new()
        };
        for month in std::iter::once(None).chain(months.into_iter().map(Some)) {
            let keys: Vec<TallyKey> = self
                .keys(unit, item)
                .into_iter()
                .map(|key| TallyKey { month, ..key })
                .collect();
            let mut row = blank.clone();
            if let Some(month) = month {
                row.month = month.to_string().into();
            }
            rows.push(self.filled(row, unit, item, &keys, self.sum(&keys)));
        }
    }

    /// States: the answer of a unit counts one; the city has a number for every answer.
    fn write_states(
        &self,
        unit: Option<&Id>,
        item: &Item,
        blank: &Observation,
        rows: &mut Vec<Observation>,
    ) {
        let mut written = 0;
        for state in self.states(self.material.period()) {
            let keys: Vec<TallyKey> = self
                .keys(unit, item)
                .into_iter()
                .map(|key| key.answer(&state.id))
                .collect();
            // A unit is in one state: the others are not its numbers.
            let figure = self.sum(&keys);
            if figure.value.is_some() {
                written += 1;
                rows.push(self.filled(self.in_state(blank, state), unit, item, &keys, figure));
            }
        }
        if written == 0 {
            rows.push(self.filled(
                blank.clone(),
                unit,
                item,
                &self.keys(unit, item),
                Datum::missing(),
            ));
        }
    }

    /// Monthly counts are those of a block with a break-down.
    pub fn is_monthly(&self) -> bool {
        self.element.kind == Kind::Count && self.element.category.is_some()
    }

    fn reported(&self) -> usize {
        self.units.iter().filter(|unit| unit.reported).count()
    }

    /// The sum of numbers; missing when each of them is.
    fn sum(&self, keys: &[TallyKey]) -> Datum {
        let figures = keys.iter().map(|key| self.material.datum(key));
        figures
            .filter(|figure| figure.value.is_some())
            .fold(Datum::missing(), |sum, part| {
                Datum::computed(
                    sum.value.unwrap_or(0) + part.value.unwrap_or(0),
                    sum.sources + part.sources,
                )
            })
    }

    /// A row with its number, and what is to be said of it.
    fn filled(
        &self,
        row: Observation,
        unit: Option<&Id>,
        item: &Item,
        keys: &[TallyKey],
        figure: Datum,
    ) -> Observation {
        let revised = self.revised(keys, &figure);
        let mut notes = Vec::new();
        notes.extend(self.coverage(unit, item, &row, figure.sources));
        // The old number of a unit stays inside the house: it may be one that is hidden today.
        if let (None, Some(old)) = (unit, &revised) {
            notes.push(format!(
                "訂正前 {}",
                old.map_or_else(|| "の数なし".to_owned(), |old| old.to_string())
            ));
        }
        Observation {
            value: figure.value,
            symbol: if revised.is_some() {
                symbol::REVISED
            } else {
                figure.symbol
            },
            notes,
            made_of: made_of(keys, Origin::Counted),
            ..row
        }
    }

    /// What a number was before it was revised; nothing where it was not.
    fn revised(&self, keys: &[TallyKey], figure: &Datum) -> Option<Option<u64>> {
        let of = |key: &TallyKey| self.material.revisions.get(key);
        if figure.value.is_none() || !keys.iter().any(|key| of(key).is_some()) {
            return None;
        }
        let old = keys.iter().map(|key| {
            of(key).map_or_else(|| self.material.datum(key).value, |revision| revision.old)
        });
        let old = old.flatten().reduce(|sum, part| sum + part);
        (old != figure.value).then_some(old)
    }

    /// Of how much a number is, when it is not of all.
    fn coverage(
        &self,
        unit: Option<&Id>,
        item: &Item,
        row: &Observation,
        cells: usize,
    ) -> Option<String> {
        match unit {
            None if self.reported() > 0 && self.reported() < self.units.len() => Some(format!(
                "報告単位{}のうち{}の合計",
                self.units.len(),
                self.reported()
            )),
            // A unit's option over the period has one cell a month; fewer is a part of the period.
            Some(_) if self.is_monthly() && row.is_whole() && item.role != Aggregate::Total => {
                let months = self.material.period().months().len();
                (1..months)
                    .contains(&cells)
                    .then(|| format!("{months}か月のうち{cells}か月分"))
            }
            _ => None,
        }
    }

    /// What all data of a place and a line have in common.
    pub fn blank(&self, period: Period, unit: Option<&Id>, item: &Item) -> Observation {
        let (_, measure) = self.element.statistic().unwrap_or_default();
        Observation {
            city_code: self.material.definitions.registry.city.code.as_str().into(),
            period: period.to_string().into(),
            month: TOTAL.into(),
            unit_id: unit.map_or_else(|| TOTAL.into(), Id::clone),
            element_id: self.element.id.clone(),
            option_id: item.id.clone(),
            answer_id: NONE.into(),
            role: match item.role {
                Aggregate::State if unit.is_some() => Aggregate::UnitState,
                role => role,
            },
            value: None,
            symbol: "",
            measure: measure.into(),
            notes: Vec::new(),
            made_of: String::new(),
        }
    }

    /// A row about one of the states.
    pub fn in_state(&self, blank: &Observation, state: &CategoryOption) -> Observation {
        Observation {
            answer_id: state.id.clone(),
            ..blank.clone()
        }
    }
}

/// The id of a number, or of several the formula of their sum.
pub(super) fn made_of(keys: &[TallyKey], origin: impl Fn(TallyKey) -> Origin) -> String {
    let mut origins: Vec<Origin> = keys.iter().cloned().map(origin).collect();
    match origins.pop() {
        Some(only) if origins.is_empty() => only.to_string(),
        last => Origin::Made(How::Sum, origins.into_iter().chain(last).collect()).to_string(),
    }
}
