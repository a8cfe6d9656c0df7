//! The sentences of the report: right for any data (none, one, all, ties, a first period without a
//! past).

use super::print::Span;
use crate::aggregate::tally::TallyKey;
use crate::figures::change;
use crate::figures::material::Material;
use crate::figures::number::{How, Number, Origin, Words};
use crate::model::catalogue::{CategoryOption, DataElement};
use crate::model::period::Period;

/// Plain words.
pub fn plain(text: impl Into<Words>) -> Span {
    Span {
        text: text.into(),
        strong: false,
    }
}

/// Words in bold.
pub fn strong(text: impl Into<Words>) -> Span {
    Span {
        text: text.into(),
        strong: true,
    }
}

/// A number in bold with its unit: the thing to remember of a sentence.
pub fn key_number(number: &Number, unit: &str) -> Span {
    strong(Words::from(number).then(unit))
}

/// The words without their weight, for alternative texts.
#[cfg(test)]
pub fn flat(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// Something with a name and a number, for superlatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// The name.
    pub label: &'a str,
    /// The number.
    pub number: Number,
}

/// The options of an element by name and number.
pub fn options_by_name<'a>(
    material: &Material,
    element: &DataElement,
    options: &[&'a CategoryOption],
) -> Vec<Named<'a>> {
    let mut named = Vec::new();
    for option in options {
        named.push(Named {
            label: &option.label,
            number: material.now(TallyKey::of(&element.id).option(&option.id)),
        });
    }
    named
}

/// The first or the last of several, ties and all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extreme {
    /// 「病院」, 「病院」と「薬局」, 「病院」など3項目.
    pub names: Words,
    /// 各 before the number when several share it: it is the number of each and not their sum.
    pub each: &'static str,
    /// The number.
    pub number: Number,
}

/// Those that share the most; `noun` counts them when they are more than two.
pub fn most(items: &[Named], noun: &str) -> Option<Extreme> {
    Some(extreme(
        items,
        items.iter().map(|item| item.number.n).max()?,
        How::Most,
        noun,
    ))
}

/// Those that share the least.
pub fn least(items: &[Named], noun: &str) -> Option<Extreme> {
    Some(extreme(
        items,
        items.iter().map(|item| item.number.n).min()?,
        How::Least,
        noun,
    ))
}

fn extreme(items: &[Named], n: u64, how: How, noun: &str) -> Extreme {
    let (mut same, mut of_same, mut of_all) = (Vec::new(), Vec::new(), Vec::new());
    for Named { label, number } in items {
        of_all.push(number.origin.clone());
        if number.n == n {
            same.push(*label);
            of_same.push(number.origin.clone());
        }
    }
    let names = match same.as_slice() {
        [one] => Words::text(format!("「{one}」")),
        [one, two] => Words::text(format!("「{one}」と「{two}」")),
        [one, ..] => Words::text(format!("「{one}」など"))
            .then(Number::count(of_same))
            .then(noun),
        [] => Words::default(),
    };
    Extreme {
        names,
        each: if same.len() > 1 { "各" } else { "" },
        number: Number::made(n, how, of_all),
    }
}

/// A period on two lines, as a heading: 令和4年度 and 年間, or 令和5年度 and 上半期.
pub fn heading(period: Period) -> String {
    let span = if period.is_year() {
        "年間"
    } else {
        period.half_label()
    };
    format!("{}\n{span}", period.year.label())
}

/// What a page says when nobody has reported.
pub fn nothing_yet() -> Vec<Span> {
    vec![plain("まだ報告がない。")]
}

/// 24区中15区 or 24区すべて.
pub fn of_all(part: &Number, whole: &Number, counter: &str) -> Vec<Span> {
    if part.n == whole.n && whole.n > 0 {
        vec![strong(Words::from(whole).then(counter).then("すべて"))]
    } else {
        vec![
            plain(Words::from(whole).then(counter).then("中")),
            key_number(part, counter),
        ]
    }
}

/// The same without weight.
pub fn of_all_in_words(part: &Number, whole: &Number, counter: &str) -> Words {
    let spans = of_all(part, whole, counter).into_iter();
    spans.fold(Words::default(), |words, span| words.then(span.text))
}

/// 令和4年度上半期の908件から2.0%増。 Nothing without a past; no change while units are missing.
pub fn against(material: &Material, element: &DataElement, total: &Number) -> Option<Words> {
    let key = TallyKey::of(&element.id);
    let before = material.comparison(element).before;
    let beside = material.past(before, &key)?;
    let period = before.prose();
    let unit = element.statistic().map_or("", |(_, unit)| unit);
    let past = Words::from(period.as_str())
        .then("の")
        .then(&beside)
        .then(unit);
    let Some(compared) = material.beside(element, &key) else {
        // A part of the units is not to be held against all of them.
        return Some(
            Words::from("報告が揃っていないため、")
                .then(past)
                .then("とは比べられない。"),
        );
    };
    let change = material.change_in_words(element, total, &compared);
    Some(past.then("から").then(change).then("。"))
}

