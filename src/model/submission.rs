//! What a unit sent: every answer with its place on the form and in the file.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::Id;
use super::answer::{Answer, Value};
use super::cell::{CellRef, Location};
use super::finding::Finding;
use super::period::{Month, Period};

/// One file, read and identified.
#[derive(Debug, Clone, Serialize)]
pub struct Submission {
    /// The unit that reports.
    pub unit: Id,
    /// The form that was filled.
    pub form: Id,
    /// The period that is reported.
    pub period: Period,
    /// The file.
    pub file: SourceFile,
    /// Every answer that the form asks for, in the order of the form.
    pub values: Vec<DataValue>,
    /// The elements of the lists that the form has: without a row, each of them is a zero.
    pub lists: Vec<Id>,
    /// Reasons written beside answers.
    pub reasons: Vec<Reason>,
    /// Where the file departs from the form: labels missing, moved, doubled or unknown.
    pub departures: Vec<Departure>,
    /// Texts that may tell who somebody is, until the city lets them pass: what stands in their
    /// rows is not printed.
    pub withheld: Vec<(String, CellRef)>,
}

impl Submission {
    /// Whether an answer stands in a row of a text that may not be printed.
    pub fn withholds(&self, value: &DataValue) -> bool {
        let mut withheld = self.withheld.iter();
        withheld.any(|(sheet, cell)| *sheet == *value.at.sheet && cell.row == value.at.cell.row)
    }

    /// The rows that are withheld, each once: sheet, and row from 1.
    pub fn withheld_rows(&self) -> BTreeSet<(&str, u32)> {
        let withheld = self.withheld.iter();
        withheld
            .map(|(sheet, cell)| (sheet.as_str(), cell.row + 1))
            .collect()
    }
}

/// A file as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceFile {
    /// The name without its folder.
    pub name: Arc<str>,
    /// The path as the user gave it or as the project holds it, with `/` between folders.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Which question an answer belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Key {
    /// The data element.
    pub element: Id,
    /// The option of its category, for an element that is broken down; `None` elsewhere and for
    /// totals.
    pub option: Option<Id>,
    /// The month, for monthly counts; `None` elsewhere and for the total of the half.
    pub month: Option<Month>,
    /// The row of a list, from 1.
    pub record: Option<u32>,
}

/// An answer with its question, its place, and the words around it.
#[derive(Debug, Clone, Serialize)]
pub struct DataValue {
    /// The question.
    pub key: Key,
    /// What part the cell plays on the form.
    pub role: Role,
    /// The answer.
    pub answer: Answer<Value>,
    /// Where it stands.
    pub at: Location,
    /// What the cell shows, as written.
    pub raw: Arc<str>,
    /// The words of its row and column heading, e.g. `S02 診療所・6月`.
    pub heading: String,
    /// Whether the form wants an answer here.
    pub required: bool,
    /// Whether a formula stands in the cell.
    pub formula: bool,
}

/// What part a cell plays on the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The unit writes here.
    Input,
    /// A total that the form computes; never summed again.
    Total,
}

/// A reason that a unit wrote beside a row, for a 確認.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Where the reason stands.
    pub at: Location,
    /// The words.
    pub text: String,
    /// What it answers, when it stands in a list of queries instead of beside a row.
    pub answers: Option<Answered>,
}

/// The query that a reason answers: it holds as long as the value is this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// The code of the check.
    pub code: String,
    /// The sheet; nothing where the file as a whole is in question.
    pub sheet: Option<String>,
    /// The cell; nothing where the sheet or the file as a whole is in question.
    pub cell: Option<CellRef>,
    /// The value that the cell had; of a file its name.
    pub value: String,
}

/// Where a file departs from the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Departure {
    /// What departs.
    pub kind: DepartureKind,
    /// The sheet, as it is called in the file or, if missing, in the form.
    pub sheet: Arc<str>,
    /// The cell, when there is one.
    pub cell: Option<CellRef>,
    /// The words of the form that are concerned.
    pub label: String,
}

