//! Everything the printed report says, already worded: the contract between Rust and the Typst
//! templates.
//!
//! A template lays out and never computes: every number comes once as a value (for the length of a
//! bar) and once as text (for the reader). `templates/report/data/report.json` is a golden file of
//! this type.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::figures::mark::Mark;
use crate::figures::number::{Origin, Words};
use crate::figures::publication::{Audience, Publication};
use crate::model::Id;
pub use crate::model::catalogue::Tone;
use crate::model::picture::Picture;

/// The printed report: what stands on every page, and the pages in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Print {
    /// What covers, headers and the document's own properties say.
    pub meta: Meta,
    /// The pages in the order of the report; each is laid out by `pages/<kind>.typ`.
    pub pages: Vec<Page>,
}

impl Print {
    /// The pages for some readers, by themselves, with the marks of what they are given.
    pub fn of(&self, audience: Audience, publication: &Publication) -> Self {
        let own = publication.of(audience);
        let mut part = self.clone();
        part.pages.retain(|page| page.audience == audience);
        part.meta.title = own.titled(&part.meta.period);
        part.meta.marks = own.marks;
        part
    }

    /// Every picture that is printed.
    pub fn pictures(&self) -> impl Iterator<Item = &CardPicture> {
        self.pages
            .iter()
            .flat_map(|page| &page.cards)
            .filter_map(|card| card.picture.as_ref())
    }

    /// Leaves out the pictures at some paths.
    pub fn leave_out(&mut self, paths: &[String]) {
        for card in self.pages.iter_mut().flat_map(|page| &mut page.cards) {
            card.picture
                .take_if(|picture| paths.contains(&picture.path));
        }
    }
}

/// Titles, dates and the state of the submissions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Meta {
    /// The whole title with the period, as the PDF's document title.
    pub title: String,
    /// The title without the period.
    pub name: String,
    /// The name of the programme, under the title.
    pub programme: String,
    /// The period, e.g. 令和5年度 上半期.
    pub period: String,
    /// The months of the period, e.g. 2023年4月～9月.
    pub span: String,
    /// The issuing office.
    pub issuer: String,
    /// How many of the expected submissions arrived, in words.
    pub coverage: Words,
    /// What stands on the cover and in the foot of every page: 速報 or 未確定, 訂正版, 見本.
    pub marks: Vec<Mark>,
    /// The date of the document, ISO 8601; the templates never ask a clock.
    pub date: String,
    /// Nobody has given it that date: it is nowhere printed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undated: bool,
}

/// One page (or one run of pages, when a table breaks) with one message.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Page {
    /// A stable ASCII name.
    pub id: String,
    /// Who may read it.
    #[serde(skip)]
    pub audience: Audience,
    /// Which page template lays it out.
    pub kind: String,
    /// The part of the report, e.g. Ⅰ 区役所の取組; a change of part is a heading of level 1.
    pub part: Option<String>,
    /// The item of the programme, above the title.
    pub topic: Option<String>,
    /// The page's heading.
    pub title: String,
    /// The finding: one computed sentence under the heading.
    pub finding: Vec<Span>,
    /// Numbers set large.
    pub figures: Vec<Figure>,
    /// Charts by the name the page template knows.
    pub charts: IndexMap<String, Chart>,
    /// Tables by the name the page template knows.
    pub tables: IndexMap<String, Table>,
    /// Cards: a heading, facts and a text (homepages, groups of actors).
    pub cards: Vec<Card>,
    /// Units by themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
    /// Whether its units have room on the web page alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub web_only: bool,
    /// Steps that are drawn as a circle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub circle: Option<Circle>,
    /// The editor's remarks, set apart from what was computed.
    pub remarks: Vec<Vec<Paragraph>>,
    /// What to mind when reading the page.
    pub notes: Vec<Words>,
    /// Where the figures come from.
    pub source: Option<Words>,
    /// The numbers of other pages with their ids; only the appendix has it.
    pub index: Vec<IndexedPage>,
    /// Of each chart and table, how its numbers are made.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub made: IndexMap<String, Made>,
    /// What the page itself calls some of its numbers, for the index.
    #[serde(skip)]
    pub names: Vec<(Origin, String)>,
}

/// How the numbers of a chart or a table are made.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Made {
    /// The elements that are counted.
    pub elements: Vec<Id>,
    /// In words: of how many forms, beside which past, by which formulas.
    pub lines: Vec<String>,
}

/// Steps that lead from one to the next and from the last to the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// What it is called.
    pub name: String,
    /// The steps: a letter and a word each.
    pub steps: Vec<(String, String)>,
}

/// The numbers of one page, each by its name and the id that `trace` takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndexedPage {
    /// The id of the page.
    pub page: String,
    /// Its heading.
    pub title: String,
    /// Name and id of each number.
    pub numbers: Vec<Fact>,
    /// What stands for the … in the ids; empty where none has one.
    pub note: String,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Span {
    /// The words.
    pub text: Words,
    /// Set in bold.
    pub strong: bool,
}

