//! What the check page is sent with: a project as far as its checks need it, in one zip.
//!
//! Of the past it holds what units reported as a whole and not what the city published, the months
//! or the states: no check asks for them.

use std::io::{Cursor, Read as _, Write as _};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::aggregate::history::{CITY, History, Line, write_csv};
use crate::form::load::Sources;
use crate::form::spec::Definitions;
use crate::model::finding::SETTINGS;
use crate::model::period::Period;
use crate::model::waiver::Waiver;
use crate::rules::Background;
use crate::rules::criteria::{self, Criteria};
use crate::settings::Settings;

/// The names of the parts.
const DEFINITIONS: &str = "definitions/";
const ROSTER: &str = "roster/";
const PAST: &str = "past.csv";
const PERIOD: &str = "period";
/// What the settings say that checks ask for, or that no settings can do without.
const OF_CHECKS: [&str; 4] = ["publication", "city", "kind", "waiver"];

/// The parts of a project that its checks need; without any the built-in definitions alone.
#[derive(Debug, Default)]
pub struct Kit {
    parts: Vec<(String, Vec<u8>)>,
}

/// What forms are checked by.
pub struct Basis {
    /// The definitions.
    pub definitions: Definitions,
    /// The period that is asked for, if one is.
    pub wanted: Option<Period>,
    criteria: Criteria,
    waivers: Vec<Waiver>,
    past: Option<History>,
}

impl Kit {
    /// The parts of a project: the text of its settings, its definitions, the lines of its history.
    /// With `units` the past and the waivers of these alone.
    ///
    /// # Errors
    /// Never in practice: what was read before is written again.
    pub fn of_project(
        settings: &str,
        sources: &Sources,
        lines: &[Line],
        units: Option<&[&str]>,
    ) -> Result<Self> {
        let is_meant = |unit: &str| units.is_none_or(|units| units.contains(&unit));
        let mut table: toml::Table = toml::from_str(settings)?;
        table.retain(|key, _| OF_CHECKS.contains(&key));
        if let Some(waivers) = table.get_mut("waiver").and_then(toml::Value::as_array_mut) {
            waivers.retain(|waiver| {
                let unit = waiver.get("unit").and_then(toml::Value::as_str);
                unit.is_some_and(is_meant)
            });
        }
        let mut kit = Self::default();
        kit.put(SETTINGS, toml::to_string(&table)?);
        let built_in = built_in();
        for (name, text) in sources.iter() {
            let is_read = built_in.text(name) != Some(text);
            if is_read {
                kit.put(&format!("{DEFINITIONS}{name}"), text);
            }
        }
        if let Some((name, bytes)) = sources.roster() {
            kit.put(&format!("{ROSTER}{name}"), bytes);
        }
        let is_asked = |line: &&Line| {
            let is_whole = line.state.is_empty() && line.month.is_none() && !line.period.is_year();
            line.unit != CITY && is_whole && is_meant(&line.unit)
        };
        let past = lines.iter().filter(is_asked).map(|line| Line {
            note: "",
            source: "",
            ..line.map(|text| text)
        });
        kit.put(PAST, write_csv(&past.collect::<Vec<_>>())?);
        Ok(kit)
    }

    /// Another period than this one is a mistake.
    pub fn wanting(mut self, period: Period) -> Self {
        self.put(PERIOD, period.to_string());
        self
    }

    fn put(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.parts.push((name.to_owned(), bytes.into()));
    }

    /// As one file; the same parts give the same bytes.
    ///
    /// # Errors
    /// Never in practice: the parts are small.
    pub fn pack(&self) -> Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.parts {
            zip.start_file(name.as_str(), SimpleFileOptions::default())?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// Unpacks what [`Kit::pack`] has made.
    ///
    /// # Errors
    /// It is something else.
    pub fn unpack(bytes: &[u8]) -> Result<Self> {
        let mut zip = ZipArchive::new(Cursor::new(bytes))?;
        let mut kit = Self::default();
        for at in 0..zip.len() {
            let mut part = zip.by_index(at)?;
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes)?;
            kit.parts.push((part.name()?.into_owned(), bytes));
        }
        Ok(kit)
    }

    /// What forms are checked by with these parts.
    ///
    /// # Errors
    /// A mistake in a part.
    pub fn open(&self) -> Result<Basis> {
        let settings = self.text(SETTINGS)?.map(Settings::parse).transpose()?;
        let mut sources = built_in();
        for (name, bytes) in &self.parts {
            if let Some(name) = name.strip_prefix(DEFINITIONS) {
                sources = sources.with(name, std::str::from_utf8(bytes)?);
            } else if let Some(name) = name.strip_prefix(ROSTER) {
                sources = sources.with_roster(name, bytes.clone());
            }
        }
        if let Some(settings) = &settings {
            sources = sources.with_names(settings.names());
        }
        let definitions = Definitions::load(&sources)?;
        let past = self.part(PAST).map(|bytes| -> Result<History> {
            let mut past = History::following(&definitions.catalogue, &definitions.registry);
            past.read(PAST, bytes)?;
            Ok(past)
        });
        let wanted = self.text(PERIOD)?.map(str::parse::<Period>).transpose();
        Ok(Basis {
            past: past.transpose()?,
            wanted: wanted.context(PERIOD)?,
            criteria: Criteria::load(|name| sources.text(name))?,
            waivers: settings
                .map(|settings| settings.waivers)
                .unwrap_or_default(),
            definitions,
        })
    }

    fn part(&self, name: &str) -> Option<&[u8]> {
        let part = self.parts.iter().find(|(own, _)| own == name);
        part.map(|(_, bytes)| bytes.as_slice())
    }

    fn text(&self, name: &str) -> Result<Option<&str>> {
        Ok(self.part(name).map(std::str::from_utf8).transpose()?)
    }
}

impl Basis {
    /// The halves of which the units' past is known, oldest first.
    pub fn past_periods(&self) -> Vec<Period> {
        let past = self.past.as_ref();
        past.map(History::periods).unwrap_or_default()
    }

    /// What the checks know beside the files.
    pub fn around(&self) -> Background<'_> {
        Background {
            definitions: &self.definitions,
            past: self.past.as_ref().map(|past| past as _),
            waivers: &self.waivers,
            criteria: &self.criteria,
        }
    }
}

/// Every definition file that checks ask for, as built in.
fn built_in() -> Sources {
    let more = criteria::FILES.into_iter();
    more.fold(Sources::built_in(), |sources, (name, text)| {
        sources.with(name, text)
    })
}
