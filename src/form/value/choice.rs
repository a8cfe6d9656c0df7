//! Choices: one option of a category, however a hand has written it.

use super::{common, one_circle, shown};
use crate::model::answer::{Answer, Fault, Value};
use crate::model::catalogue::{Category, CategoryOption};
use crate::model::period::Period;
use crate::model::text::{distance, fold, numbered};
use crate::workbook::Cell;

/// Brackets of every kind, as folded.
const BRACKETS: [char; 12] = [
    '(', ')', '「', '」', '『', '』', '〈', '〉', '《', '》', '{', '}',
];
/// Signs between a code and its words, or between the parts of a code.
const JOINTS: [char; 6] = ['-', ':', '.', '・', '_', '/'];

/// Reads one option of a category by label, code or alias.
pub fn choice(cell: &Cell, category: &Category, period: Period) -> Answer<Value> {
    if let Some(answer) = common(cell) {
        return answer;
    }
    let shown = shown(cell);
    // A filled or a double circle may mean more or less than ○.
    let circled = !shown.contains(['●', '◎']);
    let folded = if circled {
        fold(&one_circle(&shown))
    } else {
        fold(&shown)
    };
    let exact = category
        .options_in(period)
        .find(|option| fold(&option.label) == folded);
    if let Some(option) = exact {
        return Answer::Given(Value::Choice(option.id.clone()));
    }
    let same = |spelling: &str| fold(&one_circle(spelling)) == folded;
    let letters = solid(&folded);
    let other = only(category, period, |option| {
        spellings(option).iter().any(|spelling| same(spelling))
    });
    // Brackets and what joins code and words say nothing: 「P（計画）」, 「J-1」, 「S02: 診療所」. Any
    // other sign may turn the answer round (「×可」, 「可？」): the option is then only proposed.
    let other = other.or_else(|| {
        let loose = |option: &CategoryOption| {
            !letters.is_empty()
                && spellings(option)
                    .iter()
                    .any(|spelling| solid(&fold(spelling)) == letters)
        };
        only(category, period, loose)
    });
    // A number says nothing that is the option's own in the list: 「1.可」, and not 「2.可」.
    let other = other.or_else(|| {
        let (number, words) = numbered(&folded)?;
        let option = category.options_in(period).nth(number.checked_sub(1)?)?;
        let mut spellings = spellings(option).into_iter();
        spellings
            .any(|spelling| fold(&spelling) == words)
            .then_some(option)
    });
    if let Some(option) = other {
        let note = format!("「{}」を「{}」と読みました", shown.trim(), option.label);
        return Answer::Coerced(Value::Choice(option.id.clone()), note);
    }
    let nearest = nearest(category, period, &folded);
    Answer::Unreadable(Fault::NotInList(nearest.map(|option| option.id.clone())))
}

/// The option that may have been meant: the one nearest, if one alone is. A word more turns an
/// answer round (「未実施済」), and so it means none.
fn nearest<'a>(category: &'a Category, period: Period, folded: &str) -> Option<&'a CategoryOption> {
    let labelled = category
        .options_in(period)
        .map(|option| (fold(&option.label), option));
    let mut near: Vec<(usize, &CategoryOption)> = labelled
        .filter(|(label, _)| !folded.contains(label.as_str()))
        .map(|(label, option)| (distance(&label, folded), label.chars().count(), option))
        .filter(|(edits, letters, _)| edits * 4 <= *letters)
        .map(|(edits, _, option)| (edits, option))
        .collect();
    near.sort_by_key(|(edits, _)| *edits);
    match near.as_slice() {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, option), ..] => Some(option),
        [] => None,
    }
}

/// A folded text without brackets, without the signs that join two words, and without its full
/// stop.
fn solid(folded: &str) -> String {
    let open: Vec<char> = folded.chars().filter(|c| !BRACKETS.contains(c)).collect();
    let mut solid = String::with_capacity(folded.len());
    for (i, c) in open.iter().enumerate() {
        let inside = i > 0 && i + 1 < open.len();
        let ends = i + 1 == open.len() && *c == '。' && i > 0;
        if !(ends || inside && JOINTS.contains(c)) {
            solid.push(*c);
        }
    }
    solid
}

/// The words that mean an option: its label, its code, both together, its other names.
fn spellings(option: &CategoryOption) -> Vec<String> {
    let mut all = vec![option.id.to_string()];
    for name in [&option.label].into_iter().chain(&option.aliases) {
        all.extend([name.clone(), format!("{}{name}", option.id)]);
    }
    all
}

/// The one option for which something holds; two are none.
fn only(
    category: &Category,
    period: Period,
    holds: impl Fn(&CategoryOption) -> bool,
) -> Option<&CategoryOption> {
    let mut found = category.options_in(period).filter(|option| holds(option));
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
