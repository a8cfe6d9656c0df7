//! The records of a .xlsb: kind, length and data, one after the other.

use super::cfb::u32_at;

/// The records of a part; one that is cut off ends them.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
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

impl<'a> Iterator for Records<'a> {
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
    let text = data.get(offset + 4..end)?;
    Some((
        text.as_chunks::<2>()
            .0
            .iter()
            .map(|unit| u16::from_le_bytes(*unit))
            .collect(),
        end,
    ))
}

/// The same as a text.
pub(super) fn text_at(data: &[u8], offset: usize) -> Option<(String, usize)> {
    let (units, end) = units_at(data, offset)?;
    Some((String::from_utf16_lossy(&units), end))
}