/// A paragraph or a point of a remark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paragraph {
    /// Set as a point of a list.
    pub bullet: bool,
    /// The words.
    pub spans: Vec<Span>,
}

/// A number set large, with its unit and what it compares with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// The number as printed.
    pub value: Words,
    /// Its unit.
    pub unit: String,
    /// Lines under it, e.g. the period before.
    pub lines: Vec<Words>,
}

/// A card: a heading, facts as label and value, and a text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Card {
    /// Who it is about, over the heading; may be empty.
    pub tag: String,
    /// The heading.
    pub title: String,
    /// A short line under the heading.
    pub lead: String,
    /// Facts as label and value.
    pub facts: Vec<Fact>,
    /// Paragraphs.
    pub text: Vec<String>,
    /// A picture beside them.
    pub picture: Option<CardPicture>,
}

/// What a unit answered, beside what it answered before and beside all others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    /// The id of the unit.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it answered, in words.
    pub lines: Vec<ProfileLine>,
    /// The same by item, where there is room.
    #[serde(skip)]
    pub table: Option<Table>,
}

/// A line of a profile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProfileLine {
    /// What it is of.
    pub label: String,
    /// The words.
    pub text: Words,
    /// Where the words lead to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl ProfileLine {
    /// A line that leads nowhere.
    pub fn new(label: &str, text: Words) -> Self {
        Self {
            label: label.to_owned(),
            text,
            address: None,
        }
    }
}

/// A picture of a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardPicture {
    /// Where the templates find it, beside the data: `pictures/ward-asahi-2023H1.png`.
    pub path: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// The line under it.
    pub caption: String,
    /// Its file.
    #[serde(skip)]
    pub file: Picture,
}

/// One fact of a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// A number to draw and to print.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DrawnNumber {
    /// The number; `None` is not reported and draws nothing.
    pub n: Option<u64>,
    /// The number as printed.
    pub text: Words,
}

/// What a colour stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LegendKey {
    /// The words of the legend, with a count where that helps.
    pub label: Words,
    /// Its colour and pattern.
    pub tone: Tone,
}

/// A chart; `alt` gives the finding and the numbers in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Chart {
    /// Horizontal bars, one row a category, with one or two series (this period, the period
    /// before).
    Bars {
        /// What the chart shows, with the unit.
        title: Words,
        /// The numbers in words.
        alt: String,
        /// The series in the order of the values of a row.
        legend: Vec<LegendKey>,
        /// The rows, already ordered.
        rows: Vec<BarRow>,
        /// The largest value, for the scale; at least 1.
        max: u64,
    },
    /// One bar cut into states.
    Share {
        /// What the chart shows, with the unit.
        title: Words,
        /// The numbers in words.
        alt: String,
        /// The parts in order.
        parts: Vec<Part>,
        /// What they add up to; at least 1.
        total: u64,
    },
    /// Rows of bars cut into states, all of one total.
    Stacked {
        /// What the chart shows, with the unit.
        title: Words,
        /// The numbers in words.
        alt: String,
        /// The states.
        legend: Vec<LegendKey>,
        /// The rows in the order of the form.
        rows: Vec<StackedRow>,
        /// The full length of a bar; at least 1.
        total: u64,
        /// The heading of the column that shows the period before, when there is one.
        past_label: Option<String>,
    },
    /// One tile a unit, in the official order.
    Matrix {
        /// What the chart shows.
        title: Words,
        /// Who stands where, in words.
        alt: String,
        /// The tiles.
        tiles: Vec<Tile>,
        /// The states with their counts.
        legend: Vec<LegendKey>,
    },
    /// Every unit's state in every item: one row an item, one column a unit.
    Grid {
        /// What the chart shows.
        title: Words,
        /// Who stands where, in words.
        alt: String,
        /// The states.
        legend: Vec<LegendKey>,
        /// The names of the units.
        columns: Vec<String>,
        /// The items in the order of the form.
        rows: Vec<GridRow>,
        /// What the sums count, e.g. 実施済.
        sum_label: String,
        /// Under each column how many items its unit has reached.
        sums: Vec<Words>,
        /// The sums in words: a part of the chart's.
        sums_alt: String,
    },
    /// Vertical bars, one a month or year; each is cut into parts when there are several.
    Columns {
        /// What the chart shows, with the unit.
        title: Words,
        /// The numbers in words.
        alt: String,
        /// What the parts mean; empty when a column has one part.
        legend: Vec<LegendKey>,
        /// The columns in order.
        columns: Vec<Column>,
        /// The largest total, for the scale; at least 1.
        max: u64,
    },
}

