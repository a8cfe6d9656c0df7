//! `build`: the report, the summary workbook and the open-data tables, whole or not at all.

mod feedback;
mod tables;
mod told;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use super::args::Build;
use super::counting::{self, RevisedPast};
use super::next::Next;
use super::progress::Progress;
use super::project::{OUTPUT, Project};
use super::write::{self, Guard};
use super::{Outcome, links, say};
use crate::aggregate::history::History;
use crate::aggregate::summary::Summary;
use crate::dataset::Dataset;
use crate::figures::material::Material;
use crate::figures::publication::{Audience, Disclosure, Publication};
use crate::model::period::Period;
use crate::model::round::Round;
use crate::output::manifest::{self, FileEntry, Manifest};
use crate::output::pdf::{self, Pdf};
use crate::output::{Output, html, lineage};
use crate::pages::commentary::Commentary;
use crate::pages::compose::{Edition, compose};
use crate::pages::print::Print;

use tables::tables;

/// The report.
const REPORT: &str = "report.pdf";
/// The report as a web page.
const WEB_PAGE: &str = "report.html";
/// The folder of the open data.
const OPEN_DATA: &str = "opendata";
/// What of the report the office alone may read.
const APPENDIX: &str = "appendix.pdf";
/// The summary workbook of the office.
const SUMMARY: &str = "summary.xlsx";

/// What a build depends on besides the project.
pub struct BuildOptions {
    /// The period.
    pub period: Period,
    /// Whether units may be missing.
    pub allow_missing: bool,
    /// The city's own page templates; none for the built-in ones alone.
    pub templates: Vec<Output>,
    /// Whether to make a feedback sheet per unit.
    pub feedback: bool,
    /// The way from the outputs to the submissions, for links; `None` for the usual one.
    pub links: Option<String>,
}

/// What a build makes, before anything is written.
pub struct Built {
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
    /// The 確認 that nobody has answered, in words.
    awaited: String,
}

/// What a build is made from, as read.
pub struct BuildInputs<'a> {
    history: &'a History,
    commentary: Commentary,
    /// What arrived.
    pub round: Round,
    /// Every file that was read.
    pub inputs: Vec<FileEntry>,
    /// Which of them changed since the period was closed, in words.
    changed: Vec<String>,
    /// What changed of earlier periods since they were closed.
    revised_past: RevisedPast,
}

/// Builds what is published for a period, and what the office needs beside it.
pub fn run(dir: Option<&Path>, args: &Build) -> Result<Outcome> {
    let project = Project::open_for(dir, args.period)?;
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| project.folder(args.period).join(OUTPUT));
    let options = BuildOptions {
        period: args.period,
        allow_missing: args.allow_missing,
        templates: project.templates(args.templates.as_deref())?,
        feedback: args.feedback,
        links: links::unusual(&project, args.period, &out)?,
    };
    let read = read(&project, &options)?;
    if !counting::may_count(&project, &read.round, options.allow_missing) {
        return Ok(Outcome::Findings);
    }
    let made = make(&project, &options, &read)?;
    write::folder(&Guard::new(dir), &out, &made.outputs, &before(&out))?;
    say(&told::told(&project, &made, &read, &out))?;
    let period = args.period;
    let next = Next::after(dir).run(
        "数の出どころを調べる",
        &format!("trace --period {period} 言葉"),
    );
    let is_final = counting::is_countable(&project, &read.round, false) && made.awaited.is_empty();
    let next = if is_final {
        next.publish(period, project.is_closed(period))
    } else {
        next.run("足りないものを見る", &format!("status --period {period}"))
    };
    next.say()?;
    Ok(Outcome::Clean)
}

/// What an earlier build left in the folder, as its manifest says.
fn before(out: &Path) -> Vec<FileEntry> {
    let Ok(bytes) = std::fs::read(out.join(manifest::path())) else {
        return Vec::new();
    };
    Manifest::parse(&bytes).map_or_else(|_| Vec::new(), |manifest| manifest.outputs)
}

/// Reads everything that a build depends on.
///
/// # Errors
/// A file of the project or of the templates cannot be read.
pub fn read<'a>(project: &'a Project, options: &BuildOptions) -> Result<BuildInputs<'a>> {
    let history = project.history()?;
    let (commentary, remarks) = project.commentary(options.period)?;
    let round = project.round(options.period)?;
    let mut inputs = project.inputs(&round)?;
    let closed = counting::since_closing(project, &round, &inputs)?;
    let revised_past = counting::revised_past(project, options.period)?;
    inputs.extend(revised_past.inputs.iter().cloned());
    inputs.extend(closed.records);
    inputs.extend(remarks);
    inputs.extend(options.templates.iter().map(|file| {
        let path = format!("templates/{}", file.path);
        FileEntry::new(path, &file.bytes)
    }));
    Ok(BuildInputs {
        history,
        commentary,
        round,
        inputs,
        changed: closed.changed,
        revised_past,
    })
}