/// The ways in which a file departs from the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DepartureKind {
    /// A sheet of the form is not there.
    SheetMissing,
    /// A sheet of the form is there, but hidden.
    SheetHidden,
    /// The heading of a block is not there; the nearest text that is.
    BlockMissing(Option<String>),
    /// A block stands twice and both are filled; the place of the other one.
    BlockDoubled(String),
    /// A block stands twice and only one is filled: this one was not read.
    CopyIgnored,
    /// A block stands twice with the same answers: read once.
    CopySame,
    /// A row of a list that is called an example: not read.
    ExampleIgnored,
    /// The same, though all of it is filled with a day within the period.
    ExampleFilled,
    /// A row of a list that bears words where its number stands.
    RowNumbered,
    /// A column heading is not there; the nearest one that is.
    ColumnMissing(Option<String>),
    /// A column heading stands twice, and both columns are filled.
    ColumnDoubled,
    /// A column that the form does not have holds so many values, which were not read.
    ColumnUnknown(usize),
    /// The heading of a column spans further columns, in which so many values were not read.
    ColumnSplit(usize),
    /// A list is longer than what is read.
    ListTooLong,
    /// A row label is not there; the nearest label that is.
    RowMissing(Option<String>),
    /// A row label stands twice.
    RowDoubled,
    /// A row with values carries a label that the form does not have; the nearest that it has.
    RowUnknown(Option<String>),
    /// A row with values carries no label.
    RowUnlabelled,
    /// A row carries the label of one row and the code of another; the words of the other.
    RowContradicts(String),
    /// Something was written where codes, numbers or reasons stand, and no answer beside it.
    Misplaced(String),
    /// Texts stand together beside the tables; whether they are remarks by sign or place, without a
    /// number, and name nothing that is asked.
    Beside(Vec<String>, bool),
    /// A sheet holds no table of the form, but something in so many cells, which was not read.
    SheetUnknown(usize),
    /// A table was read from a sheet that has another name than the form's; the form's.
    SheetRenamed(String),
    /// A hidden sheet holds a table of the form with other answers than those that were read.
    HiddenCopy,
    /// Something of an earlier submission had no place in its annotated form; the check that found
    /// it, and what was answered.
    Unsettled(String, String),
    /// A box or shape with words lies on a sheet of the form; the words.
    WordsOver(String),
    /// A line or a shape without words lies over an answer.
    DrawnOver,
    /// The label of a row or the heading of a column with values is struck through.
    LabelStruck,
    /// Values stand in a hidden row or column.
    Hidden,
    /// The number format of an answer shows nothing, or another number; the answer.
    FormattedAway(String),
    /// The letters of an answer have the colour of its cell, or hardly any size; the answer.
    Faint(String),
    /// A rule of the sheet may hide an answer or strike it through; the answer.
    HiddenByRule(String),
    /// A number was written into the formula of a total.
    TotalAdjusted,
    /// The link on an answer that is an address leads to another one; that one.
    LinkedElsewhere(String),
    /// A note hangs on a cell of a table; what it says, and what stands in the cell.
    Noted(String, String),
    /// Read elsewhere than the form has it (inserted rows, moved columns).
    Moved,
    /// Cells beyond the limits of a form were not read.
    Overflow,
    /// A further picture lies over the rows of a block that asks for one.
    PictureDoubled,
    /// So many pictures lie on a sheet where none is asked for; the first stands at the cell.
    PicturesElsewhere(usize),
    /// Pictures lie on a sheet that asks for one, in a format of which they are not read.
    PicturesUnread,
}

impl DepartureKind {
    /// Whether something that the file says is in no answer, and would be gone from a new form that
    /// holds the answers alone.
    pub fn is_unread(&self) -> bool {
        match self {
            Self::SheetHidden
            | Self::BlockMissing(_)
            | Self::BlockDoubled(_)
            | Self::ColumnMissing(_)
            | Self::ColumnDoubled
            | Self::ColumnUnknown(_)
            | Self::ColumnSplit(_)
            | Self::ListTooLong
            | Self::RowMissing(_)
            | Self::RowDoubled
            | Self::RowUnknown(_)
            | Self::RowUnlabelled
            | Self::RowContradicts(_)
            | Self::Misplaced(_)
            | Self::Beside(..)
            | Self::SheetUnknown(_)
            | Self::SheetRenamed(_)
            | Self::HiddenCopy
            | Self::ExampleFilled
            | Self::RowNumbered
            | Self::Unsettled(..)
            | Self::WordsOver(_)
            | Self::Noted(..)
            | Self::LabelStruck
            | Self::Overflow => true,
            // What is hidden or drawn over is asked about again in its cell, and pictures have a
            // list of their own.
            Self::SheetMissing
            | Self::CopyIgnored
            | Self::CopySame
            | Self::ExampleIgnored
            | Self::Hidden
            | Self::FormattedAway(_)
            | Self::Faint(_)
            | Self::HiddenByRule(_)
            | Self::LinkedElsewhere(_)
            | Self::DrawnOver
            | Self::TotalAdjusted
            | Self::Moved
            | Self::PictureDoubled
            | Self::PicturesElsewhere(_)
            | Self::PicturesUnread => false,
        }
    }
}

/// What became of one file of a round.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The file.
    pub file: SourceFile,
    /// What was read, unless the gate stopped it.
    pub submission: Option<Submission>,
    /// What was found.
    pub findings: Vec<Finding>,
}
