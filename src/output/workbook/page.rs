//! A sheet: title, notes, one table of cells without merges or gaps, print set-up.

use std::collections::HashSet;

use anyhow::{Context, Result};
use rust_xlsxwriter::{Table, TableColumn, TableStyle, Worksheet};

use super::cell::{Cell, Content, internal, write};
use super::chart::WIDTH as CHART_WIDTH;
use super::look::{Face, Looks, Shape, broken, width};
use crate::report::tables::part::Head;
use crate::report::tables::{CONTENTS, Tables};

/// The narrowest width to which notes are broken.
const NOTE_WIDTH: usize = 90;

/// The room between words and the border of a cell.
const PADDING: f64 = 1.5;

/// The widest table that stands upright, in pixels: on A4 it becomes smaller by a tenth.
const UPRIGHT: f64 = 770.0;

/// The table: a row of headings, then rows.
#[derive(Debug, Default)]
pub struct Grid {
    /// The headings of the columns.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Where the table stands, for charts and print set-up.
#[derive(Debug, Clone, Copy)]
pub struct Region {
    /// The row of its headings.
    pub header: u32,
    /// The row under the last one.
    pub end: u32,
}

/// A sheet before it is drawn.
pub struct Page<'a> {
    /// What stands above.
    pub head: &'a Head,
    /// The table; one a sheet, as those who hear it read expect.
    pub grid: Grid,
    /// How many columns stay in sight.
    pub fixed: u16,
    /// The widest that a column becomes, by column; the last one is for the rest.
    pub widest: &'a [usize],
    /// Whether a chart follows, which needs its width on paper.
    pub chart: bool,
}