/// Makes every output in memory.
///
/// # Errors
/// A template has a mistake, or a table breaks the rules of the publication.
pub fn make(project: &Project, options: &BuildOptions, read: &BuildInputs) -> Result<Built> {
    let (period, round) = (options.period, &read.round);
    let summary = Summary::new(
        &project.definitions.catalogue,
        period,
        round.counted(&project.definitions.registry),
    );
    let material = Material::new(&project.definitions, round, &summary, read.history)
        .with_revised_past(&read.revised_past.numbers);
    let publication = Publication::new(&material, &project.settings);
    let dataset = Dataset::new(&material, &publication);
    let disclosure = Disclosure {
        unit_totals: dataset.unit_totals.clone(),
        permits: project.pages.permits(),
    };
    let edition = Edition {
        pages: &project.pages,
        publication: &publication,
        disclosure: &disclosure,
        commentary: &read.commentary,
    };
    let mut print = compose(&material, &edition);
    // One after the other: side by side they would need their memory at the same time, for a tenth
    // of a second. The tables first: what the layout leaves of its memory is of no use to them.
    let tables = tables(dataset, &edition, options, read, &material)?;
    let report = Report::set(&mut print, &publication, &options.templates)?;
    let printed = serde_json::to_string_pretty(&print)? + "\n";
    let lineage = lineage::json(&project.definitions.catalogue, &summary, &print)?;
    let web_page = html::report(&report.public, &tables.beside).into_bytes();
    let mut outputs = vec![
        Output::new(Audience::Public, REPORT, report.pdf.bytes),
        Output::new(Audience::Public, WEB_PAGE, web_page),
        Output::new(Audience::Internal, "report.json", printed.into_bytes()),
        Output::new(Audience::Internal, lineage::NAME, lineage),
    ];
    let appendix = report.appendix.into_iter();
    outputs.extend(appendix.map(|pdf| Output::new(Audience::Internal, APPENDIX, pdf.bytes)));
    outputs.extend(print.pictures().map(|picture| {
        let bytes = picture.file.bytes.to_vec();
        Output::new(Audience::Internal, &picture.path, bytes)
    }));
    outputs.extend(tables.outputs);
    if options.feedback {
        let publication = publication.of(Audience::Internal);
        outputs.extend(feedback::sheets(&material, &publication, options)?);
    }
    let manifest = Manifest::new(
        period,
        options.allow_missing,
        options.feedback,
        read.inputs.clone(),
        &outputs,
    )
    .linking(options.links.clone())
    .naming(project.names());
    outputs.push(Output {
        path: manifest::path(),
        bytes: manifest.json()?,
    });
    Ok(Built {
        outputs,
        manifest,
        print,
        pages: report.pdf.pages,
        replaced: report.pdf.replaced,
        left_out: report.left_out,
        revised: told::revised(&material),
        awaited: told::awaited(&material),
    })
}

/// The report as it was set.
struct Report {
    /// What everybody reads of it.
    public: Print,
    pdf: Pdf,
    /// What the office alone reads.
    appendix: Option<Pdf>,
    /// What the pictures show that could not be set, and are in no edition.
    left_out: Vec<String>,
}

impl Report {
    fn set(print: &mut Print, publication: &Publication, templates: &[Output]) -> Result<Self> {
        let mut public = print.of(Audience::Public, publication);
        let _progress = Progress::new("報告書を組んでいます", 0);
        let mut pdf = pdf::render(&public, templates)?;
        pdf::forget(0);
        let internal = print.of(Audience::Internal, publication);
        let has_appendix = !internal.pages.is_empty();
        let appendix = has_appendix.then(|| pdf::render(&internal, templates));
        let appendix = appendix.transpose()?;
        pdf::forget(0);
        let replaced = appendix.iter().flat_map(|appendix| &appendix.replaced);
        pdf.replaced.extend(replaced);
        let left_out = print
            .pictures()
            .filter(|picture| pdf.left_out.contains(&picture.path))
            .map(|picture| picture.alt.clone())
            .collect();
        print.leave_out(&pdf.left_out);
        public.leave_out(&pdf.left_out);
        Ok(Self {
            public,
            pdf,
            appendix,
            left_out,
        })
    }
}
