//! A cell: what stands in it, how it looks, where it leads.

use anyhow::{Context, Result};
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Formula, Url, Worksheet};

use super::look::{Face, Looks, Shape, width};
use crate::figures::datum::{Datum, SourceCells, symbol};
use crate::model::cell::CellRef;
use crate::model::excel;
use crate::model::text::grouped;
use crate::sheets::Sheets;
use crate::sheets::part::Change;

/// The longest address of a link that Excel takes.
const LONGEST_LINK: usize = 2_000;
/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Words; never a formula.
    Text(String),
    /// Centred words.
    Symbol(String),
    /// A number.
    Number(u64),
    /// A difference, with its sign.
    Difference(i64),
    /// A relative change.
    Rate(f64),
    /// A day.
    Date(Date),
    /// Nothing.
    Empty,
}

/// How a number is made of other cells of its sheet, so that it moves with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellFormula {
    /// The sum of its column over the units.
    Column,
    /// The sum of some columns of its row, the first and the last.
    Row(u16, u16),
    /// How many units have in its column what stands before it, in the second column.
    Named,
    /// How many units have in its column some words.
    Words(&'static str),
    /// The difference of the number two rows above and the one below that.
    Difference,
    /// The relative change, under the difference.
    Rate,
}

impl CellFormula {
    /// The formula at a place; the units stand in some rows. Rows and columns count from zero.
    pub fn formula(self, row: u32, col: u16, (first, last): (u32, u32)) -> Option<String> {
        let at = |row: u32, col: u16| CellRef::new(row, col).to_string();
        let column = format!("{}:{}", at(first, col), at(last, col));
        Some(match self {
            Self::Column => format!("SUM({column})"),
            Self::Row(from, to) => format!("SUM({}:{})", at(row, from), at(row, to)),
            Self::Named => format!("COUNTIF({column},{})", at(row, 1)),
            Self::Words(words) => format!("COUNTIF({column},\"{words}\")"),
            Self::Difference => format!(
                "{}-{}",
                at(row.checked_sub(2)?, col),
                at(row.checked_sub(1)?, col)
            ),
            Self::Rate => {
                let (now, before) = (at(row.checked_sub(3)?, col), at(row.checked_sub(2)?, col));
                format!("ROUND(({now}-{before})/{before},3)")
            }
        })
    }
}

/// A cell with its look and where it leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub(super) content: Content,
    pub(super) made: Option<CellFormula>,
    face: Face,
    link: Option<String>,
}

/// Where submitted files are, seen from the workbook.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a>(pub Option<&'a str>);

impl Links<'_> {
    /// The link to the submitted cells, which Excel selects, and so shows their sum, too.
    pub fn to(self, origin: Option<&SourceCells>) -> Option<String> {
        let origin = origin?;
        let sheet = origin.sheet.replace('\'', "''");
        let cells = if origin.last == origin.cell {
            origin.cell.to_string()
        } else {
            format!("{}:{}", origin.cell, origin.last)
        };
        Some(format!("{}#'{sheet}'!{cells}", self.to_file(&origin.path)?))
    }

    /// The link to a submitted file.
    pub fn to_file(self, path: &str) -> Option<String> {
        let base = self.0?.trim_end_matches('/');
        let link = format!("file:///{}", address(base, path));
        (!path.is_empty() && link.len() < LONGEST_LINK).then_some(link)
    }
}

/// The address of a file below a folder, such that nothing in it is taken for something else.
///
/// The writer of workbooks escapes a path itself, unless it sees a `%` with the digits of a blank
/// or a `%`: it would take the name `北区%20.xlsx` for escaped, and `#` for the beginning of a place
/// in the file. So a path with either is escaped here; `%20/..` in it leads nowhere, and tells the
/// writer so.
fn address(base: &str, path: &str) -> String {
    if base.contains(['#', '%']) || path.contains(['#', '%']) {
        format!("{}/%20/../{}", escaped(base), escaped(path))
    } else {
        format!("{base}/{path}")
    }
}

fn escaped(path: &str) -> String {
    let mut text = String::new();
    for c in path.chars() {
        match c {
            '#' | '%' | ' ' | '"' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' => {
                text += &format!("%{:02X}", u32::from(c));
            }
            other => text.push(other),
        }
    }
    text
}

impl Cell {
    /// An ordinary cell.
    pub fn new(content: Content) -> Self {
        Self {
            content,
            made: None,
            face: Face::Body,
            link: None,
        }
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(Content::Text(text.into()))
    }

    /// A number, or what stands instead of it.
    pub fn figure(figure: &Datum, links: Links) -> Self {
        let content = figure.value.map_or_else(
            || Content::Symbol(figure.symbol.to_owned()),
            Content::Number,
        );
        Self::new(content).to(links.to(figure.origin.as_ref()))
    }

    /// A number that may be unknown.
    pub fn number(value: Option<u64>) -> Self {
        Self::new(value.map_or(Content::Empty, Content::Number))
    }

    /// A change that may be unknown: the difference, and the rate where it is told.
    pub fn change(change: Option<Change>) -> [Self; 2] {
        let rate = change.and_then(|change| change.rate);
        let difference = change.map(|change| Content::Difference(change.difference));
        [difference, rate.map(Content::Rate)]
            .map(|content| Self::new(content.unwrap_or(Content::Empty)))
    }

