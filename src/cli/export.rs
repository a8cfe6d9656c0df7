//! `export`: the aggregate tables alone.

use std::path::Path;

use anyhow::Result;

use super::args::{Export, Fineness, TableFormat};
use super::next::Next;
use super::project::Project;
use super::write::{self, Guard};
use super::{Outcome, counting, say, warn};
use crate::aggregate::history::History;
use crate::aggregate::summary::Summary;
use crate::dataset::Dataset;
use crate::dataset::suppress::Pattern;
use crate::figures::material::Material;
use crate::figures::publication::{Audience, Publication};
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::text::grouped;
use crate::output::Output;
use crate::output::opendata;

/// Writes the tables of a period.
pub fn run(dir: Option<&Path>, args: &Export) -> Result<Outcome> {
    let project = Project::open_for(dir, args.period)?;
    let history = project.history()?;
    let round = project.round(args.period)?;
    if !counting::may_count(&project, &round, args.allow_missing) {
        return Ok(Outcome::Findings);
    }
    if args.suppress.is_some() && !counting::may_count(&project, &round, false) {
        // The tables of some units taken from those of all would tell every hidden number of the
        // others.
        warn(
            "小さな数を伏せた表は、報告が揃ってから出してください（揃う前と後の表の差から、伏せた数が分かるため）。\n",
        );
        return Ok(Outcome::Findings);
    }
    let audience = match (args.suppress, args.by) {
        (Some(_), _) | (_, Some(Fineness::Month | Fineness::Total)) => Audience::Public,
        _ => Audience::Internal,
    };
    let mut tables = tables(&project, &round, history, audience);
    // What is laid out next needs its memory.
    drop(round);
    let hidden = match args.suppress {
        Some(threshold) => suppress(&project, history, threshold, args.period, &mut tables)?,
        None => String::new(),
    };
    let format = match args.format {
        TableFormat::Xlsx => opendata::Format::Xlsx,
        TableFormat::Csv => opendata::Format::Csv,
        TableFormat::Json => opendata::Format::Json,
    };
    let by = match args.by {
        None => opendata::By::All,
        Some(Fineness::Unit) => opendata::By::Unit,
        Some(Fineness::Month) => opendata::By::Month,
        Some(Fineness::Total) => opendata::By::Total,
    };
    let files: Vec<Output> = opendata::export(&tables, &[format], by)?
        .into_iter()
        .map(|file| Output::new(audience, &file.name, file.bytes))
        .collect();
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| project.folder(args.period).join("export"));
    write::folder(&Guard::new(dir), &out, &files, &[])?;
    let names: Vec<String> = files
        .iter()
        .map(|file| format!("  {}\n", out.join(&file.path).display()))
        .collect();
    say(&format!(
        "{}の集計表を書き出しました。\n{}{hidden}",
        args.period.label(),
        names.concat()
    ))?;
    let trace = format!("trace --period {} 言葉", args.period);
    Next::after(dir).run("数の出どころを調べる", &trace).say()?;
    if audience == Audience::Internal {
        warn(
            "注意: 報告者別の数があるため、庁内用です。公表するときは --suppress で小さな数を伏せてください。\n",
        );
    }
    Ok(Outcome::Clean)
}

fn tables(project: &Project, round: &Round, history: &History, audience: Audience) -> Dataset {
    let summary = Summary::new(
        &project.definitions.catalogue,
        round.period,
        round.counted(&project.definitions.registry),
    );
    let material = Material::new(&project.definitions, round, &summary, history);
    let publication = Publication::new(&material, &project.settings);
    Dataset::new(&material, &publication.of(audience))
}

/// Hides small counts of units; what was hidden is told.
fn suppress(
    project: &Project,
    history: &History,
    threshold: u64,
    period: Period,
    tables: &mut Dataset,
) -> Result<String> {
    let mut pattern = Pattern::default();
    for half in period.halves() {
        // A half of a year is hidden as when it was published by itself.
        let of_half = if half == period {
            None
        } else {
            let round = project.round(half)?;
            Some(self::tables(project, &round, history, Audience::Public))
        };
        pattern = pattern.or(Pattern::new(
            &project.definitions,
            of_half.as_ref().unwrap_or(tables),
            threshold,
        )?);
    }
    let done = pattern.apply(&project.definitions, tables, threshold)?;
    Ok(format!(
        "報告者別の数{}個のうち{}個を x にしました（{threshold}未満 {}個、計算を防ぐため {}個）。\n\
         報告者の月別の数は載せていません。\n",
        grouped(done.counts as u64),
        grouped((done.small + done.complements) as u64),
        grouped(done.small as u64),
        grouped(done.complements as u64),
    ))
}

#[cfg(test)]
mod tests;
