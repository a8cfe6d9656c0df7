//! What stands in one cell.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};

/// A cell as it is stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// The value; of a formula the one that was stored with it.
    pub content: Content,
    /// The cell holds a formula. With [`Content::Empty`] the file was written without calculating:
    /// it has to be opened and saved once in Excel.
    pub formula: bool,
    /// A number stands in the formula itself (`=SUM(C7:H7)+1`); told of .xlsx only.
    pub adjusted: bool,
    /// The whole cell is struck through or crossed out, which people use for "withdrawn".
    pub struck: bool,
    /// Some of its letters are struck through and others are not: an old value beside a new one.
    pub partly_struck: bool,
    /// The number is shown as a percentage.
    pub percent: bool,
    /// The value is not what the reader of the sheet sees.
    pub unseen: Option<Unseen>,
}

/// Why a value is not what the reader of its sheet sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// Its number format shows nothing, or another number.
    Format,
    /// Its letters have the colour of what lies behind them, or hardly any size.
    Faint,
    /// A rule of the sheet hides it, or strikes it through, when something holds.
    Rule,
}

impl Cell {
    /// The cell that stands wherever nothing stands.
    pub(super) const EMPTY: Self = Self {
        content: Content::Empty,
        formula: false,
        adjusted: false,
        struck: false,
        partly_struck: false,
        percent: false,
        unseen: None,
    };

    /// Whether it is struck through, as a whole or in part.
    pub fn is_struck(&self) -> bool {
        self.struck || self.partly_struck
    }

    /// Neither a value nor a formula.
    pub fn is_empty(&self) -> bool {
        let nothing = match &self.content {
            Content::Empty => true,
            Content::Text(text) => text.is_empty(),
            _ => false,
        };
        nothing && !self.formula
    }
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Content {
    /// Nothing.
    #[default]
    Empty,
    /// A number, always finite; a percentage is its fraction.
    Number(f64),
    /// Text, exactly as typed, without furigana; empty only as the result of a formula.
    Text(Arc<str>),
    /// TRUE or FALSE.
    Bool(bool),
    /// A number in a cell formatted as a date or a time of day.
    Date {
        /// Days as the workbook counts them (from 1900, or from 1904).
        serial: f64,
        /// The same as a date, to the second; a mere time of day stands on day 0 of the count.
        when: DateTime,
    },
    /// A length of time in days, from a format such as `[h]:mm`.
    Duration(f64),
    /// An error value such as `#REF!`.
    Error(Arc<str>),
}

impl Content {
    /// A number; what is none (NaN, infinite) shows as Excel shows it.
    pub(super) fn number(value: f64) -> Self {
        if value.is_finite() {
            Self::Number(value)
        } else {
            Self::Error("#NUM!".into())
        }
    }

    /// A number formatted as a date; stays a number where there is no such date (negative, or the
    /// 29th of February 1900 that only Excel knows).
    pub(super) fn date(serial: f64, date_1904: bool) -> Self {
        match moment(serial, date_1904) {
            Some(when) => Self::Date { serial, when },
            None => Self::number(serial),
        }
    }

    /// A date written as ISO 8601 (`2023-09-30`, `2023-09-30T12:00:00`); other text stays text.
    pub(super) fn iso_date(text: &str) -> Self {
        // Some programs add that the time is that of Greenwich; a form knows no time zones.
        let plain = text.strip_suffix('Z').unwrap_or(text);
        let when: Option<DateTime> = plain.parse().ok();
        let when = when.or_else(|| Some(plain.parse::<Date>().ok()?.to_datetime(Time::midnight())));
        let Some(when) = when else {
            return Self::Text(text.into());
        };
        let days = i64::from((when.date() - EPOCH_1900).get_days());
        let seconds = when.time().duration_since(Time::midnight()).as_secs();
        Self::Date {
            serial: days as f64 + seconds as f64 / 86_400.0,
            when,
        }
    }

