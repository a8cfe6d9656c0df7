//! Lines that fit a screen, broken where Japanese may be broken; full-width characters take two
//! places.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A line is never wrapped narrower than this.
pub const NARROWEST: usize = 40;
/// How far the further lines of a line stand in, beyond the line itself.
const HANGING: usize = 2;
/// Signs that may not begin a line.
const NOT_FIRST: &str =
    "、。，．・：；？！）」』】〕〉》ー々,.:;?!)]}%％～ぁぃぅぇぉっゃゅょァィゥェォッャュョ";
/// Signs that may not end one.
const NOT_LAST: &str = "（「『【〔〈《([{";

/// How a text is broken into lines.
#[derive(Debug, Clone, Copy)]
pub struct Wrap {
    /// How wide a line may be, with what stands before it.
    pub width: usize,
    /// How far the first line stands in.
    pub first: usize,
    /// How far the others stand in.
    pub rest: usize,
}

impl Wrap {
    /// The lines of a text, without what stands before them.
    pub fn lines(self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in words(text) {
            let wide = line.width_cjk() + word.trim_end().width_cjk();
            if !line.is_empty() && wide > self.room(lines.len()) {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            // A word longer than a line, such as an address of a page, is broken anywhere.
            for c in word.chars() {
                let wide = line.width_cjk() + c.width_cjk().unwrap_or(0);
                if wide > self.room(lines.len()) && c != ' ' && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
        lines.push(line.trim_end().to_owned());
        lines
    }

    /// How wide the text of a line may be, behind so many others.
    fn room(self, lines: usize) -> usize {
        let indent = if lines == 0 { self.first } else { self.rest };
        self.width.saturating_sub(indent).max(2)
    }
}

/// How wide a text is on a screen.
pub fn width(text: &str) -> usize {
    text.width_cjk()
}

/// A text whose lines fit a width; those that do are left as they are.
pub fn fitted(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else {
        return text.to_owned();
    };
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if words.width_cjk() <= width {
            out += line;
            continue;
        }
        let plain = words.trim_start_matches(' ');
        let first = words.len() - plain.len();
        let rest = first + HANGING;
        let lines = Wrap { width, first, rest }.lines(plain);
        for (n, line) in lines.iter().enumerate() {
            let indent = if n == 0 { first } else { rest };
            out += &format!("{}{line}\n", " ".repeat(indent));
        }
    }
    out
}

/// The parts between which a line may be broken: words of half-width letters, else single
/// characters, with the signs that may not stand alone at an edge.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let joined = before.is_some_and(|before| {
            NOT_LAST.contains(before)
                || NOT_FIRST.contains(c)
                || c == ' '
                || (is_half(before) && is_half(c))
        });
        match words.last_mut() {
            Some(word) if joined => word.push(c),
            _ => words.push(c.to_string()),
        }
        before = Some(c);
    }
    words
}

/// A letter or sign of a half-width word.
fn is_half(c: char) -> bool {
    c.is_ascii() && c != ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_begin_with_no_closing_sign() {
        let text = "[エラー Z102] シート「(オ)相談」セル D14（S02 診療所・6月）: 「約10」は件数として読めません。数字だけを入れてください（例: 10）。";
        let wrap = Wrap {
            width: 50,
            first: 2,
            rest: 4,
        };
        let lines = wrap.lines(text);
        assert!(lines.len() > 2);
        for (n, line) in lines.iter().enumerate() {
            let indent = if n == 0 { wrap.first } else { wrap.rest };
            assert!(indent + line.width_cjk() <= 50, "{line}");
            assert!(
                !line.starts_with(|c| NOT_FIRST.contains(c))
                    && !line.ends_with(|c| NOT_LAST.contains(c)),
                "{line}"
            );
        }
        let all: String = lines.concat().chars().filter(|c| *c != ' ').collect();
        assert_eq!(all, text.chars().filter(|c| *c != ' ').collect::<String>());
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken() {
        let (width, first, rest) = (60, 2, 4);
        let lines = Wrap { width, first, rest }.lines(&"a".repeat(200));
        assert_eq!(lines.concat(), "a".repeat(200));
        assert!(lines.iter().all(|line| line.len() < 60));
    }

    #[test]
    fn only_what_is_too_wide_is_touched() {
        let text = "短い行 \n  　表　 1\n\n  とても長い行は折り返されます。";
        assert_eq!(fitted(text, None), text);
        assert_eq!(
            fitted(text, Some(20)),
            "短い行 \n  　表　 1\n\n  とても長い行は折り\n    返されます。\n"
        );
    }
}
