//! Two versions of one submission: the cells that changed, and the numbers that move with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use serde::Serialize;

use super::super::args::{Compare, ListFormat};
use super::super::names::Names;
use super::super::project::{self, Project};
use super::super::{Outcome, show};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::intake::receive;
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::submission::{DataValue, Key, Role, Submission};
use crate::output::listing::{Cell, Listing};

/// Both versions, for programs.
#[derive(Serialize)]
struct Report {
    schema: u32,
    unit: String,
    name: String,
    period: Period,
    cells: Vec<Changed>,
    numbers: Vec<Moved>,
    /// How many units the city's numbers are of, this one included; nothing outside a project with this round.
    units: Option<usize>,
}

/// A cell that was added, removed or changed.
#[derive(Serialize)]
struct Changed {
    sheet: String,
    cell: String,
    heading: String,
    how: &'static str,
    old: String,
    new: String,
}

/// A number that moves with them.
#[derive(Serialize)]
struct Moved {
    figure: String,
    element: String,
    option: String,
    answer: String,
    old: Option<u64>,
    new: Option<u64>,
    /// The city's number with the old version, and with the new one.
    city_old: Option<u64>,
    city_new: Option<u64>,
}

/// Shows what changed from one version to the other.
pub fn run(project: Option<&Project>, old: &Path, new: &Path, args: &Compare) -> Result<Outcome> {
    let built_in;
    let definitions = match project {
        Some(project) => &project.definitions,
        None => {
            built_in = Definitions::built_in()?;
            &built_in
        }
    };
    let read = |path: &Path| -> Result<Submission> {
        let arrival = receive(
            &project::read(path, project::slashed(path))?,
            None,
            definitions,
        );
        let reason = arrival
            .findings
            .first()
            .map_or_else(String::new, |finding| finding.problem.clone());
        arrival
            .submission
            .ok_or_else(|| anyhow!("「{}」は比べられません。{reason}", path.display()))
    };
    let (old, new) = (read(old)?, read(new)?);
    if (&old.unit, old.period) != (&new.unit, new.period) {
        bail!("二つのファイルは別の報告者か別の期間のものです");
    }
    // The round may not be there yet, or not be readable: the two versions can be compared all the same.
    let round = project
        .filter(|project| project.folder(old.period).join("submissions").exists())
        .and_then(|project| project.round(old.period).ok());
    let report = report(definitions, round.as_ref(), &old, &new);
    let out = args.out.as_deref();
    let bytes = match ListFormat::of(args.format, out) {
        ListFormat::Text => text(&report).into_bytes(),
        ListFormat::Csv => cells(&report).csv()?,
        ListFormat::Json => (serde_json::to_string_pretty(&report)? + "\n").into_bytes(),
    };
    show::to(out, bytes, "比較の結果")?;
    Ok(Outcome::Clean)
}

fn report(
    definitions: &Definitions,
    round: Option<&Round>,
    old: &Submission,
    new: &Submission,
) -> Report {
    let others = round.map(|round| -> Vec<&Submission> {
        round
            .counted(&definitions.registry)
            .into_iter()
            .filter(|submission| submission.unit != old.unit)
            .collect()
    });
    let form = |submission: &&&Submission| submission.form == old.form;
    Report {
        schema: 1,
        unit: old.unit.to_string(),
        name: definitions
            .registry
            .units
            .get(&old.unit)
            .map_or_else(|| old.unit.to_string(), |unit| unit.name.clone()),
        period: old.period,
        cells: changed(old, new),
        units: others
            .as_ref()
            .map(|others| others.iter().filter(form).count() + 1),
        numbers: moved(definitions, others.as_deref(), old, new),
    }
}

