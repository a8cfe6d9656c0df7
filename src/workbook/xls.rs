//! .xls: calamine reads the values, after a look at how much room it would take for them.

use std::io::Cursor;
use std::ops::Range;

use calamine::{Data, DataRef, Reader, Xls, XlsError};

use super::cell::Cell;
use super::cfb::{Container, pack, u16_at, u32_at};
use super::ooxml::{Texts, worksheets};
use super::sheet::{CellsLeft, Format, Workbook};
use super::unreadable::{Limit, Unreadable};
use super::xls_looks::{Styles, Told};
use super::{MAX_CELLS, MAX_SHEETS};

/// calamine keeps the whole rectangle between the first and the last cell of each sheet; so much
/// may all rectangles hold together (64 MB of memory).
const MAX_AREA: u64 = 2_000_000;

/// Reads the workbook of an opened container.
pub(super) fn read(container: &Container<'_>) -> Result<Workbook, Unreadable> {
    let mut stream = container.workbook()?;
    let told = check_room(&mut stream)?;
    let mut book = Xls::new(Cursor::new(pack(&stream))).map_err(|error| match error {
        XlsError::Password => Unreadable::Password,
        other => Unreadable::damaged(other),
    })?;
    let date_1904 = book.has_1904_epoch();
    let mut left = CellsLeft::new();
    let mut texts = Texts::default();
    let mut sheets = worksheets(book.sheets_metadata())?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .map(|sheet| sheet.name.clone())
        .collect();
    for sheet in &mut sheets {
        let name = sheet.name.to_string();
        let told = names
            .iter()
            .position(|known| *known == name)
            .and_then(|index| told.get(index));
        let values = book.worksheet_range(&name).map_err(Unreadable::damaged)?;
        let formulas = book.worksheet_formula(&name).map_err(Unreadable::damaged)?;
        let absolute = |start: Option<(u32, u32)>, row: usize, col: usize| {
            let (first_row, first_col) = start.unwrap_or_default();
            (first_row + row as u32, first_col + col as u32)
        };
        for (row, col, value) in values.used_cells() {
            let cell = Cell {
                content: texts.content(borrowed(value), date_1904),
                ..Cell::EMPTY
            };
            sheet.push(absolute(values.start(), row, col), cell, &mut left)?;
        }
        sheet.sort();
        if let Some(told) = told {
            told.apply(sheet);
        }
        let formulas: Vec<_> = formulas
            .used_cells()
            .map(|(row, col, _)| absolute(formulas.start(), row, col))
            .collect();
        sheet.mark_formulas(&formulas, &mut left)?;
        let merges = book.merge_cells_by_sheet_name(&name);
        for region in merges.map_err(Unreadable::damaged)? {
            sheet.merge(region.start, region.end)?;
        }
        sheet.sort();
    }
    Ok(Workbook {
        format: Format::Xls,
        sheets,
        date_1904,
    })
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

/// Walks the records of all sheets, as calamine will, and adds up the rectangles of their cells.
/// Where each declares its rectangle, that is wiped: calamine would reserve it, true or not.
/// On the way is noted what calamine does not tell of each sheet.
fn check_room(stream: &mut [u8]) -> Result<Vec<Told>, Unreadable> {
    let mut sheets = Vec::new();
    let mut styles = Styles::default();
    let (mut texts, mut continued) = (Vec::new(), false);
    for (kind, data) in Records::new(stream, 0) {
        let data = &stream[data];
        styles.add(kind, data);
        continued = kind == 0x00FC || (continued && kind == 0x003C);
        match kind {
            // What follows is encrypted, but for the heads of the records.
            0x002F => return Err(Unreadable::Password),
            0x0085 => sheets.extend(u32_at(data, 0)),
            0x000A => break,
            _ if continued => texts.push(data),
            _ => {}
        }
    }
    styles.add_texts(&texts);
    if sheets.len() > MAX_SHEETS {
        return Err(Unreadable::TooLarge(Limit::Sheets));
    }
    let (mut area, mut cells, mut declared) = (0, 0, Vec::new());
    let mut all = Vec::new();
    for start in sheets {
        let mut told = Told::default();
        let mut span: Option<[u64; 4]> = None;
        let mut depth = 0; // Charts stand within the sheet and bring an end of their own.
        for (kind, data) in Records::new(stream, start as usize) {
            match kind {
                0x0809 => depth += 1,
                0x000A if depth <= 1 => break,
                0x000A => depth -= 1,
                0x0200 => declared.push(data),
                // An object of the kind "picture".
                0x005D if u16_at(&stream[data.clone()], 4) == Some(8) => told.pictures = true,
                // Hidden outright, or drawn without any height.
                0x0208 if hidden_row(&stream[data.clone()]) => {
                    told.rows.extend(u16_at(&stream[data], 0).map(u32::from));
                }
                0x007D if hidden_col(&stream[data.clone()]) => {
                    let word = |offset| u16_at(&stream[data.clone()], offset).map_or(0, u32::from);
                    told.cols.push((word(0), word(2)));
                }
                0x0006 | 0x00BD | 0x00D6 | 0x00FD | 0x0203..=0x0205 | 0x027E => {
                    let data = &stream[data];
                    let word = |offset| u64::from(u16_at(data, offset).unwrap_or(0));
                    let (row, col) = (word(0), word(2));
                    let last = match kind {
                        0x00BD => word(data.len().saturating_sub(2)).max(col),
                        _ => col,
                    };
                    let [top, left, bottom, right] = span.unwrap_or([row, col, row, last]);
                    span = Some([
                        top.min(row),
                        left.min(col),
                        bottom.max(row),
                        right.max(last),
                    ]);
                    cells += last - col + 1;
                    // A run of numbers (0x00BD) has a format before each of them.
                    for (n, col) in (col..=last).take(MAX_CELLS).enumerate() {
                        let offset = if kind == 0x00BD { 4 + 6 * n } else { 4 };
                        let text = if kind == 0x00FD {
                            u32_at(data, 6)
                        } else {
                            None
                        };
                        if let Some((look, runs)) = styles.look(u16_at(data, offset), text) {
                            told.looks.push(((row as u32, col as u32), look, runs));
                        }
                    }
                }
                _ => {}
            }
            if cells > MAX_CELLS as u64 {
                return Err(Unreadable::TooLarge(Limit::Cells));
            }
        }
        let [top, left, bottom, right] = span.unwrap_or_default();
        area += (bottom - top + 1) * (right - left + 1);
        if area > MAX_AREA {
            return Err(Unreadable::TooLarge(Limit::Cells));
        }
        all.push(told);
    }
    for place in declared {
        stream[place].fill(0);
    }
    Ok(all)
}

fn hidden_row(data: &[u8]) -> bool {
    u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) || u16_at(data, 6) == Some(0)
}

fn hidden_col(data: &[u8]) -> bool {
    u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) || u16_at(data, 4) == Some(0)
}

/// The records of a stream from an offset on: kind and place of the data.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }
}

impl Iterator for Records<'_> {
    type Item = (u16, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, self.at)?;
        let size = usize::from(u16_at(self.stream, self.at + 2)?);
        let place = self.at + 4..self.at + 4 + size;
        self.stream.get(place.clone())?;
        self.at = place.end;
        Some((kind, place))
    }
}
