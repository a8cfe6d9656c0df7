//! A web page read back: its elements with their attributes, and the text under each id.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Elements that HTML never closes.
const VOID: [&str; 4] = ["br", "col", "img", "meta"];

/// Elements whose text does not run on from what stands before them.
const APART: [&str; 7] = ["br", "dd", "dt", "li", "p", "td", "th"];

/// An element.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// The place of the element around it in the page.
    pub parent: Option<usize>,
    /// All text in it.
    pub text: String,
}

/// A page: its elements in order.
pub struct Markup(pub Vec<Element>);

impl Markup {
    /// No heading is empty or skips a level; `outer` is that of what the page is a part of.
    #[track_caller]
    pub fn has_its_headings_in_order(&self, outer: u32) {
        let mut level = outer;
        for element in &self.0 {
            let own = element.name.strip_prefix('h');
            let Some(own) = own.and_then(|own| own.parse().ok()) else {
                continue;
            };
            assert!(own <= level + 1, "{} after level {level}", element.text);
            assert!(!element.text.trim().is_empty());
            level = own;
        }
    }

    /// Reads a page; one that is not well-formed fails the test.
    #[track_caller]
    pub fn read(page: &str) -> Self {
        let mut reader = Reader::from_str(page);
        reader.config_mut().check_end_names = false;
        let (mut elements, mut open) = (Vec::<Element>::new(), Vec::<usize>::new());
        loop {
            let mut write = |text: &str, open: &[usize]| {
                for at in open {
                    elements[*at].text.push_str(text);
                }
            };
            match reader.read_event().expect("well-formed") {
                Event::Start(tag) => {
                    let element = element(&tag, open.last().copied());
                    if APART.contains(&element.name.as_str()) {
                        write("\n", &open);
                    }
                    let is_void = VOID.contains(&element.name.as_str());
                    elements.push(element);
                    if !is_void {
                        open.push(elements.len() - 1);
                    }
                }
                Event::End(tag) => {
                    let at = open.pop().expect("an open element");
                    assert_eq!(
                        elements[at].name,
                        tag.name().into_inner(),
                        "closed in order"
                    );
                }
                Event::Text(text) => write(&text, &open),
                Event::GeneralRef(entity) => {
                    write(
                        resolve_predefined_entity(&entity).expect("an entity"),
                        &open,
                    );
                }
                Event::DocType(_) => {}
                Event::Eof => break,
                other => panic!("{other:?}"),
            }
        }
        assert!(open.is_empty(), "all elements are closed");
        Self(elements)
    }

    /// The elements of a name.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.0.iter().filter(move |element| element.name == name)
    }

    /// The element with an id.
    #[track_caller]
    pub fn with_id(&self, id: &str) -> &Element {
        let mut all = self.0.iter();
        all.find(|element| element.get("id") == Some(id))
            .unwrap_or_else(|| panic!("no id {id}"))
    }

    /// Every id; one that stands twice fails the test.
    #[track_caller]
    pub fn ids(&self) -> BTreeSet<&str> {
        let mut ids = BTreeSet::new();
        for id in self.0.iter().filter_map(|element| element.get("id")) {
            assert!(ids.insert(id), "{id} stands twice");
        }
        ids
    }

    /// The elements right in another.
    pub fn children<'a>(&'a self, of: &'a Element) -> impl Iterator<Item = &'a Element> {
        let at = self.0.iter().position(|element| std::ptr::eq(element, of));
        self.0.iter().filter(move |element| element.parent == at)
    }
}

impl Element {
    /// An attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

fn element(tag: &BytesStart, parent: Option<usize>) -> Element {
    let mut attributes = BTreeMap::new();
    for attribute in tag.attributes() {
        let attribute = attribute.expect("an attribute that stands once");
        let value = quick_xml::escape::unescape(&attribute.value)
            .expect("entities")
            .into_owned();
        attributes.insert(attribute.key.into_inner().to_owned(), value);
    }
    Element {
        name: tag.name().into_inner().to_owned(),
        attributes,
        parent,
        text: String::new(),
    }
}
