//! What the styles of a .xlsb tell of cells beside their values: struck through, not to be seen.

use std::collections::HashMap;

use super::biff12::{Biff12Records, record, text_at};
use super::bytes::{has_flag, u16_or_zero, u32_or_zero};
use super::look::{
    BLACK, Hides, Letters, Look, NumberKind, RuleLook, SMALLEST_LETTERS, WHITE, are_alike,
};

/// The flag of a font that is struck through.
const STRUCK: u16 = 0x0008;

/// Fonts, number formats and cell formats of a workbook, as far as they matter.
#[derive(Default)]
pub(super) struct XlsbStyles {
    fonts: Vec<XlsbFont>,
    /// The colours of fillings, where they are known.
    papers: Vec<Option<[u8; 3]>>,
    /// Whether a line goes from corner to corner.
    borders: Vec<bool>,
    pub looks: Vec<Look>,
    rules: Vec<RuleLook>,
}

struct XlsbFont {
    struck: bool,
    tiny: bool,
    ink: Option<[u8; 3]>,
}

impl XlsbFont {
    fn new(data: &[u8]) -> Self {
        let size = f64::from(u16_or_zero(data, 0)) / 20.0;
        Self {
            struck: u16_or_zero(data, 2) & STRUCK != 0,
            tiny: size > 0.0 && size <= SMALLEST_LETTERS,
            ink: colour(data.get(12..).unwrap_or_default(), BLACK),
        }
    }
}

/// A colour that is told outright, or black or white by number; the first two of the theme are
/// those of the paper and of letters.
fn colour(data: &[u8], automatic: [u8; 3]) -> Option<[u8; 3]> {
    let number = data.get(1).copied();
    match (data.first()? >> 1, number?) {
        (0, _) => Some(automatic),
        (1, 0 | 8 | 64) => Some(BLACK),
        (1, 1 | 9 | 65) => Some(WHITE),
        (2, _) => data.get(4..)?.first_chunk().copied(),
        (3, 0) if u16_or_zero(data, 2) == 0 => Some(WHITE),
        (3, 1) if u16_or_zero(data, 2) == 0 => Some(BLACK),
        _ => None,
    }
}

/// The colour of a filling: paper, one colour throughout, or a pattern, of which nothing is said.
fn paper(data: &[u8]) -> Option<[u8; 3]> {
    match u32_or_zero(data, 0) {
        0 => Some(WHITE),
        1 => colour(data.get(4..)?, BLACK),
        _ => None,
    }
}

/// What a rule makes of its cells: properties, each with its kind and its size.
fn rule(data: &[u8]) -> RuleLook {
    let mut look = RuleLook::PLAIN;
    let mut rest = data.get(6..).unwrap_or_default();
    while let Some((property, after)) =
        rest.split_at_checked(usize::from(u16_or_zero(rest, 2)).max(4))
    {
        let value = property.get(4..).unwrap_or_default();
        let own = text_at(value, 2).map(|(code, _)| code);
        match u16_or_zero(property, 0) {
            2 => look.paper = colour(value, WHITE),
            5 => look.ink = colour(value, BLACK),
            29 => look.withdraws |= value.first().is_some_and(|on| *on != 0),
            38 => look.withdraws |= Hides::of(u16_or_zero(value, 0), own.as_deref()).numbers,
            _ => {}
        }
        rest = after;
    }
    look
}

impl XlsbStyles {
    pub(super) fn read(part: &[u8]) -> Self {
        let mut styles = Self::default();
        let mut formats = HashMap::new();
        let mut of_cells = false;
        for (kind, data) in Biff12Records::new(part) {
            match kind {
                record::FONT => styles.fonts.push(XlsbFont::new(data)),
                record::FILL => styles.papers.push(paper(data)),
                record::BORDER => styles.borders.push(has_flag(data, 0, 3)),
                record::DXF => styles.rules.push(rule(data)),
                record::FMT => {
                    if let Some((code, _)) = text_at(data, 2) {
                        formats.insert(u16_or_zero(data, 0), code);
                    }
                }
                // Between these two stand the formats of cells; those of named styles look alike.
                record::BEGIN_CELL_XFS => of_cells = true,
                record::END_CELL_XFS => of_cells = false,
                record::XF if of_cells => {
                    let format = u16_or_zero(data, 2);
                    let code = formats.get(&format).map(String::as_str);
                    styles.looks.push(Look {
                        struck: styles.is_struck(u16_or_zero(data, 4))
                            || styles.is_crossed_out(u16_or_zero(data, 8)),
                        number: NumberKind::of(format, code),
                        hides: Hides::of(format, code),
                        faint: styles.is_faint(u16_or_zero(data, 4), u16_or_zero(data, 6)),
                    });
                }
                _ => {}
            }
        }
        styles
    }

    pub(super) fn is_struck(&self, font: u16) -> bool {
        self.letters(font).struck
    }

    pub(super) fn letters(&self, font: u16) -> Letters {
        let font = self.fonts.get(usize::from(font));
        font.map_or(Letters::default(), |font| {
            Letters::new(font.struck, font.ink, font.tiny)
        })
    }

    fn is_crossed_out(&self, border: u16) -> bool {
        self.borders.get(usize::from(border)) == Some(&true)
    }

    /// Whether letters have the colour of their cell, or hardly any size.
    fn is_faint(&self, font: u16, filling: u16) -> bool {
        let Some(font) = self.fonts.get(usize::from(font)) else {
            return false;
        };
        let paper = match filling {
            0 => Some(WHITE),
            _ => self.papers.get(usize::from(filling)).copied().flatten(),
        };
        let colours = font.ink.zip(paper);
        font.tiny || colours.is_some_and(|(ink, paper)| are_alike(ink, paper))
    }

    /// Whether a rule with a format may hide its cells.
    pub(super) fn rule_hides(&self, format: u32) -> bool {
        self.rules.get(format as usize).is_some_and(RuleLook::hides)
    }
}
