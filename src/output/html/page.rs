//! One page of the model: heading, finding, figures, tables, remarks, notes, source.

use maud::{Markup, html};

use super::Neighbours;
use super::card::{card, circle, figures, remark};
use super::picture::Pictures;
use super::profile::profile;
use super::table::{chart, table};
use super::text::{clean, flowing, heading};
use crate::pages::print::{Chart, Page};

/// A page under the heading of its section, or with its own as that of the section.
pub struct PageView<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its anchor.
    pub anchor: &'a str,
    /// The level of its heading.
    pub level: u8,
    /// The marks of every table.
    pub marks: &'a [&'a str],
    /// The pictures of the report.
    pub pictures: &'a Pictures<'a>,
    /// What lies beside the page.
    pub beside: &'a Neighbours,
}

impl PageView<'_> {
    /// The page.
    pub fn markup(&self) -> Markup {
        let page = self.page;
        let title = html! { (clean(&page.title)) };
        // A table of all units is long and narrow: the rest stands beside it.
        let is_long = |chart: &Chart| matches!(chart, Chart::Matrix { .. });
        let has_long = page.charts.values().any(is_long);
        html! {
            section id=(self.anchor) { "\n"
            (heading(self.level, None, &title)) "\n"
            @if !page.finding.is_empty() { p class="finding" { (flowing(&page.finding)) } "\n" }
            div class=[has_long.then_some("beside")] { "\n"
            div class="tables" { "\n"
            (figures(&page.figures))
            @if let Some(steps) = &page.circle { (circle(steps)) }
            (self.charts(|chart| !is_long(chart)))
            (self.cards())
            (self.tables())
            } "\n"
            @if has_long { div { (self.charts(is_long)) } }
            } "\n"
            @for told in &page.profiles { (profile(told, self.anchor, self.level + 1, self.marks)) }
            @for paragraphs in &page.remarks { (remark(paragraphs)) }
            (self.notes())
            } "\n"
        }
    }

    fn charts(&self, wanted: impl Fn(&Chart) -> bool) -> Markup {
        let charts = self.page.charts.iter().filter(|(_, told)| wanted(told));
        html! {
            @for (name, told) in charts {
                @if let Some(sheet) = chart(told) {
                    (sheet.markup(&format!("{}.{name}", self.anchor), self.marks))
                    (self.made(name, &sheet.title))
                }
            }
        }
    }

    fn tables(&self) -> Markup {
        html! {
            @for (name, told) in &self.page.tables {
                @let id = format!("{}.{name}.table", self.anchor);
                @let sheet = table(told, &self.page.title);
                (sheet.markup(&id, self.marks))
                // A chart of the same name has said it.
                @if !self.page.charts.contains_key(name) { (self.made(name, &sheet.title)) }
            }
        }
    }

    /// How the numbers of a table are made, and where they can be had: opened by who asks for it.
    fn made(&self, name: &str, title: &str) -> Markup {
        let Some(made) = self.page.made.get(name) else {
            return html! {};
        };
        let tables = made
            .elements
            .iter()
            .filter_map(|id| self.beside.tables.get(id));
        let mut links: Vec<&(String, String)> = Vec::new();
        for link in tables.flatten() {
            if !links.contains(&link) {
                links.push(link);
            }
        }
        html! {
            details {
                summary { "出どころとデータ: " (clean(title)) }
                ul {
                    @for line in &made.lines { li { (clean(line)) } }
                    @if !links.is_empty() { li { "データ（CSV）: " (super::links(links)) } }
                }
            } "\n"
        }
    }

    fn cards(&self) -> Markup {
        html! {
            @if !self.page.cards.is_empty() {
                div class="cards" { "\n"
                @for told in &self.page.cards { (card(told, self.level + 1, self.pictures)) }
                } "\n"
            }
        }
    }

    fn notes(&self) -> Markup {
        let page = self.page;
        html! {
            @if !page.notes.is_empty() {
                ul class="notes" { @for note in &page.notes { li { (clean(note)) } } } "\n"
            }
            @if let Some(source) = &page.source { p class="source" { (clean(source)) } "\n" }
        }
    }
}
