//! The figures of one period as they are kept: some forty bytes each, since of a country there are
//! millions.

use super::lines::{CLOSED, Line};
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::interner::Interner;
use crate::model::period::Month;

/// Between the texts of figures and the numbers that they are kept as.
#[derive(Debug, Clone, Default)]
pub(super) struct Coding(Interner);

/// A key in the numbers of its texts, in the order of [`TallyKey`]; 0 is summed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NumberedKey {
    element: u32,
    option: u32,
    answer: u32,
    month: Option<Month>,
    unit: u32,
}

/// A line of a history file.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    key: NumberedKey,
    pub value: u64,
    note: u32,
    source: u32,
    is_closed: bool,
}

/// The figures of a period, by key; of the same key those that were read first stand first.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    kept: Vec<Kept>,
    /// Whether any of them was closed by this program.
    pub is_closed: bool,
}

impl Coding {
    /// A key in numbers; `None` where one of its texts stands in no line.
    pub fn packed(&self, key: &TallyKey) -> Option<NumberedKey> {
        let number = |part: &Option<Id>| match part {
            None => Some(0),
            Some(text) => self.0.known(text),
        };
        Some(NumberedKey {
            element: self.0.known(&key.element)?,
            option: number(&key.option)?,
            answer: number(&key.answer)?,
            month: key.month,
            unit: number(&key.unit)?,
        })
    }

    fn unpacked(&self, key: NumberedKey) -> Option<TallyKey> {
        let NumberedKey { month, .. } = key;
        Some(TallyKey {
            element: self.0.text(key.element)?.clone(),
            option: self.0.text(key.option).cloned(),
            answer: self.0.text(key.answer).cloned(),
            month,
            unit: self.0.text(key.unit).cloned(),
        })
    }

    pub fn note(&self, kept: &Kept) -> Id {
        self.0.text(kept.note).cloned().unwrap_or_default()
    }

    pub fn source(&self, kept: &Kept) -> Id {
        self.0.text(kept.source).cloned().unwrap_or_default()
    }

    pub fn line<T: AsRef<str>>(&mut self, line: &Line<T>) -> Kept {
        let [option, answer, unit] = line
            .parts()
            .map(|part| part.map_or(0, |text| self.0.number(text)));
        let source = line.source.as_ref();
        Kept {
            key: NumberedKey {
                element: self.0.number(line.element.as_ref()),
                option,
                answer,
                month: line.month,
                unit,
            },
            value: line.value,
            note: self.0.number(line.note.as_ref()),
            source: self.0.number(source),
            is_closed: source == CLOSED,
        }
    }
}

impl Figures {
    /// Adds a line; [`Figures::settle`] has to follow before anything is looked up.
    pub fn push(&mut self, kept: Kept) {
        self.is_closed |= kept.is_closed;
        self.kept.push(kept);
    }

    pub fn settle(&mut self) {
        self.kept.sort_by_key(|kept| kept.key);
    }

    /// The lines of a key.
    fn of(&self, key: NumberedKey) -> &[Kept] {
        let begin = self.kept.partition_point(|kept| kept.key < key);
        let rest = self.kept.get(begin..).unwrap_or_default();
        let end = rest.partition_point(|kept| kept.key == key);
        &rest[..end]
    }

    /// A figure: what was read first.
    pub fn get(&self, key: NumberedKey) -> Option<&Kept> {
        self.of(key).first()
    }

    /// What it was closed with, whatever was published of it.
    pub fn closed(&self, key: NumberedKey) -> Option<u64> {
        closed(self.of(key))
    }

    /// Whether anything is known of an element.
    pub fn has(&self, coding: &Coding, element: &str) -> bool {
        let Some(number) = coding.0.known(element) else {
            return false;
        };
        let begin = self.kept.partition_point(|kept| kept.key.element < number);
        self.kept
            .get(begin)
            .is_some_and(|kept| kept.key.element == number)
    }

    /// The units that an option was closed with, each with its number.
    pub fn units_closed<'a>(
        &'a self,
        coding: &'a Coding,
        key: &TallyKey,
    ) -> impl Iterator<Item = (&'a Id, u64)> {
        let option = key
            .option
            .as_deref()
            .map_or(Some(0), |id| coding.0.known(id));
        let own = coding.0.known(&key.element).zip(option);
        let place = |kept: &Kept| Some((kept.key.element, kept.key.option));
        let begin = self.kept.partition_point(|kept| place(kept) < own);
        let end = self.kept.partition_point(|kept| place(kept) <= own);
        let same = self.kept.get(begin..end).unwrap_or_default();
        same.chunk_by(|a, b| a.key == b.key).filter_map(|lines| {
            let unit = coding.0.text(lines.first()?.key.unit)?;
            Some((unit, closed(lines)?))
        })
    }

    /// Every number that the period was closed with.
    pub fn all_closed(&self, coding: &Coding) -> impl Iterator<Item = (TallyKey, u64)> {
        let same = self.kept.chunk_by(|a, b| a.key == b.key);
        same.filter_map(|lines| Some((coding.unpacked(lines.first()?.key)?, closed(lines)?)))
    }
}

/// Of the lines of a key the first that was closed by this program.
fn closed(lines: &[Kept]) -> Option<u64> {
    let mut closed = lines.iter().filter(|kept| kept.is_closed);
    closed.next().map(|kept| kept.value)
}
