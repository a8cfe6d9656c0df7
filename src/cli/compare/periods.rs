//! Two periods side by side, as people read them.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};

use super::super::args::{ByEnding as _, Compare, ListFormat};
use super::super::next::Next;
use super::super::project::Project;
use super::super::write::Guard;
use super::super::{Outcome, counting, screen, show};
use crate::inquiry::periods::{FigurePair, PeriodComparison, PeriodFigures};
use crate::model::Id;
use crate::model::period::Period;
use crate::model::terms;
use crate::output::listing::{Listing, TextCell};

/// Shows both periods, the earlier one first.
pub fn run(dir: Option<&Path>, one: Period, other: Period, args: &Compare) -> Result<Outcome> {
    let project = &Project::open(dir)?;
    if one == other {
        bail!(
            "同じ期間（{}）どうしは比べられません。--with に別の期間を指定してください",
            one.label()
        );
    }
    let (earlier, later) = if one.days().0 <= other.days().0 {
        (one, other)
    } else {
        (other, one)
    };
    let units = units(project, args.unit.as_deref())?;
    let (Some(before), Some(now)) = (figures(project, earlier)?, figures(project, later)?) else {
        return Ok(Outcome::Findings);
    };
    let mut found = PeriodComparison::new(&project.definitions, &before, &now, &units);
    for period in [earlier, later] {
        if closed_incomplete(project, period)? {
            let period = period.prose();
            found.notes.push(format!(
                "{period}は、報告が揃わないまま締めた期間です。足りない報告者の数は入っていません"
            ));
        }
    }
    let all: Vec<&FigurePair> = found.figures.iter().collect();
    let out = args.out.as_deref();
    let format = ListFormat::of(args.format, out)?;
    let bytes = match format {
        ListFormat::Text => screen::laid_out(out, |width| text(&found, width)),
        ListFormat::Csv => whole_table(&all).csv()?,
        ListFormat::Json => (serde_json::to_string_pretty(&found)? + "\n").into_bytes(),
    };
    show::to(&Guard::new(Some(&project.root)), out, bytes, "比較の結果")?;
    if out.is_some() || format == ListFormat::Text {
        Next::after(dir)
            .run(
                "増減の出どころを調べる",
                &format!("trace --period {later} 言葉"),
            )
            .say()?;
    }
    Ok(Outcome::Clean)
}

/// Whose numbers: the city's, or those of every unit that a name means.
fn units(project: &Project, name: Option<&str>) -> Result<Vec<Option<Id>>> {
    let Some(name) = name else {
        return Ok(vec![None]);
    };
    let found = project.definitions.registry.find_all(name);
    if found.is_empty() {
        bail!("「{name}」という報告者は名簿にありません");
    }
    Ok(found.iter().map(|unit| Some(unit.id.clone())).collect())
}

/// The numbers of a period: from its submissions, else as it was published and closed.
fn figures(project: &Project, period: Period) -> Result<Option<PeriodFigures>> {
    let definitions = &project.definitions;
    let halves = period.halves();
    let is_submitted = halves
        .iter()
        .all(|half| project.folder(*half).join("submissions").exists());
    let figures = if is_submitted {
        let round = project.round(period)?;
        let was_closed = closed_incomplete(project, period)?;
        if !counting::may_count(project, &round, was_closed) {
            return Ok(None);
        }
        let counted = round.counted(&definitions.registry);
        PeriodFigures::submitted(definitions, period, &counted)
    } else {
        PeriodFigures::kept(definitions, period, &project.history_lines(|_| true)?)
    };
    if figures.is_empty() {
        bail!(
            "{}の数がありません。提出のフォルダーも、締めた記録（history）も見つかりません",
            period.label()
        );
    }
    Ok(Some(figures))
}

/// Whether a period, or a half of it, was closed while units were missing.
fn closed_incomplete(project: &Project, period: Period) -> Result<bool> {
    for half in period.halves() {
        let record = project.closed_record(half)?;
        if record.is_some_and(|(_, record)| record.allow_missing) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A row a number, with everything that is known of it.
fn whole_table(pairs: &[&FigurePair]) -> Listing<'static> {
    let mut listing = table(pairs, "");
    listing.header.insert(0, "対象");
    listing.header.extend(["注", "数の番号"]);
    for (row, pair) in listing.rows.iter_mut().zip(pairs) {
        row.insert(0, TextCell::text(&pair.unit));
        row.extend([TextCell::text(&pair.note), TextCell::text(&pair.figure)]);
    }
    listing
}

/// A row a number; whose it is only where that differs. The notes would be too wide for a screen.
fn screen_table(pairs: &[&FigurePair], with_units: bool) -> Listing<'static> {
    let mut listing = table(pairs, terms::NONE);
    if with_units {
        listing.header.insert(0, "対象");
        listing.names += 1;
        for (row, pair) in listing.rows.iter_mut().zip(pairs) {
            row.insert(0, TextCell::text(&pair.unit));
        }
    }
    listing
}

fn table(pairs: &[&FigurePair], no_percent: &str) -> Listing<'static> {
    let mut rows = Vec::new();
    for pair in pairs {
        rows.push(vec![
            TextCell::text(&pair.element),
            TextCell::text(&pair.option),
            TextCell::text(&pair.answer),
            TextCell::Number(pair.earlier),
            TextCell::Number(pair.later),
            TextCell::difference(pair.earlier, pair.later),
            TextCell::Words(
                pair.percent
                    .clone()
                    .unwrap_or_else(|| no_percent.to_owned()),
            ),
        ]);
    }
    Listing {
        header: vec![
            terms::ELEMENT,
            terms::OPTION,
            terms::ANSWER,
            "前",
            "後",
            "増減",
            "増減率",
        ],
        names: 3,
        rows,
    }
}

fn text(found: &PeriodComparison, width: Option<usize>) -> String {
    let mut text = format!(
        "前: {}（{}による）\n後: {}（{}による）\n",
        found.earlier.period.prose(),
        found.earlier.source,
        found.later.period.prose(),
        found.later.source
    );
    for note in &found.notes {
        let _ = writeln!(text, "注意: {note}");
    }
    let mut changed: Vec<&FigurePair> = found.figures.iter().collect();
    changed.retain(|pair| pair.earlier != pair.later);
    let same = found.figures.len() - changed.len();
    if changed.is_empty() {
        let _ = writeln!(text, "\n{same}個の数はすべて同じです。");
        return text;
    }
    let with_units = found.figures.iter().any(|pair| pair.figure.contains('/'));
    let _ = writeln!(text, "\n{}", screen_table(&changed, with_units).text(width));
    let mut notes: Vec<&str> = Vec::new();
    for pair in &found.figures {
        if !pair.note.is_empty() && !notes.contains(&pair.note.as_str()) {
            notes.push(&pair.note);
        }
    }
    for note in notes {
        let _ = writeln!(text, "区分などの変更: {note}");
    }
    let _ = writeln!(
        text,
        "ほかの{same}個の数は同じです。{} は、その期間に数がないか、比べられないものです。",
        terms::NONE
    );
    text
}
