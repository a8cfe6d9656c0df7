//! .xls: calamine reads the values, after a look at how much room it would take for them.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xls, XlsError};

use super::cell::Cell;
use super::format::BookFormat;
use super::ooxml::{SharedTexts, worksheets};
use super::sheet::{CellsLeft, Workbook};
use super::unreadable::Unreadable;
use super::{cfb, xls_room};

/// Reads the workbook that a container held.
pub(super) fn read(mut stream: Vec<u8>) -> Result<Workbook, Unreadable> {
    let told = xls_room::check(&mut stream)?;
    let packed = cfb::pack(&stream).map_err(Unreadable::damaged)?;
    let mut book = Xls::new(Cursor::new(packed)).map_err(|error| match error {
        XlsError::Password => Unreadable::Password,
        other => Unreadable::damaged(other),
    })?;
    let date_1904 = book.has_1904_epoch();
    let mut left = CellsLeft::new();
    let mut texts = SharedTexts::default();
    let mut sheets = worksheets(book.sheets_metadata())?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .map(|sheet| sheet.name.clone())
        .collect();
    for sheet in &mut sheets {
        let name = sheet.name.to_string();
        let values = book.worksheet_range(&name).map_err(Unreadable::damaged)?;
        for (row, col, value) in values.used_cells() {
            let cell = Cell {
                content: texts.content(borrowed(value), date_1904),
                ..Cell::EMPTY
            };
            sheet.push(absolute(values.start(), row, col), cell, &mut left)?;
        }
        sheet.sort();
        let index = names.iter().position(|known| *known == name);
        if let Some(told) = index.and_then(|index| told.get(index)) {
            told.apply(sheet);
            sheet.mark_formulas(&told.formulas, &mut left)?;
        }
        let merges = book.merge_cells_by_sheet_name(&name);
        for region in merges.map_err(Unreadable::damaged)? {
            sheet.merge(region.start, region.end)?;
        }
        sheet.sort();
    }
    Ok(Workbook {
        format: BookFormat::Xls,
        sheets,
        date_1904,
    })
}

/// calamine counts from the first cell of a range.
fn absolute(start: Option<(u32, u32)>, row: usize, col: usize) -> (u32, u32) {
    let (first_row, first_col) = start.unwrap_or_default();
    (
        first_row.saturating_add(row as u32),
        first_col.saturating_add(col as u32),
    )
}

fn borrowed(value: &Data) -> DataRef<'static> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::String(text.clone()),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}
