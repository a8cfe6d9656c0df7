//! `trace`: from a published number back to its cells.

mod by_id;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};

use super::args::Trace;
use super::project::Project;
use super::{Outcome, say};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::cell::CellRef;
use crate::model::submission::Submission;
use crate::model::text::{fold, grouped};

/// Prints a number and its parts, or every number that uses a cell.
pub fn run(dir: Option<&Path>, args: &Trace) -> Result<Outcome> {
    let project = Project::open(dir)?;
    let definitions = &project.definitions;
    let round = project.round(args.period)?;
    let summary = Summary::new(
        &definitions.catalogue,
        args.period,
        round.counted(&definitions.registry),
    );
    if let Some(cell) = &args.cell {
        say(&users_of(definitions, &summary, cell)?);
        return Ok(Outcome::Clean);
    }
    // What lineage.json says of a printed number may be asked as it stands: its ids are traced one
    // by one.
    if let Some(traced) = by_id::told(&project, &round, &summary, &args.words.join(" "))? {
        say(&traced);
        return Ok(Outcome::Clean);
    }
    let mut keys = matching(definitions, &summary, &args.words);
    if let Some(name) = &args.unit {
        let units = definitions.registry.find_all(name);
        if units.is_empty() {
            bail!("「{name}」という報告者は名簿にありません");
        }
        keys = keys
            .iter()
            .flat_map(|key| units.iter().map(|unit| key.clone().unit(&unit.id)))
            .collect();
    }
    if let Some(wanted) = args.month {
        let Some(month) = args
            .period
            .months()
            .into_iter()
            .find(|month| month.month == wanted)
        else {
            bail!("{wanted}月は{}に含まれません", args.period.label());
        };
        keys = keys.into_iter().map(|key| key.month(month)).collect();
    }
    keys.retain(|key| summary.get(key).is_some());
    match keys.as_slice() {
        [] => bail!(
            "「{}」に当たる数はありません。項目と区分の名前は「zaitaku-report dictionary」で見られます",
            args.words.join(" ")
        ),
        [key] => {
            say(&told(definitions, &summary, key));
            Ok(Outcome::Clean)
        }
        several => {
            let mut out = format!(
                "「{}」に当たる数が{}個あります。言葉を足して一つに絞ってください。\n",
                args.words.join(" "),
                several.len()
            );
            for key in several {
                let _ = writeln!(
                    out,
                    "  {key}  {} = {}",
                    words_of(definitions, key).join(" "),
                    grouped(summary.sum(key))
                );
            }
            say(&out);
            Ok(Outcome::Usage)
        }
    }
}

/// Every number that a cell is part of.
fn users_of(definitions: &Definitions, summary: &Summary, cell: &str) -> Result<String> {
    let Some((file, sheet, address)) = place(cell) else {
        bail!(
            "「{cell}」は欄として読めません。\"ファイル.xlsx!'シートの名前'!D14\" のように書いてください"
        );
    };
    let submissions = &summary.submissions;
    if !submissions
        .iter()
        .any(|submission| is_from(submission, file))
    {
        bail!("ファイル「{file}」は、集計した提出の中にありません");
    }
    let mut out = String::new();
    let mut shown = None;
    for (key, tally) in summary.iter() {
        let sources = tally
            .sources
            .iter()
            .filter_map(|source| summary.source(*source));
        for (submission, value) in sources {
            let is_here = *value.at.sheet == *sheet && value.at.cell == address;
            if is_here && is_from(submission, file) {
                shown = Some(value);
                let words = words_of(definitions, key).join(" ");
                let _ = writeln!(out, "  {key}  {words} = {}", grouped(tally.sum));
                break;
            }
        }
    }
    Ok(match shown {
        Some(value) => format!(
            "{cell}（{}）= {} を使う数:\n{out}",
            value.heading, value.raw
        ),
        None => {
            format!("{cell} を使う数はありません（空欄、見出し、合計、又は数えない欄です）。\n")
        }
    })
}

