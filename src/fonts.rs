//! The bundled fonts, and which characters they can show: the one definition of "printable".
//!
//! The report and the check of texts ask the same question here, so what a unit is told before it
//! sends its form is what the reader of the report will see. Layout and files may not enter. What
//! is asked is a list of characters that was made from the fonts, and is the same in every build:
//! the fonts themselves weigh ten megabytes, and only the PDF report needs them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What stands for a character that no font has: 〓, the printers' mark for a missing sort.
pub const MISSING: char = '〓';

/// The characters that the bundled fonts have, then after the sign of each variant (異体字) the kanji
/// that have it: hexadecimal, a line for a character or for the first and the last of several.
const COVERAGE: &str = include_str!("../templates/fonts/coverage.txt");

/// The bundled fonts; see `templates/fonts/OFL.txt`.
#[cfg(any(feature = "pdf", test))]
pub static FONTS: [&[u8]; 5] = [
    include_bytes!("../templates/fonts/BIZUDGothic-Regular.ttf"),
    include_bytes!("../templates/fonts/BIZUDGothic-Bold.ttf"),
    include_bytes!("../templates/fonts/BIZUDPGothic-Latin-Regular.ttf"),
    include_bytes!("../templates/fonts/BIZUDPGothic-Latin-Bold.ttf"),
    include_bytes!("../templates/fonts/NotoSansCJKjp-Fallback.otf"),
];

/// First and last of neighbouring characters, in order.
type Ranges = Vec<(char, char)>;

/// What [`COVERAGE`] says of characters; a test holds it against the fonts.
static HELD: LazyLock<Ranges> =
    LazyLock::new(|| ranges(COVERAGE.split('+').next().unwrap_or_default()));

/// What it says of variants, by their sign: hardly a text has one.
static VARIANTS: LazyLock<BTreeMap<char, Ranges>> = LazyLock::new(|| {
    let sections = COVERAGE.split('+').skip(1);
    let of_sign = sections.filter_map(|section| section.split_once('\n'));
    of_sign
        .filter_map(|(sign, lines)| Some((character(sign)?, ranges(lines))))
        .collect()
});

fn ranges(lines: &str) -> Ranges {
    let ends = lines
        .lines()
        .map(|line| line.split_once('-').unwrap_or((line, line)));
    ends.filter_map(|(first, last)| character(first).zip(character(last)))
        .collect()
}

fn character(hex: &str) -> Option<char> {
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
}

/// What becomes of a character in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is printed.
    Shown,
    /// It has no look of its own and is left out: control characters, zero-width signs, signs that
    /// choose a variant which the fonts do not have.
    LeftOut,
    /// No font has it: [`MISSING`] is printed in its place.
    Missing,
}

/// Every character of a text with what becomes of it in print.
pub fn fates(text: &str) -> impl Iterator<Item = (char, Fate)> {
    let mut before = None;
    text.chars().map(move |c| (c, fate(before.replace(c), c)))
}

/// The text as it is printed, where that is not as it stands; every text of the report goes through
/// here.
#[cfg(any(feature = "pdf", test))]
pub fn printed(text: &str) -> Option<String> {
    if fates(text).all(|(c, fate)| fate == Fate::Shown && c != '\t') {
        return None;
    }
    let mut shown = String::with_capacity(text.len());
    for (c, fate) in fates(text) {
        match fate {
            Fate::Shown if c == '\t' => shown.push(' '),
            Fate::Shown => shown.push(c),
            Fate::LeftOut => {}
            Fate::Missing => shown.push(MISSING),
        }
    }
    Some(shown)
}

fn fate(before: Option<char>, c: char) -> Fate {
    match c {
        // Nearly every character of a Japanese text; a test holds them against the fonts.
        ' '..='~' | '\n' | '\t' | '、'..='。' | 'ぁ'..='ん' | 'ァ'..='ー' | '\u{3000}' => {
            Fate::Shown
        }
        // A font may lay the variant of a kanji (異体字) under the kanji and a sign that chooses it.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
            if !before.is_some_and(|kanji| is_held(kanji, Some(c))) =>
        {
            Fate::LeftOut
        }
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Fate::Shown,
        // Copying from pages and mails leaves them behind.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Fate::LeftOut,
        c if c.is_control() => Fate::LeftOut,
        // PDF/A takes no private-use characters (外字): what they look like is known to one machine
        // alone.
        c if is_private(c) || !is_held(c, None) => Fate::Missing,
        _ => Fate::Shown,
    }
}

