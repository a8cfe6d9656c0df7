//! `build`: the report, the summary workbook and the open-data tables, whole or not at all.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;

use super::args::Build;
use super::project::{Project, collect, slashed};
use super::{Outcome, close, links, say, trace, warn};
use crate::aggregate::history::History;
use crate::aggregate::summary::Summary;
use crate::dataset::Dataset;
use crate::figures::comparison::shown;
use crate::figures::material::Material;
use crate::figures::publication::Publication;
use crate::model::finding::Severity;
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::model::round::{Round, Standing};
use crate::output::manifest::{Entry, Manifest};
use crate::output::write::{Output, write_all};
use crate::output::{lineage, manifest, opendata, pdf, workbook};
use crate::pages::commentary::Commentary;
use crate::pages::compose::{Edition, compose};
use crate::pages::feedback;
use crate::pages::print::Print;
use crate::settings::Settings;
use crate::sheets::Sheets;

/// What a build depends on besides the project.
pub struct Options {
    /// The period.
    pub period: Period,
    /// Whether units may be missing.
    pub allow_missing: bool,
    /// The city's own page templates.
    pub templates: Option<PathBuf>,
    /// Whether to make a feedback sheet per unit.
    pub feedback: bool,
    /// The way from the outputs to the submissions, for links; `None` for the usual one.
    pub links: Option<String>,
}

/// What a build makes, before anything is written.
pub struct Made {
    /// Every file, the manifest last.
    pub outputs: Vec<Output>,
    /// What the manifest says.
    pub manifest: Manifest,
    print: Print,
    pages: usize,
    replaced: BTreeSet<char>,
    /// What the pictures show that could not be printed.
    left_out: Vec<String>,
    /// What changed since the period was closed, in words.
    revised: Vec<String>,
}

/// What a build is made from, as read.
pub struct Read<'a> {
    history: &'a History,
    commentary: Commentary,
    /// What arrived.
    pub round: Round,
    /// Every file that was read.
    pub inputs: Vec<Entry>,
    /// Which of them changed since the period was closed, in words.
    changed: Vec<String>,
}

/// Builds everything that is published for a period.
pub fn run(dir: Option<&Path>, args: &Build) -> Result<Outcome> {
    let project = Project::open(dir)?;
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| project.folder(args.period).join("output"));
    let options = Options {
        period: args.period,
        allow_missing: args.allow_missing,
        templates: project.templates(args.templates.as_deref())?,
        feedback: args.feedback,
        links: links::unusual(&project, args.period, &out)?,
    };
    let read = read(&project, &options)?;
    if !may_count(&project, &read.round, options.allow_missing) {
        return Ok(Outcome::Findings);
    }
    let made = make(&project, &options, &read)?;
    write_all(&out, &made.outputs)?;
    say(&told(&made, &read, args.period, &out));
    Ok(Outcome::Clean)
}

/// Reads everything that a build depends on.
///
/// # Errors
/// A file of the project or of the templates cannot be read.
pub fn read<'a>(project: &'a Project, options: &Options) -> Result<Read<'a>> {
    let (history, commentary) = (project.history()?, project.commentary(options.period)?);
    let round = project.round(options.period)?;
    let changed = close::changed_inputs(project, &round)?;
    let mut inputs = project.inputs(&round);
    if let Some(templates) = &options.templates {
        inputs.extend(own_templates(templates)?);
    }
    Ok(Read {
        history,
        commentary,
        round,
        inputs,
        changed,
    })
}

