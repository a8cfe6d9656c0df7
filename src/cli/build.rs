//! `build`: the report, the summary workbook and the open-data tables, whole or not at all.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread::{self, ScopedJoinHandle};

use anyhow::Result;

use super::args::Build;
use super::counting::{self, RevisedPast};
use super::next::Next;
use super::progress::Progress;
use super::project::{OUTPUT, Project};
use super::write::{self, Guard};
use super::{Outcome, links, say};
use crate::aggregate::history::{History, Revision};
use crate::aggregate::summary::Summary;
use crate::dataset::Dataset;
use crate::figures::comparison::shown;
use crate::figures::mark::Mark;
use crate::figures::material::Material;
use crate::figures::naming::Naming;
use crate::figures::publication::{AboutRow, Audience, Disclosure, PUBLIC_SUMMARY, Publication};
use crate::inquiry::open_queries::{self, Effect, OpenQuery};
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::submission::Submission;
use crate::model::text::grouped;
use crate::output::Output;
use crate::output::findings::place_of;
use crate::output::manifest::{FileEntry, Manifest};
use crate::output::{html, lineage, manifest, opendata, pdf, workbook};
use crate::pages::commentary::Commentary;
use crate::pages::compose::{Edition, compose};
use crate::pages::feedback;
use crate::pages::print::Print;
use crate::sheets::Sheets;

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

/// The stack of a thread that lays out, as large as the first thread's.
const STACK: usize = 8 << 20;
/// What the layout has not used for so many rounds of sheets, it forgets.
const SHEETS_REMEMBERED: usize = 2;

/// So many names are told that were others when a period was closed.
const RENAMED: usize = 6;

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

/// The workbooks and the open data.
struct Tables {
    outputs: Vec<Output>,
    /// Where the web page finds them.
    beside: html::Beside,
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
    say(&told(&project, &made, &read, &out))?;
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
    let Tables {
        outputs: tables,
        beside,
    } = tables(dataset, &edition, options, read, &material)?;
    let mut public = print.of(Audience::Public, &publication);
    let setting = Progress::new("報告書を組んでいます", 0);
    let mut pdf = pdf::render(&public, &options.templates)?;
    pdf::forget(0);
    let internal = print.of(Audience::Internal, &publication);
    let appendix = if internal.pages.is_empty() {
        None
    } else {
        Some(pdf::render(&internal, &options.templates)?)
    };
    pdf::forget(0);
    drop(setting);
    let left_out = print
        .pictures()
        .filter(|picture| pdf.left_out.contains(&picture.path))
        .map(|picture| picture.alt.clone())
        .collect();
    print.leave_out(&pdf.left_out);
    public.leave_out(&pdf.left_out);
    let web_page = html::report(&public, &beside).into_bytes();
    let printed = serde_json::to_string_pretty(&print)? + "\n";
    let lineage = lineage::json(&project.definitions.catalogue, &summary, &print)?;
    let mut outputs = vec![
        Output::new(Audience::Public, REPORT, pdf.bytes),
        Output::new(Audience::Public, WEB_PAGE, web_page),
        Output::new(Audience::Internal, "report.json", printed.into_bytes()),
        Output::new(Audience::Internal, lineage::NAME, lineage),
    ];
    if let Some(appendix) = appendix {
        pdf.replaced.extend(appendix.replaced);
        outputs.push(Output::new(Audience::Internal, APPENDIX, appendix.bytes));
    }
    outputs.extend(print.pictures().map(|picture| {
        let bytes = picture.file.bytes.to_vec();
        Output::new(Audience::Internal, &picture.path, bytes)
    }));
    outputs.extend(tables);
    if options.feedback {
        outputs.extend(feedback_sheets(
            &material,
            &publication.of(Audience::Internal),
            options,
        )?);
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
        path: manifest::path(),
        bytes: manifest.json()?,
    });
    let revised = revised(&material);
    Ok(Built {
        outputs,
        manifest,
        print,
        pages: pdf.pages,
        replaced: pdf.replaced,
        left_out,
        revised,
        awaited: awaited(&material),
    })
}

