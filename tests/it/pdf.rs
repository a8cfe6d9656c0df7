//! The report as a document: valid, tagged, in Japanese, with text on every page.

use lopdf::{Dictionary, Document, Object};

use crate::support::BUILT;
use crate::support::read::{json, pages};
use crate::support::standards::keeps_standards;

fn report() -> &'static [u8] {
    &BUILT["公表/report.pdf"]
}

#[test]
fn it_is_valid_for_screen_readers_and_for_archives() {
    keeps_standards("the report", report());
}

#[test]
fn it_says_its_language_and_its_title() {
    let document = Document::load_mem(report()).expect("a PDF");
    let catalog = document.catalog().expect("a catalogue");
    let language = catalog
        .get(b"Lang")
        .and_then(Object::as_str)
        .expect("a language");
    assert!(
        language.starts_with(b"ja"),
        "{}",
        String::from_utf8_lossy(language)
    );
    let info = document
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .and_then(|id| document.get_dictionary(id));
    let title = info
        .and_then(|info| info.get(b"Title"))
        .and_then(lopdf::decode_text_string)
        .expect("a title");
    assert_eq!(
        title,
        "令和5年度 上半期 区役所・相談支援室の取組について【見本】"
    );
    let shown = catalog
        .get(b"ViewerPreferences")
        .and_then(|object| deref(&document, object))
        .expect("preferences");
    assert_eq!(
        shown.get(b"DisplayDocTitle").and_then(Object::as_bool).ok(),
        Some(true)
    );
}

/// The tags below an object, from the outside in; `visit` is told each with the tags inside it.
fn tags(
    document: &Document,
    object: &Object,
    visit: &mut impl FnMut(&str, &[String]),
) -> Vec<String> {
    if let Object::Array(children) = object {
        return children
            .iter()
            .flat_map(|child| tags(document, child, visit))
            .collect();
    }
    let Ok(element) = deref(document, object) else {
        return Vec::new();
    };
    let inside = element
        .get(b"K")
        .map(|children| tags(document, children, visit))
        .unwrap_or_default();
    let Ok(tag) = element.get(b"S").and_then(Object::as_name) else {
        return inside;
    };
    let tag = String::from_utf8_lossy(tag).into_owned();
    visit(&tag, &inside);
    std::iter::once(tag).chain(inside).collect()
}

fn deref<'a>(document: &'a Document, object: &'a Object) -> lopdf::Result<&'a Dictionary> {
    document
        .dereference(object)
        .and_then(|(_, object)| object.as_dict())
}

#[test]
fn every_table_has_headings_and_every_drawing_words() {
    let document = Document::load_mem(report()).expect("a PDF");
    let root = document
        .catalog()
        .and_then(|catalog| deref(&document, catalog.get(b"StructTreeRoot")?))
        .expect("tags");
    let (mut tables, mut headings) = (0, 0);
    tags(
        &document,
        root.get(b"K").expect("tags"),
        &mut |tag, inside| match tag {
            "Table" => {
                tables += 1;
                assert!(
                    inside.iter().any(|tag| tag == "TH"),
                    "a table of {} cells has no headings",
                    inside.len()
                );
            }
            "H1" | "H2" => headings += 1,
            _ => {}
        },
    );
    assert!(tables >= 8, "{tables} tables");
    assert!(headings >= 15, "{headings} headings");
}

#[test]
fn every_page_has_its_text_and_no_character_is_lost() {
    let pages = pages(report());
    let data = json(&BUILT, "庁内/report.json");
    assert!(pages.len() + 1 >= data["pages"].as_array().expect("pages").len());
    for (i, text) in pages.iter().enumerate() {
        let text = text.replace(char::is_whitespace, "");
        assert!(text.chars().count() > 40, "page {}: {text}", i + 1);
        assert!(
            !text.contains(['〓', '\u{fffd}', '\0']),
            "page {}: {text}",
            i + 1
        );
    }
    let whole = pages.concat().replace(char::is_whitespace, "");
    for page in data["pages"].as_array().expect("pages") {
        if page["kind"] == "appendix" {
            continue;
        }
        let title = page["title"]
            .as_str()
            .expect("a title")
            .replace(char::is_whitespace, "");
        assert!(whole.contains(&title), "{title}");
        let finding: String = page["finding"]
            .as_array()
            .expect("spans")
            .iter()
            .filter_map(|span| span["text"].as_str())
            .collect();
        // A finding breaks after its sentences, and the pieces stand in the text one by one.
        for sentence in finding.split_inclusive(['。', '、']) {
            let sentence = sentence.replace(char::is_whitespace, "");
            assert!(whole.contains(&sentence), "{sentence} in {whole}");
        }
    }
}
