//! What stands beside the columns of the form: values that no question asks for.

use super::BlockReader;
use super::header::{Found, Header};
use super::value;
use crate::model::cell::CellRef;
use crate::model::submission::DepartureKind;
use crate::model::text::fold;
use crate::workbook::{Content, Sheet};

impl<'b> BlockReader<'_, 'b> {
    /// Tells of values beside the columns of the form, down to the table's last row.
    pub(super) fn other_columns(&mut self, header: &Header<'b>, last_row: u32) {
        let sheet = self.page.sheet;
        let last = sheet.last_col().unwrap_or(0);
        let labels = self.labels;
        for col in (0..=last).filter(|col| !header.knows(*col) && labels != Some(*col)) {
            let top = CellRef::new(header.row, col);
            let heading = sheet.value(top).content.text().trim().to_owned();
            let mut values = 0;
            for row in header.below..=last_row {
                let at = CellRef::new(row, col);
                values += usize::from(is_value(sheet, at, !heading.is_empty()));
            }
            if values == 0 || self.is_renamed(top) || self.is_of_remarks(header, top, last_row) {
                continue;
            }
            match header.spanning(sheet, top) {
                Some(split) => {
                    let at = CellRef::new(header.row, split.col);
                    self.depart(DepartureKind::ColumnSplit(values), at, &split.column.label);
                }
                None => self.depart(DepartureKind::ColumnUnknown(values), top, &heading),
            }
        }
    }
}

impl BlockReader<'_, '_> {
    /// Whether a column holds words alone, which begin above the headings or with the sign of a
    /// remark: each is told as what stands beside the table.
    fn is_of_remarks(&self, header: &Header, top: CellRef, last_row: u32) -> bool {
        let sheet = self.page.sheet;
        let above = CellRef::new(header.row.saturating_sub(1), top.col);
        let begins = !sheet.get(above).is_empty()
            || fold(&sheet.get(top).content.text()).starts_with(['※', '*']);
        let mut below = (header.below..=last_row).map(|row| CellRef::new(row, top.col));
        begins && !below.any(|at| is_value(sheet, at, false))
    }

    /// Whether the heading was named as that of a column of the form in other words.
    fn is_renamed(&self, heading: CellRef) -> bool {
        self.out.departures.iter().any(|departure| {
            matches!(departure.kind, DepartureKind::ColumnMissing(Some(_)))
                && departure.cell == Some(heading)
        })
    }
}

/// Whether a number stands in a cell; with `any`, whether anything does.
pub(super) fn is_value(sheet: &Sheet, at: CellRef, any: bool) -> bool {
    let cell = sheet.get(at);
    match &cell.content {
        Content::Number(_) | Content::Date { .. } => true,
        Content::Text(text) => {
            !text.trim().is_empty() && (any || value::count(cell).value().is_some())
        }
        _ => false,
    }
}

impl<'b> Header<'b> {
    /// Whether a column is one of the form, or one whose heading stands a second time.
    pub(super) fn knows(&self, col: u16) -> bool {
        let mut all = self.columns.iter().chain(&self.doubled);
        all.any(|found| found.col == col)
    }

    /// The column of answers whose heading is merged over a cell.
    fn spanning(&self, sheet: &Sheet, at: CellRef) -> Option<&Found<'b>> {
        let heading = sheet.anchor(at);
        let mut answers = self.answers();
        answers.find(|found| heading.col == found.col && heading != at)
    }
}
