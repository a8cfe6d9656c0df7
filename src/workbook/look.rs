//! How a cell looks, as far as it says something about its value: struck through or crossed out, a
//! percentage, a date, not to be seen.

use super::cell::{Cell, Content, Unseen};
use crate::model::text::UNIT_WORDS;

/// What a cell format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub struck: bool,
    pub number: NumberKind,
    /// Numbers, and texts, are shown as nothing or as something else.
    pub hides: Hides,
    /// The letters have the colour of what lies behind them, or hardly any size.
    pub faint: bool,
}

impl Look {
    /// Whether a cell that looks so has anything to tell.
    pub(super) fn tells(self) -> bool {
        self.struck || self.number == NumberKind::Percent || self.faint || self.hides.any()
    }

    /// Marks a cell that looks so and whose text has such pieces.
    pub(super) fn mark(self, cell: &mut Cell, runs: Runs) {
        cell.percent = self.number == NumberKind::Percent;
        let formatted_away = match cell.content {
            Content::Text(_) => self.hides.texts,
            Content::Number(0.0) => self.hides.zeros,
            _ => self.hides.numbers,
        };
        cell.unseen = match (formatted_away, self.faint || runs.faint) {
            (true, _) => Some(Unseen::Format),
            (false, true) => Some(Unseen::Faint),
            (false, false) => None,
        };
        runs.mark(cell, self.struck);
    }
}

/// Letters of this size (in points) are a line of dust.
pub(super) const SMALLEST_LETTERS: f64 = 3.0;
/// A row lower than this (in points) shows no value, nor does a column narrower than this (in
/// letters).
pub(super) const LEAST_HEIGHT: f64 = 6.0;
pub(super) const LEAST_WIDTH: f64 = 1.0;
/// The most by which two colours may differ in light, and in one of red, green and blue, of 255,
/// for nobody to see one on the other: white on the pale yellow of a form.
const ALIKE: u32 = 20;
const ALIKE_IN_ONE: u8 = 80;
/// How much of the light of a colour is red, green and blue, of 1,000.
const LIGHT: [u32; 3] = [299, 587, 114];

/// Whether nobody sees letters of one colour on the other: red, green and blue.
pub(super) fn are_alike(ink: [u8; 3], paper: [u8; 3]) -> bool {
    let light = |colour: [u8; 3]| -> u32 {
        let parts = colour.into_iter().zip(LIGHT);
        parts.map(|(part, share)| u32::from(part) * share).sum()
    };
    let mut pairs = ink.into_iter().zip(paper);
    light(ink).abs_diff(light(paper)) <= ALIKE * 1_000
        && pairs.all(|(ink, paper)| ink.abs_diff(paper) <= ALIKE_IN_ONE)
}

/// The colour of paper and of plain letters.
pub(super) const WHITE: [u8; 3] = [255; 3];
pub(super) const BLACK: [u8; 3] = [0; 3];

/// What a rule of the sheet (conditional formatting) makes of a cell.
#[derive(Clone, Copy)]
pub(super) struct RuleLook {
    /// It strikes the value through, or has a number format that shows none.
    pub withdraws: bool,
    /// Nothing where the colour is not known.
    pub ink: Option<[u8; 3]>,
    pub paper: Option<[u8; 3]>,
}

impl RuleLook {
    /// A rule that changes nothing.
    pub(super) const PLAIN: Self = Self {
        withdraws: false,
        ink: Some(BLACK),
        paper: Some(WHITE),
    };

    /// Whether nobody may see the value, or see it as withdrawn.
    pub(super) fn hides(&self) -> bool {
        let colours = self.ink.zip(self.paper);
        self.withdraws || colours.is_some_and(|(ink, paper)| are_alike(ink, paper))
    }
}

/// What a number format shows as nothing or as something else than what the cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Hides {
    pub numbers: bool,
    pub zeros: bool,
    pub texts: bool,
}

/// The signs of a number format that stand for a digit, a date or the value as it is.
const PLACES: &str = "0#?@gGyYmMdDhHsSeE/";
/// What stands between the digits of a number that is shown as it is.
const BETWEEN: &str = ",. ";
/// Excel's own formats of days that do not show the day: months, times of day, years.
const WITHOUT_DAY: [u16; 12] = [17, 18, 19, 20, 21, 32, 33, 34, 45, 47, 52, 55];

impl Hides {
    fn any(self) -> bool {
        self.numbers || self.zeros || self.texts
    }

    /// What a number format shows: by its own code, or by the number that Excel gives to its own
    /// formats.
    pub(super) fn of(id: u16, code: Option<&str>) -> Self {
        let without_day = Self {
            numbers: WITHOUT_DAY.contains(&id),
            ..Self::default()
        };
        code.map_or(without_day, Self::of_code)
    }

