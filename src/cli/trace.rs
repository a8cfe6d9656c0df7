//! `trace`: from a published number back to its cells, and from a cell to the numbers that use it.

mod words;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use serde::Serialize;

use super::args::{Trace, TraceFormat};
use super::next::Next;
use super::project::Project;
use super::{Outcome, put, say};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::naming::Naming;
use crate::figures::number::{Origin, Words};
use crate::inquiry::explanation::Explanation;
use crate::model::cell::Location;
use crate::model::text::fold;

/// Explains a number, or a cell with every number that uses it.
pub fn run(dir: Option<&Path>, args: &Trace) -> Result<Outcome> {
    let project = Project::open_for(dir, args.period)?;
    let definitions = &project.definitions;
    let round = project.round(args.period)?;
    let counted = round.counted(&definitions.registry);
    let summary = Summary::new(&definitions.catalogue, args.period, counted);
    let material = Material::new(definitions, &round, &summary, project.history()?);
    if let Some(origin) = asked(&material, args)? {
        let Some(explanation) = Explanation::new(&material, &origin) else {
            bail!(unknown(&material, &origin));
        };
        show(dir, &explanation, args)?;
        return Ok(Outcome::Clean);
    }
    let keys = keys(&material, args)?;
    if let [key] = keys.as_slice() {
        let explanation = Explanation::new(&material, &Origin::Counted(key.clone()));
        let explanation = explanation.ok_or_else(|| anyhow!(none(args, &project.renamed)))?;
        show(dir, &explanation, args)?;
        return Ok(Outcome::Clean);
    }
    if keys.is_empty() {
        bail!(none(args, &project.renamed));
    }
    let mut out = format!(
        "「{}」に当たる数が{}個あります。言葉を足して一つに絞ってください。\n",
        args.words.join(" "),
        keys.len()
    );
    for key in keys {
        let words = Naming::new(definitions).words(&key);
        let _ = writeln!(
            out,
            "  {key}  {words} = {}",
            Words::from(material.now(key.clone()))
        );
    }
    say(&out)?;
    let narrow = format!("trace --period {} 一つに絞る言葉か番号", args.period);
    Next::after(dir).run("一つを選んで調べる", &narrow).say()?;
    Ok(Outcome::Usage)
}

/// The id that was asked, if it is one and not the words of a number.
fn asked(material: &Material, args: &Trace) -> Result<Option<Origin>> {
    if let Some(cell) = &args.cell {
        let Ok(at) = cell.parse() else {
            bail!(
                "「{cell}」は欄として読めません。\"ファイル.xlsx!'シートの名前'!D14\" のように書いてください"
            );
        };
        return Ok(Some(Origin::Cell(at)));
    }
    match args.words.join(" ").parse() {
        // Of a number of the period the unit or the month may be told besides.
        Ok(Origin::Counted(key)) => {
            let has_signs = key != TallyKey::of(&key.element);
            let is_alone = args.unit.is_none() && args.month.is_none();
            let origin = Origin::Counted(key);
            let is_known = material.number(&origin).is_some();
            Ok(Some(origin).filter(|_| is_alone && (is_known || has_signs)))
        }
        Ok(_) if args.unit.is_some() || args.month.is_some() => {
            bail!("--unit と --month は、この期間の一つの数にだけ使えます")
        }
        Ok(origin) => Ok(Some(origin)),
        Err(_) => Ok(None),
    }
}

/// Why there is nothing to explain, and what to do.
fn unknown(material: &Material, origin: &Origin) -> String {
    let label = material.period().label();
    match origin {
        Origin::Cell(at) => of_cell(material, at),
        Origin::Past(period, key) => format!(
            "{}の「{key}」は、過去の公表値（history）にありません",
            period.label()
        ),
        _ => format!(
            "「{origin}」という番号の数は、{label}にはありません。\
             番号は、報告書の付録、lineage.json、オープンデータの「数の番号」にあるとおりに書いてください"
        ),
    }
}

fn of_cell(material: &Material, at: &Location) -> String {
    let mut paths = Vec::new();
    for submission in &material.summary.submissions {
        if *submission.file.name == *at.file {
            paths.push(format!(
                "{}!'{}'!{}",
                submission.file.path, at.sheet, at.cell
            ));
        }
    }
    if paths.len() > 1 {
        return format!(
            "「{}」という名前のファイルは{}個あります。どれかを選んで書いてください:\n  {}",
            at.file,
            paths.len(),
            paths.join("\n  ")
        );
    }
    match material.file_called(&at.file) {
        None => format!("ファイル「{}」は、集計した提出の中にありません", at.file),
        Some(_) => format!("{at} を使う数はありません（見出し、又は様式にない欄です）"),
    }
}

