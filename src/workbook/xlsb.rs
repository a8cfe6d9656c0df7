//! .xlsb, read here: calamine tells neither fonts nor merged regions nor what is hidden, and gives a
//! file up for a name or a formula that it cannot put into words.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::biff12::{Records, text_at, units_at};
use super::cell::{Cell, Content};
use super::cfb::{u16_at, u32_at};
use super::look::{Look, Number, Runs};
use super::package::Package;
use super::picture::Gallery;
use super::sheet::{CellsLeft, Format, Sheet, Visibility, Workbook};
use super::unreadable::{Limit, Unreadable};
use super::{MAX_SHEETS, drawing, parts};

const WORKBOOK: &str = "xl/workbook.bin";

/// Reads a .xlsb.
pub(super) fn read(package: &Package) -> Result<Workbook, Unreadable> {
    let workbook = package
        .part(WORKBOOK)
        .ok_or_else(|| Unreadable::damaged("no xl/workbook.bin"))?;
    let styles = Styles::read(package.part("xl/styles.bin").unwrap_or_default());
    let strings = shared_strings(
        package.part("xl/sharedStrings.bin").unwrap_or_default(),
        &styles,
    );
    let mut date_1904 = false;
    let mut sheets = Vec::new();
    let mut seen = HashSet::new();
    let mut gallery = Gallery::new(package);
    let mut left = CellsLeft::new();
    for (kind, data) in Records::new(workbook) {
        match kind {
            153 => date_1904 = data.first().is_some_and(|flags| flags & 1 != 0),
            156 => {
                let Some((visible, id, name)) = tab(data) else {
                    continue;
                };
                let Some(part) = parts::target(package, WORKBOOK, &id) else {
                    continue;
                };
                // Charts and macro sheets stand in folders of their own.
                if !part.contains("worksheets") {
                    continue;
                }
                if sheets.len() >= MAX_SHEETS {
                    return Err(Unreadable::TooLarge(Limit::Sheets));
                }
                let content = package
                    .part(&part)
                    .ok_or_else(|| Unreadable::Damaged(format!("no {part}")))?;
                if !seen.insert(part.clone()) {
                    return Err(Unreadable::damaged("one part for two sheets"));
                }
                let reader = Reader {
                    strings: &strings,
                    looks: &styles.looks,
                    fonts: &styles.struck_fonts,
                    date_1904,
                };
                let mut sheet = reader.sheet(Sheet::new(&name, visible), content, &mut left)?;
                sheet.pictures = drawing::pictures(package, &part, &mut gallery);
                sheets.push(sheet);
            }
            _ => {}
        }
    }
    Ok(Workbook {
        format: Format::Xlsb,
        sheets,
        date_1904,
    })
}

/// Visibility, relation and name of a sheet.
fn tab(data: &[u8]) -> Option<(Visibility, String, String)> {
    let visible = match u32_at(data, 0)? {
        0 => Visibility::Visible,
        1 => Visibility::Hidden,
        _ => Visibility::VeryHidden,
    };
    let (id, end) = text_at(data, 8)?;
    Some((visible, id, text_at(data, end)?.0))
}

/// Fonts, number formats and cell formats of a workbook, as far as they matter.
#[derive(Default)]
struct Styles {
    struck_fonts: Vec<bool>,
    looks: Vec<Look>,
}

impl Styles {
    fn read(part: &[u8]) -> Self {
        let mut styles = Self::default();
        let mut formats = HashMap::new();
        let mut of_cells = false;
        for (kind, data) in Records::new(part) {
            let word = |offset| u16_at(data, offset).unwrap_or(0);
            match kind {
                43 => styles.struck_fonts.push(word(2) & 0x0008 != 0),
                44 => drop(text_at(data, 2).map(|(code, _)| formats.insert(word(0), code))),
                // The formats of cells stand between these two; those of named styles look the same.
                617 => of_cells = true,
                618 => of_cells = false,
                47 if of_cells => {
                    let struck = styles.struck_fonts.get(usize::from(word(4))) == Some(&true);
                    let number = Number::of(word(2), formats.get(&word(2)).map(String::as_str));
                    styles.looks.push(Look { struck, number });
                }
                _ => {}
            }
        }
        styles
    }
}

/// The texts that cells refer to.
fn shared_strings(part: &[u8], styles: &Styles) -> Vec<(Arc<str>, Runs)> {
    let items = Records::new(part).filter(|(kind, _)| *kind == 19);
    items
        .map(|(_, data)| rich_text(data, &styles.struck_fonts).unwrap_or_default())
        .collect()
}