    /// By the sections of the code: of numbers above zero, below zero, of none and of texts, where
    /// no conditions stand before them.
    fn of_code(code: &str) -> Self {
        let sections = sections(code);
        let kind = NumberKind::of_code(code);
        let of_none = |section: &&Section| section.condition == NONE;
        let is_conditional = sections.iter().any(|section| !section.condition.is_empty());
        let mut positive = sections
            .iter()
            .take(if is_conditional { 3 } else { 1 })
            .filter(|section| !(of_none(section) || is_conditional && section.is_negative()));
        let numbers = positive.any(|section| section.hides(kind));
        let zeros = sections.iter().find(of_none).or(sections.get(2));
        let texts = sections.get(3);
        let texts = texts.or_else(|| sections.iter().find(|other| other.shown.contains('@')));
        Self {
            numbers,
            zeros: numbers || zeros.is_some_and(Section::says_a_number),
            texts: texts.is_some_and(|section| !section.is_text()),
        }
    }
}

/// One section of a number format: the signs that mean something, and those that are printed.
#[derive(Default)]
struct Section {
    shown: String,
    literal: String,
    /// In the colour of the paper.
    white: bool,
    /// For which numbers it is, where it says: `>100`.
    condition: String,
}

/// The condition of a section for zeros.
const NONE: &str = "=0";

impl Section {
    /// Whether it shows a number above zero as nothing or as something else.
    fn hides(&self, kind: NumberKind) -> bool {
        let Self { shown, literal, .. } = self;
        self.white
            || match kind {
                NumberKind::Plain => !self.is_plain(),
                NumberKind::Percent => !shown.contains('0'),
                NumberKind::Date => {
                    let has = |signs: [char; 2]| shown.contains(signs);
                    !has(['d', 'D']) || !has(['m', 'M']) || literal.contains(char::is_numeric)
                }
                NumberKind::Duration => !shown.contains(|sign| PLACES.contains(sign)),
            }
    }

    /// Whether it is for numbers below zero.
    fn is_negative(&self) -> bool {
        self.condition.starts_with("<0") || self.condition.is_empty() && self.shown.starts_with('-')
    }

    /// Whether it shows another number for zero.
    fn says_a_number(&self) -> bool {
        let mut signs = self.shown.chars().chain(self.literal.chars());
        signs.any(|sign| sign.is_numeric() && sign != '0')
    }

    /// Whether it shows a text as it is, with a unit at most.
    fn is_text(&self) -> bool {
        self.shown.trim() == "@" && self.has_unit_at_most()
    }

    fn has_unit_at_most(&self) -> bool {
        let unit = self.literal.trim();
        unit.is_empty() || UNIT_WORDS.contains(&unit)
    }

    /// Whether it shows a number as it is, with a unit at most: `0"千"` shows 8千 for 8, `"約"0` 約8,
    /// `#,##0,` thousands, `-0` another sign.
    fn is_plain(&self) -> bool {
        let shown = &self.shown;
        let is_value = |sign: char| PLACES.contains(sign) || BETWEEN.contains(sign);
        let is_general = shown.trim().eq_ignore_ascii_case("general") || shown == "G/標準";
        let is_number = shown.contains(|sign| PLACES.contains(sign))
            && shown.chars().all(is_value)
            && !shown.trim_end().ends_with(',');
        (is_general || is_number) && self.has_unit_at_most()
    }
}

/// The sections of a number format, colours, conditions and widths left out.
fn sections(code: &str) -> Vec<Section> {
    let mut all = vec![Section::default()];
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        if sign == ';' {
            all.push(Section::default());
        }
        let Some(section) = all.last_mut() else { break };
        match sign {
            ';' => {}
            '"' => section
                .literal
                .extend(signs.by_ref().take_while(|sign| *sign != '"')),
            '\\' => section.literal.extend(signs.next()),
            '_' | '*' => drop(signs.next()),
            // [h] counts hours on and shows them; any other bracket shows nothing.
            '[' => {
                let inner: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                if inner.chars().all(|sign| matches!(sign, 'h' | 'm' | 's')) {
                    section.shown.extend(inner.chars().take(1));
                }
                let inner = inner.to_lowercase();
                section.white |= ["white", "color2"].contains(&&*inner);
                if inner.starts_with(['<', '=', '>']) {
                    section.condition = inner;
                }
            }
            sign => section.shown.push(sign),
        }
    }
    all
}

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum NumberKind {
    #[default]
    Plain,
    Percent,
    /// A date or a time of day.
    Date,
    /// A length of time.
    Duration,
}

