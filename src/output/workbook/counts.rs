//! The sheet of a block of counts: units, city, the period before; then months; then the chart.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::cell::{Cell, Content, Links, all};
use super::chart::{Cells, Series, bars};
use super::look::Face;
use super::page::{Grid, Page};
use super::place;
use crate::model::catalogue::Tone;
use crate::report::tables::Tables;
use crate::report::tables::counts::BlockTable;
use crate::report::tables::part::{ColumnRole, Figure};

/// The columns before the figures: code and name.
const LEAD: u16 = 2;

/// Draws it.
pub fn draw(tables: &Tables, table: &BlockTable, links: Links) -> Result<Worksheet> {
    let widest = [10, 16];
    let page = Page { head: &table.head, grids: vec![units(tables, table, links), months(table)], fixed: LEAD, widest: &widest };
    let (mut sheet, regions) = page.draw(tables)?;
    let parts = table.columns.iter().filter(|column| column.role == ColumnRole::Part).count() as u16;
    if let ([units, months], 1..) = (regions.as_slice(), parts) {
        let row = |row: u32| Cells { row, col: LEAD, last_row: row, last_col: LEAD + parts - 1 };
        let city = units.header + 1 + table.rows.len() as u32;
        let mut series = vec![Series { name: tables.period_label.clone(), values: row(city), tone: Tone::Strong }];
        if let Some(before) = &table.before {
            series.push(Series { name: before.label.clone(), values: row(city + 1), tone: Tone::Past });
        }
        let chart = bars(&table.head.sheet, &table.chart, row(units.header), &series, false);
        place(&mut sheet, months.end + 1, &chart)?;
    }
    Ok(sheet)
}

fn units(tables: &Tables, table: &BlockTable, links: Links) -> Grid {
    let mut header = vec!["地域コード".to_owned(), "名称".to_owned()];
    header.extend(table.columns.iter().map(|column| column.label.clone()));
    if let Some(before) = &table.units_before {
        header.extend([before.clone(), "増減率".to_owned()]);
    }
    let beside = |before: Option<u64>, change: Option<f64>| match table.units_before {
        Some(_) => vec![Cell::number(before).face(Face::Past), Cell::change(change).face(Face::Past)],
        None => Vec::new(),
    };
    let mut rows: Vec<Vec<Cell>> = table
        .rows
        .iter()
        .map(|row| {
            let mut cells = vec![Cell::text(&row.unit.area_code), Cell::text(&row.unit.short)];
            cells.extend(figures(table, &row.figures, links));
            cells.extend(beside(row.before, row.change));
            cells
        })
        .collect();
    let mut city = vec![Cell::text(&tables.city_code), Cell::text(&tables.city)];
    city.extend(figures(table, &table.city, links));
    let mut of_total = (None, None);
    let mut past = Vec::new();
    if let Some(before) = &table.before {
        let line = |label: &str, cells: Vec<Cell>| {
            let mut line = vec![Cell::text(&tables.city_code), Cell::text(label)];
            line.extend(cells);
            line.extend(beside(None, None));
            all(Face::Past, line)
        };
        past.push(line(&before.label, before.values.iter().map(|value| Cell::number(*value)).collect()));
        past.push(line("増減率", before.change.iter().map(|change| Cell::change(*change)).collect()));
        if let Some(total) = table.columns.iter().position(|column| column.role == ColumnRole::Total) {
            of_total = (before.values.get(total).copied().flatten(), before.change.get(total).copied().flatten());
        }
    }
    city.extend(beside(of_total.0, of_total.1));
    rows.push(all(Face::Total, city));
    rows.extend(past);
    Grid { header, rows }
}

fn months(table: &BlockTable) -> Grid {
    let mut header = vec!["年月".to_owned(), "市全体・月別".to_owned()];
    header.extend(table.columns.iter().map(|column| column.label.clone()));
    let rows = table.months.iter().map(|month| {
        let mut cells = vec![Cell::text(month.month.to_string()), Cell::text(&month.label)];
        cells.extend(figures(table, &month.figures, Links(None)));
        cells
    });
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    let mut total = vec![Cell::new(Content::Empty), Cell::text("合計")];
    total.extend(figures(table, &table.city, Links(None)));
    rows.push(all(Face::Total, total));
    Grid { header, rows }
}

fn figures(table: &BlockTable, figures: &[Figure], links: Links) -> Vec<Cell> {
    let face = |role| if role == ColumnRole::Total { Face::Total } else { Face::Body };
    let cells = table.columns.iter().zip(figures).map(|(column, figure)| Cell::figure(figure, links).face(face(column.role)));
    cells.collect()
}
