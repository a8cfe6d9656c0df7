//! `init`: a project from nothing: settings, roster, folders, blank forms, and what to do next.

mod answers;
mod create;
mod texts;

use std::path::Path;

use anyhow::{Context as _, Result};

use super::args::Init;
use super::forms::blank;
use super::project::SETTINGS;
use super::{Outcome, definitions, say};
use crate::form::roster::draft::{Entry, Hints, complete};
use crate::form::roster::table::RosterTable;
use crate::form::roster::{RosterColumn, write};
use crate::form::spec::Definitions;
use crate::model::org_unit::{City, ROSTER};
use crate::model::own_names::{CityNames, OwnNames};
use crate::output::Output;

use answers::Answers;
use texts::Texts;

/// Makes the project; asks for what is not given where somebody sits at a terminal.
pub fn run(dir: Option<&Path>, args: &Init) -> Result<Outcome> {
    let out = args.out.as_deref().or(dir).unwrap_or(Path::new("."));
    create::refuse_project(out)?;
    let answers = Answers::of(args)?;
    let mut names = OwnNames {
        city: None,
        kinds: args.kinds.iter().cloned().collect(),
    };
    let standard = Definitions::load(&definitions::built_in().with_names(names.clone()))?.registry;
    let list = match &answers.units {
        answers::Units::File(path) => {
            let bytes = std::fs::read(path)
                .with_context(|| format!("「{}」を読めません", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            RosterTable::read(&name, &bytes)?
        }
        answers::Units::Pasted(text) => RosterTable::read("貼り付けた一覧", text.as_bytes())?,
    };
    let area_word = args.area.as_ref().unwrap_or(&standard.city.area_word);
    let hints = Hints {
        city: &answers.city,
        area_word,
        kinds: &standard.kinds,
    };
    let entries = complete(&list, &hints)?;
    names.city = Some(city(args, &answers, &entries, &standard.city));
    let labels: Vec<&str> = standard.kinds.values().map(|kind| &*kind.label).collect();
    let roster = write::draw(&entries, &labels)?;
    let roster_name = format!("{ROSTER}.xlsx");
    let sources = definitions::built_in().with_names(names);
    let definitions = Definitions::load(&sources.with_roster(&roster_name, roster.clone()))?;
    let texts = Texts {
        registry: &definitions.registry,
        period: answers.period,
        issuer: &answers.issuer,
    };
    let mut files = vec![
        Output {
            path: roster_name,
            bytes: roster,
        },
        Output {
            path: "はじめに.txt".to_owned(),
            bytes: texts.guide(),
        },
    ];
    let units = texts.units();
    for mut form in blank(&definitions, &units, answers.period)? {
        form.path = format!("{}/forms/{}", answers.period, form.path);
        files.push(form);
    }
    // Last: with it the folder is a project.
    files.push(Output {
        path: SETTINGS.to_owned(),
        bytes: texts.settings().into_bytes(),
    });
    create::project(out, &texts.folders(), &files)?;
    say(&texts.done(out))?;
    Ok(Outcome::Clean)
}

/// What the city is called: as asked, else as its name and its areas suggest.
fn city(args: &Init, answers: &Answers, entries: &[Entry], standard: &City) -> CityNames {
    let word = args.area.as_ref().unwrap_or(&standard.area_word);
    let is_of_word = |entry: &Entry| {
        entry
            .get(&RosterColumn::Area)
            .is_some_and(|area| area.ends_with(word))
    };
    let is_theirs = args.area.is_some() || entries.iter().all(is_of_word);
    let residents = (*word == standard.area_word && is_theirs).then(|| standard.residents.clone());
    // 健康福祉部 of 青葉市健康福祉部.
    let bureau = answers.issuer.strip_prefix(&answers.city).map(str::trim);
    let collector = bureau
        .filter(|bureau| !bureau.is_empty())
        .unwrap_or(&answers.issuer);
    CityNames {
        name: answers.city.clone(),
        // 市 of 青葉市, 町 of 緑町.
        label: answers.city.chars().last().map(String::from),
        code: None,
        collector: Some(collector.to_owned()),
        area: is_theirs.then(|| word.clone()),
        residents,
    }
}