impl Page<'_> {
    /// Draws the sheet; tells where its table stands.
    pub fn draw(&self, tables: &Tables, looks: &Looks) -> Result<(Worksheet, Region)> {
        let mut sheet = Worksheet::new();
        sheet.set_name(&self.head.sheet).with_context(|| format!("シート名「{}」は使えません", self.head.sheet))?;
        let widths = self.widths();
        for (col, width) in (0..).zip(&widths) {
            sheet.set_column_width(col, *width as f64 + PADDING)?;
        }
        let header = self.draw_head(&mut sheet, looks, widths.iter().map(|width| width + PADDING as usize).sum())?;
        self.name_table(&mut sheet, header)?;
        let labels = self.grid.header.iter().map(String::as_str);
        sheet.set_row_height(header, height(labels.zip(&widths)))?;
        for (col, label) in (0..).zip(&self.grid.header) {
            sheet.write_string_with_format(header, col, label, looks.of(Face::Header, Shape::Text))?;
        }
        for (row, cells) in (header + 1..).zip(&self.grid.rows) {
            sheet.set_row_height(row, height(cells.iter().map(Cell::words).zip(&widths)))?;
            for (col, cell) in (0..).zip(cells) {
                write(&mut sheet, row, col, cell, looks)?;
            }
        }
        sheet.set_freeze_panes(header + 1, self.fixed)?;
        sheet.set_repeat_rows(header, header)?;
        set_up(&mut sheet, tables, &widths, if self.chart { CHART_WIDTH } else { 0 });
        Ok((sheet, Region { header, end: header + 1 + self.grid.rows.len() as u32 }))
    }

    /// A table of Excel's own: it has a name and an alternative text, and its headings are known as such
    /// to those who hear it read; its look stays that of the cells.
    fn name_table(&self, sheet: &mut Worksheet, header: u32) -> Result<()> {
        let grid = &self.grid;
        let unique: HashSet<String> = grid.header.iter().map(|label| label.to_lowercase()).collect();
        let last = u16::try_from(grid.header.len()).unwrap_or(u16::MAX).checked_sub(1);
        // Excel takes no table without rows, nor with headings that are empty or alike.
        let (Some(last), false) = (last, grid.rows.is_empty() || unique.len() < grid.header.len() || unique.contains("")) else {
            return Ok(());
        };
        let columns: Vec<TableColumn> = grid.header.iter().map(|label| TableColumn::new().set_header(label)).collect();
        let words: String = self.head.sheet.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        let about = if self.head.purpose.is_empty() { &self.head.title } else { &self.head.purpose };
        let table = Table::new()
            .set_name(format!("表_{words}"))
            .set_columns(&columns)
            .set_style(TableStyle::None)
            .set_autofilter(false)
            .set_alt_text_title(&self.head.title)
            .set_alt_text(about);
        sheet.add_table(header, 0, header + grid.rows.len() as u32, last, &table)?;
        Ok(())
    }

    /// Title, notes, the way back.
    fn draw_head(&self, sheet: &mut Worksheet, looks: &Looks, table_width: usize) -> Result<u32> {
        sheet.write_string_with_format(0, 0, &self.head.title, looks.of(Face::Title, Shape::Text))?;
        let mut row = 1;
        let note = looks.of(Face::Note, Shape::Text);
        for line in self.head.notes.iter().flat_map(|text| broken(text, table_width.max(NOTE_WIDTH))) {
            sheet.write_string_with_format(row, 0, line, note)?;
            row += 1;
        }
        if self.head.sheet != CONTENTS {
            write(sheet, row, 0, &Cell::text(CONTENTS).face(Face::Link).to(Some(internal(CONTENTS))), looks)?;
            row += 1;
        }
        Ok(row)
    }

    /// As wide as the widest cell, up to a limit; headings may take four lines.
    fn widths(&self) -> Vec<usize> {
        let limit = |col: usize| self.widest.get(col).or(self.widest.last()).copied().unwrap_or(usize::MAX);
        let of_column = |(col, label): (usize, &String)| {
            let cells = self.grid.rows.iter().filter_map(|row| row.get(col));
            let shown = cells.map(|cell| match cell.content {
                // Numbers never break into lines, so nothing may narrow them.
                Content::Text(_) | Content::Symbol(_) => cell.width().min(limit(col)),
                _ => cell.width(),
            });
            // Even, so that full-width characters fill it.
            shown.chain([(width(label) / 4 + 2).max(6)]).max().unwrap_or(0).next_multiple_of(2)
        };
        self.grid.header.iter().enumerate().map(of_column).collect()
    }
}

/// Paper, header and footer. As wide as the page, whatever the machine's type: narrow tables stand upright.
fn set_up(sheet: &mut Worksheet, tables: &Tables, widths: &[usize], chart: u32) {
    let plain = |text: &str| text.replace('&', "&&");
    // A character of Excel's standard type has 7 pixels, a column 5 more.
    let pixels: f64 = widths.iter().map(|width| (*width as f64 + PADDING) * 7.0 + 5.0).sum();
    if pixels.max(f64::from(chart)) > UPRIGHT {
        sheet.set_landscape();
    } else {
        sheet.set_portrait();
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.5, 0.5, 0.75, 0.75, 0.3, 0.3);
    sheet.set_header(format!("&L{}&R{}", plain(&tables.publication.title), plain(&tables.period_label)));
    sheet.set_footer("&L&A&R&P / &N");
}

/// The height of a row whose words break at the widths of their columns; no program is trusted to fit it.
fn height<'a>(cells: impl Iterator<Item = (&'a str, &'a usize)>) -> f64 {
    const LINE: f64 = 13.5;
    const TALLEST: f64 = 409.0;
    // A full-width character does not break in two: an odd half remains empty.
    let lines_of =
        |text: &str, column: usize| -> usize { text.lines().map(|line| width(line).div_ceil((column & !1).max(2)).max(1)).sum() };
    let lines = cells.map(|(text, column)| lines_of(text, *column)).max().unwrap_or(1).max(1);
    (lines as f64 * LINE + 3.0).min(TALLEST)
}
