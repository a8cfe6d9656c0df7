//! How much room the cells of a .xls would take, asked before calamine takes it; on the way is
//! noted what calamine does not tell of each sheet.

use std::ops::Range;

use super::biff::{BiffRecords, record};
use super::bytes::{u16_at, u16_or_zero, u32_at};
use super::look::{LEAST_HEIGHT, LEAST_WIDTH};
use super::unreadable::{Limit, Unreadable};
use super::xls_looks::{SheetLooks, XlsStyles};
use super::{MAX_CELLS, MAX_SHEETS, xls_rules};

/// calamine keeps the whole rectangle between the first and the last cell of each sheet; so much
/// may all rectangles hold together (64 MB of memory).
const MAX_AREA: u64 = 2_000_000;
/// The kind of an object that is a picture.
const PICTURE: u16 = 8;

/// Walks the records of all sheets, as calamine will, and adds up the rectangles of their cells.
/// Where each declares its rectangle, that is wiped: calamine would reserve it, true or not.
pub(super) fn check(stream: &mut [u8]) -> Result<Vec<SheetLooks>, Unreadable> {
    let (styles, starts) = globals(stream)?;
    let mut room = Room {
        styles,
        area: 0,
        cells: 0,
        declared: Vec::new(),
    };
    let mut all = Vec::new();
    for start in starts {
        all.push(room.sheet(stream, start)?);
    }
    for place in room.declared {
        stream[place].fill(0);
    }
    Ok(all)
}

/// The styles of a workbook, and where its sheets begin.
fn globals(stream: &[u8]) -> Result<(XlsStyles, Vec<usize>), Unreadable> {
    let mut starts = Vec::new();
    let mut styles = XlsStyles::default();
    let mut texts = Vec::new();
    let mut of_texts = false;
    for (kind, place) in BiffRecords::new(stream, 0) {
        let data = &stream[place];
        styles.add(kind, data);
        of_texts = kind == record::SST || (of_texts && kind == record::CONTINUE);
        match kind {
            // What follows is encrypted, but for the heads of the records.
            record::FILEPASS => return Err(Unreadable::Password),
            record::BOUNDSHEET => starts.extend(u32_at(data, 0).map(|start| start as usize)),
            record::EOF => break,
            _ if of_texts => texts.push(data),
            _ => {}
        }
    }
    styles.finish();
    styles.add_texts(&texts);
    if starts.len() > MAX_SHEETS {
        return Err(Unreadable::TooLarge(Limit::Sheets));
    }
    Ok((styles, starts))
}

/// The room that all sheets take so far.
struct Room {
    styles: XlsStyles,
    area: u64,
    cells: u64,
    /// Where the sheets declare their rectangles.
    declared: Vec<Range<usize>>,
}

impl Room {
    fn sheet(&mut self, stream: &[u8], start: usize) -> Result<SheetLooks, Unreadable> {
        let mut told = SheetLooks::default();
        let mut extent: Option<Rectangle> = None;
        let mut depth = 0; // Charts stand within the sheet and bring an end of their own.
        for (kind, place) in BiffRecords::new(stream, start) {
            let data = &stream[place.clone()];
            match kind {
                record::BOF => depth += 1,
                record::EOF if depth <= 1 => break,
                record::EOF => depth -= 1,
                record::DIMENSIONS => self.declared.push(place),
                record::OBJ if u16_at(data, 4) == Some(PICTURE) => told.pictures = true,
                record::OBJ
                | record::MSODRAWING
                | record::TXO
                | record::CONTINUE
                | record::HLINK
                | record::NOTE => told.words.add(kind, data),
                record::ROW if is_hidden(data, (12, 0x20), (6, LEAST_HEIGHT * 20.0)) => {
                    told.rows.extend(u16_at(data, 0).map(u32::from));
                }
                record::DEFCOLWIDTH => told.narrow = u16_at(data, 0) == Some(0),
                record::COLINFO => {
                    let cols = [0, 2].map(|at| u32::from(u16_or_zero(data, at)));
                    told.sized.push(cols.into());
                    if is_hidden(data, (8, 1), (4, LEAST_WIDTH * 256.0)) {
                        told.cols.push(cols.into());
                    }
                }
                record::CONDFMT => told.ruled = xls_rules::ranges(data),
                record::CF if xls_rules::look(data, &self.styles).hides() => {
                    told.hidden_by_rule.append(&mut told.ruled);
                }
                record::FORMULA
                | record::MULRK
                | record::RSTRING
                | record::LABELSST
                | record::NUMBER
                | record::LABEL
                | record::BOOLERR
                | record::RK => {
                    let cells = Rectangle::of(kind, data);
                    self.cells += cells.area();
                    self.look(kind, data, cells, &mut told);
                    if kind == record::FORMULA {
                        told.formulas.push((cells.top, cells.left));
                    }
                    extent = Some(extent.map_or(cells, |known| known.with(cells)));
                }
                _ => {}
            }
            if self.cells > MAX_CELLS as u64 {
                return Err(Unreadable::TooLarge(Limit::Cells));
            }
        }
        self.area += extent.map_or(1, Rectangle::area);
        if self.area > MAX_AREA {
            return Err(Unreadable::TooLarge(Limit::Cells));
        }
        Ok(told)
    }

    /// Takes note of how the cells of a record look.
    fn look(&self, kind: u16, data: &[u8], cells: Rectangle, told: &mut SheetLooks) {
        let text = match kind {
            record::LABELSST => u32_at(data, 6),
            _ => None,
        };
        for (n, col) in (cells.left..=cells.right).take(MAX_CELLS).enumerate() {
            // A run of numbers has a format before each of them.
            let offset = match kind {
                record::MULRK => 4 + 6 * n,
                _ => 4,
            };
            if let Some((look, runs)) = self.styles.look(u16_at(data, offset), text) {
                told.looks.push(((cells.top, col), look, runs));
            }
        }
    }
}

/// Hidden outright (a flag and its place), or drawn without any size to speak of (its place and the
/// least; the highest bit of a row says something else).
fn is_hidden(data: &[u8], (flags, flag): (usize, u16), (size, least): (usize, f64)) -> bool {
    let drawn = u16_at(data, size).map(|size| f64::from(size & 0x7FFF));
    u16_at(data, flags).is_some_and(|flags| flags & flag != 0)
        || drawn.is_some_and(|drawn| drawn < least)
}

/// The rectangle between a first and a last cell.
#[derive(Clone, Copy)]
struct Rectangle {
    top: u32,
    left: u32,
    bottom: u32,
    right: u32,
}

impl Rectangle {
    /// The cells of a record: one, or a run of them whose last column stands at the end.
    fn of(kind: u16, data: &[u8]) -> Self {
        let row = u32::from(u16_or_zero(data, 0));
        let left = u32::from(u16_or_zero(data, 2));
        let right = match kind {
            record::MULRK => u16_or_zero(data, data.len().saturating_sub(2)).into(),
            _ => left,
        };
        Self {
            top: row,
            left,
            bottom: row,
            right: left.max(right),
        }
    }

    fn with(self, other: Self) -> Self {
        Self {
            top: self.top.min(other.top),
            left: self.left.min(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.max(other.right),
        }
    }

    fn area(self) -> u64 {
        u64::from(self.bottom - self.top + 1) * u64::from(self.right - self.left + 1)
    }
}
