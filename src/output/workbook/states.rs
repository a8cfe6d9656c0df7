//! The sheets of states and of ○: units by items, then how many units, beside the period before, then the chart.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::cell::{Cell, Content, Links, all};
use super::chart::{Cells, Series, bars};
use super::look::Face;
use super::page::{Grid, Page, Region};
use super::place;
use crate::model::catalogue::Tone;
use crate::report::tables::Tables;
use crate::report::tables::marks::MarksTable;
use crate::report::tables::part::{Before, Column, UnitHead};
use crate::report::tables::states::StateTable;

/// The columns before the answers: code and name.
const LEAD: u16 = 2;
/// The widest columns: code, name, answers; many answers break into lines, to stay legible on paper.
fn widest(columns: &[Column]) -> [usize; 3] {
    [16, 24, if columns.len() > 6 { 14 } else { 26 }]
}

/// Draws the sheet of states.
pub fn draw(tables: &Tables, table: &StateTable, links: Links) -> Result<Worksheet> {
    // Words with a link do not break into lines everywhere, so the name of the unit carries it.
    let answers = table.rows.iter().map(|row| {
        let first = row.answers.iter().find_map(|answer| links.to(answer.origin.as_ref()));
        line(&row.unit, first, row.answers.iter().map(|answer| symbol(&answer.label)).collect())
    });
    let units = Grid { header: header("名称", &table.columns), rows: answers.collect() };
    let now = table.counts.iter().map(|count| {
        let mut cells = vec![Cell::text(&tables.period_label), Cell::text(&count.label)];
        cells.extend(count.figures.iter().map(|figure| Cell::figure(figure, Links(None))));
        cells
    });
    let past = table.counts.iter().filter_map(|count| Some(past(&count.label, count.before.as_ref()?)));
    let counts = Grid { header: counts_header("状況", &table.columns), rows: now.chain(past).collect() };
    let page = Page { head: &table.head, grids: vec![units, counts], fixed: LEAD, widest: &widest(&table.columns) };
    let (mut sheet, regions) = page.draw(tables)?;
    if let [_, counts] = regions.as_slice() {
        let (categories, series, stacked) = series(tables, table, *counts);
        let chart = bars(&table.head.sheet, &table.chart, categories, &series, stacked);
        place(&mut sheet, counts.end + 1, &chart)?;
    }
    Ok(sheet)
}

/// One item: a bar a state. Several: a bar an item, its parts the states.
fn series(tables: &Tables, table: &StateTable, counts: Region) -> (Cells, Vec<Series>, bool) {
    let first = counts.header + 1;
    let states = table.counts.len() as u32;
    if table.columns.len() == 1 {
        let column = |col: u16, row: u32, rows: u32| Cells { row, col, last_row: row + rows - 1, last_col: col };
        let mut series =
            vec![Series { name: tables.period_label.clone(), values: column(LEAD, first, states), tone: Tone::Strong }];
        // The states of the period before stand in the same order, and come before units that are silent.
        let known: Vec<&Before> = table.counts.iter().filter_map(|count| count.before.as_ref()).collect();
        let told = table.counts.iter().filter(|count| count.state.is_some()).count();
        if let Some(before) = known.first().filter(|_| known.len() == told) {
            let values = column(LEAD, first + states, told as u32);
            series.push(Series { name: before.label.clone(), values, tone: Tone::Past });
        }
        return (column(LEAD - 1, first, states), series, false);
    }
    let row = |row: u32| Cells { row, col: LEAD, last_row: row, last_col: LEAD + table.columns.len() as u16 - 1 };
    let of_state = |(i, count): (usize, &crate::report::tables::states::StateCount)| Series {
        name: count.label.clone(),
        values: row(first + i as u32),
        tone: count.tone,
    };
    (row(counts.header), table.counts.iter().enumerate().map(of_state).collect(), true)
}

/// Draws the sheet of ○.
pub fn draw_marks(tables: &Tables, table: &MarksTable, links: Links) -> Result<Worksheet> {
    let marks = table.rows.iter().map(|row| {
        let cells = row.marks.iter().map(|mark| symbol(mark.symbol).to(links.to(mark.origin.as_ref())));
        line(&row.unit, None, cells.collect())
    });
    let units = Grid { header: header("名称", &table.columns), rows: marks.collect() };
    let mut now = vec![Cell::text(&tables.period_label), Cell::text("当たる単位の数")];
    now.extend(table.city.iter().map(|figure| Cell::figure(figure, Links(None))));
    let mut rows = vec![all(Face::Total, now)];
    rows.extend(table.before.as_ref().map(|before| past("当たる単位の数", before)));
    let counts = Grid { header: counts_header("数", &table.columns), rows };
    let page = Page { head: &table.head, grids: vec![units, counts], fixed: LEAD, widest: &widest(&table.columns) };
    let (mut sheet, regions) = page.draw(tables)?;
    if let ([_, counts], false) = (regions.as_slice(), table.columns.is_empty()) {
        let row = |row: u32| Cells { row, col: LEAD, last_row: row, last_col: LEAD + table.columns.len() as u16 - 1 };
        let first = counts.header + 1;
        let mut series = vec![Series { name: tables.period_label.clone(), values: row(first), tone: Tone::Strong }];
        if let Some(before) = &table.before {
            series.push(Series { name: before.label.clone(), values: row(first + 1), tone: Tone::Past });
        }
        let chart = bars(&table.head.sheet, &table.chart, row(counts.header), &series, false);
        place(&mut sheet, counts.end + 1, &chart)?;
    }
    Ok(sheet)
}

fn header(name: &str, columns: &[Column]) -> Vec<String> {
    let lead = ["地域コード", name].map(str::to_owned);
    lead.into_iter().chain(columns.iter().map(|column| column.label.clone())).collect()
}

fn counts_header(name: &str, columns: &[Column]) -> Vec<String> {
    let lead = ["期間", name].map(str::to_owned);
    lead.into_iter().chain(columns.iter().map(|column| column.label.clone())).collect()
}

fn line(unit: &UnitHead, link: Option<String>, cells: Vec<Cell>) -> Vec<Cell> {
    let mut line = vec![Cell::text(&unit.area_code), Cell::text(&unit.short).to(link)];
    line.extend(cells);
    line
}

fn past(label: &str, before: &Before) -> Vec<Cell> {
    let mut cells = vec![Cell::text(&before.label), Cell::text(label)];
    cells.extend(before.values.iter().map(|value| Cell::number(*value)));
    all(Face::Past, cells)
}

fn symbol(text: &str) -> Cell {
    Cell::new(Content::Symbol(text.to_owned()))
}
