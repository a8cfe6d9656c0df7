//! What a .xls tells of its cells beside their values, and calamine does not: struck through,
//! percentage, hidden.

use std::collections::HashMap;

use super::biff::record;
use super::bytes::{u16_at, u16_or_zero, u16s, u32_at, u32_or_zero};
use super::look::{Hides, Letters, Look, NumberKind, Runs, SMALLEST_LETTERS, are_alike};
use super::sheet::Sheet;
use super::xls_words::XlsWords;
use crate::model::cell::CellRange;

/// What is told of one sheet.
#[derive(Default)]
pub(super) struct SheetLooks {
    pub rows: Vec<u32>,
    pub cols: Vec<(u32, u32)>,
    /// Row and column, the look of the cell, and the runs of its text.
    pub looks: Vec<((u32, u32), Look, Runs)>,
    /// The columns that tell a width; whether the others have none to speak of.
    pub sized: Vec<(u32, u32)>,
    pub narrow: bool,
    /// The cells that hold a formula.
    pub formulas: Vec<(u32, u32)>,
    /// The cells under the rules that follow, and those that a rule may hide.
    pub ruled: Vec<CellRange>,
    pub hidden_by_rule: Vec<CellRange>,
    /// Pictures lie on it; they are not read.
    pub pictures: bool,
    /// What hangs on its cells and lies over them.
    pub words: XlsWords,
}

impl SheetLooks {
    /// Marks the cells, rows and columns of a sheet whose cells are sorted.
    pub(super) fn apply(&self, sheet: &mut Sheet) {
        sheet.has_unread_pictures = self.pictures;
        sheet.notes = self.words.notes();
        sheet.words_over.clone_from(&self.words.over);
        sheet.links.clone_from(&self.words.links);
        sheet.drawn_over.clone_from(&self.words.drawn);
        for row in &self.rows {
            sheet.hide_rows(*row, *row);
        }
        for (first, last) in &self.cols {
            sheet.hide_cols(*first, *last);
        }
        if self.narrow {
            sheet.hide_cols_but(&self.sized);
        }
        for (at, look, runs) in &self.looks {
            sheet.change(*at, |cell| look.mark(cell, *runs));
        }
        for range in &self.hidden_by_rule {
            sheet.hide_by_rule(*range);
        }
    }
}

/// The numbers of colours that every workbook knows.
const WHITE: u16 = 9;
const AUTOMATIC_INK: u16 = 64;
const AUTOMATIC_PAPER: u16 = 65;

struct XlsFont {
    struck: bool,
    /// The height of its letters, in twentieths of a point.
    twips: u16,
    /// The number of its colour.
    ink: u16,
}

impl XlsFont {
    fn is_tiny(&self) -> bool {
        f64::from(self.twips) / 20.0 <= SMALLEST_LETTERS
    }
}

/// Fonts, number formats, cell formats and shared texts of a workbook, as far as they matter.
#[derive(Default)]
pub(super) struct XlsStyles {
    /// TextReader are in UTF-16 or Latin letters; before Excel 97 in the bytes of a code page.
    modern: bool,
    fonts: Vec<XlsFont>,
    /// The colours that a workbook brings, from number 8 on.
    palette: Vec<[u8; 3]>,
    formats: HashMap<u16, String>,
    /// The records of cell formats, and what they say once all colours are known.
    cells: Vec<Vec<u8>>,
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
            record::FONT => self.fonts.push(XlsFont {
                struck: second & 0x0008 != 0,
                twips: first,
                ink: u16_or_zero(data, 4),
            }),
            record::PALETTE => {
                let colours = data.get(2..).unwrap_or_default().as_chunks::<4>().0;
                self.palette = colours.iter().map(|[r, g, b, _]| [*r, *g, *b]).collect();
            }
            record::FORMAT => drop(self.formats.insert(first, self.code(data))),
            record::XF => self.cells.push(data.to_vec()),
            _ => {}
        }
    }

    /// What the cell formats say: the colours stand behind them.
    pub(super) fn finish(&mut self) {
        let looks = self.cells.iter().map(|data| {
            let (font, format) = (u16_or_zero(data, 0), u16_or_zero(data, 2));
            let code = self.formats.get(&format).map(String::as_str);
            Look {
                struck: self.is_struck(font) || self.is_crossed_out(data),
                number: NumberKind::of(format, code),
                hides: Hides::of(format, code),
                faint: self.is_faint(font, data),
            }
        });
        self.looks = looks.collect();
    }

    /// There is no font number 4: the fifth font has number 5.
    fn font(&self, font: u16) -> Option<&XlsFont> {
        let font = usize::from(font);
        self.fonts.get(if font > 4 { font - 1 } else { font })
    }

    fn is_struck(&self, font: u16) -> bool {
        self.font(font).is_some_and(|font| font.struck)
    }

    fn letters(&self, font: &XlsFont) -> Letters {
        // Before Excel 97 colours are told otherwise.
        let ink = self.colour(font.ink).filter(|_| self.modern);
        Letters::new(font.struck, ink, font.is_tiny())
    }

    /// Whether a line goes from corner to corner of a cell; before Excel 97 none could.
    fn is_crossed_out(&self, format: &[u8]) -> bool {
        let is_drawn = u32_or_zero(format, 14) >> 21 & 0xF != 0;
        self.modern && u16_or_zero(format, 12) >> 14 != 0 && is_drawn
    }

    /// Whether letters have the colour of their cell, or hardly any size.
    fn is_faint(&self, font: u16, format: &[u8]) -> bool {
        let Some(font) = self.font(font) else {
            return false;
        };
        let paper = match u32_or_zero(format, 14) >> 26 {
            0 => WHITE,
            1 => u16_or_zero(format, 18) & 0x7F,
            _ => return font.is_tiny(),
        };
        let is_hidden = match (self.colour(font.ink), self.colour(paper)) {
            (Some(ink), Some(paper)) => are_alike(ink, paper),
            _ => font.ink == paper,
        };
        font.is_tiny() || (self.modern && is_hidden)
    }

    /// A colour by its number; black and white where the workbook brings none of its own.
    pub(super) fn colour(&self, number: u16) -> Option<[u8; 3]> {
        let own = usize::from(number).checked_sub(8);
        match number {
            0 | AUTOMATIC_INK | 0x7FFF => Some([0; 3]),
            1 | AUTOMATIC_PAPER => Some([255; 3]),
            _ => match own.and_then(|number| self.palette.get(number)) {
                Some(own) => Some(*own),
                None if number == 8 => Some([0; 3]),
                None if number == WHITE => Some([255; 3]),
                None => None,
            },
        }
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
        let mut letters = self.fonts.iter().map(|font| self.letters(font));
        if letters.any(|letters| letters.struck || letters.faint) {
            let mut texts = TextReader { records, at: 8 };
            for number in 0.. {
                let Some((text, cuts)) = texts.next_text() else {
                    break;
                };
                if !cuts.is_empty() {
                    let letters = |font| self.font(font).map(|font| self.letters(font));
                    let runs = Runs::cut(&text, &cuts, |font| letters(font).unwrap_or_default());
                    self.texts.insert(number, runs);
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
