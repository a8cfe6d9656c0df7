//! Fiscal years, halves and months: what a report is for.
//!
//! A fiscal year (年度) runs from April to March and is named by the Western year it starts in.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::text::narrow;

/// A fiscal year by the Western year of its April: `2023` is 令和5年度.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FiscalYear(pub i16);

/// The two halves of a fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Half {
    /// 上半期, April to September.
    First,
    /// 下半期, October to March.
    Second,
}

/// What a report is for: a half or a whole fiscal year. Orders by year; a year comes after its
/// halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// The fiscal year.
    pub year: FiscalYear,
    /// How much of it.
    pub extent: Extent,
}

/// A half of the year or all of it; orders the year after its halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Extent {
    /// One half.
    Half(Half),
    /// Both halves.
    Year,
}

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    /// Western calendar year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

/// An era (元号): its names, its first fiscal year. A fiscal year is named by the era of its end,
/// so 2019 is 令和元年度 throughout, as the city's publications have it.
struct Era {
    name: &'static str,
    letter: char,
    ligature: char,
    first: i16,
}

/// Newest first.
const ERAS: [Era; 3] = [
    Era {
        name: "令和",
        letter: 'R',
        ligature: '㋿',
        first: 2019,
    },
    Era {
        name: "平成",
        letter: 'H',
        ligature: '㍻',
        first: 1989,
    },
    Era {
        name: "昭和",
        letter: 'S',
        ligature: '㍼',
        first: 1926,
    },
];

impl FiscalYear {
    /// R5, R1, H30: how a date of the year begins.
    pub fn short(self) -> String {
        let era = ERAS.iter().find(|era| self.0 >= era.first);
        era.map_or_else(
            || self.0.to_string(),
            |era| format!("{}{}", era.letter, self.0 - era.first + 1),
        )
    }

    /// 令和5年度, 令和元年度, 平成30年度.
    pub fn label(self) -> String {
        for era in &ERAS {
            if self.0 >= era.first {
                return match self.0 - era.first + 1 {
                    1 => format!("{}元年度", era.name),
                    n => format!("{}{n}年度", era.name),
                };
            }
        }
        format!("{}年度", self.0)
    }
}

impl Period {
    /// One half of a fiscal year.
    pub const fn half(year: i16, half: Half) -> Self {
        Self {
            year: FiscalYear(year),
            extent: Extent::Half(half),
        }
    }

    /// A whole fiscal year.
    pub const fn year(year: i16) -> Self {
        Self {
            year: FiscalYear(year),
            extent: Extent::Year,
        }
    }

    /// Whether it is a whole year.
    pub fn is_year(self) -> bool {
        self.extent == Extent::Year
    }

    /// 上半期, 下半期, or nothing for a whole year.
    pub fn half_label(self) -> &'static str {
        match self.extent {
            Extent::Half(Half::First) => "上半期",
            Extent::Half(Half::Second) => "下半期",
            Extent::Year => "",
        }
    }

    /// 令和5年度 上半期.
    pub fn label(self) -> String {
        match self.extent {
            Extent::Year => self.year.label(),
            Extent::Half(_) => format!("{} {}", self.year.label(), self.half_label()),
        }
    }

    /// The halves that it is made of: itself, or both halves of a year.
    pub fn halves(self) -> Vec<Self> {
        match self.extent {
            Extent::Half(_) => vec![self],
            Extent::Year => [Half::First, Half::Second]
                .map(|half| Self::half(self.year.0, half))
                .to_vec(),
        }
    }

    /// 令和5年度上半期: the label inside a sentence, where a blank would look like a gap.
    pub fn prose(self) -> String {
        format!("{}{}", self.year.label(), self.half_label())
    }

    /// The half that follows a half, the year that follows a year.
    pub fn next(self) -> Self {
        match self.extent {
            Extent::Half(Half::First) => Self::half(self.year.0, Half::Second),
            Extent::Half(Half::Second) => Self::half(self.year.0 + 1, Half::First),
            Extent::Year => Self::year(self.year.0 + 1),
        }
    }

    /// The months in order: six of a half, twelve of a year.
    pub fn months(self) -> Vec<Month> {
        let y = self.year.0;
        let first = (4..=9).map(|m| Month { year: y, month: m });
        let second = (10..=12)
            .map(|m| Month { year: y, month: m })
            .chain((1..=3).map(|m| Month {
                year: y + 1,
                month: m,
            }));
        match self.extent {
            Extent::Half(Half::First) => first.collect(),
            Extent::Half(Half::Second) => second.collect(),
            Extent::Year => first.chain(second).collect(),
        }
    }

    /// The year before as a whole.
    pub fn last_year(self) -> Self {
        Self {
            extent: Extent::Year,
            ..self.year_before()
        }
    }

    /// The same stretch of the fiscal year before.
    pub fn year_before(self) -> Self {
        Self {
            year: FiscalYear(self.year.0 - 1),
            ..self
        }
    }

    /// Reads what somebody asks for: `R5` is a year there, and a year that may begin in January is
    /// asked about.
    ///
    /// # Errors
    /// The text is not a period, or may be two.
    pub fn asked(text: &str) -> Result<Self, NotAPeriod> {
        let plain = narrow(text);
        let year = split_year(&plain);
        if let Some((year, rest)) = year
            && rest.starts_with('年')
            && !rest.starts_with("年度")
        {
            return Err(NotAPeriod {
                text: text.to_owned(),
                calendar: Some(FiscalYear(year)),
            });
        }
        match year {
            // `H1` alone is rather a half without its year.
            Some((year, "")) if !["H1", "H2"].contains(&&*plain.to_ascii_uppercase()) => {
                Ok(Self::year(year))
            }
            _ => text.parse(),
        }
    }

    /// Whether it ends before another begins.
    pub fn ends_before(self, other: Self) -> bool {
        let end = match self.extent {
            Extent::Half(half) => half,
            Extent::Year => Half::Second,
        };
        let begin = match other.extent {
            Extent::Half(half) => half,
            Extent::Year => Half::First,
        };
        (self.year, end) < (other.year, begin)
    }

    /// The first and the last day.
    pub fn days(self) -> (Date, Date) {
        let months = self.months();
        let (first, last) = (months[0], months[months.len() - 1]);
        let start = Date::constant(first.year, first.month, 1);
        let end = Date::constant(last.year, last.month, 1).last_of_month();
        (start, end)
    }

    /// The months in words, e.g. `2023年4月～9月`.
    pub fn span(self) -> String {
        let months = self.months();
        let (first, last) = (months[0], months[months.len() - 1]);
        if first.year == last.year {
            format!("{}年{}月～{}月", first.year, first.month, last.month)
        } else {
            format!(
                "{}年{}月～{}年{}月",
                first.year, first.month, last.year, last.month
            )
        }
    }
}

