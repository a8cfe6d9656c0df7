//! What an annotated form shows beside the form itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::cell::CellRef;
use crate::model::finding::Severity;
use crate::model::submission::Key;
use crate::workbook::Cell;

/// Where something stands on a form: sheet and cell.
pub type FormPlace = (String, CellRef);

/// What was submitted and what was found in it.
#[derive(Debug, Default)]
pub struct Annotation {
    /// The submitted cells by question.
    pub cells: BTreeMap<Key, Cell>,
    /// The submitted pictures by question.
    pub pictures: BTreeMap<Key, Arc<[u8]>>,
    /// Reasons by sheet and row of the new form.
    pub reasons: BTreeMap<(String, u32), String>,
    /// What was found, in order.
    pub remarks: Vec<PlacedFinding>,
    /// Words that stand in no cell of the form, with their place in the submitted file.
    pub left_behind: Vec<(FormPlace, String)>,
}

/// One finding and its place on the new form.
#[derive(Debug, Clone)]
pub struct PlacedFinding {
    /// The code of the rule.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The sheet.
    pub sheet: Option<String>,
    /// The cell.
    pub cell: Option<CellRef>,
    /// Where it stands.
    pub place: Place,
    /// The value as it stands; where a whole row is in question, what stands in it.
    pub value: String,
    /// What is wrong and how to mend it.
    pub words: String,
    /// The reason that was given.
    pub reason: Option<String>,
}

/// Where a finding stands, seen from the new form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At a cell of it.
    Form,
    /// Nowhere: it is about the file or a sheet as a whole.
    File,
    /// At a cell of the submitted file.
    Elsewhere,
    /// At something of the submitted file that was not read and is not copied: the new form would
    /// not be asked about it any more.
    Nowhere,
}

impl Annotation {
    /// The reason beside a row.
    pub fn reason(&self, sheet: &str, row: u32) -> Option<&str> {
        self.reasons
            .get(&(sheet.to_owned(), row))
            .map(String::as_str)
    }

    /// What was found at a cell.
    pub fn at(&self, sheet: &str, cell: CellRef) -> impl Iterator<Item = &PlacedFinding> {
        self.remarks.iter().filter(move |remark| {
            remark.place == Place::Form
                && remark.sheet.as_deref() == Some(sheet)
                && remark.cell == Some(cell)
        })
    }
}
