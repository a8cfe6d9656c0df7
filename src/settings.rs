//! `zaitaku.toml`: what makes a directory a project.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};
use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Deserialize;

use crate::model::day;
use crate::model::hand;
use crate::model::org_unit::is_area_code;
use crate::model::own_names::{CityNames, KindNames, OwnNames};
use crate::model::period::Period;
use crate::model::waiver::Waiver;

/// The file, as the user is told of it.
const FILE: &str = "設定ファイル「zaitaku.toml」";

/// The settings of a project.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What covers and tables say of the publication.
    pub publication: PublicationSettings,
    /// The city, in the place of that of the definitions.
    pub city: Option<CityNames>,
    /// Own names of kinds of unit, by their ids.
    #[serde(default, rename = "kind")]
    pub kinds: IndexMap<String, KindNames>,
    /// Dates of the rounds, by period (`2023H1`).
    #[serde(default)]
    pub rounds: IndexMap<String, RoundDates>,
    /// Which 確認 may pass, by decision of the Health Bureau.
    #[serde(default, rename = "waiver")]
    pub waivers: Vec<Waiver>,
    /// What reminders say besides what is missing or wrong.
    #[serde(default)]
    pub reminder: Reminder,
    /// A folder of definitions that replace built-in ones, relative to the project.
    pub definitions: Option<String>,
    /// A folder of report templates that replace built-in ones, relative to the project.
    pub templates: Option<String>,
}

/// What covers and tables say of the publication.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicationSettings {
    /// The title without the period.
    pub title: String,
    /// The name of the programme.
    pub programme: String,
    /// The issuing office.
    pub issuer: String,
    /// The licence of the open data.
    pub licence: String,
    /// Where the licence can be read.
    pub licence_url: Option<String>,
    /// The source line of the open data.
    pub source: String,
    /// Whom readers may ask.
    pub contact: Option<String>,
    /// Where the open data can be had.
    pub data_url: Option<String>,
    /// Set when the data is synthetic: printed wherever the data is.
    pub synthetic: Option<String>,
}

/// What reminders say besides what is missing or wrong.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminder {
    /// How a form is sent, in one or more lines.
    pub how_to_send: Option<String>,
    /// Who sends the reminder and answers questions, in one or more lines.
    pub contact: Option<String>,
}

/// The dates of a round.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundDates {
    /// Until when the units send their forms.
    #[serde(default, deserialize_with = "day::read_option")]
    pub deadline: Option<Date>,
    /// The date that the publication bears.
    #[serde(default, deserialize_with = "day::read_option")]
    pub published: Option<Date>,
    /// The date that the corrected publication bears, where numbers were corrected after the first.
    #[serde(default, deserialize_with = "day::read_option")]
    pub corrected: Option<Date>,
    /// When the period after it is published, in words.
    pub next: Option<String>,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// A mistake in the file, with its line; a round that is no period.
    pub fn parse(text: &str) -> Result<Self> {
        let mut settings: Self = hand::parse(FILE, text)?;
        let own = &settings.publication;
        for (key, url) in [
            ("licence_url", &own.licence_url),
            ("data_url", &own.data_url),
        ] {
            if let Some(url) = url.as_ref().filter(|url| !is_address(url)) {
                bail!("{FILE}の {key}「{url}」は、https:// から始まるアドレスで書いてください");
            }
        }
        if let Some(code) = settings.city.as_ref().and_then(|city| city.code.as_ref())
            && !is_area_code(code.get_ref())
        {
            bail!(
                "{FILE}の [city] の code「{}」は全国地方公共団体コードとして正しくありません。検査数字を含む6桁で書いてください",
                code.get_ref()
            );
        }
        let mut rounds = IndexMap::new();
        for (written, dates) in settings.rounds {
            let period = written
                .parse::<Period>()
                .map_err(|error| anyhow!("{FILE}の [rounds.\"{written}\"]: {error}"))?;
            if rounds.insert(period.to_string(), dates).is_some() {
                bail!(
                    "{FILE}に、{}の [rounds.\"…\"] が二つあります。一つにまとめてください",
                    period.prose()
                );
            }
        }
        settings.rounds = rounds;
        Ok(settings)
    }

    /// What the project calls its city and its kinds of unit.
    pub fn names(&self) -> OwnNames {
        OwnNames {
            city: self.city.clone(),
            kinds: self.kinds.clone(),
        }
    }

    /// Whether somebody has given the publication of a period its date.
    pub fn is_dated(&self, period: Period) -> bool {
        let round = self.rounds.get(&period.to_string());
        round.is_some_and(|round| round.published.is_some())
    }

    /// The dates of the corrected publications; that of a year is the latest of its own and its halves'.
    pub fn corrections(&self) -> BTreeMap<Period, Date> {
        let mut dates: BTreeMap<Period, Date> = BTreeMap::new();
        for (written, round) in &self.rounds {
            let (Ok(period), Some(date)) = (written.parse::<Period>(), round.corrected) else {
                continue;
            };
            for period in [period, Period::year(period.year.0)] {
                let known = dates.entry(period).or_insert(date);
                *known = date.max(*known);
            }
        }
        dates
    }

    /// When the period after this one is published, in words.
    pub fn next_publication(&self, period: Period) -> Option<String> {
        self.rounds.get(&period.to_string())?.next.clone()
    }

    /// The date that the publication of a period bears: as set, else the day after the period ends.
    pub fn published(&self, period: Period) -> Date {
        let set = self
            .rounds
            .get(&period.to_string())
            .and_then(|round| round.published);
        set.unwrap_or_else(|| period.days().1.tomorrow().unwrap_or(period.days().1))
    }
}

/// An address that the description of the open data may name.
fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_graphic()))
}