impl Chart {
    /// What it prints beside names: titles, legends and every number. Alternative texts repeat
    /// these.
    pub fn words(&self) -> Vec<&Words> {
        let mut words = Vec::new();
        match self {
            Self::Bars {
                title,
                legend,
                rows,
                ..
            } => {
                words.push(title);
                words.extend(legend.iter().map(|key| &key.label));
                for row in rows {
                    words.extend(row.values.iter().map(|value| &value.text));
                    words.extend(&row.change);
                }
            }
            Self::Share { title, parts, .. } => {
                words.push(title);
                words.extend(parts.iter().map(|part| &part.value.text));
            }
            Self::Stacked {
                title,
                legend,
                rows,
                ..
            } => {
                words.push(title);
                words.extend(legend.iter().map(|key| &key.label));
                for row in rows {
                    words.extend(row.parts.iter().map(|part| &part.value.text));
                    words.extend(row.past.iter().chain(&row.change));
                }
            }
            Self::Matrix { title, legend, .. } => {
                words.push(title);
                words.extend(legend.iter().map(|key| &key.label));
            }
            Self::Grid {
                title,
                legend,
                rows,
                sums,
                ..
            } => {
                words.push(title);
                words.extend(legend.iter().map(|key| &key.label));
                words.extend(rows.iter().map(|row| &row.sum));
                words.extend(sums);
            }
            Self::Columns {
                title,
                legend,
                columns,
                ..
            } => {
                words.push(title);
                words.extend(legend.iter().map(|key| &key.label));
                for column in columns {
                    words.push(&column.total.text);
                    words.extend(column.past.iter().map(|past| &past.text));
                    words.extend(column.parts.iter().map(|part| &part.value.text));
                }
            }
        }
        words
    }
}

/// A row of horizontal bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BarRow {
    /// The category.
    pub label: String,
    /// One value a series.
    pub values: Vec<DrawnNumber>,
    /// The change against the period before, e.g. ＋12.4%.
    pub change: Option<Words>,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The state or category.
    pub label: String,
    /// Its number.
    pub value: DrawnNumber,
    /// Its colour and pattern.
    pub tone: Tone,
}

/// A row of a stacked chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StackedRow {
    /// The item.
    pub label: String,
    /// The parts in the order of the legend.
    pub parts: Vec<Part>,
    /// The number of the first state in the period before, as text.
    pub past: Option<Words>,
    /// The change of the first state against the period before, e.g. ＋3.
    pub change: Option<Words>,
    /// The row in words: a part of the chart's.
    pub alt: String,
}

/// A tile of the matrix.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tile {
    /// The unit's name.
    pub label: String,
    /// Its state in words.
    pub state: String,
    /// Its colour and pattern.
    pub tone: Tone,
}

/// A row of the grid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridRow {
    /// The item.
    pub label: String,
    /// One state a unit, in the order of the columns.
    pub tones: Vec<Tone>,
    /// How many units have reached the item.
    pub sum: Words,
    /// The row in words: a part of the chart's.
    pub alt: String,
}

/// A vertical bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// The month or year; may hold one line break.
    pub label: String,
    /// The value over the bar, as published (which may differ from the sum of the parts).
    pub total: DrawnNumber,
    /// The parts from the bottom up.
    pub parts: Vec<Part>,
    /// The same month of the year before, beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub past: Option<DrawnNumber>,
    /// Whether a rule parts it from the column before: what stands left of it is not to be
    /// compared.
    pub opens: bool,
}

/// A table of text, ready to print.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Table {
    /// What the table shows; empty when the page's heading says it.
    pub title: String,
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Notes under the table.
    pub notes: Vec<String>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableColumn {
    /// The heading; may hold one line break.
    pub label: String,
    /// Numbers stand right, words left.
    pub numeric: bool,
    /// Share of the width, in parts.
    pub width: u32,
    /// Whether a rule parts it from the column before: what stands left of it is not to be
    /// compared.
    pub opens: bool,
}

impl TableColumn {
    /// A column like those beside it.
    pub fn new(label: impl Into<String>, numeric: bool, width: u32) -> Self {
        Self {
            label: label.into(),
            numeric,
            width,
            opens: false,
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// How the row stands to the others.
    pub role: RowRole,
    /// One text a column; line breaks are paragraphs.
    pub cells: Vec<Words>,
}

impl Row {
    /// An ordinary row.
    pub fn plain(cells: Vec<Words>) -> Self {
        Self {
            role: RowRole::Plain,
            cells,
        }
    }
}

/// How a row of a table stands to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowRole {
    /// An ordinary row.
    Plain,
    /// A total, set bold.
    Total,
    /// A part of the total, indented.
    Part,
    /// A subset (再掲), indented and grey: never added.
    Subset,
    /// Opens a group of rows: its first cell stands over all columns.
    Group,
}
