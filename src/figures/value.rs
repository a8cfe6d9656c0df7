//! The value of a number by its id: whatever an output prints can be asked for again.

use super::material::Material;
use super::number::{How, Number, Origin, Words};
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{Category, Kind};
use crate::model::cell::Location;
use crate::model::finding::Severity;
use crate::model::round::Standing;
use crate::model::submission::{DataValue, Submission};
use crate::model::terms;

impl<'a> Material<'a> {
    /// A number as it is printed; `None` where there is no number of the id.
    pub fn printed(&self, origin: &Origin) -> Option<Words> {
        let Origin::Made(how, parts) = origin else {
            return self.number(origin).map(Words::from);
        };
        let numbers: Vec<Number> = match how {
            How::Rows => return self.number(origin).map(Words::from),
            _ => parts
                .iter()
                .map(|part| self.number(part))
                .collect::<Option<_>>()?,
        };
        match (how, numbers.as_slice()) {
            (How::Difference, [one, other]) => Some(one.difference(other)),
            (How::Change, [new, old]) => {
                Some(new.percent(old).unwrap_or_else(|| terms::NONE.into()))
            }
            (How::Share, [part, whole]) => Some(part.share(whole)),
            (How::Median, _) => Number::median(numbers),
            _ => self.number(origin).map(Words::from),
        }
    }

    /// A whole number by what it is made of; `None` where nothing of that name is asked, nothing is
    /// known of its past, or it is no whole number.
    pub fn number(&self, origin: &Origin) -> Option<Number> {
        let registry = &self.definitions.registry;
        match origin {
            Origin::Counted(key) => self.is_asked(key).then(|| self.now(key.clone())),
            Origin::Past(period, key) => match self.revisions.get(key) {
                Some(revised) if *period == self.period() => {
                    Some(Number::new(revised.old?, origin.clone()))
                }
                _ => self.past(*period, key),
            },
            Origin::Cell(at) => {
                let n = self.answer_at(at)?.1.answer.value()?.count()?;
                Some(Number::new(n, origin.clone()))
            }
            Origin::Unit(unit) => {
                registry.units.get(unit)?;
                Some(Number::new(1, origin.clone()))
            }
            Origin::Units(kind, standing, half) => {
                let kind = registry.kinds.get(kind)?;
                Some(match standing {
                    None => self.expected(kind, *half),
                    Some(standing) => self.standing(kind, *standing, *half),
                })
            }
            Origin::Files => Some(self.files()),
            Origin::Queries(unit) => self.queries(unit.as_ref()),
            Origin::Options(category) => {
                Some(self.options(self.definitions.catalogue.categories.get(category)?))
            }
            Origin::Made(how, parts) => self.made(*how, parts),
        }
    }

    fn made(&self, how: How, parts: &[Origin]) -> Option<Number> {
        if how == How::Rows {
            return Some(self.count_rows(keys(parts)?));
        }
        let numbers: Option<Vec<Number>> = parts.iter().map(|part| self.number(part)).collect();
        let numbers = numbers?;
        let values = || numbers.iter().map(|number| number.n);
        Some(match (how, numbers.as_slice()) {
            (How::Sum, _) => Number::sum(numbers),
            (How::Difference, [one, other]) => one.less(other),
            (How::Most, _) => Number::made(values().max()?, how, parts.iter().cloned()),
            (How::Least, _) => Number::made(values().min()?, how, parts.iter().cloned()),
            (How::Count, _) => Number::count(parts.to_vec()),
            _ => return None,
        })
    }

    /// Whether a form asks what a key counts.
    fn is_asked(&self, key: &TallyKey) -> bool {
        let Some(asked) = self.asked(&key.element) else {
            return false;
        };
        let (element, units) = (asked.element, &self.definitions.registry.units);
        let has = |category: Option<&Category>, id: &Option<Id>| match id {
            None => true,
            Some(id) => category.is_some_and(|category| category.options.contains_key(id)),
        };
        let unit = key.unit.as_ref().map(|unit| units.get(unit));
        let is_of_kind = unit.is_none_or(|unit| unit.is_some_and(|u| u.kind == asked.kind.id));
        let is_monthly = || {
            let mut blocks = asked.form.blocks();
            blocks.any(|block| block.monthly_element() == Some(&key.element))
        };
        // Of counts alone there is a total of all options.
        let is_total = key.option.is_none() && element.category.is_some();
        has(self.breakdown(element), &key.option)
            && has(self.answers(element), &key.answer)
            && is_of_kind
            && (!is_total || element.kind == Kind::Count || self.summary.get(key).is_some())
            && key
                .month
                .is_none_or(|m| is_monthly() && self.period().months().contains(&m))
    }

