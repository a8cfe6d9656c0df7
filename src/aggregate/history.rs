//! Figures of earlier periods as they were published or closed: kept as they are, never repaired.

mod kept;
mod lines;
mod revisions;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use self::kept::{Coding, Figures, Kept};
use self::lines::read_each;
use super::succession::{Incomparable, Successions};
use super::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{Catalogue, DataElement, Kind, OverTime};
use crate::model::org_unit::OrgRegistry;
use crate::model::past::Past;
use crate::model::period::{Half, Period};

pub use lines::{CITY, CLOSED, Line, closed_lines, read_csv, write_csv};
#[cfg(feature = "cli")]
pub use lines::{lines_of_units, stranger};
pub use revisions::Revision;

/// Figures of earlier periods, by period and number.
#[derive(Debug, Clone, Default)]
pub struct History {
    periods: BTreeMap<Period, Figures>,
    coding: Coding,
    /// What was called otherwise in earlier periods.
    successions: Successions,
}

/// A figure of an earlier period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastFigure {
    /// The value as published.
    pub value: u64,
    /// What to mind.
    pub note: Id,
    /// Where it comes from; empty for what is computed here.
    pub source: Id,
    /// The numbers of the earlier period that it is the sum of, where the number itself did not
    /// exist yet.
    pub made_of: Vec<TallyKey>,
}

impl History {
    /// A history that follows options and units back to those whose place they took.
    pub fn following(catalogue: &Catalogue, registry: &OrgRegistry) -> Self {
        Self {
            successions: Successions::new(catalogue, registry),
            ..Self::default()
        }
    }

    /// Adds lines.
    ///
    /// A figure that is already known keeps its first value: published figures are read before
    /// closed ones.
    pub fn add<T: AsRef<str>>(&mut self, lines: &[Line<T>]) {
        for line in lines {
            self.push(line);
        }
        self.periods.values_mut().for_each(Figures::settle);
    }

    /// Adds the lines of a history file.
    ///
    /// # Errors
    /// A line that is not of the form, with file and line number.
    pub fn read(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        read_each(name, bytes, |line| self.push(line))?;
        self.periods.values_mut().for_each(Figures::settle);
        Ok(())
    }

    fn push<T: AsRef<str>>(&mut self, line: &Line<T>) {
        let kept = self.coding.line(line);
        self.periods.entry(line.period).or_default().push(kept);
    }

    /// The line of a figure, as it was read first.
    fn kept(&self, period: Period, key: &TallyKey) -> Option<&Kept> {
        self.periods.get(&period)?.get(self.coding.packed(key)?)
    }

    /// A figure of a period: as published, else the sum of those whose place it took, else of a
    /// year the sum of its halves (for states: the last half). A state that nobody was in is a zero
    /// where it is known that nobody was. `None` as well where it cannot be compared.
    pub fn get(&self, catalogue: &Catalogue, period: Period, key: &TallyKey) -> Option<PastFigure> {
        self.look_up(catalogue, period, key).ok().flatten()
    }

    /// The same, telling what is not known from what cannot be compared.
    ///
    /// # Errors
    /// Others stood in the place of the number in that period, and they are not its counterpart.
    pub fn look_up(
        &self,
        catalogue: &Catalogue,
        period: Period,
        key: &TallyKey,
    ) -> Result<Option<PastFigure>, Incomparable> {
        self.find(catalogue.elements.get(&key.element), period, key)
    }

    fn find(
        &self,
        element: Option<&DataElement>,
        period: Period,
        key: &TallyKey,
    ) -> Result<Option<PastFigure>, Incomparable> {
        if let Some(kept) = self.kept(period, key) {
            return Ok(Some(PastFigure {
                value: kept.value,
                note: self.coding.note(kept),
                source: self.coding.source(kept),
                made_of: Vec::new(),
            }));
        }
        if let Some(before) = self.successions.back(period, key)? {
            let parts = before
                .iter()
                .map(|earlier| self.part(element, period, earlier));
            let parts: Option<Vec<PastFigure>> = parts.collect::<Result<_, _>>()?;
            return Ok(parts.map(sum));
        }
        if self.nobody(period, key) {
            return Ok(Some(PastFigure::default()));
        }
        if !period.is_year() {
            return Ok(None);
        }
        let [first, second] = halves_of(period);
        match element.map_or(OverTime::Sum, |element| element.over_time) {
            OverTime::Last => self.find(element, second, key),
            OverTime::Sum if element.is_some_and(|element| element.kind == Kind::Marks) => {
                Ok(self.marked(period, key))
            }
            OverTime::Sum => {
                let Some(first) = self.find(element, first, key)? else {
                    return Ok(None);
                };
                let second = self.find(element, second, key)?;
                Ok(second.map(|second| sum_of_halves(key, first, second)))
            }
        }
    }

