//! What the rules of a .xls (conditional formatting) make of cells.

use super::bytes::{u16_or_zero, u16s, u32_or_zero};
use super::look::{Hides, RuleLook};
use super::sheet::clamped;
use super::xls_looks::XlsStyles;
use crate::model::cell::CellRange;

/// Where a rule begins to say what it changes.
const FORMAT: usize = 6;
/// How much room what it says of letters and of lines takes, and of where letters stand.
const LETTERS: usize = 118;
const PLACING: usize = 8;
const LINES: usize = 8;
/// The flag of letters that are struck through.
const STRUCK: u32 = 0x80;

/// The cells over which the rules lie that follow.
pub(super) fn ranges(data: &[u8]) -> Vec<CellRange> {
    let all = data.get(14..).unwrap_or_default().as_chunks::<8>().0;
    let count = usize::from(u16_or_zero(data, 12));
    let ranges = all.iter().take(count).map(|range| {
        let [top, bottom, left, right] = [0, 2, 4, 6].map(|at| u16_or_zero(range, at).into());
        CellRange::new(clamped(top, left), clamped(bottom, right))
    });
    ranges.collect()
}

/// What a rule makes of its cells.
pub(super) fn look(data: &[u8], styles: &XlsStyles) -> RuleLook {
    let mut look = RuleLook::PLAIN;
    let flags = u32_or_zero(data, FORMAT);
    let says = |bit: u32| flags >> bit & 1 != 0;
    let mut at = FORMAT + 6;
    if says(25) {
        if u16_or_zero(data, FORMAT + 4) & 1 == 0 {
            let own = u16_or_zero(data, at) >> 8;
            look.withdraws |= Hides::of(own, None).numbers;
            at += 2;
        } else {
            let (code, size) = code(data.get(at + 2..).unwrap_or_default());
            look.withdraws |= Hides::of(0, Some(&code)).numbers;
            at += 2 + size;
        }
    }
    if says(26) {
        let is_told = u32_or_zero(data, at + 88) & STRUCK == 0;
        look.withdraws |= is_told && u32_or_zero(data, at + 68) & STRUCK != 0;
        if let Ok(ink) = u16::try_from(u32_or_zero(data, at + 80)) {
            look.ink = styles.colour(ink);
        }
        at += LETTERS;
    }
    at += if says(27) { PLACING } else { 0 } + if says(28) { LINES } else { 0 };
    if says(29) && !says(18) {
        look.paper = styles.colour(u16_or_zero(data, at + 2) >> 7 & 0x7F);
    }
    look
}

/// The code of a number format, and how much room it takes.
fn code(data: &[u8]) -> (String, usize) {
    let length = usize::from(u16_or_zero(data, 0));
    let letters = data.get(3..).unwrap_or_default();
    if data.get(2).is_some_and(|flags| flags & 1 != 0) {
        let letters: Vec<u16> = u16s(letters).take(length).collect();
        (String::from_utf16_lossy(&letters), 3 + 2 * length)
    } else {
        let letters = letters.iter().take(length).copied();
        (letters.map(char::from).collect(), 3 + length)
    }
}
