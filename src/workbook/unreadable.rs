//! Why a file cannot be read as a spreadsheet.

use std::fmt;

use super::sniff::Guess;

/// The file gives no workbook; says why, so that the sender can be told what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Encrypted: the password has to be removed by the sender. No attempt is made to open it.
    Password,
    /// Something else than a spreadsheet, whatever its name says.
    NotASpreadsheet(Guess),
    /// It begins as a spreadsheet, but cannot be read on; the reader's own words (mostly English).
    Damaged(String),
    /// Beyond one of the limits of this room.
    TooLarge(Limit),
    /// Not a single byte.
    Empty,
    /// There is a file, but the system does not give its content.
    Withheld(Withheld),
}

/// Why the system does not give the content of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// Its permissions forbid it, or another program has locked it.
    Forbidden,
    /// A link that leads nowhere, or in a circle.
    DeadLink,
    /// A pipe or a device: to read it might never end.
    NotAFile,
    /// The disk or the network failed.
    Failed,
}

/// The limit that a file exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The file itself: [`super::MAX_FILE_BYTES`].
    File,
    /// What it unpacks to: [`super::MAX_UNPACKED_BYTES`].
    Unpacked,
    /// Number of parts in the container: [`super::MAX_PARTS`].
    Parts,
    /// Number of sheets: [`super::MAX_SHEETS`].
    Sheets,
    /// Number of cells: [`super::MAX_CELLS`], or the area they span where the format demands it.
    Cells,
    /// Number of merged regions of a sheet: [`super::MAX_MERGES`].
    Merges,
    /// Cell formats: a style sheet of several MB, which no form needs.
    Styles,
}

impl Unreadable {
    /// The reader broke off. What it said is for its makers, and in a browser nobody can ask it.
    pub fn given_up() -> Self {
        Self::Damaged("読み取りが途中で止まりました".to_owned())
    }

    /// Damaged, in the words of an error of the libraries below.
    pub(super) fn damaged(error: impl fmt::Display) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password => f.write_str("protected by a password"),
            Self::NotASpreadsheet(guess) => write!(f, "not a spreadsheet but {guess}"),
            Self::Damaged(why) => write!(f, "damaged: {why}"),
            Self::TooLarge(limit) => write!(f, "too large ({limit:?})"),
            Self::Empty => f.write_str("empty file"),
            Self::Withheld(why) => write!(f, "not given by the system ({why:?})"),
        }
    }
}

impl std::error::Error for Unreadable {}
