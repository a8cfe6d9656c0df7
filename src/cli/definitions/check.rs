//! `definitions check`: whether the definitions are right, and what they do to the closed periods,
//! and to the forms that have come for an open one.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use crate::aggregate::history::{CLOSED, Line};
use crate::aggregate::summary::Summary;
use crate::cli::next::Next;
use crate::cli::project::{Project, SUBMISSIONS, begun, is_published};
use crate::cli::{Outcome, say};
use crate::inquiry::redefinition::{Codes, Effect, Redefinition};
use crate::model::period::Period;
use crate::rules::{CONTRADICTING_IDENTITY, OTHER_DEFINITIONS};

/// Reads the definitions, and each period by them.
pub fn run(dir: Option<&Path>) -> Result<Outcome> {
    // A mistake in the definitions ends here, with its file and line.
    let project = Project::open(dir)?;
    let mut lines = project.history_lines(|name| !is_published(name))?;
    lines.retain(|line| line.source == CLOSED);
    let periods: BTreeSet<Period> = lines.iter().map(|line| line.period).collect();
    let mut out = "定義に書き誤りはありません。\n".to_owned();
    let mut touched = 0;
    for period in &periods {
        let own: Vec<Line> = lines
            .iter()
            .filter(|line| line.period == *period)
            .cloned()
            .collect();
        let (effects, notes) = effects(&project, *period, &own)?;
        touched += usize::from(!effects.is_empty());
        out += &told(*period, "", &effects, &notes);
    }
    let of_closed = touched;
    for period in begun(&project.root) {
        if periods.contains(&period) {
            continue;
        }
        let redefinition = Redefinition {
            codes: codes(),
            definitions: &project.definitions,
            period,
            closed: &[],
        };
        let effects = redefinition.unreadable(&project.round(period)?);
        if !effects.is_empty() {
            touched += 1;
            out += &told(period, "（まだ締めていない期間）", &effects, &[]);
        }
    }
    out += &match (periods.len(), of_closed) {
        (0, _) => "\n締めた期間はまだありません。\n".to_owned(),
        (all, 0) => format!("\n締めた期間{all}つは、今の定義でも同じに読め、同じ数になります。\n"),
        (all, some) => format!("\n締めた期間{all}つのうち{some}つに影響があります。\n"),
    };
    say(&out)?;
    let next = Next::after(dir);
    let next = match touched {
        0 => next.run("様式を作る", "forms --period 期間"),
        _ => next.run("影響を確かめて直し、もう一度調べる", "definitions check"),
    };
    next.say()?;
    Ok(if touched == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// What becomes of a period, and what there is to know besides.
fn effects(
    project: &Project,
    period: Period,
    closed: &[Line],
) -> Result<(Vec<Effect>, Vec<String>)> {
    let definitions = &project.definitions;
    let redefinition = Redefinition {
        codes: codes(),
        definitions,
        period,
        closed,
    };
    let mut effects = redefinition.gone();
    effects.extend(redefinition.never_asked());
    if period.is_year() || !project.folder(period).join(SUBMISSIONS).exists() {
        let note = "提出された様式がないため、見出しの変更と数の違いは調べていません";
        return Ok((effects, vec![note.to_owned()]));
    }
    let round = project.round(period)?;
    let mut notes = Vec::new();
    if let Some((_, record)) = project.closed_record(period)? {
        for changed in record.changed_inputs(&project.inputs(&round)?, period) {
            notes.push(format!("締めたあとに{changed}"));
        }
    }
    let unreadable = redefinition.unreadable(&round);
    if unreadable.is_empty() {
        let counted = round.counted(&definitions.registry);
        let summary = Summary::new(&definitions.catalogue, period, counted);
        effects.extend(redefinition.revised(&summary));
    }
    effects.extend(unreadable);
    Ok((effects, notes))
}

fn codes() -> Codes<'static> {
    Codes {
        names: CONTRADICTING_IDENTITY.code,
        definitions: OTHER_DEFINITIONS.code,
    }
}

fn told(period: Period, which: &str, effects: &[Effect], notes: &[String]) -> String {
    let state = if effects.is_empty() {
        "影響なし"
    } else {
        "影響あり"
    };
    let mut out = format!("\n■ {}{which}: {state}\n", period.label());
    for (n, Effect { words, remedy }) in effects.iter().enumerate() {
        out += &format!("  {words}\n");
        // What several have in common is told once, below them.
        if effects.get(n + 1).is_none_or(|next| next.remedy != *remedy) {
            out += &format!("    → {remedy}\n");
        }
    }
    for note in notes {
        out += &format!("  参考: {note}\n");
    }
    out
}
