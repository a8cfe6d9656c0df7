//! Figures of earlier periods as they were published or closed: kept as they are, never repaired.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::succession::{Incomparable, Successions};
use super::summary::Summary;
use super::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{Catalogue, DataElement, Kind, OverTime};
use crate::model::excel;
use crate::model::org_unit::OrgRegistry;
use crate::model::past::Past;
use crate::model::period::{Half, Period};

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
        TallyKey {
            element: Id::from(self.element.as_str()),
            option: id_in(&self.option),
            answer: id_in(&self.state),
            month: None,
            unit: (self.unit != CITY).then(|| Id::from(self.unit.as_str())),
        }
    }
}

/// The id in a column that may be empty.
fn id_in(text: &str) -> Option<Id> {
    (!text.is_empty()).then(|| Id::from(text))
}

/// Reads the lines of a history file (CSV, UTF-8 with or without BOM).
///
/// # Errors
/// A line that is not of the form, with file and line number.
pub fn read_csv(name: &str, bytes: &[u8]) -> Result<Vec<Line>> {
    let bytes = bytes.strip_prefix(excel::BOM).unwrap_or(bytes);
    let mut lines = Vec::new();
    for (i, line) in csv::Reader::from_reader(bytes)
        .into_deserialize()
        .enumerate()
    {
        let line: Line = line.with_context(|| {
            format!(
                "過去の公表値「{name}」の{}行目を読めません。列は period,unit,element,option,state,value,note,source です",
                i + 2
            )
        })?;
        if line.element.is_empty() {
            bail!(
                "過去の公表値「{name}」の{}行目に集計項目（element）がありません",
                i + 2
            );
        }
        lines.push(line);
    }
    Ok(lines)
}

/// The lines of a history file as it is kept.
///
/// # Errors
/// Never in practice: the lines serialise.
pub fn write_csv(lines: &[Line]) -> Result<Vec<u8>> {
    let mut writer = excel::csv_writer();
    for line in lines {
        writer.serialize(line)?;
    }
    Ok(writer.into_inner()?)
}

/// Figures of earlier periods, by period and number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    figures: BTreeMap<(Period, TallyKey), PastFigure>,
    /// The periods of the figures.
    periods: BTreeSet<Period>,
    /// What closed periods were closed with, whatever was published of them.
    closed: BTreeMap<Period, BTreeMap<TallyKey, u64>>,
    /// What was called otherwise in earlier periods.
    successions: Successions,
}

/// A figure of an earlier period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastFigure {
    /// The value as published.
    pub value: u64,
    /// What to mind.
    pub note: String,
    /// Where it comes from; empty for what is computed here.
    pub source: String,
    /// The numbers of the earlier period that it is the sum of, where the number itself did not
    /// exist yet.
    pub made_of: Vec<TallyKey>,
}

impl History {
    /// A history that follows options and units back to those whose place they took.
    pub fn following(catalogue: &Catalogue, registry: &OrgRegistry) -> Self {
        Self {
            successions: Successions::new(catalogue, registry),
            ..Self::default()
        }
    }

    /// Adds the lines of a history file.
    ///
    /// A figure that is already known keeps its first value: published figures are read before
    /// closed ones.
    pub fn add(&mut self, lines: Vec<Line>) {
        for line in lines {
            let (period, key) = (line.period, line.key());
            if line.source == CLOSED {
                self.closed
                    .entry(period)
                    .or_default()
                    .entry(key.clone())
                    .or_insert(line.value);
            }
            self.periods.insert(period);
            self.figures.entry((period, key)).or_insert(PastFigure {
                value: line.value,
                note: line.note,
                source: line.source,
                made_of: Vec::new(),
            });
        }
    }

    /// A figure of a period: as published, else the sum of those whose place it took, else of a
    /// year the sum of its halves (for states: the last half). `None` as well where it cannot be
    /// compared.
    pub fn get(&self, catalogue: &Catalogue, period: Period, key: &TallyKey) -> Option<PastFigure> {
        self.look_up(catalogue, period, key).ok().flatten()
    }

    /// The same, telling what is not known from what cannot be compared.
    ///
    /// # Errors
    /// Others stood in the place of the number in that period, and they are not its counterpart.
    pub fn look_up(
        &self,
        catalogue: &Catalogue,
        period: Period,
        key: &TallyKey,
    ) -> Result<Option<PastFigure>, Incomparable> {
        self.find(catalogue.elements.get(&key.element), period, key)
    }