    /// The same, made of other cells; what is no number is not.
    pub fn made(mut self, made: Option<CellFormula>) -> Self {
        let is_number = matches!(
            self.content,
            Content::Number(_) | Content::Difference(_) | Content::Rate(_)
        );
        self.made = made.filter(|_| is_number);
        self
    }

    /// The same with another look.
    pub fn face(mut self, face: Face) -> Self {
        self.face = face;
        self
    }

    /// The same with a link.
    pub fn to(mut self, link: Option<String>) -> Self {
        self.link = link;
        self
    }

    /// What may break into lines; numbers never do.
    pub(super) fn words(&self) -> &str {
        match &self.content {
            Content::Text(text) | Content::Symbol(text) => text,
            _ => "",
        }
    }

    pub(super) fn width(&self) -> usize {
        match &self.content {
            Content::Text(text) | Content::Symbol(text) => width(text),
            Content::Number(n) => grouped(*n).len(),
            Content::Difference(n) => grouped(n.unsigned_abs()).len() + 1,
            Content::Rate(rate) => format!("{:+.1}%", rate * 100.0).len(),
            Content::Date(_) => 10,
            Content::Empty => 0,
        }
    }
}

/// Writes a cell: value, look and link; what is made of other cells with its formula, beside the
/// value that was computed once. The units of the sheet stand in some rows.
pub fn write(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    cell: &Cell,
    units: Option<(u32, u32)>,
    looks: &Looks,
) -> Result<()> {
    let shape = match cell.content {
        Content::Text(_) | Content::Empty => Shape::Text,
        Content::Symbol(_) => Shape::Symbol,
        Content::Number(_) => Shape::Number,
        Content::Difference(_) => Shape::Difference,
        Content::Rate(_) => Shape::Rate,
        Content::Date(_) => Shape::Date,
    };
    let look = if cell.link.is_some() {
        looks.linked(cell.face, shape)
    } else {
        looks.of(cell.face, shape)
    };
    // The link first: the value then takes the place of its words, and its look stays that of the
    // table.
    if let Some(link) = &cell.link {
        sheet.write_url_with_format(row, col, Url::new(link), look)?;
    }
    let formula = cell.made.zip(units);
    let formula = formula.and_then(|(made, units)| made.formula(row, col, units));
    if let Some(formula) = formula {
        let result = match cell.content {
            Content::Number(n) => n.to_string(),
            Content::Difference(n) => n.to_string(),
            Content::Rate(rate) => rate.to_string(),
            _ => String::new(),
        };
        let formula = Formula::new(formula).set_result(result);
        sheet.write_formula_with_format(row, col, formula, look)?;
        return Ok(());
    }
    match &cell.content {
        Content::Text(text) | Content::Symbol(text) => {
            let text = excel::cut(text, excel::LONGEST_TEXT);
            sheet.write_string_with_format(row, col, text, look)?
        }
        Content::Number(n) => sheet.write_number_with_format(row, col, *n as f64, look)?,
        Content::Difference(n) => sheet.write_number_with_format(row, col, *n as f64, look)?,
        Content::Rate(rate) => sheet.write_number_with_format(row, col, *rate, look)?,
        Content::Date(date) => sheet.write_datetime_with_format(row, col, day(*date)?, look)?,
        Content::Empty => sheet.write_blank(row, col, look)?,
    };
    Ok(())
}

/// A day as Excel counts it.
pub fn day(date: Date) -> Result<ExcelDateTime> {
    let year = u16::try_from(date.year()).context("日付の年が範囲の外です")?;
    Ok(ExcelDateTime::from_ymd(
        year,
        date.month() as u8,
        date.day() as u8,
    )?)
}

/// The headings of the columns that lead to the forms of the halves of a year, where rows have
/// them.
pub fn form_headings(
    tables: &Sheets,
    row: Option<&Vec<Option<SourceCells>>>,
) -> impl Iterator<Item = String> {
    tables
        .halves
        .iter()
        .take(row.map_or(0, Vec::len))
        .map(|half| format!("{half}の様式"))
}

/// The cells under them: a sum of two halves has no cell of its own, but one in each.
pub fn forms(forms: &[Option<SourceCells>], links: Links) -> impl Iterator<Item = Cell> {
    forms.iter().map(move |form| match links.to(form.as_ref()) {
        Some(link) => Cell::text("開く").to(Some(link)),
        None => Cell::new(Content::Symbol(symbol::NONE.to_owned())),
    })
}

/// A face for a row, for the columns of a total or of 再掲.
pub fn all(face: Face, cells: Vec<Cell>) -> Vec<Cell> {
    cells.into_iter().map(|cell| cell.face(face)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_file_is_taken_for_something_else() {
        let links = Links(Some("../submissions/"));
        let to = |path| links.to_file(path).expect("a link");
        assert_eq!(
            to("ward/北区 (1).xlsx"),
            "file:///../submissions/ward/北区 (1).xlsx"
        );
        assert_eq!(
            to("ward/a#b.xlsx"),
            "file:///../submissions/%20/../ward/a%23b.xlsx"
        );
        assert_eq!(
            to("ward/北区%20.xlsx"),
            "file:///../submissions/%20/../ward/北区%2520.xlsx"
        );
        assert_eq!(links.to_file(""), None);
    }
}
