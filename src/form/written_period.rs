//! The half of a year as people write it, alone or behind the name of the unit in the second line
//! of a sheet.

use crate::model::period::{Extent, Half, Period, is_year, split_year};
use crate::model::text::fold;

/// The digits of a written year from 1 on.
const KANJI_DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Words of what is not yet, was meant to be or is not the last word: no period that is over.
const AHEAD: [&str; 9] = [
    "見込", "予定", "計画", "目標", "案", "下書", "仮", "暫定", "未定",
];

/// The half that a written one means: 「令和5年度 上半期（4月～9月）」, 「令和5年度（上半期）」,
/// 「上半期（令和5年度）」, 「令和5年4月～9月」, 「R5.4.1-R5.9.30」, 「令和五年度の上半期分」.
pub fn meant_period(text: &str) -> Option<Period> {
    let is_numeral = |c: char| c.is_numeric() || c == '元' || KANJI_DIGITS.contains(&c);
    if !text.contains(is_numeral) {
        return None; // As nearly all texts of a sheet: a period has its year or its months.
    }
    let (plain, again) = year_once(plain_period(text));
    if AHEAD.iter().any(|word| plain.contains(word)) {
        return None;
    }
    let (stem, behind) = plain.split_once('(').unwrap_or((&plain, ""));
    let behind = behind.trim_end_matches(')');
    let read = half_named(stem)
        .or_else(|| half_named(&format!("{stem}{behind}")))
        .or_else(|| half_named(&format!("{behind}{stem}")))
        .or_else(|| half_from_to(stem))
        .or_else(|| half_from_to(&plain));
    // 「上半期（10月～3月）」 is neither.
    read.filter(|read| months_named(behind).is_none_or(|half| read.extent == Extent::Half(half)))
        .filter(|read| again.is_none_or(|year| read.year.0 == year))
}

/// A written period without the year that stands in it once more, in brackets and in the other
/// count (「令和5(2023)年度」), and that year.
fn year_once(plain: String) -> (String, Option<i16>) {
    let parts = plain.split_once('(').and_then(|(before, rest)| {
        let (inside, behind) = rest.split_once(')')?;
        let (year, unit) = split_year(inside)?;
        let is_year = ["", "年", "年度"].contains(&unit) && split_year(before).is_some();
        is_year.then(|| (format!("{before}{behind}"), Some(year)))
    });
    parts.unwrap_or((plain, None))
}

/// Whether a text names the half of a marked period and no year, or its year without the era:
/// 「上半期」, 「4月～9月」, 「5年度上半期」, 「令和5年度第1期」.
pub fn names_half(text: &str, marked: Period) -> bool {
    let mut plain = plain_period(text);
    for (half, names) in [
        ("上半期", ["第1期", "1期", "第1回", "1回"]),
        ("下半期", ["第2期", "2期", "第2回", "2回"]),
    ] {
        for name in names {
            plain = plain.replace(name, half);
        }
    }
    let label = fold(&marked.year.label());
    let without_era = label.trim_start_matches(|c: char| !c.is_ascii_digit());
    let short = format!("{:02}年度", marked.year.0 % 100);
    let own = [&*label, without_era, &short];
    let rest = own.iter().find_map(|year| plain.strip_prefix(year));
    let rest = rest.unwrap_or(&plain).trim_end_matches('目');
    let is_named = meant_period(&format!("{label}{rest}")) == Some(marked);
    is_named || dated(&plain, marked).is_some_and(|dated| meant_period(&dated) == Some(marked))
}

/// 「23/4~23/9」 and 「5.4~5.9」 with the years that they mean in a marked period.
fn dated(plain: &str, marked: Period) -> Option<String> {
    let (from, to) = from_to(plain)?;
    let first = marked.year.0;
    let last = first + i16::from(marked.extent == Extent::Half(Half::Second));
    let part = |part: &str, meant: i16| {
        let (year, rest) = part.split_at(part.find(['年', '.', '/'])?);
        is_year(year.parse().ok()?, meant).then(|| format!("{meant}{rest}"))
    };
    Some(format!("{}~{}", part(from, first)?, part(to, last)?))
}

/// A written period without what people add to it; digits instead of 一 to 九 before 年.
fn plain_period(text: &str) -> String {
    let mut plain = fold(text).replace('の', "").replace("度/", "度");
    plain = plain.trim_start_matches("fy").to_owned();
    if plain.contains(KANJI_DIGITS) {
        for (digit, kanji) in (1..).zip(KANJI_DIGITS) {
            plain = plain.replace(&format!("{kanji}年"), &format!("{digit}年"));
        }
    }
    for added in ["報告", "実績", "分"] {
        plain = plain.trim_end_matches(added).to_owned();
    }
    plain
}

