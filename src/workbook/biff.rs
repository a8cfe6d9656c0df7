//! The records of a .xls: kind, length and data, one after the other.

use std::ops::Range;

use super::bytes::u16_at;

/// The kinds of records that are asked for, by the names that Microsoft gives them.
pub(super) mod record {
    pub(in super::super) const FORMULA: u16 = 0x0006;
    pub(in super::super) const EOF: u16 = 0x000A;
    pub(in super::super) const NOTE: u16 = 0x001C;
    pub(in super::super) const FILEPASS: u16 = 0x002F;
    pub(in super::super) const FONT: u16 = 0x0031;
    pub(in super::super) const CONTINUE: u16 = 0x003C;
    pub(in super::super) const OBJ: u16 = 0x005D;
    pub(in super::super) const DEFCOLWIDTH: u16 = 0x0055;
    pub(in super::super) const COLINFO: u16 = 0x007D;
    pub(in super::super) const BOUNDSHEET: u16 = 0x0085;
    pub(in super::super) const PALETTE: u16 = 0x0092;
    pub(in super::super) const MULRK: u16 = 0x00BD;
    pub(in super::super) const RSTRING: u16 = 0x00D6;
    pub(in super::super) const XF: u16 = 0x00E0;
    pub(in super::super) const MSODRAWING: u16 = 0x00EC;
    pub(in super::super) const SST: u16 = 0x00FC;
    pub(in super::super) const LABELSST: u16 = 0x00FD;
    pub(in super::super) const CONDFMT: u16 = 0x01B0;
    pub(in super::super) const CF: u16 = 0x01B1;
    pub(in super::super) const TXO: u16 = 0x01B6;
    pub(in super::super) const HLINK: u16 = 0x01B8;
    pub(in super::super) const DIMENSIONS: u16 = 0x0200;
    pub(in super::super) const NUMBER: u16 = 0x0203;
    pub(in super::super) const LABEL: u16 = 0x0204;
    pub(in super::super) const BOOLERR: u16 = 0x0205;
    pub(in super::super) const ROW: u16 = 0x0208;
    pub(in super::super) const RK: u16 = 0x027E;
    pub(in super::super) const FORMAT: u16 = 0x041E;
    pub(in super::super) const BOF: u16 = 0x0809;
}

/// The records of a stream from an offset on: kind and place of the data.
pub(super) struct BiffRecords<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> BiffRecords<'a> {
    pub(super) fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }
}

impl Iterator for BiffRecords<'_> {
    type Item = (u16, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, self.at)?;
        let size = usize::from(u16_at(self.stream, self.at.checked_add(2)?)?);
        let start = self.at.checked_add(4)?;
        let place = start..start.checked_add(size)?;
        self.stream.get(place.clone())?;
        self.at = place.end;
        Some((kind, place))
    }
}
