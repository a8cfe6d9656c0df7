//! From a raw cell to an answer. Never a guess: what cannot be read for certain is unreadable.

use std::sync::Arc;

use jiff::civil::Date;

use crate::model::answer::{Answer, Fault, Value};
use crate::model::catalogue::Category;
use crate::model::period::{Period, split_year};
use crate::model::text::{distance, fold, narrow};
use crate::workbook::{Cell, Content};

/// Spellings of "none" in a column of counts: zero, and said out loud as folded.
const NONE_WORDS: [&str; 6] = ["なし", "無し", "無", "該当なし", "該当無し", "ゼロ"];
/// Units that people type along with a number.
const UNIT_WORDS: [&str; 8] = ["件", "回", "人", "名", "か所", "ヶ所", "箇所", "区"];
/// Spellings of a mark.
const MARK_WORDS: [&str; 12] = ["○", "〇", "◯", "◎", "●", "レ", "✓", "✔", "☑", "1", "有", "該当"];
/// Spellings of no mark.
const NO_MARK_WORDS: [&str; 6] = ["×", "-", "なし", "無", "0", "☐"];
/// The longest text that a cell of the form may hold, in characters (a page of the report holds about as many).
pub const MAX_TEXT: usize = 2_000;
/// The largest count that a unit can mean in a month; beyond it the cell holds something else (a date, a telephone number).
const MAX_COUNT: f64 = 9_999_999.0;

/// What every kind of answer has in common: blanks, formula errors, struck-through cells.
fn common<T>(cell: &Cell) -> Option<Answer<T>> {
    match &cell.content {
        Content::Error(code) => Some(Answer::Unreadable(Fault::FormulaError(code.to_string()))),
        Content::Empty if cell.formula => Some(Answer::Unreadable(Fault::NoStoredResult)),
        Content::Empty => Some(Answer::Blank),
        Content::Text(text) if narrow(text).is_empty() => Some(Answer::Blank),
        _ if cell.struck => Some(Answer::Unreadable(Fault::Struck)),
        _ => None,
    }
}

/// Reads a count: a whole number of zero or more.
///
/// `１，２３４`, `3件` and `なし` are folded and said so; `約10`, `5～6`, `3+2`, `①` are unreadable.
pub fn count(cell: &Cell) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    match &cell.content {
        Content::Number(n) if n.fract() == 0.0 && (0.0..=MAX_COUNT).contains(n) => Answer::Given(Value::Count(*n as u64)),
        Content::Number(_) => Answer::Unreadable(Fault::NotWhole),
        Content::Text(text) => count_in_words(text),
        _ => Answer::Unreadable(Fault::NotACount(None)),
    }
}

fn count_in_words(text: &str) -> Answer<Value> {
    let folded = |n| Answer::Coerced(Value::Count(n), format!("「{}」を {n} と読みました", text.trim()));
    // NFKC would turn ① into 1: a circled digit is not a count.
    let enclosed = text.chars().any(|c| matches!(c, '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3251}'..='\u{32bf}'));
    let plain = narrow(text);
    if NONE_WORDS.contains(&plain.as_str()) || fold(text).chars().all(|c| c == '-') {
        return folded(0);
    }
    let digits = UNIT_WORDS.iter().find_map(|unit| plain.strip_suffix(unit)).unwrap_or(&plain).trim_end();
    match whole_number(digits) {
        Some(n) if !enclosed && n as f64 <= MAX_COUNT => {
            if plain == text && digits.chars().all(|c| c.is_ascii_digit()) {
                Answer::Given(Value::Count(n))
            } else {
                folded(n)
            }
        }
        _ => Answer::Unreadable(Fault::NotACount(hint(&plain))),
    }
}

/// Digits, with or without separators in the right places.
fn whole_number(digits: &str) -> Option<u64> {
    let groups: Vec<&str> = digits.split(',').collect();
    let right = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    let plain = groups.concat();
    (right && !plain.is_empty() && plain.chars().all(|c| c.is_ascii_digit())).then(|| plain.parse().ok()).flatten()
}

/// The one number in a text, for the hint; two numbers give none.
fn hint(plain: &str) -> Option<u64> {
    let mut numbers = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    match (numbers.next(), numbers.next()) {
        (Some(only), None) => only.parse().ok(),
        _ => None,
    }
}