/// A form is for a half of a year; a year alone does not say which.
fn half_named(text: &str) -> Option<Period> {
    let period: Option<Period> = text.parse().ok();
    period.filter(|period| !period.is_year())
}

/// The half that its first and its last month name, or its first and its last day.
fn half_from_to(text: &str) -> Option<Period> {
    let (from, to) = from_to(text)?;
    let (year, _) = split_year(from)?;
    let half = months_named(text)?;
    let ends = year + i16::from(half == Half::Second);
    let is_one_half = split_year(to).is_none_or(|(last, _)| last == ends);
    is_one_half.then(|| Period::half(year, half))
}

/// The half whose first and last month a text names.
fn months_named(text: &str) -> Option<Half> {
    let (from, to) = from_to(text)?;
    let month = |text| first_number(split_year(text).map_or(text, |(_, rest)| rest));
    match (month(from)?, month(to)?) {
        (4, 9) => Some(Half::First),
        (10, 3) => Some(Half::Second),
        _ => None,
    }
}

/// What stands before and behind the sign that means from one to the other.
fn from_to(text: &str) -> Option<(&str, &str)> {
    // As ISO 8601 has it: 2023-04/2023-09.
    let days = text.split_once('/');
    let days = days.filter(|(from, to)| from.contains('-') && to.contains('-'));
    days.or_else(|| {
        let mut signs = ["~", "から", "-"].iter();
        signs.find_map(|sign| text.split_once(sign))
    })
}

/// The first number in a text.
fn first_number(text: &str) -> Option<i8> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.find(|digits| !digits.is_empty())?.parse().ok()
}

/// Whether a text is the second line of a sheet.
pub fn is_subtitle(text: &str) -> bool {
    parts_of_subtitle(text).is_some()
}

/// The unit and the period in a text, with a blank of any kind between them.
pub fn parts_of_subtitle(text: &str) -> Option<(&str, &str)> {
    let blanks = text.trim().match_indices(char::is_whitespace);
    let mut parts =
        blanks.map(|(at, blank)| (&text.trim()[..at], &text.trim()[at + blank.len()..]));
    parts.find(|(_, period)| meant_period(period).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_known_however_people_write_it() {
        let first = Period::half(2023, Half::First);
        let second = Period::half(2023, Half::Second);
        for text in [
            "令和5年度 上半期（4月～9月）",
            "R5.4.1-R5.9.30",
            "2023/4/1～2023/9/30",
            "令和5年度（4月～9月）",
            "令和五年度上半期",
            "令和5年度の上半期分",
            "令和5年度上半期　報告",
            "上半期（令和5年度）",
            "令和5（2023）年度上半期",
            "2023年度（令和5年度） 上半期",
            "2023-04/2023-09",
            "2023-04-01/2023-09-30",
            "FY2023 上期",
            "令和5年度／上半期",
        ] {
            assert_eq!(meant_period(text), Some(first), "{text}");
        }
        let oldest = Some(Period::half(2019, Half::First));
        assert_eq!(meant_period("令和元年度上半期"), oldest);
        for text in ["R5.10.1～R6.3.31", "令和5年10月から令和6年3月"] {
            assert_eq!(meant_period(text), Some(second), "{text}");
        }
        for text in [
            "令和5年度",
            "R5.4.1-R6.9.30",
            "上半期",
            "4月～9月",
            "令和5年4月～8月",
            "令和5（2022）年度上半期",
            "令和5年度 上半期（10月～3月）",
            "令和5年度 上半期（見込み）",
            "令和5年度 上半期（案）",
            "令和5年度 上半期 下書き",
        ] {
            assert_eq!(meant_period(text), None, "{text}");
        }
        for text in [
            "４月～９月",
            "上半期",
            "5年度上半期",
            "令和5年度第1期",
            "第1期",
            "1回目",
            "23年度上半期",
            "23/4～23/9",
            "23年4月～23年9月",
            "5.4～5.9",
        ] {
            assert!(names_half(text, first), "{text}");
        }
        for text in [
            "下半期",
            "10月～3月",
            "4年度上半期",
            "令和5年度第2期",
            "第1四半期",
            "15年度上半期",
            "22年度上半期",
            "22/4～22/9",
            "23/4～24/9",
            "5.4～5.8",
        ] {
            assert!(!names_half(text, first), "{text}");
        }
    }
}
