//! The records of a .xlsb: kind, length and data, one after the other.

use super::bytes::{u16s, u32_at};

/// The kinds of records that are asked for, by the names that Microsoft gives them.
pub(super) mod record {
    pub(in super::super) const ROW_HDR: usize = 0;
    // A cell that says its column, by what is in it.
    pub(in super::super) const CELL_BLANK: usize = 1;
    pub(in super::super) const CELL_RK: usize = 2;
    pub(in super::super) const CELL_ERROR: usize = 3;
    pub(in super::super) const CELL_BOOL: usize = 4;
    pub(in super::super) const CELL_REAL: usize = 5;
    pub(in super::super) const CELL_ST: usize = 6;
    pub(in super::super) const CELL_ISST: usize = 7;
    pub(in super::super) const FMLA_STRING: usize = 8;
    pub(in super::super) const FMLA_NUM: usize = 9;
    pub(in super::super) const FMLA_BOOL: usize = 10;
    pub(in super::super) const FMLA_ERROR: usize = 11;
    // The same in a cell that follows the one before it and does not say its column.
    pub(in super::super) const SHORT_BLANK: usize = 12;
    pub(in super::super) const SHORT_ISST: usize = 18;
    pub(in super::super) const SST_ITEM: usize = 19;
    pub(in super::super) const FONT: usize = 43;
    pub(in super::super) const FMT: usize = 44;
    pub(in super::super) const FILL: usize = 45;
    pub(in super::super) const BORDER: usize = 46;
    pub(in super::super) const XF: usize = 47;
    pub(in super::super) const COL_INFO: usize = 60;
    pub(in super::super) const CELL_R_STRING: usize = 62;
    pub(in super::super) const END_SHEET_DATA: usize = 146;
    pub(in super::super) const WB_PROP: usize = 153;
    pub(in super::super) const BUNDLE_SH: usize = 156;
    pub(in super::super) const MERGE_CELL: usize = 176;
    pub(in super::super) const BEGIN_RULES: usize = 461;
    pub(in super::super) const RULE: usize = 463;
    pub(in super::super) const LINK: usize = 494;
    pub(in super::super) const SHEET_FORMAT: usize = 485;
    pub(in super::super) const DXF: usize = 507;
    pub(in super::super) const BEGIN_CELL_XFS: usize = 617;
    pub(in super::super) const END_CELL_XFS: usize = 618;
    pub(in super::super) const COMMENT_AUTHOR: usize = 632;
    pub(in super::super) const COMMENT: usize = 635;
    pub(in super::super) const COMMENT_TEXT: usize = 637;
}

/// The records of a part; one that is cut off ends them.
pub(super) struct Biff12Records<'a> {
    rest: &'a [u8],
}

impl<'a> Biff12Records<'a> {
    pub(super) fn new(part: &'a [u8]) -> Self {
        Self { rest: part }
    }

    /// A number in groups of seven bits, the lowest first; the high bit says that more follow.
    fn number(&mut self, most: u32) -> Option<usize> {
        let mut number = 0;
        for group in 0..most {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= usize::from(byte & 0x7F) << (7 * group);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for Biff12Records<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.number(2)?;
        let size = self.number(4)?;
        let (data, rest) = self.rest.split_at_checked(size)?;
        self.rest = rest;
        Some((kind, data))
    }
}

/// The UTF-16 text at an offset, which begins with its length, and where it ends.
pub(super) fn units_at(data: &[u8], offset: usize) -> Option<(Vec<u16>, usize)> {
    let end = (u32_at(data, offset)? as usize)
        .checked_mul(2)?
        .checked_add(offset + 4)?;
    Some((u16s(data.get(offset + 4..end)?).collect(), end))
}

/// The same as a text.
pub(super) fn text_at(data: &[u8], offset: usize) -> Option<(String, usize)> {
    let (units, end) = units_at(data, offset)?;
    Some((String::from_utf16_lossy(&units), end))
}
