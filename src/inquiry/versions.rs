//! Two versions of one submission: the cells that changed, and the numbers that move with them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::names::FigureNames;
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::catalogue::Catalogue;
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::submission::{DataValue, Key, Role, Submission};

/// Both versions, for programs.
#[derive(Serialize)]
pub struct VersionComparison {
    schema: u32,
    unit: String,
    /// The unit's name.
    pub name: String,
    /// The period of both.
    pub period: Period,
    /// The cells that changed.
    pub cells: Vec<ChangedCell>,
    /// The numbers that move with them.
    pub numbers: Vec<MovedFigure>,
    /// How many units the city's numbers are of, this one included; nothing outside a project with
    /// this round.
    pub units: Option<usize>,
}

/// A cell that was added, removed or changed.
#[derive(Serialize)]
pub struct ChangedCell {
    /// Its sheet.
    pub sheet: String,
    /// Its address.
    pub cell: String,
    /// The words of its row and column.
    pub heading: String,
    /// What became of it, in a word.
    pub how: &'static str,
    /// What stood there.
    pub old: String,
    /// What stands there.
    pub new: String,
}

/// A number that moves with them.
#[derive(Serialize)]
pub struct MovedFigure {
    figure: String,
    /// What is counted.
    pub element: String,
    /// The part of it.
    pub option: String,
    /// The answer that is counted.
    pub answer: String,
    /// The unit's number with the old version.
    pub old: Option<u64>,
    /// And with the new one.
    pub new: Option<u64>,
    /// The city's number with the old version.
    pub city_old: Option<u64>,
    /// And with the new one.
    pub city_new: Option<u64>,
}

impl VersionComparison {
    /// Compares two versions; with the round that they belong to, where it can be read.
    pub fn new(
        definitions: &Definitions,
        round: Option<&Round>,
        old: &Submission,
        new: &Submission,
    ) -> Self {
        let others = round.map(|round| {
            let mut others = round.counted(&definitions.registry);
            others.retain(|submission| submission.unit != old.unit);
            others
        });
        let name = match definitions.registry.units.get(&old.unit) {
            Some(unit) => unit.name.clone(),
            None => old.unit.to_string(),
        };
        let units = others.as_ref().map(|others| {
            let same_form = others.iter().filter(|other| other.form == old.form);
            same_form.count() + 1
        });
        Self {
            schema: 1,
            unit: old.unit.to_string(),
            name,
            period: old.period,
            cells: changed_cells(old, new),
            numbers: moved_figures(definitions, others.as_deref(), old, new),
            units,
        }
    }
}

/// What a unit wrote in one version and not, or otherwise, in the other.
fn changed_cells(old: &Submission, new: &Submission) -> Vec<ChangedCell> {
    let (before, after) = (inputs(old), inputs(new));
    let mut seen: BTreeSet<&Key> = BTreeSet::new();
    let mut changed = Vec::new();
    // In the order of the form, the rows that only the old version has behind.
    for value in new.values.iter().chain(&old.values) {
        if value.role == Role::Input && seen.insert(&value.key) {
            let key = &value.key;
            changed.extend(changed_cell(before.get(key), after.get(key)));
        }
    }
    changed
}

fn inputs(submission: &Submission) -> BTreeMap<&Key, &DataValue> {
    let values = submission.values.iter();
    values
        .filter(|value| value.role == Role::Input)
        .map(|value| (&value.key, value))
        .collect()
}

fn changed_cell(before: Option<&&DataValue>, after: Option<&&DataValue>) -> Option<ChangedCell> {
    let old = before.map_or("", |value| value.raw.trim());
    let new = after.map_or("", |value| value.raw.trim());
    if old == new {
        return None;
    }
    let place = after.or(before)?;
    let how = match (old, new) {
        ("", _) => "追加",
        (_, "") => "削除",
        _ => "変更",
    };
    Some(ChangedCell {
        sheet: place.at.sheet.to_string(),
        cell: place.at.cell.to_string(),
        heading: place.heading.clone(),
        how,
        old: old.to_owned(),
        new: new.to_owned(),
    })
}

/// The unit's numbers that move, months apart, and the city's with them.
fn moved_figures(
    definitions: &Definitions,
    others: Option<&[&Submission]>,
    old: &Submission,
    new: &Submission,
) -> Vec<MovedFigure> {
    let catalogue = &definitions.catalogue;
    let (then, now) = (sums(catalogue, &[], old), sums(catalogue, &[], new));
    let city_then = others.map(|others| sums(catalogue, others, old));
    let city_now = others.map(|others| sums(catalogue, others, new));
    let all: BTreeSet<&TallyKey> = then.keys().chain(now.keys()).collect();
    let mut keys: Vec<&TallyKey> = all.into_iter().collect();
    keys.sort_by_key(|key| (catalogue.elements.get_index_of(&key.element), *key));
    let mut moved = Vec::new();
    for key in keys {
        if then.get(key) == now.get(key) {
            continue;
        }
        let names = FigureNames::of(definitions, key);
        moved.push(MovedFigure {
            figure: key.to_string(),
            element: names.element,
            option: names.option,
            answer: names.answer,
            old: then.get(key).copied(),
            new: now.get(key).copied(),
            city_old: city_then.as_ref().and_then(|sums| sums.get(key).copied()),
            city_new: city_now.as_ref().and_then(|sums| sums.get(key).copied()),
        });
    }
    moved
}

/// The sums over some submissions and one more, months and units apart.
fn sums(
    catalogue: &Catalogue,
    others: &[&Submission],
    own: &Submission,
) -> BTreeMap<TallyKey, u64> {
    let all = others.iter().copied().chain([own]).collect();
    let summary = Summary::new(catalogue, own.period, all);
    let mut sums = BTreeMap::new();
    for (key, tally) in summary.iter() {
        if key.unit.is_none() && key.month.is_none() {
            sums.insert(key.clone(), tally.sum);
        }
    }
    sums
}
