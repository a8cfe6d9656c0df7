//! The counts of one element as a network, with what else is known about each of them.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};

use super::CountKey;
use super::network::{Arc, Network};
use crate::dataset::Dataset;
use crate::dataset::code_lists::TOTAL_LABEL;
use crate::dataset::observations::{Aggregate, Observation};
use crate::form::spec::{Definitions, Op, Operand, Relation};
use crate::model::Id;
use crate::model::catalogue::Kind;

/// The counts of one element, or of one 再掲 of it.
pub struct CountTable {
    /// Which counts, in the order of the network's cells.
    pub places: Vec<CountKey>,
    /// Their values.
    pub values: Vec<u64>,
    /// Their labels.
    labels: Vec<String>,
    /// The published sums that they are in: of a unit, or of an option.
    nodes: IndexSet<(String, String)>,
    /// How they hang together.
    pub network: Network,
}

/// More than any count.
const PLENTY: u64 = 1 << 40;
/// The prices of hiding: a count, a zero (which may be known to be one for other reasons), a total.
const COUNT: u64 = 10_000;
const ZERO: u64 = 40_000;
const TOTAL: u64 = 60_000;

/// Whether a row of the open data is a count that units wrote.
pub fn is_count(definitions: &Definitions, row: &Observation) -> bool {
    definitions
        .catalogue
        .elements
        .get(&row.element_id)
        .is_some_and(|element| element.kind == Kind::Count)
}

/// Which count a row is.
pub fn place(row: &Observation) -> CountKey {
    (
        row.unit_id.clone(),
        row.element_id.clone(),
        row.option().unwrap_or_default().into(),
    )
}

/// The words for a count.
fn label(definitions: &Definitions, row: &Observation) -> String {
    let (registry, catalogue) = (&definitions.registry, &definitions.catalogue);
    let unit = registry.units.get(&row.unit_id);
    let element = catalogue.elements.get(&row.element_id);
    let category = element.and_then(|element| catalogue.breakdown(element));
    let option = row.option().zip(category);
    let option = option.and_then(|(id, category)| category.options.get(id));
    format!(
        "{}の「{} {}」",
        unit.map_or(&*row.unit_id, |unit| &unit.name),
        element.map_or(&*row.element_id, |element| &element.label),
        option.map_or(TOTAL_LABEL, |option| &option.label),
    )
}

/// Every table of a release; of the open elements the totals of units are known anyway.
pub fn all(definitions: &Definitions, dataset: &Dataset, open: &BTreeSet<Id>) -> Vec<CountTable> {
    let counts = dataset
        .observations
        .iter()
        .filter(|row| is_count(definitions, row) && row.is_whole());
    // Blank is not zero, but nothing of the city's sum is in it.
    let counts: Vec<(&Observation, u64)> = counts
        .filter(|row| !row.is_city())
        .filter_map(|row| Some((row, row.value?)))
        .collect();
    let known = Known {
        definitions,
        counts: counts
            .iter()
            .map(|(row, value)| (place(row), *value))
            .collect(),
    };
    let mut found: IndexMap<(Id, Id), CountTable> = IndexMap::new();
    for (row, value) in counts {
        let subset = row.role == Aggregate::Subset;
        let name = (
            row.element_id.clone(),
            if subset {
                row.option_id.clone()
            } else {
                Id::default()
            },
        );
        let table = found.entry(name).or_insert_with(CountTable::new);
        let (from, to) = table.ends(definitions, row, subset);
        let (up, down) = if row.is_unit_total() && open.contains(&row.element_id) {
            (0, 0)
        } else {
            known.room(row, value, subset)
        };
        let price = match (row.option().is_none(), value) {
            (true, _) => TOTAL,
            (false, 0) => ZERO,
            (false, n) => COUNT + n.min(COUNT),
        };
        table.network.arcs.push(Arc {
            from,
            to,
            up,
            down,
            price,
            hidden: false,
        });
        table.places.push(place(row));
        table.values.push(value);
        table.labels.push(label(definitions, row));
    }
    found.into_values().collect()
}

impl CountTable {
    /// The first node is the city.
    fn new() -> Self {
        let network = Network {
            nodes: 1,
            ..Network::default()
        };
        Self {
            places: Vec::new(),
            values: Vec::new(),
            labels: Vec::new(),
            nodes: IndexSet::new(),
            network,
        }
    }

    /// The words for a count.
    pub fn name(&self, arc: usize) -> &str {
        self.labels.get(arc).map_or("", String::as_str)
    }