    fn find(
        &self,
        element: Option<&DataElement>,
        period: Period,
        key: &TallyKey,
    ) -> Result<Option<PastFigure>, Incomparable> {
        if let Some(figure) = self.figures.get(&(period, key.clone())) {
            return Ok(Some(figure.clone()));
        }
        if let Some(before) = self.successions.back(period, key)? {
            let parts = before
                .iter()
                .map(|earlier| self.part(element, period, earlier));
            let parts: Option<Vec<PastFigure>> = parts.collect::<Result<_, _>>()?;
            return Ok(parts.map(sum));
        }
        if !period.is_year() {
            return Ok(None);
        }
        let [first, second] = halves_of(period);
        match element.map_or(OverTime::Sum, |element| element.over_time) {
            OverTime::Last => self.find(element, second, key),
            OverTime::Sum if element.is_some_and(|element| element.kind == Kind::Marks) => {
                Ok(self.marked(period, key))
            }
            OverTime::Sum => {
                let Some(first) = self.find(element, first, key)? else {
                    return Ok(None);
                };
                let second = self.find(element, second, key)?;
                Ok(second.map(|second| sum_of_halves(key, first, second)))
            }
        }
    }

    /// How many units marked an option in either half of a year, each once; of one unit, whether it
    /// did.
    fn marked(&self, year: Period, key: &TallyKey) -> Option<PastFigure> {
        let [first, second] = halves_of(year);
        let lines = self.closed.get(&first)?.iter();
        let mut units: BTreeSet<&Id> = BTreeSet::new();
        for (line, n) in lines.chain(self.closed.get(&second)?) {
            let is_asked = (&line.element, &line.option) == (&key.element, &key.option);
            if is_asked && *n > 0 {
                units.extend(&line.unit);
            }
        }
        let value = key
            .unit
            .as_ref()
            .map_or(units.len() as u64, |unit| u64::from(units.contains(unit)));
        Some(PastFigure {
            value,
            ..PastFigure::default()
        })
    }

    /// A number that is part of another: told by its own key.
    fn part(
        &self,
        element: Option<&DataElement>,
        period: Period,
        key: &TallyKey,
    ) -> Result<Option<PastFigure>, Incomparable> {
        let found = self
            .find(element, period, key)?
            .or_else(|| self.nobody(period, key).then(PastFigure::default));
        Ok(found.map(|figure| PastFigure {
            made_of: if figure.made_of.is_empty() {
                vec![key.clone()]
            } else {
                figure.made_of
            },
            ..figure
        }))
    }

    /// A figure of a period; of a state that nobody was in a zero, where it is known that nobody
    /// was. The states of a year may be those of its last half.
    pub fn known(
        &self,
        catalogue: &Catalogue,
        period: Period,
        key: &TallyKey,
    ) -> Option<PastFigure> {
        let over_time = catalogue
            .elements
            .get(&key.element)
            .map(|element| element.over_time);
        let of_states = period
            .halves()
            .pop()
            .filter(|_| over_time == Some(OverTime::Last))
            .unwrap_or(period);
        self.get(catalogue, period, key)
            .or_else(|| self.nobody(of_states, key).then(PastFigure::default))
    }

    /// A closed period holds every answer that was given: one that is not there nobody gave.
    fn nobody(&self, period: Period, key: &TallyKey) -> bool {
        let asked = TallyKey {
            answer: None,
            ..key.clone()
        };
        key.answer.is_some()
            && self
                .closed
                .get(&period)
                .is_some_and(|closed| closed.contains_key(&asked))
    }

    /// Whether a figure stands in the history as it is, and is not made of others.
    pub fn holds(&self, period: Period, key: &TallyKey) -> bool {
        self.figures.contains_key(&(period, key.clone()))
    }

    /// The periods that end before another begins, with the years of halves, oldest first.
    pub fn periods_before(&self, period: Period) -> Vec<Period> {
        let years = self.periods.iter().map(|known| Period::year(known.year.0));
        let known: BTreeSet<Period> = self.periods.iter().copied().chain(years).collect();
        known
            .into_iter()
            .filter(|known| known.days().1 < period.days().0)
            .collect()
    }

    /// The value alone.
    pub fn value(&self, catalogue: &Catalogue, period: Period, key: &TallyKey) -> Option<u64> {
        self.get(catalogue, period, key).map(|figure| figure.value)
    }

    /// Whether the answers to an element in a period (or in its halves) are known and were those of
    /// today: then one that is not there was nobody's.
    pub fn knows(&self, period: Period, element: &str) -> bool {
        self.has(period, element) && !self.successions.changed_answers(period, element)
    }