/// The numbers that changed since the period was closed.
fn revised(material: &Material) -> Vec<String> {
    let names = Naming::new(material.definitions);
    let mut told = Vec::new();
    for Revision { key, old, new } in material.revised_numbers() {
        let words = names.words(key);
        told.push(format!("{words} {} → {}", shown(*old), shown(*new)));
    }
    told
}

/// The 確認 without a reason, the one that weighs most first.
fn awaited(material: &Material) -> String {
    let open = open_queries::by_effect(material);
    if open.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "理由の書かれていない確認が{}件あります。理由か例外承認が揃うまで、報告書は確定しません。\n\
         公表する数への影響の大きい順に並べます。\n",
        open.len()
    );
    for OpenQuery { finding, effect } in open {
        let place = place_of(finding);
        let _ = writeln!(text, "  [{}] {} {place}", finding.code, finding.file);
        if let Some(Effect { at_stake, whole }) = effect {
            let (stake, whole) = (grouped(at_stake), grouped(whole));
            let _ = writeln!(
                text,
                "    公表する数 {whole} のうち、この欄で動きうる数は {stake}"
            );
        }
    }
    text
}

/// The summary workbooks and the open data; what may be told of single units is that of the pages.
fn tables(
    mut dataset: Dataset,
    edition: &Edition,
    options: &BuildOptions,
    read: &BuildInputs,
    material: &Material,
) -> Result<Tables> {
    let publication = edition.publication;
    let public = Sheets::new(material, publication, Some(edition.disclosure));
    let public = workbook::summary(&public, None)?;
    dataset.about.push(AboutRow {
        label: "集計表".to_owned(),
        text: format!("人が読むための表とグラフは {PUBLIC_SUMMARY} にあります。"),
    });
    let mut sheets = Sheets::new(material, &publication.of(Audience::Internal), None);
    sheets.tell_changed_inputs(&read.changed);
    let base = options
        .links
        .as_deref()
        .unwrap_or_else(|| links::usual(options.period));
    let summary = workbook::summary(&sheets, Some(base))?;
    let mut files = vec![
        Output::new(Audience::Public, PUBLIC_SUMMARY, public),
        Output::new(Audience::Internal, SUMMARY, summary),
    ];
    let formats = [opendata::Format::Csv, opendata::Format::Xlsx];
    let published = opendata::export(&dataset, &formats, opendata::By::City)?;
    let beside = beside(&dataset, &published);
    files.extend(published.into_iter().map(|file| {
        Output::new(
            Audience::Public,
            &format!("{OPEN_DATA}/{}", file.name),
            file.bytes,
        )
    }));
    Ok(Tables {
        outputs: files,
        beside,
    })
}

/// Where the numbers of the web page can be had besides, seen from it.
fn beside(dataset: &Dataset, published: &[opendata::File]) -> html::Beside {
    let address = |file: &str| format!("{OPEN_DATA}/{file}");
    let is_book = |file: &&opendata::File| file.name.ends_with(".xlsx");
    let book = published.iter().find(is_book);
    let named = |name: &str, address: String| (name.to_owned(), address);
    let files = [
        named("報告書（PDF）", REPORT.to_owned()),
        named("集計表（Excel）", PUBLIC_SUMMARY.to_owned()),
    ];
    let book = book.map(|file| named("オープンデータ（Excel）", address(&file.name)));
    let tables = opendata::places(dataset)
        .into_iter()
        .map(|(element, places)| {
            let links = places.into_iter();
            let links = links.map(|place| (place.title, address(&place.file)));
            (element, links.collect())
        });
    html::Beside {
        files: files.into_iter().chain(book).collect(),
        tables: tables.collect(),
    }
}

