//! The sheet of a block of counts: units, city, the period before, months in one table; then the chart.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::cell::{Cell, Links, all, form_headings, forms, padded};
use super::chart::{Bars, Cells, Series};
use super::look::{Face, Looks};
use super::page::{Grid, Page};
use crate::figures::datum::Datum;
use crate::model::catalogue::Tone;
use crate::sheets::Sheets;
use crate::sheets::counts::{BlockTable, UnitRow};
use crate::sheets::part::ColumnRole;

/// The columns before the figures: code and name.
const LEAD: u16 = 2;

/// The widest columns: code, name, figures.
const WIDEST: [usize; 3] = [10, 20, 16];

/// Draws it.
pub fn draw(tables: &Sheets, table: &BlockTable, links: Links, looks: &Looks) -> Result<Worksheet> {
    let chart = bars(tables, table);
    Page {
        tables,
        head: &table.head,
        grid: grid(tables, table, links),
        fixed: LEAD,
        widest: &WIDEST,
        chart,
    }
    .draw(looks)
}

/// The parts of the city, beside the period before; `None` where there are none.
fn bars<'a>(tables: &Sheets, table: &'a BlockTable) -> Option<Bars<'a>> {
    let parts = table
        .columns
        .iter()
        .filter(|column| column.role == ColumnRole::Part)
        .count() as u16;
    let row = |row: u32| Cells {
        row,
        col: LEAD,
        last_row: row,
        last_col: LEAD + parts - 1,
    };
    let city = table.rows.len() as u32 + 1;
    (parts > 0).then(|| {
        let mut series = vec![Series {
            name: tables.period_label.clone(),
            values: row(city),
            tone: Tone::Strong,
        }];
        if let Some(before) = &table.before {
            series.push(Series {
                name: before.label.clone(),
                values: row(city + 1),
                tone: Tone::Past,
            });
        }
        Bars {
            text: &table.chart,
            categories: row(0),
            series,
            stacked: false,
        }
    })
}

/// The units, the city, the period before with the change, the city by month.
fn grid(tables: &Sheets, table: &BlockTable, links: Links) -> Grid {
    let mut header = vec!["地域コード".to_owned(), "名称".to_owned()];
    header.extend(table.columns.iter().map(|column| column.label.clone()));
    if let Some(before) = &table.units_before {
        header.extend([before.clone(), "増減率".to_owned()]);
    }
    header.extend(form_headings(
        tables,
        table.rows.first().map(|row| &row.forms),
    ));
    let columns = header.len();
    let line =
        |code: &str, label: &str, cells: Vec<Cell>, before: Option<u64>, change: Option<f64>| {
            let mut line = vec![Cell::text(code), Cell::text(label)];
            line.extend(cells);
            if table.units_before.is_some() {
                line.extend([
                    Cell::number(before).face(Face::Past),
                    Cell::change(change).face(Face::Past),
                ]);
            }
            line
        };
    let of_unit = |row: &UnitRow| {
        let cells = figures(table, &row.figures, links);
        let mut line = line(
            &row.unit.area_code,
            &row.unit.short,
            cells,
            row.before,
            row.change,
        );
        line.extend(forms(&row.forms, links));
        line
    };
    let mut rows: Vec<Vec<Cell>> = table.rows.iter().map(of_unit).collect();
    let of_city = |label: &str, cells| line(&tables.city_code, label, cells, None, None);
    let mut of_total = (None, None);
    let mut past = Vec::new();
    if let Some(before) = &table.before {
        let values = before
            .values
            .iter()
            .map(|value| Cell::number(*value))
            .collect();
        let change = before
            .change
            .iter()
            .map(|change| Cell::change(*change))
            .collect();
        past = vec![
            all(Face::Past, of_city(&before.label, values)),
            all(Face::Past, of_city("増減率", change)),
        ];
        if let Some(total) = table
            .columns
            .iter()
            .position(|column| column.role == ColumnRole::Total)
        {
            of_total = (
                before.values.get(total).copied().flatten(),
                before.change.get(total).copied().flatten(),
            );
        }
    }
    let city = figures(table, &table.city, Links(None));
    rows.push(all(
        Face::Total,
        line(
            &tables.city_code,
            &tables.city,
            city,
            of_total.0,
            of_total.1,
        ),
    ));
    rows.extend(past);
    rows.extend(
        table
            .months
            .iter()
            .map(|month| of_city(&month.label, figures(table, &month.figures, Links(None)))),
    );
    Grid {
        header,
        rows: rows.into_iter().map(|row| padded(row, columns)).collect(),
    }
}

fn figures(table: &BlockTable, figures: &[Datum], links: Links) -> Vec<Cell> {
    let face = |role| {
        if role == ColumnRole::Total {
            Face::Total
        } else {
            Face::Body
        }
    };
    let cells = table
        .columns
        .iter()
        .zip(figures)
        .map(|(column, figure)| Cell::figure(figure, links).face(face(column.role)));
    cells.collect()
}
