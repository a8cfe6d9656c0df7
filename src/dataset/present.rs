//! The rows of the period itself, of each statistic those of the city and of every unit.

use super::items::{Item, made_of};
use super::observations::{Aggregate, Observation};
use super::themes::Theme;
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::{Datum, symbol};
use crate::figures::number::Origin;
use crate::model::Id;
use crate::model::catalogue::Kind;

/// The data of all statistics, each element once.
pub(super) fn observations(themes: &[Theme]) -> Vec<Observation> {
    let mut rows = Vec::new();
    for theme in themes {
        theme.write(&mut rows);
    }
    rows
}

impl Theme<'_> {
    fn write(&self, rows: &mut Vec<Observation>) {
        let period = self.material.period();
        let items = self.items(period);
        // How many rows or texts a unit wrote is told of the city alone: the lists show them unit
        // by unit.
        let units = self
            .units
            .iter()
            .filter(|_| self.element.counted.is_none())
            .map(|unit| Some(&unit.id));
        for unit in std::iter::once(None).chain(units) {
            // The groups as well: of a unit each would be one more sum that gives away what is
            // hidden.
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
}