/// One sheet a counted unit.
///
/// Each worker is a thread of its own: one of the layout's pool would take up the next sheet while
/// it waits for parts of its own, sheet upon sheet, until its stack is full.
fn feedback_sheets(
    material: &Material,
    publication: &Publication,
    options: &BuildOptions,
) -> Result<Vec<Output>> {
    let registry = &material.definitions.registry;
    let mut prints = Vec::new();
    for unit in material.round.expected(registry) {
        if let Some(print) = feedback::compose(material, publication, unit) {
            let path = format!("feedback/{}/{}.pdf", unit.kind, registry.file_stem(unit));
            prints.push((path, print));
        }
    }
    let progress = Progress::new("確認票を組んでいます", prints.len());
    let sheet = |(path, print): &(String, Print)| {
        progress.step();
        let bytes = pdf::render(print, &options.templates)?.bytes;
        Ok(Output::new(Audience::Internal, path, bytes))
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut sheets = Vec::new();
    for some in prints.chunks(workers) {
        let made = thread::scope(|scope| -> Result<Vec<Output>> {
            let begin = |of| {
                let thread = thread::Builder::new().stack_size(STACK);
                thread.spawn_scoped(scope, move || sheet(of))
            };
            let threads = some.iter().map(begin).collect::<Result<Vec<_>, _>>()?;
            threads.into_iter().map(finished).collect()
        });
        sheets.extend(made?);
        pdf::forget(SHEETS_REMEMBERED);
    }
    Ok(sheets)
}

/// What a thread made; where it panicked, this one does.
fn finished(thread: ScopedJoinHandle<Result<Output>>) -> Result<Output> {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// The rows of texts that stay out of the report because a question of privacy is open.
fn withheld(read: &BuildInputs) -> String {
    let mut rows = String::new();
    for arrival in &read.round.arrivals {
        for (sheet, row) in arrival
            .submission
            .iter()
            .flat_map(Submission::withheld_rows)
        {
            let _ = writeln!(rows, "  {}「{sheet}」{row}行目", arrival.file.name);
        }
    }
    if rows.is_empty() {
        return rows;
    }
    format!(
        "個人情報の確認が残っている次の行の文章は、報告書に載せていません（直した様式が届くか、zaitaku.toml の例外承認で認めれば載ります）。\n{rows}"
    )
}

/// What was made, for the user.
fn told(project: &Project, made: &Built, read: &BuildInputs, out: &Path) -> String {
    let period = read.round.period;
    let mut text = format!(
        "{}の報告書を作りました（{}ページ）。\n",
        period.label(),
        made.pages
    );
    for (audience, name, what) in [
        (Audience::Public, REPORT, "報告書"),
        (Audience::Public, WEB_PAGE, "報告書（ホームページ用）"),
        (Audience::Public, PUBLIC_SUMMARY, "集計表"),
        (Audience::Public, OPEN_DATA, "オープンデータ"),
        (Audience::Internal, SUMMARY, "集計表（庁内用・公表不可）"),
    ] {
        let path = out.join(audience.path(name));
        let _ = writeln!(text, "  {what}: {}", path.display());
    }
    for Mark { mark, text: why } in &made.print.meta.marks {
        let _ = writeln!(text, "{mark}です。{}。", why.trim_end_matches('。'));
    }
    text += &made.awaited;
    text += &counting::of_settings(&read.round);
    text += &withheld(read);
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
    text += &read.revised_past.text;
    text += &called(&project.renamed, period);
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

/// What is called as it was when the period was closed, where it is called otherwise now.
fn called(renamed: &[(String, String)], period: Period) -> String {
    if renamed.is_empty() {
        return String::new();
    }
    let mut text = "締めたときの名前で作っています。\n".to_owned();
    for (then, now) in renamed.iter().take(RENAMED) {
        let _ = writeln!(text, "  {then}（今は {now}）");
    }
    if renamed.len() > RENAMED {
        let _ = writeln!(text, "  ほか{}個", renamed.len() - RENAMED);
    }
    let _ = writeln!(
        text,
        "今の名前にするときは、history の {period}.csv と {period}.manifest.json を別の場所に移し、作り直してから締め直してください。"
    );
    text
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
