//! Numbers in bytes, the lowest byte first, as all binary formats here store them.

pub(super) fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}

pub(super) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}

/// Pairs of bytes as numbers, such as the units of a UTF-16 text; a byte that is left over falls
/// away.
pub(super) fn u16s(bytes: &[u8]) -> impl Iterator<Item = u16> {
    let pairs = bytes.as_chunks::<2>().0;
    pairs.iter().map(|pair| u16::from_le_bytes(*pair))
}

/// Zero stands for what a record that is cut off does not say.
pub(super) fn u16_or_zero(bytes: &[u8], offset: usize) -> u16 {
    u16_at(bytes, offset).unwrap_or(0)
}

/// Zero stands for what a record that is cut off does not say.
pub(super) fn u32_or_zero(bytes: &[u8], offset: usize) -> u32 {
    u32_at(bytes, offset).unwrap_or(0)
}

/// Whether a flag of a byte is set; none is in what a record does not say.
pub(super) fn has_flag(bytes: &[u8], offset: usize, flag: u8) -> bool {
    bytes.get(offset).is_some_and(|flags| flags & flag != 0)
}
