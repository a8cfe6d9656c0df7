//! The open data as a workbook after the 統一ルール: a table a sheet, headings in row 1, no merges,
//! numbers as numbers, no drawings.

use anyhow::Result;
use rust_xlsxwriter::{Format, Worksheet};

use super::sheet::Sheet;
use crate::dataset::Dataset;
use crate::model::excel;
use crate::output::workbook;
use crate::rules::publication::PublicTable;
use crate::sheets::names::Names;

/// The tables, a sheet each.
pub fn write(tables: &Dataset, sheets: &[Sheet]) -> Result<Vec<u8>> {
    let mut names = Names::default();
    let mut book = workbook::new(&tables.publication, &tables.period.label())?;
    for one in sheets {
        book.push_worksheet(sheet(&names.take(one.title), &one.table)?);
    }
    excel::saved(book)
}

fn sheet(name: &str, table: &PublicTable) -> Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let bold = Format::new().set_bold();
    let mut widths: Vec<usize> = table
        .columns
        .iter()
        .map(|column| workbook::width(column.name))
        .collect();
    for (col, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, col, column.name, &bold)?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for (((col, column), text), width) in (0..).zip(&table.columns).zip(cells).zip(&mut widths)
        {
            if text.is_empty() {
                continue;
            }
            *width = (*width).max(workbook::width(text).min(60));
            match text.parse::<u32>() {
                Ok(number) if column.number => sheet.write_number(row, col, number)?,
                _ => sheet.write_string(row, col, &**text)?,
            };
        }
    }
    for (col, width) in (0..).zip(widths) {
        sheet.set_column_width(col, width as f64 + 2.0)?;
    }
    // Whoever opens it chooses rows by what stands in the columns.
    if let (Ok(last_row), Some(last_col)) = (
        u32::try_from(table.rows.len()),
        table.columns.len().checked_sub(1),
    ) {
        sheet.autofilter(0, 0, last_row, last_col as u16)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}
