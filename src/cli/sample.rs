//! `sample`: writes the synthetic project that stands in the repository as sample-data.

use std::collections::BTreeMap;

use anyhow::Result;

use super::args::Sample;
use super::close::csv_bytes;
use super::{Outcome, say};
use crate::aggregate::history::closed_lines;
use crate::aggregate::summary::Summary;
use crate::form::spec::Definitions;
use crate::intake::{Incoming, receive_round};
use crate::model::period::Period;
use crate::output::write::{Output, write_all};

/// Writes the sample project.
pub fn run(args: &Sample) -> Result<Outcome> {
    let files = files(&Definitions::built_in()?)?;
    write_all(&args.out, &files)?;
    say(&format!(
        "見本データを{}件書きました: {}\n",
        files.len(),
        args.out.display()
    ));
    Ok(Outcome::Clean)
}

/// Every file of the sample project: what was submitted, and the earlier periods closed as `close` does it.
///
/// # Errors
/// A mistake in the sample's plan.
pub fn files(definitions: &Definitions) -> Result<Vec<Output>> {
    let mut files: Vec<Output> = crate::sample::project(definitions)?
        .into_iter()
        .map(|(path, bytes)| Output { path, bytes })
        .collect();
    let mut submitted: BTreeMap<Period, Vec<(Period, Incoming)>> = BTreeMap::new();
    for file in &files {
        if let Some((period, path)) = file.path.split_once("/submissions/")
            && let Ok(period) = period.parse::<Period>()
        {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            submitted.entry(period).or_default().push((
                period,
                Incoming {
                    name,
                    path: path.to_owned(),
                    bytes: file.bytes.clone(),
                },
            ));
        }
    }
    // The newest period is the one to work on; the others are closed.
    submitted.pop_last();
    for (period, incoming) in submitted {
        let round = receive_round(
            incoming,
            period,
            crate::rules::Background::alone(definitions),
        );
        let summary = Summary::new(
            &definitions.catalogue,
            period,
            round.counted(&definitions.registry),
        );
        files.push(Output {
            path: format!("history/{period}.csv"),
            bytes: csv_bytes(&closed_lines(&summary))?,
        });
    }
    Ok(files)
}
