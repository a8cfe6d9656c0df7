//! A zip container (.xlsx, .xlsb, .ods): unpacked under limits, and packed anew without
//! compression.
//!
//! Sizes declared in a zip can lie, and calamine inflates each sheet once per question asked. So
//! every part is inflated here exactly once, counting; what calamine gets is our own archive of
//! stored parts, behind a meter: it can neither inflate a bomb nor read the same part for ever.

use std::collections::HashMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::budget::{self, Share};
use super::format::BookFormat;
use super::sniff::Guess;
use super::unreadable::{Limit, Unreadable};
use super::{MAX_PARTS, MAX_UNPACKED_BYTES};

/// calamine makes some 400 bytes of each cell format, of which five bytes of XML are enough; Excel
/// itself allows 65,000 formats.
const MAX_STYLES_BYTES: usize = 4 * 1024 * 1024;
/// The passes that calamine makes over a sheet (cells, merged regions, styles), with room to spare.
const PASSES: u64 = 8;

/// The parts of a container that can say something about cells; pictures stay packed until they are
/// asked for.
pub(super) struct Package<'a> {
    parts: Vec<(String, Vec<u8>)>,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The names of the parts that stay packed, and their places in the archive.
    aside: HashMap<String, usize>,
    /// Of the memory that all containers share.
    _share: Share,
}

impl<'a> Package<'a> {
    /// Unpacks the parts, pictures and the like left out.
    pub(super) fn unpack(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(Unreadable::damaged)?;
        if archive.len() > MAX_PARTS {
            return Err(Unreadable::TooLarge(Limit::Parts));
        }
        // What is declared is refused before anything is inflated, and no more is taken than was
        // declared: other files share the memory.
        let mut declared = 0_u64;
        for index in 0..archive.len() {
            let size = archive.by_index_raw(index).map_or(0, |part| part.size());
            declared = declared.saturating_add(size);
        }
        if declared > MAX_UNPACKED_BYTES {
            return Err(Unreadable::TooLarge(Limit::Unpacked));
        }
        let share = budget::share(declared);
        let mut left = declared;
        let mut parts = Vec::new();
        let mut aside = HashMap::new();
        for index in 0..archive.len() {
            let Some(Ok(name)) = archive.name_for_index(index) else {
                continue;
            };
            // Some writers on Windows separate folders their own way.
            let name = name.replace('\\', "/");
            if !is_wanted(&name) {
                aside.insert(name, index);
                continue;
            }
            let part = archive.by_index(index).map_err(Unreadable::damaged)?;
            let mut content = Vec::new();
            part.take(left + 1)
                .read_to_end(&mut content)
                .map_err(|error| Unreadable::Damaged(format!("{name}: {error}")))?;
            left = left
                .checked_sub(content.len() as u64)
                .ok_or(Unreadable::TooLarge(Limit::Unpacked))?;
            if name.to_lowercase().ends_with("styles.xml") && content.len() > MAX_STYLES_BYTES {
                return Err(Unreadable::TooLarge(Limit::Styles));
            }
            parts.push((name, in_utf8(content)));
        }
        Ok(Self {
            parts,
            archive,
            aside,
            _share: share,
        })
    }

    /// Which spreadsheet it is, by the parts that only such a one has.
    pub(super) fn format(&self) -> Result<BookFormat, Unreadable> {
        let types = self.part("[Content_Types].xml").unwrap_or_default();
        let types = String::from_utf8_lossy(types);
        let mimetype = self.part("mimetype").unwrap_or_default();
        if mimetype.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
            Ok(BookFormat::Ods)
        } else if mimetype.starts_with(b"application/vnd.oasis.opendocument.text") {
            Err(Unreadable::NotASpreadsheet(Guess::Word))
        } else if self.has_part_ending("workbook.bin") {
            Ok(BookFormat::Xlsb)
        } else if self.has_part_ending("xl/workbook.xml")
            || types.contains("spreadsheetml.sheet.main")
        {
            Ok(BookFormat::Xlsx)
        } else if self.has_part_ending("word/document.xml") {
            Err(Unreadable::NotASpreadsheet(Guess::Word))
        } else {
            Err(Unreadable::NotASpreadsheet(Guess::Zip))
        }
    }

    fn has_part_ending(&self, end: &str) -> bool {
        self.parts
            .iter()
            .any(|(name, _)| name.to_lowercase().ends_with(end))
    }

    /// The content of a part; capitals and small letters are the same.
    pub(super) fn part(&self, name: &str) -> Option<&[u8]> {
        let found = self
            .parts
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }

    /// The content of a part that stayed packed, empty if it is not there; none if it is larger
    /// than wanted.
    pub(super) fn unpack_aside(&self, name: &str, most: u64) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let Some(index) = self.aside.get(name) else {
            return Some(content);
        };
        // A copy of the archive shares its directory.
        let mut archive = self.archive.clone();
        // What cannot be read to its end is a broken picture, and no reason to refuse the numbers.
        if let Ok(part) = archive.by_index(*index) {
            let _ = part.take(most + 1).read_to_end(&mut content);
        }
        (content.len() as u64 <= most).then_some(content)
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.parts
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_slice()))
    }

    /// The container packed anew, nothing in it compressed; parts that are `mended` stand as they
    /// then are.
    pub(super) fn repack(
        &self,
        mended: impl Fn(&Self, &str) -> Option<Vec<u8>>,
    ) -> Result<Metered, Unreadable> {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let size = self.parts.iter().map(|(_, content)| content.len() + 256);
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(size.sum())));
        for (name, content) in &self.parts {
            writer
                .start_file(name.as_str(), stored)
                .map_err(Unreadable::damaged)?;
            let mended = mended(self, name);
            let content = mended.as_deref().unwrap_or(content);
            writer.write_all(content).map_err(Unreadable::damaged)?;
        }
        let bytes = writer.finish().map_err(Unreadable::damaged)?;
        let left = bytes.get_ref().len() as u64 * PASSES + (1 << 20);
        Ok(Metered { bytes, left })
    }
}

/// A part in UTF-16, which some programs write, in the encoding that all readers know.
fn in_utf8(content: Vec<u8>) -> Vec<u8> {
    let unit = match content.get(..2) {
        Some([0xFF, 0xFE]) => u16::from_le_bytes,
        Some([0xFE, 0xFF]) => u16::from_be_bytes,
        _ => return content,
    };
    let mut units = Vec::with_capacity(content.len() / 2);
    for pair in content.chunks_exact(2).skip(1) {
        if let [first, second] = pair {
            units.push(unit([*first, *second]));
        }
    }
    let text = String::from_utf16_lossy(&units);
    text.replacen("UTF-16", "UTF-8", 1)
        .replacen("utf-16", "utf-8", 1)
        .into_bytes()
}

/// Pictures, macros and printer settings tell nothing about cells.
fn is_wanted(name: &str) -> bool {
    let name = name.to_lowercase();
    let kept = [".xml", ".rels", ".bin"]
        .iter()
        .any(|end| name.ends_with(end));
    let noise = ["/media/", "/printersettings/", "vbaproject.bin"]
        .iter()
        .any(|part| name.contains(part));
    (kept && !noise) || name == "mimetype"
}

/// Bytes that can be read only so many times over: a list of sheets may name the same part for
/// ever.
pub(super) struct Metered {
    bytes: Cursor<Vec<u8>>,
    left: u64,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        let left = self.left.checked_sub(count as u64);
        self.left =
            left.ok_or_else(|| io::Error::other("the same parts are named over and over"))?;
        Ok(count)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}
