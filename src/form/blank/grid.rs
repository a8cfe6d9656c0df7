//! Widths and heights: how the columns of a sheet's blocks share the page, and how texts wrap in
//! them.

use unicode_width::UnicodeWidthStr;

use crate::form::layout::{ColumnLayout, ColumnSubject, RowLayout, SheetLayout};

/// The narrowest and the widest column of labels, in half-width characters.
const LABEL_WIDTHS: (u32, u32) = (14, 44);
/// A reason needs this much room; where its column has less, it reaches into the next ones.
const REASON_ROOM: u32 = 28;
/// What Excel takes for itself at both edges of a cell.
const PADDING: u32 = 1;
/// What an indent takes.
const INDENT: u32 = 3;
/// The height of a line of text, in points.
const LINE: f64 = 14.5;
/// The height above and below the lines of a cell.
const ROW_PADDING: f64 = 6.5;
/// The highest row that Excel knows.
const MAX_HEIGHT: f64 = 409.0;
/// The height of a row with one line.
pub const ONE_LINE: f64 = LINE + ROW_PADDING;

/// The columns of a sheet, in which all of its blocks stand.
pub struct SheetGrid {
    /// Widths in half-width characters.
    pub widths: Vec<u32>,
}

impl SheetGrid {
    /// Finds widths that suit every block of a sheet.
    ///
    /// A reason column does not widen an answer column of another block that shares its place.
    pub fn new(sheet: &SheetLayout) -> Self {
        let count = sheet
            .blocks
            .iter()
            .map(|block| block.columns.len())
            .max()
            .unwrap_or(0);
        let mut widths = vec![0; count];
        for block in &sheet.blocks {
            for (i, column) in block.columns.iter().enumerate() {
                let is_last = i + 1 == count;
                if column.subject != ColumnSubject::Reason || is_last {
                    widths[i] = widths[i].max(wanted(column, &block.rows));
                }
            }
        }
        Self { widths }
    }

    /// The last column of the sheet.
    pub fn last(&self) -> u16 {
        u16::try_from(self.widths.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// The room from one column to another.
    pub fn room(&self, first: u16, last: u16) -> u32 {
        self.widths
            .iter()
            .take(usize::from(last) + 1)
            .skip(usize::from(first))
            .sum()
    }

    /// The last column that a reason beginning in a column reaches into.
    pub fn reason_end(&self, first: u16) -> u16 {
        (first..=self.last())
            .find(|last| self.room(first, *last) >= REASON_ROOM)
            .unwrap_or(first.max(self.last()))
    }
}

fn wanted(column: &ColumnLayout, rows: &[RowLayout]) -> u32 {
    if column.subject != ColumnSubject::Label {
        return column.width;
    }
    let longest = rows.iter().map(|row| width(&row.label)).max().unwrap_or(0);
    (longest + INDENT + PADDING).clamp(LABEL_WIDTHS.0, LABEL_WIDTHS.1)
}

/// The width of a text as a Japanese font shows it, in half-width characters.
fn width(text: &str) -> u32 {
    u32::try_from(text.width_cjk()).unwrap_or(u32::MAX)
}

/// How many lines a text takes in a room of half-width characters.
pub fn lines(text: &str, room: u32) -> u32 {
    // Words and the signs that may not begin a line break early; a narrow column loses some of each
    // line.
    let usable = room.saturating_sub(PADDING).max(2);
    text.split('\n')
        .map(|line| width(line).div_ceil(usable).max(1))
        .sum()
}

/// How many lines a text takes in a cell with an indent.
pub fn indented_lines(text: &str, room: u32) -> u32 {
    lines(text, room.saturating_sub(INDENT))
}

/// The height of a row with so many lines, in points.
pub fn height(lines: u32) -> f64 {
    (f64::from(lines) * LINE + ROW_PADDING).min(MAX_HEIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_wrap_by_their_width_in_a_japanese_font() {
        assert_eq!(lines("訪問診療", 9), 1);
        assert_eq!(indented_lines("訪問診療", 9), 2);
        assert_eq!(lines("訪問診療", 8), 2);
        assert_eq!(lines("該当に○", 9), 1);
        assert_eq!(lines("一\n二", 20), 2);
        assert!(height(100) <= MAX_HEIGHT);
    }
}
