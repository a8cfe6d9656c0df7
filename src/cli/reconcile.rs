//! `reconcile`: published figures against recomputed ones, and against themselves.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::args::Reconcile;
use super::project::{Project, is_published, slashed};
use super::{Outcome, build, say, trace};
use crate::aggregate::history::{History, read_csv};
use crate::aggregate::reconcile::{self, Outcome as Compared};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::model::text::grouped;

/// Prints what is equal, what differs, and what contradicts itself.
pub fn run(dir: Option<&Path>, args: &Reconcile) -> Result<Outcome> {
    let project = Project::open(dir)?;
    let lines = match &args.against {
        None => project.history_lines(is_published)?,
        Some(path) => {
            let bytes = fs::read(path).with_context(|| format!("公表値のファイル「{}」を読めません", path.display()))?;
            read_csv(&slashed(path), &bytes)?
        }
    };
    let round = project.round(args.period)?;
    if !build::may_count(&project, &round, args.allow_missing) {
        return Ok(Outcome::Findings);
    }
    let catalogue = &project.definitions.catalogue;
    let summary = Summary::new(catalogue, args.period, round.counted(&project.definitions.registry));
    let mut closed = History::default();
    closed.add(project.history_lines(|name| !is_published(name))?);
    let recomputed = |period, key: &TallyKey| {
        if period == args.period { summary.get(key).map(|tally| tally.sum) } else { closed.value(catalogue, period, key) }
    };
    let compared = reconcile::compare(&lines, recomputed);
    let contradictions = reconcile::contradictions(catalogue, &lines);
    let count = |wanted: fn(&Compared) -> bool| compared.iter().filter(|figure| wanted(&figure.outcome)).count();
    let different = count(|outcome| matches!(outcome, Compared::Differs(_)));
    let mut text = format!(
        "公表値{}件: 一致 {}件、不一致 {different}件、計算し直せないもの {}件、公表値どうしの食い違い {}件\n",
        grouped(lines.len() as u64),
        count(|outcome| *outcome == Compared::Equal),
        count(|outcome| *outcome == Compared::NotRecomputed),
        contradictions.len()
    );
    for figure in &compared {
        let words = trace::words_of(&project.definitions, &figure.key).join(" ");
        if let Compared::Differs(value) = figure.outcome {
            let note = if figure.note.is_empty() { String::new() } else { format!("（{}）", figure.note) };
            let _ = writeln!(
                text,
                "  不一致: {} {words} 公表 {}、集計 {}{note}",
                figure.period.label(),
                grouped(figure.published),
                grouped(value)
            );
        }
    }
    for found in &contradictions {
        let words = trace::words_of(&project.definitions, &found.key).join(" ");
        let _ = writeln!(
            text,
            "  食い違い: {} {words} 公表された合計 {} に対し、公表された内訳の合計 {}（差 {}）",
            found.period.label(),
            grouped(found.total),
            grouped(found.parts),
            grouped(found.total.abs_diff(found.parts))
        );
    }
    say(&text);
    Ok(if different + contradictions.len() == 0 { Outcome::Clean } else { Outcome::Findings })
}
