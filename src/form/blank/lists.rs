//! Lists of allowed answers that are too long for a check, kept beside the hidden marks.

use anyhow::Result;
use rust_xlsxwriter::{DataValidation, Formula, Worksheet};

use crate::form::layout::words::MARKS_SHEET;
use crate::model::cell::CellRef;
use crate::model::excel;

/// The longest list that a check can hold itself.
const MAX_LIST: usize = 255;
/// The first column of lists on the sheet of marks; the marks stand in the first two columns.
const FIRST_COLUMN: u16 = 3;

/// The lists that stand on the sheet of marks, each in a column of its own.
#[derive(Default)]
pub struct Lists(Vec<Vec<String>>);

impl Lists {
    /// Allows only these answers: in the check itself where they fit, else by reference to a hidden
    /// column.
    pub fn allow(&mut self, check: DataValidation, labels: &[&str]) -> Result<DataValidation> {
        // A comma would split an answer in two, and an empty list would not open in Excel.
        let plain = !labels.is_empty() && labels.iter().all(|label| !label.contains(','));
        let length: usize = labels.iter().map(|label| excel::length(label) + 1).sum();
        if plain && length <= MAX_LIST {
            return Ok(check.allow_list_strings(labels)?);
        }
        let place = self
            .0
            .iter()
            .position(|list| list.iter().eq(labels))
            .unwrap_or_else(|| {
                self.0
                    .push(labels.iter().map(|label| (*label).to_owned()).collect());
                self.0.len() - 1
            });
        let column = CellRef::new(0, FIRST_COLUMN + u16::try_from(place)?).column_letters();
        let rows = labels.len().max(1);
        Ok(check.allow_list_formula(Formula::new(format!(
            "={MARKS_SHEET}!${column}$1:${column}${rows}"
        ))))
    }

    /// Writes the lists into the sheet of marks.
    pub fn write(&self, sheet: &mut Worksheet) -> Result<()> {
        for (column, list) in (FIRST_COLUMN..).zip(&self.0) {
            for (row, label) in (0..).zip(list) {
                sheet.write_string(row, column, label)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_lists_stand_on_the_hidden_sheet() -> Result<()> {
        let mut lists = Lists::default();
        lists.allow(DataValidation::new(), &["可", "否"])?;
        assert!(lists.0.is_empty());
        let long = "長".repeat(200);
        for _ in 0..2 {
            lists.allow(DataValidation::new(), &[&long, &long])?;
        }
        lists.allow(DataValidation::new(), &["東京,大阪"])?;
        assert_eq!(lists.0.len(), 2);
        Ok(())
    }
}
