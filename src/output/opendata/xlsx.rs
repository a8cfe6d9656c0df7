//! The open data as a workbook after the 統一ルール: a table a sheet, headings in row 1, no merges,
//! numbers as numbers, no drawings.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Result, bail};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::sheet::Sheet;
use crate::dataset::Dataset;
use crate::model::excel;
use crate::output::workbook;
use crate::rules::publication::PublicTable;
use crate::sheets::names::Names;

/// So many rows of a sheet take some ten megabytes.
const MOST_IN_MEMORY: usize = 10_000;
/// So many rows of a workbook may do without files, where these find no room.
const MOST_WITHOUT_FILES: usize = 20 * MOST_IN_MEMORY;
/// So many rows take a megabyte of a file, at most.
const ROWS_OF_A_MEGABYTE: usize = 1_000;

/// The tables, a sheet each.
pub fn write(tables: &Dataset, sheets: &[Sheet]) -> Result<Vec<u8>> {
    let rows = sheets.iter().map(|one| one.table.rows.len());
    if rows.clone().all(|rows| rows <= MOST_IN_MEMORY) {
        return draw(tables, sheets, false);
    }
    // Where the system's files find no room, the crate panics.
    if let Ok(drawn) = catch_unwind(AssertUnwindSafe(|| draw(tables, sheets, true))) {
        return drawn;
    }
    let all: usize = rows.sum();
    if all > MOST_WITHOUT_FILES {
        bail!(
            "集計表を書く途中で、一時ファイルのフォルダー（TMPDIR、Windows では TEMP）の空きが足りなくなりました。{}MBほど空けるか、--format csv で書き出してください",
            all / ROWS_OF_A_MEGABYTE
        );
    }
    draw(tables, sheets, false)
}

fn draw(tables: &Dataset, sheets: &[Sheet], is_large: bool) -> Result<Vec<u8>> {
    let mut names = Names::default();
    let mut book = workbook::new(&tables.publication, &tables.period.label())?;
    for one in sheets {
        let sheet = empty(&mut book, is_large);
        book.push_worksheet(fill(sheet, &names.take(one.title), &one.table)?);
    }
    excel::saved(book)
}

/// A sheet without rows. Those of a large workbook wait in a file of the system's own until all are
/// written, where the program has files at all and one can be made.
fn empty(book: &mut Workbook, is_large: bool) -> Worksheet {
    #[cfg(feature = "cli")]
    if is_large && let Ok(sheet) = book.new_worksheet_with_low_memory() {
        return sheet;
    }
    let _ = (book, is_large);
    Worksheet::new()
}

fn fill(mut sheet: Worksheet, name: &str, table: &PublicTable) -> Result<Worksheet> {
    sheet.set_name(name)?;
    let bold = Format::new().set_bold();
    let mut widths: Vec<usize> = table
        .columns
        .iter()
        .map(|column| workbook::width(column.name))
        .collect();
    for (col, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, col, column.name, &bold)?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for (((col, column), text), width) in (0..).zip(&table.columns).zip(cells).zip(&mut widths)
        {
            if text.is_empty() {
                continue;
            }
            *width = workbook::wider(*width, text).min(60);
            match text.parse::<u32>() {
                Ok(number) if column.number => sheet.write_number(row, col, number)?,
                _ => sheet.write_string(row, col, &**text)?,
            };
        }
    }
    for (col, width) in (0..).zip(widths) {
        sheet.set_column_width(col, width as f64 + 2.0)?;
    }
    // Whoever opens it chooses rows by what stands in the columns.
    if let (Ok(last_row), Some(last_col)) = (
        u32::try_from(table.rows.len()),
        table.columns.len().checked_sub(1),
    ) {
        sheet.autofilter(0, 0, last_row, last_col as u16)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::fixture;
    use crate::form::spec::Definitions;
    use crate::output::opendata::{columns::Columns, sheet};

    #[test]
    fn a_workbook_too_large_for_the_memory_holds_the_same_cells() {
        let definitions = Definitions::built_in().expect("the built-in definitions load");
        let round = fixture::round(&definitions, &[]);
        let tables = fixture::made_of(&definitions, &round, |material| {
            Dataset::new(material, &fixture::publication())
        });
        let columns = Columns::built_in().expect("the columns load");
        let mut sheets = sheet::lists(&tables.lists, &columns).expect("the lists");
        let facts = Sheet::new(sheet::FACTS, &columns.observation, &tables.observations);
        sheets.insert(0, facts.expect("the facts"));
        let [small, large] = [false, true].map(|is_large| {
            let bytes = draw(&tables, &sheets, is_large).expect("drawn");
            crate::workbook::open(&bytes).expect("read back")
        });
        assert_eq!(small.sheets.len(), sheets.len());
        assert!(small == large);
    }
}
