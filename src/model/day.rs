//! Days in words: `2023/9/30`, `R5.9.30`, `令和5年9月30日（土）`, in forms and in files that people write.

use std::fmt;

use jiff::civil::Date;
use serde::de::{self, Deserializer, Visitor};

use super::answer::Fault;
use super::period::split_year;
use super::text::{is_dash, narrow};

/// The last day of a month in words.
const LAST_DAY: &str = "末日";

/// The day that somebody wrote into a file; a year is never guessed.
///
/// # Errors
/// It is no day, or one that the calendar does not have.
pub fn in_words(text: &str) -> Result<Date, Fault> {
    let plain = narrow(text);
    if let Ok(day) = plain.parse() {
        return Ok(day);
    }
    let solid: String = without_weekday(&plain).split_whitespace().collect();
    day_of(&solid)
}

/// The day that year, month and day mean, with one sign between them; 末日 is the last day of its
/// month.
pub fn day_of(solid: &str) -> Result<Date, Fault> {
    let (year, month, day) = parts(solid).ok_or(Fault::NotADate)?;
    let first = Date::new(year, month, 1).map_err(|_| Fault::NoSuchDay)?;
    match day {
        LAST_DAY => Ok(first.last_of_month()),
        _ => Date::new(year, month, day.parse().map_err(|_| Fault::NotADate)?)
            .map_err(|_| Fault::NoSuchDay),
    }
}

fn parts(solid: &str) -> Option<(i16, i8, &str)> {
    let (year, rest) = split_year(solid)?;
    let rest = rest
        .strip_prefix('年')
        .or_else(|| rest.strip_prefix(is_separator))?;
    let (month, day) = rest.split_once(|c| c == '月' || is_separator(c))?;
    let day = if day == LAST_DAY {
        day
    } else {
        day.strip_suffix(['日', '.']).unwrap_or(day)
    };
    if is_short_number(month) && (day == LAST_DAY || is_short_number(day)) {
        Some((year, month.parse().ok()?, day))
    } else {
        None
    }
}

/// One or two digits.
fn is_short_number(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The signs that people put between year, month and day.
fn is_separator(c: char) -> bool {
    matches!(c, '/' | '.' | '・' | ',' | '、') || is_dash(c)
}

/// The days of the week from Monday.
const WEEKDAYS: [char; 7] = ['月', '火', '水', '木', '金', '土', '日'];

/// Whether what stood behind a day before its weekday was taken off names another weekday than its
/// own.
pub fn names_other_weekday(behind: &str, day: Date) -> bool {
    let own = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    let named = behind.chars().find(|c| WEEKDAYS.contains(c));
    named.is_some() && named != WEEKDAYS.get(own).copied()
}

/// A weekday says nothing more, in brackets or written out; anything else might.
pub fn without_weekday(plain: &str) -> &str {
    let Some((day, inner)) = plain
        .strip_suffix(')')
        .and_then(|rest| rest.split_once('('))
    else {
        let written_out = plain
            .strip_suffix("曜日")
            .and_then(|rest| rest.strip_suffix(WEEKDAYS));
        return written_out
            .filter(|day| day.trim_end().ends_with('日'))
            .unwrap_or(plain);
    };
    let inner = inner.trim_end_matches("祝").trim_end_matches(['・', '･']);
    let inner = inner
        .strip_suffix("曜日")
        .or_else(|| inner.strip_suffix("曜"))
        .unwrap_or(inner);
    if inner.is_empty() || inner.strip_suffix(WEEKDAYS) == Some("") {
        day
    } else {
        plain
    }
}

/// `2023年9月30日`.
pub fn long_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Reads a day of a file.
///
/// # Errors
/// It is none.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    deserializer.deserialize_str(InWords)
}

/// Reads a day that need not be there.
///
/// # Errors
/// It is none.
pub fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    read(deserializer).map(Some)
}

struct InWords;

impl Visitor<'_> for InWords {
    type Value = Date;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a date string")
    }

    /// `20231031` without quotes.
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Date, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        in_words(text).map_err(|fault| {
            E::custom(match fault {
                Fault::NoSuchDay => format!("「{text}」という日は暦にありません"),
                _ => format!(
                    "「{text}」は日付として読めません。年から \"2023-10-31\" か \"令和5年10月31日\" のように書いてください"
                ),
            })
        })
    }
}
