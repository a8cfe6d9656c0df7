//! What a file is that is not a spreadsheet: by its content, so that the sender can be told.

use std::fmt;

/// What a file seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// Text in lines: a CSV or tab-separated export, in UTF-8, UTF-16 or CP932.
    Csv,
    /// A web page; some systems write one and name it .xls.
    Html,
    /// A PDF.
    Pdf,
    /// A picture: a scan or a photograph of the form.
    Image,
    /// A text document (Word, RTF, OpenDocument text).
    Word,
    /// An archive, perhaps with the form inside.
    Zip,
    /// An archive that opens with a password only.
    LockedZip,
    /// A mail, perhaps with the form attached.
    Mail,
    /// The XML spreadsheet of Excel 2003, which has to be saved as .xlsx.
    OldXml2003,
    /// None of these.
    Unknown,
}

impl fmt::Display for Guess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "a CSV text",
            Self::Html => "a web page",
            Self::Pdf => "a PDF",
            Self::Image => "a picture",
            Self::Word => "a text document",
            Self::Zip => "an archive",
            Self::LockedZip => "an archive with a password",
            Self::Mail => "a mail",
            Self::OldXml2003 => "an Excel 2003 XML spreadsheet",
            Self::Unknown => "something unknown",
        })
    }
}

const IMAGES: [&[u8]; 8] = [
    b"\x89PNG",
    b"\xFF\xD8\xFF",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"\0\0\0\x18ftyphe",
    b"\0\0\0\x24ftyphe",
];

/// The opening bytes are enough to tell.
const OPENING: usize = 4096;

/// Guesses what the bytes are; containers are looked into by the rooms that open them.
pub(super) fn guess(bytes: &[u8]) -> Guess {
    let opening = &bytes[..bytes.len().min(OPENING)];
    if opening.starts_with(b"%PDF-") {
        return Guess::Pdf;
    }
    if IMAGES.iter().any(|magic| opening.starts_with(magic)) && !is_text(opening) {
        return Guess::Image;
    }
    if opening.starts_with(b"{\\rtf") {
        return Guess::Word;
    }
    if opening.starts_with(b"\xFF\xFE") || opening.starts_with(b"\xFE\xFF") {
        return Guess::Csv; // Excel's "Unicode text" is tab-separated UTF-16.
    }
    if has(opening, "urn:schemas-microsoft-com:office:spreadsheet") && has(opening, "<Workbook") {
        return Guess::OldXml2003;
    }
    let mail = ["MIME-Version:", "\nTo:", "\nSubject:"];
    if mail.iter().all(|sign| has(opening, sign)) {
        return Guess::Mail;
    }
    let pages = ["<html", "<!doctype html", "<table", "MIME-Version:"];
    if pages.iter().any(|sign| has(opening, sign)) {
        return Guess::Html;
    }
    let lines = opening.iter().any(|byte| b",\t\n\r".contains(byte));
    if is_text(opening) && lines {
        Guess::Csv
    } else {
        Guess::Unknown
    }
}

/// Whether a word stands in some bytes, in capitals or small letters.
fn has(bytes: &[u8], word: &str) -> bool {
    bytes
        .windows(word.len())
        .any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether the first entry of an archive opens with a password only; those of a workbook never do.
pub(super) fn is_locked_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && bytes.get(6).is_some_and(|flags| flags & 1 == 1)
}

/// Text without control characters in UTF-8 or CP932; the end may be cut in the middle of a letter.
fn is_text(bytes: &[u8]) -> bool {
    if bytes
        .iter()
        .any(|byte| *byte < 0x20 && !b"\t\n\r".contains(byte))
    {
        return false;
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => (error.error_len().is_none() && error.valid_up_to() > 0) || is_cp932(bytes),
    }
}

fn is_cp932(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        match byte {
            0x00..=0x7F | 0xA1..=0xDF => {}
            0x81..=0x9F | 0xE0..=0xFC => match rest.next() {
                None | Some(0x40..=0x7E | 0x80..=0xFC) => {}
                Some(_) => return false,
            },
            _ => return false,
        }
    }
    true
}
