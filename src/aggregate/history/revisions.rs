//! What changed of a period since it was closed.

use std::collections::{BTreeMap, BTreeSet};

use super::{History, halves_of};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{Catalogue, Kind, OverTime};
use crate::model::period::Period;

/// A number of a closed period that is not what it was when it was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Which number.
    pub key: TallyKey,
    /// As closed; `None` when nobody was in it.
    pub old: Option<u64>,
    /// As counted now; `None` when nobody is in it any more.
    pub new: Option<u64>,
}

impl History {
    /// What changed of a period since it was closed, in the order of the keys; nothing while it is
    /// open.
    ///
    /// A year is closed when both of its halves are.
    pub fn revisions(&self, catalogue: &Catalogue, summary: &Summary) -> Vec<Revision> {
        let Some(old) = self.closed(catalogue, summary.period) else {
            return Vec::new();
        };
        let new = summary.iter().map(|(key, _)| key);
        let keys: BTreeSet<&TallyKey> = old.keys().chain(new).collect();
        let monthly: BTreeSet<&Id> = old
            .keys()
            .filter(|key| key.month.is_some())
            .map(|key| &key.element)
            .collect();
        let mut revisions = Vec::new();
        for key in keys {
            let nobody = || is_in_another(&old, key).then_some(0);
            let revision = Revision {
                key: key.clone(),
                old: old.get(key).copied().or_else(nobody),
                new: summary.known(key),
            };
            // Of what a period was closed without, months or zeros, nothing is known to have
            // changed.
            let is_known = revision.old.is_some() || revision.new != Some(0);
            let is_kept = key.month.is_none() || monthly.contains(&key.element);
            if revision.old != revision.new && is_known && is_kept {
                revisions.push(revision);
            }
        }
        revisions
    }

    /// The numbers that a period was closed with.
    fn closed(&self, catalogue: &Catalogue, period: Period) -> Option<BTreeMap<TallyKey, u64>> {
        let closed = |half| {
            let figures = self
                .periods
                .get(&half)
                .filter(|figures| figures.is_closed)?;
            Some(figures.all_closed(&self.coding))
        };
        if !period.is_year() {
            return Some(closed(period)?.collect());
        }
        let [first, second] = halves_of(period);
        let mut year: BTreeMap<TallyKey, u64> = closed(second)?.collect();
        for (key, value) in closed(first)? {
            let Some(element) = catalogue.elements.get(&key.element) else {
                continue;
            };
            if element.over_time == OverTime::Sum {
                *year.entry(key).or_default() += value;
            }
        }
        for (key, value) in &mut year {
            let element = catalogue.elements.get(&key.element);
            let is_mark = element.is_some_and(|element| {
                element.kind == Kind::Marks && element.over_time == OverTime::Sum
            });
            if is_mark {
                *value = self.marked(period, key).map_or(0, |figure| figure.value);
            }
        }
        Some(year)
    }
}

/// Whether a state of those who were asked was another one, so that it is a zero here.
fn is_in_another(closed: &BTreeMap<TallyKey, u64>, key: &TallyKey) -> bool {
    key.answer.is_some() && closed.contains_key(&key.asked())
}
