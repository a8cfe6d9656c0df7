//! The set-up of a sheet: paper, header and footer, frozen labels, protection.

use anyhow::Result;
use rust_xlsxwriter::{ProtectionOptions, Worksheet};

use super::Drawing;
use super::grid::ONE_LINE;
use crate::form::layout::{BlockLayout, SheetLayout};

/// A4, as Excel numbers papers.
const A4: u8 = 9;
/// The height of the rows above the first block, in points.
pub const TITLE_HEIGHT: f64 = 70.0;
/// The room for a table on an upright page: width and height in points.
const UPRIGHT: (f64, f64) = (523.0, 738.0);
/// The room on a page that lies across.
const ACROSS: (f64, f64) = (770.0, 491.0);
/// The width of a half-width character, in points.
const CHARACTER: f64 = 5.3;
/// A sheet stands upright unless it becomes smaller than this.
const UPRIGHT_SCALE: f64 = 0.72;
/// A sheet goes on one page unless it becomes smaller than this.
const ONE_PAGE_SCALE: f64 = 0.62;
/// The rows above the first block that tell form, unit and period.
const TITLE_ROWS: u32 = 2;

/// Sets up paper, header, footer and protection for tables of a width in half-width characters and
/// a height in points.
pub fn set_up(drawing: &Drawing, sheet: &mut Worksheet, room: u32, height: f64) {
    let heading = format!("{}　{}", drawing.form.label, drawing.form.title);
    let (upright, pages) = paper(f64::from(room) * CHARACTER, height);
    sheet
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, pages)
        .set_print_center_horizontally(true);
    if upright {
        sheet.set_portrait();
    } else {
        sheet.set_landscape();
    }
    sheet.set_margins(0.5, 0.5, 0.75, 0.7, 0.35, 0.35);
    sheet.set_header(format!(
        "&L&9 {}&R&9 {}",
        escaped(&heading),
        escaped(&drawing.unit.name)
    ));
    sheet.set_footer(format!(
        "&L&9 {}&C&9 &P / &N&R&9 &A",
        escaped(&drawing.period.label())
    ));
    sheet
        .set_screen_gridlines(false)
        .set_default_row_height(ONE_LINE);
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        // A unit may paste a picture, for instance of its home page.
        edit_objects: true,
        ..ProtectionOptions::new()
    });
}

/// Whether a sheet is printed upright, and on how many pages; 0 is as many as it takes.
///
/// Excel ignores page breaks of our own where it fits the width, so a sheet that nearly fits goes
/// on one page.
fn paper(width: f64, height: f64) -> (bool, u16) {
    let scale = |room: (f64, f64)| (room.0 / width).min(room.1 / height).min(1.0);
    let upright = scale(UPRIGHT) >= UPRIGHT_SCALE || scale(UPRIGHT) >= scale(ACROSS);
    let best = if upright {
        scale(UPRIGHT)
    } else {
        scale(ACROSS)
    };
    match best >= ONE_PAGE_SCALE {
        true => (upright, 1),
        false => (UPRIGHT.0 / width >= UPRIGHT_SCALE, 0),
    }
}

/// Keeps labels in sight: the column headings where a sheet has only one block, the title where it
/// has several.
pub fn freeze(layout: &SheetLayout, sheet: &mut Worksheet) -> Result<()> {
    let rows = match layout.blocks.as_slice() {
        [only] => {
            sheet.set_repeat_rows(0, only.header_row)?;
            only.header_row + 1
        }
        _ => {
            sheet.set_repeat_rows(0, TITLE_ROWS - 1)?;
            TITLE_ROWS
        }
    };
    let columns = layout
        .blocks
        .iter()
        .map(BlockLayout::fixed_columns)
        .min()
        .unwrap_or(0);
    sheet.set_freeze_panes(rows, columns)?;
    Ok(())
}

/// A text for a header or footer, where `&` begins a code.
fn escaped(text: &str) -> String {
    text.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_that_nearly_fits_goes_on_one_page() {
        assert_eq!(paper(500.0, 700.0), (true, 1));
        assert_eq!(paper(600.0, 1100.0), (true, 1));
        assert_eq!(paper(900.0, 600.0), (false, 1));
        assert_eq!(paper(500.0, 3000.0), (true, 0));
        assert_eq!(paper(1500.0, 900.0), (false, 0));
    }
}
