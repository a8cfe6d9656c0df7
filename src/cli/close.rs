//! `close`: leaves the figures of a finished period to later ones.

use std::path::Path;

use anyhow::{Result, bail};

use super::args::ForPeriod;
use super::project::Project;
use super::write::write_all;
use super::{Outcome, counting, say};
use crate::aggregate::history::{closed_lines, write_csv};
use crate::aggregate::summary::Summary;
use crate::output::Output;
use crate::output::manifest::{self, Manifest};

/// Writes `history/<period>.csv` and, beside it, what these figures were made from; once.
pub fn run(dir: Option<&Path>, args: &ForPeriod) -> Result<Outcome> {
    if args.period.is_year() {
        bail!(
            "締めるのは半期ごとです。{0}H1 か {0}H2 を指定してください",
            args.period.year.0
        );
    }
    let project = Project::open(dir)?;
    let history = project.root.join("history");
    let name = format!("{}.csv", args.period);
    if history.join(&name).exists() {
        bail!(
            "{}はすでに締められています（{}）。締め直すときは、このファイルを別の場所に移してください",
            args.period.label(),
            history.join(&name).display()
        );
    }
    let round = project.round(args.period)?;
    if !counting::may_count(&project, &round, false) {
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
    let manifest = Manifest::new(
        args.period,
        false,
        false,
        project.inputs(&round)?,
        std::slice::from_ref(&figures),
    );
    let manifest = Output {
        path: manifest::of_closed(args.period),
        bytes: manifest.json()?,
    };
    write_all(&history, &[figures, manifest])?;
    say(&format!(
        "{}を締めました: {}（使った入力の記録は {}）\n",
        args.period.label(),
        history.join(&name).display(),
        manifest::of_closed(args.period)
    ));
    Ok(Outcome::Clean)
}