/// Whether a character is one that somebody drew for a machine of their own (外字).
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Whether the fonts have a character, or the variant of it that a sign chooses.
fn is_held(c: char, sign: Option<char>) -> bool {
    let ranges = match sign {
        None => Some(&*HELD),
        Some(sign) => VARIANTS.get(&sign),
    };
    let ranges = ranges.map_or(&[][..], Vec::as_slice);
    let at = ranges.partition_point(|(_, last)| *last < c);
    ranges.get(at).is_some_and(|(first, _)| *first <= c)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use ttf_parser::Face;

    use super::*;

    fn faces() -> Vec<Face<'static>> {
        let faces = FONTS.iter().map(|bytes| Face::parse(bytes, 0));
        faces.collect::<Result<_, _>>().expect("fonts")
    }

    /// Every character that can be meant by a line of a text.
    fn characters() -> impl Iterator<Item = char> {
        ' '..='\u{2ffff}'
    }

    fn is_drawn(faces: &[Face], c: char) -> bool {
        let mut glyphs = faces.iter().filter_map(|face| face.glyph_index(c));
        glyphs.any(|glyph| glyph.0 != 0)
    }

    fn has_variant(faces: &[Face], kanji: char, sign: char) -> bool {
        let mut glyphs = faces
            .iter()
            .map(|face| face.glyph_variation_index(kanji, sign));
        glyphs.any(|glyph| glyph.is_some())
    }

    fn write(list: &mut String, held: impl Iterator<Item = char>) {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for c in held.map(u32::from) {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == c => *last = c,
                _ => ranges.push((c, c)),
            }
        }
        for (first, last) in ranges {
            let _ = match first == last {
                true => writeln!(list, "{first:x}"),
                false => writeln!(list, "{first:x}-{last:x}"),
            };
        }
    }

    /// The list as the fonts make it.
    fn coverage(faces: &[Face]) -> String {
        let mut list = String::new();
        let drawn: Vec<char> = characters().filter(|c| is_drawn(faces, *c)).collect();
        write(&mut list, drawn.iter().copied());
        for sign in ('\u{fe00}'..='\u{fe0f}').chain('\u{e0100}'..='\u{e01ef}') {
            let with_it = drawn.iter().copied();
            let mut with_it = with_it.filter(|c| has_variant(faces, *c, sign)).peekable();
            if with_it.peek().is_some() {
                let _ = writeln!(list, "+{:x}", u32::from(sign));
                write(&mut list, with_it);
            }
        }
        list
    }

    #[test]
    fn the_list_of_characters_is_that_of_the_fonts() {
        let made = coverage(&faces());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write("templates/fonts/coverage.txt", &made).expect("written");
        }
        assert!(
            made == COVERAGE,
            "coverage.txt is out of date: run ./regenerate"
        );
    }

    #[test]
    fn what_a_font_has_is_shown_and_nothing_else() {
        let faces = faces();
        assert!(characters().filter(|c| is_drawn(&faces, *c)).count() > 14_000);
        let wrong: Vec<char> = characters()
            .filter(|c| fate(None, *c) != Fate::LeftOut)
            .filter(|c| (fate(None, *c) == Fate::Shown) != is_drawn(&faces, *c))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn the_bold_fonts_hold_what_the_others_do() {
        let faces = faces();
        let [regular, bold, latin, bold_latin, _] = faces.as_slice() else {
            panic!("five fonts");
        };
        for (one, other) in [(regular, bold), (latin, bold_latin)] {
            let differs =
                |c: &char| one.glyph_index(*c).is_some() != other.glyph_index(*c).is_some();
            assert_eq!(characters().find(differs), None);
        }
    }

    #[test]
    fn what_no_font_has_is_replaced_and_what_has_no_look_is_left_out() {
        for (text, shown) in [
            ("髙橋・﨑・𠮷田、①Ⅱ㈱", "髙橋・﨑・𠮷田、①Ⅱ㈱"),
            ("☑済", "〓済"),
            ("😀", "〓"),
            ("\u{e000}", "〓"),
            ("退院\u{200b}後\u{b}に\u{feff}", "退院後に"),
            ("A\tB\r\nC", "A B\nC"),
            // 葛 with the sign of a variant that the font has, 亜 with one that it has not.
            ("葛\u{e0100}城", "葛\u{e0100}城"),
            ("亜\u{e01ef}", "亜"),
        ] {
            assert_eq!(printed(text).as_deref().unwrap_or(text), shown, "{text:?}");
        }
    }
}
