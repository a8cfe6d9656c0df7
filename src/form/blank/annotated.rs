//! The annotated form: a new form with the submitted values as they stand, a note and a mark on
//! every cell in question, and a sheet on top that lists them. It can be mended and sent back as
//! the new submission.
//!
//! Cells are copied, not answers: what could not be read is still there, and reads the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::style::FormStyles;
use super::transfer::{Transfer, is_unseen, sheet_of, stands_in_doubt};
use super::{Drawing, Filling};
use crate::form::layout::Layout;
use crate::form::spec::{Definitions, FormSpec};
use crate::model::cell::CellRef;
use crate::model::finding::{Finding, Severity};
use crate::model::submission::{Key, Role, Submission};
use crate::workbook::{Cell, Workbook};

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

/// Draws the annotated form of a submission that was read from a workbook.
///
/// # Errors
/// The submission's form or unit is not in the definitions, or the workbook cannot be written.
pub fn draw(
    definitions: &Definitions,
    submission: &Submission,
    findings: &[Finding],
    source: &Workbook,
) -> Result<Vec<u8>> {
    let unit = definitions
        .registry
        .units
        .get(&submission.unit)
        .context("提出した報告者が名簿にありません")?;
    let form = definitions
        .forms
        .get(&submission.form)
        .with_context(|| format!("{}の様式がありません。", unit.name))?;
    let form = with_room(form, submission);
    let layout = Layout::new(&form, &definitions.catalogue, submission.period);
    let annotation = Transfer::new(submission, findings, source, &layout).annotation();
    // Totals are computed from what could be read.
    let answers = submission
        .values
        .iter()
        .filter(|value| value.role == Role::Input && !stands_in_doubt(value, submission))
        .filter(|value| sheet_of(source, &value.at.sheet).is_some_and(|on| !is_unseen(value, on)));
    let answers = answers
        .filter_map(|value| Some((value.key.clone(), value.answer.value()?.clone())))
        .collect();
    let drawing = Drawing {
        definitions,
        form: &form,
        unit,
        period: submission.period,
        filling: &Filling { answers },
        annotation: Some(&annotation),
        styles: FormStyles::new(),
    };
    drawing.workbook(&layout).with_context(|| {
        format!(
            "「{}」の指摘を書いた様式を作れません。",
            submission.file.path
        )
    })
}

/// The form with as many rows in its lists as were sent: people insert some.
fn with_room(form: &FormSpec, submission: &Submission) -> FormSpec {
    let mut form = form.clone();
    for block in form.sheets.iter_mut().flat_map(|sheet| &mut sheet.blocks) {
        let own = submission
            .values
            .iter()
            .filter(|value| block.asks(&value.key.element));
        let sent = own.filter_map(|value| value.key.record).max();
        block.make_room(sent.unwrap_or(0));
    }
    form
}
