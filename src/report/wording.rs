//! The sentences of the report: right for any data (none, one, all, ties, a first period without a past).

use super::change;
use super::print::Span;
use crate::model::text::grouped;

/// A number as printed.
pub fn n(number: u64) -> String {
    grouped(number)
}

/// Plain words.
pub fn plain(text: impl Into<String>) -> Span {
    Span { text: text.into(), strong: false }
}

/// Words in bold.
pub fn strong(text: impl Into<String>) -> Span {
    Span { text: text.into(), strong: true }
}

/// The words without their weight, for alternative texts.
pub fn flat(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// Something with a name and a number, for superlatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// The name.
    pub label: &'a str,
    /// The number.
    pub n: u64,
}

/// The first or the last of several, ties and all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extreme {
    /// 「病院」, 「病院」と「薬局」, 「病院」など3項目.
    pub names: String,
    /// 各 before the number when several share it: it is the number of each and not their sum.
    pub each: &'static str,
    /// The number.
    pub n: u64,
}

/// Those that share the most; `noun` counts them when they are more than two.
pub fn most(items: &[Named], noun: &str) -> Option<Extreme> {
    Some(extreme(items, items.iter().map(|item| item.n).max()?, noun))
}

/// Those that share the least.
pub fn least(items: &[Named], noun: &str) -> Option<Extreme> {
    Some(extreme(items, items.iter().map(|item| item.n).min()?, noun))
}

fn extreme(items: &[Named], n: u64, noun: &str) -> Extreme {
    let same: Vec<&str> = items.iter().filter(|item| item.n == n).map(|item| item.label).collect();
    let names = match same.as_slice() {
        [one] => format!("「{one}」"),
        [one, two] => format!("「{one}」と「{two}」"),
        [one, ..] => format!("「{one}」など{}{noun}", same.len()),
        [] => String::new(),
    };
    Extreme { names, each: if same.len() > 1 { "各" } else { "" }, n }
}

/// What a page says when nobody has reported.
pub fn nothing_yet() -> Vec<Span> {
    vec![plain("まだ報告がない。")]
}

/// 24区中15区 or 24区すべて.
pub fn of_all(part: u64, whole: u64, counter: &str) -> Vec<Span> {
    if part == whole && whole > 0 {
        vec![strong(format!("{}{counter}すべて", n(whole)))]
    } else {
        vec![plain(format!("{}{counter}中", n(whole))), strong(format!("{}{counter}", n(part)))]
    }
}

/// 令和4年度上半期の908件から＋2.0%。 Nothing without a past; no percentage while units are missing.
pub fn against(is_whole: bool, new: u64, old: Option<u64>, old_period: &str, unit: &str) -> Option<String> {
    let old = old?;
    if !is_whole {
        // A part of the units is not to be held against all of them.
        return Some(format!("報告が揃っていないため、{old_period}の{}{unit}とは比べられない。", n(old)));
    }
    let how = match (new.cmp(&old), change::percent(new, old)) {
        (std::cmp::Ordering::Equal, _) => "から増減なし".to_owned(),
        (_, Some(percent)) => format!("から{percent}"),
        (_, None) => "から増加".to_owned(),
    };
    Some(format!("{old_period}の{}{unit}{how}。", n(old)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn superlatives_name_ties() {
        let items = [("病院", 3), ("薬局", 3), ("歯科", 1)].map(|(label, n)| Named { label, n });
        let extreme = |names: &str, each, n| Some(Extreme { names: names.to_owned(), each, n });
        assert_eq!(most(&items, "項目"), extreme("「病院」と「薬局」", "各", 3));
        assert_eq!(least(&items, "項目"), extreme("「歯科」", "", 1));
        assert_eq!(most(&items.map(|item| Named { n: 2, ..item }), "区"), extreme("「病院」など3区", "各", 2));
        assert_eq!(most(&[], "項目"), None);
    }

    #[test]
    fn all_and_none_are_said_so() {
        assert_eq!(flat(&of_all(24, 24, "区")), "24区すべて");
        assert_eq!(flat(&of_all(0, 24, "区")), "24区中0区");
        assert_eq!(flat(&of_all(0, 0, "区")), "0区中0区");
    }

    #[test]
    fn a_first_period_has_no_past() {
        assert_eq!(against(true, 5, None, "令和4年度", "件"), None);
        assert_eq!(against(true, 5, Some(0), "令和4年度", "件").as_deref(), Some("令和4年度の0件から増加。"));
        let part = against(false, 5, Some(9), "令和4年度", "件");
        assert_eq!(part.as_deref(), Some("報告が揃っていないため、令和4年度の9件とは比べられない。"));
        assert_eq!(against(true, 5, Some(5), "令和4年度", "件").as_deref(), Some("令和4年度の5件から増減なし。"));
    }
}
