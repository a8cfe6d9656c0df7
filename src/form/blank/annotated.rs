//! The annotated form: a new form with the submitted values as they stand, a note and a mark on
//! every cell in question, and a sheet on top that lists them. It can be mended and sent back as
//! the new submission.
//!
//! Cells are copied, not answers: what could not be read is still there, and reads the same.

use anyhow::{Context, Result};

use super::style::FormStyles;
use super::transfer::{Transfer, is_unseen, sheet_of, stands_in_doubt};
use super::{Drawing, Filling};
use crate::form::layout::Layout;
use crate::form::spec::{Definitions, FormSpec};
use crate::model::finding::Finding;
use crate::model::submission::{Role, Submission};
use crate::workbook::Workbook;

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
