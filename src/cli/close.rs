//! `close`: leaves the figures of a finished period to later ones.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::args::ForPeriod;
use super::project::Project;
use super::{Outcome, build, say};
use crate::aggregate::history::{Line, closed_lines};
use crate::aggregate::summary::Summary;
use crate::model::period::Period;
use crate::model::round::Round;
use crate::output::manifest::{self, Entry, Manifest, changes};
use crate::output::write::{Output, write_all};

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
    if !build::may_count(&project, &round, false) {
        return Ok(Outcome::Findings);
    }
    let summary = Summary::new(
        &project.definitions.catalogue,
        args.period,
        round.counted(&project.definitions.registry),
    );
    let bytes = csv_bytes(&closed_lines(&summary))?;
    let figures = Output {
        path: name.clone(),
        bytes,
    };
    let manifest = Manifest::new(
        args.period,
        false,
        false,
        project.inputs(&round),
        std::slice::from_ref(&figures),
    );
    let manifest = Output {
        path: manifest_name(args.period),
        bytes: manifest.json()?,
    };
    write_all(&history, &[figures, manifest])?;
    say(&format!(
        "{}を締めました: {}（使った入力の記録は {}）\n",
        args.period.label(),
        history.join(&name).display(),
        manifest_name(args.period)
    ));
    Ok(Outcome::Clean)
}

/// The name of the record of what the figures of a closed period were made from.
fn manifest_name(period: Period) -> String {
    format!("{period}.{}", manifest::FILE)
}

/// The submissions and definitions that changed since the halves of a period were closed, in words; none of
/// a half that is open or was closed without its record.
///
/// # Errors
/// The record cannot be read.
pub fn changed_inputs(project: &Project, round: &Round) -> Result<Vec<String>> {
    let mut words = Vec::new();
    for half in round.period.halves() {
        let Some(bytes) = project.history_file(&manifest_name(half))? else {
            continue;
        };
        let closed = Manifest::parse(&bytes).with_context(|| {
            format!("締めた記録「history/{}」を読めません", manifest_name(half))
        })?;
        // What figures are made of; settings and history do not change them.
        let counts = |entry: &Entry| {
            ["submissions/", "definitions/"]
                .iter()
                .any(|folder| entry.path.starts_with(folder))
        };
        let own = |entry: Entry| {
            let of_half = format!("submissions/{half}/submissions/");
            match (
                round.period == half,
                entry.path.strip_prefix(&of_half),
                entry.path.starts_with("submissions/"),
            ) {
                (true, ..) | (false, None, false) => Some(entry),
                (false, Some(path), _) => Some(Entry {
                    path: format!("submissions/{path}"),
                    ..entry
                }),
                (false, None, true) => None,
            }
        };
        let then: Vec<Entry> = closed.inputs.into_iter().filter(counts).collect();
        let now: Vec<Entry> = project
            .inputs(round)
            .into_iter()
            .filter_map(own)
            .filter(counts)
            .collect();
        words.extend(
            changes(&then, &now)
                .into_iter()
                .map(|(path, change)| format!("「{path}」{}", change.words())),
        );
    }
    Ok(words)
}

/// History lines as CSV that Excel opens right: UTF-8 with BOM, CRLF.
///
/// # Errors
/// Never in practice: the lines serialise.
pub fn csv_bytes(lines: &[Line]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    for line in lines {
        writer.serialize(line)?;
    }
    Ok(writer.into_inner()?)
}
