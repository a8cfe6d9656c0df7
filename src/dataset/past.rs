//! 過去の値: the city's figures of earlier periods, as published or closed, in the columns of the others.
//!
//! Only of the city: what a unit reported in the past may be hidden today, or give away what is.

use super::observations::{Aggregate, Item, Observation, Theme, made_of};
use crate::aggregate::history::{CLOSED, PastFigure};
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::number::Origin;
use crate::model::catalogue::{Kind, OverTime};
use crate::model::period::Period;

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
        let mut rows = Vec::new();
        for item in &items {
            let (blank, keys) = (self.blank(period, None, item), self.keys(None, item));
            if self.element.kind != Kind::Choice {
                rows.extend(self.past_row(blank, period, item, &keys));
                continue;
            }
            for state in self.states(period) {
                let keys: Vec<TallyKey> = keys
                    .iter()
                    .map(|key| key.clone().answer(&state.id))
                    .collect();
                rows.extend(self.past_row(self.in_state(&blank, state), period, item, &keys));
            }
        }
        tell_contradiction(&items, &mut rows);
        rows
    }

    /// A row with its number; nothing when a part of it is not known.
    fn past_row(
        &self,
        blank: Observation,
        period: Period,
        item: &Item,
        keys: &[TallyKey],
    ) -> Option<Observation> {
        let (history, catalogue) = (self.material.history, &self.material.definitions.catalogue);
        let figures: Option<Vec<PastFigure>> = keys
            .iter()
            .map(|key| history.get(catalogue, period, key))
            .collect();
        let figures = figures?;
        let mut notes = self.notes(item);
        for figure in &figures {
            notes.push(figure.note.clone());
            notes.push(match figure.source.as_str() {
                "" => String::new(),
                CLOSED => "締めたときの値".to_owned(),
                source => format!("出典は{source}"),
            });
        }
        if period.is_year() && !keys.iter().any(|key| history.holds(period, key)) {
            notes.push(self.of_halves().to_owned());
        }
        let mut told: Vec<String> = Vec::new();
        for note in notes {
            if !note.is_empty() && !told.contains(&note) {
                told.push(note);
            }
        }
        Some(Observation {
            value: Some(figures.iter().map(|figure| figure.value).sum()),
            note: told.join("、"),
            made_of: made_of(keys, |key| Origin::Past(period, key)),
            ..blank
        })
    }

    /// How the figure of a year is made of its halves.
    fn of_halves(&self) -> &'static str {
        match (self.element.over_time, self.element.kind) {
            (OverTime::Last, _) => "下半期末の値",
            (OverTime::Sum, Kind::Marks) => "どちらかの半期で当たるもの",
            (OverTime::Sum, _) => "上半期と下半期の合計",
        }
    }
}

/// A total as published is kept, and it is said when its parts, all of which are known, do not make it.
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
        total.note = [
            format!("公表値のまま（内訳の合計 {sum} と一致しない）"),
            total.note.clone(),
        ]
        .join("、");
    }
}
