//! A number and what it is made of, all the way to the printed word.
//!
//! Composers take numbers from the material, add and compare them here, and put them into
//! [`Words`]; so every number that is printed still knows its origin, and no number can be printed
//! that has none.

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

use super::change;
use super::datum::symbol;
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::cell::Location;
use crate::model::period::Period;
use crate::model::round::Standing;
use crate::model::statistics::middle;
use crate::model::submission::{DataValue, Submission};
use crate::model::text::grouped;

/// What a number is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Counted from the cells of the period.
    Counted(TallyKey),
    /// As published or closed for an earlier period.
    Past(Period, TallyKey),
    /// One cell as it stands, in a file that its path tells from others of the same name.
    Cell(Location),
    /// One unit: one.
    Unit(Id),
    /// How many units of a kind are expected, or stand in a certain way.
    Units(Id, Option<Standing>, Option<Period>),
    /// How many files were submitted.
    Files,
    /// How many 確認 the submissions have, or those of one unit.
    Queries(Option<Id>),
    /// How many options a category has in the period.
    Options(Id),
    /// Made of other numbers.
    Made(How, Vec<Origin>),
}

/// How a number is made of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Their sum.
    Sum,
    /// The first less the second.
    Difference,
    /// The change from the second to the first, in percent of the second.
    Change,
    /// The first in percent of the second.
    Share,
    /// The largest.
    Most,
    /// The smallest.
    Least,
    /// The one in the middle, or the mean of the two there.
    Median,
    /// How many they are.
    Count,
    /// How many rows of a list gave each of these answers and may be printed.
    Rows,
}

impl How {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Sum,
        Self::Difference,
        Self::Change,
        Self::Share,
        Self::Most,
        Self::Least,
        Self::Median,
        Self::Count,
        Self::Rows,
    ];

    /// The name in a formula.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Difference => "difference",
            Self::Change => "change",
            Self::Share => "share",
            Self::Most => "most",
            Self::Least => "least",
            Self::Median => "median",
            Self::Count => "count",
            Self::Rows => "rows",
        }
    }
}

impl Origin {
    /// The cell in which an answer stands.
    pub fn cell(submission: &Submission, value: &DataValue) -> Self {
        Self::Cell(Location {
            file: submission.file.path.as_str().into(),
            ..value.at.clone()
        })
    }

    /// Every origin that is not itself made of others.
    pub fn roots(&self) -> Vec<&Self> {
        match self {
            Self::Made(_, parts) => parts.iter().flat_map(Self::roots).collect(),
            root => vec![root],
        }
    }
}

impl fmt::Display for Origin {
    /// The id of a number, or a formula of ids: `askers:S01`, `askers~2022H1`, `sum(askers:S01,
    /// askers:S02)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Counted(key) => write!(f, "{key}"),
            Self::Past(period, key) => write!(f, "{key}~{period}"),
            Self::Cell(at) => write!(f, "{at}"),
            Self::Units(kind, standing, half) => {
                let standing = standing.map_or_else(String::new, |one| format!("={}", one.id()));
                let half = half.map_or_else(String::new, |half| format!("~{half}"));
                write!(f, "units{standing}/{kind}{half}")
            }
            Self::Files => f.write_str("files"),
            Self::Queries(None) => f.write_str("queries"),
            Self::Queries(Some(unit)) => write!(f, "queries/{unit}"),
            Self::Unit(unit) => write!(f, "unit/{unit}"),
            Self::Options(category) => write!(f, "options/{category}"),
            Self::Made(how, parts) => {
                write!(f, "{}(", how.id())?;
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{part}")?;
                }
                f.write_str(")")
            }
        }
    }
}

/// A number before it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The number; zero while it is not known.
    pub n: u64,
    /// What it is made of.
    pub origin: Origin,
    /// Whether anybody reported it: what nobody did is not zero.
    is_known: bool,
    /// What it was before a correction, or of an earlier period is after one; else the number
    /// itself.
    other: u64,
}

impl Number {
    /// A number with its origin.
    pub fn new(n: u64, origin: Origin) -> Self {
        Self {
            n,
            origin,
            is_known: true,
            other: n,
        }
    }

    /// The same number, which a correction made of another, or which one has made another.
    pub fn corrected(self, other: u64) -> Self {
        Self { other, ..self }
    }