/// File, sheet and address of a cell as it is written: `北区.xlsx!'シート'!D14`.
fn place(cell: &str) -> Option<(&str, &str, CellRef)> {
    let (rest, address) = cell.rsplit_once('!')?;
    let (file, sheet) = rest.split_once('!')?;
    Some((file, sheet.trim_matches('\''), address.parse().ok()?))
}

/// Whether a submission came in a file of this name or path.
fn is_from(submission: &Submission, file: &str) -> bool {
    [&*submission.file.name, submission.file.path.as_str()].contains(&file)
}

/// The number with this id, else the city's numbers whose words contain every word that was asked.
fn matching(definitions: &Definitions, summary: &Summary, asked: &[String]) -> Vec<TallyKey> {
    if let [id] = asked
        && let Some((key, _)) = summary.iter().find(|(key, _)| key.to_string() == *id)
    {
        return vec![key.clone()];
    }
    let mut wanted: Vec<String> = Vec::new();
    for words in asked {
        wanted.extend(words.split_whitespace().map(fold));
    }
    let mut found: Vec<&TallyKey> = Vec::new();
    for (key, _) in summary.iter() {
        if key.month.is_none() && key.unit.is_none() && says(definitions, key, &wanted) {
            found.push(key);
        }
    }
    // The fewest dimensions first: 「相談者別」 alone means its total.
    let fewest = found.iter().map(|key| dimensions(key)).min();
    found.retain(|key| Some(dimensions(key)) == fewest);
    found.into_iter().cloned().collect()
}

/// Whether the words of a number contain every word that was asked.
fn says(definitions: &Definitions, key: &TallyKey, wanted: &[String]) -> bool {
    let words: Vec<String> = words_of(definitions, key)
        .iter()
        .map(|word| fold(word))
        .collect();
    wanted
        .iter()
        .all(|ask| words.iter().any(|word| word.contains(ask.as_str())))
}

fn dimensions(key: &TallyKey) -> usize {
    usize::from(key.option.is_some()) + usize::from(key.answer.is_some())
}

/// The words of a number: element, option, answer, each with its id.
pub fn words_of(definitions: &Definitions, key: &TallyKey) -> Vec<String> {
    let catalogue = &definitions.catalogue;
    let Some(element) = catalogue.elements.get(&key.element) else {
        return vec![key.element.to_string()];
    };
    let mut words = vec![format!("{}（{}）", element.label, element.id)];
    for (category, option) in [
        (&element.category, &key.option),
        (&element.answers, &key.answer),
    ] {
        if let (Some(category), Some(option)) = (category, option) {
            words.push(format!(
                "{}（{option}）",
                catalogue.option_label(category, option)
            ));
        }
    }
    words
}

/// The number, then every cell that is in it.
fn told(definitions: &Definitions, summary: &Summary, key: &TallyKey) -> String {
    let unit = definitions
        .catalogue
        .elements
        .get(&key.element)
        .and_then(|element| Some(element.statistic()?.1))
        .unwrap_or("");
    let Some(tally) = summary.get(key) else {
        return String::new();
    };
    let month = key
        .month
        .map_or_else(String::new, |month| format!(" {}", month.label()));
    let words = words_of(definitions, key).join(" ");
    let mut out = format!(
        "{}{month} {words} = {}{unit}\n数の番号: {key}\n",
        summary.period.label(),
        grouped(tally.sum)
    );
    let _ = writeln!(
        out,
        "{}の報告者の{}個の欄から:",
        tally.reported,
        tally.sources.len()
    );
    for source in &tally.sources {
        let Some((submission, value)) = summary.source(*source) else {
            continue;
        };
        let name = definitions
            .registry
            .units
            .get(&submission.unit)
            .map_or(&*submission.unit, |unit| unit.name.as_str());
        let _ = writeln!(
            out,
            "  {name}  {}  シート「{}」{}（{}）= {}",
            submission.file.path, value.at.sheet, value.at.cell, value.heading, value.raw
        );
    }
    out
}
