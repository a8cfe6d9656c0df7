//! Tags, attributes and text of the XML in a container, as far as they are asked for here.
//!
//! Lenient on purpose: what is not well-formed ends the reading early or gives odd text. Entities
//! that a document declares for itself are never looked up, and nothing outside of it is read.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesEnd, BytesRef, BytesStart};

/// What comes next.
pub(super) enum Event<'a> {
    /// `<name …>`, or `<name …/>` if closed.
    Start(Tag<'a>),
    /// `</name>`
    End(BytesEnd<'a>),
    /// The text between two tags, or a piece of it.
    Text(Cow<'a, str>),
}

/// An opening tag.
pub(super) struct Tag<'a> {
    pub closed: bool,
    inner: BytesStart<'a>,
}

impl Tag<'_> {
    pub(super) fn name(&self) -> &str {
        self.inner.name().into_inner()
    }

    /// The value of an attribute.
    pub(super) fn get(&self, wanted: &str) -> Option<Cow<'_, str>> {
        self.find(|name| name == wanted)
    }

    /// The value of an attribute, whatever the prefix of its name: `r:id` and `ns1:id` are `id`.
    pub(super) fn get_local(&self, wanted: &str) -> Option<Cow<'_, str>> {
        self.find(|name| name.rsplit(':').next() == Some(wanted))
    }

    fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
        let mut attributes = self.inner.attributes();
        let mut known = attributes.with_checks(false).flatten();
        let found = known.find(|attribute| wanted(attribute.key.into_inner()))?;
        if !found.value.contains('&') {
            return Some(found.value);
        }
        Some(match unescape(&found.value) {
            Ok(text) => Cow::Owned(text.into_owned()),
            Err(_) => found.value,
        })
    }

    /// The value of an attribute that counts something; 1 if it is missing or no number.
    pub(super) fn count(&self, wanted: &str) -> u32 {
        self.get(wanted)
            .and_then(|value| value.parse().ok())
            .unwrap_or(1)
    }
}

/// Reads through a document.
pub(super) struct Events<'a> {
    reader: Reader<&'a [u8]>,
}

impl<'a> Events<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Self { reader }
    }

    /// Passes over everything up to the end of an element whose start was just read.
    pub(super) fn pass_over(&mut self, tag: &Tag<'_>) {
        let mut depth = usize::from(!tag.closed);
        while depth > 0 {
            match self.next() {
                Some(Event::Start(inner)) if inner.name() == tag.name() && !inner.closed => {
                    depth += 1;
                }
                Some(Event::End(name)) if &*name == tag.name() => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        use quick_xml::events::Event as Xml;
        loop {
            return Some(match self.reader.read_event() {
                Ok(Xml::Start(inner)) => Event::Start(Tag {
                    closed: false,
                    inner,
                }),
                Ok(Xml::Empty(inner)) => Event::Start(Tag {
                    closed: true,
                    inner,
                }),
                Ok(Xml::End(name)) => Event::End(name),
                Ok(Xml::Text(text)) => Event::Text(text.into_inner()),
                Ok(Xml::CData(text)) => Event::Text(text.into_inner()),
                Ok(Xml::GeneralRef(entity)) => Event::Text(resolved(&entity)),
                Ok(Xml::Comment(_) | Xml::Decl(_) | Xml::PI(_) | Xml::DocType(_)) => continue,
                Ok(Xml::Eof) => return None,
                Err(_) => {
                    // What is broken is not read on.
                    self.reader = Reader::from_str("");
                    return None;
                }
            });
        }
    }
}

/// The text of an entity of XML itself or of a character's number; another stays as it is written.
fn resolved(entity: &BytesRef<'_>) -> Cow<'static, str> {
    let name: &str = entity;
    if let Ok(Some(letter)) = entity.resolve_char_ref() {
        return Cow::Owned(letter.to_string());
    }
    match resolve_predefined_entity(name) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(format!("&{name};")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> String {
        Events::new(document)
            .filter_map(|event| match event {
                Event::Text(text) => Some(text.into_owned()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn entities_of_xml_are_resolved_and_those_of_the_document_are_not() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c SYSTEM 'file:///etc/hostname'>]>\
                    <a>5 &lt; 6 &amp; &#x3042;&#12356; &b;&c;</a>";
        assert_eq!(texts(bomb), "5 < 6 & あい &b;&c;");
    }

    #[test]
    fn what_is_not_well_formed_ends_early_and_never_fails() {
        assert_eq!(texts("<a>1</b>2</c><d>3 & 4"), "123 & 4");
        assert_eq!(texts("<a>1<b"), "1");
        assert_eq!(texts("<a>1<!-- 2"), "1");
        assert_eq!(texts("<a><![CDATA[<1>]]>2</a>"), "<1>2");
    }

    #[test]
    fn attributes_are_found_by_their_names() {
        let Some(Event::Start(tag)) = Events::new("<x:a r:id='1' b = \"2 &amp; &q;\" c=3/>").next()
        else {
            panic!("no tag");
        };
        assert_eq!((tag.name(), tag.closed), ("x:a", true));
        assert_eq!(tag.get_local("id").as_deref(), Some("1"));
        assert_eq!(tag.get("b").as_deref(), Some("2 &amp; &q;"));
        assert_eq!(tag.get("id"), None);
    }
}
