//! A table as it stands in the page: what every table and every chart becomes.

use maud::{Markup, html};

use super::text::{clean, lines, paragraphs};
use crate::pages::print::Tone;

/// How the cells of a column look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Words.
    Words,
    /// Some words that need no room of their own.
    Short,
    /// A number, at the right.
    Number,
    /// A number with its bar.
    Bar,
    /// A mark of a tone.
    Mark,
}

/// A column: its heading, perhaps with a tone.
pub struct HtmlColumn {
    /// The heading; a column without one has no heading cell.
    pub label: String,
    /// The tone that it explains.
    pub tone: Option<Tone>,
    /// How its cells look.
    pub look: Look,
    /// Its share of the width, in parts.
    pub width: u32,
}

/// A cell.
pub struct HtmlCell {
    /// What stands in it.
    pub body: Markup,
    /// The class that it has besides that of its column.
    pub class: &'static str,
}

/// A row; its first cell is its head.
pub struct HtmlRow {
    /// How it stands to the others.
    pub class: &'static str,
    /// The cells.
    pub cells: Vec<HtmlCell>,
}

/// Rows under a heading of their own, or under none.
#[derive(Default)]
pub struct Group {
    /// The heading over all columns.
    pub heading: Option<String>,
    /// The rows.
    pub rows: Vec<HtmlRow>,
}

/// What a tone means.
pub struct Explained {
    /// The tone.
    pub tone: Tone,
    /// Whether its mark stands in cells that have no room for words.
    pub marked: bool,
    /// What it means.
    pub label: String,
}

/// A table.
#[derive(Default)]
pub struct HtmlTable {
    /// What it shows.
    pub title: String,
    /// What its tones mean.
    pub legend: Vec<Explained>,
    /// The columns; the first is that of the heads of the rows.
    pub columns: Vec<HtmlColumn>,
    /// The rows.
    pub groups: Vec<Group>,
    /// The row at the foot.
    pub foot: Option<HtmlRow>,
    /// Notes under it.
    pub notes: Vec<String>,
    /// How many characters its longest number with a bar has.
    pub digits: usize,
}

impl HtmlColumn {
    /// A column of a look.
    pub fn new(label: impl Into<String>, look: Look) -> Self {
        Self {
            label: label.into(),
            tone: None,
            look,
            width: 0,
        }
    }

    /// The column of the heads of the rows, where nobody says what they are.
    pub fn heads() -> Self {
        Self::new("", Look::Words)
    }
}

impl HtmlCell {
    /// A cell of markup.
    pub fn of(body: Markup) -> Self {
        Self { body, class: "" }
    }

    /// A cell of words, which may have several lines.
    pub fn words(text: &str) -> Self {
        Self::of(if text.contains('\n') || text.starts_with('・') {
            paragraphs(text)
        } else {
            html! { (clean(text)) }
        })
    }

    /// The head of a row: its lines stay lines.
    pub fn head(text: &str) -> Self {
        Self::of(lines(text))
    }
}

impl HtmlRow {
    /// An ordinary row.
    pub fn plain(cells: Vec<HtmlCell>) -> Self {
        Self { class: "", cells }
    }
}

impl HtmlTable {
    /// A table with a column of heads, in one group.
    pub fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            columns: vec![HtmlColumn::heads()],
            groups: vec![Group::default()],
            ..Self::default()
        }
    }

    /// Puts a row to the last group.
    pub fn push(&mut self, row: HtmlRow) {
        if let Some(group) = self.groups.last_mut() {
            group.rows.push(row);
        }
    }

    /// A cell of a number with its bar.
    pub fn bar(&mut self, text: &str, bar: Markup) -> HtmlCell {
        self.digits = self.digits.max(text.chars().count());
        HtmlCell::of(html! { div class="bar" { span { (clean(text)) } (bar) } })
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.groups.iter().all(|group| group.rows.is_empty())
    }
}
