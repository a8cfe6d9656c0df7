//! Days: date cells, numbers that a lost format leaves behind, and dates in words.

use jiff::civil::Date;

use super::common;
use crate::model::answer::{Answer, Fault, Value};
use crate::model::day::{day_of, long_date, names_other_weekday, without_weekday};
use crate::model::period::is_year;
use crate::model::text::narrow;
use crate::workbook::{Cell, Content};

/// The years that a form can speak of; a day beyond them is a number or a time in a cell for dates.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2099;

/// A first and a last day.
pub type Stretch = (Date, Date);

/// Reads a day: a date cell, `2023/9/30`, `20230930`, `R5.9.30`, `令和５年９月３０日`.
///
/// `date_1904`: plain numbers count from 1904 in this workbook. `open`: in which stretches of days
/// it may lie, the likeliest first; in them `9月30日` may be one day alone.
pub fn date(cell: &Cell, date_1904: bool, open: &[Stretch]) -> Answer<Value> {
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
        Content::Text(text) => match date_in_words(text, open)
            .or_else(|fault| date_in_text(text, date_1904).ok_or(fault))
        {
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

/// The same where the cell became text, as a list that was pasted without its formats.
fn date_in_text(text: &str, date_1904: bool) -> Option<Date> {
    let digits = narrow(text);
    let digits = digits.strip_prefix('\'').unwrap_or(&digits);
    let is_serial = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    date_in_digits(digits.parse().ok().filter(|_| is_serial)?, date_1904)
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

fn date_in_words(text: &str, open: &[Stretch]) -> Result<Date, Fault> {
    let plain = narrow(text);
    // An apostrophe that makes the date text, as some programs store it.
    let plain = plain.strip_prefix('\'').unwrap_or(&plain);
    let whole = without_time(plain);
    let plain = without_weekday(whole);
    let behind = &whole[plain.len()..];
    let plain = plain.trim();
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
    let found = day_of(&solid).or_else(|fault| day_without_year(&solid, open).ok_or(fault))?;
    if !YEARS.contains(&found.year()) {
        Err(Fault::FarDate)
    } else if names_other_weekday(behind, found) {
        Err(Fault::NoSuchDay)
    } else {
        Ok(found)
    }
}

/// The one day that a month and a day mean, in the first stretch that has such a day once; before
/// them a year may stand without its era or century, which in 「23/5/17」 is no month.
fn day_without_year(solid: &str, open: &[Stretch]) -> Option<Date> {
    let year_first = solid.split_once('年').or_else(|| {
        let (year, rest) = solid.split_once('/')?;
        let is_year = year.parse().is_ok_and(|year: u8| year > 12);
        (is_year && rest.contains('/')).then_some((year, rest))
    });
    let (year, solid) = match year_first {
        Some((year, solid)) => (Some(year.parse().ok()?), solid),
        None => (None, solid),
    };
    let is_named = solid.contains(['月', '/']);
    let mut stretches = open.iter().filter(|_| is_named);
    stretches.find_map(|(from, until)| {
        let years = from.year()..=until.year();
        let days = years.filter_map(|year| day_of(&format!("{year}/{solid}")).ok());
        let is_meant = |day: &Date| year.is_none_or(|year| is_year(year, day.year()));
        let mut days = days.filter(|day| (from..=until).contains(&day) && is_meant(day));
        days.next().filter(|_| days.next().is_none())
    })
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

/// A day without the time behind it: `2023-09-30T00:00:00`, as programs write it, 「9月30日
/// 14:00～16:00」, 「9月30日（土）午後2時から」.
fn without_time(plain: &str) -> &str {
    let ends = plain.char_indices().filter_map(|(at, sign)| match sign {
        ' ' | 'T' => Some((at, at + 1)),
        '日' | ')' => Some((at + sign.len_utf8(), at + sign.len_utf8())),
        _ => None,
    });
    let mut times = ends.filter(|(_, start)| is_time(&plain[*start..]));
    times.next().map_or(plain, |(end, _)| &plain[..end])
}

/// Whether a text tells when on a day something begins or ends, and nothing else.
fn is_time(text: &str) -> bool {
    const SIGNS: &str = ":.Z時分半午前後~-から頃 ";
    text.contains([':', '時', '午'])
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || SIGNS.contains(c))
}
