//! The pages of one item of the programme, one under the other: sections, not sheets of paper.

use maud::{Markup, html};

use super::Neighbours;
use super::page::PageView;
use super::picture::Pictures;
use super::text::{clean, heading};
use crate::pages::print::Page;

/// The kind of page that the head of the web page is.
const COVER: &str = "cover";

/// Pages of one part and one topic that follow each other.
pub struct Section<'a> {
    /// Each with its anchor.
    pub pages: Vec<(String, &'a Page)>,
}

/// The sections of the report.
pub fn sections(pages: &[Page]) -> Vec<Section<'_>> {
    let mut sections: Vec<Section> = Vec::new();
    let mut taken = Vec::new();
    for page in pages {
        if page.kind == COVER {
            continue;
        }
        let anchor = anchor(&page.id, &taken);
        taken.push(anchor.clone());
        match sections.last_mut().filter(|section| section.goes_on(page)) {
            Some(section) => section.pages.push((anchor, page)),
            None => sections.push(Section {
                pages: vec![(anchor, page)],
            }),
        }
    }
    sections
}

/// The id of a page as an anchor that no other page has. A point in it would be one of ours.
fn anchor(id: &str, taken: &[String]) -> String {
    let is_good = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let mut anchor = id.replace(|c| !is_good(c), "-");
    while anchor.is_empty() || taken.contains(&anchor) {
        anchor.push('-');
    }
    anchor
}

impl Section<'_> {
    fn first(&self) -> Option<&Page> {
        self.pages.first().map(|(_, page)| *page)
    }

    /// Whether a page belongs to it.
    fn goes_on(&self, page: &Page) -> bool {
        let is_same = |first: &Page| first.part == page.part && first.topic == page.topic;
        page.topic.is_some() && self.first().is_some_and(is_same)
    }

    /// The item of the programme.
    pub fn topic(&self) -> Option<&str> {
        self.first()?.topic.as_deref()
    }

    /// The part that it opens, after another section.
    pub fn opened(&self, before: Option<&Self>) -> Option<&str> {
        let part = self.first()?.part.as_deref();
        let former = before.and_then(|before| before.first()?.part.as_deref());
        part.filter(|_| part != former)
    }

    /// The section: its pages are below its topic, or its only page is the section.
    pub fn markup(&self, marks: &[&str], pictures: &Pictures, beside: &Neighbours) -> Markup {
        let part = self.first().and_then(|page| page.part.as_deref());
        html! {
            section { "\n"
            @if let Some(part) = part { p class="part" { (clean(part)) } "\n" }
            @if let Some(topic) = self.topic() {
                (heading(2, None, &html! { (clean(topic)) })) "\n"
            }
            @for (anchor, page) in &self.pages {
                @let level = if page.topic.is_some() { 3 } else { 2 };
                (PageView { page, anchor, level, marks, pictures, beside }.markup())
            }
            } "\n"
        }
    }
}
