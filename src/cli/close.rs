//! `close`: leaves the figures of a finished period to later ones.

use std::path::Path;

use anyhow::{Result, bail};

use super::args::ForPeriod;
use super::{Outcome, build, project, say};
use crate::aggregate::history::{Line, closed_lines};
use crate::aggregate::summary::Summary;
use crate::model::period::Whole;
use crate::output::write::{Output, write_all};

/// Writes `history/<period>.csv`, once.
pub fn run(dir: Option<&Path>, args: &ForPeriod) -> Result<Outcome> {
    if args.period.half == Whole::Year {
        bail!("締めるのは半期ごとです。{0}H1 か {0}H2 を指定してください", args.period.year.0);
    }
    let project = project::Project::open(dir)?;
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
    if !build::may_count(&project, &round, false) {
        return Ok(Outcome::Findings);
    }
    let summary = Summary::new(&project.definitions.catalogue, args.period, round.counted(&project.definitions.registry));
    let bytes = csv_bytes(&closed_lines(&summary))?;
    write_all(&history, &[Output { path: name.clone(), bytes }])?;
    say(&format!("{}を締めました: {}\n", args.period.label(), history.join(&name).display()));
    Ok(Outcome::Clean)
}

/// History lines as CSV that Excel opens right: UTF-8 with BOM, CRLF.
///
/// # Errors
/// Never in practice: the lines serialise.
pub fn csv_bytes(lines: &[Line]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    for line in lines {
        writer.serialize(line)?;
    }
    Ok(writer.into_inner()?)
}
