//! Every number that the report prints, with its place: what the lineage lists and the appendix
//! indexes.

use super::print::{Page, Print};
use crate::figures::number::{PrintedNumber, Words};

/// A printed number and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed<'a> {
    /// The id of the page.
    pub page: &'a str,
    /// The part of the page: `finding`, `figures`, `notes`, `source`, the name of a chart or table,
    /// or the id of a unit.
    pub place: &'a str,
    /// The number.
    pub number: &'a PrintedNumber,
}

/// Every printed number, page by page. Alternative texts repeat what their charts print and are
/// left out.
pub fn numbers(print: &Print) -> Vec<Printed<'_>> {
    let mut numbers = Vec::new();
    for page in &print.pages {
        numbers.extend(of_page(print, page));
    }
    numbers
}

/// Every number that a page prints; the cover prints those of the whole report.
pub fn of_page<'a>(print: &'a Print, page: &'a Page) -> Vec<Printed<'a>> {
    let mut found = Vec::new();
    for (place, words) in words(print, page) {
        found.extend(words.numbers().iter().map(|number| Printed {
            page: &page.id,
            place,
            number,
        }));
    }
    found
}

/// All words of a page that may hold a number, each with its place.
pub fn words<'a>(print: &'a Print, page: &'a Page) -> Vec<(&'a str, &'a Words)> {
    let mut words: Vec<(&str, &Words)> = Vec::new();
    if page.kind == "cover" {
        words.push(("coverage", &print.meta.coverage));
        words.extend(print.meta.marks.iter().map(|told| ("marks", &told.text)));
    }
    words.extend(page.finding.iter().map(|span| ("finding", &span.text)));
    for figure in &page.figures {
        words.push(("figures", &figure.value));
        words.extend(figure.lines.iter().map(|line| ("figures", line)));
    }
    for (name, chart) in &page.charts {
        words.extend(
            chart
                .words()
                .into_iter()
                .map(|words| (name.as_str(), words)),
        );
    }
    for (name, table) in &page.tables {
        for row in &table.rows {
            words.extend(row.cells.iter().map(|cell| (name.as_str(), cell)));
        }
    }
    for profile in &page.profiles {
        let rows = profile.table.iter().flat_map(|table| &table.rows);
        let cells = rows.flat_map(|row| &row.cells);
        let lines = profile.lines.iter().map(|line| &line.text);
        words.extend(lines.chain(cells).map(|words| (&*profile.id, words)));
    }
    words.extend(page.notes.iter().map(|note| ("notes", note)));
    words.extend(page.source.iter().map(|source| ("source", source)));
    words
}
