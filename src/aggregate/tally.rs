//! One number and where it came from.

use std::fmt;
use std::str::FromStr;

use crate::model::Id;
use crate::model::period::Month;

/// Which number: every dimension that is `None` is summed over.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TallyKey {
    /// The data element.
    pub element: Id,
    /// The option of its category; `None` is the total of the parts, subsets apart.
    pub option: Option<Id>,
    /// The answer that is counted, for choices: how many units gave it.
    pub answer: Option<Id>,
    /// The month; `None` is the whole period.
    pub month: Option<Month>,
    /// The unit; `None` is the whole city.
    pub unit: Option<Id>,
}

impl TallyKey {
    /// The city's total of an element over the period.
    pub fn of(element: &Id) -> Self {
        Self {
            element: element.clone(),
            option: None,
            answer: None,
            month: None,
            unit: None,
        }
    }

    /// The question, whichever answer is counted.
    pub fn asked(&self) -> Self {
        Self {
            answer: None,
            ..self.clone()
        }
    }

    /// One option.
    pub fn option(mut self, option: &Id) -> Self {
        self.option = Some(option.clone());
        self
    }

    /// One answer of a choice.
    pub fn answer(mut self, answer: &Id) -> Self {
        self.answer = Some(answer.clone());
        self
    }

    /// One month.
    pub fn month(mut self, month: Month) -> Self {
        self.month = Some(month);
        self
    }

    /// One unit.
    pub fn unit(mut self, unit: &Id) -> Self {
        self.unit = Some(unit.clone());
        self
    }
}

impl fmt::Display for TallyKey {
    /// The figure's id: `element:option=answer@month/unit`, parts that are summed over left out.
    ///
    /// It is what `trace` takes and what `lineage.json` lists; ids hold none of the signs between
    /// the parts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.element)?;
        for (sign, part) in [(':', &self.option), ('=', &self.answer)] {
            if let Some(part) = part {
                write!(f, "{sign}{part}")?;
            }
        }
        if let Some(month) = self.month {
            write!(f, "@{month}")?;
        }
        match &self.unit {
            Some(unit) => write!(f, "/{unit}"),
            None => Ok(()),
        }
    }
}

/// The text is not the id of a counted number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKey;

impl FromStr for TallyKey {
    type Err = NotAKey;

    /// Reads an id as it is shown; whether there is such a number the definitions know.
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (rest, unit) = cut(text, '/')?;
        let (rest, month) = cut(rest, '@')?;
        let (rest, answer) = cut(rest, '=')?;
        let (element, option) = cut(rest, ':')?;
        let month = month.map(|month| month.parse().map_err(|_| NotAKey));
        Ok(Self {
            element: name(element)?,
            option,
            answer,
            month: month.transpose()?,
            unit,
        })
    }
}

/// What stands before a sign, and the name behind it, if the sign is there.
fn cut(text: &str, sign: char) -> Result<(&str, Option<Id>), NotAKey> {
    match text.split_once(sign) {
        None => Ok((text, None)),
        Some((rest, part)) => Ok((rest, Some(name(part)?))),
    }
}

/// A name as the definitions may give it.
fn name(text: &str) -> Result<Id, NotAKey> {
    let is_sign = |c: char| !c.is_ascii_alphanumeric() && !['_', '-'].contains(&c);
    if text.is_empty() || text.contains(is_sign) {
        return Err(NotAKey);
    }
    Ok(text.into())
}

/// A number with its sources.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// The sum of what was reported.
    pub sum: u64,
    /// How many units reported a part of it.
    pub reported: u32,
    /// Every cell that is in it, in the order of the roster and of the form.
    pub sources: Vec<Source>,
}

/// A cell that is part of a number: the submission by its place among the counted ones, the value
/// by its place in the submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// Which submission.
    pub submission: u32,
    /// Which of its values.
    pub value: u32,
}
