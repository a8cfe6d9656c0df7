//! The sheet of a block of counts: the city beside the period before, its months, the units; then
//! the chart.

use std::ops::Range;

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::cell::{Cell, CellFormula, Links, all, form_headings, forms};
use super::chart::Bars;
use super::look::{Face, Looks};
use super::page::{Grid, SheetDraft, headings};
use crate::figures::datum::Datum;
use crate::sheets::Sheets;
use crate::sheets::counts::{BlockTable, MonthRow, UnitRow};
use crate::sheets::part::{ColumnRole, NumberColumn};

/// The columns before the figures: code and name.
const LEAD: u16 = 2;

/// The widest columns: code, name, figures.
const WIDEST: [usize; 3] = [10, 20, 16];

/// The headings of a change: the difference, and the relative change.
const CHANGE: [&str; 2] = ["増減", "増減率"];

/// Draws it.
pub fn draw(tables: &Sheets, table: &BlockTable, links: Links, looks: &Looks) -> Result<Worksheet> {
    let grids = [
        of_city(tables, table),
        of_months(tables, table),
        units(tables, table, links),
    ];
    SheetDraft {
        tables,
        head: &table.head,
        grids: Vec::from_iter(grids.into_iter().filter(|grid| !grid.rows.is_empty())),
        fixed: LEAD,
        widest: &WIDEST,
        chart: bars(tables, table),
    }
    .draw(looks)
}

/// The parts of the city, beside the period before; `None` where there are none.
fn bars<'a>(tables: &Sheets, table: &'a BlockTable) -> Option<Bars<'a>> {
    let parts = parts_of(&table.columns)?;
    let periods = (&*tables.period_label, table.before.as_ref());
    Some(Bars::of_periods(&table.chart, parts, periods))
}

/// The columns that are added; `None` where there are none.
fn parts_of(columns: &[NumberColumn]) -> Option<Range<u16>> {
    let is_part = |column: &NumberColumn| column.role == ColumnRole::Part;
    let first = LEAD + columns.iter().position(is_part)? as u16;
    let parts = columns.iter().filter(|column| is_part(column));
    Some(first..first + parts.count() as u16)
}

/// What the office corrects moves what is made of it; for everybody it stands as published.
fn of_units(tables: &Sheets, made: CellFormula) -> Option<CellFormula> {
    tables.internal.then_some(made)
}

fn line(code: &str, label: &str, cells: Vec<Cell>) -> Vec<Cell> {
    let mut line = vec![Cell::text(code), Cell::text(label)];
    line.extend(cells);
    line
}

/// The city, the period before, the change.
fn of_city(tables: &Sheets, table: &BlockTable) -> Grid {
    let now = figures(&table.columns, &table.city, Links(None)).into_iter();
    let now = now
        .map(|cell| cell.made(of_units(tables, CellFormula::Column)))
        .collect();
    let mut rows = vec![all(Face::Total, line(&tables.city_code, &tables.city, now))];
    if let Some(before) = &table.before {
        let values = before.values.iter().map(|value| Cell::number(*value));
        let mut past = vec![line(&tables.city_code, &before.label, values.collect())];
        let (mut differences, mut rates) = (Vec::new(), Vec::new());
        for change in &before.change {
            let [difference, rate] = Cell::change(*change);
            differences.push(difference.made(of_units(tables, CellFormula::Difference)));
            rates.push(rate.made(of_units(tables, CellFormula::Rate)));
        }
        let told = CHANGE.into_iter().zip([differences, rates]);
        past.extend(told.map(|(word, cells)| line(&tables.city_code, word, cells)));
        rows.extend(past.into_iter().map(|cells| all(Face::Past, cells)));
    }
    Grid {
        header: headings("名称", &table.columns),
        rows,
        listed: false,
    }
}

/// The city by month.
fn of_months(tables: &Sheets, table: &BlockTable) -> Grid {
    let row = |month: &MonthRow| {
        let cells = figures(&table.columns, &month.figures, Links(None));
        line(&tables.city_code, &month.label, cells)
    };
    Grid {
        header: headings("年月", &table.columns),
        rows: table.months.iter().map(row).collect(),
        listed: false,
    }
}

/// The units, with the period before and the forms where they are told.
fn units(tables: &Sheets, table: &BlockTable, links: Links) -> Grid {
    let mut header = headings("名称", &table.unit_columns);
    if let Some(before) = &table.units_before {
        header.push(before.clone());
        header.extend(CHANGE.map(str::to_owned));
    }
    let first = table.rows.first().map(|row| &row.forms);
    let parts = parts_of(&table.unit_columns)
        .map(|columns| CellFormula::Row(columns.start, columns.end - 1));
    let parts = parts.and_then(|made| of_units(tables, made));
    header.extend(form_headings(tables, first));
    let row = |row: &UnitRow| {
        let cells = figures(&table.unit_columns, &row.figures, links).into_iter();
        let cells = cells.zip(&table.unit_columns).map(|(cell, column)| {
            let is_total = column.role == ColumnRole::Total;
            cell.made(parts.filter(|_| is_total))
        });
        let mut line = line(&row.unit.area_code, &row.unit.short, cells.collect());
        if table.units_before.is_some() {
            let past = [Cell::number(row.before)].into_iter();
            let past = past.chain(Cell::change(row.change));
            line.extend(past.map(|cell| cell.face(Face::Past)));
        }
        line.extend(forms(&row.forms, links));
        line
    };
    Grid {
        rows: table.rows.iter().map(row).collect(),
        header,
        listed: true,
    }
}

fn figures(columns: &[NumberColumn], figures: &[Datum], links: Links) -> Vec<Cell> {
    let face = |role| {
        if role == ColumnRole::Total {
            Face::Total
        } else {
            Face::Body
        }
    };
    let cells = columns
        .iter()
        .zip(figures)
        .map(|(column, figure)| Cell::figure(figure, links).face(face(column.role)));
    cells.collect()
}