/// A text with its runs of fonts; furigana left out.
fn rich_text(data: &[u8], struck_fonts: &[bool]) -> Option<(Arc<str>, Runs)> {
    let (units, end) = units_at(data, 1)?;
    let text = Arc::from(String::from_utf16_lossy(&units));
    if data.first()? & 1 == 0 {
        return Some((text, Runs::BARE));
    }
    let runs = data.get(end + 4..).unwrap_or_default().as_chunks::<4>().0;
    let runs = runs.iter().take(u32_at(data, end)? as usize);
    let runs: Vec<(u16, u16)> = runs
        .map(|[a, b, c, d]| (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d])))
        .collect();
    let struck = |font| struck_fonts.get(usize::from(font)) == Some(&true);
    Some((text, Runs::cut(&units, &runs, struck)))
}

/// What the cells of a sheet are read with.
struct Reader<'a> {
    strings: &'a [(Arc<str>, Runs)],
    looks: &'a [Look],
    fonts: &'a [bool],
    date_1904: bool,
}

impl Reader<'_> {
    fn sheet(
        &self,
        mut sheet: Sheet,
        part: &[u8],
        left: &mut CellsLeft,
    ) -> Result<Sheet, Unreadable> {
        let (mut row, mut col, mut whole) = (0, 0, false);
        for (kind, data) in Records::new(part) {
            let number = |offset| u32_at(data, offset).unwrap_or(0);
            let has = |offset: usize, flag| data.get(offset).is_some_and(|flags| flags & flag != 0);
            match kind {
                0 => {
                    row = number(0);
                    if has(11, 0x10) {
                        sheet.hide_rows(row, row);
                    }
                }
                // Cells from 12 on follow the one before them and do not say their column.
                1..=11 | 62 => {
                    col = number(0);
                    self.cell(kind, data.get(4..), &mut sheet, (row, col), left)?;
                }
                12..=18 => {
                    col = col.saturating_add(1);
                    self.cell(kind - 11, Some(data), &mut sheet, (row, col), left)?;
                }
                60 if has(16, 1) => sheet.hide_cols(number(0), number(4)),
                146 => whole = true,
                176 => sheet.merge((number(0), number(8)), (number(4), number(12)))?,
                _ => {}
            }
        }
        if !whole {
            return Err(Unreadable::damaged("a sheet ends in the middle"));
        }
        sheet.sort();
        Ok(sheet)
    }

    /// Keeps a cell: its format, then its value.
    fn cell(
        &self,
        kind: usize,
        data: Option<&[u8]>,
        sheet: &mut Sheet,
        at: (u32, u32),
        left: &mut CellsLeft,
    ) -> Result<(), Unreadable> {
        let data = data.unwrap_or_default();
        let Some((format, value)) = data.split_at_checked(4) else {
            return Ok(());
        };
        let format = u32_at(format, 0).unwrap_or(0) & 0x00FF_FFFF;
        let look = self.looks.get(format as usize).copied().unwrap_or_default();
        let Some((content, runs)) = self.content(kind, value, look) else {
            return Ok(());
        };
        let percent = look.number == Number::Percent;
        let mut cell = Cell {
            content,
            formula: (8..=11).contains(&kind),
            percent,
            ..Cell::EMPTY
        };
        runs.mark(&mut cell, look.struck);
        sheet.push(at, cell, left)
    }

    fn content(&self, kind: usize, value: &[u8], look: Look) -> Option<(Content, Runs)> {
        let number = |number| look.number.content(number, self.date_1904);
        let content = match kind {
            2 => number(packed_number(u32_at(value, 0)?)),
            3 | 11 => Content::Error(error_of(*value.first()?).into()),
            4 | 10 => Content::Bool(*value.first()? != 0),
            5 | 9 => number(f64::from_le_bytes(*value.first_chunk()?)),
            6 | 8 => Content::Text(text_at(value, 0)?.0.into()),
            7 => {
                let (text, runs) = self.strings.get(u32_at(value, 0)? as usize)?;
                return Some((Content::Text(Arc::clone(text)), *runs));
            }
            62 => {
                let (text, runs) = rich_text(value, self.fonts)?;
                return Some((Content::Text(text), runs));
            }
            _ => return None,
        };
        Some((content, Runs::BARE))
    }
}

/// A number in 30 bits: whole or the upper part of a fraction, perhaps in hundredths.
fn packed_number(bits: u32) -> f64 {
    let number = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    if bits & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

fn error_of(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}
