//! What Excel wants of texts, links, workbooks and CSV files, whoever writes them.

use anyhow::Result;
use rust_xlsxwriter::Workbook;

/// The mark at the head of a CSV file by which Excel knows UTF-8.
pub const BOM: &[u8] = b"\xef\xbb\xbf";

/// The longest text of a cell, in UTF-16 units.
pub const LONGEST_TEXT: usize = 32_767;
/// The longest name of a sheet, in UTF-16 units.
pub const LONGEST_NAME: usize = 31;

/// The length of a text as Excel's limits count it, in UTF-16 units.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The beginning of a text that is not longer than a limit of Excel's.
pub fn cut(text: &str, longest: usize) -> &str {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > longest {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The link to a cell of another sheet.
pub fn link_to(sheet: &str, cell: &str) -> String {
    format!("internal:'{}'!{cell}", sheet.replace('\'', "''"))
}

/// A writer of CSV that Excel opens right: UTF-8 with BOM, CRLF.
pub fn csv_writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BOM.to_vec())
}

/// The bytes of a workbook, the same on every system.
///
/// # Errors
/// Something in it cannot be written.
pub fn saved(mut book: Workbook) -> Result<Vec<u8>> {
    let mut bytes = book.save_to_buffer()?;
    forget_system(&mut bytes);
    Ok(bytes)
}

/// Each entry in the list at the end of a ZIP names the system that wrote it: that of Unix, here.
fn forget_system(zip: &mut [u8]) {
    const ENTRY: &[u8] = b"PK\x01\x02";
    const LENGTHS: [usize; 3] = [28, 30, 32];
    const SYSTEM_AT: usize = 5;
    const UNIX: u8 = 3;
    let two = |zip: &[u8], at: usize| match zip.get(at..at + 2) {
        Some([low, high]) => usize::from(*low) + (usize::from(*high) << 8),
        _ => 0,
    };
    // The list begins where the last 22 bytes, which have no comment here, say.
    let Some(end) = zip.len().checked_sub(22) else {
        return;
    };
    let mut entry = two(zip, end + 16) + (two(zip, end + 18) << 16);
    while zip.get(entry..entry + ENTRY.len()) == Some(ENTRY) {
        if let Some(system) = zip.get_mut(entry + SYSTEM_AT) {
            *system = UNIX;
        }
        let more = LENGTHS.map(|at| two(zip, entry + at));
        entry += 46 + more.iter().sum::<usize>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_does_not_say_on_which_system_it_was_written() {
        let mut book = Workbook::new();
        book.add_worksheet();
        let kept = saved(book).expect("saved");
        let mut other = kept.clone();
        let entries: Vec<usize> = (0..kept.len() - 4)
            .filter(|at| kept[*at..].starts_with(b"PK\x01\x02"))
            .collect();
        assert!(entries.len() > 5);
        for at in &entries {
            other[at + 5] = 0;
        }
        assert_ne!(other, kept);
        forget_system(&mut other);
        assert_eq!(other, kept);
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("件数", 32), "件数");
        assert_eq!(cut("𠮷𠮷𠮷", 5), "𠮷𠮷");
        assert_eq!(length("𠮷a"), 3);
    }

    #[test]
    fn a_link_leads_to_a_sheet_with_any_name() {
        assert_eq!(link_to("A's", "B2"), "internal:'A''s'!B2");
    }
}
