//! A sheet as markup: figure, table, caption and headings; the only place that writes a table.

use maud::{Markup, html};

use super::sheet::{Group, HtmlCell, HtmlColumn, HtmlRow, HtmlTable, Look};
use super::text::{clean, lines};
use super::tone::{self, swatch};
use crate::model::terms;

/// With more columns a table may be wider than a telephone.
const NARROW: usize = 3;

/// What marks a table that is taken away alone.
pub fn marked(marks: &[&str]) -> Markup {
    html! { @for mark in marks { span class="mark" { (clean(mark)) } " " } }
}

impl HtmlTable {
    /// The table with its caption.
    pub fn markup(&self, id: &str, marks: &[&str]) -> Markup {
        let caption = format!("{id}.caption");
        // Who has no mouse moves a table that is too wide by the keys.
        let moves = self.columns.len() > NARROW && !self.is_of_words();
        html! {
            figure id=(id) aria-labelledby=(caption) { "\n"
            div class="scroll" tabindex=[moves.then_some("0")] role=[moves.then_some("group")]
                aria-labelledby=[moves.then_some(&caption)] { "\n"
            table class=[self.class()] style=[self.measures()] role=[self.role("table")] { "\n"
            caption id=(caption) { (marked(marks)) (clean(&self.title)) (self.legend()) } "\n"
            (self.shares())
            thead role=[self.role("rowgroup")] {
                tr role=[self.role("row")] {
                    @for column in &self.columns { (self.heading(column)) }
                }
            } "\n"
            @for group in &self.groups { (self.group(group)) }
            @if self.is_empty() {
                tbody { tr { td colspan=(self.columns.len()) { (terms::NOTHING) } } } "\n"
            }
            @if let Some(row) = &self.foot { tfoot { (self.row(row)) } "\n" }
            } "\n"
            } "\n"
            @for note in &self.notes { p class="note" { (clean(note)) } "\n" }
            } "\n"
        }
    }

    fn legend(&self) -> Markup {
        html! {
            @if !self.legend.is_empty() {
                span class="legend" {
                    @for key in &self.legend {
                        " " span {
                            @if key.marked { i class=(tone::class(key.tone)) {} " " } @else { (swatch(key.tone)) }
                            (clean(&key.label))
                        }
                    }
                }
            }
        }
    }

    /// Whether several columns hold words: on a narrow screen each row of these becomes a block.
    fn is_of_words(&self) -> bool {
        let words = self
            .columns
            .iter()
            .filter(|column| column.look == Look::Words);
        self.columns.len() > 2 && words.count() > 1
    }

    fn class(&self) -> Option<&'static str> {
        let has = |look| self.columns.iter().any(|column| column.look == look);
        if self.is_of_words() {
            Some("words")
        } else {
            has(Look::Mark).then_some("marks")
        }
    }

    /// What the style has to know of the content.
    fn measures(&self) -> Option<String> {
        let marks = self
            .columns
            .iter()
            .filter(|column| column.look == Look::Mark)
            .count();
        match (self.digits, marks) {
            (0, 0) => None,
            (0, marks) => Some(format!("--marks:{marks}")),
            (digits, _) => Some(format!("--digits:{}ch", digits + 1)),
        }
    }

    /// Long texts share the width as the page says; other columns take what they need.
    fn shares(&self) -> Markup {
        let all: u32 = self.columns.iter().map(|column| column.width).sum();
        html! {
            @if self.is_of_words() && all > 0 {
                colgroup {
                    @for column in &self.columns {
                        col style={ "width:" (column.width.saturating_mul(100) / all) "%" };
                    }
                } "\n"
            }
        }
    }

    /// A block is no table for who hears it read, unless it says that it is one.
    fn role(&self, role: &'static str) -> Option<&'static str> {
        self.is_of_words().then_some(role)
    }

    fn heading(&self, column: &HtmlColumn) -> Markup {
        if column.label.is_empty() {
            return html! { td {} };
        }
        html! {
            th scope="col" class=[class(column)] role=[self.role("columnheader")] {
                @if let Some(tone) = column.tone { (swatch(tone)) }
                (lines(&column.label))
            }
        }
    }

    fn group(&self, group: &Group) -> Markup {
        html! {
            tbody role=[self.role("rowgroup")] { "\n"
            @if let Some(heading) = &group.heading {
                tr class="group" role=[self.role("row")] {
                    th scope="rowgroup" colspan=(self.columns.len()) role=[self.role("rowheader")] {
                        (clean(heading))
                    }
                } "\n"
            }
            @for row in &group.rows { (self.row(row)) "\n" }
            } "\n"
        }
    }

    fn row(&self, row: &HtmlRow) -> Markup {
        let class = (!row.class.is_empty()).then_some(row.class);
        html! {
            tr class=[class] role=[self.role("row")] {
                @for (at, cell) in row.cells.iter().enumerate() {
                    @if at == 0 {
                        th scope="row" role=[self.role("rowheader")] { (cell.body) }
                    } @else { (self.cell(cell, self.columns.get(at))) }
                }
            }
        }
    }

    fn cell(&self, cell: &HtmlCell, column: Option<&HtmlColumn>) -> Markup {
        let of_column = column.and_then(class).unwrap_or_default();
        let class = format!("{of_column} {}", cell.class);
        let class = Some(class.trim()).filter(|class| !class.is_empty());
        let label = column
            .filter(|_| self.is_of_words())
            .map(|column| clean(&column.label));
        html! {
            td class=[class] role=[self.role("cell")] data-label=[label] { (cell.body) }
        }
    }
}

/// The name of the look of a column in the style.
fn class(column: &HtmlColumn) -> Option<&'static str> {
    match column.look {
        Look::Words | Look::Short => None,
        Look::Number => Some("n"),
        Look::Bar => Some("b"),
        Look::Mark => Some("m"),
    }
}
