//! Totals: formulas over exactly the parts, with the result that the filling has.

use rust_xlsxwriter::Formula;

use super::Filling;
use crate::form::layout::{
    BlockLayout, ColumnLayout, ColumnSubject, Question, RowLayout, RowSubject,
};
use crate::model::answer::Value;
use crate::model::cell::{CellRange, CellRef};
use crate::model::submission::Role;
use crate::workbook::{Cell, Content};

/// The formula of a total; `None` where nothing is to be added.
pub fn formula(
    block: &BlockLayout,
    row: usize,
    column: usize,
    filling: &Filling,
) -> Option<Formula> {
    let mut cells = Vec::new();
    for (row, column) in summed(block, row, column) {
        cells.push(CellRef::new(
            block.sheet_row(row),
            u16::try_from(column).ok()?,
        ));
    }
    let ranges = CellRange::joining(cells);
    if ranges.is_empty() {
        return None;
    }
    let ranges: Vec<String> = ranges.iter().map(CellRange::to_string).collect();
    let result = result(block, row, column, filling).to_string();
    Some(Formula::new(format!("=SUM({})", ranges.join(","))).set_result(result))
}

/// Whether a total that was typed or computed says what the formula will show.
pub fn agrees(
    typed: &Cell,
    block: &BlockLayout,
    row: usize,
    column: usize,
    filling: &Filling,
) -> bool {
    typed.content == Content::Number(result(block, row, column, filling) as f64)
}

/// The rows and columns of the cells that a total adds: the parts above, or the months beside. A
/// subset (再掲) is no part.
fn summed(block: &BlockLayout, row: usize, column: usize) -> Vec<(usize, usize)> {
    let is_row_of_totals = block
        .rows
        .get(row)
        .is_some_and(|row| row.subject == RowSubject::Total);
    if is_row_of_totals {
        let parts = (0..).zip(&block.rows).filter(|(_, row)| is_part(row));
        parts.map(|(part, _)| (part, column)).collect()
    } else {
        let months = (0..)
            .zip(&block.columns)
            .filter(|(_, column)| is_month(column));
        months.map(|(month, _)| (row, month)).collect()
    }
}

fn is_part(row: &RowLayout) -> bool {
    matches!(row.subject, RowSubject::Option { subset: false, .. })
}

fn is_month(column: &ColumnLayout) -> bool {
    matches!(column.subject, ColumnSubject::Month(_))
}

/// What the formula will show, for programs that do not recalculate: the sum of what its cells
/// show.
fn result(block: &BlockLayout, row: usize, column: usize, filling: &Filling) -> u64 {
    let mut sum = 0;
    for (row, column) in summed(block, row, column) {
        sum += match question(block, row, column) {
            Some(question) if question.role == Role::Total => result(block, row, column, filling),
            Some(question) => {
                let given = filling.answers.get(&question.key);
                given.and_then(Value::count).unwrap_or(0)
            }
            None => 0,
        };
    }
    sum
}

fn question(block: &BlockLayout, row: usize, column: usize) -> Option<Question> {
    block.question(block.rows.get(row)?, block.columns.get(column)?)
}
