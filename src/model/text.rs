//! Folding of Japanese text for comparison: labels, names and codes, never free text.

use unicode_normalization::UnicodeNormalization;

/// Folds a label for comparison: NFKC, no blanks or line breaks, one kind of dash and bracket, lower case.
///
/// Two labels that a person would call the same compare equal; free text is never folded.
pub fn fold(text: &str) -> String {
    text.nfkc()
        .filter(|c| !c.is_whitespace() && !is_ignorable(*c))
        .map(|c| match c {
            '〜' | '～' => '~',
            '‐' | '‑' | '–' | '—' | '−' | '―' | 'ー' => '-',
            '･' => '・',
            '【' | '〔' | '[' => '(',
            '】' | '〕' | ']' => ')',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Full-width digits and signs to half-width, outer blanks (U+3000 too) removed; for numbers, dates and codes.
pub fn narrow(text: &str) -> String {
    text.nfkc().filter(|c| !is_ignorable(*c)).collect::<String>().trim().to_owned()
}

/// Zero-width characters that copying from web pages and PDF leaves behind.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
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

/// The number of edits that turn one text into the other, for "did you mean".
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
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