/// What to ask instead; of a closed period by the words of then.
fn none(args: &Trace, renamed: &[(String, String)]) -> String {
    let asked = args.words.join(" ");
    let is_meant = |now: &str| {
        let mut words = asked.split_whitespace();
        words.any(|word| fold(now).contains(&fold(word)))
    };
    match renamed.iter().find(|(_, now)| is_meant(now)) {
        Some((then, now)) => format!(
            "「{asked}」に当たる数はありません。締めた期間は、締めたときの言葉「{then}」（今は {now}）で尋ねてください"
        ),
        None => format!(
            "「{asked}」に当たる数はありません。項目と区分の名前は「zaitaku-report dictionary」で見られます"
        ),
    }
}

/// The numbers of the period that were asked in words, or by an id with a unit or month besides.
fn keys(material: &Material, args: &Trace) -> Result<Vec<TallyKey>> {
    let mut keys = matching(material, &args.words);
    if let Some(name) = &args.unit {
        let units = material.definitions.registry.find_all(name);
        if units.is_empty() {
            bail!("「{name}」という報告者は名簿にありません");
        }
        let of_units = |key: &TallyKey| {
            let own = units.iter().map(|unit| key.clone().unit(&unit.id));
            own.collect::<Vec<_>>()
        };
        keys = keys.iter().flat_map(of_units).collect();
    }
    if let Some(wanted) = args.month {
        let mut months = args.period.months().into_iter();
        let Some(month) = months.find(|month| month.month == wanted) else {
            bail!("{wanted}月は{}に含まれません", args.period.label());
        };
        keys = keys.into_iter().map(|key| key.month(month)).collect();
    }
    keys.retain(|key| material.number(&Origin::Counted(key.clone())).is_some());
    Ok(keys)
}

/// The number with this id, else the city's numbers whose words contain every word that was asked.
fn matching(material: &Material, asked: &[String]) -> Vec<TallyKey> {
    if let Ok(key) = asked.join(" ").parse::<TallyKey>()
        && material.number(&Origin::Counted(key.clone())).is_some()
    {
        return vec![key];
    }
    let mut wanted: Vec<String> = Vec::new();
    for words in asked {
        wanted.extend(words.split_whitespace().map(fold));
    }
    let mut found: Vec<TallyKey> = Vec::new();
    for key in known(material) {
        let words = fold(&format!(
            "{} {key}",
            Naming::new(material.definitions).words(&key)
        ));
        if wanted.iter().all(|ask| words.contains(ask.as_str())) && !found.contains(&key) {
            found.push(key);
        }
    }
    // The fewest dimensions first: 「相談者別」 alone means its total.
    let fewest = found.iter().map(dimensions).min();
    found.retain(|key| Some(dimensions(key)) == fewest);
    found
}

/// The city's numbers of the whole period: what was counted, and what would have been.
fn known(material: &Material) -> Vec<TallyKey> {
    let counted = material.summary.iter().map(|(key, _)| key.clone());
    let mut keys: Vec<TallyKey> = counted.collect();
    for element in material.definitions.catalogue.elements.values() {
        keys.extend(material.keys(element));
    }
    keys.retain(|key| key.month.is_none() && key.unit.is_none());
    keys.retain(|key| material.number(&Origin::Counted(key.clone())).is_some());
    keys
}

fn dimensions(key: &TallyKey) -> usize {
    usize::from(key.option.is_some()) + usize::from(key.answer.is_some())
}

#[derive(Serialize)]
struct Told<'a> {
    schema: u32,
    #[serde(flatten)]
    explanation: &'a Explanation,
}

fn show(dir: Option<&Path>, explanation: &Explanation, args: &Trace) -> Result<()> {
    match args.format {
        TraceFormat::Text => {
            say(&words::told(explanation, args.all))?;
            let compare = format!("compare --period {} --with 期間", args.period);
            Next::after(dir).run("ほかの期間と比べる", &compare).say()
        }
        TraceFormat::Json => {
            let told = Told {
                schema: 1,
                explanation,
            };
            put(&(serde_json::to_string_pretty(&told)? + "\n"))
        }
    }
}
