//! Notes and comments of an .xlsx or .xlsb: words that hang on a cell and are no part of its value.

use std::collections::BTreeMap;

use super::biff12::{Biff12Records, record, text_at};
use super::bytes::u32_or_zero;
use super::package::Package;
use super::parts::{local, relations};
use super::sheet::{CellNote, clamped};
use super::xml::{Event, Events};
use crate::model::cell::CellRef;

/// What is noted on the cells of the sheet that a part holds, in order of address. What cannot be
/// read notes nothing.
pub(super) fn notes(package: &Package, sheet: &str) -> Vec<(CellRef, CellNote)> {
    let mut notes = BTreeMap::new();
    let mut parts = relations(package, sheet);
    // A comment that can be answered is kept twice: its old form only says that there is a new one.
    parts.sort_by_key(|relation| relation.kind == "threadedComment");
    for relation in parts {
        if !matches!(relation.kind.as_str(), "comments" | "threadedComment") {
            continue;
        }
        if let Some(part) = package.part(&relation.target) {
            notes.extend(match relation.target.ends_with(".bin") {
                true => of_binary_part(part),
                false => of_part(&String::from_utf8_lossy(part)),
            });
        }
    }
    notes.into_iter().collect()
}

fn of_part(part: &str) -> BTreeMap<CellRef, CellNote> {
    let mut found = BTreeMap::<CellRef, CellNote>::new();
    let mut authors: Vec<String> = Vec::new();
    let mut at = None;
    let mut inside = "";
    let mut events = Events::new(part);
    while let Some(event) = events.next() {
        match event {
            Event::Start(tag) => match local(tag.name()) {
                "author" => {
                    authors.push(String::new());
                    inside = "author";
                }
                "comment" | "threadedComment" => {
                    at = tag.get("ref").and_then(|at| at.parse::<CellRef>().ok());
                    let author = authors.get(tag.count("authorId") as usize).cloned();
                    let author = author.unwrap_or_default();
                    // Answers to a comment stand behind it.
                    if let Some(at) = at {
                        found.entry(at).or_insert(CellNote {
                            author,
                            text: String::new(),
                        });
                    }
                }
                "rPh" => events.pass_over(&tag),
                "t" | "text" => inside = "text",
                _ => inside = "",
            },
            Event::Text(words) if inside == "author" => {
                if let Some(author) = authors.last_mut() {
                    author.push_str(&words);
                }
            }
            Event::Text(words) if inside == "text" => {
                if let Some(note) = at.and_then(|at| found.get_mut(&at)) {
                    note.text.push_str(&words);
                }
            }
            Event::Text(_) => {}
            Event::End(_) => inside = "",
        }
    }
    without_authors(found)
}

fn of_binary_part(part: &[u8]) -> BTreeMap<CellRef, CellNote> {
    let mut found = BTreeMap::new();
    let mut authors = Vec::new();
    let mut last = None;
    for (kind, data) in Biff12Records::new(part) {
        match kind {
            record::COMMENT_AUTHOR => authors.extend(text_at(data, 0).map(|(author, _)| author)),
            record::COMMENT => {
                let author = authors.get(u32_or_zero(data, 0) as usize).cloned();
                let at = clamped(u32_or_zero(data, 4), u32_or_zero(data, 12));
                last = Some((at, author.unwrap_or_default()));
            }
            record::COMMENT_TEXT => {
                let text = text_at(data, 1).map(|(text, _)| text).unwrap_or_default();
                let note = last.take();
                found.extend(note.map(|(at, author)| (at, CellNote { author, text })));
            }
            _ => {}
        }
    }
    without_authors(found)
}

/// The notes without the name with which Excel begins each.
fn without_authors(mut found: BTreeMap<CellRef, CellNote>) -> BTreeMap<CellRef, CellNote> {
    for note in found.values_mut() {
        let words = note
            .text
            .strip_prefix(&note.author)
            .and_then(|rest| rest.strip_prefix(':'));
        note.text = words.unwrap_or(&note.text).trim().to_owned();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_and_a_comment_with_its_answer_are_read() {
        let old = r#"<comments><authors><author>北</author><author>西</author></authors><commentList>
            <comment ref="C7" authorId="1"><text><r><rPr/><t>西:</t></r><r><t> 訂正: 9件</t></r></text></comment>
            </commentList></comments>"#;
        let note = &of_part(old)[&CellRef::new(6, 2)];
        assert_eq!((&*note.author, &*note.text), ("西", "訂正: 9件"));
        let new = r#"<ThreadedComments><threadedComment ref="B2"><text>8件?</text></threadedComment>
            <threadedComment ref="B2"><text>9件</text></threadedComment></ThreadedComments>"#;
        assert_eq!(of_part(new)[&CellRef::new(1, 1)].text, "8件?9件");
    }
}
