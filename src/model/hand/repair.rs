//! Signs that a Japanese keyboard writes wide are read as the narrow ones that they mean, outside
//! of texts and remarks; a day and a period are put in the quotes that they need.

use crate::model::answer::Fault;
use crate::model::day;
use crate::model::period::Period;
use crate::model::text::narrow;

/// A text as it was meant.
pub fn repair(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut repair = Repair {
        out: String::with_capacity(text.len()),
        rest: &text,
    };
    while !repair.rest.is_empty() {
        repair.step();
    }
    repair.out
}

struct Repair<'a> {
    out: String,
    rest: &'a str,
}

impl Repair<'_> {
    fn step(&mut self) {
        for quotes in ["\"\"\"", "'''"] {
            if let Some(inner) = self.rest.strip_prefix(quotes) {
                let end = inner.find(quotes).map_or(self.rest.len(), |at| at + 6);
                return self.copy(end);
            }
        }
        let Some(first) = self.rest.chars().next() else {
            return;
        };
        match narrowed(first) {
            '#' => {
                self.out.push('#');
                self.rest = self.rest.get(first.len_utf8()..).unwrap_or_default();
                self.copy(self.rest.find('\n').unwrap_or(self.rest.len()));
            }
            quote @ ('"' | '\'') => self.quoted(first, quote),
            c if !"[{ \t\n".contains(c) && self.is_after_equals() => self.bare(c),
            c => {
                self.out.push(c);
                self.rest = self.rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }

    /// A text within a line. One that was opened narrow ends narrow, but for a wide mark that ends
    /// its line; one that was opened wide ends at the next mark of its kind.
    fn quoted(&mut self, open: char, quote: char) {
        let inner = self.rest.get(open.len_utf8()..).unwrap_or_default();
        let line = inner.lines().next().unwrap_or_default();
        let mut is_escaped = false;
        for (at, c) in line.char_indices() {
            let closes = if open == quote {
                c == quote
            } else {
                narrowed(c) == quote
            };
            if closes && !is_escaped {
                let text = line.get(..at).unwrap_or_default();
                self.out.extend([quote]);
                self.out.push_str(text);
                self.out.push(quote);
                self.rest = inner.get(at + c.len_utf8()..).unwrap_or_default();
                return;
            }
            is_escaped = quote == '"' && c == '\\' && !is_escaped;
        }
        let text = line.trim_end().strip_suffix(|c| narrowed(c) == quote);
        if let Some(text) =
            text.filter(|text| !text.contains(|c| c == '\\' || narrowed(c) == quote))
        {
            self.out.extend([quote]);
            self.out.push_str(text);
            self.out.push(quote);
            self.rest = inner.get(line.len()..).unwrap_or_default();
            return;
        }
        // Nothing closes it: a mistake, told as it stands.
        self.copy(open.len_utf8() + line.len());
    }

    /// A value without quotes: a day or a period, which are texts here, a number, or whatever it
    /// is.
    fn bare(&mut self, first: char) {
        let end = self.rest.find(|c| "\n#,}".contains(narrowed(c)));
        let (value, _) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let value = value.trim_end();
        let rest = self.rest.get(value.len()..).unwrap_or_default();
        let is_number = value.chars().all(|c| narrowed(c).is_ascii_digit());
        let is_text =
            day::in_words(value) != Err(Fault::NotADate) || value.parse::<Period>().is_ok();
        if !is_number && is_text {
            self.out.extend(["\"", value, "\""]);
            self.rest = rest;
        } else if let Some(truth) = truth(value) {
            self.out.push_str(truth);
            self.rest = rest;
        } else if first.is_ascii_digit() {
            self.number();
        } else {
            self.out.push(first);
            let wide = self.rest.chars().next().map_or(0, char::len_utf8);
            self.rest = self.rest.get(wide..).unwrap_or_default();
        }
    }

    fn number(&mut self) {
        let end = self
            .rest
            .find(|c: char| !(narrowed(c).is_ascii_alphanumeric() || "-/.:_".contains(narrowed(c))))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.out.extend(word.chars().map(narrowed));
        self.rest = rest;
    }

    fn is_after_equals(&self) -> bool {
        self.out.trim_end_matches([' ', '\t']).ends_with('=')
    }

    fn copy(&mut self, end: usize) {
        let (text, rest) = self.rest.split_at(end);
        self.out.push_str(text);
        self.rest = rest;
    }
}

/// Yes and no as they are written here, from those of other programs.
fn truth(value: &str) -> Option<&'static str> {
    match narrow(value).to_ascii_lowercase().as_str() {
        "true" => Some("true"),
        "false" => Some("false"),
        _ => None,
    }
}

/// The narrow sign that a wide one means.
fn narrowed(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' | '\u{200b}' | '\u{feff}' => ' ',
        '“' | '”' | '„' | '〝' | '〟' => '"',
        '‘' | '’' => '\'',
        '−' | '‐' | '‑' | '–' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}
