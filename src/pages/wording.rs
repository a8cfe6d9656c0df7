//! The sentences of the report: right for any data (none, one, all, ties, a first period without a past).

use super::print::Span;
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::number::{How, Number, Words};
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

/// 令和4年度上半期の908件から2.0%増。 Nothing without a past; no percentage while units are missing.
pub fn against(material: &Material, element: &DataElement, total: &Number) -> Option<Words> {
    let past = material.beside(element, &TallyKey::of(&element.id))?;
    let period = material.comparison(element).before.prose();
    let is_whole = material.is_whole(element);
    Some(change(is_whole, total, &past, &period, &element.unit))
}

fn change(is_whole: bool, new: &Number, old: &Number, period: &str, unit: &str) -> Words {
    let past = Words::from(period).then("の").then(old).then(unit);
    if !is_whole {
        // A part of the units is not to be held against all of them.
        return Words::from("報告が揃っていないため、")
            .then(past)
            .then("とは比べられない。");
    }
    let how = match new.percent_in_words(old) {
        Some(how) => how,
        None if new.n == 0 => "増減なし".into(),
        None => "増加".into(),
    };
    past.then("から").then(how).then("。")
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
    fn a_change_is_said_only_of_a_whole() {
        let said = |is_whole, new, old| {
            let (new, old) = (number(new), number(old));
            change(is_whole, &new, &old, "令和4年度", "件").to_string()
        };
        for (is_whole, new, old, words) in [
            (true, 5, 10, "令和4年度の10件から50.0%減。"),
            (true, 5, 4, "令和4年度の4件から25.0%増。"),
            (true, 5, 5, "令和4年度の5件から増減なし。"),
            (
                true,
                10_001,
                10_000,
                "令和4年度の10,000件からほぼ増減なし。",
            ),
            (true, 5, 0, "令和4年度の0件から増加。"),
            (true, 0, 0, "令和4年度の0件から増減なし。"),
            (
                false,
                5,
                9,
                "報告が揃っていないため、令和4年度の9件とは比べられない。",
            ),
        ] {
            assert_eq!(said(is_whole, new, old), words);
        }
    }
}
