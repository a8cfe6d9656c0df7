//! Names of sheets, made from the words of the forms: short, unique, and such that Excel takes
//! them.

use crate::model::excel::{LONGEST_NAME, cut};

/// The names that are taken.
#[derive(Default)]
pub struct Names(Vec<String>);

impl Names {
    /// Takes a name: forbidden characters replaced, cut to length, numbered when it is taken
    /// already.
    pub fn take(&mut self, wanted: &str) -> String {
        let allowed = |c: char| {
            if matches!(c, ':' | '\\' | '/' | '?' | '*' | '[' | ']') || c.is_control() {
                '・'
            } else {
                c
            }
        };
        let clean: String = wanted.chars().map(allowed).collect();
        let clean = clean.trim().trim_matches('\'');
        let clean = if clean.is_empty() { "表" } else { clean };
        let mut name = cut(clean, LONGEST_NAME).to_owned();
        let mut n = 2;
        // Excel compares names without regard to case, and keeps one for itself.
        while self.0.contains(&name.to_lowercase()) || name.eq_ignore_ascii_case("history") {
            let suffix = format!(" ({n})");
            name = format!("{}{suffix}", cut(clean, LONGEST_NAME - suffix.len()));
            n += 1;
        }
        self.0.push(name.to_lowercase());
        name
    }
}

/// Splits the mark off a heading: `(オ)相談` is `(オ)` and `相談`.
pub fn split_mark(heading: &str) -> (&str, &str) {
    let end = if heading.starts_with(['(', '（']) {
        heading.find([')', '）'])
    } else {
        None
    };
    let end = end
        .and_then(|end| Some(end + heading[end..].chars().next()?.len_utf8()))
        .unwrap_or(0);
    heading.split_at(end)
}

/// A heading without its mark and number: `(イ)その1 推進会議の開催日` is `推進会議の開催日`.
pub fn plain(heading: &str) -> &str {
    match split_mark(heading) {
        ("", rest) => rest,
        (_, rest) => rest
            .split_once([' ', '\u{3000}'])
            .map_or(rest, |(_, words)| words)
            .trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_that_excel_takes_them() {
        let mut names = Names::default();
        assert_eq!(names.take("A/B:C"), "A・B・C");
        assert_eq!(names.take("a・b・c"), "a・b・c (2)");
        let long = "長".repeat(40);
        assert_eq!(names.take(&long).chars().count(), LONGEST_NAME);
        assert_eq!(names.take(&long).chars().count(), LONGEST_NAME);
        assert_eq!(names.take("'"), "表");
    }

    #[test]
    fn headings_lose_their_mark() {
        assert_eq!(split_mark("(オ)相談"), ("(オ)", "相談"));
        assert_eq!(split_mark("（キ）普及啓発"), ("（キ）", "普及啓発"));
        assert_eq!(split_mark("事例"), ("", "事例"));
        assert_eq!(plain("(イ)その1 会議の開催日"), "会議の開催日");
        assert_eq!(plain("会議・研修会等への参加"), "会議・研修会等への参加");
    }
}
