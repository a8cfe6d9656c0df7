//! The sheets of states and of ○: how many units, beside the period before; the units by items;
//! then the chart.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::cell::{Cell, CellFormula, Content, Links, all, form_headings, forms};
use super::chart::{Bars, Cells, Series};
use super::look::{Face, Looks};
use super::page::{Grid, SheetDraft, headings};
use crate::figures::datum::{self, Datum, UnitHead, around};
use crate::model::catalogue::Tone;
use crate::sheets::Sheets;
use crate::sheets::marks::MarksTable;
use crate::sheets::part::{Before, NumberColumn};
use crate::sheets::states::{StateCount, StateTable};

/// The columns before the answers: code and name.
const LEAD: u16 = 2;

/// The widest columns: code, name, answers; many answers break into lines, to stay legible on
/// paper.
fn widest(columns: &[NumberColumn]) -> [usize; 3] {
    [10, 30, if columns.len() > 3 { 14 } else { 26 }]
}

/// Draws the sheet of states.
pub fn draw(tables: &Sheets, table: &StateTable, links: Links, looks: &Looks) -> Result<Worksheet> {
    // Words with a link do not break into lines everywhere, so the name of the unit carries it.
    let answers = table.rows.iter().map(|row| {
        let answered = around(
            row.answers
                .iter()
                .filter_map(|answer| answer.origin.as_ref()),
        );
        let cells = row.answers.iter().map(|answer| symbol(&answer.label));
        unit(&row.unit, links.to(answered.as_ref()), cells.collect())
    });
    let now = table
        .counts
        .iter()
        .map(|count| counted(tables, &count.label, &count.figures, of_state(count)));
    let past = table
        .counts
        .iter()
        .filter_map(|count| Some(past(tables, &count.label, count.before.as_ref()?)));
    let of_city = Grid {
        header: headings("状況", &table.columns),
        rows: now.chain(past).collect(),
        listed: false,
    };
    let of_units = Grid {
        header: headings("名称", &table.columns),
        rows: answers.collect(),
        listed: true,
    };
    let chart = Some(bars(tables, table));
    SheetDraft {
        tables,
        head: &table.head,
        grids: vec![of_city, of_units],
        fixed: LEAD,
        widest: &widest(&table.columns),
        chart,
    }
    .draw(looks)
}

/// One item: a bar a state. Several: a bar an item, its parts the states.
fn bars<'a>(tables: &Sheets, table: &'a StateTable) -> Bars<'a> {
    let text = &table.chart;
    let first = 1;
    let states = table.counts.len() as u32;
    if table.columns.len() == 1 {
        let column = |col: u16, row: u32, rows: u32| Cells {
            row,
            col,
            last_row: row + rows - 1,
            last_col: col,
        };
        let mut series = vec![Series {
            name: tables.period_label.clone(),
            values: column(LEAD, first, states),
            tone: Tone::Strong,
        }];
        // The states of the period before stand in the same order, and come before units that are
        // silent.
        let known: Vec<&Before> = table
            .counts
            .iter()
            .filter_map(|count| count.before.as_ref())
            .collect();
        let told = table
            .counts
            .iter()
            .filter(|count| count.state.is_some())
            .count();
        if let Some(before) = known.first().filter(|_| known.len() == told) {
            let values = column(LEAD, first + states, told as u32);
            series.push(Series {
                name: before.label.clone(),
                values,
                tone: Tone::Past,
            });
        }
        return Bars {
            text,
            categories: column(LEAD - 1, first, states),
            series,
            stacked: None,
        };
    }
    let row = |row: u32| Cells {
        row,
        col: LEAD,
        last_row: row,
        last_col: LEAD + table.columns.len() as u16 - 1,
    };
    let of_state = |(row_of, count): (u32, &StateCount)| Series {
        name: count.label.clone(),
        values: row(row_of),
        tone: count.tone,
    };
    Bars {
        text,
        categories: row(0),
        series: (first..).zip(&table.counts).map(of_state).collect(),
        // A bar of all units is as long as the chart is wide.
        stacked: Some(table.rows.len().max(1) as u32),
    }
}

/// Draws the sheet of ○.
pub fn draw_marks(
    tables: &Sheets,
    table: &MarksTable,
    links: Links,
    looks: &Looks,
) -> Result<Worksheet> {
    let marks = table.rows.iter().map(|row| {
        let cells = row
            .marks
            .iter()
            .map(|mark| symbol(mark.symbol).to(links.to(mark.origin.as_ref())));
        unit(
            &row.unit,
            None,
            cells.chain(forms(&row.forms, links)).collect(),
        )
    });
    let made = Some(CellFormula::Words(datum::symbol::MARK));
    let now = std::iter::once(counted(tables, MARKED, &table.city, made));
    let past = table
        .before
        .as_ref()
        .map(|before| past(tables, MARKED, before));
    let of_city = Grid {
        header: headings("数えたもの", &table.columns),
        rows: now.chain(past).collect(),
        listed: false,
    };
    let first = table.rows.first().map(|row| &row.forms);
    let mut header = headings("名称", &table.columns);
    header.extend(form_headings(tables, first));
    let of_units = Grid {
        header,
        rows: marks.collect(),
        listed: true,
    };
    let mut grids = vec![of_city, of_units];
    grids.retain(|grid| !grid.rows.is_empty());
    let columns = LEAD..LEAD + table.columns.len() as u16;
    let periods = (&*tables.period_label, table.before.as_ref());
    let chart =
        (!table.columns.is_empty()).then(|| Bars::of_periods(&table.chart, columns, periods));
    SheetDraft {
        tables,
        head: &table.head,
        grids,
        fixed: LEAD,
        widest: &widest(&table.columns),
        chart,
    }
    .draw(looks)
}

/// What the rows of the city count, where the column says which option.
const MARKED: &str = "当たる単位の数";

fn unit(unit: &UnitHead, link: Option<String>, cells: Vec<Cell>) -> Vec<Cell> {
    let mut line = vec![
        Cell::text(&unit.area_code),
        Cell::text(&unit.short).to(link),
    ];
    line.extend(cells);
    line
}

/// How a count of units is made: silent ones have a symbol and not the words.
fn of_state(count: &StateCount) -> Option<CellFormula> {
    // A spreadsheet takes these for more than themselves.
    let is_plain = !count.label.contains(['*', '?', '~', '<', '>', '=']);
    match count.state {
        Some(_) => is_plain.then_some(CellFormula::Named),
        None => Some(CellFormula::Words(datum::symbol::MISSING)),
    }
}

/// How many units of the city.
fn counted(
    tables: &Sheets,
    label: &str,
    figures: &[Datum],
    made: Option<CellFormula>,
) -> Vec<Cell> {
    let made = made.filter(|_| tables.internal);
    let mut cells = vec![Cell::text(&tables.city_code), Cell::text(label)];
    cells.extend(
        figures
            .iter()
            .map(|figure| Cell::figure(figure, Links(None)).made(made)),
    );
    all(Face::Total, cells)
}

/// The same in the period before.
fn past(tables: &Sheets, label: &str, before: &Before) -> Vec<Cell> {
    let mut cells = vec![
        Cell::text(&tables.city_code),
        Cell::text(format!("{label}　{}", before.label)),
    ];
    cells.extend(before.values.iter().map(|value| Cell::number(*value)));
    all(Face::Past, cells)
}

fn symbol(text: &str) -> Cell {
    Cell::new(Content::Symbol(text.to_owned()))
}
