//! `forms`: blank forms, one a unit, prefilled with unit and period.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::args::Forms;
use super::next::Next;
use super::progress::Progress;
use super::project::{Project, SETTINGS, SUBMISSIONS};
use super::write::{self, Guard};
use super::{Outcome, filled, page, say};
use crate::form::blank::{Filling, draw};
use crate::form::spec::Definitions;
use crate::model::org_unit::{OrgRegistry, OrgUnit};
use crate::model::period::Period;
use crate::output::Output;

/// Writes the blank forms; in a project makes the folders, too, that they are to come back to.
pub fn run(dir: Option<&Path>, args: &Forms) -> Result<Outcome> {
    if args.period.is_year() {
        bail!(
            "様式は半期ごとに作ります。{0}H1（上半期）か {0}H2（下半期）を指定してください",
            args.period.year.0
        );
    }
    let project = Project::near(dir, &[])?;
    let project = project
        .map(|project| project.named_as_closed(args.period))
        .transpose()?;
    let built_in = Definitions::built_in()?;
    let definitions = project
        .as_ref()
        .map_or(&built_in, |project| &project.definitions);
    let registry = &definitions.registry;
    let units = asked_for(registry, args)?;
    let mut files = blank(definitions, &units, args.period)?;
    let root = dir.unwrap_or(Path::new("."));
    let own = root.join(args.period.to_string());
    let out = args.out.clone().unwrap_or_else(|| own.join("forms"));
    let kept = filled::keep(&mut files, &out, definitions);
    let count = files.len();
    let pages: Vec<(String, &OrgUnit)> = match args.with_page {
        true => units
            .iter()
            .map(|unit| (page_path(registry, unit), *unit))
            .collect(),
        false => Vec::new(),
    };
    let mut paths: Vec<&str> = files.iter().map(|file| &*file.path).collect();
    paths.extend(pages.iter().map(|(path, _)| &**path));
    write::filled(&Guard::new(dir), &out, &paths, &[], |write| {
        write(&files)?;
        let progress = Progress::new("確認のページを作っています", pages.len());
        for (path, unit) in &pages {
            let page = page::PageFile::new(project.as_ref(), Some(&unit.name), Some(args.period))?;
            write(&[Output {
                path: path.clone(),
                bytes: page.bytes,
            }])?;
            progress.step();
        }
        Ok(())
    })?;
    if args.out.is_none() && root.join(SETTINGS).is_file() {
        for unit in &units {
            let folder = own.join(SUBMISSIONS).join(&*unit.kind);
            fs::create_dir_all(&folder).with_context(|| write::no_room(&folder))?;
        }
    }
    say(&format!(
        "{}の様式を{}件作りました: {}\n{kept}",
        args.period.label(),
        count,
        out.display()
    ))?;
    let period = args.period;
    Next::after(dir)
        .hand(&format!(
            "できた様式を報告者に送り、届いたら {period}/{SUBMISSIONS} の中に入れる"
        ))
        .run("誰が提出したかを見る", &format!("status --period {period}"))
        .say()?;
    Ok(Outcome::Clean)
}

/// Who gets a form: who has to report, or who is named.
fn asked_for<'a>(registry: &'a OrgRegistry, args: &Forms) -> Result<Vec<&'a OrgUnit>> {
    let mut units = match &args.unit {
        Some(name) => registry.find_all(name),
        None => registry.units.values().collect(),
    };
    if let (Some(name), true) = (&args.unit, units.is_empty()) {
        bail!(
            "「{name}」という報告者は名簿にありません。{}の名前を省略せずに書いてください",
            registry.kinds_in_words()
        );
    }
    units.retain(|unit| unit.validity.covers(args.period));
    if units.is_empty() {
        let named = args.unit.as_ref().map(|name| format!("「{name}」は"));
        let who = named.unwrap_or_else(|| "どの報告者も".to_owned());
        bail!(
            "{who}、名簿では{}に報告する対象ではありません",
            args.period.label()
        );
    }
    Ok(units)
}

/// Where the check page of a unit stands: beside its form, and without the past of the others.
fn page_path(registry: &OrgRegistry, unit: &OrgUnit) -> String {
    format!("{}/{}（確認）.html", unit.kind, registry.file_stem(unit))
}

/// The blank forms of units, by kind.
pub fn blank(definitions: &Definitions, units: &[&OrgUnit], period: Period) -> Result<Vec<Output>> {
    let files = units.par_iter().map(|unit| {
        let bytes = draw(definitions, unit, period, &Filling::default())?;
        let stem = definitions.registry.file_stem(unit);
        Ok(Output {
            path: format!("{}/{stem}.xlsx", unit.kind),
            bytes,
        })
    });
    files.collect()
}