    /// A number that nobody reported.
    pub fn unknown(origin: Origin) -> Self {
        Self {
            n: 0,
            origin,
            is_known: false,
            other: 0,
        }
    }

    /// The number; `None` where nobody reported it.
    pub fn known(&self) -> Option<u64> {
        self.is_known.then_some(self.n)
    }

    /// A number made of others in a way that the caller computed.
    pub fn made(n: u64, how: How, parts: impl IntoIterator<Item = Origin>) -> Self {
        Self::new(n, Origin::Made(how, parts.into_iter().collect()))
    }

    /// How many numbers or units they are.
    pub fn count(parts: Vec<Origin>) -> Self {
        Self::made(parts.len() as u64, How::Count, parts)
    }

    /// The sum of numbers; of one number that number itself.
    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut sum = Self::made(0, How::Sum, []);
        let mut origins = Vec::new();
        let mut is_known = false;
        for part in parts {
            sum.n += part.n;
            sum.other += part.other;
            is_known |= part.is_known;
            origins.push(part.origin);
        }
        sum.is_known = is_known || origins.is_empty();
        sum.origin = match origins.pop() {
            Some(only) if origins.is_empty() => only,
            last => {
                origins.extend(last);
                Origin::Made(How::Sum, origins)
            }
        };
        sum
    }

    /// This number less another; zero when the other is larger.
    pub fn less(&self, other: &Self) -> Self {
        Self::made(
            self.n.saturating_sub(other.n),
            How::Difference,
            [self.origin.clone(), other.origin.clone()],
        )
    }

    /// The change against an earlier number in percent, e.g. `＋12.4%`; `None` when that is zero.
    pub fn percent(&self, old: &Self) -> Option<Words> {
        Some(self.with(old, How::Change, change::percent(self.n, old.n)?))
    }

    /// The same in a sentence, e.g. `12.4%増`, `増減なし`, `ほぼ増減なし` where it rounds to none.
    pub fn percent_in_words(&self, old: &Self) -> Option<Words> {
        let size = change::size(self.n, old.n)?;
        let rounds_away = self.n != old.n && size == change::NO_CHANGE;
        Some(if rounds_away {
            "ほぼ増減なし".into()
        } else {
            self.in_words(old, How::Change, size, "")
        })
    }

    /// The difference in a sentence, e.g. `3区増`, `増減なし`.
    pub fn difference_in_words(&self, old: &Self, unit: &str) -> Words {
        self.in_words(old, How::Difference, grouped(self.n.abs_diff(old.n)), unit)
    }

    fn in_words(&self, old: &Self, how: How, size: String, unit: &str) -> Words {
        if self.n == old.n {
            return "増減なし".into();
        }
        self.with(old, how, size)
            .then(unit)
            .then(change::direction(self.n, old.n))
    }

    /// The difference against an earlier number with its sign, e.g. `＋3`.
    pub fn difference(&self, old: &Self) -> Words {
        self.with(old, How::Difference, change::difference(self.n, old.n))
    }

    /// The value in the middle, of an even number of them the mean of the two there; none of none.
    pub fn median(parts: Vec<Self>) -> Option<Words> {
        let mut values: Vec<u64> = parts.iter().map(|part| part.n).collect();
        values.sort_unstable();
        let (lower, upper) = middle(&values)?;
        let twice = u128::from(lower) + u128::from(upper);
        let half = if twice.is_multiple_of(2) { "" } else { ".5" };
        let text = format!("{}{half}", grouped((twice / 2) as u64));
        let origins = parts.into_iter().map(|part| part.origin).collect();
        Some(Words::number(text, Origin::Made(How::Median, origins)))
    }

    /// The share of a whole in whole percent, e.g. `12%`.
    pub fn share(&self, whole: &Self) -> Words {
        self.with(
            whole,
            How::Share,
            format!("{}%", change::share(self.n, whole.n)),
        )
    }

    fn with(&self, other: &Self, how: How, text: String) -> Words {
        Words::number(
            text,
            Origin::Made(how, vec![self.origin.clone(), other.origin.clone()]),
        )
    }
}

/// What is printed: words, and of each number in them what it is made of. Serialises as its text
/// alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    text: String,
    numbers: Vec<PrintedNumber>,
}