impl NumberKind {
    /// What a number format is: by its own code, or by the number that Excel gives to its own
    /// formats.
    pub(super) fn of(id: u16, code: Option<&str>) -> Self {
        match (code, id) {
            (Some(code), _) => Self::of_code(code),
            (None, 9 | 10) => Self::Percent,
            (None, 14..=22 | 27..=36 | 45 | 47 | 50..=58) => Self::Date,
            (None, 46) => Self::Duration,
            _ => Self::Plain,
        }
    }

    /// Only the first section counts; what stands in quotes or behind `\`, `_`, `*` is shown as it
    /// is.
    fn of_code(code: &str) -> Self {
        let mut found = Self::Plain;
        let mut signs = code.chars();
        while let Some(sign) = signs.next() {
            match sign {
                ';' => break,
                '"' => drop(signs.find(|sign| *sign == '"')),
                '\\' | '_' | '*' => drop(signs.next()),
                // [h] counts hours on; any other bracket is a colour, a condition or a language.
                '[' => {
                    let inner: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                    if !inner.is_empty()
                        && inner
                            .to_lowercase()
                            .trim_matches(['h', 'm', 's'])
                            .is_empty()
                    {
                        return Self::Duration;
                    }
                }
                '%' => found = Self::Percent,
                'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => return Self::Date,
                _ => {}
            }
        }
        found
    }

    /// A number as the format shows it.
    pub(super) fn content(self, value: f64, date_1904: bool) -> Content {
        match self {
            Self::Plain | Self::Percent => Content::number(value),
            Self::Date => Content::date(value, date_1904),
            Self::Duration if value.is_finite() => Content::Duration(value),
            Self::Duration => Content::number(value),
        }
    }
}

/// Letters in a font of their own: withdrawn, or seen by nobody on white.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Letters {
    pub struck: bool,
    pub faint: bool,
}

impl Letters {
    /// Letters of a colour, if it is known, and of a size in points.
    pub(super) fn new(struck: bool, ink: Option<[u8; 3]>, is_tiny: bool) -> Self {
        let faint = is_tiny || ink.is_some_and(|ink| are_alike(ink, WHITE));
        Self { struck, faint }
    }
}

/// Which pieces a text has: struck through, not struck through, in the font of their cell; and any
/// that nobody sees on white.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Runs {
    pub struck: bool,
    pub plain: bool,
    pub bare: bool,
    pub faint: bool,
}

impl Runs {
    /// A text in the font of its cell.
    pub(super) const BARE: Self = Self {
        struck: false,
        plain: false,
        bare: true,
        faint: false,
    };

    /// Takes note of a piece and of letters of its own; blanks show no line.
    pub(super) fn add(&mut self, piece: &str, letters: Option<Letters>) {
        if !piece.trim().is_empty() {
            self.struck |= letters.is_some_and(|letters| letters.struck);
            self.plain |= letters.is_some_and(|letters| !letters.struck);
            self.faint |= letters.is_some_and(|letters| letters.faint);
            self.bare |= letters.is_none();
        }
    }

    /// A text that is cut at some places (counted in UTF-16), each with the font of what follows.
    pub(super) fn cut(text: &[u16], cuts: &[(u16, u16)], letters: impl Fn(u16) -> Letters) -> Self {
        let mut runs = Self::default();
        let mut from = 0;
        let mut font = None;
        for (at, next) in cuts {
            runs.add(&piece(text, from, usize::from(*at)), font);
            from = usize::from(*at);
            font = Some(letters(*next));
        }
        runs.add(&piece(text, from, text.len()), font);
        runs
    }

    /// Marks a cell with such a text in a font that is struck through or not.
    pub(super) fn mark(self, cell: &mut Cell, struck: bool) {
        let any = self.struck || (self.bare && struck);
        let rest = self.plain || (self.bare && !struck);
        cell.struck = any && !rest;
        cell.partly_struck = any && rest;
    }
}

