//! `build`: the report, the summary workbook and the open-data tables, whole or not at all.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

use super::args::Build;
use super::project::Project;
use super::{Outcome, say, warn};
use crate::aggregate::summary::Summary;
use crate::model::finding::Severity;
use crate::model::round::{Round, Standing};
use crate::output::write::{Output, write_all};
use crate::output::{manifest, opendata, pdf, workbook};
use crate::report::compose::{Material, compose};
use crate::report::tables::{Publication, Tables};

/// Builds everything that is published for a period.
pub fn run(dir: Option<&Path>, args: &Build) -> Result<Outcome> {
    let project = Project::open(dir)?;
    let (history, commentary) = (project.history()?, project.commentary(args.period)?);
    let round = project.round(args.period)?;
    if !may_count(&project, &round, args.allow_missing) {
        return Ok(Outcome::Findings);
    }
    let summary = Summary::new(&project.definitions.catalogue, args.period, round.counted(&project.definitions.registry));
    let material = Material {
        definitions: &project.definitions,
        pages: &project.pages,
        settings: &project.settings,
        round: &round,
        summary: &summary,
        history: &history,
        commentary: &commentary,
    };
    let print = compose(&material);
    let publication = publication(&project, args.period);
    // The report takes the longest by far: the tables are made beside it.
    let (pdf, tables) = rayon::join(
        || pdf::render(&print, args.templates.as_deref()),
        || -> Result<Vec<Output>> {
            let tables = Tables::new(&project.definitions, &round, &summary, &history, &publication);
            let mut files =
                vec![Output { path: "summary.xlsx".to_owned(), bytes: workbook::summary(&tables, Some("../submissions"))? }];
            // The city's figures alone are published; ward and office tables stay inside the house.
            for format in [opendata::Format::Csv, opendata::Format::Xlsx] {
                let published = opendata::export(&tables, format, opendata::By::City)?;
                files.extend(
                    published.into_iter().map(|file| Output { path: format!("opendata/{}", file.name), bytes: file.bytes }),
                );
            }
            Ok(files)
        },
    );
    let (pdf, tables) = (pdf?, tables?);
    let mut outputs = vec![
        Output { path: "report.pdf".to_owned(), bytes: pdf.bytes },
        Output { path: "report.json".to_owned(), bytes: (serde_json::to_string_pretty(&print)? + "\n").into_bytes() },
    ];
    outputs.extend(tables);
    let manifest = manifest::json(args.period, &round, &outputs)?;
    outputs.push(Output { path: "manifest.json".to_owned(), bytes: manifest });
    let out = args.out.clone().unwrap_or_else(|| project.folder(args.period).join("output"));
    write_all(&out, &outputs)?;

    let mut text = format!("{}の報告書を作りました（{}ページ）。\n", args.period.label(), pdf.pages);
    for (path, what) in [("report.pdf", "報告書"), ("summary.xlsx", "集計表"), ("opendata", "オープンデータ")] {
        let _ = writeln!(text, "  {what}: {}", out.join(path).display());
    }
    if let Some(preliminary) = &print.meta.preliminary {
        let _ = writeln!(text, "{}です。{}", preliminary.mark, preliminary.text);
    }
    let queries = round.all_findings().filter(|finding| finding.is_open()).count();
    if queries > 0 {
        let _ = writeln!(text, "理由の書かれていない確認が{queries}件あります（報告書の付録と集計表にあります）。");
    }
    for character in &pdf.replaced {
        text += &unprintable(&round, *character);
    }
    say(&text);
    Ok(Outcome::Clean)
}

/// Whether a round may be counted; says who is missing and what is wrong when it may not.
pub fn may_count(project: &Project, round: &Round, allow_missing: bool) -> bool {
    let registry = &project.definitions.registry;
    if round.is_complete(registry) {
        return true;
    }
    let mut text = String::new();
    for standing in [Standing::Missing, Standing::Faulty, Standing::Twice] {
        let units = round.standing_as(registry, standing);
        if !units.is_empty() {
            let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
            let _ = writeln!(text, "{}（{}件）: {}", standing.label(), names.len(), names.join("、"));
        }
    }
    for stray in round.strays(registry) {
        let _ = writeln!(text, "集計できないファイル: {}", stray.file.path);
        if stray.findings.is_empty() {
            let _ = writeln!(text, "  名簿では、この期間に報告する対象ではありません。");
        }
    }
    for finding in round.all_findings().filter(|finding| finding.severity == Severity::Error) {
        let place = [finding.sheet.clone(), finding.cell.map(|cell| cell.to_string())]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        let _ = writeln!(
            text,
            "  [{} {}] {} {place} {}{}",
            finding.severity.label(),
            finding.code,
            finding.file,
            finding.problem,
            finding.remedy
        );
    }
    let complete = round.expected(registry).all(|unit| round.standing(&unit.id) == Standing::Counted);
    if allow_missing || complete {
        warn(&text);
        return true;
    }
    warn(&format!(
        "提出が揃っていないため、作りませんでした。\n{text}揃わないまま速報として作るときは、--allow-missing を付けてください。\n"
    ));
    false
}

/// What covers and tables say of the publication.
pub fn publication(project: &Project, period: crate::model::period::Period) -> Publication {
    let own = &project.settings.publication;
    let synthetic = own.synthetic.as_ref().map_or_else(String::new, |note| format!("（{note}）"));
    Publication {
        title: format!("{} {}", period.label(), own.title),
        source: format!("{}{synthetic}", own.source),
        licence: own.licence.clone(),
        date: project.settings.published(period).to_string(),
    }
}

/// Where a character stands that the report could not print.
fn unprintable(round: &Round, character: char) -> String {
    let mut text = format!("「{character}」（U+{:04X}）は報告書の書体にないため〓に置き換えました。\n", character as u32);
    for arrival in &round.arrivals {
        for value in
            arrival.submission.iter().flat_map(|submission| &submission.values).filter(|value| value.raw.contains(character))
        {
            let _ = writeln!(text, "  {} シート「{}」{}（{}）", arrival.file.path, value.at.sheet, value.at.cell, value.heading);
        }
    }
    text
}