/// A number as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedNumber {
    /// The digits with their marks, e.g. `1,834` or `＋12.4%`.
    pub text: String,
    /// What it is made of.
    pub origin: Origin,
}

impl Words {
    /// Words without a figure: names and texts of forms and definitions, and sentences made of
    /// these. A digit in them belongs to a name, a date or a code, never to a count.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            numbers: Vec::new(),
        }
    }

    /// A number in its printed form.
    pub fn number(text: String, origin: Origin) -> Self {
        Self {
            text: text.clone(),
            numbers: vec![PrintedNumber { text, origin }],
        }
    }

    /// The words with more behind them.
    pub fn then(mut self, more: impl Into<Self>) -> Self {
        let more = more.into();
        self.text.push_str(&more.text);
        self.numbers.extend(more.numbers);
        self
    }

    /// Words one after the other with a mark between them.
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let parts = parts.into_iter().enumerate();
        parts.fold(Self::default(), |all, (i, part)| {
            if i == 0 {
                part
            } else {
                all.then(between).then(part)
            }
        })
    }

    /// The text alone.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The numbers in it, in order.
    pub fn numbers(&self) -> &[PrintedNumber] {
        &self.numbers
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<&Number> for Words {
    fn from(number: &Number) -> Self {
        number.clone().into()
    }
}

impl From<Number> for Words {
    fn from(number: Number) -> Self {
        match number.known() {
            Some(n) if n != number.other => {
                Self::number(grouped(n), number.origin).then(symbol::REVISED)
            }
            Some(n) => Self::number(grouped(n), number.origin),
            None => symbol::MISSING.into(),
        }
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<&str> for Words {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(option: &str, n: u64) -> Number {
        Number::new(
            n,
            Origin::Counted(TallyKey::of(&Id::from("askers")).option(&Id::from(option))),
        )
    }

    #[test]
    fn made_numbers_name_their_parts() {
        let (a, b) = (counted("S01", 1_200), counted("S02", 300));
        let sum = Number::sum([a.clone(), b.clone()]);
        assert_eq!(
            (sum.n, sum.origin.to_string().as_str()),
            (1_500, "sum(askers:S01, askers:S02)")
        );
        assert_eq!(Number::sum([a.clone()]), a);
        assert_eq!(sum.less(&b).n, 1_200);
        assert_eq!(sum.less(&b).origin.roots().len(), 3);
        let change = a.percent(&b).expect("a past");
        assert_eq!(
            (
                change.as_str(),
                change.numbers()[0].origin.to_string().as_str()
            ),
            ("＋300.0%", "change(askers:S01, askers:S02)")
        );
    }

    #[test]
    fn a_corrected_number_is_marked_and_so_is_a_sum_that_it_changes() {
        let (a, b) = (counted("S01", 12).corrected(10), counted("S02", 3));
        let said = |number: &Number| Words::from(number).to_string();
        assert_eq!((said(&a), said(&b)), ("12r".to_owned(), "3".to_owned()));
        assert_eq!(said(&Number::sum([a.clone(), b.clone()])), "15r");
        assert_eq!(said(&Number::sum([a, b.corrected(5)])), "15");
    }

    #[test]
    fn the_middle_of_an_even_number_is_a_mean() {
        let median = |values: &[u64]| {
            let numbers = values.iter().map(|n| counted("S01", *n)).collect();
            Number::median(numbers).map(|words| words.to_string())
        };
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[9, 1]).as_deref(), Some("5"));
        assert_eq!(median(&[9, 1, 4]).as_deref(), Some("4"));
        assert_eq!(median(&[9, 1, 4, 5]).as_deref(), Some("4.5"));
    }

    #[test]
    fn words_keep_the_numbers_in_order() {
        let words = Words::from("病院")
            .then(counted("S01", 1_200))
            .then("件、薬局")
            .then(counted("S04", 3))
            .then("件");
        assert_eq!(words.as_str(), "病院1,200件、薬局3件");
        let numbers: Vec<&str> = words
            .numbers()
            .iter()
            .map(|number| number.text.as_str())
            .collect();
        assert_eq!(numbers, ["1,200", "3"]);
        assert_eq!(
            serde_json::to_string(&words).expect("text"),
            "\"病院1,200件、薬局3件\""
        );
        assert_eq!(
            Words::joined(["a".into(), "b".into()], "、").as_str(),
            "a、b"
        );
    }
}
