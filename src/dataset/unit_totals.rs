//! Which totals of single units are published, beside the break-downs of the city.
//!
//! A release holds of a unit what it counted in all, never by what it is broken down. That is safe
//! where no total is small, and where totals and the city's sums together do not tell a small part
//! of a unit: with row and column sums alone, a part lies between the part that cannot be placed
//! elsewhere and the smaller of its two sums (Fréchet), and nothing narrower is known of it.

use std::collections::{BTreeMap, BTreeSet};

use super::observations::{Aggregate, Observation};
use super::themes::Theme;
use crate::figures::material::Material;
use crate::form::spec::{Op, Operand, Relation};
use crate::model::Id;
use crate::model::catalogue::Kind;

/// The elements of which the total of every unit is published; none of a round that is not complete
/// (the later release would tell the missing unit), and none of a year (its halves tell them, and a
/// half that does not would be told by the other).
pub(super) fn published(
    material: &Material,
    themes: &[Theme],
    rows: &[Observation],
) -> BTreeSet<Id> {
    let small = material.definitions.catalogue.small_count;
    let Some(small) = small.filter(|_| !material.period().is_year()) else {
        return BTreeSet::new();
    };
    let mut of_element: BTreeMap<&Id, Counts> = BTreeMap::new();
    for theme in themes {
        if theme.element.kind == Kind::Count && theme.units.iter().all(|unit| unit.reported) {
            of_element.insert(&theme.element.id, Counts::default());
        }
    }
    for row in rows.iter().filter(|row| row.is_whole()) {
        if let Some(counts) = of_element.get_mut(&row.element_id) {
            counts.add(row);
        }
    }
    let (open, held): (Vec<_>, Vec<_>) = of_element
        .into_iter()
        .partition(|(_, counts)| counts.are_safe(small));
    let open = open.into_iter().map(|(id, _)| id.clone()).collect();
    let held = held.into_iter().map(|(id, _)| id.clone()).collect();
    let forms = material.definitions.forms.values();
    let relations: Vec<&Relation> = forms.flat_map(|form| &form.relations).collect();
    without_equals(open, held, &relations)
}

/// The whole-period counts of one element.
#[derive(Default)]
struct Counts<'a> {
    all: u64,
    of_units: BTreeMap<&'a str, u64>,
    of_options: BTreeMap<&'a str, u64>,
    parts: Vec<&'a Observation>,
}

impl<'a> Counts<'a> {
    fn add(&mut self, row: &'a Observation) {
        let value = row.value.unwrap_or_default();
        match (row.role, row.is_city()) {
            (Aggregate::Total | Aggregate::Single, true) => self.all = value,
            (Aggregate::Total | Aggregate::Single, false) => {
                self.of_units.insert(&row.unit_id, value);
            }
            (Aggregate::Part | Aggregate::Subset, true) => {
                self.of_options.insert(&row.option_id, value);
            }
            (Aggregate::Part | Aggregate::Subset, false) => self.parts.push(row),
            _ => {}
        }
    }

    fn are_safe(&self, small: u64) -> bool {
        let is_small = |n: u64| (1..small).contains(&n);
        let has_total = !self.of_units.is_empty() && !self.of_units.values().any(|n| is_small(*n));
        let small_parts = self
            .parts
            .iter()
            .filter(|part| part.value.is_some_and(is_small));
        has_total
            && small_parts
                .into_iter()
                .all(|part| self.is_hidden(part, small))
    }

    /// Whether a small part of a unit may be so many other numbers that it is not told, or as many
    /// as the city's own number leaves.
    fn is_hidden(&self, part: &Observation, small: u64) -> bool {
        let of = |sums: &BTreeMap<&str, u64>, id: &str| sums.get(id).copied().unwrap_or_default();
        let unit = of(&self.of_units, &part.unit_id);
        let option = of(&self.of_options, &part.option_id);
        let most = unit.min(option);
        let least = (unit + option).saturating_sub(self.all);
        most.saturating_sub(least) >= (small - 1).min(option)
    }
}

/// What must equal something that is held back is held back, too.
fn without_equals(
    mut open: BTreeSet<Id>,
    mut held: BTreeSet<Id>,
    relations: &[&Relation],
) -> BTreeSet<Id> {
    let equals = relations.iter().filter(|relation| relation.op == Op::Equal);
    let equals: Vec<BTreeSet<&Id>> = equals.map(|relation| elements_of(relation)).collect();
    loop {
        let touched = equals
            .iter()
            .filter(|elements| elements.iter().any(|id| held.contains(*id)));
        let told = touched.flatten().filter(|id| open.contains(**id));
        let told: Vec<Id> = told.map(|id| (*id).clone()).collect();
        if told.is_empty() {
            return open;
        }
        for id in told {
            open.remove(&id);
            held.insert(id);
        }
    }
}

fn elements_of(relation: &Relation) -> BTreeSet<&Id> {
    let operands = relation.left.iter().chain(&relation.right);
    let mut elements = BTreeSet::new();
    for operand in operands {
        if let Operand::Sum(element, _) = operand {
            elements.insert(element);
        }
    }
    elements
}
