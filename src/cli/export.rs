//! `export`: the aggregate tables alone.

use std::path::Path;

use anyhow::Result;

use super::args::{By, Export, TableFormat};
use super::{Outcome, build, project, say};
use crate::aggregate::summary::Summary;
use crate::output::opendata;
use crate::output::write::{Output, write_all};
use crate::report::tables::Tables;

/// Writes the tables of a period.
pub fn run(dir: Option<&Path>, args: &Export) -> Result<Outcome> {
    let project = project::Project::open(dir)?;
    let history = project.history()?;
    let round = project.round(args.period)?;
    if !build::may_count(&project, &round, args.allow_missing) {
        return Ok(Outcome::Findings);
    }
    let summary = Summary::new(&project.definitions.catalogue, args.period, round.counted(&project.definitions.registry));
    let publication = build::publication(&project, args.period);
    let tables = Tables::new(&project.definitions, &round, &summary, &history, &publication);
    let format = match args.format {
        TableFormat::Xlsx => opendata::Format::Xlsx,
        TableFormat::Csv => opendata::Format::Csv,
        TableFormat::Json => opendata::Format::Json,
    };
    let by = match args.by {
        None => opendata::By::All,
        Some(By::Unit) => opendata::By::Unit,
        Some(By::Month) => opendata::By::Month,
        Some(By::Total) => opendata::By::Total,
    };
    let files: Vec<Output> =
        opendata::export(&tables, format, by)?.into_iter().map(|file| Output { path: file.name, bytes: file.bytes }).collect();
    let out = args.out.clone().unwrap_or_else(|| project.folder(args.period).join("export"));
    write_all(&out, &files)?;
    let names: Vec<String> = files.iter().map(|file| format!("  {}\n", out.join(&file.path).display())).collect();
    say(&format!("{}の集計表を書き出しました。\n{}", args.period.label(), names.concat()));
    Ok(Outcome::Clean)
}
