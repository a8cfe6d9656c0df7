//! What every number is taken from: the definitions, what arrived, the counts, and the past.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use super::asked::Asked;
use super::datum::{Datum, SourceCells, UnitHead, around, cells_of};
use super::number::{How, Number, Origin, Words};
use crate::aggregate::history::{History, Revision};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::{Tally, TallyKey};
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::catalogue::{Category, DataElement, OverTime};
use crate::model::cell::CellRef;
use crate::model::org_unit::{OrgUnit, UnitKind};
use crate::model::period::Period;
use crate::model::round::{Round, Standing};
use crate::model::submission::{DataValue, Submission};

/// Everything that the numbers of a period are taken from.
pub struct Material<'a> {
    /// The roster, the catalogue, the forms.
    pub definitions: &'a Definitions,
    /// What arrived.
    pub round: &'a Round,
    /// The counts.
    pub summary: &'a Summary<'a>,
    /// Earlier periods.
    pub history: &'a History,
    /// What changed since the period was closed, by number.
    pub revisions: BTreeMap<TallyKey, Revision>,
    /// What changed of earlier periods since they were closed: their numbers stand here as closed.
    pub revised_past: BTreeMap<(Period, TallyKey), Revision>,
    /// The elements for which at least one of those who are asked is counted.
    reporting: BTreeSet<Id>,
    /// Who is asked for each element.
    asked: BTreeMap<Id, Asked<'a>>,
}

impl<'a> Material<'a> {
    /// The material of a period. The summary must be that of the round's counted submissions.
    pub fn new(
        definitions: &'a Definitions,
        round: &'a Round,
        summary: &'a Summary<'a>,
        history: &'a History,
    ) -> Self {
        let revisions = history.revisions(&definitions.catalogue, summary);
        let mut material = Self {
            definitions,
            round,
            summary,
            history,
            revisions: revisions
                .into_iter()
                .map(|revision| (revision.key.clone(), revision))
                .collect(),
            revised_past: BTreeMap::new(),
            reporting: reporting(definitions, summary),
            asked: BTreeMap::new(),
        };
        for element in definitions.catalogue.elements.values() {
            if let Some(asked) = material.ask(element) {
                material.asked.insert(element.id.clone(), asked);
            }
        }
        material
    }

    /// The same, knowing what changed of earlier periods since they were closed.
    pub fn with_revised_past(self, revised: &[(Period, Revision)]) -> Self {
        let revised = revised.iter();
        let by_number =
            |(at, revision): &(Period, Revision)| ((*at, revision.key.clone()), revision.clone());
        Self {
            revised_past: revised.map(by_number).collect(),
            ..self
        }
    }

