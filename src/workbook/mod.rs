//! A spreadsheet as it is: what stands in which cell, at absolute addresses, merged cells resolved.
//!
//! The room reads bytes (never a path), tells the format by content (never by the file's name), and
//! is the only one that knows calamine, cfb and quick-xml. What a form is, what a label means and
//! whether a value is right may not enter: a cell that says 約10 leaves this room as the text 約10.
//!
//! The bytes come from outside, so nothing in them is believed. Containers are unpacked here under
//! the limits below and packed anew (`package`, `cfb`); calamine only sees the fresh container.
//! Any input gives a [`Workbook`] or an [`Unreadable`], in bounded time and memory.

mod biff;
mod biff12;
mod budget;
mod builtin_password;
mod bytes;
mod cell;
mod cfb;
mod drawing;
mod format;
mod gallery;
mod look;
mod notes;
mod ods;
mod ods_frames;
mod ods_looks;
mod ooxml;
mod package;
mod parts;
mod picture;
mod sheet;
mod sniff;
mod unreadable;
mod xls;
mod xls_looks;
mod xls_room;
mod xls_rules;
mod xls_words;
mod xlsb;
mod xlsb_looks;
mod xlsx_looks;
mod xml;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use cell::{Cell, Content, Unseen};
pub use format::BookFormat;
pub use picture::Picture;
pub use sheet::{CellNote, Drawn, Sheet, Visibility, Workbook};
pub use sniff::Guess;
pub use unreadable::{Limit, Unreadable, Withheld};

/// The largest file that is read. A filled form has 30 to 300 kB, with photographs a few MB.
pub const MAX_FILE_BYTES: usize = 20 * 1024 * 1024;
/// The most that a container may hold once unpacked; a real form has below 2 MB.
pub const MAX_UNPACKED_BYTES: u64 = 100 * 1024 * 1024;
/// The most parts of a container. A workbook of fifty sheets has some two hundred.
pub const MAX_PARTS: usize = 5_000;
/// The most sheets; each costs a pass over its data, and a list may name the same data many times.
pub const MAX_SHEETS: usize = 256;
/// Rows that are read of a sheet; a stray cell further down is told ([`Sheet::overflow`]), not
/// read.
pub const MAX_ROWS: u32 = 5_000;
/// Columns that are read of a sheet.
pub const MAX_COLS: u16 = 200;
/// Cells that a whole workbook may keep: about 20 MB of memory; a form has below 10,000.
pub const MAX_CELLS: usize = 200_000;
/// Pictures that are told of a workbook. A form asks for one.
pub const MAX_PICTURES: usize = 100;
/// The largest picture that is unpacked; a screenshot has below 3 MB.
pub const MAX_PICTURE_BYTES: u64 = 10 * 1024 * 1024;
/// The most that the pictures of a workbook may hold together once unpacked.
pub const MAX_PICTURES_BYTES: u64 = 40 * 1024 * 1024;
/// Merged regions of a sheet: looking one up is a scan, and a form has some fifty.
pub const MAX_MERGES: usize = 2_000;

/// Reads a workbook from its bytes: .xlsx, .xlsm, .xlsb, .xls or .ods, whatever its name says.
///
/// # Errors
/// `Unreadable`, which says why there is nothing to read: protected by a password, not a
/// spreadsheet at all, damaged, too large or empty. Odd cells are never an error.
pub fn open(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Unreadable::TooLarge(Limit::File));
    }
    // calamine slices records without asking for their length in many places (.xls): on a
    // damaged file that is a panic, and one bad file must not take the whole round with it.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or_else(|_| Err(Unreadable::given_up()))
}

fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    if bytes.starts_with(&cfb::SIGNATURE) {
        return match cfb::content(bytes)? {
            cfb::Container::Xls(workbook) => xls::read(workbook),
            cfb::Container::Package(package) => read_package(&package),
        };
    }
    read_package(bytes)
}

fn read_package(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    if !bytes.starts_with(b"PK\x03\x04") && !bytes.starts_with(b"PK\x05\x06") {
        return Err(Unreadable::NotASpreadsheet(sniff::guess(bytes)));
    }
    if sniff::is_locked_archive(bytes) {
        return Err(Unreadable::NotASpreadsheet(Guess::LockedZip));
    }
    let package = package::Package::unpack(bytes)?;
    match package.format()? {
        BookFormat::Xlsb => xlsb::read(&package),
        BookFormat::Ods => ods::read(&package),
        BookFormat::Xlsx | BookFormat::Xls => ooxml::read(&package),
    }
}
