//! Two periods side by side: the city's numbers, or one unit's.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{Result, bail};
use serde::Serialize;

use super::super::args::{Compare, ListFormat};
use super::super::names::Names;
use super::super::project::Project;
use super::super::{Outcome, build, show};
use crate::aggregate::history::{History, Line, closed_lines};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::figures::change;
use crate::figures::comparison::Comparison;
use crate::model::Id;
use crate::model::period::Period;
use crate::output::listing::{Cell, Listing};

/// The numbers of a period and where they were taken from.
struct Numbers {
    period: Period,
    history: History,
    keys: BTreeSet<TallyKey>,
    source: &'static str,
}

/// Both periods, for programs.
#[derive(Serialize)]
struct Report {
    schema: u32,
    earlier: Side,
    later: Side,
    /// What makes the periods unlike each other.
    notes: Vec<String>,
    figures: Vec<Row>,
}

#[derive(Serialize)]
struct Side {
    period: Period,
    source: &'static str,
}

/// One number of both periods.
#[derive(Serialize)]
struct Row {
    figure: String,
    unit: String,
    element: String,
    option: String,
    answer: String,
    earlier: Option<u64>,
    later: Option<u64>,
    /// Why the two are not alike; empty when they are.
    note: String,
}

/// Shows both periods, the earlier one first.
pub fn run(project: &Project, one: Period, other: Period, args: &Compare) -> Result<Outcome> {
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
    let (Some(before), Some(now)) = (numbers(project, earlier)?, numbers(project, later)?) else {
        return Ok(Outcome::Findings);
    };
    let report = report(project, &before, &now, &units);
    let out = args.out.as_deref();
    let bytes = match ListFormat::of(args.format, out) {
        ListFormat::Text => text(&report, &before, &now).into_bytes(),
        ListFormat::Csv => table(&report, report.figures.iter(), true).csv()?,
        ListFormat::Json => (serde_json::to_string_pretty(&report)? + "\n").into_bytes(),
    };
    show::to(out, bytes, "比較の結果")?;
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

/// Every number of a period but the months: from its submissions, else as it was published and closed.
fn numbers(project: &Project, period: Period) -> Result<Option<Numbers>> {
    let (catalogue, registry) = (
        &project.definitions.catalogue,
        &project.definitions.registry,
    );
    let mut history = History::following(catalogue, registry);
    let submitted = period
        .halves()
        .iter()
        .all(|half| project.folder(*half).join("submissions").exists());
    let lines = if submitted {
        let round = project.round(period)?;
        if !build::may_count(project, &round, false) {
            return Ok(None);
        }
        closed_lines(&Summary::new(catalogue, period, round.counted(registry)))
    } else {
        project.history_lines(|_| true)?
    };
    let own = |line: &&Line| line.period == period || period.halves().contains(&line.period);
    let keys: BTreeSet<TallyKey> = lines.iter().filter(own).map(Line::key).collect();
    if keys.is_empty() {
        bail!(
            "{}の数がありません。提出のフォルダーも、締めた記録（history）も見つかりません",
            period.label()
        );
    }
    history.add(lines);
    Ok(Some(Numbers {
        period,
        history,
        keys,
        source: if submitted {
            "提出"
        } else {
            "公表値・締めた記録"
        },
    }))
}

fn report(project: &Project, before: &Numbers, now: &Numbers, units: &[Option<Id>]) -> Report {
    let definitions = &project.definitions;
    let catalogue = &definitions.catalogue;
    let comparison = Comparison {
        definitions,
        history: &before.history,
        now: now.period,
        before: before.period,
    };
    let value =
        |numbers: &Numbers, key: &TallyKey| numbers.history.value(catalogue, numbers.period, key);
    // What is told under the name of its successor is not told again under its own.
    let mut told: BTreeSet<TallyKey> = BTreeSet::new();
    let mut rows: Vec<(TallyKey, Option<u64>, Option<u64>, String)> = Vec::new();
    // Texts and the like are no statistics: they have no unit of measure.
    let measured = |key: &TallyKey| {
        catalogue
            .elements
            .get(&key.element)
            .is_none_or(|element| !element.unit.is_empty())
    };
    let wanted = |key: &TallyKey| units.contains(&key.unit) && measured(key);
    for key in now.keys.iter().filter(|key| wanted(key)) {
        let found = before.history.look_up(catalogue, before.period, key);
        told.extend(match &found {
            Ok(figure) => figure
                .iter()
                .flat_map(|figure| figure.made_of.clone())
                .collect(),
            Err(incomparable) => Vec::clone(&incomparable.before),
        });
        let earlier = found.ok().flatten().map(|figure| figure.value);
        let note = catalogue
            .elements
            .get(&key.element)
            .and_then(|element| comparison.note(element, key));
        rows.push((
            key.clone(),
            earlier,
            value(now, key),
            note.unwrap_or_default(),
        ));
    }
    let gone = before
        .keys
        .iter()
        .filter(|key| wanted(key) && !now.keys.contains(*key) && !told.contains(*key));
    rows.extend(gone.map(|key| (key.clone(), value(before, key), None, String::new())));
    // In the order of the definitions, totals first.
    let place = |key: &TallyKey| {
        let element = catalogue.elements.get_index_of(&key.element)?;
        let of = |category: &Option<Id>, option: &Option<Id>| {
            catalogue
                .categories
                .get(category.as_ref()?)?
                .options
                .get_index_of(option.as_ref()?)
        };
        let (_, asked) = catalogue.elements.get_index(element)?;
        Some((
            element,
            of(&asked.category, &key.option),
            of(&asked.answers, &key.answer),
        ))
    };
    rows.sort_by(|(a, ..), (b, ..)| (place(a), a).cmp(&(place(b), b)));
    let row = |(key, earlier, later, note): (TallyKey, _, _, _)| {
        let names = Names::of(definitions, &key);
        let (unit, element, option, answer) =
            (names.unit, names.element, names.option, names.answer);
        Row {
            figure: key.to_string(),
            unit,
            element,
            option,
            answer,
            earlier,
            later,
            note,
        }
    };
    Report {
        schema: 1,
        earlier: Side {
            period: before.period,
            source: before.source,
        },
        later: Side {
            period: now.period,
            source: now.source,
        },
        notes: notes(project, before.period, now.period),
        figures: rows.into_iter().map(row).collect(),
    }
}

/// What makes two periods unlike each other as a whole.
fn notes(project: &Project, before: Period, now: Period) -> Vec<String> {
    let registry = &project.definitions.registry;
    let mut notes = Vec::new();
    if before.is_year() != now.is_year() {
        notes.push(
            "半期と年度の比較です。長さが違うので、件数をそのまま比べることはできません。"
                .to_owned(),
        );
    } else if before.extent != now.extent {
        notes.push("上半期と下半期の比較です。季節による違いを含みます。".to_owned());
    }
    for kind in registry.kinds.values() {
        let expected = |period| registry.expected(&kind.id, period).count();
        let (then, today) = (expected(before), expected(now));
        if then != today {
            let counter = &kind.counter;
            notes.push(format!(
                "{}の数が違います（{then}{counter} → {today}{counter}）。",
                kind.label
            ));
        }
    }
    notes
}

/// A row a number; the notes would be too wide for a screen.
fn table<'a>(report: &Report, rows: impl Iterator<Item = &'a Row>, whole: bool) -> Listing {
    let by_unit = whole || report.figures.iter().any(|row| row.figure.contains('/'));
    let mut header = vec!["項目", "区分", "状況", "前", "後", "増減", "増減率"];
    if by_unit {
        header.insert(0, "対象");
    }
    if whole {
        header.extend(["注", "数の番号"]);
    }
    let row = |row: &Row| {
        let percent = row
            .earlier
            .zip(row.later)
            .and_then(|(earlier, later)| change::percent(later, earlier));
        let mut cells = vec![
            Cell::text(&row.element),
            Cell::text(&row.option),
            Cell::text(&row.answer),
            Cell::Number(row.earlier),
            Cell::Number(row.later),
            Cell::difference(row.earlier, row.later),
            Cell::Words(percent.unwrap_or_else(|| {
                if whole {
                    String::new()
                } else {
                    "－".to_owned()
                }
            })),
        ];
        if by_unit {
            cells.insert(0, Cell::text(&row.unit));
        }
        if whole {
            cells.extend([Cell::text(&row.note), Cell::text(&row.figure)]);
        }
        cells
    };
    Listing {
        header,
        rows: rows.map(row).collect(),
    }
}

fn text(report: &Report, before: &Numbers, now: &Numbers) -> String {
    let mut text = format!(
        "前: {}（{}による）\n後: {}（{}による）\n",
        before.period.prose(),
        before.source,
        now.period.prose(),
        now.source
    );
    for note in &report.notes {
        let _ = writeln!(text, "注意: {note}");
    }
    let changed: Vec<&Row> = report
        .figures
        .iter()
        .filter(|row| row.earlier != row.later)
        .collect();
    let same = report.figures.len() - changed.len();
    if changed.is_empty() {
        let _ = writeln!(text, "\n{same}個の数はすべて同じです。");
        return text;
    }
    let _ = writeln!(
        text,
        "\n{}",
        table(report, changed.iter().copied(), false).text()
    );
    let mut notes: Vec<&str> = Vec::new();
    for row in &report.figures {
        if !row.note.is_empty() && !notes.contains(&row.note.as_str()) {
            notes.push(&row.note);
        }
    }
    for note in notes {
        let _ = writeln!(text, "区分などの変更: {note}");
    }
    let _ = writeln!(
        text,
        "ほかの{same}個の数は同じです。－ は、その期間に数がないか、比べられないものです。"
    );
    text
}
