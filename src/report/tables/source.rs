//! What the tables are made from, and the look-ups that all of them share.

use std::collections::BTreeMap;

use crate::aggregate::history::{History, Revision};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::{Tally, TallyKey};
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::catalogue::{DataElement, OverTime};
use crate::model::cell::CellRef;
use crate::model::org_unit::OrgUnit;
use crate::model::period::{Period, Whole};
use crate::model::round::Round;
use crate::model::submission::{DataValue, Submission};
use crate::report::likeness::{self, Comparison};

use super::part::{Before, Figure, Origin, UnitHead, change, span};

/// Everything a table may look at.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    pub definitions: &'a Definitions,
    pub round: &'a Round,
    pub summary: &'a Summary<'a>,
    pub history: &'a History,
    /// What changed since the period was closed, by number.
    pub revisions: &'a BTreeMap<TallyKey, Revision>,
}

impl<'a> Sources<'a> {
    pub fn period(&self) -> Period {
        self.summary.period
    }

    pub fn element(&self, id: &str) -> Option<&'a DataElement> {
        self.definitions.catalogue.elements.get(id)
    }

    /// The expected units of a kind, in order.
    pub fn units(&self, kind: &str) -> Vec<UnitHead> {
        let registry = &self.definitions.registry;
        let units: Vec<&OrgUnit> = registry.expected(kind, self.period()).collect();
        units
            .iter()
            .map(|unit| {
                self.unit_head(
                    unit,
                    units.iter().filter(|other| other.area == unit.area).count() > 1,
                )
            })
            .collect()
    }

    pub fn unit_head(&self, unit: &OrgUnit, shares_area: bool) -> UnitHead {
        let registry = &self.definitions.registry;
        let area = registry.area_of(unit);
        UnitHead {
            id: unit.id.clone(),
            kind: unit.kind.clone(),
            kind_label: registry
                .kinds
                .get(&unit.kind)
                .map(|kind| kind.label.clone())
                .unwrap_or_default(),
            name: unit.name.clone(),
            short: area
                .filter(|_| !shares_area)
                .map_or_else(|| unit.name.clone(), |area| area.name.clone()),
            area_code: area.map(|area| area.code.clone()).unwrap_or_default(),
            area: area.map(|area| area.name.clone()).unwrap_or_default(),
            reported: self.summary.submission_of(&unit.id).is_some(),
        }
    }

    /// A figure without its cells.
    pub fn number(&self, key: &TallyKey) -> Figure {
        self.summary.get(key).map_or_else(Figure::missing, |tally| {
            Figure::computed(tally.sum, tally.sources.len())
        })
    }

    /// A figure of a unit, with its cells; of the city, without.
    pub fn figure(&self, key: &TallyKey) -> Figure {
        let tally = self.summary.get(key).filter(|_| key.unit.is_some());
        Figure {
            origin: tally.and_then(|tally| self.cells_of(tally)),
            ..self.number(key)
        }
    }

    /// How many units stand under a key: zero is a number once anybody reported.
    pub fn city_count(&self, key: &TallyKey, reported: usize) -> Figure {
        match self.summary.get(key) {
            Some(tally) => Figure::computed(tally.sum, tally.sources.len()),
            None if reported > 0 => Figure::computed(0, 0),
            None => Figure::missing(),
        }
    }

    /// The cells of a figure where they are a whole rectangle of one file, so that their sum is the figure;
    /// else the first; none for the sum of two files.
    fn cells_of(&self, tally: &Tally) -> Option<Origin> {
        let cells = tally
            .sources
            .iter()
            .filter_map(|source| self.summary.source(*source));
        let first = cells
            .clone()
            .next()
            .map(|(submission, value)| origin(submission, value))?;
        if cells
            .clone()
            .any(|(submission, _)| *submission.file.path != *first.path)
        {
            return None;
        }
        let own = cells.filter(|(submission, value)| {
            *submission.file.path == *first.path && value.at.sheet == first.sheet
        });
        let (mut around, mut count) = (first.clone(), 0);
        for (_, value) in own {
            let at = value.at.cell;
            around.cell = CellRef::new(around.cell.row.min(at.row), around.cell.col.min(at.col));
            around.last = CellRef::new(around.last.row.max(at.row), around.last.col.max(at.col));
            count += 1;
        }
        let size = (around.last.row - around.cell.row + 1)
            * u32::from(around.last.col - around.cell.col + 1);
        Some(if size == count { around } else { first })
    }

    /// The halves of a year; none for a half.
    pub fn halves(&self) -> Vec<Period> {
        Some(self.period().halves())
            .filter(|halves| halves.len() > 1)
            .unwrap_or_default()
    }

    /// Of each half of a year, where the cells of some numbers stand; none of what is told by the last half alone.
    pub fn forms(&self, over_time: OverTime, keys: &[TallyKey]) -> Vec<Option<Origin>> {
        if over_time == OverTime::Last {
            return Vec::new();
        }
        let tallies = keys.iter().filter_map(|key| self.summary.get(key));
        let sources = tallies
            .flat_map(|tally| &tally.sources)
            .filter_map(|source| self.summary.source(*source));
        let of_half = |half: Period| {
            let sources = sources
                .clone()
                .filter(|(submission, _)| submission.period == half);
            span(
                &sources
                    .map(|(submission, value)| origin(submission, value))
                    .collect::<Vec<_>>(),
            )
        };
        self.halves().into_iter().map(of_half).collect()
    }

    /// The submissions of a unit in which the answer to an element is to be found: of what is told by the last half
    /// of a year, the last.
    pub fn submissions(
        &self,
        unit: &str,
        over_time: OverTime,
    ) -> impl Iterator<Item = &'a Submission> {
        let last = self.period().halves().pop();
        let of_unit = self
            .summary
            .submissions
            .iter()
            .copied()
            .filter(move |submission| &*submission.unit == unit);
        of_unit
            .filter(move |submission| over_time == OverTime::Sum || Some(submission.period) == last)
    }

    /// The answer of a unit to a question that is asked once; of a year, the later one.
    pub fn answer(
        &self,
        unit: &str,
        element: &DataElement,
        option: Option<&Id>,
    ) -> Option<(&'a Submission, &'a DataValue)> {
        let asked = |value: &&DataValue| {
            value.key.element == element.id
                && value.key.option.as_ref() == option
                && value.key.record.is_none()
        };
        let found =
            |submission: &'a Submission| Some((submission, submission.values.iter().find(asked)?));
        self.submissions(unit, element.over_time)
            .filter_map(found)
            .last()
    }

    /// What to mind of a state of a year.
    pub fn state_note(&self, element: &DataElement) -> Option<String> {
        let last = self
            .halves()
            .pop()
            .filter(|_| element.over_time == OverTime::Last)?;
        Some(format!(
            "通年の状況は、{}の様式のものです。",
            last.half_label()
        ))
    }

    /// The period to stand beside this one: the same half a year ago; for states, else the year before.
    pub fn period_before(&self, element: &DataElement) -> Option<Period> {
        let same = self.period().year_before();
        let year = Period::year(same.year.0);
        let candidates = if element.over_time == OverTime::Last {
            vec![same, year]
        } else {
            vec![same]
        };
        candidates
            .into_iter()
            .find(|period| self.history.has(*period, &element.id))
    }

    /// A figure of an earlier period.
    pub fn past(&self, period: Period, key: &TallyKey) -> Option<u64> {
        self.history.value(&self.definitions.catalogue, period, key)
    }

    /// The earlier figures of some numbers, and their change; `None` when none of them is known.
    pub fn before(
        &self,
        element: &DataElement,
        keys: &[TallyKey],
        now: &[Figure],
    ) -> Option<Before> {
        let period = self.period_before(element)?;
        let values: Vec<Option<u64>> = keys.iter().map(|key| self.past(period, key)).collect();
        if values.iter().all(Option::is_none) {
            return None;
        }
        let change = values
            .iter()
            .zip(now)
            .map(|(before, now)| change(*before, now.value))
            .collect();
        Some(Before {
            label: self.before_label(period),
            values,
            change,
        })
    }

    pub fn before_label(&self, period: Period) -> String {
        let word = if period.half == Whole::Year {
            "前年度"
        } else {
            "前年同期"
        };
        format!("{word}（{}）", period.label())
    }

    /// What has been remarked on earlier figures, what they are not like, and what was revised.
    pub fn past_notes(&self, kind: &str, element: &DataElement, keys: &[TallyKey]) -> Vec<String> {
        let revisions: Vec<Revision> = self.revisions.values().cloned().collect();
        let revised =
            likeness::revised(self.definitions, &revisions, element).map(|words| words.to_string());
        let Some(period) = self.period_before(element) else {
            return revised.into_iter().collect();
        };
        let figures = keys
            .iter()
            .filter_map(|key| self.history.get(&self.definitions.catalogue, period, key));
        let mut notes: Vec<String> = figures
            .filter(|figure| !figure.note.is_empty())
            .map(|figure| figure.note)
            .collect();
        notes.dedup();
        let remarks = notes
            .into_iter()
            .map(|note| format!("{}: {note}", self.before_label(period)));
        let comparison = Comparison {
            definitions: self.definitions,
            history: self.history,
            now: self.period(),
            before: period,
        };
        remarks
            .chain(comparison.notes(kind, element, keys))
            .chain(revised)
            .collect()
    }

    /// Of how many units the figures are, in words.
    pub fn coverage(&self, units: &[UnitHead]) -> String {
        let kind = units
            .first()
            .and_then(|unit| self.definitions.registry.kinds.get(&unit.kind));
        let (label, counter) = kind.map_or(("", ""), |kind| {
            (kind.label.as_str(), kind.counter.as_str())
        });
        let missing: Vec<&str> = units
            .iter()
            .filter(|unit| !unit.reported)
            .map(|unit| unit.short.as_str())
            .collect();
        let reported = units.len() - missing.len();
        let mut text = format!(
            "報告: {label}{}{counter}のうち{reported}{counter}",
            units.len()
        );
        if !missing.is_empty() {
            text += &format!("（未集計: {}）", missing.join("、"));
        }
        text
    }
}

/// Where an answer stands.
pub(super) fn origin(submission: &Submission, value: &DataValue) -> Origin {
    let (cell, last) = (value.at.cell, value.at.cell);
    Origin {
        path: submission.file.path.as_str().into(),
        sheet: value.at.sheet.clone(),
        cell,
        last,
    }
}
