//! What a .xls tells of its cells beside their values, and calamine does not: struck through, percentage, hidden.

use std::collections::HashMap;

use super::cfb::{u16_at, u32_at};
use super::look::{Look, Number, Runs};
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
        self.rows.iter().for_each(|row| sheet.hide_rows(*row, *row));
        self.cols
            .iter()
            .for_each(|(first, last)| sheet.hide_cols(*first, *last));
        for (at, look, runs) in &self.looks {
            sheet.change(*at, |cell| {
                cell.percent = look.number == Number::Percent;
                runs.mark(cell, look.struck);
            });
        }
    }
}

/// Fonts, number formats, cell formats and shared texts of a workbook, as far as they matter.
#[derive(Default)]
pub(super) struct Styles {
    /// Texts are in UTF-16 or Latin letters; before Excel 97 in the bytes of a code page.
    modern: bool,
    struck_fonts: Vec<bool>,
    formats: HashMap<u16, String>,
    looks: Vec<Look>,
    /// Shared texts that are not in one font throughout, by number.
    texts: HashMap<u32, Runs>,
}

impl Styles {
    /// Takes note of a record of the workbook; those of other kinds tell nothing.
    pub(super) fn add(&mut self, kind: u16, data: &[u8]) {
        let word = |offset| u16_at(data, offset).unwrap_or(0);
        match kind {
            0x0809 => self.modern = word(0) >= 0x0600,
            0x0031 => self.struck_fonts.push(word(2) & 0x0008 != 0),
            0x041E => drop(self.formats.insert(word(0), self.code(data))),
            0x00E0 => {
                let number = Number::of(word(2), self.formats.get(&word(2)).map(String::as_str));
                self.looks.push(Look {
                    struck: self.is_struck(word(0)),
                    number,
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
        let letters = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect();
        match data.get(4) {
            _ if !self.modern => letters(data.get(3..).unwrap_or_default()),
            Some(flags) if flags & 1 != 0 => {
                let units = data.get(5..).unwrap_or_default().as_chunks::<2>().0;
                String::from_utf16_lossy(
                    &units
                        .iter()
                        .map(|unit| u16::from_le_bytes(*unit))
                        .collect::<Vec<_>>(),
                )
            }
            _ => letters(data.get(5..).unwrap_or_default()),
        }
    }

    /// Takes note of the shared texts: the record and those that continue it.
    pub(super) fn add_texts(&mut self, records: &[&[u8]]) {
        if self.struck_fonts.contains(&true) {
            let mut texts = Texts { records, at: 8 };
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
        let told = look.struck || look.number == Number::Percent || runs.is_some();
        told.then(|| (look, runs.unwrap_or(Runs::BARE)))
    }
}

/// A text in UTF-16 and the places where its font changes, each with the font that begins there.
type Cut = (Vec<u16>, Vec<(u16, u16)>);

/// Shared texts, read through the records over which they are spread.
struct Texts<'a> {
    records: &'a [&'a [u8]],
    /// Within the first of the records.
    at: usize,
}

impl Texts<'_> {
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
        let cut = |run: &[u8; 4]| {
            (
                u16::from_le_bytes([run[0], run[1]]),
                u16::from_le_bytes([run[2], run[3]]),
            )
        };
        Some((text, runs.as_chunks::<4>().0.iter().map(cut).collect()))
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
                let units = rest
                    .as_chunks::<2>()
                    .0
                    .iter()
                    .take(missing)
                    .map(|unit| u16::from_le_bytes(*unit));
                let before = found.len();
                found.extend(units);
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
