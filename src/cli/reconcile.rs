//! `reconcile`: published figures against recomputed ones, and against themselves.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::args::{ByEnding as _, ListFormat, Reconcile};
use super::next::Next;
use super::project::{HISTORY, Project, is_published, slashed};
use super::write::Guard;
use super::{Outcome, counting, screen, show};
use crate::aggregate::history::read_csv;
use crate::aggregate::summary::Summary;
use crate::inquiry::reconciliation::{Agreement, ReconciledFigure, Reconciliation};
use crate::model::terms;
use crate::model::text::grouped;
use crate::output::listing::{Listing, TextCell};

/// Shows what is equal, what differs, and what contradicts itself.
pub fn run(dir: Option<&Path>, args: &Reconcile) -> Result<Outcome> {
    let project = Project::open_for(dir, args.period)?;
    let published = match &args.against {
        None => project.history_lines(is_published)?,
        Some(path) => {
            let bytes = fs::read(path)
                .with_context(|| format!("公表値のファイル「{}」を読めません", path.display()))?;
            read_csv(&slashed(path), &bytes)?
        }
    };
    let round = project.round(args.period)?;
    if !counting::may_count(&project, &round, args.allow_missing) {
        return Ok(Outcome::Findings);
    }
    let summary = Summary::new(
        &project.definitions.catalogue,
        args.period,
        round.counted(&project.definitions.registry),
    );
    let closed = project.history_lines(|name| !is_published(name))?;
    let found = Reconciliation::new(&project.definitions, &summary, &closed, &published);
    let out = args.out.as_deref();
    let format = ListFormat::of(args.format, out)?;
    let bytes = match format {
        ListFormat::Text if published.is_empty() => {
            format!("照らし合わせる公表値がありません。{HISTORY}/published.csv に書くか、--against で公表値のファイルを指定してください。\n").into()
        }
        ListFormat::Text => screen::laid_out(out, |width| text(&found, width)),
        ListFormat::Csv => table(&found, true).csv()?,
        ListFormat::Json => (serde_json::to_string_pretty(&found)? + "\n").into_bytes(),
    };
    let mut guard = Guard::new(dir);
    if let Some(against) = &args.against {
        guard = guard.and(against);
    }
    show::to(&guard, out, bytes, "照合の結果")?;
    if out.is_some() || format == ListFormat::Text {
        let trace = format!("trace --period {} 言葉", args.period);
        let next = Next::after(dir);
        next.run("違う数の出どころを調べる", &trace).say()?;
    }
    Ok(if found.counts.differs + found.counts.contradicts == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// How a figure came out, in words.
fn verdict(figure: &ReconciledFigure) -> String {
    let compared = match figure.outcome {
        Agreement::Equal => "一致",
        Agreement::Differs => "不一致",
        Agreement::NotRecomputed => "集計なし",
    };
    if figure.parts.is_some() {
        format!("{compared}・内訳と食い違い")
    } else {
        compared.to_owned()
    }
}

/// A row a figure; the notes would be too wide for a screen.
fn table(found: &Reconciliation, whole: bool) -> Listing<'static> {
    let mut header = vec![
        "期間",
        "対象",
        terms::ELEMENT,
        terms::OPTION,
        terms::ANSWER,
        "公表値",
        "集計値",
        "差",
        "判定",
    ];
    if whole {
        header.extend(["公表された内訳の合計", "数の番号", "注"]);
    }
    let mut rows = Vec::new();
    for figure in &found.figures {
        let mut cells = vec![
            TextCell::text(figure.period.prose()),
            TextCell::text(&figure.unit),
            TextCell::text(&figure.element),
            TextCell::text(&figure.option),
            TextCell::text(&figure.answer),
            TextCell::Number(Some(figure.published)),
            TextCell::Number(figure.recomputed),
            TextCell::difference(Some(figure.published), figure.recomputed),
            TextCell::text(verdict(figure)),
        ];
        if whole {
            cells.extend([
                TextCell::Number(figure.parts),
                TextCell::text(&figure.figure),
                TextCell::text(&figure.note),
            ]);
        }
        rows.push(cells);
    }
    Listing {
        header,
        names: 5,
        rows,
    }
}

fn text(found: &Reconciliation, width: Option<usize>) -> String {
    let counts = &found.counts;
    let mut text = format!(
        "公表値{}件: 一致 {}件、不一致 {}件、集計できる提出がないもの {}件、公表値どうしの食い違い {}件\n\n{}",
        grouped(counts.published as u64),
        counts.equal,
        counts.differs,
        counts.not_recomputed,
        counts.contradicts,
        table(found, false).text(width)
    );
    if counts.differs + counts.contradicts > 0 {
        text.push('\n');
    }
    for figure in &found.figures {
        if figure.outcome == Agreement::Differs {
            text += &differing(figure);
        }
    }
    for figure in &found.figures {
        if let Some(parts) = figure.parts {
            let _ = writeln!(
                text,
                "食い違い: {} 公表された合計 {} に対し、公表された内訳の合計 {}（差 {}）",
                phrase(figure),
                grouped(figure.published),
                grouped(parts),
                grouped(figure.published.abs_diff(parts))
            );
        }
    }
    text
}

fn differing(figure: &ReconciledFigure) -> String {
    let note = if figure.note.is_empty() {
        String::new()
    } else {
        format!("（{}）", figure.note)
    };
    format!(
        "不一致: {} 公表 {}、集計 {}{note}\n",
        phrase(figure),
        grouped(figure.published),
        figure.recomputed.map_or_else(String::new, grouped)
    )
}

/// The period and what is counted.
fn phrase(figure: &ReconciledFigure) -> String {
    let mut words = vec![figure.period.prose()];
    for word in [&figure.element, &figure.option, &figure.answer] {
        if !word.is_empty() {
            words.push(word.clone());
        }
    }
    words.join(" ")
}
