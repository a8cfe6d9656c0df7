//! Words as markup: without what HTML cannot hold, broken as they are written.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::pages::print::Span;

/// What begins a point of a list.
const POINT: char = '・';

/// Without control characters, which HTML has no way to write.
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_bad = |c: char| c.is_control() && c != '\n' && c != '\t';
    match text.contains(is_bad) {
        true => Cow::Owned(text.replace(is_bad, "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}

/// Running text with its bold words.
pub fn flowing(spans: &[Span]) -> Markup {
    html! {
        @for span in spans {
            @if span.strong { strong { (clean(&span.text)) } } @else { (clean(&span.text)) }
        }
    }
}

/// A heading of a level.
pub fn heading(level: u8, id: Option<&str>, words: &Markup) -> Markup {
    html! {
        @match level {
            0..=2 => h2 id=[id] { (words) },
            3 => h3 id=[id] { (words) },
            _ => h4 id=[id] { (words) },
        }
    }
}

/// Words whose lines stay lines.
pub fn lines(text: &str) -> Markup {
    html! {
        @for (at, line) in text.split('\n').enumerate() {
            @if at > 0 { br; }
            (clean(line))
        }
    }
}

/// A text of a form: its lines are paragraphs, and those that begin with ・ points of a list.
pub fn paragraphs(text: &str) -> Markup {
    let lines: Vec<&str> = text.split('\n').collect();
    let is_point = |line: &&str| line.starts_with(POINT);
    html! {
        @for run in lines.chunk_by(|one, next| is_point(one) == is_point(next)) {
            @if run.iter().any(is_point) {
                ul { @for line in run { li { (clean(line.trim_start_matches(POINT))) } } }
            } @else {
                @for line in run { p { (clean(line)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_file_are_never_markup() {
        let words = "<b a=\"1\">&\u{0}";
        assert_eq!(
            html! { (clean(words)) }.into_string(),
            "&lt;b a=&quot;1&quot;&gt;&amp;\u{fffd}"
        );
    }

    #[test]
    fn lines_become_paragraphs_and_points_one_list() {
        assert_eq!(
            paragraphs("一\n・二\n・三\n四").into_string(),
            "<p>一</p><ul><li>二</li><li>三</li></ul><p>四</p>"
        );
    }
}