    /// The value as the reader of the sheet sees it, as far as the format is known: numbers with at
    /// most 15 significant digits, dates as 2023/9/30, times as 9:05.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
            Self::Number(value) => Cow::Owned(number_text(*value)),
            Self::Date { serial, when } => Cow::Owned(date_text(*serial, *when)),
            Self::Duration(days) => {
                let seconds = (days * 86_400.0).round() as i64;
                let sign = if seconds < 0 { "-" } else { "" };
                let minutes = seconds.unsigned_abs() / 60;
                Cow::Owned(format!("{sign}{}:{:02}", minutes / 60, minutes % 60))
            }
        }
    }
}

/// Day 0 of the usual count, right from 1 March 1900 on; before that Excel is a day late.
const EPOCH_1900: Date = date(1899, 12, 30);
const EPOCH_1904: Date = date(1904, 1, 1);

fn moment(serial: f64, date_1904: bool) -> Option<DateTime> {
    // The last day Excel knows is 9999-12-31; NaN fails here too.
    if !(0.0..2_958_466.0).contains(&serial) || (!date_1904 && (60.0..61.0).contains(&serial)) {
        return None;
    }
    let seconds = (serial * 86_400.0).round() as i64;
    let epoch = match (date_1904, serial < 60.0) {
        (true, _) => EPOCH_1904,
        (false, true) => date(1899, 12, 31),
        (false, false) => EPOCH_1900,
    };
    epoch
        .to_datetime(Time::midnight())
        .checked_add(seconds.seconds())
        .ok()
}

fn number_text(value: f64) -> String {
    // Nearly every number of a form is a whole one.
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return (value as i64).to_string();
    }
    // Excel keeps 15 digits: 0.1+0.2 shows as 0.3.
    let shown: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if shown == 0.0 {
        "0".to_owned()
    } else if shown.abs() >= 1e21 || shown.abs() < 1e-9 {
        format!("{shown:E}")
    } else {
        shown.to_string()
    }
}

fn date_text(serial: f64, when: DateTime) -> String {
    let day = format!("{}/{}/{}", when.year(), when.month(), when.day());
    let time = format!("{}:{:02}", when.hour(), when.minute());
    match (serial < 1.0, when.time() == Time::midnight()) {
        (true, _) => time,
        (false, true) => day,
        (false, false) => format!("{day} {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_as_in_the_sheet() {
        for (value, shown) in [
            (12.0, "12"),
            (0.1 + 0.2, "0.3"),
            (-0.0, "0"),
            (1e6, "1000000"),
            (-2.50, "-2.5"),
            (1e300, "1E300"),
        ] {
            assert_eq!(Content::number(value).text(), shown);
        }
        assert_eq!(Content::number(f64::NAN).text(), "#NUM!");
    }

    #[test]
    fn serials_count_from_1900_with_its_wrong_leap_day_or_from_1904() {
        for (serial, date_1904, shown) in [
            (45_199.0, false, "2023/9/30"),
            (43_737.0, true, "2023/9/30"),
            (45_199.5, false, "2023/9/30 12:00"),
            (59.0, false, "1900/2/28"),
            (60.0, false, "60"),
            (61.0, false, "1900/3/1"),
            (0.378_472_222, false, "9:05"),
            (-1.0, false, "-1"),
            (3e6, false, "3000000"),
        ] {
            assert_eq!(Content::date(serial, date_1904).text(), shown);
        }
        assert_eq!(
            Content::iso_date("2023-09-30"),
            Content::date(45_199.0, false)
        );
        assert_eq!(
            Content::iso_date("2023-09-30T12:00:00"),
            Content::date(45_199.5, false)
        );
        assert_eq!(
            Content::iso_date("2023-09-30T12:00:00.000Z"),
            Content::date(45_199.5, false)
        );
        assert_eq!(
            Content::iso_date("R5.9.30"),
            Content::Text("R5.9.30".into())
        );
        assert_eq!(Content::Duration(1.5).text(), "36:00");
    }
}
