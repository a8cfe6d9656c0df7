//! Figures of earlier periods as they were published or closed: kept as they are, never repaired.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::summary::Summary;
use super::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{Catalogue, OverTime};
use crate::model::past::Past;
use crate::model::period::{Half, Period, Whole};

/// The name of the city as a whole in the column `unit`.
pub const CITY: &str = "city";

/// The source of a figure that was closed by this program.
pub const CLOSED: &str = "zaitaku-report close";

/// One line of a history file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The period of the figure.
    pub period: Period,
    /// The unit's id, or `city`.
    pub unit: String,
    /// The element's id.
    pub element: String,
    /// The option's id; empty is the total.
    pub option: String,
    /// The answer that is counted; empty for counts.
    pub state: String,
    /// The figure.
    pub value: u64,
    /// What to mind.
    pub note: String,
    /// Where it comes from.
    pub source: String,
}

impl Line {
    /// Which number it is.
    pub fn key(&self) -> TallyKey {
        let part = |text: &str| (!text.is_empty()).then(|| Id::from(text));
        TallyKey {
            element: Id::from(self.element.as_str()),
            option: part(&self.option),
            answer: part(&self.state),
            month: None,
            unit: (self.unit != CITY).then(|| Id::from(self.unit.as_str())),
        }
    }
}

/// Reads the lines of a history file (CSV, UTF-8 with or without BOM).
///
/// # Errors
/// A line that is not of the form, with file and line number.
pub fn read_csv(name: &str, bytes: &[u8]) -> Result<Vec<Line>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = Vec::new();
    for (i, line) in csv::Reader::from_reader(bytes).into_deserialize().enumerate() {
        let line: Line = line.with_context(|| {
            format!(
                "過去の公表値「{name}」の{}行目を読めません。列は period,unit,element,option,state,value,note,source です",
                i + 2
            )
        })?;
        if line.element.is_empty() {
            bail!("過去の公表値「{name}」の{}行目に集計項目（element）がありません", i + 2);
        }
        lines.push(line);
    }
    Ok(lines)
}

/// Figures of earlier periods, by period and number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    figures: BTreeMap<(Period, TallyKey), Figure>,
    /// The periods of the figures.
    periods: BTreeSet<Period>,
}

/// A figure of an earlier period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value as published.
    pub value: u64,
    /// What to mind.
    pub note: String,
}

impl History {
    /// Adds the lines of a history file.
    ///
    /// A figure that is already known keeps its first value: published figures are read before closed ones.
    pub fn add(&mut self, lines: Vec<Line>) {
        for line in lines {
            self.periods.insert(line.period);
            self.figures.entry((line.period, line.key())).or_insert(Figure { value: line.value, note: line.note });
        }
    }

    /// A figure of a period: as published, else of a year the sum of its halves (for states: the last half).
    pub fn get(&self, catalogue: &Catalogue, period: Period, key: &TallyKey) -> Option<Figure> {
        if let Some(figure) = self.figures.get(&(period, key.clone())) {
            return Some(figure.clone());
        }
        if period.half != Whole::Year {
            return None;
        }
        let half = |half| self.figures.get(&(Period::half(period.year.0, half), key.clone()));
        let over_time = catalogue.elements.get(&key.element).map_or(OverTime::Sum, |element| element.over_time);
        match over_time {
            OverTime::Last => half(Half::Second).cloned(),
            OverTime::Sum => {
                let (first, second) = (half(Half::First)?, half(Half::Second)?);
                Some(Figure { value: first.value + second.value, note: String::new() })
            }
        }
    }

    /// The value alone.
    pub fn value(&self, catalogue: &Catalogue, period: Period, key: &TallyKey) -> Option<u64> {
        self.get(catalogue, period, key).map(|figure| figure.value)
    }

    /// Whether anything is known of an element in a period (or in its halves).
    pub fn knows(&self, period: Period, element: &str) -> bool {
        self.figures.keys().any(|(known, key)| {
            &*key.element == element && (*known == period || (period.half == Whole::Year && known.year == period.year))
        })
    }

    /// The whole years of which the total of an element is known, oldest first.
    pub fn years_of(&self, catalogue: &Catalogue, element: &Id) -> Vec<Period> {
        let mut years: Vec<Period> = self
            .figures
            .keys()
            .filter(|(_, key)| key.element == *element)
            .map(|(period, _)| Period::year(period.year.0))
            .filter(|year| self.get(catalogue, *year, &TallyKey::of(element)).is_some())
            .collect();
        years.sort();
        years.dedup();
        years
    }
}

impl Past for History {
    fn before(&self, period: Period, unit: &str, element: &str, option: Option<&str>) -> Vec<(Period, u64)> {
        let key = TallyKey {
            element: Id::from(element),
            option: option.map(Id::from),
            answer: None,
            month: None,
            unit: Some(Id::from(unit)),
        };
        // A period orders by its year and its half, so its halves come oldest first.
        let earlier = self.periods.iter().filter(|known| known.half != Whole::Year && known.days().1 < period.days().0);
        earlier.filter_map(|known| Some((*known, self.figures.get(&(*known, key.clone()))?.value))).collect()
    }
}

/// The lines that a closed period leaves for later ones: every number of the period but the months.
pub fn closed_lines(summary: &Summary) -> Vec<Line> {
    let text = |part: &Option<Id>| part.as_deref().unwrap_or_default().to_owned();
    let mut lines: Vec<Line> = summary
        .iter()
        .filter(|(key, _)| key.month.is_none())
        .map(|(key, tally)| Line {
            period: summary.period,
            unit: key.unit.as_deref().unwrap_or(CITY).to_owned(),
            element: key.element.to_string(),
            option: text(&key.option),
            state: text(&key.answer),
            value: tally.sum,
            note: String::new(),
            source: CLOSED.to_owned(),
        })
        .collect();
    lines.sort_by(|a, b| (&a.element, &a.unit, &a.option, &a.state).cmp(&(&b.element, &b.unit, &b.option, &b.state)));
    lines
}

/// A number of a closed period that is not what it was when it was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Which number.
    pub key: TallyKey,
    /// As closed; `None` when nobody was in it.
    pub old: Option<u64>,
    /// As counted now; `None` when nobody is in it any more.
    pub new: Option<u64>,
}

/// What changed of a period since it was closed; nothing when it was never closed.
pub fn revisions(closed: &[Line], now: &[Line]) -> Vec<Revision> {
    if closed.is_empty() {
        return Vec::new();
    }
    let by_key = |lines: &[Line]| -> BTreeMap<TallyKey, u64> { lines.iter().map(|line| (line.key(), line.value)).collect() };
    let (old, new) = (by_key(closed), by_key(now));
    let mut keys: Vec<&TallyKey> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    let revision = |key: &TallyKey| Revision { key: key.clone(), old: old.get(key).copied(), new: new.get(key).copied() };
    keys.into_iter().map(revision).filter(|revision| revision.old != revision.new).collect()
}
