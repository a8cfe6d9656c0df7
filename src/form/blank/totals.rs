//! Totals: formulas over exactly the parts, with the result that the filling has.

use rust_xlsxwriter::Formula;

use super::Filling;
use crate::form::layout::{BlockLayout, Column, ColumnSubject, Row, RowSubject};
use crate::form::spec::BlockKind;
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::cell::CellRef;
use crate::model::period::Month;
use crate::model::submission::Key;
use crate::workbook::{Cell, Content};

/// The formula of a total; `None` where nothing is to be added.
pub fn formula(
    block: &BlockLayout,
    row: usize,
    column: usize,
    filling: &Filling,
) -> Option<Formula> {
    let cells = summed(block, row, column)?;
    let ranges = ranges(&cells);
    let result = result(
        block,
        block.rows.get(row)?,
        block.columns.get(column)?,
        filling,
    );
    (!ranges.is_empty())
        .then(|| Formula::new(format!("=SUM({})", ranges.join(","))).set_result(result.to_string()))
}

/// Whether a total that was typed or computed says what the formula will show.
pub fn agrees(
    typed: &Cell,
    block: &BlockLayout,
    row: usize,
    column: usize,
    filling: &Filling,
) -> bool {
    let (Some(row), Some(column)) = (block.rows.get(row), block.columns.get(column)) else {
        return true;
    };
    typed.content == Content::Number(result(block, row, column, filling) as f64)
}

/// The cells that a total adds: the parts above, or the months beside. A subset (再掲) is no part.
fn summed(block: &BlockLayout, row: usize, column: usize) -> Option<Vec<CellRef>> {
    let at = |row: usize, column: usize| {
        Some(CellRef::new(
            block.sheet_row(row),
            u16::try_from(column).ok()?,
        ))
    };
    if block.rows.get(row)?.subject == RowSubject::Total {
        let parts = block
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| is_part(row));
        parts.map(|(part, _)| at(part, column)).collect()
    } else {
        let months = block
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| month(column).is_some());
        months.map(|(month, _)| at(row, month)).collect()
    }
}

fn is_part(row: &Row) -> bool {
    matches!(row.subject, RowSubject::Option { subset: false, .. })
}

fn month(column: &Column) -> Option<Month> {
    match column.subject {
        ColumnSubject::Month(month) => Some(month),
        _ => None,
    }
}

/// Cells in a line as the fewest ranges, e.g. `C7:C9`.
fn ranges(cells: &[CellRef]) -> Vec<String> {
    let mut spans: Vec<(CellRef, CellRef)> = Vec::new();
    for cell in cells {
        match spans.last_mut() {
            Some((_, end)) if follows(*end, *cell) => *end = *cell,
            _ => spans.push((*cell, *cell)),
        }
    }
    let shown = |(first, last): &(CellRef, CellRef)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}:{last}")
        }
    };
    spans.iter().map(shown).collect()
}

fn follows(end: CellRef, cell: CellRef) -> bool {
    (end.row == cell.row && end.col + 1 == cell.col)
        || (end.col == cell.col && end.row + 1 == cell.row)
}

/// What the formula will show, for programs that do not recalculate.
fn result(block: &BlockLayout, row: &Row, column: &Column, filling: &Filling) -> u64 {
    let BlockKind::Monthly { element, .. } = &block.block.kind else {
        return 0;
    };
    let rows = block.rows.iter().filter(|other| {
        if row.subject == RowSubject::Total {
            is_part(other)
        } else {
            other.subject == row.subject
        }
    });
    let months = || {
        block
            .columns
            .iter()
            .filter_map(month)
            .filter(|other| month(column).is_none_or(|only| only == *other))
    };
    rows.flat_map(|row| months().map(move |month| count(element, row, month, filling)))
        .sum()
}

fn count(element: &Id, row: &Row, month: Month, filling: &Filling) -> u64 {
    let RowSubject::Option { id, .. } = &row.subject else {
        return 0;
    };
    let key = Key {
        element: element.clone(),
        option: Some(id.clone()),
        month: Some(month),
        record: None,
    };
    filling
        .answers
        .get(&key)
        .and_then(Value::count)
        .unwrap_or(0)
}
