//! The bundled fonts, and which characters they can show: the one definition of "printable".
//!
//! The report and the check of texts ask the same question here, so what a unit is told before it
//! sends its form is what the reader of the report will see. Layout and files may not enter. The
//! bytes are in every build, with and without the PDF report: the checks are the same in both.

use std::sync::LazyLock;

use ttf_parser::Face;

/// What stands for a character that no font has: 〓, the printers' mark for a missing sort.
pub const MISSING: char = '〓';

const REGULAR: &[u8] = include_bytes!("../templates/fonts/BIZUDGothic-Regular.ttf");
const LATIN: &[u8] = include_bytes!("../templates/fonts/BIZUDPGothic-Latin-Regular.ttf");
const FALLBACK: &[u8] = include_bytes!("../templates/fonts/NotoSansCJKjp-Fallback.otf");

/// The bundled fonts; see `templates/fonts/OFL.txt`.
#[cfg(any(feature = "pdf", test))]
pub static FONTS: [&[u8]; 5] = [
    REGULAR,
    include_bytes!("../templates/fonts/BIZUDGothic-Bold.ttf"),
    LATIN,
    include_bytes!("../templates/fonts/BIZUDPGothic-Latin-Bold.ttf"),
    FALLBACK,
];

/// The fonts that are asked for characters; the bold ones hold the same.
static FACES: LazyLock<Vec<Face>> = LazyLock::new(|| {
    [REGULAR, LATIN, FALLBACK]
        .into_iter()
        .filter_map(|bytes| Face::parse(bytes, 0).ok())
        .collect()
});

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
            if !before.is_some_and(|kanji| has_variant(kanji, c)) =>
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
        c if is_private(c) || !has_glyph(c) => Fate::Missing,
        _ => Fate::Shown,
    }
}

/// Whether a character is one that somebody drew for a machine of their own (外字).
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

fn has_glyph(c: char) -> bool {
    FACES
        .iter()
        .any(|face| face.glyph_index(c).is_some_and(|glyph| glyph.0 != 0))
}

fn has_variant(kanji: char, sign: char) -> bool {
    FACES
        .iter()
        .any(|face| face.glyph_variation_index(kanji, sign).is_some())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn held_by(bytes: &[u8]) -> BTreeSet<char> {
        let face = Face::parse(bytes, 0).expect("a font");
        let tables = face
            .tables()
            .cmap
            .expect("a table of characters")
            .subtables
            .into_iter()
            .filter(|table| table.is_unicode());
        let mut held = BTreeSet::new();
        for table in tables {
            table.codepoints(|code| {
                held.extend(char::from_u32(code).filter(|c| face.glyph_index(*c).is_some()))
            });
        }
        held
    }

    #[test]
    fn the_fonts_that_are_asked_hold_what_all_of_them_hold() {
        let asked: BTreeSet<char> = [REGULAR, LATIN, FALLBACK]
            .into_iter()
            .flat_map(held_by)
            .collect();
        let all: BTreeSet<char> = FONTS.into_iter().flat_map(held_by).collect();
        assert!(all.len() > 14_000);
        assert_eq!(asked, all);
        let shown = |c: char| fate(None, c) == Fate::Shown;
        let wrong: Vec<char> = ('!'..='\u{2ffff}')
            .filter(|c| shown(*c) != all.contains(c) && fate(None, *c) != Fate::LeftOut)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
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
