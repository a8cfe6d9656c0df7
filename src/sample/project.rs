//! The sample as a whole project directory: what is copied as it is, and every submission.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use include_dir::{Dir, DirEntry};
use rayon::prelude::*;

use super::plan::{FILES, SamplePlan};
use crate::aggregate::history::{closed_lines, write_csv};
use crate::aggregate::summary::Summary;
use crate::form::blank::{Filling, draw};
use crate::form::spec::Definitions;
use crate::intake::{Incoming, receive_round};
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::rules::Background;

/// The folder of the files that are copied as they are.
const COPIED: &str = "files";

/// Every file of the project directory: its path with `/` between folders, and its bytes. The
/// newest period is the one to work on; the others are closed as `close` does it.
///
/// # Errors
/// The plan does not fit the definitions, or a form cannot be drawn.
pub fn project(definitions: &Definitions) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = submitted(definitions)?;
    let mut rounds: BTreeMap<Period, Vec<(Period, Incoming)>> = BTreeMap::new();
    for (path, bytes) in &files {
        if let Some((period, path)) = path.split_once("/submissions/")
            && let Ok(period) = period.parse::<Period>()
        {
            let incoming = Incoming {
                name: path.rsplit('/').next().unwrap_or(path).to_owned(),
                path: path.to_owned(),
                bytes: bytes.clone(),
                withheld: None,
            };
            rounds.entry(period).or_default().push((period, incoming));
        }
    }
    rounds.pop_last();
    for (period, incoming) in rounds {
        let round = receive_round(incoming, period, Background::alone(definitions));
        let counted = round.counted(&definitions.registry);
        let summary = Summary::new(&definitions.catalogue, period, counted);
        files.push((
            format!("history/{period}.csv"),
            write_csv(&closed_lines(&summary))?,
        ));
    }
    Ok(files)
}

/// What is copied as it is, and what was submitted.
fn submitted(definitions: &Definitions) -> Result<Vec<(String, Vec<u8>)>> {
    let plan = SamplePlan::built_in()?;
    let mut files = copied();
    for &period in &plan.periods {
        let fillings = super::fillings(definitions, &plan, period)?;
        let submissions: Vec<(&OrgUnit, &Filling)> = fillings
            .iter()
            .map(|(id, filling)| {
                Ok((
                    definitions
                        .registry
                        .units
                        .get(id)
                        .context("単位がありません")?,
                    filling,
                ))
            })
            .collect::<Result<_>>()?;
        let drawn: Vec<(String, Vec<u8>)> = submissions
            .into_par_iter()
            .map(|(unit, filling)| {
                Ok((
                    path(definitions, &plan, unit, period),
                    draw(definitions, unit, period, filling)?,
                ))
            })
            .collect::<Result<_>>()?;
        files.extend(drawn);
    }
    files.sort();
    Ok(files)
}

/// Where a unit's submission stands in the project.
fn path(definitions: &Definitions, plan: &SamplePlan, unit: &OrgUnit, period: Period) -> String {
    let name = plan
        .file_names
        .get(&*unit.kind)
        .map_or("{area}.xlsx", String::as_str)
        .replace("{area}", &definitions.registry.area_name(unit));
    format!("{period}/submissions/{}/{name}", unit.kind)
}

/// The files that are copied as they are.
fn copied() -> Vec<(String, Vec<u8>)> {
    FILES.get_dir(COPIED).map(walk).unwrap_or_default()
}

fn walk(dir: &Dir) -> Vec<(String, Vec<u8>)> {
    let files = dir.entries().iter().flat_map(|entry| match entry {
        DirEntry::Dir(dir) => walk(dir),
        DirEntry::File(file) => {
            let path = file.path().to_string_lossy().replace('\\', "/");
            vec![(
                path.trim_start_matches(COPIED)
                    .trim_start_matches('/')
                    .to_owned(),
                file.contents().to_vec(),
            )]
        }
    });
    files.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_has_a_file_of_its_own() -> Result<()> {
        let (definitions, plan) = (Definitions::built_in()?, SamplePlan::built_in()?);
        let paths = |period| -> Vec<String> {
            definitions
                .registry
                .units
                .values()
                .map(|unit| path(&definitions, &plan, unit, period))
                .collect()
        };
        let all: std::collections::BTreeSet<String> = plan
            .periods
            .iter()
            .flat_map(|period| paths(*period))
            .collect();
        assert_eq!(
            all.len(),
            plan.periods.len() * definitions.registry.units.len()
        );
        assert!(all.contains("2023H1/submissions/ward/北区.xlsx"));
        assert!(all.contains("2022H2/submissions/office/北区相談支援室.xlsx"));
        Ok(())
    }

    #[test]
    fn the_history_opens_right_in_a_spreadsheet() -> Result<()> {
        let files = copied();
        let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        for name in [
            "zaitaku.toml",
            "README.txt",
            "history/published.csv",
            "2023H1/commentary.toml",
        ] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        let history = files
            .iter()
            .find(|(path, _)| path == "history/published.csv")
            .context("history")?;
        let text = std::str::from_utf8(&history.1)?
            .strip_prefix('\u{feff}')
            .context("BOM")?;
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert!(text.ends_with("\r\n") && !text.ends_with("\r\n\r\n"));
        Ok(())
    }
}
