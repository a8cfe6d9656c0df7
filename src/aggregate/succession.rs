//! What the numbers of today were called in earlier periods, when options and units took the place
//! of others.
//!
//! A number is followed back by adding its predecessors, where that is right; where it is not, the
//! reason is told in place of a number. Nothing is ever estimated.

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
    pub reason: Obstacle,
}

/// Why predecessors are not a counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
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
    /// When each state can be answered, by element and answer.
    states: BTreeMap<(Id, Id), Validity>,
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

/// A part of a number's key by which it can be followed back.
#[derive(Clone, Copy)]
enum KeyPart {
    Option,
    Answer,
    Unit,
}

impl KeyPart {
    fn put(self, key: TallyKey, id: &Id) -> TallyKey {
        match self {
            Self::Option => key.option(id),
            Self::Answer => key.answer(id),
            Self::Unit => key.unit(id),
        }
    }

    /// Units may be counted under two options, or have a state each for two questions; but a unit
    /// gives one answer to a question, so answers add up.
    fn may_overlap(self) -> bool {
        !matches!(self, Self::Answer)
    }
}

impl Successions {
    /// The successions of the definitions.
    pub fn new(catalogue: &Catalogue, registry: &OrgRegistry) -> Self {
        let mut all = Self::default();
        for element in catalogue.elements.values() {
            if let Some(category) = catalogue.breakdown(element) {
                all.options.extend(of_category(&element.id, category));
            }
            if let Some(category) = catalogue.answers(element) {
                all.answers.extend(of_category(&element.id, category));
                for state in category.options.values() {
                    let key = (element.id.clone(), state.id.clone());
                    all.states.insert(key, state.validity);
                }
            }
            if counts_units(element) {
                all.counting_units.push(element.id.clone());
            }
        }
        let units = registry
            .units
            .values()
            .map(|unit| (&unit.id, unit.validity, unit.succeeds.as_slice()));
        all.units = successions(units).into_iter().collect();
        all
    }

    /// The numbers of an earlier period that stand for a number of today: `None` when it was called
    /// the same.
    ///
    /// # Errors
    /// Others stood there, but they are not its counterpart.
    pub fn back(
        &self,
        period: Period,
        key: &TallyKey,
    ) -> Result<Option<Vec<TallyKey>>, Incomparable> {
        let Some((part, succession)) = self.replaced(period, key) else {
            return Ok(None);
        };
        let predecessors = succession.predecessors.iter();
        let before: Vec<TallyKey> = predecessors.map(|id| part.put(key.clone(), id)).collect();
        let overlaps = part.may_overlap() && self.counting_units.contains(&key.element);
        let reason = if succession.split {
            Obstacle::Split
        } else if before.len() > 1 && overlaps {
            Obstacle::Overlap
        } else {
            return Ok(Some(before));
        };
        Err(Incomparable {
            key: key.clone(),
            before,
            reason,
        })
    }

    /// The part of a number that was called otherwise in a period.
    fn replaced(&self, period: Period, key: &TallyKey) -> Option<(KeyPart, &Succession)> {
        let of = |id: &Id| (key.element.clone(), id.clone());
        let option = key.option.as_ref().and_then(|id| self.options.get(&of(id)));
        let answer = key.answer.as_ref().and_then(|id| self.answers.get(&of(id)));
        let unit = key.unit.as_ref().and_then(|id| self.units.get(id));
        let parts = [
            (KeyPart::Option, option),
            (KeyPart::Answer, answer),
            (KeyPart::Unit, unit),
        ];
        for (part, succession) in parts {
            if let Some(succession) = succession.filter(|of| of.validity.begins_after(period)) {
                return Some((part, succession));
            }
        }
        None
    }

    /// Whether a state could be answered in a period, and all states were those of today.
    pub fn could_answer(&self, period: Period, key: &TallyKey) -> bool {
        let Some(answer) = &key.answer else {
            return false;
        };
        let is_split = self.answers.iter().any(|((of, _), succession)| {
            *of == key.element && succession.split && succession.validity.begins_after(period)
        });
        let validity = self.states.get(&(key.element.clone(), answer.clone()));
        validity.is_none_or(|validity| validity.covers(period)) && !is_split
    }
}

fn counts_units(element: &DataElement) -> bool {
    matches!(element.kind, Kind::Choice | Kind::Marks)
}

/// The options of a category, as answers to an element or parts of it.
fn of_category(element: &Id, category: &Category) -> Vec<((Id, Id), Succession)> {
    let options = category
        .options
        .values()
        .map(|option| (&option.id, option.validity, option.succeeds.as_slice()));
    let successions = successions(options).into_iter();
    successions
        .map(|(id, succession)| ((element.clone(), id), succession))
        .collect()
}

/// Those that took the place of others; one that several took the place of at the same time was
/// split.
fn successions<'a>(
    entries: impl Iterator<Item = (&'a Id, Validity, &'a [Id])>,
) -> Vec<(Id, Succession)> {
    let entries: Vec<(&Id, Validity, &[Id])> = entries.collect();
    let mut heirs: BTreeMap<&Id, Vec<Validity>> = BTreeMap::new();
    for (_, validity, predecessors) in &entries {
        for id in *predecessors {
            heirs.entry(id).or_default().push(*validity);
        }
    }
    let mut successions = Vec::new();
    for (id, validity, predecessors) in &entries {
        if predecessors.is_empty() {
            continue;
        }
        let mut alike = predecessors.iter().filter_map(|id| heirs.get(id));
        let split = alike.any(|heirs| heirs.iter().filter(|heir| heir.meets(validity)).count() > 1);
        let succession = Succession {
            validity: *validity,
            predecessors: predecessors.to_vec(),
            split,
        };
        successions.push(((*id).clone(), succession));
    }
    successions
}
