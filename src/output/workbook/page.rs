//! A sheet: title, notes, one or more regions of cells without merges or gaps, print set-up.

use std::collections::HashSet;

use anyhow::{Context, Result};
use rust_xlsxwriter::{Table, TableColumn, TableStyle, Worksheet};

use super::cell::{Cell, Content, internal, write};
use super::look::{Face, Shape, broken, format, width};
use crate::report::tables::part::Head;
use crate::report::tables::{CONTENTS, Tables};

/// The narrowest width to which notes are broken.
const NOTE_WIDTH: usize = 90;

/// The room between words and the border of a cell.
const PADDING: f64 = 1.5;

/// One region: a row of headings, then rows.
#[derive(Debug, Default)]
pub struct Grid {
    /// The headings of the columns.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Where a region stands, for charts and print set-up.
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
    /// The regions from top to bottom.
    pub grids: Vec<Grid>,
    /// How many columns stay in sight.
    pub fixed: u16,
    /// The widest that a column becomes, by column; the last one is for the rest.
    pub widest: &'a [usize],
}

impl Page<'_> {
    /// Draws the sheet; tells where its regions stand.
    pub fn draw(&self, tables: &Tables) -> Result<(Worksheet, Vec<Region>)> {
        let mut sheet = Worksheet::new();
        sheet.set_name(&self.head.sheet).with_context(|| format!("シート名「{}」は使えません", self.head.sheet))?;
        let widths = self.widths();
        for (col, width) in widths.iter().enumerate() {
            sheet.set_column_width(col as u16, *width as f64 + PADDING)?;
        }
        let mut row = self.draw_head(&mut sheet, widths.iter().map(|width| width + PADDING as usize).sum())?;
        let mut regions = Vec::new();
        for grid in &self.grids {
            let header = row;
            self.name_table(&mut sheet, header, grid, regions.len())?;
            let labels = grid.header.iter().map(String::as_str);
            sheet.set_row_height(row, height(labels.zip(&widths)))?;
            for (col, label) in grid.header.iter().enumerate() {
                sheet.write_string_with_format(row, col as u16, label, &format(Face::Header, Shape::Text))?;
            }
            for cells in &grid.rows {
                row += 1;
                sheet.set_row_height(row, height(cells.iter().map(Cell::words).zip(&widths)))?;
                for (col, cell) in cells.iter().enumerate() {
                    write(&mut sheet, row, col as u16, cell)?;
                }
            }
            regions.push(Region { header, end: row + 1 });
            row += 2;
        }
        self.set_up(&mut sheet, tables, &regions)?;
        Ok((sheet, regions))
    }

    /// A table of Excel's own: it has a name and an alternative text, and its headings are known as such
    /// to those who hear it read; its look stays that of the cells.
    fn name_table(&self, sheet: &mut Worksheet, header: u32, grid: &Grid, before: usize) -> Result<()> {
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
            .set_name(format!("表_{words}_{}", before + 1))
            .set_columns(&columns)
            .set_style(TableStyle::None)
            .set_autofilter(false)
            .set_alt_text_title(&self.head.title)
            .set_alt_text(about);
        sheet.add_table(header, 0, header + grid.rows.len() as u32, last, &table)?;
        Ok(())
    }

    /// Title, notes, the way back.
    fn draw_head(&self, sheet: &mut Worksheet, table_width: usize) -> Result<u32> {
        sheet.write_string_with_format(0, 0, &self.head.title, &format(Face::Title, Shape::Text))?;
        let mut row = 1;
        let note = format(Face::Note, Shape::Text);
        for line in self.head.notes.iter().flat_map(|text| broken(text, table_width.max(NOTE_WIDTH))) {
            sheet.write_string_with_format(row, 0, line, &note)?;
            row += 1;
        }
        if self.head.sheet != CONTENTS {
            write(sheet, row, 0, &Cell::text(CONTENTS).face(Face::Link).to(Some(internal(CONTENTS))))?;
            row += 1;
        }
        Ok(row)
    }

    /// As wide as the widest cell, up to a limit; headings may take four lines.
    fn widths(&self) -> Vec<usize> {
        let columns = self.grids.iter().map(|grid| grid.header.len()).max().unwrap_or(0);
        let limit = |col: usize| self.widest.get(col).or(self.widest.last()).copied().unwrap_or(usize::MAX);
        let of_column = |col: usize| {
            let headings = self.grids.iter().filter_map(|grid| grid.header.get(col)).map(|label| (width(label) / 4 + 2).max(6));
            let cells = self.grids.iter().flat_map(|grid| &grid.rows).filter_map(|row| row.get(col));
            let shown = cells.map(|cell| match cell.content {
                // Numbers never break into lines, so nothing may narrow them.
                Content::Text(_) | Content::Symbol(_) => cell.width().min(limit(col)),
                _ => cell.width(),
            });
            // Even, so that full-width characters fill it.
            headings.chain(shown).max().unwrap_or(0).next_multiple_of(2)
        };
        (0..columns).map(of_column).collect()
    }

    fn set_up(&self, sheet: &mut Worksheet, tables: &Tables, regions: &[Region]) -> Result<()> {
        let plain = |text: &str| text.replace('&', "&&");
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.5, 0.5, 0.75, 0.75, 0.3, 0.3);
        sheet.set_header(format!("&L{}&R{}", plain(&tables.publication.title), plain(&tables.period_label)));
        sheet.set_footer("&L&A&R&P / &N");
        if let Some(first) = regions.first() {
            sheet.set_freeze_panes(first.header + 1, self.fixed)?;
            // A further region has headings of its own: there the title is repeated.
            let repeated = if regions.len() > 1 { 0 } else { first.header };
            sheet.set_repeat_rows(repeated, repeated)?;
        }
        // A further region begins a page of its own, with the chart that is drawn from it.
        let breaks: Vec<u32> = regions.iter().skip(1).map(|region| region.header).collect();
        if !breaks.is_empty() {
            sheet.set_page_breaks(&breaks)?;
        }
        Ok(())
    }
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
