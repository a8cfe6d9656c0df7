//! A sheet: title, notes, tables of cells without merges one below the other, print set-up.

use std::collections::HashSet;

use anyhow::{Context, Result};
use rust_xlsxwriter::{Table, TableColumn, TableStyle, Worksheet};

use super::cell::{Cell, Content, write};
use super::chart::{Bars, WIDTHS};
use super::look::{Face, Looks, Shape, broken, wider, width};
use super::paper::{BOTTOM, Extent, Paper, SIDE, TALLEST, TOP};
use crate::figures::mark::Mark;
use crate::model::excel::link_to;
use crate::sheets::part::{Head, NumberColumn};
use crate::sheets::{CONTENTS, Sheets};

/// The narrowest width to which notes are broken.
const NOTE_WIDTH: usize = 72;
/// How many pixels a half-width character takes in a cell, and in a title.
const CHARACTER: f64 = 20.0 / 3.0;
const TITLE_CHARACTER: f64 = 28.0 / 3.0;
/// The room between words and the borders of a cell, in pixels.
const PADDING: f64 = 10.0;
/// The room around a chart, in pixels.
const AROUND: u32 = 10;
/// A pixel in points.
const POINT: f64 = 0.75;
/// The heights of the lines above a table, in points.
const TITLE: f64 = 21.0;
const NOTE: f64 = 15.0;
/// How often columns may become narrower before they are as narrow as they can be.
const TIGHTEST: usize = 6;
/// What a step of narrowness is worth in paper.
const STEP: f64 = 0.04;

/// A row of headings, then rows.
#[derive(Debug)]
pub struct Grid {
    /// The headings of the columns.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether it is a table of Excel, to sort and to add up: sums, changes and months of all are
    /// not.
    pub listed: bool,
}

/// The headings of columns behind those of the code and of what a row is of.
pub fn headings(of: &str, columns: &[NumberColumn]) -> Vec<String> {
    let lead = ["地域コード", of].map(str::to_owned);
    let labels = columns.iter().map(|column| column.label.clone());
    lead.into_iter().chain(labels).collect()
}

/// What stands between one grid and the headings of the next.
const GAP: u32 = 1;
/// The height of a line of a cell, and what its borders take, in points.
const LINE: f64 = 13.0;
const BORDERS: f64 = 2.0;

/// A sheet before it is drawn.
pub struct SheetDraft<'a> {
    /// The workbook that it is a sheet of.
    pub tables: &'a Sheets,
    /// What stands above.
    pub head: &'a Head,
    /// The tables from above; one of them is a table of Excel, as those who hear it read expect.
    pub grids: Vec<Grid>,
    /// How many columns stay in sight.
    pub fixed: u16,
    /// The widest that a column becomes, by column; the last one is for the rest.
    pub widest: &'a [usize],
    /// What follows under the table.
    pub chart: Option<Bars<'a>>,
}

/// What a column needs for its cells to stand in one line.
#[derive(Clone, Default)]
struct Need {
    /// Its words, which may break.
    words: usize,
    /// Its numbers, which never do, so that nothing may narrow them.
    numbers: usize,
}

/// The measures of a sheet.
struct Layout {
    /// The widths of the columns in half-width characters.
    widths: Vec<usize>,
    /// The width of the chart in pixels.
    chart: u32,
    /// The notes, in lines.
    notes: Vec<String>,
    /// What it measures.
    extent: Extent,
    /// How it is printed.
    paper: Paper,
}

