//! `compare`: two periods, or two versions of one submission.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use super::args::Compare;
use super::project::{self, Project};
use super::{Outcome, build, say, trace};
use crate::aggregate::history::closed_lines;
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::intake::receive;
use crate::model::period::Period;
use crate::model::submission::{DataValue, Key, Role, Submission};
use crate::model::text::grouped;
use crate::report::change;

/// Prints what changed.
pub fn run(dir: Option<&Path>, args: &Compare) -> Result<Outcome> {
    match (args.period, args.with, args.files.as_slice()) {
        (Some(period), Some(with), []) => periods(&Project::open(dir)?, period, with, args.unit.as_deref()),
        (None, None, [old, new]) => versions(&Project::definitions_near(dir)?, old, new),
        _ => bail!("二つの期間（--period 2023H1 --with 2022H1）か、二つのファイル（古いもの 新しいもの）を指定してください"),
    }
}

/// The city's numbers of two periods side by side, or one unit's.
fn periods(project: &Project, new: Period, old: Period, unit: Option<&str>) -> Result<Outcome> {
    let (Some(now), Some(then)) = (numbers(project, new)?, numbers(project, old)?) else { return Ok(Outcome::Findings) };
    let units = match unit {
        None => vec![None],
        Some(name) => {
            let found = project.definitions.registry.find_all(name);
            if found.is_empty() {
                bail!("「{name}」という報告者は名簿にありません");
            }
            found.iter().map(|unit| Some(unit.id.clone())).collect()
        }
    };
    let mut keys: Vec<&TallyKey> = now.keys().chain(then.keys()).filter(|key| units.contains(&key.unit)).collect();
    keys.sort();
    keys.dedup();
    let mut text = format!("{}と{}の比較\n", new.label(), old.label());
    for key in keys {
        let (a, b) = (now.get(key), then.get(key));
        if a == b {
            continue;
        }
        let shown = |number: Option<&u64>| number.map_or_else(|| "－".to_owned(), |n| grouped(*n));
        let how = match (a, b) {
            (Some(a), Some(b)) => {
                let percent = change::percent(*a, *b).map_or_else(String::new, |percent| format!("、{percent}"));
                format!("（{}{percent}）", change::difference(*a, *b))
            }
            // A state that nobody is in has no number: it is told, not computed.
            _ => String::new(),
        };
        let _ = writeln!(text, "  {} {} → {}{how}", trace::words_of(&project.definitions, key).join(" "), shown(b), shown(a));
    }
    say(&text);
    Ok(Outcome::Clean)
}

/// Every number of a period but the months: from its submissions, else as it was closed.
fn numbers(project: &Project, period: Period) -> Result<Option<BTreeMap<TallyKey, u64>>> {
    let submitted = period.halves().iter().all(|half| project.folder(*half).join("submissions").exists());
    let lines = if submitted {
        let round = project.round(period)?;
        if !build::may_count(project, &round, false) {
            return Ok(None);
        }
        closed_lines(&Summary::new(&project.definitions.catalogue, period, round.counted(&project.definitions.registry)))
    } else {
        project.history_lines(|_| true)?.into_iter().filter(|line| line.period == period).collect()
    };
    if lines.is_empty() {
        bail!("{}の数がありません。提出のフォルダーも、締めた記録（history）も見つかりません", period.label());
    }
    Ok(Some(lines.into_iter().map(|line| (line.key(), line.value)).collect()))
}

/// Two versions of one submission, cell by cell, and the numbers that move with them.
fn versions(definitions: &Definitions, old: &PathBuf, new: &PathBuf) -> Result<Outcome> {
    let read = |path: &PathBuf| -> Result<Submission> {
        let arrival = receive(&project::read(path, project::slashed(path))?, None, definitions);
        let reason = arrival.findings.first().map_or_else(String::new, |finding| finding.problem.clone());
        arrival.submission.ok_or_else(|| anyhow!("「{}」は比べられません。{reason}", path.display()))
    };
    let (old, new) = (read(old)?, read(new)?);
    if (&old.unit, old.period) != (&new.unit, new.period) {
        bail!("二つのファイルは別の報告者か別の期間のものです");
    }
    let cells = |submission: &Submission| -> BTreeMap<Key, DataValue> {
        submission
            .values
            .iter()
            .filter(|value| value.role == Role::Input)
            .map(|value| (value.key.clone(), value.clone()))
            .collect()
    };
    let (before, after) = (cells(&old), cells(&new));
    let mut keys: Vec<&Key> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    let mut text = String::new();
    let mut changes = 0;
    for key in keys {
        let (a, b) = (before.get(key), after.get(key));
        let raw = |value: Option<&DataValue>| value.map_or("", |value| &*value.raw).to_owned();
        if raw(a) == raw(b) {
            continue;
        }
        changes += 1;
        if let Some(place) = b.or(a) {
            let or_blank = |text: String| if text.is_empty() { "（空欄）".to_owned() } else { format!("「{text}」") };
            let _ = writeln!(
                text,
                "  シート「{}」{}（{}）: {} → {}",
                place.at.sheet,
                place.at.cell,
                place.heading,
                or_blank(raw(a)),
                or_blank(raw(b))
            );
        }
    }
    let sums = |submission| Summary::new(&definitions.catalogue, old.period, vec![submission]);
    let (then, now) = (sums(&old), sums(&new));
    let mut moved: Vec<&TallyKey> =
        then.iter().chain(now.iter()).map(|(key, _)| key).filter(|key| key.unit.is_none() && key.month.is_none()).collect();
    moved.retain(|key| then.sum(key) != now.sum(key));
    moved.sort();
    moved.dedup();
    let _ = writeln!(text, "動く数: {}件", moved.len());
    for key in moved {
        let words = trace::words_of(definitions, key).join(" ");
        let _ = writeln!(
            text,
            "  {words} {} → {}（{}）",
            grouped(then.sum(key)),
            grouped(now.sum(key)),
            change::difference(now.sum(key), then.sum(key))
        );
    }
    let name = definitions.registry.units.get(&old.unit).map_or(&*old.unit, |unit| unit.name.as_str());
    say(&format!("{name} {}: 変わった欄 {changes}件\n{text}", old.period.label()));
    Ok(Outcome::Clean)
}
