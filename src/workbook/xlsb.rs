//! .xlsb, read here: calamine tells neither fonts nor merged regions nor what is hidden, and gives
//! a file up for a name or a formula that it cannot put into words.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::biff12::{Biff12Records, record, text_at, units_at};
use super::bytes::{has_flag, u16_or_zero, u32_at, u32_or_zero};
use super::cell::{Cell, Content};
use super::format::BookFormat;
use super::gallery::Gallery;
use super::look::{LEAST_HEIGHT, LEAST_WIDTH, Look, Runs};
use super::package::Package;
use super::sheet::{CellsLeft, Sheet, Visibility, Workbook, clamped};
use super::unreadable::{Limit, Unreadable};
use super::xlsb_looks::XlsbStyles;
use super::{MAX_SHEETS, drawing, notes, parts};
use crate::model::cell::{CellRange, CellRef};

const WORKBOOK: &str = "xl/workbook.bin";
/// Widths are told in parts of a letter.
const LETTER: u32 = 256;

/// Reads a .xlsb.
pub(super) fn read(package: &Package) -> Result<Workbook, Unreadable> {
    let workbook = package
        .part(WORKBOOK)
        .ok_or_else(|| Unreadable::damaged("no xl/workbook.bin"))?;
    let styles = XlsbStyles::read(package.part("xl/styles.bin").unwrap_or_default());
    let strings = shared_strings(
        package.part("xl/sharedStrings.bin").unwrap_or_default(),
        &styles,
    );
    let mut date_1904 = false;
    let mut sheets = Vec::new();
    let mut seen = HashSet::new();
    let mut gallery = Gallery::new(package);
    let mut left = CellsLeft::new();
    for (kind, data) in Biff12Records::new(workbook) {
        match kind {
            record::WB_PROP => date_1904 = data.first().is_some_and(|flags| flags & 1 != 0),
            record::BUNDLE_SH => {
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
                let reader = SheetReader {
                    strings: &strings,
                    styles: &styles,
                    date_1904,
                };
                let mut sheet = reader.sheet(Sheet::new(&name, visible), content, &mut left)?;
                sheet.links = links(content, &parts::links(package, &part));
                sheet.pictures = drawing::pictures(package, &part, &mut gallery);
                sheet.notes = notes::notes(package, &part);
                drawing::put_shapes(package, &part, &mut sheet);
                sheets.push(sheet);
            }
            _ => {}
        }
    }
    Ok(Workbook {
        format: BookFormat::Xlsb,
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

/// The texts that cells refer to.
fn shared_strings(part: &[u8], styles: &XlsbStyles) -> Vec<(Arc<str>, Runs)> {
    Biff12Records::new(part)
        .filter(|(kind, _)| *kind == record::SST_ITEM)
        .map(|(_, data)| rich_text(data, styles).unwrap_or_default())
        .collect()
}

/// A text with its runs of fonts; furigana left out.
fn rich_text(data: &[u8], styles: &XlsbStyles) -> Option<(Arc<str>, Runs)> {
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
    let runs = Runs::cut(&units, &runs, |font| styles.letters(font));
    Some((text, runs))
}

/// What the cells of a sheet are read with.
struct SheetReader<'a> {
    strings: &'a [(Arc<str>, Runs)],
    styles: &'a XlsbStyles,
    date_1904: bool,
}

impl SheetReader<'_> {
    fn sheet(
        &self,
        mut sheet: Sheet,
        part: &[u8],
        left: &mut CellsLeft,
    ) -> Result<Sheet, Unreadable> {
        let mut row = 0;
        let mut col = 0;
        let mut whole = false;
        let mut sized = Vec::new();
        let mut all_narrow = false;
        let (mut ruled, mut hidden_by_rule) = (Vec::new(), Vec::new());
        for (kind, data) in Biff12Records::new(part) {
            match kind {
                record::ROW_HDR => {
                    row = u32_or_zero(data, 0);
                    let height = f64::from(u16_or_zero(data, 8)) / 20.0;
                    let is_line = height > 0.0 && height < LEAST_HEIGHT;
                    if has_flag(data, 11, 0x10) || is_line {
                        sheet.hide_rows(row, row);
                    }
                }
                record::CELL_BLANK..=record::FMLA_ERROR | record::CELL_R_STRING => {
                    col = u32_or_zero(data, 0);
                    self.cell(kind, data.get(4..), &mut sheet, (row, col), left)?;
                }
                record::SHORT_BLANK..=record::SHORT_ISST => {
                    col = col.saturating_add(1);
                    let kind = kind - record::SHORT_BLANK + record::CELL_BLANK;
                    self.cell(kind, Some(data), &mut sheet, (row, col), left)?;
                }
                record::SHEET_FORMAT => {
                    // In letters, unless it tells parts of letters.
                    let width = u32_at(data, 0).filter(|width| *width != u32::MAX);
                    let letters = u32::from(u16_or_zero(data, 4)) * LETTER;
                    all_narrow = width.unwrap_or(letters) < LEAST_WIDTH as u32 * LETTER;
                }
                record::COL_INFO => {
                    let cols = (u32_or_zero(data, 0), u32_or_zero(data, 4));
                    sized.push(cols);
                    let is_narrow =
                        (1..LEAST_WIDTH as u32 * LETTER).contains(&u32_or_zero(data, 8));
                    if has_flag(data, 16, 1) || is_narrow {
                        sheet.hide_cols(cols.0, cols.1);
                    }
                }
                record::BEGIN_RULES => ruled = rule_ranges(data),
                record::RULE if self.styles.rule_hides(u32_or_zero(data, 8)) => {
                    hidden_by_rule.append(&mut ruled);
                }
                record::END_SHEET_DATA => whole = true,
                record::MERGE_CELL => sheet.merge(
                    (u32_or_zero(data, 0), u32_or_zero(data, 8)),
                    (u32_or_zero(data, 4), u32_or_zero(data, 12)),
                )?,
                _ => {}
            }
        }
        if !whole {
            return Err(Unreadable::damaged("a sheet ends in the middle"));
        }
        sheet.sort();
        if all_narrow {
            sheet.hide_cols_but(&sized);
        }
        for range in hidden_by_rule {
            sheet.hide_by_rule(range);
        }
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
        let look = self
            .styles
            .looks
            .get(format as usize)
            .copied()
            .unwrap_or_default();
        let Some((content, runs)) = self.content(kind, value, look) else {
            return Ok(());
        };
        let mut cell = Cell {
            content,
            formula: (record::FMLA_STRING..=record::FMLA_ERROR).contains(&kind),
            ..Cell::EMPTY
        };
        look.mark(&mut cell, runs);
        sheet.push(at, cell, left)
    }

    fn content(&self, kind: usize, value: &[u8], look: Look) -> Option<(Content, Runs)> {
        let content = match kind {
            record::CELL_RK => {
                let number = packed_number(u32_at(value, 0)?);
                look.number.content(number, self.date_1904)
            }
            record::CELL_ERROR | record::FMLA_ERROR => {
                Content::Error(error_of(*value.first()?).into())
            }
            record::CELL_BOOL | record::FMLA_BOOL => Content::Bool(*value.first()? != 0),
            record::CELL_REAL | record::FMLA_NUM => {
                let number = f64::from_le_bytes(*value.first_chunk()?);
                look.number.content(number, self.date_1904)
            }
            record::CELL_ST | record::FMLA_STRING => Content::Text(text_at(value, 0)?.0.into()),
            record::CELL_ISST => {
                let (text, runs) = self.strings.get(u32_at(value, 0)? as usize)?;
                return Some((Content::Text(Arc::clone(text)), *runs));
            }
            record::CELL_R_STRING => {
                let (text, runs) = rich_text(value, self.styles)?;
                return Some((Content::Text(text), runs));
            }
            _ => return None,
        };
        Some((content, Runs::BARE))
    }
}

/// Where the cells of a sheet link to outside of the workbook.
fn links(part: &[u8], targets: &HashMap<String, String>) -> Vec<(CellRef, String)> {
    if targets.is_empty() {
        return Vec::new();
    }
    let links = Biff12Records::new(part).filter(|(kind, _)| *kind == record::LINK);
    let links = links.filter_map(|(_, data)| {
        let at = clamped(u32_at(data, 0)?, u32_at(data, 8)?);
        Some((at, targets.get(&text_at(data, 16)?.0)?.clone()))
    });
    links.collect()
}

/// The cells over which the rules lie that follow.
fn rule_ranges(data: &[u8]) -> Vec<CellRange> {
    let all = data.get(12..).unwrap_or_default().as_chunks::<16>().0;
    let count = u32_or_zero(data, 8) as usize;
    let ranges = all.iter().take(count).map(|range| {
        let [top, bottom, left, right] = [0, 4, 8, 12].map(|at| u32_or_zero(range, at));
        CellRange::new(clamped(top, left), clamped(bottom, right))
    });
    ranges.collect()
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
