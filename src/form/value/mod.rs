//! From a raw cell to an answer. Never a guess: what cannot be read for certain is unreadable.
//!
//! One file for each kind of answer that takes thought; marks and texts stand here. Which question
//! a cell answers may not enter.

mod choice;
mod count;
mod date;
mod picture;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::model::answer::{Answer, Fault, Value};
use crate::model::day::long_date;
use crate::model::text::{is_dash, narrow};
use crate::workbook::{Cell, Content};

pub use choice::choice;
pub use count::count;
pub use date::{Stretch, date};
pub use picture::{inspect, picture, picture_shown};

/// Spellings of a mark; circles of every kind are one ([`one_circle`]).
const MARK_WORDS: [&str; 9] = ["○", "レ", "✓", "✔", "☑", "✅", "1", "有", "該当"];
/// Spellings of no mark; 0 is none of them: it may be a round letter or a number.
const NO_MARK_WORDS: [&str; 4] = ["×", "なし", "無", "☐"];
/// The day number of 2100: who wrote more wrote no day, but digits in a cell for dates (230517).
const FAR: f64 = 73_051.0;
/// The longest text that a cell of the form may hold, in characters (a page of the report holds
/// about as many).
pub const MAX_TEXT: usize = 2_000;

/// What every kind of answer has in common: blanks, formula errors, struck-through cells.
fn common<T>(cell: &Cell) -> Option<Answer<T>> {
    match &cell.content {
        Content::Error(code) => Some(Answer::Unreadable(Fault::FormulaError(code.to_string()))),
        Content::Empty if cell.formula => Some(Answer::Unreadable(Fault::NoStoredResult)),
        Content::Empty => Some(Answer::Blank),
        Content::Text(text) if narrow(text).is_empty() => Some(Answer::Blank),
        _ if cell.struck => Some(Answer::Unreadable(Fault::Struck)),
        _ if cell.partly_struck => Some(Answer::Unreadable(Fault::PartlyStruck)),
        _ => None,
    }
}

/// Full-width signs made half-width; `None` if a sign would turn into another one (① → 1, 1² → 12).
fn plain(text: &str) -> Option<String> {
    text.chars().all(is_plain).then(|| narrow(text))
}

/// Whether a sign stays what it is when full-width signs are made half-width.
fn is_plain(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff9f}' | '\u{3000}' | '\u{a0}')
        || std::iter::once(c).nfkc().eq([c])
}

/// Circles and crosses of every kind as one.
fn one_circle(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        plain.push(match c {
            '〇' | '◯' | '◎' | '●' | '⚪' | '⭕' => '○',
            '✕' | '✖' | '╳' | '☓' => '×',
            other => other,
        });
    }
    plain
}

/// Reads a mark (○); a blank is no mark.
pub fn mark(cell: &Cell) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    // A check box of Excel stores TRUE or FALSE.
    if let Content::Bool(ticked) = cell.content {
        return if ticked {
            Answer::Given(Value::Mark)
        } else {
            Answer::Blank
        };
    }
    let plain = plain(&cell.content.text()).map(|plain| one_circle(&plain));
    match plain.as_deref() {
        Some(word) if MARK_WORDS.contains(&word) => Answer::Given(Value::Mark),
        Some(word) if NO_MARK_WORDS.contains(&word) || word.chars().all(is_dash) => Answer::Blank,
        _ => Answer::Unreadable(Fault::NotAMark),
    }
}

/// Reads words as written; only outer blanks are dropped, and blanks of odd widths (U+2003) are
/// plain ones.
pub fn text(cell: &Cell) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    let shown = match &cell.content {
        Content::Date { when, .. } => long_date(when.date()),
        other => other.text().into_owned(),
    };
    let shown = shown.replace("\r\n", "\n").replace('\r', "\n");
    let shown = shown.replace(is_odd_blank, " ");
    let shown = shown.trim_matches(|c: char| c.is_whitespace());
    if shown.chars().count() > MAX_TEXT {
        return Answer::Unreadable(Fault::TooLong);
    }
    Answer::Given(Value::Text(shown.to_owned()))
}

/// The same where nothing need be written: 「なし」 and 「－」 write nothing.
pub fn optional_text(cell: &Cell) -> Answer<Value> {
    match text(cell) {
        Answer::Given(Value::Text(words)) if count::is_none(&words) => Answer::Blank,
        answer => answer,
    }
}

/// A blank that the report's fonts need not have.
fn is_odd_blank(c: char) -> bool {
    c.is_whitespace() && !c.is_control() && !matches!(c, ' ' | '\u{3000}')
}

/// What a cell shows, for a message.
pub fn shown(cell: &Cell) -> Arc<str> {
    Arc::from(match &cell.content {
        // A time of day stands on a day that nobody wrote.
        Content::Date { serial, when } if *serial >= FAR => {
            let typed = Content::Number(*serial).text().into_owned();
            format!("{typed}（{}）", long_date(when.date()))
        }
        Content::Date { serial, when } if *serial >= 1.0 => long_date(when.date()),
        Content::Number(part) if cell.percent => {
            format!("{}%", Content::Number(part * 100.0).text())
        }
        other => other.text().into_owned(),
    })
}
