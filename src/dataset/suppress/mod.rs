//! Suppression: which counts of single units are hidden, so that none can be computed from the
//! rest.
//!
//! The release is taken as a whole. The city's figures are published anyway, so nothing of them is
//! hidden; what is hidden are counts of units, small ones first (primary), then as few others as
//! make the small ones impossible to compute (complementary): from the totals of the unit, from
//! those of the city, from 再掲 that cannot be above their whole, and from what the forms demand of
//! each other. Totals of units that the open data tells anyway are known: none is hidden, and none
//! hides another. The units' months are left out, for they would need a third margin; sums of
//! groups of options, numbers of rows of lists and earlier periods are told of the city alone, and
//! so give no further sum of a unit. A year hides what either of its halves hides, so that the
//! difference of two releases tells nothing new.
//!
//! It protects against adding and subtracting what a release publishes. It does not protect against
//! a unit that knows its own numbers, nor against guesses from the rule itself (a hidden number is
//! likely to be a small one, and of four hidden numbers with the sum 4 each is likely to be 1), nor
//! against what other publications tell: lists in the report, an earlier release of other numbers
//! (a round that is not complete is therefore not released), a release with another threshold.

mod network;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::Dataset;
use crate::figures::datum::symbol;
use crate::figures::publication::AboutRow;
use crate::form::spec::Definitions;
use crate::model::Id;
use table::CountTable;

/// A count of a unit over the period: unit, element, option (empty for a total).
type CountKey = (Id, Id, Id);

/// Why a count is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is small.
    Small,
    /// Another could be computed from it.
    Complement,
}

/// Which counts are hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pattern {
    hidden: BTreeMap<CountKey, Why>,
}

/// What a suppression did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suppressed {
    /// How many counts of units there are.
    pub counts: usize,
    /// How many were hidden because they are small.
    pub small: usize,
    /// How many others were hidden.
    pub complements: usize,
}

impl Pattern {
    /// What must be hidden of a half year.
    ///
    /// # Errors
    /// A small count can be computed whatever is hidden, e.g. because a single unit reported.
    pub fn new(definitions: &Definitions, dataset: &Dataset, threshold: u64) -> Result<Self> {
        let mut pattern = Self::default();
        for mut table in table::all(definitions, dataset, &open_totals(dataset, threshold)) {
            for arc in 0..table.places.len() {
                if (1..threshold).contains(&table.values[arc]) {
                    table.network.arcs[arc].hidden = true;
                    pattern.hidden.insert(table.places[arc].clone(), Why::Small);
                }
            }
            for arc in 0..table.places.len() {
                if pattern.hidden.contains_key(&table.places[arc])
                    && !table.network.protect(arc, threshold - 1)
                {
                    bail!(exposed(&table, arc));
                }
            }
            for (place, _) in table
                .places
                .iter()
                .zip(&table.network.arcs)
                .filter(|(_, arc)| arc.hidden)
            {
                pattern
                    .hidden
                    .entry(place.clone())
                    .or_insert(Why::Complement);
            }
        }
        Ok(pattern)
    }

    /// What either of two patterns hides.
    pub fn or(mut self, other: Self) -> Self {
        for (place, why) in other.hidden {
            let known = self.hidden.entry(place).or_insert(why);
            *known = why.min(*known);
        }
        self
    }

    /// Hides it in the open data, and says so there.
    ///
    /// # Errors
    /// A hidden count could be computed.
    pub fn apply(
        &self,
        definitions: &Definitions,
        dataset: &mut Dataset,
        threshold: u64,
    ) -> Result<Suppressed> {
        let open = open_totals(dataset, threshold);
        for table in &mut table::all(definitions, dataset, &open) {
            for (place, arc) in table.places.iter().zip(&mut table.network.arcs) {
                arc.hidden = self.hidden.contains_key(place);
            }
            if let Some(arc) = (0..table.places.len())
                .find(|arc| table.network.arcs[*arc].hidden && table.network.width(*arc, 1) == 0)
            {
                bail!(exposed(table, arc));
            }
        }
        dataset
            .observations
            .retain(|row| row.is_city() || row.is_whole());
        let mut done = Suppressed {
            counts: 0,
            small: 0,
            complements: 0,
        };
        for row in dataset
            .observations
            .iter_mut()
            .filter(|row| table::is_count(definitions, row) && !row.is_city())
        {
            done.counts += 1;
            match self.hidden.get(&table::place(row)) {
                Some(Why::Small) => done.small += 1,
                Some(Why::Complement) => done.complements += 1,
                None => continue,
            }
            (row.value, row.symbol) = (None, symbol::SUPPRESSED);
        }
        dataset.about.push(AboutRow {
            label: "秘匿".to_owned(),
            text: format!(
                "単位ごとの数のうち、1以上{threshold}未満のものと、それを計算で求められないようにするためのものを {} としました\
                 （{}個のうち{}個）。単位ごとの月別の数は載せていません。この表の足し引きだけでは求められませんが、\
                 伏せる決まりからの推測や、ほかの資料との照らし合わせまで防ぐものではありません。",
                symbol::SUPPRESSED,
                done.counts,
                done.small + done.complements
            ),
        });
        Ok(done)
    }
}

/// The elements of which the open data tells the total of every unit, none of them small here.
fn open_totals(dataset: &Dataset, threshold: u64) -> BTreeSet<Id> {
    let mut open = dataset.unit_totals.clone();
    for row in dataset
        .observations
        .iter()
        .filter(|row| row.is_unit_total())
    {
        if row.value.is_some_and(|n| (1..threshold).contains(&n)) {
            open.remove(&row.element_id);
        }
    }
    open
}

fn exposed(table: &CountTable, arc: usize) -> String {
    format!(
        "[エラー Z512] {}は、どの数を伏せても、公表する全体の数から計算できます。\
         報告者別の数は出さず、--by month か --by total で全体の数だけを出してください",
        table.name(arc)
    )
}