    /// How many units marked an option in either half of a year, each once; of one unit, whether it
    /// did.
    fn marked(&self, year: Period, key: &TallyKey) -> Option<PastFigure> {
        if !self.has(year, &key.element) {
            return None;
        }
        let mut units: BTreeSet<&Id> = BTreeSet::new();
        for half in halves_of(year) {
            let figures = self
                .periods
                .get(&half)
                .filter(|figures| figures.is_closed)?;
            let marked = figures.units_closed(&self.coding, key);
            units.extend(marked.filter(|(_, n)| *n > 0).map(|(unit, _)| unit));
        }
        let value = key
            .unit
            .as_ref()
            .map_or(units.len() as u64, |unit| u64::from(units.contains(unit)));
        Some(PastFigure {
            value,
            ..PastFigure::default()
        })
    }

    /// A number that is part of another: told by its own key.
    fn part(
        &self,
        element: Option<&DataElement>,
        period: Period,
        key: &TallyKey,
    ) -> Result<Option<PastFigure>, Incomparable> {
        let found = self.find(element, period, key)?;
        Ok(found.map(|figure| PastFigure {
            made_of: if figure.made_of.is_empty() {
                vec![key.clone()]
            } else {
                figure.made_of
            },
            ..figure
        }))
    }

    /// Whether nobody was in a state: a closed period holds every answer that was given. Of what
    /// was published some states may have been left out.
    fn nobody(&self, period: Period, key: &TallyKey) -> bool {
        let asked = self.coding.packed(&key.asked());
        let closed = self.periods.get(&period).zip(asked);
        key.answer.is_some()
            && closed.is_some_and(|(figures, asked)| figures.closed(asked).is_some())
            && self.successions.could_answer(period, key)
    }

    /// Whether a figure stands in the history as it is, and is not made of others.
    pub fn holds(&self, period: Period, key: &TallyKey) -> bool {
        self.kept(period, key).is_some()
    }

    /// The periods of which anything is known, oldest first.
    pub fn periods(&self) -> Vec<Period> {
        self.periods.keys().copied().collect()
    }

    /// The periods that end before another begins, with the years of halves, oldest first.
    pub fn periods_before(&self, period: Period) -> Vec<Period> {
        let periods = self.periods.keys().copied();
        let years = periods.clone().map(|known| Period::year(known.year.0));
        let known: BTreeSet<Period> = periods.chain(years).collect();
        known
            .into_iter()
            .filter(|known| known.ends_before(period))
            .collect()
    }

    /// The value alone.
    pub fn value(&self, catalogue: &Catalogue, period: Period, key: &TallyKey) -> Option<u64> {
        self.get(catalogue, period, key).map(|figure| figure.value)
    }

    /// Whether anything is known of an element in a period (or in its halves).
    pub fn has(&self, period: Period, element: &str) -> bool {
        let mut known = self.periods.iter();
        known.any(|(known, figures)| {
            (*known == period || (period.is_year() && known.year == period.year))
                && figures.has(&self.coding, element)
        })
    }

    /// The whole years of which the total of an element is known, oldest first.
    pub fn years_of(&self, catalogue: &Catalogue, element: &Id) -> Vec<Period> {
        let mut years: Vec<Period> = self
            .periods
            .iter()
            .filter(|(_, figures)| figures.has(&self.coding, element))
            .map(|(period, _)| Period::year(period.year.0))
            .filter(|year| self.get(catalogue, *year, &TallyKey::of(element)).is_some())
            .collect();
        years.sort();
        years.dedup();
        years
    }
}

impl Past for History {
    fn before(
        &self,
        period: Period,
        unit: &str,
        element: &str,
        option: Option<&str>,
    ) -> Vec<(Period, u64)> {
        let key = TallyKey {
            element: Id::from(element),
            option: option.map(Id::from),
            answer: None,
            month: None,
            unit: Some(Id::from(unit)),
        };
        // A period orders by its year and its half, so its halves come oldest first.
        let mut values = Vec::new();
        for known in self.periods.keys() {
            let is_earlier = !known.is_year() && known.ends_before(period);
            if is_earlier && let Ok(Some(figure)) = self.find(None, *known, &key) {
                values.push((*known, figure.value));
            }
        }
        values
    }
}

/// The halves of a year.
fn halves_of(year: Period) -> [Period; 2] {
    [Half::First, Half::Second].map(|half| Period::half(year.year.0, half))
}

/// A year's figure; where one half has it under another id, the other half is told by its own.
fn sum_of_halves(key: &TallyKey, mut first: PastFigure, mut second: PastFigure) -> PastFigure {
    if !(first.made_of.is_empty() && second.made_of.is_empty()) {
        for half in [&mut first, &mut second] {
            if half.made_of.is_empty() {
                half.made_of.push(key.clone());
            }
        }
    }
    sum(vec![first, second])
}

/// Figures added; what one of them is the sum of, the whole is the sum of.
fn sum(parts: Vec<PastFigure>) -> PastFigure {
    let mut made_of: Vec<TallyKey> = Vec::new();
    for key in parts.iter().flat_map(|part| &part.made_of) {
        if !made_of.contains(key) {
            made_of.push(key.clone());
        }
    }
    PastFigure {
        value: parts.iter().map(|part| part.value).sum(),
        made_of,
        ..PastFigure::default()
    }
}
