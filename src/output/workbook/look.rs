//! How cells look: one typeface, few faces, numbers with separators. Widths are those of Japanese
//! type.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};
use unicode_width::UnicodeWidthStr;

/// The typeface, in which a figure is half as wide as a kanji; on every Windows since 10, replaced
/// elsewhere.
pub const FONT: &str = "BIZ UDゴシック";
/// The blue of this period, as in the report (theme.typ).
pub const STRONG: Color = Color::RGB(0x17_36_5D);
/// The lighter blue of the period before.
pub const PAST: Color = Color::RGB(0x6A_99_C4);
/// Lines and quiet words.
const GREY: Color = Color::RGB(0x59_59_59);
const RULE: Color = Color::RGB(0xBF_BF_BF);

/// What part a cell plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// A title.
    Title,
    /// A note under a title.
    Note,
    /// A link to another sheet.
    Link,
    /// The heading of a column.
    Header,
    /// An ordinary cell.
    Body,
    /// A total.
    Total,
    /// The period before.
    Past,
}

const FACES: [Face; 7] = [
    Face::Title,
    Face::Note,
    Face::Link,
    Face::Header,
    Face::Body,
    Face::Total,
    Face::Past,
];

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Words.
    Text,
    /// ○, a symbol or a short state: centred.
    Symbol,
    /// A number.
    Number,
    /// A difference.
    Difference,
    /// A relative change.
    Rate,
    /// A day.
    Date,
}

const SHAPES: [Shape; 6] = [
    Shape::Text,
    Shape::Symbol,
    Shape::Number,
    Shape::Difference,
    Shape::Rate,
    Shape::Date,
];

/// The formats of all cells, each made once.
pub struct Looks(HashMap<(Face, Shape, bool), Format>);

impl Looks {
    /// Makes them.
    pub fn new() -> Self {
        let both = |(face, shape)| {
            let plain = format(face, shape);
            [
                ((face, shape, true), linked(&plain, shape)),
                ((face, shape, false), plain),
            ]
        };
        let pairs = FACES
            .into_iter()
            .flat_map(|face| SHAPES.map(|shape| (face, shape)));
        Self(pairs.flat_map(both).collect())
    }

    /// The format of a cell.
    pub fn of(&self, face: Face, shape: Shape) -> &Format {
        &self.0[&(face, shape, false)]
    }

    /// The format of a cell that leads somewhere: blue, words underlined, as links are everywhere.
    pub fn linked(&self, face: Face, shape: Shape) -> &Format {
        &self.0[&(face, shape, true)]
    }
}

fn linked(plain: &Format, shape: Shape) -> Format {
    let blue = plain.clone().set_font_color(STRONG);
    if shape == Shape::Text {
        blue.set_underline(FormatUnderline::Single)
    } else {
        blue
    }
}

/// The format of a cell.
fn format(face: Face, shape: Shape) -> Format {
    let format = Format::new()
        .set_font_name(FONT)
        .set_font_size(10)
        .set_align(FormatAlign::VerticalCenter);
    let format = match face {
        Face::Title => return format.set_font_size(14).set_bold(),
        Face::Note => return format.set_font_color(GREY),
        Face::Link => {
            return format
                .set_font_color(STRONG)
                .set_underline(FormatUnderline::Single);
        }
        Face::Header => format
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0xDD_E6_F0)),
        Face::Body => format,
        Face::Total => format
            .set_bold()
            .set_background_color(Color::RGB(0xF2_F2_F2)),
        Face::Past => format.set_font_color(GREY),
    };
    let format = format.set_border(FormatBorder::Thin).set_border_color(RULE);
    if face == Face::Header {
        return format;
    }
    match shape {
        Shape::Text => format.set_text_wrap().set_align(FormatAlign::Left),
        Shape::Symbol => format.set_text_wrap().set_align(FormatAlign::Center),
        Shape::Number => format.set_num_format("#,##0").set_align(FormatAlign::Right),
        Shape::Difference => format
            .set_num_format("+#,##0;-#,##0;0")
            .set_align(FormatAlign::Right),
        Shape::Rate => format
            .set_num_format("+0.0%;-0.0%;0.0%")
            .set_align(FormatAlign::Right),
        Shape::Date => format
            .set_num_format("yyyy/m/d")
            .set_align(FormatAlign::Center),
    }
}

/// The width of a text in half-width characters, its longest line; ○ and Ⅰ are full-width in
/// Japanese type.
pub fn width(text: &str) -> usize {
    text.lines()
        .map(UnicodeWidthStr::width_cjk)
        .max()
        .unwrap_or(0)
}

/// The larger of a width and that of a text; no character is wider than it has bytes, so short
/// texts need no measuring.
pub fn wider(known: usize, text: &str) -> usize {
    if text.len() <= known {
        known
    } else {
        width(text).max(known)
    }
}

/// Breaks a text into lines of a width, after a mark of punctuation where there is one near.
pub fn broken(text: &str, longest: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.lines() {
        let mut rest = part;
        while width(rest) > longest {
            let mut used = 0;
            let fits = rest.char_indices().find(|(_, c)| {
                used += width(c.encode_utf8(&mut [0; 4]));
                used > longest
            });
            let end = fits
                .map_or(rest.len(), |(i, _)| i)
                .max(rest.chars().next().map_or(1, char::len_utf8));
            let after_mark = rest[..end]
                .rfind(['、', '。', '）', '　'])
                .map(|i| i + '、'.len_utf8())
                .filter(|i| *i * 2 > end);
            let (line, next) = rest.split_at(after_mark.unwrap_or(end));
            lines.push(line.to_owned());
            rest = next;
        }
        lines.push(rest.to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_notes_break_after_punctuation_and_lose_nothing() {
        let text = "未集計: 甲、乙乙乙、丙丙丙丙丙、丁。以上です";
        let lines = broken(text, 16);
        assert_eq!(lines.concat(), text);
        assert!(lines.iter().all(|line| width(line) <= 16), "{lines:?}");
        assert_eq!(lines[0], "未集計: 甲、");
        assert_eq!(broken("", 10), Vec::<String>::new());
    }
}
