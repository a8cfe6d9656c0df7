//! What a cell of a form answers. Blank, zero, not applicable and unreadable are four different
//! answers.

use jiff::civil::Date;
use serde::Serialize;

use super::Id;
use super::cell::CellRange;
use super::picture::{Picture, PictureFault};

/// An answer to a question of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// Read as it stands.
    Given(T),
    /// Read after folding something harmless, e.g. 「3件」→ 3; the text says what was folded.
    Coerced(T, String),
    /// Nothing was written: not reported, which is not zero.
    Blank,
    /// The question does not apply (e.g. a field that another answer switches off).
    NotApplicable,
    /// Something was written that cannot be read without guessing.
    Unreadable(Fault),
}

/// The largest count that a unit can mean in a month; beyond it the cell holds something else (a
/// date, a telephone number).
pub const LARGEST_COUNT: u64 = 9_999_999;

/// Why an answer cannot be read; the words are chosen by the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Not a whole number of zero or more.
    NotACount,
    /// A number in a cell that shows days or hours, where a count belongs; the number, where nobody
    /// can have meant the day.
    Dated(Option<u64>),
    /// A number with a fraction or below zero.
    NotWhole,
    /// A number larger than any count that a form can mean.
    TooLargeACount,
    /// Not one of the allowed answers; the nearest one.
    NotInList(Option<Id>),
    /// Neither ○ nor blank.
    NotAMark,
    /// Not a date.
    NotADate,
    /// A date that the calendar does not have, e.g. the 31st of September.
    NoSuchDay,
    /// A date long before or after any that a form can mean: mostly a plain number in a cell for
    /// dates.
    FarDate,
    /// The row or column of the question is not in the file: a sum with it is unknown.
    NotFound,
    /// One merged cell where the form has several; the region, e.g. `D5:E5`.
    Merged(CellRange),
    /// A formula whose result is not stored in the file.
    NoStoredResult,
    /// A formula error such as #REF!.
    FormulaError(String),
    /// Struck through: withdrawn or not, only the author knows.
    Struck,
    /// An old value struck through beside a new one: only the author knows which letters count.
    PartlyStruck,
    /// Longer than a cell of the form may be.
    TooLong,
    /// No picture that can be printed.
    Picture(PictureFault),
}

/// A value of one of the kinds that the catalogue knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// How many.
    Count(u64),
    /// One option of a category.
    Choice(Id),
    /// ○.
    Mark,
    /// Words, as written.
    Text(String),
    /// A day.
    Date(Date),
    /// A picture that can be printed.
    Picture(Picture),
}

impl<T> Answer<T> {
    /// The value, whether given outright or after folding.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Given(value) | Self::Coerced(value, _) => Some(value),
            Self::Blank | Self::NotApplicable | Self::Unreadable(_) => None,
        }
    }
}

impl Value {
    /// The number, if it is one.
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Count(n) => Some(*n),
            _ => None,
        }
    }

    /// The chosen option, if it is one.
    pub fn choice(&self) -> Option<&Id> {
        match self {
            Self::Choice(id) => Some(id),
            _ => None,
        }
    }

    /// The words, if it is text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The picture, if it is one.
    pub fn picture(&self) -> Option<&Picture> {
        match self {
            Self::Picture(picture) => Some(picture),
            _ => None,
        }
    }

    /// The day, if it is one.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }
}
