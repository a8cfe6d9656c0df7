//! `validate`: what to mend before sending.

use std::path::Path;

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::args::{Format, Validate};
use super::{Outcome, project, say};
use crate::form::spec::Definitions;
use crate::intake::{Incoming, receive_within};
use crate::model::finding::Severity;
use crate::model::past::Past;
use crate::model::submission::Arrival;
use crate::output::findings::Report;
use crate::rules::{self, RoundContext, Surroundings};

/// Checks files and tells what was found.
pub fn run(dir: Option<&Path>, args: &Validate) -> Result<Outcome> {
    let near = project::Project::near(dir)?;
    let definitions = near.as_ref().map_or_else(Definitions::built_in, |project| Ok(project.definitions.clone()))?;
    let history = near.as_ref().map(project::Project::history).transpose()?;
    let around = Surroundings {
        definitions: &definitions,
        past: history.as_ref().map(|history| history as &dyn Past),
        waivers: near.as_ref().map_or(&[], |project| project.settings.waivers.as_slice()),
    };
    let mut incoming: Vec<Incoming> = Vec::new();
    for path in &args.paths {
        if path.is_dir() {
            let mut files = Vec::new();
            project::collect(path, &mut files)?;
            for file in files {
                incoming.push(project::read(&file, project::slashed(&file))?);
            }
        } else if path.exists() {
            incoming.push(project::read(path, project::slashed(path))?);
        } else {
            bail!("ファイル「{}」がありません。名前と場所を確かめてください", path.display());
        }
    }
    if incoming.is_empty() {
        bail!("確認するファイルがありません。様式のファイルか、それを入れたフォルダーを指定してください");
    }
    let arrivals: Vec<Arrival> = incoming.par_iter().map(|file| receive_within(file, args.period, around)).collect();
    let together = rules::check_round(&RoundContext { arrivals: &arrivals, around });
    let name_of = |id: &str| definitions.registry.units.get(id).map(|unit| unit.name.as_str());
    let report = Report::new(&arrivals, &together, rules::count_of_checks(), name_of);
    say(&match args.format {
        Format::Text => report.text(),
        Format::Json => report.json()?,
    });
    let open = report.findings().any(|finding| finding.is_open());
    let blocks = report.count(Severity::Error) > 0 || (args.strict && open);
    Ok(if blocks { Outcome::Findings } else { Outcome::Clean })
}
