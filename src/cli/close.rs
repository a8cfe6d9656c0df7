//! `close`: leaves the figures of a finished period to later ones.

use std::path::Path;

use anyhow::{Result, bail};

use super::args::Close;
use super::project::{HISTORY, Project};
use super::write::{self, Guard};
use super::{Outcome, counting, say};
use crate::aggregate::history::{closed_lines, write_csv};
use crate::aggregate::summary::Summary;
use crate::model::period::Period;
use crate::output::Output;
use crate::output::manifest::{self, FileEntry, Manifest};

/// Writes `history/<period>.csv` and, beside it, what these figures were made from; once.
pub fn run(dir: Option<&Path>, args: &Close) -> Result<Outcome> {
    if args.period.is_year() {
        bail!(
            "締めるのは半期ごとです。{0}H1 か {0}H2 を指定してください",
            args.period.year.0
        );
    }
    let project = Project::open(dir)?;
    let history = project.root.join(HISTORY);
    let name = format!("{}.csv", args.period);
    if history.join(&name).exists() {
        bail!(
            "{}はすでに締められています（{}）。締め直すときは、このファイルを別の場所に移してください",
            args.period.label(),
            history.join(&name).display()
        );
    }
    let round = project.round(args.period)?;
    if !counting::may_count(&project, &round, args.allow_missing) {
        return Ok(Outcome::Findings);
    }
    let summary = Summary::new(
        &project.definitions.catalogue,
        args.period,
        round.counted(&project.definitions.registry),
    );
    let bytes = write_csv(&closed_lines(&summary))?;
    let figures = Output {
        path: name.clone(),
        bytes,
    };
    let inputs = project.inputs(&round)?;
    let since = since_published(&project, args.period, &inputs);
    let is_complete = counting::is_countable(&project, &round, false);
    let manifest = Manifest::new(
        args.period,
        !is_complete,
        false,
        inputs,
        std::slice::from_ref(&figures),
    );
    let manifest = Output {
        path: manifest::of_closed(args.period),
        bytes: manifest.json()?,
    };
    let guard = Guard::new(dir).closing(&project.root);
    write::files(&guard, &history, &[figures, manifest])?;
    say(&format!(
        "{}を締めました: {}（使った入力の記録は {}）\n{since}",
        args.period.label(),
        history.join(&name).display(),
        manifest::of_closed(args.period)
    ))?;
    Ok(Outcome::Clean)
}

/// What changed since the outputs of the period were built: what is closed then is not what was
/// published. Nothing where there are none.
fn since_published(project: &Project, period: Period, inputs: &[FileEntry]) -> String {
    let output = project.folder(period).join("output");
    let Some(built) = std::fs::read(output.join(manifest::path()))
        .ok()
        .and_then(|bytes| Manifest::parse(&bytes).ok())
    else {
        return String::new();
    };
    let changed = built.changed_inputs(inputs, period);
    if changed.is_empty() {
        return String::new();
    }
    format!(
        "注意: {}を作ったあとに、次の入力が変わっています。公表したものと違う数で締めました。build をもう一度実行し、違いを確かめてください。\n  {}\n",
        output.display(),
        changed.join("\n  ")
    )
}
