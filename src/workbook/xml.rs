//! Just enough XML: tags, attributes and text, borrowed from the input.
//!
//! Lenient on purpose: what is not well-formed ends the reading early or gives odd text, and never
//! more events than the input has tags.

use std::borrow::Cow;

/// What comes next.
pub(super) enum Event<'a> {
    /// `<name …>`, or `<name …/>` if closed.
    Start(Tag<'a>),
    /// `</name>`
    End(&'a str),
    /// The text between two tags.
    Text(Cow<'a, str>),
}

/// An opening tag.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    pub closed: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The value of an attribute.
    pub(super) fn get(&self, wanted: &str) -> Option<Cow<'a, str>> {
        self.find(|name| name == wanted)
    }

    /// The value of an attribute, whatever the prefix of its name: `r:id` and `ns1:id` are `id`.
    pub(super) fn get_local(&self, wanted: &str) -> Option<Cow<'a, str>> {
        self.find(|name| name.rsplit(':').next() == Some(wanted))
    }

    fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<Cow<'a, str>> {
        let mut rest = self.attributes;
        while let Some((name, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let quote = after
                .chars()
                .next()
                .filter(|quote| matches!(quote, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            if wanted(name.trim()) {
                return Some(decoded(value));
            }
            rest = after;
        }
        None
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
    rest: &'a str,
}

impl<'a> Events<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Passes over everything up to the end of an element whose start was just read.
    pub(super) fn pass_over(&mut self, tag: Tag<'_>) {
        let mut depth = usize::from(!tag.closed);
        while depth > 0 {
            match self.next() {
                Some(Event::Start(inner)) if inner.name == tag.name && !inner.closed => depth += 1,
                Some(Event::End(name)) if name == tag.name => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            let at = self.rest.find('<')?;
            if at > 0 {
                let (text, rest) = self.rest.split_at(at);
                self.rest = rest;
                return Some(Event::Text(decoded(text)));
            }
            if let Some(rest) = self.rest.strip_prefix("<!--") {
                self.rest = rest.split_once("-->")?.1;
            } else if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
                let (text, rest) = rest.split_once("]]>")?;
                self.rest = rest;
                return Some(Event::Text(Cow::Borrowed(text)));
            } else {
                let inner = self.rest.get(1..1 + tag_length(&self.rest[1..])?)?;
                self.rest = &self.rest[inner.len() + 2..];
                if let Some(name) = inner.strip_prefix('/') {
                    return Some(Event::End(name.trim()));
                }
                if !inner.starts_with(['?', '!']) {
                    let closed = inner.ends_with('/');
                    let inner = inner.strip_suffix('/').unwrap_or(inner);
                    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
                    return Some(Event::Start(Tag {
                        name: &inner[..end],
                        closed,
                        attributes: &inner[end..],
                    }));
                }
            }
        }
    }
}

/// Up to the `>` that is not within quotes.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    text.bytes().position(|byte| {
        match quote {
            Some(open) if open == byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None => return byte == b'>',
            Some(_) => {}
        }
        false
    })
}

/// Text with its entities resolved; unknown ones stay as they are.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after
            .split_once(';')
            .and_then(|(name, next)| Some((entity(name)?, next)));
        match entity {
            Some((letter, next)) => {
                out.push(letter);
                rest = next;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