impl SheetDraft<'_> {
    /// Draws the sheet.
    pub fn draw(&self, looks: &Looks) -> Result<Worksheet> {
        let mut sheet = Worksheet::new();
        sheet
            .set_name(&self.head.sheet)
            .with_context(|| format!("シート名「{}」は使えません", self.head.sheet))?;
        let layout = self.layout();
        for (col, width) in (0..).zip(&layout.widths) {
            sheet.set_column_width_pixels(col, pixels(*width) as u32)?;
        }
        let header = self.draw_head(&mut sheet, looks, &layout.notes)?;
        let heights = std::iter::once(&layout.extent.header).chain(&layout.extent.rows);
        for (row, height) in (header..).zip(heights) {
            sheet.set_row_height(row, *height)?;
        }
        let units = self.units(header);
        let mut end = header;
        for grid in &self.grids {
            end = self.draw_grid(&mut sheet, grid, looks, (end, units))? + GAP;
        }
        end -= GAP;
        if let (Some(chart), Some(height)) = (&self.chart, layout.extent.chart) {
            let type_size = if layout.paper.scale < 0.8 { 10 } else { 9 };
            let chart = chart.draw(
                (&self.head.sheet, &self.named("図")),
                header,
                layout.chart,
                type_size,
            );
            // In a row of its own, which no page break divides.
            sheet.set_row_height(end, height)?;
            sheet.insert_chart_with_offset(end, 0, &chart, 1, AROUND)?;
        }
        sheet.set_freeze_panes(if self.is_alike() { header + 1 } else { 0 }, self.fixed)?;
        let repeated = if layout.paper.split && self.is_alike() {
            header
        } else {
            0
        };
        sheet.set_repeat_rows(repeated, repeated)?;
        set_up(&mut sheet, self.tables, layout.paper)?;
        Ok(sheet)
    }

    /// Draws a grid; the row after it.
    fn draw_grid(
        &self,
        sheet: &mut Worksheet,
        grid: &Grid,
        looks: &Looks,
        (top, units): (u32, Option<(u32, u32)>),
    ) -> Result<u32> {
        if grid.listed {
            self.name_table(sheet, grid, top)?;
        }
        let look = looks.of(Face::Header, Shape::Text);
        for (col, label) in (0..).zip(&grid.header) {
            sheet.write_string_with_format(top, col, label, look)?;
        }
        for (row, cells) in (top + 1..).zip(&grid.rows) {
            for (col, cell) in (0..).zip(cells) {
                write(sheet, (row, col), cell, units, looks)?;
            }
        }
        Ok(top + 1 + grid.rows.len() as u32)
    }

    /// The rows of the table of Excel: of units, where numbers are made of them.
    fn units(&self, header: u32) -> Option<(u32, u32)> {
        let mut top = header;
        for grid in &self.grids {
            let last = top + grid.rows.len() as u32;
            if grid.listed {
                return (last > top).then_some((top + 1, last));
            }
            top = last + 1 + GAP;
        }
        None
    }

    /// What something of the sheet is called where names take no signs.
    fn named(&self, what: &str) -> String {
        let letters = self.head.sheet.chars();
        let letters = letters.map(|c| if c.is_alphanumeric() { c } else { '_' });
        format!("{what}_{}", letters.collect::<String>())
    }

    /// Whether the first headings are those of the grids below, too, and so may stay in sight.
    fn is_alike(&self) -> bool {
        let (first, fixed) = (self.grids.first(), usize::from(self.fixed));
        let first = first.iter().flat_map(|grid| grid.header.iter().skip(fixed));
        let is_other = |grid: &Grid| {
            let mut pairs = first.clone().zip(grid.header.iter().skip(fixed));
            pairs.any(|(one, other)| one != other)
        };
        !self.grids.iter().any(is_other)
    }

    /// The heights of all rows below the first headings.
    fn heights(&self, widths: &[usize]) -> Vec<f64> {
        let mut heights = Vec::new();
        for (i, grid) in self.grids.iter().enumerate() {
            if i > 0 {
                heights.extend([LINE + BORDERS, header_height(grid, widths)]);
            }
            let rows = grid.rows.iter();
            heights.extend(rows.map(|cells| height(cells.iter().map(Cell::words).zip(widths))));
        }
        heights
    }

    /// The title with what stands on the whole workbook.
    fn title(&self) -> String {
        Mark::on(&self.tables.publication.marks, &self.head.title)
    }

    /// The widths of the columns that make the best of the paper.
    fn layout(&self) -> Layout {
        let needs = self.needs();
        let mut best = self.layout_at(self.widths(0, &needs));
        let mut last = best.widths.clone();
        for step in 1..=TIGHTEST {
            let widths = self.widths(step, &needs);
            if widths == last {
                continue; // Nothing can be tighter.
            }
            last.clone_from(&widths);
            let mut layout = self.layout_at(widths);
            layout.paper.cost *= 1.0 + step as f64 * STEP;
            if layout.paper.cost < best.paper.cost {
                best = layout;
            }
        }
        best
    }

    fn layout_at(&self, widths: Vec<usize>) -> Layout {
        let table: f64 = widths.iter().map(|width| pixels(*width)).sum();
        let chart = (table as u32).clamp(WIDTHS.0, WIDTHS.1);
        let shown = if self.chart.is_some() {
            table.max(f64::from(chart))
        } else {
            table
        };
        let room = ((shown / CHARACTER) as usize).max(NOTE_WIDTH);
        let notes: Vec<String> = self
            .head
            .notes
            .iter()
            .flat_map(|text| broken(text, room))
            .collect();
        let title = width(&self.title()) as f64 * TITLE_CHARACTER;
        let longest = notes
            .iter()
            .map(|line| width(line) as f64 * CHARACTER)
            .fold(title, f64::max);
        let back = if self.head.sheet == CONTENTS {
            0.0
        } else {
            NOTE
        };
        let extent = Extent {
            width: shown.max(longest) * POINT,
            title: TITLE,
            head: TITLE + notes.len() as f64 * NOTE + back,
            header: self
                .grids
                .first()
                .map_or(0.0, |grid| header_height(grid, &widths)),
            rows: self.heights(&widths),
            chart: self
                .chart
                .as_ref()
                .map(|chart| f64::from(chart.height() + 2 * AROUND) * POINT),
        };
        let mut paper = extent.paper();
        if extent.rows.contains(&TALLEST) {
            // Words may be cut off: any other width is better.
            paper.cost *= 10.0;
        }
        Layout {
            widths,
            chart,
            notes,
            extent,
            paper,
        }
    }

    /// A table of Excel's own: it has a name and an alternative text, and its headings are known as
    /// such to those who hear it read; its look stays that of the cells.
    fn name_table(&self, sheet: &mut Worksheet, grid: &Grid, header: u32) -> Result<()> {
        let unique: HashSet<String> = grid
            .header
            .iter()
            .map(|label| label.to_lowercase())
            .collect();
        let last = u16::try_from(grid.header.len())
            .unwrap_or(u16::MAX)
            .checked_sub(1);
        // Excel takes no table without rows, nor with headings that are empty or alike.
        let (Some(last), false) = (
            last,
            grid.rows.is_empty() || unique.len() < grid.header.len() || unique.contains(""),
        ) else {
            return Ok(());
        };
        let columns: Vec<TableColumn> = grid
            .header
            .iter()
            .map(|label| TableColumn::new().set_header(label))
            .collect();
        let about = if self.head.purpose.is_empty() {
            &self.head.title
        } else {
            &self.head.purpose
        };
        let table = Table::new()
            .set_name(self.named("表"))
            .set_columns(&columns)
            .set_style(TableStyle::None)
            .set_autofilter(false)
            .set_alt_text_title(&self.head.title)
            .set_alt_text(about);
        sheet.add_table(header, 0, header + grid.rows.len() as u32, last, &table)?;
        Ok(())
    }

    /// Title, notes, the way back.
    fn draw_head(&self, sheet: &mut Worksheet, looks: &Looks, notes: &[String]) -> Result<u32> {
        sheet.set_row_height(0, TITLE)?;
        sheet.write_string_with_format(0, 0, self.title(), looks.of(Face::Title, Shape::Text))?;
        let mut row = 1;
        for line in notes {
            sheet.set_row_height(row, NOTE)?;
            sheet.write_string_with_format(row, 0, line, looks.of(Face::Note, Shape::Text))?;
            row += 1;
        }
        if self.head.sheet != CONTENTS {
            sheet.set_row_height(row, NOTE)?;
            let back = Cell::text(CONTENTS).face(Face::Link);
            let back = back.to(Some(link_to(CONTENTS, "A1")));
            write(sheet, (row, 0), &back, None, looks)?;
            row += 1;
        }
        Ok(row)
    }

    /// What the columns need, measured once for all steps.
    fn needs(&self) -> Vec<Need> {
        let columns = self.grids.iter().map(|grid| grid.header.len()).max();
        let mut needs = vec![Need::default(); columns.unwrap_or(0)];
        for row in self.grids.iter().flat_map(|grid| &grid.rows) {
            for (need, cell) in needs.iter_mut().zip(row) {
                match &cell.content {
                    Content::Text(text) | Content::Symbol(text) => {
                        need.words = wider(need.words, text);
                    }
                    _ => need.numbers = cell.width().max(need.numbers),
                }
            }
        }
        needs
    }

    /// As wide as the widest cell, up to a limit; each step lets headings take a line more and
    /// words less room.
    fn widths(&self, step: usize, needs: &[Need]) -> Vec<usize> {
        let of_column = |(col, need): (usize, &Need)| {
            let limit = self.widest.get(col).or(self.widest.last());
            let limit = limit.copied().unwrap_or(usize::MAX);
            // What stays in sight has its heading in one line.
            let heading = |label: &String| {
                if col < usize::from(self.fixed) {
                    width(label)
                } else {
                    width(label).div_ceil(3 + step).max(6)
                }
            };
            let labels = self.grids.iter().filter_map(|grid| grid.header.get(col));
            let labels = labels.map(heading).max().unwrap_or(0);
            // Even, so that full-width characters fill it.
            let words = need.words.min(limit - limit / 10 * step);
            words.max(need.numbers).max(labels).next_multiple_of(2)
        };
        needs.iter().enumerate().map(of_column).collect()
    }
}

