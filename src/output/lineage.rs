//! Every figure with the cells that it is made of: `lineage.json`.
//!
//! Schema 1: `files` are paths below the submissions folder; `cells` are `[file, sheet, address, value]`
//! with the file by its place in `files`; `figures` maps an id (`element:option=answer@month/unit`) to its
//! value, how it is made, and its cells by their place in `cells`.

use std::collections::HashMap;

use anyhow::Result;
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

use crate::aggregate::summary::Summary;
use crate::aggregate::tally::Source;
use crate::model::catalogue::{Catalogue, Kind};
use crate::model::cell::CellRef;
use crate::model::period::Period;

#[derive(Serialize)]
struct Lineage<'a> {
    schema: u32,
    period: Period,
    files: IndexSet<&'a str>,
    cells: Vec<(usize, &'a str, CellRef, &'a str)>,
    figures: IndexMap<String, Figure>,
}

#[derive(Serialize)]
struct Figure {
    value: u64,
    formula: Formula,
    cells: Vec<usize>,
}

/// How a figure is made of its cells.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Formula {
    /// The cells are added.
    Sum,
    /// The cells are counted.
    Count,
    /// The units that the cells belong to are counted.
    CountOfUnits,
}

/// The lineage of a period as JSON. Single cells (one unit, one month) are their own lineage and left out.
///
/// # Errors
/// Never in practice: the types serialise.
pub fn json(catalogue: &Catalogue, summary: &Summary) -> Result<Vec<u8>> {
    let mut files = IndexSet::new();
    let mut cells = Vec::new();
    let mut places: HashMap<Source, usize> = HashMap::new();
    let mut figures = IndexMap::new();
    for (key, tally) in summary.iter().filter(|(key, _)| key.unit.is_none() || key.month.is_none()) {
        let mut own = Vec::with_capacity(tally.sources.len());
        for source in &tally.sources {
            let Some((submission, value)) = summary.source(*source) else { continue };
            own.push(*places.entry(*source).or_insert_with(|| {
                let (file, _) = files.insert_full(submission.file.path.as_str());
                cells.push((file, &*value.at.sheet, value.at.cell, &*value.raw));
                cells.len() - 1
            }));
        }
        let formula = match catalogue.elements.get(&key.element).map(|element| element.kind) {
            Some(Kind::Count) => Formula::Sum,
            Some(Kind::Marks) => Formula::CountOfUnits,
            _ => Formula::Count,
        };
        figures.insert(key.to_string(), Figure { value: tally.sum, formula, cells: own });
    }
    figures.sort_keys();
    let lineage = Lineage { schema: 1, period: summary.period, files, cells, figures };
    Ok(serde_json::to_vec(&lineage)?)
}
