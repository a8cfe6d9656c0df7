//! What a .xls tells of its cells beside their values, and calamine does not: struck through,
//! percentage, hidden.

use std::collections::HashMap;

use super::biff::record;
use super::bytes::{u16_at, u16_or_zero, u16s, u32_at};
use super::look::{Hides, Look, NumberKind, Runs};
use super::sheet::Sheet;

/// What is told of one sheet.
#[derive(Default)]
pub(super) struct Told {
    pub rows: Vec<u32>,
    pub cols: Vec<(u32, u32)>,
    /// Row and column, the look of the cell, and the runs of its text.
    pub looks: Vec<((u32, u32), Look, Runs)>,
    /// Pictures lie on it; they are not read.
    pub pictures: bool,
}

impl Told {
    /// Marks the cells, rows and columns of a sheet whose cells are sorted.
    pub(super) fn apply(&self, sheet: &mut Sheet) {
        sheet.has_unread_pictures = self.pictures;
        for row in &self.rows {
            sheet.hide_rows(*row, *row);
        }
        for (first, last) in &self.cols {
            sheet.hide_cols(*first, *last);
        }
        for (at, look, runs) in &self.looks {
            sheet.change(*at, |cell| look.mark(cell, *runs));
        }
    }
}

/// Fonts, number formats, cell formats and shared texts of a workbook, as far as they matter.
#[derive(Default)]
pub(super) struct XlsStyles {
    /// TextReader are in UTF-16 or Latin letters; before Excel 97 in the bytes of a code page.
    modern: bool,
    struck_fonts: Vec<bool>,
    formats: HashMap<u16, String>,
    looks: Vec<Look>,
    /// Shared texts that are not in one font throughout, by number.
    texts: HashMap<u32, Runs>,
}

impl XlsStyles {
    /// Takes note of a record of the workbook; those of other kinds tell nothing.
    pub(super) fn add(&mut self, kind: u16, data: &[u8]) {
        let first = u16_or_zero(data, 0);
        let second = u16_or_zero(data, 2);
        match kind {
            record::BOF => self.modern = first >= 0x0600,
            record::FONT => self.struck_fonts.push(second & 0x0008 != 0),
            record::FORMAT => drop(self.formats.insert(first, self.code(data))),
            record::XF => {
                let code = self.formats.get(&second).map(String::as_str);
                self.looks.push(Look {
                    struck: self.is_struck(first),
                    number: NumberKind::of(second, code),
                    hides: Hides::of(second, code),
                    faint: false,
                });
            }
            _ => {}
        }
    }

    /// There is no font number 4: the fifth font has number 5.
    fn is_struck(&self, font: u16) -> bool {
        let font = usize::from(font);
        self.struck_fonts
            .get(if font > 4 { font - 1 } else { font })
            == Some(&true)
    }

    /// The code of a number format; of letters beyond Latin only their place matters.
    fn code(&self, data: &[u8]) -> String {
        let start = if self.modern { 5 } else { 3 };
        let letters = data.get(start..).unwrap_or_default();
        let wide = self.modern && data.get(4).is_some_and(|flags| flags & 1 != 0);
        if wide {
            String::from_utf16_lossy(&u16s(letters).collect::<Vec<_>>())
        } else {
            letters.iter().copied().map(char::from).collect()
        }
    }

    /// Takes note of the shared texts: the record and those that continue it.
    pub(super) fn add_texts(&mut self, records: &[&[u8]]) {
        if self.struck_fonts.contains(&true) {
            let mut texts = TextReader { records, at: 8 };
            for number in 0.. {
                let Some((text, cuts)) = texts.next_text() else {
                    break;
                };
                if !cuts.is_empty() {
                    self.texts
                        .insert(number, Runs::cut(&text, &cuts, |font| self.is_struck(font)));
                }
            }
        }
    }

    /// The look of a cell by its format and its shared text, if there is anything to tell.
    pub(super) fn look(&self, format: Option<u16>, text: Option<u32>) -> Option<(Look, Runs)> {
        let look = self
            .looks
            .get(usize::from(format?))
            .copied()
            .unwrap_or_default();
        let runs = text.and_then(|text| self.texts.get(&text)).copied();
        (look.tells() || runs.is_some()).then(|| (look, runs.unwrap_or(Runs::BARE)))
    }
}

/// A text in UTF-16 and the places where its font changes, each with the font that begins there.
type Cut = (Vec<u16>, Vec<(u16, u16)>);

/// Shared texts, read through the records over which they are spread.
struct TextReader<'a> {
    records: &'a [&'a [u8]],
    /// Within the first of the records.
    at: usize,
}

impl TextReader<'_> {
    fn next_text(&mut self) -> Option<Cut> {
        let length = usize::from(u16_at(&self.bytes(2)?, 0)?);
        let flags = *self.bytes(1)?.first()?;
        let runs = if flags & 8 != 0 {
            usize::from(u16_at(&self.bytes(2)?, 0)?)
        } else {
            0
        };
        let furigana = if flags & 4 != 0 {
            u32_at(&self.bytes(4)?, 0)? as usize
        } else {
            0
        };
        let text = self.text(length, flags & 1 != 0)?;
        let runs = self.bytes(runs * 4)?;
        self.bytes(furigana)?;
        let cuts = runs
            .as_chunks::<4>()
            .0
            .iter()
            .map(|[a, b, c, d]| (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d])));
        Some((text, cuts.collect()))
    }

    /// What is left of the current record; of the next one at its end.
    fn rest(&mut self) -> Option<&[u8]> {
        while self.at >= self.records.first()?.len() {
            self.records = &self.records[1..];
            self.at = 0;
        }
        self.records.first()?.get(self.at..)
    }

    fn bytes(&mut self, mut count: usize) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        while count > 0 {
            let piece = self.rest()?;
            let piece = &piece[..piece.len().min(count)];
            found.extend_from_slice(piece);
            let taken = piece.len();
            self.at += taken;
            count -= taken;
        }
        Some(found)
    }

    /// Letters of one byte or two; where they go on in another record, that says anew which.
    fn text(&mut self, length: usize, mut wide: bool) -> Option<Vec<u16>> {
        let mut found = Vec::new();
        while found.len() < length {
            let rest = self.rest()?;
            let missing = length - found.len();
            let taken = if wide {
                let before = found.len();
                found.extend(u16s(rest).take(missing));
                (found.len() - before) * 2
            } else {
                found.extend(rest.iter().take(missing).map(|byte| u16::from(*byte)));
                rest.len().min(missing)
            };
            self.at += taken;
            if found.len() < length {
                self.records = self.records.get(1..)?;
                self.at = 1;
                wide = self.records.first()?.first()? & 1 != 0;
            }
        }
        Some(found)
    }
}