/// What a unit wrote in one version and not, or otherwise, in the other.
fn changed(old: &Submission, new: &Submission) -> Vec<Changed> {
    let inputs = |submission: &Submission| -> BTreeMap<Key, DataValue> {
        let inputs = submission
            .values
            .iter()
            .filter(|value| value.role == Role::Input);
        inputs
            .map(|value| (value.key.clone(), value.clone()))
            .collect()
    };
    let (before, after) = (inputs(old), inputs(new));
    // In the order of the form, the rows that only the old version has behind.
    let order = new
        .values
        .iter()
        .chain(&old.values)
        .filter(|value| value.role == Role::Input)
        .map(|value| &value.key);
    let mut seen = BTreeSet::new();
    let change = |key: &Key| {
        let (a, b) = (before.get(key), after.get(key));
        let raw =
            |value: Option<&DataValue>| value.map_or("", |value| &*value.raw).trim().to_owned();
        let (place, old, new) = (b.or(a)?, raw(a), raw(b));
        let how = match (old.is_empty(), new.is_empty()) {
            _ if old == new => return None,
            (true, _) => "追加",
            (_, true) => "削除",
            _ => "変更",
        };
        Some(Changed {
            sheet: place.at.sheet.to_string(),
            cell: place.at.cell.to_string(),
            heading: place.heading.clone(),
            how,
            old,
            new,
        })
    };
    order
        .filter(|key| seen.insert((*key).clone()))
        .filter_map(change)
        .collect()
}

/// The unit's numbers that move, months apart, and the city's with them.
fn moved(
    definitions: &Definitions,
    others: Option<&[&Submission]>,
    old: &Submission,
    new: &Submission,
) -> Vec<Moved> {
    let catalogue = &definitions.catalogue;
    let sums = |others: &[&Submission], own| -> BTreeMap<TallyKey, u64> {
        let all = others.iter().copied().chain([own]).collect();
        let summary = Summary::new(catalogue, old.period, all);
        let whole = summary
            .iter()
            .filter(|(key, _)| key.unit.is_none() && key.month.is_none());
        whole.map(|(key, tally)| (key.clone(), tally.sum)).collect()
    };
    let (then, now) = (sums(&[], old), sums(&[], new));
    let city = others.map(|others| (sums(others, old), sums(others, new)));
    let keys: BTreeSet<&TallyKey> = then.keys().chain(now.keys()).collect();
    let mut keys: Vec<&TallyKey> = keys
        .into_iter()
        .filter(|key| then.get(key) != now.get(key))
        .collect();
    keys.sort_by_key(|key| (catalogue.elements.get_index_of(&key.element), *key));
    let row = |key: &TallyKey| {
        let names = Names::of(definitions, key);
        Moved {
            figure: key.to_string(),
            element: names.element,
            option: names.option,
            answer: names.answer,
            old: then.get(key).copied(),
            new: now.get(key).copied(),
            city_old: city.as_ref().and_then(|(then, _)| then.get(key).copied()),
            city_new: city.as_ref().and_then(|(_, now)| now.get(key).copied()),
        }
    };
    keys.into_iter().map(row).collect()
}

fn cells(report: &Report) -> Listing {
    let row = |cell: &Changed| {
        [
            cell.how,
            &cell.sheet,
            &cell.cell,
            &cell.heading,
            &cell.old,
            &cell.new,
        ]
        .map(Cell::text)
        .to_vec()
    };
    Listing {
        header: vec!["種別", "シート", "セル", "欄", "前", "後"],
        rows: report.cells.iter().map(row).collect(),
    }
}

fn text(report: &Report) -> String {
    let mut text = format!(
        "{} {}: 変わった欄 {}件\n",
        report.name,
        report.period.label(),
        report.cells.len()
    );
    if report.cells.is_empty() {
        text += "二つのファイルに書かれた答えは、すべて同じです。\n";
        return text;
    }
    let _ = writeln!(text, "\n{}", cells(report).text());
    if report.numbers.is_empty() {
        text += "動く数はありません。\n";
        return text;
    }
    let with_city = report.units.is_some();
    let mut header = vec!["項目", "区分", "状況", "前", "後", "増減"];
    if with_city {
        header.extend(["市全体 前", "市全体 後"]);
    }
    let row = |number: &Moved| {
        let mut cells = vec![
            Cell::text(&number.element),
            Cell::text(&number.option),
            Cell::text(&number.answer),
            Cell::Number(number.old),
            Cell::Number(number.new),
            Cell::difference(Some(number.old.unwrap_or(0)), Some(number.new.unwrap_or(0))),
        ];
        if with_city {
            cells.extend([Cell::Number(number.city_old), Cell::Number(number.city_new)]);
        }
        cells
    };
    let _ = writeln!(text, "動く数: {}件", report.numbers.len());
    text += &Listing {
        header,
        rows: report.numbers.iter().map(row).collect(),
    }
    .text();
    if let Some(units) = report.units {
        let _ = writeln!(
            text,
            "\n市全体は、今の提出のうち集計できる{units}の報告者（この報告者を含む）の数です。"
        );
    }
    text
}