    /// An element and who is asked for it; `None` when no form asks (the page is then left out).
    pub fn asked(&self, element: &str) -> Option<&Asked<'a>> {
        self.asked.get(element)
    }

    fn ask(&self, element: &'a DataElement) -> Option<Asked<'a>> {
        let definitions = self.definitions;
        definitions.registry.kinds.values().find_map(|kind| {
            let form = definitions.forms.get(&kind.form)?;
            let sheet = form
                .sheets
                .iter()
                .find(|sheet| sheet.blocks.iter().any(|block| block.asks(&element.id)))?;
            let half = self.half_of(element, &kind.id);
            Some(Asked {
                element,
                kind,
                half,
                expected: self.expected(kind, half),
                counted: self.standing(kind, Standing::Counted, half),
                form,
                sheet: &sheet.name,
                coverage: self.reported(kind, half),
            })
        })
    }

    /// The half of a year whose units are asked for a state, which is that of its end, where units
    /// have come or gone in the year; else nothing, and all are asked.
    pub fn half_of(&self, element: &DataElement, kind: &str) -> Option<Period> {
        self.remade(kind)
            .filter(|_| element.over_time == OverTime::Last)
    }

    /// The last half of a year in which units of a kind have come or gone.
    pub fn remade(&self, kind: &str) -> Option<Period> {
        let last = self.halves().pop()?;
        let registry = &self.definitions.registry;
        let units = |period| registry.expected(kind, period).count();
        (units(last) != units(self.period())).then_some(last)
    }

    /// How many of the units that are expected are counted, said in one way everywhere: 24区すべてから提出,
    /// 24区のうち23区から提出, of a year in which units have come or gone 5区（年度末は3区）すべてから提出.
    pub fn reported(&self, kind: &'a UnitKind, half: Option<Period>) -> Words {
        let counter = kind.counter.as_str();
        let expected = self.expected(kind, half);
        let counted = self.standing(kind, Standing::Counted, half);
        let mut all = Words::from(&expected).then(counter);
        if let Some(last) = self.remade(&kind.id).filter(|_| half.is_none()) {
            let at_end = self.expected(kind, Some(last));
            all = all.then("（年度末は").then(at_end).then(counter).then("）");
        }
        if expected.n == counted.n {
            return all.then("すべてから提出");
        }
        all.then("のうち")
            .then(counted)
            .then(counter)
            .then("から提出")
    }

    /// The units of a kind, of the period or of a half of it, in order.
    pub fn units(
        &self,
        kind: &'a UnitKind,
        half: Option<Period>,
    ) -> impl Iterator<Item = &'a OrgUnit> {
        let period = half.unwrap_or(self.summary.period);
        self.definitions.registry.expected(&kind.id, period)
    }

    /// The options that break an element down, or nothing.
    pub fn breakdown(&self, element: &DataElement) -> Option<&'a Category> {
        self.definitions
            .catalogue
            .categories
            .get(element.category.as_ref()?)
    }

    /// The allowed answers of an element, or nothing.
    pub fn answers(&self, element: &DataElement) -> Option<&'a Category> {
        self.definitions
            .catalogue
            .categories
            .get(element.answers.as_ref()?)
    }

    /// The keys of every number of an element over the period: of the city, by option and by
    /// answer.
    pub fn keys(&self, element: &DataElement) -> Vec<TallyKey> {
        let period = self.period();
        let mut keys = vec![TallyKey::of(&element.id)];
        for option in self
            .breakdown(element)
            .into_iter()
            .flat_map(|category| category.options_in(period))
        {
            keys.push(TallyKey::of(&element.id).option(&option.id));
        }
        let Some(answers) = self.answers(element) else {
            return keys;
        };
        let mut of_answers = Vec::new();
        for answer in answers.options_in(period) {
            of_answers.extend(keys.iter().map(|key| key.clone().answer(&answer.id)));
        }
        of_answers
    }

    /// A number of the period: zero where those who reported had nothing to count, unknown where
    /// none of those who are asked reported.
    pub fn now(&self, key: TallyKey) -> Number {
        if !self.is_reported(&key) {
            return Number::unknown(Origin::Counted(key));
        }
        let old = self.revisions.get(&key).map(|revision| revision.old);
        let number = Number::new(self.summary.sum(&key), Origin::Counted(key));
        match old {
            Some(old) => number.corrected(old.unwrap_or_default()),
            None => number,
        }
    }

    fn is_reported(&self, key: &TallyKey) -> bool {
        match &key.unit {
            Some(unit) => self.summary.submission_of(unit).is_some(),
            None => self.reporting.contains(&key.element),
        }
    }

    /// A number of an earlier period, or the sum of those that stood there before it.
    pub fn past(&self, period: Period, key: &TallyKey) -> Option<Number> {
        let figure = self.history.get(&self.definitions.catalogue, period, key)?;
        let of = |key: &TallyKey| Origin::Past(period, key.clone());
        let (number, parts) = match figure.made_of.as_slice() {
            [] => (Number::new(figure.value, of(key)), slice::from_ref(key)),
            one @ [only] => (Number::new(figure.value, of(only)), one),
            parts => (
                Number::made(figure.value, How::Sum, parts.iter().map(of)),
                parts,
            ),
        };
        let mut today = figure.value;
        for part in parts {
            if let Some(Revision { old, new, .. }) = self.revised_past.get(&(period, part.clone()))
            {
                today = today.saturating_add(new.unwrap_or_default());
                today = today.saturating_sub(old.unwrap_or_default());
            }
        }
        Some(number.corrected(today))
    }

    /// How many units of a kind are expected.
    pub fn expected(&self, kind: &'a UnitKind, half: Option<Period>) -> Number {
        Number::new(
            self.units(kind, half).count() as u64,
            Origin::Units(kind.id.clone(), None, half),
        )
    }

    /// How many units of a kind stand in a certain way.
    pub fn standing(&self, kind: &'a UnitKind, standing: Standing, half: Option<Period>) -> Number {
        let n = self
            .units(kind, half)
            .filter(|unit| self.round.standing(unit) == standing)
            .count();
        Number::new(
            n as u64,
            Origin::Units(kind.id.clone(), Some(standing), half),
        )
    }

    /// Whether all who are asked for an element are counted: only then is it compared with an
    /// earlier period.
    pub fn is_whole(&self, element: &DataElement) -> bool {
        self.asked(&element.id)
            .is_some_and(|asked| asked.is_whole())
    }

    /// The year before as a whole.
    pub fn last_year(&self) -> Period {
        self.summary.period.last_year()
    }

    /// The period.
    pub fn period(&self) -> Period {
        self.summary.period
    }

    /// An element of the catalogue.
    pub fn element(&self, id: &str) -> Option<&'a DataElement> {
        self.definitions.catalogue.elements.get(id)
    }

    /// The elements on the forms of the period of which figures are published, in the order of the
    /// definitions.
    pub fn counted_elements(&self) -> impl Iterator<Item = &'a DataElement> {
        let period = self.period();
        let elements = self.definitions.catalogue.elements.values();
        elements.filter(move |element| {
            element.publish && !element.unit.is_empty() && element.validity.covers(period)
        })
    }

    /// The expected units of a kind, in order.
    pub fn unit_heads(&self, kind: &str, half: Option<Period>) -> Vec<UnitHead> {
        let registry = &self.definitions.registry;
        let units = registry.expected(kind, half.unwrap_or(self.period()));
        units.map(|unit| self.unit_head(unit)).collect()
    }

    /// A unit as the heading of a row.
    pub fn unit_head(&self, unit: &OrgUnit) -> UnitHead {
        let registry = &self.definitions.registry;
        UnitHead {
            id: unit.id.clone(),
            kind: unit.kind.clone(),
            kind_label: registry
                .kinds
                .get(&unit.kind)
                .map(|kind| kind.label.clone())
                .unwrap_or_default(),
            name: unit.name.clone(),
            short: registry.short_name(unit),
            area_code: registry.area_code(unit),
            area: registry.area_name(unit),
            reported: self.summary.submission_of(&unit.id).is_some(),
        }
    }

    /// A figure without its cells.
    pub fn datum(&self, key: &TallyKey) -> Datum {
        self.summary.get(key).map_or_else(Datum::missing, |tally| {
            Datum::computed(tally.sum, tally.sources.len())
        })
    }

    /// A figure of a unit, with its cells; of the city, without.
    pub fn located(&self, key: &TallyKey) -> Datum {
        let tally = self.summary.get(key).filter(|_| key.unit.is_some());
        Datum {
            origin: tally.and_then(|tally| self.cells_of(tally)),
            ..self.datum(key)
        }
    }

    /// The cells of a figure where they are a whole rectangle of one file, so that their sum is the
    /// figure; else the first; none for the sum of two files.
    fn cells_of(&self, tally: &Tally) -> Option<SourceCells> {
        let cells = tally
            .sources
            .iter()
            .filter_map(|source| self.summary.source(*source));
        let first = cells
            .clone()
            .next()
            .map(|(submission, value)| cells_of(submission, value))?;
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

    /// Of each half of a year, where the cells of some numbers stand; none of what is told by the
    /// last half alone.
    pub fn forms(&self, over_time: OverTime, keys: &[TallyKey]) -> Vec<Option<SourceCells>> {
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
            around(
                &sources
                    .map(|(submission, value)| cells_of(submission, value))
                    .collect::<Vec<_>>(),
            )
        };
        self.halves().into_iter().map(of_half).collect()
    }

    /// The submissions of a unit in which the answer to an element is to be found: of what is told
    /// by the last half of a year, the last.
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

    /// Of how many units the figures are, in words.
    pub fn coverage(&self, units: &[UnitHead], half: Option<Period>) -> String {
        let Some(kind) = units
            .first()
            .and_then(|unit| self.definitions.registry.kinds.get(&unit.kind))
        else {
            return String::new();
        };
        let mut text = format!("{}{}", kind.label, self.reported(kind, half));
        let mut others = Vec::new();
        for standing in [Standing::Missing, Standing::Faulty, Standing::Twice] {
            let mut names: Vec<&str> = Vec::new();
            for head in units.iter().filter(|head| !head.reported) {
                let unit = self.definitions.registry.units.get(&head.id);
                if unit.is_some_and(|unit| self.round.standing(unit) == standing) {
                    names.push(&head.short);
                }
            }
            if !names.is_empty() {
                others.push(format!("{}: {}", standing.label(), names.join("、")));
            }
        }
        if !others.is_empty() {
            text += &format!("（{}）", others.join("。"));
        }
        text
    }
}

/// The elements of the forms of those of whom at least one is counted.
fn reporting(definitions: &Definitions, summary: &Summary) -> BTreeSet<Id> {
    let mut elements = BTreeSet::new();
    for submission in &summary.submissions {
        let unit = definitions.registry.units.get(&submission.unit);
        let Some(form) = unit.and_then(|unit| definitions.form_of(&unit.kind)) else {
            continue;
        };
        for block in form.blocks() {
            elements.extend(block.elements().into_iter().cloned());
        }
    }
    elements
}
