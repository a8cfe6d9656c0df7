//! What Excel wants of texts, links and CSV files, whoever writes them.

/// The mark at the head of a CSV file by which Excel knows UTF-8.
pub const BOM: &[u8] = b"\xef\xbb\xbf";

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

#[cfg(test)]
mod tests {
    use super::*;

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
