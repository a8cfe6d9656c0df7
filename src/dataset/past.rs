//! 過去の値: earlier periods as published or closed, in the columns of the others.
//!
//! Counts are those of the city, with the months that a closed period carries: what a unit counted
//! in the past may be hidden today, or give away what is. In which state a unit was is told of
//! every unit, as it was published then.

use super::items::{Item, made_of};
use super::observations::{Aggregate, Observation};
use super::themes::Theme;
use crate::aggregate::history::{CLOSED, PastFigure};
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::symbol;
use crate::figures::material::Material;
use crate::figures::number::Origin;
use crate::model::Id;
use crate::model::catalogue::{Kind, OverTime};
use crate::model::period::{Month, Period};

/// What is known of the periods that ended before this one, oldest first.
pub(super) fn past(material: &Material, themes: &[Theme]) -> Vec<Observation> {
    let mut rows = Vec::new();
    for period in material.history.periods_before(material.period()) {
        rows.extend(themes.iter().flat_map(|theme| theme.past(period)));
    }
    rows
}

impl Theme<'_> {
    /// What is known of one earlier period.
    fn past(&self, period: Period) -> Vec<Observation> {
        // A question that was not asked has no zeros either.
        if !self.material.history.has(period, &self.element.id) {
            return Vec::new();
        }
        let items = self.items(period);
        if self.element.kind == Kind::Choice {
            return self.past_states(period, &items);
        }
        let mut rows = Vec::new();
        for item in &items {
            rows.extend(self.past_row(period, item, None));
        }
        tell_contradiction(&items, &mut rows);
        // The months of a year stand at its halves.
        if self.is_monthly() && !period.is_year() {
            for month in period.months() {
                let of_month = items
                    .iter()
                    .filter_map(|item| self.past_row(period, item, Some(month)));
                rows.extend(of_month);
            }
        }
        rows
    }

    /// How many units were in each state, and in which state each unit was.
    fn past_states(&self, period: Period, items: &[Item]) -> Vec<Observation> {
        let registry = &self.material.definitions.registry;
        let mut kinds: Vec<&Id> = self.units.iter().map(|unit| &unit.kind).collect();
        kinds.dedup();
        let units: Vec<&Id> = kinds
            .iter()
            .flat_map(|kind| registry.expected(kind, period))
            .map(|unit| &unit.id)
            .collect();
        let mut rows = Vec::new();
        for item in items {
            for unit in std::iter::once(None).chain(units.iter().copied().map(Some)) {
                let blank = self.blank(period, unit, item);
                for state in self.states(period) {
                    let mut keys = self.keys(unit, item);
                    for key in &mut keys {
                        key.answer = Some(state.id.clone());
                    }
                    let row = self.past_of(self.in_state(&blank, state), period, &keys);
                    // A unit is in one state: the others are not its numbers.
                    rows.extend(row.filter(|row| unit.is_none() || row.value == Some(1)));
                }
            }
        }
        rows
    }

    /// A count of the city with its number; nothing when a part of it is not known.
    fn past_row(&self, period: Period, item: &Item, month: Option<Month>) -> Option<Observation> {
        let mut blank = self.blank(period, None, item);
        let mut keys = self.keys(None, item);
        if let Some(month) = month {
            blank.month = month.to_string().into();
            for key in &mut keys {
                key.month = Some(month);
            }
        }
        self.past_of(blank, period, &keys)
    }

    fn past_of(
        &self,
        blank: Observation,
        period: Period,
        keys: &[TallyKey],
    ) -> Option<Observation> {
        let (history, catalogue) = (self.material.history, &self.material.definitions.catalogue);
        let figures: Option<Vec<PastFigure>> = keys
            .iter()
            .map(|key| history.get(catalogue, period, key))
            .collect();
        let figures = figures?;
        let corrected = match keys {
            [only] => self.corrected(period, only),
            _ => None,
        };
        let mut notes: Vec<String> = Vec::new();
        for figure in &figures {
            let source = match &*figure.source {
                "" => String::new(),
                CLOSED => "締めたときの値".to_owned(),
                source => format!("出典は{source}"),
            };
            for note in [figure.note.to_string(), source] {
                if !note.is_empty() && !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
        if period.is_year() && !keys.iter().any(|key| history.holds(period, key)) {
            notes.push(self.of_halves().to_owned());
        }
        notes.extend(corrected.as_ref().map(|new| format!("訂正後 {new}")));
        Some(Observation {
            value: Some(figures.iter().map(|figure| figure.value).sum()),
            symbol: corrected.map_or("", |_| symbol::REVISED),
            notes,
            made_of: made_of(keys, |key| Origin::Past(period, key)),
            ..blank
        })
    }

    /// What a number of a closed period is now that it was corrected, in words.
    fn corrected(&self, period: Period, key: &TallyKey) -> Option<String> {
        let revision = self.material.revised_past.get(&(period, key.clone()))?;
        Some(
            revision
                .new
                .map_or_else(|| "の数なし".to_owned(), |new| new.to_string()),
        )
    }

    /// How the number of a year is made of its halves.
    pub fn of_halves(&self) -> &'static str {
        match (self.element.over_time, self.element.kind) {
            (OverTime::Last, _) => "下半期末の値",
            (OverTime::Sum, Kind::Marks) => "どちらかの半期で当たるもの",
            (OverTime::Sum, _) => "上半期と下半期の合計",
        }
    }
}

/// A total as published is kept, and it is said when its parts, all of which are known, do not make
/// it.
fn tell_contradiction(items: &[Item], rows: &mut [Observation]) {
    let parts: Vec<u64> = rows
        .iter()
        .filter(|row| row.role == Aggregate::Part)
        .filter_map(|row| row.value)
        .collect();
    if parts.len()
        < items
            .iter()
            .filter(|item| item.role == Aggregate::Part)
            .count()
    {
        return;
    }
    let sum: u64 = parts.iter().sum();
    for total in rows
        .iter_mut()
        .filter(|row| row.role == Aggregate::Total && row.value != Some(sum))
    {
        let note = format!("公表値のまま（内訳の合計 {sum} と一致しない）");
        total.notes.insert(0, note);
    }
}