/// Makes every output in memory.
///
/// # Errors
/// A template has a mistake, or a table breaks the rules of the publication.
pub fn make(project: &Project, options: &Options, read: &Read) -> Result<Made> {
    let (period, round) = (options.period, &read.round);
    let summary = Summary::new(
        &project.definitions.catalogue,
        period,
        round.counted(&project.definitions.registry),
    );
    let material = Material::new(&project.definitions, round, &summary, read.history);
    let edition = Edition {
        pages: &project.pages,
        settings: &project.settings,
        commentary: &read.commentary,
    };
    let mut print = compose(&material, &edition);
    // One after the other: side by side they would need their memory at the same time, for a tenth of a second.
    // The tables first: what the layout leaves of its memory is of no use to them.
    let tables = tables(project, options, read, &material)?;
    let pdf = pdf::render(&print, options.templates.as_deref())?;
    pdf::forget();
    let shown = |path: &String| {
        print
            .pictures()
            .find(|picture| picture.path == *path)
            .map(|picture| picture.alt.clone())
    };
    let left_out = pdf.left_out.iter().filter_map(shown).collect();
    print.leave_out(&pdf.left_out);
    let mut outputs = vec![
        Output {
            path: "report.pdf".to_owned(),
            bytes: pdf.bytes,
        },
        Output {
            path: "report.json".to_owned(),
            bytes: (serde_json::to_string_pretty(&print)? + "\n").into_bytes(),
        },
    ];
    outputs.extend(print.pictures().map(|picture| Output {
        path: picture.path.clone(),
        bytes: picture.file.bytes.to_vec(),
    }));
    outputs.extend(tables);
    let lineage = lineage::json(&project.definitions.catalogue, &summary, &print)?;
    outputs.push(Output {
        path: "lineage.json".to_owned(),
        bytes: lineage,
    });
    if options.feedback {
        outputs.extend(feedback_sheets(&material, &project.settings, options)?);
    }
    let manifest = Manifest::new(
        period,
        options.allow_missing,
        options.feedback,
        read.inputs.clone(),
        &outputs,
    )
    .linking(options.links.clone());
    outputs.push(Output {
        path: manifest::FILE.to_owned(),
        bytes: manifest.json()?,
    });
    let revised = revised(&material);
    Ok(Made {
        outputs,
        manifest,
        print,
        pages: pdf.pages,
        replaced: pdf.replaced,
        left_out,
        revised,
    })
}

/// The city's numbers that changed since the period was closed.
fn revised(material: &Material) -> Vec<String> {
    let of_city = material
        .revisions
        .values()
        .filter(|revision| revision.key.unit.is_none());
    let told = of_city.map(|revision| {
        let words = trace::words_of(material.definitions, &revision.key).join(" ");
        format!("{words} {} → {}", shown(revision.old), shown(revision.new))
    });
    told.collect()
}

/// The summary workbook and the open data.
fn tables(
    project: &Project,
    options: &Options,
    read: &Read,
    material: &Material,
) -> Result<Vec<Output>> {
    let publication = publication(project, options.period);
    let mut sheets = Sheets::new(material, &publication);
    sheets.tell_changed_inputs(&read.changed);
    let base = options
        .links
        .as_deref()
        .unwrap_or_else(|| links::usual(options.period));
    let mut files = vec![Output {
        path: "summary.xlsx".to_owned(),
        bytes: workbook::summary(&sheets, Some(base))?,
    }];
    // The city's figures alone are published; ward and office tables stay inside the house.
    let formats = [opendata::Format::Csv, opendata::Format::Xlsx];
    let published = opendata::export(
        &Dataset::new(material, &publication),
        &formats,
        opendata::By::City,
    )?;
    files.extend(published.into_iter().map(|file| Output {
        path: format!("opendata/{}", file.name),
        bytes: file.bytes,
    }));
    Ok(files)
}

/// One sheet a counted unit, in parallel.
fn feedback_sheets(
    material: &Material,
    settings: &Settings,
    options: &Options,
) -> Result<Vec<Output>> {
    let registry = &material.definitions.registry;
    let units: Vec<&OrgUnit> = material.round.expected(registry).collect();
    let sheet = |unit: &&OrgUnit| {
        let print = feedback::compose(material, settings, unit)?;
        let path = format!("feedback/{}/{}.pdf", unit.kind, registry.file_stem(unit));
        Some(
            pdf::render(&print, options.templates.as_deref()).map(|pdf| Output {
                path,
                bytes: pdf.bytes,
            }),
        )
    };
    units.par_iter().filter_map(sheet).collect()
}

/// The city's own templates, for the manifest.
fn own_templates(dir: &Path) -> Result<Vec<Entry>> {
    let mut paths = Vec::new();
    collect(dir, &mut paths)?;
    let entry = |path: &PathBuf| -> Result<Entry> {
        let bytes =
            fs::read(path).with_context(|| format!("書式「{}」を読めません", path.display()))?;
        Ok(Entry::new(
            format!(
                "templates/{}",
                slashed(path.strip_prefix(dir).unwrap_or(path))
            ),
            &bytes,
        ))
    };
    paths.iter().map(entry).collect()
}

