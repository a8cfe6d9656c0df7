//! The roster as a workbook to keep: the table, and a sheet that tells what to write where.

use anyhow::Result;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet,
};

use super::RosterColumn;
use super::draft::Entry;
use crate::model::excel;
use crate::model::org_unit::ROSTER;

/// Rows below the last unit in which the list of kinds is offered, too.
const SPARE_ROWS: u32 = 200;

/// Draws the roster.
///
/// # Errors
/// The workbook cannot be written.
pub fn draw(entries: &[Entry], kinds: &[&str]) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    // The same roster gives the same bytes.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xDD_E4_EC))
        .set_border_bottom(FormatBorder::Thin);
    table(book.add_worksheet(), entries, kinds, &head)?;
    help(book.add_worksheet(), &head)?;
    excel::saved(book)
}

fn table(sheet: &mut Worksheet, entries: &[Entry], kinds: &[&str], head: &Format) -> Result<()> {
    sheet.set_name(ROSTER)?.set_freeze_panes(1, 0)?;
    // Codes and periods stay what was typed.
    let text = Format::new().set_num_format("@");
    for (col, column) in (0..).zip(RosterColumn::ALL) {
        let width = match column {
            RosterColumn::Name => 44,
            RosterColumn::Aliases | RosterColumn::Remark => 30,
            _ => 14,
        };
        sheet.set_column_width(col, width)?;
        sheet.set_column_format(col, &text)?;
        sheet.write_string_with_format(0, col, column.words().0, head)?;
        for (row, entry) in (1..).zip(entries) {
            let value = entry.get(&column).map_or("", String::as_str);
            if !value.is_empty() {
                sheet.write_string_with_format(row, col, value, &text)?;
            }
        }
        if column == RosterColumn::Kind {
            let last = u32::try_from(entries.len())? + SPARE_ROWS;
            let list = DataValidation::new().allow_list_strings(kinds)?;
            sheet.add_data_validation(1, col, last, col, &list)?;
        }
    }
    Ok(())
}

fn help(sheet: &mut Worksheet, head: &Format) -> Result<()> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name("書き方")?;
    sheet.set_column_width(0, 18)?.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, "列", head)?;
    sheet.write_string_with_format(0, 1, "書くこと", head)?;
    for (row, column) in (1..).zip(RosterColumn::ALL) {
        let (heading, what) = column.words();
        sheet.write_string_with_format(row, 0, heading, &wrapped)?;
        sheet.write_string_with_format(row, 1, what, &wrapped)?;
    }
    Ok(())
}
