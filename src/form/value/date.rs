//! Days: date cells, numbers that a lost format leaves behind, and dates in words.

use jiff::civil::Date;

use super::common;
use crate::model::answer::{Answer, Fault, Value};
use crate::model::period::split_year;
use crate::model::text::narrow;
use crate::workbook::{Cell, Content};

/// The years that a form can speak of; a day beyond them is a number or a time in a cell for dates.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2099;

/// The last day of a month in words.
const LAST_DAY: &str = "末日";

/// Reads a day: a date cell, `2023/9/30`, `20230930`, `R5.9.30`, `令和５年９月３０日`.
///
/// `date_1904`: plain numbers count from 1904 in this workbook.
pub fn date(cell: &Cell, date_1904: bool) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    match &cell.content {
        Content::Date { when, .. } if YEARS.contains(&when.year()) => {
            Answer::Given(Value::Date(when.date()))
        }
        Content::Date { serial, .. } if *serial >= 1.0 => Answer::Unreadable(Fault::FarDate),
        Content::Number(n) if !cell.percent => match date_in_digits(*n, date_1904) {
            Some(day) => Answer::Coerced(
                Value::Date(day),
                format!("「{n}」を {} と読みました", long_date(day)),
            ),
            None => Answer::Unreadable(Fault::NotADate),
        },
        Content::Text(text) => match date_in_words(text) {
            Ok(day)
                if ["%Y/%-m/%-d", "%Y/%m/%d"]
                    .iter()
                    .any(|form| text.trim() == day.strftime(form).to_string()) =>
            {
                Answer::Given(Value::Date(day))
            }
            Ok(day) => Answer::Coerced(
                Value::Date(day),
                format!("「{}」を {} と読みました", text.trim(), long_date(day)),
            ),
            Err(fault) => Answer::Unreadable(fault),
        },
        _ => Answer::Unreadable(Fault::NotADate),
    }
}

/// An era format that Excel hides behind a plain number (serial), or a date typed as `20230930`.
fn date_in_digits(n: f64, date_1904: bool) -> Option<Date> {
    if n.fract() != 0.0 || !(0.0..1e8).contains(&n) {
        return None;
    }
    let whole = n as i32;
    let day = match eight_digits(whole) {
        Some(day) => day,
        None => {
            let epoch = if date_1904 {
                Date::constant(1904, 1, 1)
            } else {
                Date::constant(1899, 12, 30)
            };
            epoch
                .checked_add(jiff::Span::new().try_days(i64::from(whole)).ok()?)
                .ok()?
        }
    };
    YEARS.contains(&day.year()).then_some(day)
}

/// `20230930`.
fn eight_digits(whole: i32) -> Option<Date> {
    (whole >= 10_000_000)
        .then(|| {
            Date::new(
                (whole / 10_000) as i16,
                (whole / 100 % 100) as i8,
                (whole % 100) as i8,
            )
            .ok()
        })
        .flatten()
}

fn date_in_words(text: &str) -> Result<Date, Fault> {
    let plain = narrow(text);
    // An apostrophe that makes the date text, as some programs store it.
    let plain = plain.strip_prefix('\'').unwrap_or(&plain);
    let plain = without_weekday(without_time(plain)).trim();
    // A blank between two digits separates them: 「R5 12.1」 is not R512.1.
    let signs: Vec<char> = plain.chars().collect();
    if super::plain(text).is_none() && !text.contains(['㋿', '㍻', '㍼'])
        || signs.windows(3).any(is_separated)
    {
        return Err(Fault::NotADate);
    }
    let solid: String = signs.into_iter().filter(|c| !c.is_whitespace()).collect();
    if solid.len() == 8 && solid.bytes().all(|byte| byte.is_ascii_digit()) {
        return solid
            .parse()
            .ok()
            .and_then(eight_digits)
            .filter(|day| YEARS.contains(&day.year()))
            .ok_or(Fault::NoSuchDay);
    }
    let found = day_of(&solid)?;
    if YEARS.contains(&found.year()) {
        Ok(found)
    } else {
        Err(Fault::FarDate)
    }
}

/// Whether a blank stands between a digit and what is no sign of a date.
fn is_separated(signs: &[char]) -> bool {
    match signs {
        [before, blank, after] => {
            blank.is_whitespace()
                && before.is_ascii_digit()
                && !matches!(after, '年' | '月' | '日' | '/' | '.' | '-')
        }
        _ => false,
    }
}

/// The day that year, month and day mean, with one sign between them; 末日 is the last day of its
/// month.
fn day_of(solid: &str) -> Result<Date, Fault> {
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
    matches!(c, '/' | '.' | '・' | ',' | '、') || super::is_dash(c)
}

/// `2023-09-30 00:00:00` and `2023-09-30T00:00:00`, as programs write them.
fn without_time(plain: &str) -> &str {
    match plain.split_once([' ', 'T']) {
        Some((day, time))
            if time.contains(':')
                && time
                    .chars()
                    .all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z')) =>
        {
            day
        }
        _ => plain,
    }
}

/// A weekday says nothing more, in brackets or written out; anything else might.
fn without_weekday(plain: &str) -> &str {
    const NAMES: [char; 7] = ['月', '火', '水', '木', '金', '土', '日'];
    let Some((day, inner)) = plain
        .strip_suffix(')')
        .and_then(|rest| rest.split_once('('))
    else {
        let written_out = plain
            .strip_suffix("曜日")
            .and_then(|rest| rest.strip_suffix(NAMES));
        return written_out
            .filter(|day| day.trim_end().ends_with('日'))
            .unwrap_or(plain);
    };
    let inner = inner.trim_end_matches("祝").trim_end_matches(['・', '･']);
    let inner = inner
        .strip_suffix("曜日")
        .or_else(|| inner.strip_suffix("曜"))
        .unwrap_or(inner);
    if inner.is_empty() || inner.strip_suffix(NAMES) == Some("") {
        day
    } else {
        plain
    }
}

/// `2023年9月30日`.
pub fn long_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
