//! What a .xls tells of its cells beside their values, and calamine does not: struck through, percentage, hidden.

use super::cfb::u16_at;
use super::sheet::Sheet;

/// What is told of one sheet.
#[derive(Default)]
pub(super) struct Told {
    pub rows: Vec<u32>,
    pub cols: Vec<(u32, u32)>,
    /// Row and column, and the look of the cell.
    pub looks: Vec<((u32, u32), Look)>,
    /// Pictures lie on it; they are not read.
    pub pictures: bool,
}

impl Told {
    /// Marks the cells, rows and columns of a sheet whose cells are sorted.
    pub(super) fn apply(&self, sheet: &mut Sheet) {
        sheet.has_unread_pictures = self.pictures;
        self.rows.iter().for_each(|row| sheet.hide_rows(*row, *row));
        self.cols.iter().for_each(|(first, last)| sheet.hide_cols(*first, *last));
        for (at, look) in &self.looks {
            sheet.change(*at, |cell| (cell.struck, cell.percent) = (look.struck, look.percent));
        }
    }
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub struck: bool,
    pub percent: bool,
}

/// Fonts, number formats and cell formats of a workbook, as far as they matter.
#[derive(Default)]
pub(super) struct Styles {
    struck_fonts: Vec<bool>,
    /// 9 and 10 are Excel's own formats 0% and 0.00%.
    percent_formats: Vec<u16>,
    looks: Vec<Look>,
}

impl Styles {
    /// Takes note of a record of the workbook; those of other kinds tell nothing.
    pub(super) fn add(&mut self, kind: u16, data: &[u8]) {
        let word = |offset| u16_at(data, offset).unwrap_or(0);
        match kind {
            0x0031 => self.struck_fonts.push(word(2) & 0x0008 != 0),
            0x041E if data.get(3..).is_some_and(|code| code.contains(&b'%')) => self.percent_formats.push(word(0)),
            0x00E0 => {
                // There is no font number 4: the fifth font has number 5.
                let font = usize::from(word(0));
                let struck = self.struck_fonts.get(if font > 4 { font - 1 } else { font }) == Some(&true);
                let percent = matches!(word(2), 9 | 10) || self.percent_formats.contains(&word(2));
                self.looks.push(Look { struck, percent });
            }
            _ => {}
        }
    }

    /// The look of a cell format, if there is anything to tell.
    pub(super) fn look(&self, format: Option<u16>) -> Option<Look> {
        self.looks.get(usize::from(format?)).copied().filter(|look| look.struck || look.percent)
    }
}
