//! Every number that the report prints, with its place: what the lineage lists and the appendix indexes.

use super::print::{Chart, Page, Print, Table, Value};
use crate::figures::number::{PrintedNumber, Words};

/// A printed number and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed<'a> {
    /// The id of the page.
    pub page: &'a str,
    /// The part of the page: `finding`, `figures`, `notes`, `source`, or the name of a chart or table.
    pub place: &'a str,
    /// The number.
    pub number: &'a PrintedNumber,
}

/// Every printed number, page by page. Alternative texts repeat what their charts print and are left out.
pub fn numbers(print: &Print) -> Vec<Printed<'_>> {
    print
        .pages
        .iter()
        .flat_map(|page| of_page(print, page))
        .collect()
}

/// Every number that a page prints; the cover prints those of the whole report.
pub fn of_page<'a>(print: &'a Print, page: &'a Page) -> Vec<Printed<'a>> {
    let mut words = Vec::new();
    let mut take = |place: &'a str, more: &'a Words| words.push((place, more));
    if page.kind == "cover" {
        take("coverage", &print.meta.coverage);
        print
            .meta
            .preliminary
            .iter()
            .for_each(|preliminary| take("preliminary", &preliminary.text));
    }
    page.finding
        .iter()
        .for_each(|span| take("finding", &span.text));
    for figure in &page.figures {
        take("figures", &figure.value);
        figure.lines.iter().for_each(|line| take("figures", line));
    }
    for (name, chart) in &page.charts {
        of_chart(chart, &mut |words| take(name, words));
    }
    for (name, table) in &page.tables {
        of_table(table, &mut |words| take(name, words));
    }
    page.notes.iter().for_each(|note| take("notes", note));
    page.source.iter().for_each(|source| take("source", source));
    let numbers = words
        .into_iter()
        .flat_map(|(place, words)| words.numbers().iter().map(move |number| (place, number)));
    numbers
        .map(|(place, number)| Printed {
            page: &page.id,
            place,
            number,
        })
        .collect()
}

fn of_table<'a>(table: &'a Table, take: &mut impl FnMut(&'a Words)) {
    table.rows.iter().flat_map(|row| &row.cells).for_each(take);
}

fn of_chart<'a>(chart: &'a Chart, take: &mut impl FnMut(&'a Words)) {
    let (title, legend) = match chart {
        Chart::Bars { title, legend, .. }
        | Chart::Stacked { title, legend, .. }
        | Chart::Matrix { title, legend, .. }
        | Chart::Grid { title, legend, .. }
        | Chart::Columns { title, legend, .. } => (title, legend.as_slice()),
        Chart::Share { title, .. } => (title, &[][..]),
    };
    take(title);
    legend.iter().for_each(|key| take(&key.label));
    match chart {
        Chart::Bars { rows, .. } => {
            for row in rows {
                row.values
                    .iter()
                    .map(text)
                    .chain(&row.change)
                    .for_each(&mut *take);
            }
        }
        Chart::Share { parts, .. } => parts.iter().for_each(|part| take(&part.value.text)),
        Chart::Stacked { rows, .. } => {
            for row in rows {
                row.parts
                    .iter()
                    .map(|part| &part.value.text)
                    .chain(&row.past)
                    .for_each(&mut *take);
            }
        }
        Chart::Matrix { .. } => {}
        Chart::Grid { rows, sums, .. } => {
            rows.iter().map(|row| &row.sum).chain(sums).for_each(take)
        }
        Chart::Columns { columns, .. } => {
            for column in columns {
                std::iter::once(&column.total)
                    .chain(column.parts.iter().map(|part| &part.value))
                    .map(text)
                    .for_each(&mut *take);
            }
        }
    }
}

fn text(value: &Value) -> &Words {
    &value.text
}
