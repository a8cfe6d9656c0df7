//! The open data as a workbook after the 統一ルール: a table a sheet, headings in row 1, no merges,
//! numbers as numbers, no drawings.

use anyhow::Result;
use rust_xlsxwriter::{Format, Worksheet};

use super::Theme;
use super::columns::{Column, DICTIONARY, Kind, OBSERVATION};
use crate::output::workbook;
use crate::report::tables::Tables;
use crate::report::tables::names::Names;

/// The themes, the dictionary and the source, a sheet each.
pub fn write(tables: &Tables, themes: &[Theme]) -> Result<Vec<u8>> {
    let mut names = Names::default();
    let (dictionary, about) = (names.take("項目の定義"), names.take("出典"));
    let mut book = workbook::new(tables)?;
    for theme in themes {
        book.push_worksheet(sheet(&names.take(theme.title), &OBSERVATION, theme.rows.iter().copied())?);
    }
    book.push_worksheet(sheet(&dictionary, &DICTIONARY, tables.dictionary.iter())?);
    let mut source = Worksheet::new();
    source.set_name(&about)?;
    source.write_row(0, 0, ["項目", "内容"])?;
    for (row, line) in (1..).zip(&tables.about) {
        source.write_string(row, 0, &line.label)?.write_string(row, 1, &line.text)?;
    }
    source.set_column_width(0, 16)?.set_column_width(1, 60)?;
    book.push_worksheet(source);
    Ok(book.save_to_buffer()?)
}

fn sheet<'a, R: 'a>(name: &str, columns: &[Column<R>], rows: impl Iterator<Item = &'a R>) -> Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let bold = Format::new().set_bold();
    let mut widths: Vec<usize> = columns.iter().map(|column| workbook::width(column.name)).collect();
    for (col, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, col, column.name, &bold)?;
    }
    for (row, record) in (1..).zip(rows) {
        for ((col, column), width) in (0..).zip(columns).zip(&mut widths) {
            let Some(value) = (column.value)(record).filter(|value| !value.is_empty()) else { continue };
            *width = (*width).max(workbook::width(&value).min(60));
            match (column.kind, value.parse::<u32>()) {
                (Kind::Integer, Ok(number)) => sheet.write_number(row, col, number)?,
                _ => sheet.write_string(row, col, value)?,
            };
        }
    }
    for (col, width) in (0..).zip(widths) {
        sheet.set_column_width(col, width as f64 + 2.0)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}
