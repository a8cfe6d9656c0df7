//! Printed numbers by what `lineage.json` says of them: ids of the period, of earlier periods and
//! of units, and formulas of these.

use std::fmt::Write as _;

use anyhow::{Result, anyhow, bail};

use super::super::project::Project;
use super::words_of;
use crate::aggregate::history::Line;
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::catalogue::Catalogue;
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::text::grouped;

/// Traces each id of the words; nothing when they are plain words or the id of a number of the
/// period.
///
/// # Errors
/// An id that no number of the report has.
pub fn told(
    project: &Project,
    round: &Round,
    summary: &Summary,
    words: &str,
) -> Result<Option<String>> {
    let ids = ids_in(words);
    if ids.len() < 2
        && !ids
            .iter()
            .any(|id| id.contains('~') || id.starts_with(UNITS))
    {
        return Ok(None);
    }
    let traced: Result<Vec<String>> = ids
        .iter()
        .map(|id| of_id(project, round, summary, id))
        .collect();
    Ok(Some(traced?.join("\n")))
}

/// How the ids of numbers of units begin.
const UNITS: &str = "units";

/// The ids of a formula such as `change(askers, askers~2022H1)`; nothing when the words are no
/// formula or id.
fn ids_in(words: &str) -> Vec<&str> {
    if words.contains('(') {
        let parts = words
            .split(['(', ')', ','])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        // The word before a bracket is the name of the formula.
        return parts
            .filter(|part| !words.contains(&format!("{part}(")))
            .collect();
    }
    words
        .split_whitespace()
        .filter(|part| part.contains(['~', ':', '=']) || part.starts_with(UNITS))
        .collect()
}

/// A number by its id: of the period, of an earlier one, or of units.
fn of_id(project: &Project, round: &Round, summary: &Summary, id: &str) -> Result<String> {
    let definitions = &project.definitions;
    if let Some((key, period)) = id.split_once('~') {
        let period: Period = period
            .parse()
            .map_err(|error| anyhow!("「{id}」の期間を読めません。{error}"))?;
        return told_of_past(project, key, period);
    }
    if let Some((standing, kind)) = id
        .strip_prefix(UNITS)
        .and_then(|rest| rest.rsplit_once('/'))
    {
        return told_of_units(definitions, round, standing.trim_start_matches('='), kind);
    }
    let key = summary
        .iter()
        .map(|(key, _)| key)
        .find(|key| key.to_string() == id);
    key.map(|key| super::told(definitions, summary, key))
        .ok_or_else(|| anyhow!("「{id}」という番号の数は、この期間にはありません"))
}

/// A figure of an earlier period with the lines of the history that it stands on.
fn told_of_past(project: &Project, id: &str, period: Period) -> Result<String> {
    let lines = project.history_lines(|_| true)?;
    let catalogue = &project.definitions.catalogue;
    let Some(key) = key_of(catalogue, &lines, id) else {
        bail!("「{id}」という番号の数は、過去の公表値（history）にありません");
    };
    let history = project.history()?;
    let Some(value) = history
        .get(catalogue, period, &key)
        .map(|figure| figure.value)
    else {
        bail!(
            "{}の「{id}」は、過去の公表値（history）にありません",
            period.label()
        );
    };
    let words = words_of(&project.definitions, &key).join(" ");
    let mut out = format!(
        "{} {words} = {}\n数の番号: {id}~{period}\n",
        period.label(),
        grouped(value)
    );
    let mut sources: Vec<&Line> = lines.iter().collect();
    sources.retain(|line| {
        line.key() == key && (line.period == period || period.halves().contains(&line.period))
    });
    if value == 0 && sources.is_empty() {
        out += "  締めた期間の記録では、この状況の報告者はありません。\n";
    }
    for line in sources {
        let note = if line.note.is_empty() {
            String::new()
        } else {
            format!("（{}）", line.note)
        };
        let _ = writeln!(
            out,
            "  {} {} 出典: {}{note}",
            line.period.label(),
            grouped(line.value),
            line.source
        );
    }
    Ok(out)
}

/// The number with an id among those that the history knows.
fn key_of(catalogue: &Catalogue, lines: &[Line], id: &str) -> Option<TallyKey> {
    let keys: Vec<TallyKey> = lines.iter().map(Line::key).collect();
    if let Some(known) = keys.iter().find(|key| key.to_string() == id) {
        return Some(known.clone());
    }
    // A state that nobody was in has no line, but the question has.
    for asked in keys.iter().filter(|key| key.answer.is_none()) {
        let element = catalogue.elements.get(&asked.element);
        let states = element.and_then(|element| catalogue.answers(element));
        for state in states.iter().flat_map(|states| states.options.keys()) {
            let key = asked.clone().answer(state);
            if key.to_string() == id {
                return Some(key);
            }
        }
    }
    None
}

/// The units that stand in a certain way, with their files.
fn told_of_units(
    definitions: &Definitions,
    round: &Round,
    standing: &str,
    kind: &str,
) -> Result<String> {
    let registry = &definitions.registry;
    let Some(kind) = registry.kinds.get(kind) else {
        bail!("「{kind}」という種類の報告者はありません")
    };
    let is_meant =
        |unit: &&OrgUnit| standing.is_empty() || round.standing(&unit.id).id() == standing;
    let units: Vec<&OrgUnit> = registry
        .expected(&kind.id, round.period)
        .filter(is_meant)
        .collect();
    let mut out = format!(
        "{} {} = {}{}\n",
        round.period.label(),
        kind.label,
        units.len(),
        kind.counter
    );
    for unit in units {
        let files: Vec<&str> = round
            .files_of(&unit.id)
            .map(|arrival| arrival.file.path.as_str())
            .collect();
        let _ = writeln!(
            out,
            "  {}  {}  {}",
            unit.name,
            round.standing(&unit.id).label(),
            files.join("、")
        );
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_taken_apart_and_words_left_alone() {
        assert_eq!(
            ids_in("change(askers, askers~2022H1)"),
            ["askers", "askers~2022H1"]
        );
        assert_eq!(
            ids_in("difference(units/ward, sum(conference=held, conference=none))").len(),
            3
        );
        assert_eq!(ids_in("askers:S04"), ["askers:S04"]);
        assert!(ids_in("相談者別 薬局").is_empty());
    }
}