/// A piece of a text in UTF-16; nothing where the text does not reach.
fn piece(text: &[u16], from: usize, to: usize) -> String {
    String::from_utf16_lossy(text.get(from..to.min(text.len())).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_seen_on_what_differs_in_light_or_clearly_in_colour() {
        for (ink, paper, is_hidden) in [
            (WHITE, [255, 242, 179], true),
            (WHITE, [245, 245, 245], true),
            (BLACK, [1, 1, 1], true),
            ([217, 217, 217], WHITE, false),
            ([255, 255, 0], WHITE, false),
            (WHITE, [0, 0, 128], false),
            ([255, 0, 0], [0, 130, 0], false),
        ] {
            assert_eq!(are_alike(ink, paper), is_hidden, "{ink:?} on {paper:?}");
        }
    }

    #[test]
    fn a_number_format_is_known_by_its_signs() {
        for (code, number) in [
            ("General", NumberKind::Plain),
            ("#,##0_ ", NumberKind::Plain),
            ("0\"件\"", NumberKind::Plain),
            ("0\"%\"", NumberKind::Plain),
            ("0.0%", NumberKind::Percent),
            ("0.00E+00", NumberKind::Plain),
            ("[Red]-0;0", NumberKind::Plain),
            ("[$-411]ggge\"年\"m\"月\"d\"日\"", NumberKind::Date),
            ("yyyy/m/d;@", NumberKind::Date),
            ("h:mm", NumberKind::Date),
            ("[h]:mm", NumberKind::Duration),
        ] {
            assert_eq!(NumberKind::of(164, Some(code)), number, "{code}");
        }
        assert_eq!(
            [9, 14, 46, 1].map(|id| NumberKind::of(id, None)),
            [
                NumberKind::Percent,
                NumberKind::Date,
                NumberKind::Duration,
                NumberKind::Plain
            ]
        );
    }

    #[test]
    fn a_number_format_that_hides_or_scales_is_known() {
        for (code, numbers, texts) in [
            ("[=0]\"-\";0", false, false),
            ("[<1000]0;#,##0", false, false),
            ("[>=0]0;-0", false, false),
            ("[<5]0;\"多\"", true, false),
            ("\"不\"@", true, true),
            ("0;-0;0;\"不\"@", false, true),
            ("General;General;General;@", false, false),
            ("\"2023/\"m/d", true, false),
            ("d\"日\"", true, false),
            ("General", false, false),
            ("#,##0;[Red]-#,##0", false, false),
            ("#,##0_ ;[Red]\\-#,##0\\ ", false, false),
            ("0\"件\"", false, false),
            ("yyyy\"年\"m\"月\"d\"日\"", false, false),
            ("[h]:mm", false, false),
            ("@", false, false),
            ("0;-0;;@", false, false),
            (";;;", true, true),
            ("\"－\"", true, false),
            ("#,##0,", true, false),
            ("0,,\"百万\"", true, false),
            ("0\"千\"", true, false),
            ("\"1\"0", true, false),
            ("0\\0", true, false),
            ("\"約\"0", true, false),
            ("0\"以上\"", true, false),
            ("0\"%\"", true, false),
            ("-0", true, false),
            ("¥#,##0", true, false),
            ("0.00E+00", true, false),
            ("yyyy\"年\"m\"月\"", true, false),
            ("mmm-yy", true, false),
            ("General\"件\"", false, false),
            ("[DBNum1]General", false, false),
            ("-0", true, false),
            ("[Color2]0", true, false),
            ("#,##0.0", false, false),
        ] {
            let hides = Hides::of_code(code);
            assert_eq!((hides.numbers, hides.texts), (numbers, texts), "{code}");
        }
        for (code, zeros) in [
            ("0;-0;\"5\"", true),
            ("0;-0;5", true),
            ("[=0]\"5\";0", true),
            ("\"約\"0", true),
            ("0;-0;\"なし\"", false),
            ("0;-0;\"0件\"", false),
            ("0;-0;;@", false),
            ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", false),
        ] {
            assert_eq!(Hides::of_code(code).zeros, zeros, "{code}");
        }
    }

    #[test]
    fn a_text_is_struck_as_a_whole_or_in_part() {
        let marked = |runs: Runs, struck| {
            let mut cell = Cell::default();
            runs.mark(&mut cell, struck);
            (cell.struck, cell.partly_struck)
        };
        let text: Vec<u16> = "57 ".encode_utf16().collect();
        let struck = |font| Letters::new(font == 5, None, false);
        let half = Runs::cut(&text, &[(0, 5), (1, 0)], struck);
        assert_eq!(
            half,
            Runs {
                struck: true,
                plain: true,
                bare: false,
                faint: false,
            }
        );
        assert_eq!(marked(half, false), (false, true));
        assert_eq!(
            marked(Runs::cut(&text, &[(0, 5)], struck), false),
            (true, false)
        );
        assert_eq!(
            marked(Runs::cut(&text, &[(2, 5), (9, 5)], struck), false),
            (false, false)
        );
        assert_eq!(marked(Runs::BARE, true), (true, false));
        assert_eq!(
            marked(
                Runs {
                    struck: false,
                    plain: true,
                    bare: true,
                    faint: false,
                },
                true
            ),
            (false, true)
        );
    }
}