impl Month {
    /// 4月.
    pub fn label(self) -> String {
        format!("{}月", self.month)
    }

    /// The same month a year earlier.
    pub fn year_before(self) -> Self {
        Self {
            year: self.year - 1,
            ..self
        }
    }
}

impl fmt::Display for Month {
    /// `2023-04`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// The text is not a month such as `2023-04`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAMonth;

impl FromStr for Month {
    type Err = NotAMonth;

    /// Reads `2023-04`, and no other spelling: an id is what is shown.
    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let (year, month) = text
            .split_once('-')
            .filter(|(year, month)| (year.len(), month.len()) == (4, 2))
            .filter(|(year, month)| digits(year) && digits(month))
            .ok_or(NotAMonth)?;
        let year = year.parse().map_err(|_| NotAMonth)?;
        let month = month.parse().map_err(|_| NotAMonth)?;
        let read = Self { year, month };
        (1..=12).contains(&month).then_some(read).ok_or(NotAMonth)
    }
}

impl fmt::Display for Period {
    /// `2023`, `2023H1`, `2023H2`: the form that file names and data use.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = match self.extent {
            Extent::Half(Half::First) => "H1",
            Extent::Half(Half::Second) => "H2",
            Extent::Year => "",
        };
        write!(f, "{}{half}", self.year.0)
    }
}

/// The text is not a period; shown with what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAPeriod {
    text: String,
    /// The year, where it is not said whether it begins in January or in April.
    calendar: Option<FiscalYear>,
}

impl fmt::Display for NotAPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, calendar } = self;
        match calendar {
            Some(year) => write!(
                f,
                "「{text}」は、1月からの年か4月からの年度か分かりません。年度のことなら、{0}、{0}上半期、{1}H1 のように書いてください。",
                year.label(),
                year.0
            ),
            None => write!(
                f,
                "「{text}」は期間として読めません。2023H1（令和5年度上半期）、2023H2（下半期）、2023（年度）、令和5年度上半期、R5H1 のように書いてください。"
            ),
        }
    }
}

impl std::error::Error for NotAPeriod {}

impl FromStr for Period {
    type Err = NotAPeriod;

