//! Folding of Japanese text for comparison: labels, names and codes, never free text.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Folds a label for comparison: NFKC, no blanks or line breaks, one kind of dash and bracket,
/// lower case.
///
/// Two labels that a person would call the same compare equal; free text is never folded.
pub fn fold(text: &str) -> String {
    // Nearly every label is plain, and a file is read by comparing thousands of them.
    if text.chars().all(is_plain) {
        let narrow = text
            .chars()
            .map(half_width)
            .filter(|c| !(c.is_ascii() && c.is_whitespace()));
        let mut folded = String::with_capacity(text.len());
        folded.extend(narrow.map(|c| one_kind(c).to_ascii_lowercase()));
        return folded;
    }
    text.chars()
        .map(circled_kanji)
        .nfkc()
        .filter(|c| !c.is_whitespace() && !is_ignorable(*c))
        .map(one_kind)
        .flat_map(char::to_lowercase)
        .collect()
}

/// A kanji in a circle by which a list is counted (㊁) as the number in one (②): NFKC leaves no more
/// than the kanji.
fn circled_kanji(c: char) -> char {
    match c {
        '㊀'..='㊉' => char::from_u32('①' as u32 + c as u32 - '㊀' as u32).unwrap_or(c),
        other => other,
    }
}

/// Full-width digits and signs to half-width, outer blanks (U+3000 too) removed; for numbers, dates
/// and codes.
pub fn narrow(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text
            .chars()
            .map(half_width)
            .collect::<String>()
            .trim()
            .to_owned();
    }
    text.nfkc()
        .filter(|c| !is_ignorable(*c))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Characters that NFKC treats one by one as [`half_width`] does, whatever stands beside them:
/// ASCII and its full-width forms, Japanese punctuation, kana and the common kanji.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\x7f' | '\u{3000}'..='】' | 'ぁ'..='ゖ' | 'ァ'..='ー' | '一'..='鿿' | '！'..='～')
}

/// The full-width forms of ASCII to ASCII.
fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// The signs that people draw a dash or a rule with; 一 (one) is none of them.
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | '─' | '━' | '－' | 'ｰ'
    )
}

/// One kind of each sign that people type in several.
fn one_kind(c: char) -> char {
    match c {
        '〜' | '～' => '~',
        '‐' | '‑' | '–' | '—' | '−' | '―' | 'ー' => '-',
        '･' => '・',
        '【' | '〔' | '[' => '(',
        '】' | '〕' | ']' => ')',
        other => other,
    }
}

/// Zero-width characters that copying from web pages and PDF leaves behind.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Whether a character looks different, or is missing, on another machine (機種依存文字): signs of one
/// character, half-width kana, emoji, private characters. Kanji of names are not looked at.
pub fn is_platform_dependent(c: char) -> bool {
    match c {
        // Of these blocks JIS X 0208 has a few, which every Japanese machine shows.
        '℃' | 'Å' | '★' | '☆' | '♀' | '♂' | '♪' | '♭' | '♯' => false,
        '\u{2100}'..='\u{218f}' | '\u{2460}'..='\u{24ff}' | '\u{2600}'..='\u{27bf}' => true,
        '\u{3200}'..='\u{33ff}' | '\u{e000}'..='\u{f8ff}' | '\u{ff61}'..='\u{ff9f}' => true,
        '\u{10000}'.. => !matches!(c, '\u{20000}'..='\u{3ffff}'),
        _ => false,
    }
}

/// The text without characters that look different elsewhere, where plain ones mean the same: Ⅱ
/// becomes II.
pub fn portable(text: &str) -> String {
    if !text.chars().any(is_platform_dependent) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // A half-width kana and its sign of voice are one character.
        let end = rest
            .find(|c| !is_platform_dependent(c))
            .unwrap_or(rest.len())
            .max(first.len_utf8());
        let (run, after) = rest.split_at(end);
        if is_platform_dependent(first) {
            out.extend(run.nfkc())
        } else {
            out.push_str(run)
        }
        rest = after;
    }
    out
}

