//! `zaitaku.toml`: what makes a directory a project.

use std::collections::BTreeMap;

use anyhow::Result;
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

/// No date of a round lies so many years after it.
const MOST_YEARS: i16 = 5;

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
    #[serde(default, deserialize_with = "hand::any_text")]
    pub definitions: Option<String>,
    /// A folder of report templates that replace built-in ones, relative to the project.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub templates: Option<String>,
}

/// What covers and tables say of the publication.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicationSettings {
    /// The title without the period.
    #[serde(deserialize_with = "hand::some_text")]
    pub title: String,
    /// The name of the programme.
    #[serde(deserialize_with = "hand::some_text")]
    pub programme: String,
    /// The issuing office.
    #[serde(deserialize_with = "hand::some_text")]
    pub issuer: String,
    /// The licence of the open data.
    #[serde(deserialize_with = "hand::some_text")]
    pub licence: String,
    /// Where the licence can be read.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub licence_url: Option<String>,
    /// The source line of the open data.
    #[serde(deserialize_with = "hand::some_text")]
    pub source: String,
    /// Whom readers may ask.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub contact: Option<String>,
    /// Where the open data can be had.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub data_url: Option<String>,
    /// Set when the data is synthetic: printed wherever the data is.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub synthetic: Option<String>,
}

/// What reminders say besides what is missing or wrong.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminder {
    /// How a form is sent, in one or more lines.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub how_to_send: Option<String>,
    /// Who sends the reminder and answers questions, in one or more lines.
    #[serde(default, deserialize_with = "hand::any_text")]
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
    #[serde(default, deserialize_with = "hand::any_text")]
    pub next: Option<String>,
}

impl PublicationSettings {
    /// The words that a publication keeps, by their keys; whom readers may ask is told as it is
    /// now.
    pub fn words(&mut self) -> [(&'static str, &mut String); 4] {
        [
            ("publication.title", &mut self.title),
            ("publication.programme", &mut self.programme),
            ("publication.issuer", &mut self.issuer),
            ("publication.source", &mut self.source),
        ]
    }
}

impl RoundDates {
    /// A date that cannot be meant, by its key: a slip in it, or in the period of its heading.
    fn doubt(&self, period: Period) -> Option<(&'static str, String)> {
        let last = period.days().1;
        // Where its last days are no working days, what is due may be due before them.
        let earliest = last.first_of_month();
        let mut before = None;
        for (key, what, date) in [
            ("deadline", "提出期限", self.deadline),
            ("published", "公表する日", self.published),
            ("corrected", "訂正版を公表する日", self.corrected),
        ] {
            let Some(date) = date else { continue };
            if date < earliest || date.year() > last.year() + MOST_YEARS {
                let (name, day) = (period.prose(), day::long_date(date));
                let what = format!(
                    "{key} の{day}は、{name}の日付ではないようです。年か、見出しの期間を直してください"
                );
                return Some((key, what));
            }
            if let Some((earlier, day)) = before.filter(|(_, day)| date < *day) {
                let day = day::long_date(day);
                let what = format!(
                    "{key}（{what}）が、{earlier}（{day}）より前です。どちらかを直してください"
                );
                return Some((key, what));
            }
            before = Some((key, date));
        }
        None
    }
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
                let what = format!(
                    "{key}「{url}」は、https:// から始まるアドレスで書いてください（例: {key} = \"https://www.example.lg.jp/\"）"
                );
                return Err(hand::fault(
                    FILE,
                    text,
                    hand::place(text, "[publication]", key),
                    &what,
                ));
            }
        }
        if let Some(code) = settings.city.as_ref().and_then(|city| city.code.as_ref())
            && !is_area_code(code.get_ref())
        {
            let what = format!(
                "「{}」は全国地方公共団体コードとして正しくありません。検査数字を含む6桁で書いてください（例: code = \"271004\"）",
                code.get_ref()
            );
            return Err(hand::fault(FILE, text, code.span(), &what));
        }
        let mut rounds = IndexMap::new();
        for (written, dates) in settings.rounds {
            let fault =
                |key, what: &str| hand::fault(FILE, text, hand::place(text, &written, key), what);
            let period = written
                .parse::<Period>()
                .map_err(|error| fault("", &error.to_string()))?;
            if let Some((key, what)) = dates.doubt(period) {
                return Err(fault(key, &what));
            }
            if rounds.insert(period.to_string(), dates).is_some() {
                let name = period.prose();
                let what =
                    format!("{name}の [rounds.\"…\"] が二つあります。一つにまとめてください");
                return Err(fault("", &what));
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

    /// The dates of the corrected publications; that of a year is the latest of its own and its
    /// halves'.
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