    /// Whether anything is known of an element in a period (or in its halves).
    pub fn has(&self, period: Period, element: &str) -> bool {
        self.figures.keys().any(|(known, key)| {
            &*key.element == element
                && (*known == period || (period.is_year() && known.year == period.year))
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
    fn before(
        &self,
        period: Period,
        unit: &str,
        element: &str,
        option: Option<&str>,
    ) -> Vec<(Period, u64)> {
        let key = TallyKey {
            element: Id::from(element),
            option: option.map(Id::from),
            answer: None,
            month: None,
            unit: Some(Id::from(unit)),
        };
        // A period orders by its year and its half, so its halves come oldest first.
        let mut values = Vec::new();
        for known in &self.periods {
            let is_earlier = !known.is_year() && known.days().1 < period.days().0;
            if is_earlier && let Ok(Some(figure)) = self.find(None, *known, &key) {
                values.push((*known, figure.value));
            }
        }
        values
    }
}

/// The halves of a year.
fn halves_of(year: Period) -> [Period; 2] {
    [Half::First, Half::Second].map(|half| Period::half(year.year.0, half))
}

/// A year's figure; where one half has it under another id, the other half is told by its own.
fn sum_of_halves(key: &TallyKey, mut first: PastFigure, mut second: PastFigure) -> PastFigure {
    if !(first.made_of.is_empty() && second.made_of.is_empty()) {
        for half in [&mut first, &mut second] {
            if half.made_of.is_empty() {
                half.made_of.push(key.clone());
            }
        }
    }
    sum(vec![first, second])
}

/// Figures added; what one of them is the sum of, the whole is the sum of.
fn sum(parts: Vec<PastFigure>) -> PastFigure {
    let mut made_of: Vec<TallyKey> = Vec::new();
    for key in parts.iter().flat_map(|part| &part.made_of) {
        if !made_of.contains(key) {
            made_of.push(key.clone());
        }
    }
    PastFigure {
        value: parts.iter().map(|part| part.value).sum(),
        made_of,
        ..PastFigure::default()
    }
}

/// The lines that a closed period leaves for later ones: every number of the period but the months.
pub fn closed_lines(summary: &Summary) -> Vec<Line> {
    let mut lines = Vec::new();
    for (key, tally) in summary.iter().filter(|(key, _)| key.month.is_none()) {
        lines.push(Line {
            period: summary.period,
            unit: key.unit.as_deref().unwrap_or(CITY).to_owned(),
            element: key.element.to_string(),
            option: key.option.as_deref().unwrap_or_default().to_owned(),
            state: key.answer.as_deref().unwrap_or_default().to_owned(),
            value: tally.sum,
            note: String::new(),
            source: CLOSED.to_owned(),
        });
    }
    lines.sort_by(|a, b| {
        (&a.element, &a.unit, &a.option, &a.state).cmp(&(&b.element, &b.unit, &b.option, &b.state))
    });
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

impl History {
    /// What changed of a period since it was closed, in the order of the keys; nothing while it is
    /// open.
    ///
    /// A year is closed when both of its halves are.
    pub fn revisions(&self, catalogue: &Catalogue, summary: &Summary) -> Vec<Revision> {
        let Some(old) = self.closed(catalogue, summary.period) else {
            return Vec::new();
        };
        let new = summary
            .iter()
            .map(|(key, _)| key)
            .filter(|key| key.month.is_none());
        let keys: BTreeSet<&TallyKey> = old.keys().chain(new).collect();
        let mut revisions = Vec::new();
        for key in keys {
            let revision = Revision {
                key: key.clone(),
                old: old.get(key).copied(),
                new: summary.get(key).map(|tally| tally.sum),
            };
            if revision.old != revision.new {
                revisions.push(revision);
            }
        }
        revisions
    }

    /// The numbers that a period was closed with.
    fn closed(&self, catalogue: &Catalogue, period: Period) -> Option<BTreeMap<TallyKey, u64>> {
        if !period.is_year() {
            return self.closed.get(&period).cloned();
        }
        let [first, second] = halves_of(period);
        let mut year = self.closed.get(&second)?.clone();
        for (key, value) in self.closed.get(&first)? {
            let Some(element) = catalogue.elements.get(&key.element) else {
                continue;
            };
            if element.over_time == OverTime::Sum {
                *year.entry(key.clone()).or_default() += value;
            }
        }
        for (key, value) in &mut year {
            let element = catalogue.elements.get(&key.element);
            let is_mark = element.is_some_and(|element| {
                element.kind == Kind::Marks && element.over_time == OverTime::Sum
            });
            if is_mark {
                *value = self.marked(period, key).map_or(0, |figure| figure.value);
            }
        }
        Some(year)
    }
}