/// What was made, for the user.
fn told(made: &Made, read: &Read, period: Period, out: &Path) -> String {
    let mut text = format!(
        "{}の報告書を作りました（{}ページ）。\n",
        period.label(),
        made.pages
    );
    for (path, what) in [
        ("report.pdf", "報告書"),
        ("summary.xlsx", "集計表"),
        ("opendata", "オープンデータ"),
    ] {
        let _ = writeln!(text, "  {what}: {}", out.join(path).display());
    }
    if let Some(preliminary) = &made.print.meta.preliminary {
        let _ = writeln!(text, "{}です。{}", preliminary.mark, preliminary.text);
    }
    let queries = read
        .round
        .all_findings()
        .filter(|finding| finding.is_open())
        .count();
    if queries > 0 {
        let _ = writeln!(
            text,
            "理由の書かれていない確認が{queries}件あります（報告書の付録と集計表にあります）。"
        );
    }
    if !made.revised.is_empty() {
        let _ = writeln!(
            text,
            "締めたあとに変わった数（r）が{}件あります。公表済みなら訂正が要ります。",
            made.revised.len()
        );
        for line in &made.revised {
            let _ = writeln!(text, "  r {line}");
        }
        for input in &read.changed {
            let _ = writeln!(text, "  締めたあとに変わった入力: {input}");
        }
    }
    for shown in &made.left_out {
        let _ = writeln!(
            text,
            "{shown}は、壊れていて組めないため、報告書に載せていません。貼り直したものを送ってもらってください。"
        );
    }
    for character in &made.replaced {
        text += &unprintable(&read.round, *character);
    }
    text
}

/// Whether a round may be counted: every expected unit is, or units may be missing.
pub fn is_countable(project: &Project, round: &Round, allow_missing: bool) -> bool {
    let registry = &project.definitions.registry;
    allow_missing
        || round
            .expected(registry)
            .all(|unit| round.standing(&unit.id) == Standing::Counted)
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
            let _ = writeln!(
                text,
                "{}（{}件）: {}",
                standing.label(),
                names.len(),
                names.join("、")
            );
        }
    }
    for stray in round.strays(registry) {
        let _ = writeln!(text, "集計できないファイル: {}", stray.file.path);
        if stray.findings.is_empty() {
            let _ = writeln!(text, "  名簿では、この期間に報告する対象ではありません。");
        }
    }
    for finding in round
        .all_findings()
        .filter(|finding| finding.severity == Severity::Error)
    {
        let place = [
            finding.sheet.clone(),
            finding.cell.map(|cell| cell.to_string()),
        ]
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
    if is_countable(project, round, allow_missing) {
        warn(&text);
        return true;
    }
    warn(&format!(
        "提出が揃っていないため、作りませんでした。\n{text}揃わないまま速報として作るときは、--allow-missing を付けてください。\n"
    ));
    false
}

/// What covers and tables say of the publication.
pub fn publication(project: &Project, period: Period) -> Publication {
    let own = &project.settings.publication;
    let synthetic = own
        .synthetic
        .as_ref()
        .map_or_else(String::new, |note| format!("（{note}）"));
    Publication {
        title: own.title.clone(),
        issuer: own.issuer.clone(),
        source: format!("{}{synthetic}", own.source),
        licence: own.licence.clone(),
        licence_url: own.licence_url.clone(),
        date: project.settings.published(period).to_string(),
    }
}

/// Where a character stands that the report could not print.
fn unprintable(round: &Round, character: char) -> String {
    let mut text = format!(
        "「{character}」（U+{:04X}）は報告書の書体にないため〓に置き換えました。\n",
        character as u32
    );
    for arrival in &round.arrivals {
        for value in arrival
            .submission
            .iter()
            .flat_map(|submission| &submission.values)
            .filter(|value| value.raw.contains(character))
        {
            let _ = writeln!(
                text,
                "  {} シート「{}」{}（{}）",
                arrival.file.path, value.at.sheet, value.at.cell, value.heading
            );
        }
    }
    text
}