    /// The sums that a count is in: a total flows from the city into its unit, a part from the unit
    /// into the city's sum of its option. A count without parts is in the city's sum alone.
    fn ends(
        &mut self,
        definitions: &Definitions,
        row: &Observation,
        subset: bool,
    ) -> (usize, usize) {
        if !has_parts(definitions, row) || subset {
            return (0, self.node("", ""));
        }
        let unit = self.node(&row.unit_id, "");
        row.option()
            .map_or((0, unit), |option| (unit, self.node("", option)))
    }

    /// The node of a sum, after that of the city.
    fn node(&mut self, unit: &str, option: &str) -> usize {
        let node = self
            .nodes
            .insert_full((unit.to_owned(), option.to_owned()))
            .0
            + 1;
        self.network.nodes = self.nodes.len() + 1;
        node
    }
}

fn has_parts(definitions: &Definitions, row: &Observation) -> bool {
    definitions
        .catalogue
        .elements
        .get(&row.element_id)
        .is_some_and(|element| element.category.is_some())
}

/// The counts of a release, to tell how far one of them might be another.
struct Known<'a> {
    definitions: &'a Definitions,
    counts: IndexMap<CountKey, u64>,
}

impl Known<'_> {
    /// A count of a row's unit; its total where the option is empty.
    fn of(&self, row: &Observation, element: &Id, option: &str) -> Option<u64> {
        let place = (row.unit_id.clone(), element.clone(), option.into());
        self.counts.get(&place).copied()
    }

    /// How much a count may grow and shrink if everything of another table is as it is.
    fn room(&self, row: &Observation, value: u64, subset: bool) -> (u64, u64) {
        // Who held nothing says so in a state, and the states are open: such a zero hides nothing.
        if value == 0 && !has_parts(self.definitions, row) {
            return (0, 0);
        }
        let (mut up, mut down) = (PLENTY, value);
        // 再掲 is never above its whole.
        if subset {
            let whole = self.of(row, &row.element_id, "");
            up = up.min(whole.map_or(0, |whole| whole.saturating_sub(value)));
        } else if row.option().is_none() {
            let largest = self.largest_subset(row).unwrap_or_default();
            down = down.min(value.saturating_sub(largest));
        }
        let unit = self.definitions.registry.units.get(&row.unit_id);
        let form = unit.and_then(|unit| self.definitions.form_of(&unit.kind));
        for relation in form.into_iter().flat_map(|form| &form.relations) {
            let (more, less) = self.slack(row, relation).unwrap_or((up, down));
            (up, down) = (up.min(more), down.min(less));
        }
        (up, down)
    }

    /// The largest 再掲 of a total.
    fn largest_subset(&self, row: &Observation) -> Option<u64> {
        let catalogue = &self.definitions.catalogue;
        let element = catalogue.elements.get(&row.element_id)?;
        let options = &catalogue.breakdown(element)?.options;
        let subsets = options.iter().filter(|(_, option)| option.subset);
        let counts = subsets.filter_map(|(id, _)| self.of(row, &row.element_id, id));
        counts.max()
    }

    /// How much a count may grow and shrink until a relation that holds no longer does; nothing if
    /// it does not bind the count.
    fn slack(&self, row: &Observation, relation: &Relation) -> Option<(u64, u64)> {
        let (left, in_left) = self.side(row, &relation.left)?;
        let (right, in_right) = self.side(row, &relation.right)?;
        // What does not hold here is not known to hold.
        if in_left == in_right || !relation.op.holds(left, right) {
            return None;
        }
        let slack = left.abs_diff(right);
        Some(match (relation.op, in_left) {
            (Op::Equal, _) => (0, 0),
            (Op::AtLeast, true) | (Op::AtMost, false) => (PLENTY, slack),
            (Op::AtLeast, false) | (Op::AtMost, true) => (slack, PLENTY),
        })
    }

    /// The sum of a side of a relation, and whether a row's count is in it.
    fn side(&self, row: &Observation, operands: &[Operand]) -> Option<(u64, bool)> {
        let own = (&row.element_id, row.option().map_or("", |option| option));
        let (mut sum, mut here) = (0, false);
        for operand in operands {
            match operand {
                Operand::Number(n) => sum += n,
                Operand::Sum(element, option) => {
                    let option = option.as_deref().unwrap_or_default();
                    sum += self.of(row, element, option)?;
                    here |= (element, option) == own;
                }
                // Lists are not in the release.
                Operand::CountOf(..) | Operand::Rows(..) => return None,
            }
        }
        Some((sum, here))
    }
}