/// 上半期の926件と合わせて、令和5年度は1,834件。 Nothing in a first half, or of what is not added over time.
pub fn with_first_half(
    material: &Material,
    element: &DataElement,
    total: &Number,
) -> Option<Words> {
    let Origin::Counted(key) = &total.origin else {
        return None;
    };
    let (first, year) = material.of_year(element, key)?;
    let unit = element.statistic().map_or("", |(_, unit)| unit);
    let year_label = material.period().year.label();
    let words = Words::from(material.first_half()?.half_label())
        .then("の")
        .then(first)
        .then(unit);
    let sum = Words::text(format!("と合わせて、{year_label}は")).then(year?);
    Some(words.then(sum).then(unit).then("。"))
}

/// Something that may have moved: its name, its number, and the earlier one that it is held
/// against.
pub struct Moved<'a> {
    /// The name.
    pub label: &'a str,
    /// The number.
    pub now: Number,
    /// The earlier one.
    pub past: Number,
}

impl Moved<'_> {
    /// How far it moved.
    pub fn distance(&self) -> u64 {
        self.now.n.abs_diff(self.past.n)
    }

    /// What the distance is made of: the larger less the smaller.
    fn origin(&self) -> Origin {
        let (now, past) = (&self.now, &self.past);
        let (more, less) = if now.n < past.n {
            (past, now)
        } else {
            (now, past)
        };
        Origin::Made(
            How::Difference,
            vec![more.origin.clone(), less.origin.clone()],
        )
    }
}

/// The options of an element that may be held against their past.
pub fn moved<'a>(
    material: &Material,
    element: &DataElement,
    options: &[&'a CategoryOption],
) -> Vec<Moved<'a>> {
    let mut moved = Vec::new();
    for option in options {
        let key = TallyKey::of(&element.id).option(&option.id);
        if let Some(past) = material.beside(element, &key) {
            moved.push(Moved {
                label: &option.label,
                past,
                now: material.now(key),
            });
        }
    }
    moved
}

/// 増減が最も大きいのは「病院」（168件、18件増）。 Nothing where nothing moved, or all of several alike.
pub fn furthest(moved: &[Moved], unit: &str) -> Option<Words> {
    let distance = moved
        .iter()
        .map(Moved::distance)
        .max()
        .filter(|most| *most > 0)?;
    let furthest: Vec<&Moved> = moved
        .iter()
        .filter(|one| one.distance() == distance)
        .collect();
    let first = furthest.first()?;
    let more = match furthest.len() {
        1 => "",
        all if all == moved.len() => return None,
        _ => "など",
    };
    let of_all = Number::made(distance, How::Most, moved.iter().map(Moved::origin));
    let named = format!("増減が最も大きいのは「{}」{more}（", first.label);
    Some(
        Words::text(named)
            .then(&first.now)
            .then(unit)
            .then("、")
            .then(of_all)
            .then(unit)
            .then(change::direction(first.now.n, first.past.n))
            .then("）。"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::terms;

    fn number(n: u64) -> Number {
        Number::made(n, How::Sum, [])
    }

    #[test]
    fn superlatives_name_ties() {
        let items = [("病院", 3), ("薬局", 3), ("歯科", 1)].map(|(label, n)| Named {
            label,
            number: number(n),
        });
        let told = |extreme: Option<Extreme>| {
            extreme.map(|found| (found.names.to_string(), found.each, found.number.n))
        };
        let expected = |names: &str, each, n| Some((names.to_owned(), each, n));
        assert_eq!(
            told(most(&items, terms::ELEMENT)),
            expected("「病院」と「薬局」", "各", 3)
        );
        assert_eq!(
            told(least(&items, terms::ELEMENT)),
            expected("「歯科」", "", 1)
        );
        let even = items.map(|item| Named {
            number: number(2),
            ..item
        });
        assert_eq!(
            told(most(&even, "区")),
            expected("「病院」など3区", "各", 2)
        );
        assert_eq!(told(most(&[], terms::ELEMENT)), None);
    }

    #[test]
    fn all_and_none_are_said_so() {
        let said = |part, whole| flat(&of_all(&number(part), &number(whole), "区"));
        assert_eq!(said(24, 24), "24区すべて");
        assert_eq!(said(0, 24), "24区中0区");
        assert_eq!(said(0, 0), "0区中0区");
    }

    #[test]
    fn what_moved_furthest_is_named_with_its_number() {
        let said = |numbers: &[(u64, u64)]| {
            let label = ["病院", "薬局", "歯科"];
            let numbers = label.into_iter().zip(numbers);
            let moved: Vec<Moved> = numbers
                .map(|(label, (now, past))| Moved {
                    label,
                    now: number(*now),
                    past: number(*past),
                })
                .collect();
            furthest(&moved, "件").map(|words| words.to_string())
        };
        let told = |text: &str| Some(format!("増減が最も大きいのは{text}。"));
        assert_eq!(
            said(&[(5, 4), (1_168, 1_150), (0, 17)]),
            told("「薬局」（1,168件、18件増）")
        );
        assert_eq!(
            said(&[(4, 5), (5, 4), (7, 7)]),
            told("「病院」など（4件、1件減）")
        );
        assert_eq!(said(&[(4, 5), (5, 4)]), None);
        assert_eq!(said(&[(4, 4)]), None);
        assert_eq!(said(&[]), None);
    }
}