fn header_height(grid: &Grid, widths: &[usize]) -> f64 {
    height(grid.header.iter().map(String::as_str).zip(widths))
}

/// The width of a column, in pixels.
fn pixels(width: usize) -> f64 {
    (width as f64 * CHARACTER + PADDING).ceil()
}

/// Paper, header and footer.
fn set_up(sheet: &mut Worksheet, tables: &Sheets, paper: Paper) -> Result<()> {
    let plain = |text: &str| text.replace('&', "&&");
    sheet.set_paper_size(9);
    if paper.landscape {
        sheet.set_landscape();
    } else {
        sheet.set_portrait();
    }
    // No scale and no page break: where the typeface is another one, columns are wider than
    // reckoned.
    sheet.set_print_fit_to_pages(1, paper.pages);
    sheet.set_margins(SIDE, SIDE, TOP, BOTTOM, 0.3, 0.3);
    let marks = tables.publication.marks.iter();
    let marks: Vec<&str> = marks.map(|mark| mark.mark.as_str()).collect();
    sheet.set_header(format!(
        "&L{}&C{}&R{}",
        plain(&tables.publication.title),
        marks.join("　"),
        plain(&tables.period_label)
    ));
    sheet.set_footer("&L&A&R&P / &N");
    Ok(())
}

/// The height of a row whose words break at the widths of their columns; no program is trusted to
/// fit it.
fn height<'a>(cells: impl Iterator<Item = (&'a str, &'a usize)>) -> f64 {
    let lines_of = |text: &str, column: usize| -> usize {
        // Where a mark of punctuation may not begin a line, the line before ends earlier.
        let room = ((column - column / 16) & !1).max(2);
        let lines = |line: &str| match wider(column, line) {
            wide if wide == column => 1,
            wide => wide.div_ceil(room),
        };
        text.lines().map(lines).sum()
    };
    let lines = cells
        .map(|(text, column)| lines_of(text, *column))
        .max()
        .unwrap_or(1)
        .max(1);
    (lines as f64 * LINE + BORDERS).min(TALLEST)
}
