//! `reconcile`: published figures against recomputed ones, and against themselves.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::args::{ListFormat, Reconcile};
use super::names::Names;
use super::project::{Project, is_published, slashed};
use super::{Outcome, build, show};
use crate::aggregate::history::{History, Line, read_csv};
use crate::aggregate::reconcile::{self, Compared, Outcome as Found};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::model::period::Period;
use crate::model::text::grouped;
use crate::output::listing::{Cell, Listing};

/// Everything that was compared, for programs.
#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    period: Period,
    counts: Counts,
    figures: Vec<Figure<'a>>,
}

/// How many figures came out how.
#[derive(Serialize)]
struct Counts {
    published: usize,
    equal: usize,
    differs: usize,
    not_recomputed: usize,
    contradicts: usize,
}

/// One published figure.
#[derive(Serialize)]
struct Figure<'a> {
    period: Period,
    figure: String,
    unit: String,
    element: String,
    option: String,
    answer: String,
    published: u64,
    recomputed: Option<u64>,
    outcome: &'static str,
    /// The sum of its published parts, where it contradicts them.
    parts: Option<u64>,
    note: &'a str,
}

/// Shows what is equal, what differs, and what contradicts itself.
pub fn run(dir: Option<&Path>, args: &Reconcile) -> Result<Outcome> {
    let project = Project::open(dir)?;
    let lines = match &args.against {
        None => project.history_lines(is_published)?,
        Some(path) => {
            let bytes = fs::read(path)
                .with_context(|| format!("公表値のファイル「{}」を読めません", path.display()))?;
            read_csv(&slashed(path), &bytes)?
        }
    };
    let round = project.round(args.period)?;
    if !build::may_count(&project, &round, args.allow_missing) {
        return Ok(Outcome::Findings);
    }
    let summary = Summary::new(
        &project.definitions.catalogue,
        args.period,
        round.counted(&project.definitions.registry),
    );
    let compared = compared(&project, &summary, &lines)?;
    let report = report(&project, args.period, &compared);
    let out = args.out.as_deref();
    let bytes = match ListFormat::of(args.format, out) {
        ListFormat::Text => text(&report).into_bytes(),
        ListFormat::Csv => table(&report, true).csv()?,
        ListFormat::Json => (serde_json::to_string_pretty(&report)? + "\n").into_bytes(),
    };
    show::to(out, bytes, "照合の結果")?;
    Ok(if report.counts.differs + report.counts.contradicts == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// Every published figure beside what the submissions of its period give, or what it was closed with.
fn compared(project: &Project, summary: &Summary, lines: &[Line]) -> Result<Vec<Compared>> {
    let (catalogue, registry) = (
        &project.definitions.catalogue,
        &project.definitions.registry,
    );
    let mut closed = History::following(catalogue, registry);
    closed.add(project.history_lines(|name| !is_published(name))?);
    let recomputed = |period, key: &TallyKey| {
        if period == summary.period {
            summary.get(key).map(|tally| tally.sum)
        } else {
            closed.value(catalogue, period, key)
        }
    };
    Ok(reconcile::compare(catalogue, lines, recomputed))
}

fn report<'a>(project: &Project, period: Period, compared: &'a [Compared]) -> Report<'a> {
    let count =
        |wanted: fn(&Compared) -> bool| compared.iter().filter(|figure| wanted(figure)).count();
    let figure = |figure: &'a Compared| {
        let names = Names::of(&project.definitions, &figure.key);
        let (outcome, recomputed) = match figure.outcome {
            Found::Equal => ("equal", Some(figure.published)),
            Found::Differs(value) => ("differs", Some(value)),
            Found::NotRecomputed => ("not_recomputed", None),
        };
        Figure {
            period: figure.period,
            figure: figure.key.to_string(),
            unit: names.unit,
            element: names.element,
            option: names.option,
            answer: names.answer,
            published: figure.published,
            recomputed,
            outcome,
            parts: figure.parts,
            note: &figure.note,
        }
    };
    Report {
        schema: 1,
        period,
        counts: Counts {
            published: compared.len(),
            equal: count(|figure| figure.outcome == Found::Equal),
            differs: count(|figure| matches!(figure.outcome, Found::Differs(_))),
            not_recomputed: count(|figure| figure.outcome == Found::NotRecomputed),
            contradicts: count(|figure| figure.parts.is_some()),
        },
        figures: compared.iter().map(figure).collect(),
    }
}

impl Figure<'_> {
    /// How it came out, in words.
    fn verdict(&self) -> String {
        let compared = match self.outcome {
            "equal" => "一致",
            "differs" => "不一致",
            _ => "集計なし",
        };
        if self.parts.is_some() {
            format!("{compared}・内訳と食い違い")
        } else {
            compared.to_owned()
        }
    }
}

/// A row a figure; the notes would be too wide for a screen.
fn table(report: &Report, whole: bool) -> Listing {
    let mut header = vec![
        "期間",
        "対象",
        "項目",
        "区分",
        "状況",
        "公表値",
        "集計値",
        "差",
        "判定",
    ];
    if whole {
        header.extend(["公表された内訳の合計", "数の番号", "注"]);
    }
    let row = |figure: &Figure| {
        let mut cells = vec![
            Cell::text(figure.period.prose()),
            Cell::text(&figure.unit),
            Cell::text(&figure.element),
            Cell::text(&figure.option),
            Cell::text(&figure.answer),
            Cell::Number(Some(figure.published)),
            Cell::Number(figure.recomputed),
            Cell::difference(Some(figure.published), figure.recomputed),
            Cell::text(figure.verdict()),
        ];
        if whole {
            cells.extend([
                Cell::Number(figure.parts),
                Cell::text(&figure.figure),
                Cell::text(figure.note),
            ]);
        }
        cells
    };
    Listing {
        header,
        rows: report.figures.iter().map(row).collect(),
    }
}

fn text(report: &Report) -> String {
    let Counts {
        published,
        equal,
        differs,
        not_recomputed,
        contradicts,
    } = report.counts;
    let mut text = format!(
        "公表値{}件: 一致 {equal}件、不一致 {differs}件、集計できる提出がないもの {not_recomputed}件、\
         公表値どうしの食い違い {contradicts}件\n\n{}",
        grouped(published as u64),
        table(report, false).text()
    );
    let phrase = |figure: &Figure| {
        let words = [&figure.element, &figure.option, &figure.answer]
            .into_iter()
            .filter(|word| !word.is_empty());
        format!(
            "{} {}",
            figure.period.prose(),
            words.cloned().collect::<Vec<_>>().join(" ")
        )
    };
    let noted = |figure: &Figure| {
        if figure.note.is_empty() {
            String::new()
        } else {
            format!("（{}）", figure.note)
        }
    };
    if differs + contradicts > 0 {
        text.push('\n');
    }
    for figure in report
        .figures
        .iter()
        .filter(|figure| figure.outcome == "differs")
    {
        let recomputed = figure.recomputed.map_or_else(String::new, grouped);
        let _ = writeln!(
            text,
            "不一致: {} 公表 {}、集計 {recomputed}{}",
            phrase(figure),
            grouped(figure.published),
            noted(figure)
        );
    }
    for figure in &report.figures {
        let Some(parts) = figure.parts else { continue };
        let _ = writeln!(
            text,
            "食い違い: {} 公表された合計 {} に対し、公表された内訳の合計 {}（差 {}）",
            phrase(figure),
            grouped(figure.published),
            grouped(parts),
            grouped(figure.published.abs_diff(parts))
        );
    }
    text
}
