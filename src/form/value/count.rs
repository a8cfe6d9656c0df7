//! Counts: whole numbers of zero or more.

use super::{common, plain};
use crate::model::answer::{Answer, Fault, LARGEST_COUNT, Value};
use crate::model::text::{UNIT_WORDS, is_dash};
use crate::workbook::{Cell, Content};

/// Spellings of "none" in a column of counts: zero, and said out loud as folded.
const NONE_WORDS: [&str; 7] = [
    "なし",
    "無し",
    "無",
    "該当なし",
    "該当無し",
    "特になし",
    "ゼロ",
];
/// The day number of 1950: nobody means an earlier day, but the number itself.
const FIRST_MEANT_DAY: f64 = 18_264.0;

/// Reads a count: a whole number of zero or more.
///
/// `１，２３４`, `3件`, `12.0` and `なし` are folded and said so; `約10`, `5～6`, `3+2`, `1e3`, `①` are
/// unreadable.
pub fn count(cell: &Cell) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    match &cell.content {
        // 12 typed into a cell for percentages is stored as 0.12, and 300% as 3.
        Content::Number(_) if cell.percent => Answer::Unreadable(Fault::NotACount),
        Content::Number(n) if is_count(fifteen_digits(*n)) => {
            Answer::Given(Value::Count(fifteen_digits(*n) as u64))
        }
        Content::Number(n) => Answer::Unreadable(no_count(*n)),
        Content::Text(text) => count_in_words(text),
        // 8 typed into a cell that keeps the format of a day shows 1900/1/8.
        Content::Date { serial, .. } => {
            let meant = (*serial < FIRST_MEANT_DAY && is_count(*serial)).then_some(*serial as u64);
            Answer::Unreadable(Fault::Dated(meant))
        }
        Content::Duration(_) => Answer::Unreadable(Fault::Dated(None)),
        _ => Answer::Unreadable(Fault::NotACount),
    }
}

fn is_count(n: f64) -> bool {
    n.fract() == 0.0 && (0.0..=LARGEST_COUNT as f64).contains(&n)
}

/// Why a number is no count.
fn no_count(n: f64) -> Fault {
    if n > LARGEST_COUNT as f64 && n.fract() == 0.0 {
        Fault::TooLargeACount
    } else {
        Fault::NotWhole
    }
}

/// The number that Excel shows: a formula may leave 2.9999999999999996, which everybody reads as 3.
fn fifteen_digits(n: f64) -> f64 {
    match n.fract() {
        0.0 => n,
        _ => format!("{n:.14e}").parse().unwrap_or(n),
    }
}

fn count_in_words(text: &str) -> Answer<Value> {
    let folded = |n| {
        Answer::Coerced(
            Value::Count(n),
            format!("「{}」を {n} と読みました", text.trim()),
        )
    };
    let Some(plain) = plain(text) else {
        return Answer::Unreadable(Fault::NotACount);
    };
    // Typed before a number to make it text (some programs store it), or behind words out of habit.
    let plain = plain
        .strip_prefix('\'')
        .unwrap_or(&plain)
        .trim_end_matches('。');
    if is_none(plain) {
        return folded(0);
    }
    let digits = UNIT_WORDS
        .iter()
        .find_map(|unit| plain.strip_suffix(unit))
        .unwrap_or(plain)
        .trim_end();
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    // 「1.000」 is 1 to a computer and 1,000 to who types a point for a comma.
    let is_whole = matches!(fraction, "0" | "00");
    match whole_number(whole).filter(|_| is_whole) {
        Some(n) if n > LARGEST_COUNT => Answer::Unreadable(Fault::TooLargeACount),
        Some(n) if digits == text && digits.chars().all(|c| c.is_ascii_digit()) => {
            Answer::Given(Value::Count(n))
        }
        Some(n) => folded(n),
        None => Answer::Unreadable(match digits.parse::<f64>() {
            Ok(n) if !digits.contains(['e', 'E', 'n', 'N']) => no_count(n),
            _ => Fault::NotACount,
        }),
    }
}

/// Whether a text says that there is nothing.
pub(super) fn is_none(plain: &str) -> bool {
    let solid: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    NONE_WORDS.contains(&solid.as_str()) || (!solid.is_empty() && solid.chars().all(is_dash))
}

/// Digits, with or without separators in the right places.
fn whole_number(digits: &str) -> Option<u64> {
    let groups: Vec<&str> = digits.split(',').collect();
    let right = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => {
            (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3)
        }
        [] => false,
    };
    let plain = groups.concat();
    (right && !plain.is_empty() && plain.chars().all(|c| c.is_ascii_digit()))
        .then(|| plain.parse().ok())
        .flatten()
}
