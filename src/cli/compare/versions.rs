//! Two versions of one submission, as people read them.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};

use super::super::args::{ByEnding as _, Compare, ListFormat};
use super::super::next::Next;
use super::super::project::{self, Project};
use super::super::write::Guard;
use super::super::{Outcome, screen, show};
use crate::form::spec::Definitions;
use crate::inquiry::versions::{MovedFigure, VersionComparison};
use crate::intake::receive;
use crate::model::submission::Submission;
use crate::model::terms;
use crate::output::listing::{Listing, TextCell};

/// Shows what changed from one version to the other.
pub fn run(project: Option<&Project>, old: &Path, new: &Path, args: &Compare) -> Result<Outcome> {
    let built_in;
    let definitions = match project {
        Some(project) => &project.definitions,
        None => {
            built_in = Definitions::built_in()?;
            &built_in
        }
    };
    let (old_path, new_path) = (old, new);
    let (old, new) = (read(definitions, old)?, read(definitions, new)?);
    if (&old.unit, old.period) != (&new.unit, new.period) {
        bail!("二つのファイルは別の報告者か別の期間のものです");
    }
    // The round may not be there yet, or not be readable: the two versions can be compared all the
    // same.
    let round = project
        .filter(|project| project.folder(old.period).join("submissions").exists())
        .and_then(|project| project.round(old.period).ok());
    let found = VersionComparison::new(definitions, round.as_ref(), &old, &new);
    let out = args.out.as_deref();
    let format = ListFormat::of(args.format, out)?;
    let bytes = match format {
        ListFormat::Text => {
            let whole = terms::whole_of(&definitions.registry);
            screen::laid_out(out, |width| text(&found, &whole, width))
        }
        ListFormat::Csv => cells(&found).csv()?,
        ListFormat::Json => (serde_json::to_string_pretty(&found)? + "\n").into_bytes(),
    };
    let root = project.map(|project| project.root.as_path());
    let guard = Guard::new(root).and(old_path).and(new_path);
    show::to(&guard, out, bytes, "比較の結果")?;
    if out.is_some() || format == ListFormat::Text {
        Next::after(root)
            .hand("使うほうだけを提出のフォルダーに残し、もう一方は別の場所に移す")
            .say()?;
    }
    Ok(Outcome::Clean)
}

fn read(definitions: &Definitions, path: &Path) -> Result<Submission> {
    let incoming = project::read(path, project::slashed(path));
    let arrival = receive(&incoming, None, definitions);
    let Some(submission) = arrival.submission else {
        let reason = match arrival.findings.first() {
            Some(finding) => finding.problem.as_str(),
            None => "",
        };
        bail!("「{}」は比べられません。{reason}", path.display());
    };
    Ok(submission)
}

fn cells(found: &VersionComparison) -> Listing<'static> {
    let mut rows = Vec::new();
    for cell in &found.cells {
        rows.push(vec![
            TextCell::text(cell.how),
            TextCell::text(&cell.sheet),
            TextCell::text(&cell.cell),
            TextCell::text(&cell.heading),
            TextCell::text(&cell.old),
            TextCell::text(&cell.new),
        ]);
    }
    Listing {
        header: vec!["種別", "シート", "セル", "欄", "前", "後"],
        names: 4,
        rows,
    }
}

/// The numbers that move; the columns of the whole have headings of their own.
fn numbers<'a>(moved: &[MovedFigure], whole: Option<[&'a str; 2]>) -> Listing<'a> {
    let mut header = vec![
        terms::ELEMENT,
        terms::OPTION,
        terms::ANSWER,
        "前",
        "後",
        "増減",
    ];
    header.extend(whole.into_iter().flatten());
    let mut rows = Vec::new();
    for number in moved {
        let mut cells = vec![
            TextCell::text(&number.element),
            TextCell::text(&number.option),
            TextCell::text(&number.answer),
            TextCell::Number(number.old),
            TextCell::Number(number.new),
            TextCell::difference(Some(number.old.unwrap_or(0)), Some(number.new.unwrap_or(0))),
        ];
        if whole.is_some() {
            cells.extend([
                TextCell::Number(number.city_old),
                TextCell::Number(number.city_new),
            ]);
        }
        rows.push(cells);
    }
    Listing {
        header,
        names: 3,
        rows,
    }
}

fn text(found: &VersionComparison, whole: &str, width: Option<usize>) -> String {
    let mut text = format!(
        "{} {}: 変わった欄 {}件\n",
        found.name,
        found.period.label(),
        found.cells.len()
    );
    if found.cells.is_empty() {
        text += "二つのファイルに書かれた答えは、すべて同じです。\n";
        return text;
    }
    let _ = writeln!(text, "\n{}", cells(found).text(width));
    if found.numbers.is_empty() {
        text += "動く数はありません。\n";
        return text;
    }
    let _ = writeln!(text, "動く数: {}件", found.numbers.len());
    let Some(units) = found.units else {
        return text + &numbers(&found.numbers, None).text(width);
    };
    let headings = [format!("{whole} 前"), format!("{whole} 後")];
    let listing = numbers(
        &found.numbers,
        Some(headings.each_ref().map(String::as_str)),
    );
    let _ = writeln!(
        text,
        "{}\n{whole}は、今の提出のうち集計できる{units}の報告者（この報告者を含む）の数です。",
        listing.text(width)
    );
    text
}