/// Reads one option of a category by label, code or alias.
pub fn choice(cell: &Cell, category: &Category, period: Period) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    let shown = cell.content.text();
    let folded = fold(&shown);
    let exact = category.options_in(period).find(|option| fold(&option.label) == folded);
    if let Some(option) = exact {
        return Answer::Given(Value::Choice(option.id.clone()));
    }
    let other = category.options_in(period).find(|option| {
        option.aliases.iter().any(|alias| fold(alias) == folded)
            || fold(&option.id) == folded
            || fold(&format!("{}{}", option.id, option.label)) == folded
    });
    if let Some(option) = other {
        let note = format!("「{}」を「{}」と読みました", shown.trim(), option.label);
        return Answer::Coerced(Value::Choice(option.id.clone()), note);
    }
    let nearest = category
        .options_in(period)
        .map(|option| (distance(&fold(&option.label), &folded), option))
        .min_by_key(|(edits, _)| *edits)
        .filter(|(edits, option)| *edits * 2 <= fold(&option.label).chars().count());
    Answer::Unreadable(Fault::NotInList(nearest.map(|(_, option)| option.id.clone())))
}

/// Reads a mark (○); a blank is no mark.
pub fn mark(cell: &Cell) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    let shown = cell.content.text();
    let plain = narrow(&shown);
    if MARK_WORDS.contains(&plain.as_str()) {
        return Answer::Given(Value::Mark);
    }
    if NO_MARK_WORDS.contains(&plain.as_str()) || fold(&shown).chars().all(|c| c == '-') {
        return Answer::Blank;
    }
    Answer::Unreadable(Fault::NotAMark)
}

/// Reads a day: a date cell, `2023/9/30`, `R5.9.30`, `令和５年９月３０日`.
pub fn date(cell: &Cell) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    let unreadable = Answer::Unreadable(Fault::NotADate);
    match &cell.content {
        Content::Date { when, .. } => Answer::Given(Value::Date(when.date())),
        Content::Number(n) => date_in_digits(*n).unwrap_or(unreadable),
        Content::Text(text) => match date_in_words(text) {
            Some(day) if narrow(text) == day.strftime("%Y/%-m/%-d").to_string() => Answer::Given(Value::Date(day)),
            Some(day) => Answer::Coerced(Value::Date(day), format!("「{}」を {} と読みました", text.trim(), long_date(day))),
            None => unreadable,
        },
        _ => unreadable,
    }
}

/// An era format that Excel hides behind a plain number (serial), or a date typed as `20230930`.
fn date_in_digits(n: f64) -> Option<Answer<Value>> {
    let whole = (n.fract() == 0.0).then_some(n as i64)?;
    let day = if (36_526..=73_050).contains(&whole) {
        // Serial days of 2000 to 2099 in the 1900 system.
        let days = i32::try_from(whole).ok()?;
        Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()?
    } else if (20_000_101..=20_991_231).contains(&whole) {
        Date::new((whole / 10_000) as i16, (whole / 100 % 100) as i8, (whole % 100) as i8).ok()?
    } else {
        return None;
    };
    Some(Answer::Coerced(Value::Date(day), format!("「{whole}」を {} と読みました", long_date(day))))
}

fn date_in_words(text: &str) -> Option<Date> {
    let plain: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
    // A weekday in brackets says nothing more.
    let plain = plain.split('(').next()?.to_owned();
    let (year, rest) = split_year(&plain)?;
    let rest = rest.trim_start_matches(['年', '/', '.', '-']);
    let rest = rest.trim_end_matches('日');
    let mut parts = rest.splitn(2, ['月', '/', '.', '-']);
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Date::new(year, month, day).ok()
}

/// `2023年9月30日`.
pub fn long_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Reads words as written; only outer blanks are dropped.
pub fn text(cell: &Cell) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    let shown = match &cell.content {
        Content::Date { when, .. } => long_date(when.date()),
        other => other.text().into_owned(),
    };
    let shown = shown.replace("\r\n", "\n").replace('\r', "\n");
    let shown = shown.trim_matches(|c: char| c.is_whitespace());
    if shown.chars().count() > MAX_TEXT {
        return Answer::Unreadable(Fault::TooLong);
    }
    Answer::Given(Value::Text(shown.to_owned()))
}

/// What a cell shows, for a message.
pub fn shown(cell: &Cell) -> Arc<str> {
    Arc::from(match &cell.content {
        Content::Date { when, .. } => long_date(when.date()),
        other => other.text().into_owned(),
    })
}