/// A whole number with thousands separators, e.g. `1,234`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Units that people type along with a number.
pub const UNIT_WORDS: [&str; 11] = [
    "件", "回", "人", "名", "か所", "ヶ所", "ケ所", "カ所", "ヵ所", "箇所", "区",
];

/// A folded text without the number before it by which a list is counted (`①病院`, `1.病院`,
/// `(1) 病院`), and that number.
pub fn numbered(folded: &str) -> Option<(usize, &str)> {
    let first = folded.chars().next()?;
    if let Some(number) = circled(first) {
        let rest = folded.strip_prefix(first)?;
        return (!rest.is_empty()).then_some((number, rest));
    }
    let opened = folded.strip_prefix('(');
    let text = opened.unwrap_or(folded);
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at(end);
    let rest = match opened {
        Some(_) => rest.strip_prefix(')')?,
        None => rest
            .strip_prefix(['.', ')', ':', '、', '。'])
            .unwrap_or(rest),
    };
    let number = number.parse().ok().filter(|_| number.len() <= 2)?;
    (!rest.is_empty()).then_some((number, rest))
}

/// What a number in a filled, a fine or a double circle counts (❶, ➀, ➊, ⓵); NFKC knows ① alone.
fn circled(c: char) -> Option<usize> {
    let first = match c {
        '❶'..='➓' => '❶',
        '⓵'..='⓾' => '⓵',
        _ => return None,
    };
    Some((c as usize - first as usize) % 10 + 1)
}

/// Signs that say something where others only set a text off: 「×可」 is not 「可」, 「≠病院」 no 病院.
const TELLING: &str = "×✕✖✗✘☒≠¬?!→⇒←↔=+<>±";

/// Letters, digits and the signs that say something, of a folded text.
pub fn bare(folded: &str) -> String {
    let tells = |c: &char| c.is_alphanumeric() || TELLING.contains(*c);
    folded.chars().filter(tells).collect()
}

/// The SHA-256 of a file in hexadecimal, as manifests and data packages name it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The number of edits that turn one text into the other, for "did you mean".
pub fn distance(a: &str, b: &str) -> usize {
    strsim::levenshtein(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_look_the_same_fold_to_one() {
        assert_eq!(fold("（オ） 相談\n者別"), fold("(オ)相談者別"));
        assert_eq!(fold("薬局・薬剤師　"), fold("薬局･薬剤師"));
        assert_ne!(fold("住吉区"), fold("東住吉区"));
    }

    #[test]
    fn the_short_way_folds_like_the_long_one() {
        let long = |text: &str| -> String {
            text.nfkc()
                .filter(|c| !c.is_whitespace() && !is_ignorable(*c))
                .map(one_kind)
                .flat_map(char::to_lowercase)
                .collect()
        };
        for c in ('\0'..='\u{ffff}').filter(|c| is_plain(*c)) {
            assert_eq!(fold(&c.to_string()), long(&c.to_string()), "{c:?}");
            assert_eq!(
                half_width(c).to_string(),
                c.to_string().nfkc().collect::<String>(),
                "{c:?}"
            );
        }
    }

    #[test]
    fn characters_of_one_machine_become_those_of_all() {
        assert_eq!(portable("Ⅱa・Ⅲ、①、㎡、ｶﾞｲﾄﾞ"), "IIa・III、1、m2、ガイド");
        assert_eq!(portable("℃と〒と𠮷野と髙島～－"), "℃と〒と𠮷野と髙島～－");
        assert!("☎📱".chars().all(is_platform_dependent) && portable("☎") == "☎");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("診療所", "診療所"), 0);
        assert_eq!(distance("診療所", "診察所"), 1);
        assert_eq!(distance("", "薬局"), 2);
    }
}
