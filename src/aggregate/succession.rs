//! What the numbers of today were called in earlier periods, when options and units took the place of others.
//!
//! A number is followed back by adding its predecessors, where that is right; where it is not, the reason is
//! told in place of a number. Nothing is ever estimated.

use std::collections::BTreeMap;

use super::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{Catalogue, Category, DataElement, Kind, Validity};
use crate::model::org_unit::OrgRegistry;
use crate::model::period::Period;

/// Why a number has no counterpart in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomparable {
    /// The number whose counterpart was looked for.
    pub key: TallyKey,
    /// What stood there before.
    pub before: Vec<TallyKey>,
    /// Why these are not its counterpart.
    pub reason: Reason,
}

/// Why predecessors are not a counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Several took the place of one: nobody knows which part is whose.
    Split,
    /// Units are counted, and one unit may be in several of the predecessors.
    Overlap,
}

/// Every option and unit that took the place of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Successions {
    /// By element and option.
    options: BTreeMap<(Id, Id), Succession>,
    /// By element and answer.
    answers: BTreeMap<(Id, Id), Succession>,
    /// By unit.
    units: BTreeMap<Id, Succession>,
    /// Elements of which units are counted, so that several options or units do not add up.
    counting_units: Vec<Id>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Succession {
    validity: Validity,
    predecessors: Vec<Id>,
    split: bool,
}

impl Successions {
    /// The successions of the definitions.
    pub fn new(catalogue: &Catalogue, registry: &OrgRegistry) -> Self {
        let mut all = Self::default();
        for element in catalogue.elements.values() {
            let named = |category: &Category| -> Vec<((Id, Id), Succession)> {
                let entries = category
                    .options
                    .values()
                    .map(|option| (&option.id, option.validity, option.succeeds.as_slice()));
                successions(entries)
                    .map(|(id, of)| ((element.id.clone(), id), of))
                    .collect()
            };
            all.options
                .extend(catalogue.breakdown(element).into_iter().flat_map(named));
            all.answers
                .extend(catalogue.answers(element).into_iter().flat_map(named));
            if counts_units(element) {
                all.counting_units.push(element.id.clone());
            }
        }
        let units = registry
            .units
            .values()
            .map(|unit| (&unit.id, unit.validity, unit.succeeds.as_slice()));
        all.units = successions(units).collect();
        all
    }

    /// The numbers of an earlier period that stand for a number of today: `None` when it was called the same.
    ///
    /// # Errors
    /// Others stood there, but they are not its counterpart.
    pub fn back(
        &self,
        period: Period,
        key: &TallyKey,
    ) -> Result<Option<Vec<TallyKey>>, Incomparable> {
        let of = |all: &BTreeMap<(Id, Id), Succession>, id: &Option<Id>| -> Option<Succession> {
            let succession = all.get(&(key.element.clone(), id.clone()?))?;
            succession
                .validity
                .begins_after(period)
                .then(|| succession.clone())
        };
        let of_unit = || {
            self.units
                .get(key.unit.as_ref()?)
                .filter(|unit| unit.validity.begins_after(period))
                .cloned()
        };
        let (succession, put, overlap): (_, fn(TallyKey, &Id) -> TallyKey, bool) =
            if let Some(found) = of(&self.options, &key.option) {
                // Units that are counted under two options, or have a state each for two questions.
                (found, TallyKey::option, true)
            } else if let Some(found) = of(&self.answers, &key.answer) {
                // A unit gives one answer to a question, so answers add up.
                (found, TallyKey::answer, false)
            } else if let Some(found) = of_unit() {
                (found, TallyKey::unit, true)
            } else {
                return Ok(None);
            };
        let before: Vec<TallyKey> = succession
            .predecessors
            .iter()
            .map(|id| put(key.clone(), id))
            .collect();
        let overlaps = overlap && before.len() > 1 && self.counting_units.contains(&key.element);
        let reason = if succession.split {
            Some(Reason::Split)
        } else {
            overlaps.then_some(Reason::Overlap)
        };
        match reason {
            None => Ok(Some(before)),
            Some(reason) => Err(Incomparable {
                key: key.clone(),
                before,
                reason,
            }),
        }
    }

    /// Whether an answer to an element has no counterpart in an earlier period.
    pub fn changed_answers(&self, period: Period, element: &str) -> bool {
        self.answers.iter().any(|((of, _), succession)| {
            &**of == element && succession.split && succession.validity.begins_after(period)
        })
    }
}

fn counts_units(element: &DataElement) -> bool {
    matches!(element.kind, Kind::Choice | Kind::Marks)
}

fn successions<'a>(
    entries: impl Iterator<Item = (&'a Id, Validity, &'a [Id])> + Clone,
) -> impl Iterator<Item = (Id, Succession)> {
    let heirs = entries.clone();
    let split = move |id: &Id| {
        heirs
            .clone()
            .filter(|(_, _, predecessors)| predecessors.contains(id))
            .count()
            > 1
    };
    entries
        .filter(|(_, _, predecessors)| !predecessors.is_empty())
        .map(move |(id, validity, predecessors)| {
            let split = predecessors.iter().any(&split);
            (
                id.clone(),
                Succession {
                    validity,
                    predecessors: predecessors.to_vec(),
                    split,
                },
            )
        })
}
