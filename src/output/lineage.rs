//! Every figure with the cells that it is made of: `lineage.json`.
//!
//! The schema is told in `docs/lineage-schema.md`: `files` are paths below the submissions folder;
//! `cells` are `[file, sheet, address, value]` with the file by its place in `files`; `figures`
//! maps an id (`element:option=answer@month/unit`) to its value, how it is made, and its cells by
//! their place in `cells`; `printed` lists every number of the report with its page and what it is
//! made of.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, anyhow};
use indexmap::{IndexMap, IndexSet};
use serde::{Deserialize, Serialize};

use crate::aggregate::summary::Summary;
use crate::aggregate::tally::{Source, TallyKey};
use crate::figures::publication::Audience;
use crate::model::catalogue::{Catalogue, Kind};
use crate::model::cell::CellRef;
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::print::Print;
use crate::pages::printed;

/// The name of the file.
pub const NAME: &str = "lineage.json";

/// Where it lies among the outputs.
pub fn path() -> String {
    Audience::Internal.path(NAME)
}

#[derive(Serialize)]
struct Lineage<'a> {
    schema: u32,
    /// Who may read it: cells of it hold what is published nowhere.
    audience: &'a str,
    period: Period,
    files: IndexSet<&'a str>,
    cells: Vec<(usize, &'a str, CellRef, &'a str)>,
    figures: IndexMap<String, Figure>,
    printed: Vec<Printed<'a>>,
}

/// A number of the report: where it stands, how it reads, and the ids that it is made of.
#[derive(Serialize)]
struct Printed<'a> {
    page: &'a str,
    place: &'a str,
    text: &'a str,
    made_of: String,
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

/// The numbers of a lineage, whatever else it says.
#[derive(Deserialize)]
struct Numbers {
    figures: BTreeMap<String, LineageValue>,
}

#[derive(Deserialize)]
struct LineageValue {
    value: u64,
}

/// The numbers that a lineage tells, by their keys.
///
/// # Errors
/// It is no lineage of this program.
pub fn numbers(lineage: &[u8]) -> Result<BTreeMap<TallyKey, u64>> {
    let told: Numbers = serde_json::from_slice(lineage)?;
    let mut numbers = BTreeMap::new();
    for (id, figure) in told.figures {
        let key = id
            .parse()
            .map_err(|_| anyhow!("「{id}」は数の番号ではありません"))?;
        numbers.insert(key, figure.value);
    }
    Ok(numbers)
}

/// The lineage of a period as JSON. Single cells (one unit, one month) are their own lineage and
/// left out.
///
/// # Errors
/// Never in practice: the types serialise.
pub fn json(catalogue: &Catalogue, summary: &Summary, print: &Print) -> Result<Vec<u8>> {
    let mut files = IndexSet::new();
    let mut cells = Vec::new();
    let mut places: HashMap<Source, usize> = HashMap::new();
    let mut figures = IndexMap::new();
    for (key, tally) in summary
        .iter()
        .filter(|(key, _)| key.unit.is_none() || key.month.is_none())
    {
        let mut own = Vec::with_capacity(tally.sources.len());
        for source in &tally.sources {
            let Some((submission, value)) = summary.source(*source) else {
                continue;
            };
            own.push(*places.entry(*source).or_insert_with(|| {
                let (file, _) = files.insert_full(submission.file.path.as_str());
                cells.push((file, &*value.at.sheet, value.at.cell, &*value.raw));
                cells.len() - 1
            }));
        }
        let formula = match catalogue
            .elements
            .get(&key.element)
            .map(|element| element.kind)
        {
            Some(Kind::Count) => Formula::Sum,
            Some(Kind::Marks) => Formula::CountOfUnits,
            _ => Formula::Count,
        };
        figures.insert(
            key.to_string(),
            Figure {
                value: tally.sum,
                formula,
                cells: own,
            },
        );
    }
    figures.sort_keys();
    let printed = printed::numbers(print).into_iter().map(|found| Printed {
        page: found.page,
        place: found.place,
        text: &found.number.text,
        made_of: found.number.origin.to_string(),
    });
    let lineage = Lineage {
        schema: 2,
        audience: terms::INTERNAL,
        period: summary.period,
        files,
        cells,
        figures,
        printed: printed.collect(),
    };
    Ok(serde_json::to_vec(&lineage)?)
}
