//! `close`: leaves the figures of a finished period to later ones.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::args::Close;
use super::next::Next;
use super::project::{HISTORY, OUTPUT, Project};
use super::write::{self, Guard};
use super::{Outcome, counting, say};
use crate::aggregate::history::{Revision, closed_lines, write_csv};
use crate::aggregate::summary::Summary;
use crate::figures::comparison::shown;
use crate::figures::naming::Naming;
use crate::inquiry::since_built;
use crate::output::manifest::{self, FileEntry, Manifest};
use crate::output::{Output, lineage};

/// Writes `history/<period>.csv` and, beside it, what these figures were made from; once.
pub fn run(dir: Option<&Path>, args: &Close) -> Result<Outcome> {
    if args.period.is_year() {
        bail!(
            "締めるのは半期ごとです。{0}H1 か {0}H2 を指定してください",
            args.period.year.0
        );
    }
    let project = Project::open_as_built(dir, args.period)?;
    let history = project.root.join(HISTORY);
    let name = format!("{}.csv", args.period);
    if project.is_closed(args.period) {
        bail!(
            "{}はすでに締められています（{}）。締め直すときは、このファイルと {} を別の場所に移してください",
            args.period.label(),
            history.join(&name).display(),
            manifest::of_closed(args.period)
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
    let since = since_built(&project, &summary, &inputs)?;
    let is_complete = counting::is_countable(&project, &round, false);
    let manifest = Manifest::new(
        args.period,
        !is_complete,
        false,
        inputs,
        std::slice::from_ref(&figures),
    )
    .naming(project.names());
    let manifest = Output {
        path: manifest::of_closed(args.period),
        bytes: manifest.json()?,
    };
    let guard = Guard::new(dir).closing(&project.root);
    write::files(&guard, &history, &[figures, manifest])?;
    let open = round.all_findings();
    let open = match open.filter(|one| one.may_change_numbers()).count() {
        0 => String::new(),
        open => format!(
            "注意: 理由の書かれていない確認が{open}件あるまま締めました。あとで数が変わると訂正（r）になります。\n"
        ),
    };
    say(&format!(
        "{}を締めました: {}（使った入力の記録は {}）\n{open}{since}",
        args.period.label(),
        history.join(&name).display(),
        manifest::of_closed(args.period)
    ))?;
    let next = args.period.next();
    Next::after(dir)
        .run("次の期間の様式を作る", &format!("forms --period {next}"))
        .say()?;
    Ok(Outcome::Clean)
}

/// What changed since the outputs of the period were built, numbers first: what is closed then is
/// not what was published. Nothing where there are no outputs.
///
/// # Errors
/// The numbers of the outputs cannot be read.
fn since_built(project: &Project, summary: &Summary, inputs: &[FileEntry]) -> Result<String> {
    let output = project.folder(summary.period).join(OUTPUT);
    let Some(built) = std::fs::read(output.join(manifest::path()))
        .ok()
        .and_then(|bytes| Manifest::parse(&bytes).ok())
    else {
        return Ok(String::new());
    };
    let path = output.join(lineage::path());
    let bytes = std::fs::read(&path);
    let numbers = bytes
        .map_err(Into::into)
        .and_then(|bytes| lineage::numbers(&bytes));
    let numbers = numbers.with_context(|| {
        format!(
            "「{}」を読めません。build をもう一度実行してから締めてください",
            path.display()
        )
    })?;
    let (of_all, of_units): (Vec<_>, Vec<_>) = since_built::differences(&numbers, summary)
        .into_iter()
        .partition(|difference| difference.key.unit.is_none());
    let changed = built.changed_inputs(inputs, summary.period);
    let mut text = String::new();
    if of_all.is_empty() && of_units.is_empty() && changed.is_empty() {
        return Ok(text);
    }
    let _ = writeln!(
        text,
        "注意: {}を作ったあとに変わったものがあります。build をもう一度実行し、公表したものを訂正するか確かめてください。",
        output.display()
    );
    let names = Naming::new(&project.definitions);
    for Revision { key, old, new } in &of_all {
        let words = names.words(key);
        let _ = writeln!(text, "  {words} {} → {}", shown(*old), shown(*new));
    }
    if !of_units.is_empty() {
        let _ = writeln!(text, "  報告者ごとの数: {}件", of_units.len());
    }
    for input in changed {
        let _ = writeln!(text, "  入力: {input}");
    }
    Ok(text)
}
