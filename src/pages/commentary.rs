//! The editor's remarks, from `commentary.toml`: paragraphs, points (`- `) and `**bold**`.

use std::collections::BTreeSet;

use anyhow::Result;
use serde::Deserialize;

use super::print::{Paragraph, Span};
use super::wording::{plain, strong};
use crate::figures::number::Words;
use crate::model::definition_file::Word;
use crate::model::hand;

/// The remarks of a period.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commentary {
    /// The remarks in order.
    #[serde(default)]
    pub remark: Vec<Remark>,
}

/// One remark.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// The id of the page.
    pub page: Word,
    /// The words: an empty line parts paragraphs, a line with `- ` is a point, `**…**` is bold.
    #[serde(deserialize_with = "hand::some_text")]
    pub text: String,
}

/// The file, as the user is told of it.
const FILE: &str = "所見のファイル「commentary.toml」";

impl Commentary {
    /// Reads the remarks and checks that their pages are of those that are `known`, by their ids
    /// and titles.
    ///
    /// # Errors
    /// A mistake in the text, or a page that the report does not have.
    pub fn parse(text: &str, known: &[(String, String)]) -> Result<Self> {
        let commentary: Self = hand::parse(FILE, text)?;
        let ids: Vec<&str> = known.iter().map(|(id, _)| id.as_str()).collect();
        let mut said = BTreeSet::new();
        for Remark { page, text: words } in &commentary.remark {
            let word = page.get_ref();
            if !ids.contains(&word.as_str()) {
                let titled = known.iter().find(|(_, title)| title == word);
                let meant = titled.map_or(word, |(id, _)| id);
                let hint = hand::hint(meant, ids.iter().copied());
                let all = ids.join("、");
                let what = format!(
                    "「{word}」というページはありません。{hint}page には次のどれかを書いてください: {all}"
                );
                return Err(hand::fault(FILE, text, page.span(), &what));
            }
            if !said.insert((word, words.trim())) {
                let what = "同じページに同じ文が二度書かれています。一つを消してください";
                return Err(hand::fault(FILE, text, page.span(), what));
            }
        }
        Ok(commentary)
    }

    /// The remarks on a page.
    pub fn of(&self, page: &str) -> Vec<Vec<Paragraph>> {
        self.remark
            .iter()
            .filter(|remark| remark.page.get_ref() == page)
            .map(|remark| paragraphs(&remark.text))
            .collect()
    }
}

/// Cuts a remark into paragraphs and points; lines that follow each other are one paragraph.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let point = ["- ", "* ", "・"]
            .iter()
            .find_map(|mark| line.strip_prefix(mark));
        match (line, point, pieces.last_mut().filter(|_| open)) {
            ("", ..) => open = false,
            (_, Some(words), _) => {
                pieces.push((true, words.trim_start().to_owned()));
                open = true;
            }
            (line, None, Some((_, last))) => join(last, line),
            (line, None, None) => {
                pieces.push((false, line.to_owned()));
                open = true;
            }
        }
    }
    pieces
        .into_iter()
        .map(|(bullet, words)| Paragraph {
            bullet,
            spans: bold_spans(&words),
        })
        .collect()
}

/// Goes on with a line: Japanese without a space, words of Latin letters with one.
fn join(text: &mut String, line: &str) {
    if text.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii()) {
        text.push(' ');
    }
    text.push_str(line);
}

/// Splits `**bold**` from plain words; a mark without its partner stands as it is.
fn bold_spans(text: &str) -> Vec<Span> {
    let mut pieces: Vec<&str> = text.split("**").collect();
    let odd = (pieces.len().is_multiple_of(2))
        .then(|| pieces.pop())
        .flatten();
    let mut spans: Vec<Span> = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| !piece.is_empty())
        .map(|(i, piece)| {
            if i % 2 == 1 {
                strong(*piece)
            } else {
                plain(*piece)
            }
        })
        .collect();
    spans.extend(odd.map(|rest| plain(Words::text(format!("**{rest}")))));
    spans
}

#[cfg(test)]
mod tests {
    use super::super::spec::PageSpecs;
    use super::*;
    use crate::form::spec::Definitions;

    fn shown(text: &str) -> Vec<String> {
        let show = |span: &Span| {
            if span.strong {
                format!("<{}>", span.text)
            } else {
                span.text.to_string()
            }
        };
        let line = |paragraph: Paragraph| {
            let words: String = paragraph.spans.iter().map(show).collect();
            if paragraph.bullet {
                format!("- {words}")
            } else {
                words
            }
        };
        paragraphs(text).into_iter().map(line).collect()
    }

    #[test]
    fn paragraphs_points_and_bold_are_told_apart() {
        let text = "一つ目の**大事な**段落\nの続き。\n\n二つ目。\n- 点**一**\n  の続き\n- 点二\n\n最後 end\nof it";
        assert_eq!(
            shown(text),
            [
                "一つ目の<大事な>段落の続き。",
                "二つ目。",
                "- 点<一>の続き",
                "- 点二",
                "最後 end of it"
            ]
        );
    }

    #[test]
    fn marks_without_partner_stay_and_nothing_is_lost() {
        assert_eq!(shown("5**3 は 125"), ["5**3 は 125"]);
        assert_eq!(shown("**太い**と**半端"), ["<太い>と**半端"]);
        assert_eq!(shown("\n \n"), [""; 0]);
    }

    #[test]
    fn a_remark_on_an_unknown_page_names_the_known_ones() {
        let definitions = Definitions::built_in().expect("the built-in definitions load");
        let pages = PageSpecs::load(
            include_str!("../../templates/report/pages.toml"),
            &definitions,
        )
        .expect("the pages load")
        .named();
        let parse = |page: &str| {
            let text = format!("[[remark]]\npage = \"{page}\"\ntext = \"所見\"");
            Commentary::parse(&text, &pages)
        };
        let message = parse("reserch")
            .expect_err("there is no such page")
            .to_string();
        assert!(
            message.contains("「reserch」")
                && message.contains("resources")
                && message.contains("topics_units"),
            "{message}"
        );
        let remark = |text: &str| format!("[[remark]]\npage = \"resources\"\ntext = \"{text}\"\n");
        let both = |texts: [&str; 2]| Commentary::parse(&texts.map(remark).concat(), &pages);
        let twice = both(["所見", "所見 "])
            .expect_err("the same twice")
            .to_string();
        assert!(twice.contains("5行目") && twice.contains("二度"), "{twice}");
        assert!(both(["所見", "別の所見"]).is_ok());
        for (page, _) in &pages {
            assert_eq!(parse(page).expect("the page is known").of(page).len(), 1);
        }
    }
}
