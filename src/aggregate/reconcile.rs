//! Published figures against recomputed ones, and against themselves.
//!
//! Nothing is repaired: a difference is told, and so is a published total that its own published parts
//! contradict.

use std::collections::BTreeMap;

use super::history::Line;
use super::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::Catalogue;
use crate::model::period::Period;

/// What became of one published figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The same as recomputed.
    Equal,
    /// Recomputed to something else.
    Differs(u64),
    /// Nothing to recompute it from.
    NotRecomputed,
}

/// A published figure beside the recomputed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The period.
    pub period: Period,
    /// Which figure.
    pub key: TallyKey,
    /// As published.
    pub published: u64,
    /// How it compares.
    pub outcome: Outcome,
    /// What the history says of it.
    pub note: String,
}

/// A published total that its published parts contradict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The period.
    pub period: Period,
    /// The total.
    pub key: TallyKey,
    /// The total as published.
    pub total: u64,
    /// The sum of the parts as published.
    pub parts: u64,
}

/// Compares every published figure with the recomputed one, if there is one.
pub fn compare(lines: &[Line], recomputed: impl Fn(Period, &TallyKey) -> Option<u64>) -> Vec<Compared> {
    let compared = |line: &Line| {
        let key = line.key();
        let outcome = match recomputed(line.period, &key) {
            None => Outcome::NotRecomputed,
            Some(value) if value == line.value => Outcome::Equal,
            Some(value) => Outcome::Differs(value),
        };
        Compared { period: line.period, key, published: line.value, outcome, note: line.note.clone() }
    };
    lines.iter().map(compared).collect()
}

/// Finds published totals that differ from the sum of their published parts, where every part is published.
pub fn contradictions(catalogue: &Catalogue, lines: &[Line]) -> Vec<Contradiction> {
    let figures: BTreeMap<(Period, TallyKey), u64> = lines.iter().map(|line| ((line.period, line.key()), line.value)).collect();
    let contradiction = |((period, key), total): (&(Period, TallyKey), &u64)| {
        let element = catalogue.elements.get(&key.element)?;
        if key.option.is_some() || key.answer.is_some() {
            return None;
        }
        let category = catalogue.breakdown(element)?;
        let part = |option: &Id| figures.get(&(*period, key.clone().option(option))).copied();
        let parts: u64 =
            category.options_in(*period).filter(|option| !option.subset).map(|option| part(&option.id)).sum::<Option<u64>>()?;
        (parts != *total).then(|| Contradiction { period: *period, key: key.clone(), total: *total, parts })
    };
    figures.iter().filter_map(contradiction).collect()
}
