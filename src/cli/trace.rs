//! `trace`: from a published number back to its cells.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};

use super::args::Trace;
use super::{Outcome, project, say};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::text::{fold, grouped};

/// Prints a number and its parts.
pub fn run(dir: Option<&Path>, args: &Trace) -> Result<Outcome> {
    let project = project::Project::open(dir)?;
    let definitions = &project.definitions;
    let round = project.round(args.period)?;
    let summary = Summary::new(&definitions.catalogue, args.period, round.counted(&definitions.registry));
    let mut keys = matching(definitions, &summary, &args.words);
    if let Some(name) = &args.unit {
        let units = definitions.registry.find_all(name);
        if units.is_empty() {
            bail!("「{name}」という報告者は名簿にありません");
        }
        keys = keys
            .iter()
            .flat_map(|key| units.iter().map(|unit| key.clone().unit(&unit.id)))
            .filter(|key| summary.get(key).is_some())
            .collect();
    }
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
                let _ = writeln!(out, "  {} = {}", words_of(definitions, key).join(" "), grouped(summary.sum(key)));
            }
            say(&out);
            Ok(Outcome::Usage)
        }
    }
}

/// The city's numbers whose words (or ids) contain every word that was asked; whole words win.
fn matching(definitions: &Definitions, summary: &Summary, asked: &[String]) -> Vec<TallyKey> {
    let asked: Vec<String> = asked.iter().flat_map(|words| words.split_whitespace()).map(fold).collect();
    let candidates: Vec<(TallyKey, Vec<String>)> = summary
        .iter()
        .filter(|(key, _)| key.month.is_none() && key.unit.is_none())
        .map(|(key, _)| (key.clone(), words_of(definitions, key).iter().map(|word| fold(word)).collect()))
        .collect();
    let contains = |words: &[String]| asked.iter().all(|ask| words.iter().any(|word| word.contains(ask.as_str())));
    let found: Vec<&(TallyKey, Vec<String>)> = candidates.iter().filter(|(_, words)| contains(words)).collect();
    // The fewest dimensions first: 「相談者別」 alone means its total.
    let dimensions = |key: &TallyKey| usize::from(key.option.is_some()) + usize::from(key.answer.is_some());
    let fewest = found.iter().map(|(key, _)| dimensions(key)).min();
    found.into_iter().filter(|(key, _)| Some(dimensions(key)) == fewest).map(|(key, _)| key.clone()).collect()
}

/// The words of a number: element, option, answer, each with its id.
fn words_of(definitions: &Definitions, key: &TallyKey) -> Vec<String> {
    let catalogue = &definitions.catalogue;
    let Some(element) = catalogue.elements.get(&key.element) else { return vec![key.element.to_string()] };
    let mut words = vec![format!("{}（{}）", element.label, element.id)];
    for (category, option) in [(&element.category, &key.option), (&element.answers, &key.answer)] {
        if let (Some(category), Some(option)) = (category, option) {
            words.push(format!("{}（{option}）", catalogue.option_label(category, option)));
        }
    }
    words
}

/// The number, then every cell that is in it.
fn told(definitions: &Definitions, summary: &Summary, key: &TallyKey) -> String {
    let unit = definitions.catalogue.elements.get(&key.element).map_or("", |element| element.unit.as_str());
    let Some(tally) = summary.get(key) else { return String::new() };
    let mut out = format!("{} {} = {}{unit}\n", summary.period.label(), words_of(definitions, key).join(" "), grouped(tally.sum));
    let _ = writeln!(out, "{}の報告者の{}個の欄から:", tally.reported, tally.sources.len());
    for source in &tally.sources {
        let Some((submission, value)) = summary.source(*source) else { continue };
        let name = definitions.registry.units.get(&submission.unit).map_or(&*submission.unit, |unit| unit.name.as_str());
        let _ = writeln!(
            out,
            "  {name}  {}  シート「{}」{}（{}）= {}",
            submission.file.path, value.at.sheet, value.at.cell, value.heading, value.raw
        );
    }
    out
}
