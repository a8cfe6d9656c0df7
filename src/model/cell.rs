//! Where a value stands: cell addresses and locations that travel with every value.

use std::fmt;
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

/// A cell in a sheet of a file: where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Location {
    /// The file's name as the user knows it, without its folder.
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

/// A value and the cell it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub at: Location,
}
