//! Where a value stands: cell addresses and locations that travel with every value.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

/// The last row and column that a worksheet can have (zero-based, as in .xlsx).
pub const LAST_CELL: CellRef = CellRef::new(1_048_575, 16_383);

/// The address of a cell, zero-based; shown as in Excel (`D14`).
///
/// Orders by row, then column: the order in which a reader meets the cells of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRef {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub col: u16,
}

impl CellRef {
    /// The cell at a zero-based row and column.
    pub const fn new(row: u32, col: u16) -> Self {
        Self { row, col }
    }

    /// The letters of the column, e.g. `AA`.
    pub fn column_letters(self) -> String {
        let mut letters = Vec::new();
        let mut rest = u32::from(self.col) + 1;
        while rest > 0 {
            let digit = ((rest - 1) % 26) as u8;
            letters.push(char::from(b'A' + digit));
            rest = (rest - 1) / 26;
        }
        letters.into_iter().rev().collect()
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.column_letters(), self.row + 1)
    }
}

/// The text is not a cell address such as `D14`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnAddress;

impl FromStr for CellRef {
    type Err = NotAnAddress;

    /// Reads `D14`, `d14` or `$D$14`.
    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let plain: String = text.chars().filter(|c| *c != '$').collect();
        let split = plain
            .find(|c: char| c.is_ascii_digit())
            .ok_or(NotAnAddress)?;
        let (letters, digits) = plain.split_at(split);
        if letters.is_empty() || letters.len() > 3 {
            return Err(NotAnAddress);
        }
        let mut col = 0u32;
        for letter in letters.chars() {
            if !letter.is_ascii_alphabetic() {
                return Err(NotAnAddress);
            }
            col = col * 26 + (letter.to_ascii_uppercase() as u32 - 'A' as u32 + 1);
        }
        let row: u32 = digits.parse().map_err(|_| NotAnAddress)?;
        let cell = Self::new(
            row.checked_sub(1).ok_or(NotAnAddress)?,
            u16::try_from(col - 1).map_err(|_| NotAnAddress)?,
        );
        if cell.row > LAST_CELL.row || cell.col > LAST_CELL.col {
            return Err(NotAnAddress);
        }
        Ok(cell)
    }
}

impl Serialize for CellRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A rectangle of cells; shown as in Excel (`D5:E9`, one cell as `D5`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRange {
    /// The first cell, above and to the left of all others.
    pub from: CellRef,
    /// The last cell.
    pub to: CellRef,
}

impl CellRange {
    /// The cells from one to another.
    pub const fn new(from: CellRef, to: CellRef) -> Self {
        Self { from, to }
    }

    /// The smallest rectangle around some cells; nothing around none.
    pub fn bounding(cells: impl IntoIterator<Item = CellRef>) -> Option<Self> {
        let mut cells = cells.into_iter();
        let mut range = Self::from(cells.next()?);
        for cell in cells {
            range.from.row = range.from.row.min(cell.row);
            range.from.col = range.from.col.min(cell.col);
            range.to.row = range.to.row.max(cell.row);
            range.to.col = range.to.col.max(cell.col);
        }
        Some(range)
    }

    /// Cells in the order of a reader as few rectangles: neighbours in a row are one, equal ones
    /// that lie on each other.
    pub fn joining(cells: impl IntoIterator<Item = CellRef>) -> Vec<Self> {
        let mut runs: Vec<Self> = Vec::new();
        for cell in cells {
            match runs.last_mut() {
                Some(run) if run.to.row == cell.row && run.to.col + 1 == cell.col => run.to = cell,
                _ => runs.push(Self::from(cell)),
            }
        }
        let mut joined: Vec<Self> = Vec::new();
        for run in runs {
            match joined.iter_mut().find(|above| above.is_continued_by(run)) {
                Some(above) => above.to = run.to,
                None => joined.push(run),
            }
        }
        joined
    }

    /// Whether a run of cells lies right below, between the same columns.
    fn is_continued_by(self, run: Self) -> bool {
        self.from.col == run.from.col
            && self.to.col == run.to.col
            && self.to.row + 1 == run.from.row
    }

    /// Whether a cell lies within.
    pub fn contains(self, cell: CellRef) -> bool {
        self.rows().contains(&cell.row) && self.cols().contains(&cell.col)
    }

    /// Its rows.
    pub fn rows(self) -> RangeInclusive<u32> {
        self.from.row..=self.to.row
    }

    /// Its columns.
    pub fn cols(self) -> RangeInclusive<u16> {
        self.from.col..=self.to.col
    }

    /// Its cells, row by row.
    pub fn cells(self) -> impl Iterator<Item = CellRef> {
        self.rows()
            .flat_map(move |row| self.cols().map(move |col| CellRef::new(row, col)))
    }
}

impl From<CellRef> for CellRange {
    fn from(cell: CellRef) -> Self {
        Self::new(cell, cell)
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            self.from.fmt(f)
        } else {
            write!(f, "{}:{}", self.from, self.to)
        }
    }
}

impl Serialize for CellRange {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A cell in a sheet of a file: where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Location {
    /// The file's name as the user knows it, without its folder; in the ids of numbers its path.
    pub file: Arc<str>,
    /// The name of the sheet as it stands in the file.
    pub sheet: Arc<str>,
    /// The cell.
    pub cell: CellRef,
}

impl fmt::Display for Location {
    /// `北区.xlsx!'(オ)相談'!D14`, as `trace --cell` takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!'{}'!{}", self.file, self.sheet, self.cell)
    }
}

impl FromStr for Location {
    type Err = NotAnAddress;

    /// Reads `北区.xlsx!'(オ)相談'!D14`, with or without the marks around the sheet; a file may be
    /// told by its path.
    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let (rest, cell) = text.rsplit_once('!').ok_or(NotAnAddress)?;
        let quoted = rest
            .strip_suffix('\'')
            .and_then(|rest| rest.split_once("!'"));
        let (file, sheet) = quoted
            .or_else(|| rest.split_once('!'))
            .ok_or(NotAnAddress)?;
        Ok(Self {
            file: file.into(),
            sheet: sheet.into(),
            cell: cell.parse()?,
        })
    }
}

/// A value and the cell it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub at: Location,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_of_cells_is_one_range() {
        let mut cells: Vec<CellRef> = CellRange::new(CellRef::new(5, 2), CellRef::new(7, 5))
            .cells()
            .collect();
        assert_eq!(cells.len(), 12);
        cells.push(CellRef::new(9, 2));
        let joined = CellRange::joining(cells.clone());
        let shown: Vec<String> = joined.iter().map(CellRange::to_string).collect();
        assert_eq!(shown, ["C6:F8", "C10"]);
        let around = CellRange::bounding(cells).expect("cells");
        assert_eq!(around.to_string(), "C6:F10");
        assert!(around.contains(CellRef::new(8, 3)) && !around.contains(CellRef::new(8, 6)));
        assert_eq!(CellRange::bounding([]), None);
    }
}
