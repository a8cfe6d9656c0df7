//! The sentences of the report: right for any data (none, one, all, ties, a first period without a past).

use super::print::Span;
use crate::figures::number::{How, Number, Words};
use crate::model::text::grouped;

/// A number as printed, for what is not counted but fixed by the definitions.
pub fn n(number: u64) -> String {
    grouped(number)
}

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
    let origins = || items.iter().map(|item| item.number.origin.clone());
    let same: Vec<&str> = items
        .iter()
        .filter(|item| item.number.n == n)
        .map(|item| item.label)
        .collect();
    let names = match same.as_slice() {
        [one] => format!("「{one}」").into(),
        [one, two] => format!("「{one}」と「{two}」").into(),
        [one, ..] => {
            let several = Number::made(same.len() as u64, How::Count, origins());
            Words::from(format!("「{one}」など"))
                .then(several)
                .then(noun)
        }
        [] => Words::default(),
    };
    Extreme {
        names,
        each: if same.len() > 1 { "各" } else { "" },
        number: Number::made(n, how, origins()),
    }
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
pub fn against(
    is_whole: bool,
    new: &Number,
    old: Option<&Number>,
    old_period: &str,
    unit: &str,
) -> Option<Words> {
    let old = old?;
    let past = Words::from(old_period).then("の").then(old).then(unit);
    if !is_whole {
        // A part of the units is not to be held against all of them.
        return Some(
            Words::from("報告が揃っていないため、")
                .then(past)
                .then("とは比べられない。"),
        );
    }
    let how = new
        .percent_in_words(old)
        .unwrap_or_else(|| if new.n == 0 { "増減なし" } else { "増加" }.into());
    Some(past.then("から").then(how).then("。"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            told(most(&items, "項目")),
            expected("「病院」と「薬局」", "各", 3)
        );
        assert_eq!(told(least(&items, "項目")), expected("「歯科」", "", 1));
        let even = items.map(|item| Named {
            number: number(2),
            ..item
        });
        assert_eq!(
            told(most(&even, "区")),
            expected("「病院」など3区", "各", 2)
        );
        assert_eq!(told(most(&[], "項目")), None);
    }

    #[test]
    fn all_and_none_are_said_so() {
        let said = |part, whole| flat(&of_all(&number(part), &number(whole), "区"));
        assert_eq!(said(24, 24), "24区すべて");
        assert_eq!(said(0, 24), "24区中0区");
        assert_eq!(said(0, 0), "0区中0区");
    }

    #[test]
    fn a_first_period_has_no_past() {
        let said = |is_whole, old: Option<u64>| {
            against(
                is_whole,
                &number(5),
                old.map(number).as_ref(),
                "令和4年度",
                "件",
            )
            .map(|words| words.to_string())
        };
        assert_eq!(said(true, None), None);
        assert_eq!(
            said(true, Some(10)).as_deref(),
            Some("令和4年度の10件から50.0%減。")
        );
        assert_eq!(
            said(true, Some(0)).as_deref(),
            Some("令和4年度の0件から増加。")
        );
        assert_eq!(
            said(false, Some(9)).as_deref(),
            Some("報告が揃っていないため、令和4年度の9件とは比べられない。")
        );
        assert_eq!(
            said(true, Some(5)).as_deref(),
            Some("令和4年度の5件から増減なし。")
        );
        assert_eq!(
            against(
                true,
                &number(10_001),
                Some(&number(10_000)),
                "令和4年度",
                "件"
            )
            .map(|words| words.to_string())
            .as_deref(),
            Some("令和4年度の10,000件からほぼ増減なし。")
        );
        assert_eq!(
            said(true, Some(4)).as_deref(),
            Some("令和4年度の4件から25.0%増。")
        );
    }
}