    /// How many files were submitted.
    pub fn files(&self) -> Number {
        Number::new(self.round.arrivals.len() as u64, Origin::Files)
    }

    /// How many 確認 all submissions have, or those of one unit.
    pub fn queries(&self, unit: Option<&Id>) -> Option<Number> {
        let n = match unit {
            None => self.round.count(Severity::Query),
            Some(unit) => {
                self.definitions.registry.units.get(unit)?;
                let findings = self.round.files_of(unit).flat_map(|file| &file.findings);
                findings
                    .filter(|finding| finding.severity == Severity::Query)
                    .count()
            }
        };
        Some(Number::new(n as u64, Origin::Queries(unit.cloned())))
    }

    /// How many options a category has in the period.
    pub fn options(&self, category: &Category) -> Number {
        let n = category.options_in(self.period()).count();
        Number::new(n as u64, Origin::Options(category.id.clone()))
    }

    /// The rows of lists that gave each of some answers and may be printed: none with an open
    /// question of privacy. Each by its first answer.
    pub fn rows(&self, answers: &[TallyKey]) -> Vec<(&'a Submission, &'a DataValue)> {
        let Some((first, others)) = answers.split_first() else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for submission in self.summary.submissions.iter().copied() {
            for value in submission.values.iter().filter(|value| gives(value, first)) {
                let has = |other: &TallyKey| {
                    let mut row = submission.values.iter();
                    row.any(|v| v.key.record == value.key.record && gives(v, other))
                };
                if others.iter().all(has) && !submission.withholds(value) {
                    rows.push((submission, value));
                }
            }
        }
        rows
    }

    /// How many such rows there are.
    pub fn count_rows(&self, answers: Vec<TallyKey>) -> Number {
        let n = self.rows(&answers).len() as u64;
        Number::made(n, How::Rows, answers.into_iter().map(Origin::Counted))
    }

    /// The answer in a cell of a counted submission; its file told by its path, or by its name
    /// where there is but one of that name.
    pub fn answer_at(&self, at: &Location) -> Option<(&'a Submission, &'a DataValue)> {
        let submission = self.file_called(&at.file)?;
        let mut values = submission.values.iter();
        let value = values.find(|value| value.at.sheet == at.sheet && value.at.cell == at.cell);
        Some((submission, value?))
    }

    /// The counted submission whose file has a path, or alone has a name.
    pub fn file_called(&self, file: &str) -> Option<&'a Submission> {
        let submissions = || self.summary.submissions.iter().copied();
        if let Some(found) = submissions().find(|submission| submission.file.path == *file) {
            return Some(found);
        }
        let mut named = submissions().filter(|submission| *submission.file.name == *file);
        named.next().filter(|_| named.next().is_none())
    }

    /// The units that are asked for what a key counts and are not counted, each with how it stands.
    pub fn silent(&self, key: &TallyKey) -> Vec<(Id, Standing)> {
        let mut silent = Vec::new();
        let Some(asked) = self.asked(&key.element) else {
            return silent;
        };
        for unit in self.units(asked.kind, asked.half) {
            let standing = self.round.standing(unit);
            let is_meant = key.unit.as_ref().is_none_or(|own| *own == unit.id);
            if is_meant && standing != Standing::Counted {
                silent.push((unit.id.clone(), standing));
            }
        }
        silent
    }
}

/// The keys of counted numbers; `None` where one is of another kind.
fn keys(parts: &[Origin]) -> Option<Vec<TallyKey>> {
    let key = |part: &Origin| match part {
        Origin::Counted(key) => Some(key.clone()),
        _ => None,
    };
    parts.iter().map(key).collect()
}

/// Whether an answer is the one that a key counts.
fn gives(value: &DataValue, key: &TallyKey) -> bool {
    let choice = value.answer.value().and_then(|value| value.choice());
    value.key.element == key.element && choice.is_some() && choice == key.answer.as_ref()
}
