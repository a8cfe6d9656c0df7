//! The tables and charts of a page, whichever kind they are, as sheets.

use super::sheet::{Group, HtmlCell, HtmlColumn, HtmlRow, HtmlTable, Look};
use super::{counts, states};
use crate::pages::print::{self, Chart, RowRole, Table};

/// A table; where it has no title of its own, that of its page says what it shows.
pub fn table(told: &Table, page_title: &str) -> HtmlTable {
    let title = Some(told.title.as_str()).filter(|title| !title.is_empty());
    let mut sheet = HtmlTable::new(title.unwrap_or(page_title));
    sheet.columns = told.columns.iter().map(column).collect();
    sheet.notes.clone_from(&told.notes);
    for row in &told.rows {
        if row.role == RowRole::Group {
            let heading = row.cells.first().map(ToString::to_string);
            sheet.groups.push(Group {
                heading,
                rows: Vec::new(),
            });
        } else {
            sheet.push(self::row(row));
        }
    }
    sheet
        .groups
        .retain(|group| group.heading.is_some() || !group.rows.is_empty());
    sheet
}

fn column(told: &print::TableColumn) -> HtmlColumn {
    let look = if told.numeric {
        Look::Number
    } else {
        Look::Words
    };
    let width = told.width;
    HtmlColumn {
        width,
        ..HtmlColumn::new(&told.label, look)
    }
}

fn row(told: &print::Row) -> HtmlRow {
    let mut cells = Vec::new();
    for (at, words) in told.cells.iter().enumerate() {
        let cell = if at == 0 {
            HtmlCell::head(words)
        } else {
            HtmlCell::words(words)
        };
        cells.push(cell);
    }
    let class = match told.role {
        RowRole::Plain | RowRole::Group => "",
        RowRole::Total => "total",
        RowRole::Part => "part",
        RowRole::Subset => "subset",
    };
    HtmlRow { class, cells }
}

/// A chart; one that shows nothing is as good as absent.
pub fn chart(told: &Chart) -> Option<HtmlTable> {
    let sheet = match told {
        Chart::Bars {
            title,
            legend,
            rows,
            max,
            ..
        } => counts::bars(title, legend, rows, *max),
        Chart::Share {
            title,
            parts,
            total,
            ..
        } => states::share(title, parts, *total),
        Chart::Stacked {
            title,
            rows,
            total,
            past_label,
            ..
        } => counts::stacked(title, rows, *total, past_label.as_deref()),
        Chart::Matrix {
            title,
            tiles,
            legend,
            ..
        } => states::matrix(title, tiles, legend),
        Chart::Grid {
            title,
            legend,
            columns,
            rows,
            sum_label,
            sums,
            ..
        } => {
            let grid = states::StateMatrix {
                title,
                legend,
                units: columns,
                items: rows,
                sum_label,
                sums,
            };
            grid.sheet()
        }
        Chart::Columns {
            title,
            legend,
            columns,
            max,
            ..
        } => counts::columns(title, legend, columns, *max),
    };
    (!sheet.is_empty()).then_some(sheet)
}