    /// Reads `2023H1`, `R5H1`, `令和5年度上半期`, `R5上`, `令和元年度`, `２０２３年度` and the like.
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let fail = || NotAPeriod {
            text: text.to_owned(),
            calendar: None,
        };
        // As the program writes it itself, in a hundred thousand lines of the past.
        if let [year @ .., b'H', half @ (b'1' | b'2')] = text.as_bytes()
            && let [b'2', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'] = year
        {
            let year = year
                .iter()
                .fold(0, |year, digit| year * 10 + i16::from(digit - b'0'));
            let half = [Half::First, Half::Second][usize::from(half - b'1')];
            return Ok(Self::half(year, half));
        }
        let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let plain = match is_plain {
            true => Cow::Borrowed(text),
            false => narrow(text).split_whitespace().collect(),
        };
        let (year, rest) = split_year(&plain).ok_or_else(fail)?;
        // `H1` alone is a half without its year far more often than 平成1年度.
        if rest.is_empty() && plain.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(fail());
        }
        let rest = rest
            .strip_prefix("年度")
            .or_else(|| rest.strip_prefix('年'))
            .unwrap_or(rest);
        let rest = rest
            .trim_start_matches(['-', '_', '・'])
            .to_ascii_uppercase();
        let extent = match rest.as_str() {
            "" => Extent::Year,
            "H1" | "上" | "上期" | "上半期" | "前期" | "前半" | "前半期" | "1H" => {
                Extent::Half(Half::First)
            }
            "H2" | "下" | "下期" | "下半期" | "後期" | "後半" | "後半期" | "2H" => {
                Extent::Half(Half::Second)
            }
            _ => return Err(fail()),
        };
        Ok(Self {
            year: FiscalYear(year),
            extent,
        })
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Whether a written year is a Western one: as it is, by its last two digits, or by its era's count
/// alone (「5年4月」).
pub fn is_year(written: i16, year: i16) -> bool {
    let of_era = FiscalYear(year).short();
    written == year || written == year % 100 || of_era.get(1..) == Some(&*written.to_string())
}

/// Splits a year at the start of a text into its Western year and the rest: `2023…`, `R5…`, `令和元…`.
pub fn split_year(text: &str) -> Option<(i16, &str)> {
    if let Some((n, after)) = leading_number(text) {
        return (1900..=2999).contains(&n).then_some((n, after));
    }
    for era in &ERAS {
        let rest = text
            .strip_prefix(era.name)
            .or_else(|| {
                text.strip_prefix(era.name.chars().next()?)
                    .filter(|rest| !rest.starts_with(char::is_alphabetic))
            })
            .or_else(|| text.strip_prefix(era.letter))
            .or_else(|| text.strip_prefix(era.letter.to_ascii_lowercase()))
            .or_else(|| text.strip_prefix(era.ligature));
        if let Some(rest) = rest {
            let rest = rest.trim_start_matches(['.', ' ']);
            if let Some(after) = rest.strip_prefix('元') {
                return Some((era.first, after));
            }
            let (n, after) = leading_number(rest)?;
            return (1..=99).contains(&n).then(|| (era.first + n - 1, after));
        }
    }
    None
}

/// Splits up to four ASCII digits from the start of a text.
fn leading_number(text: &str) -> Option<(i16, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    if end == 0 || end > 4 {
        return None;
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_spellings_that_arrive() {
        let first = Period::half(2023, Half::First);
        for text in [
            "2023H1",
            "R5H1",
            "r5h1",
            "令和5年度上半期",
            "令和５年度　上半期",
            "R5上",
            "２０２３Ｈ１",
            "㋿5年度上半期",
        ] {
            assert_eq!(text.parse(), Ok(first), "{text}");
        }
        assert_eq!("令和元年度".parse(), Ok(Period::year(2019)));
        assert_eq!(
            "平成30年度下半期".parse(),
            Ok(Period::half(2018, Half::Second))
        );
    }

    #[test]
    fn refuses_what_is_not_a_period() {
        for text in [
            "",
            "H1",
            "2023H3",
            "上半期",
            "令和年度",
            "20231",
            "R0H1",
            "5年度",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn who_asks_may_be_short_but_not_ambiguous() {
        for text in ["R5", "r5", "Ｒ５", "2023", "令和5年度"] {
            assert_eq!(Period::asked(text), Ok(Period::year(2023)), "{text}");
        }
        for text in ["令和5年上半期", "2023年", "R5年下半期"] {
            let asked = Period::asked(text).expect_err(text).to_string();
            assert!(asked.contains("令和5年度上半期"), "{asked}");
        }
        assert!(Period::asked("H1").is_err());
        assert_eq!(Period::asked("R5H1"), "2023H1".parse());
    }

    #[test]
    fn a_year_is_its_two_halves() {
        let mut months = Period::half(2022, Half::First).months();
        months.extend(Period::half(2022, Half::Second).months());
        assert_eq!(months, Period::year(2022).months());
        assert_eq!(Period::year(2022).days().1, Date::constant(2023, 3, 31));
    }

    #[test]
    fn what_ends_before_another_ends_before_its_first_day() {
        let all = (2021..2025).flat_map(|year| {
            let halves = [Half::First, Half::Second].map(|half| Period::half(year, half));
            halves.into_iter().chain([Period::year(year)])
        });
        let all: Vec<Period> = all.collect();
        for (one, other) in all
            .iter()
            .flat_map(|one| all.iter().map(move |other| (one, other)))
        {
            let by_days = one.days().1 < other.days().0;
            assert_eq!(one.ends_before(*other), by_days, "{one} {other}");
        }
    }
}
