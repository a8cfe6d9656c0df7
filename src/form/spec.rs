//! The form as a value: what is asked, of whom, in which blocks, and what must hold between
//! answers.

use indexmap::IndexMap;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

pub use super::block::{Block, BlockKind, Field, Prefill};
use crate::model::Id;
use crate::model::catalogue::Catalogue;
use crate::model::finding::Severity;
use crate::model::org_unit::OrgRegistry;
use crate::model::period::Period;

/// Everything that is data: the roster, the catalogue, the forms.
#[derive(Debug, Clone)]
pub struct Definitions {
    /// Who reports.
    pub registry: OrgRegistry,
    /// What is counted.
    pub catalogue: Catalogue,
    /// The forms by id, in the order of the kinds of unit.
    pub forms: IndexMap<Id, FormSpec>,
}

impl Definitions {
    /// The form that a kind of unit fills.
    pub fn form_of(&self, kind: &str) -> Option<&FormSpec> {
        self.forms.get(&self.registry.kinds.get(kind)?.form)
    }

    /// Every name and word of them that is printed, by a key that stays.
    pub fn words(&mut self) -> Vec<(String, &mut String)> {
        let mut words = self.registry.places();
        words.extend(self.catalogue.places());
        for (form, spec) in &mut self.forms {
            words.push((format!("form.{form}"), &mut spec.label));
            for block in spec.sheets.iter_mut().flat_map(|sheet| &mut sheet.blocks) {
                let key = format!("heading.{form}.{}", block.id);
                words.push((key, &mut block.heading));
            }
        }
        words
    }
}

/// One form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormSpec {
    /// Stable name.
    pub id: Id,
    /// How people call it, e.g. 様式1.
    pub label: String,
    /// The title on every sheet.
    pub title: String,
    /// The version that the hidden marks carry; a filled form of another version is refused.
    pub version: String,
    /// The sheets in order.
    pub sheets: Vec<SheetSpec>,
    /// The date that says when a form was sent, where the form asks for it.
    pub sending_date: Option<Id>,
    /// What must hold between answers.
    pub relations: Vec<Relation>,
    /// Which days a date may name.
    pub bounds: Vec<Bound>,
    /// How to fill it, line by line (記入要領).
    pub guide: Vec<String>,
}

impl FormSpec {
    /// Where a sheet stands among its own: what concerns no sheet comes first, what is on none of
    /// them last.
    pub fn place_of_sheet(&self, name: Option<&str>) -> usize {
        let Some(name) = name else { return 0 };
        let place = self.sheets.iter().position(|sheet| sheet.name == name);
        place.map_or(usize::MAX, |place| place + 1)
    }

    /// Where the blank form fills something in by itself: the block and the element.
    pub fn prefilled(&self, wanted: Prefill) -> Option<(&Block, &Id)> {
        self.blocks().find_map(|block| {
            let (_, element) = block.prefilled().find(|(prefill, _)| *prefill == wanted)?;
            Some((block, element))
        })
    }

    /// The elements of its lists in a period.
    pub fn lists(&self, catalogue: &Catalogue, period: Period) -> Vec<Id> {
        let lists = self.blocks().filter(|block| block.is_list());
        let mut elements = Vec::new();
        for id in lists.flat_map(Block::elements) {
            let element = catalogue.elements.get(id);
            if element.is_some_and(|element| element.validity.covers(period)) {
                elements.push(id.clone());
            }
        }
        elements
    }

    /// Its blocks, sheet by sheet from top to bottom.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sheets.iter().flat_map(|sheet| &sheet.blocks)
    }
}

/// One sheet of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetSpec {
    /// The name of the sheet; at most 31 characters, none of `: \ / ? * [ ]`.
    pub name: String,
    /// The blocks from top to bottom.
    pub blocks: Vec<Block>,
}

/// What must hold between answers: left, comparison, right, and a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Stable name.
    pub id: Id,
    /// The left side: a sum.
    pub left: Vec<Operand>,
    /// The comparison.
    pub op: Op,
    /// The right side: a sum.
    pub right: Vec<Operand>,
    /// Whether it must hold in every month or for the period as a whole.
    pub per: Per,
    /// When it applies.
    pub when: Option<Condition>,
    /// The element at which a violation is reported.
    pub at: Id,
    /// How much a violation weighs.
    pub severity: Severity,
    /// What is wrong, as a sentence without its end.
    pub problem: String,
    /// How to mend it.
    pub remedy: String,
}

/// One term of a side of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// The sum of an element's counts, subsets apart; or of one option.
    Sum(Id, Option<Id>),
    /// How many answers an element has, or one option of it has.
    CountOf(Id, Option<Id>),
    /// How many rows of a list have an answer to the first element and these answers to others.
    Rows(Id, Vec<(Id, Id)>),
    /// A number.
    Number(u64),
}

/// How the sides of a relation compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Op {
    /// Equal.
    #[serde(rename = "=")]
    Equal,
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
    /// At most.
    #[serde(rename = "<=")]
    AtMost,
}

impl Op {
    /// Whether the comparison holds.
    pub fn holds(self, left: u64, right: u64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtLeast => left >= right,
            Self::AtMost => left <= right,
        }
    }
}

/// Where a relation must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// In every month.
    Month,
    /// Over the period.
    #[default]
    Period,
}

/// A relation applies only when a choice is, or is not, an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The choice element.
    pub element: Id,
    /// The option.
    pub option: Id,
    /// Whether it must be that option, or any other.
    pub is: bool,
}

/// Which days a date may name: from one day to another, perhaps only in rows with a certain answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The date element.
    pub date: Id,
    /// The first day.
    pub from: Option<Anchor>,
    /// The last day.
    pub until: Option<Anchor>,
    /// The question whose answer is a day after which it cannot lie.
    pub not_after: Option<Id>,
    /// When it applies; looks at the same row of a list.
    pub when: Option<Condition>,
    /// How much a violation weighs.
    pub severity: Severity,
    /// What the date is the date of, e.g. 研修会の開催日.
    pub what: String,
    /// How to mend it.
    pub remedy: String,
}

/// A day that follows from the period or from another answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The first day of the period.
    PeriodStart,
    /// The last day of the period.
    PeriodEnd,
    /// The day after the period.
    AfterPeriod,
    /// A year after the last day of the period.
    YearAfter,
}

impl Anchor {
    /// The day, for a period.
    pub fn day(self, period: Period) -> Date {
        let (start, end) = period.days();
        match self {
            Self::PeriodStart => start,
            Self::PeriodEnd => end,
            Self::AfterPeriod => end.saturating_add(1.day()),
            Self::YearAfter => end.saturating_add(1.year()),
        }
    }
}
