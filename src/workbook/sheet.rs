//! The workbook and its sheets: cells at absolute addresses.

use std::sync::Arc;

use super::cell::{Cell, Unseen};
use super::format::BookFormat;
use super::picture::Picture;
use super::unreadable::{Limit, Unreadable};
use super::{MAX_CELLS, MAX_COLS, MAX_MERGES, MAX_ROWS};
use crate::model::cell::{CellRange, CellRef, LAST_CELL};

/// A spreadsheet file.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// What it really is.
    pub format: BookFormat,
    /// The worksheets in the order of their tabs, hidden ones too; charts and macros left out.
    pub sheets: Vec<Sheet>,
    /// Dates are counted from 1904 (an old habit of Excel on the Mac).
    pub date_1904: bool,
}

/// Whether the tab of a sheet can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Seen.
    Visible,
    /// Hidden by the user.
    Hidden,
    /// Hidden by a macro: cannot be shown from Excel's menu.
    VeryHidden,
}

/// A note that hangs on a cell and shows when one points at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellNote {
    /// Whose name the note bears.
    pub author: String,
    /// What it says.
    pub text: String,
}

/// A line or a shape without words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// The cells under it.
    pub range: CellRange,
    /// It is a line: over cells where nothing stands it means nothing.
    pub is_line: bool,
}

/// One worksheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name on the tab.
    pub name: Arc<str>,
    /// Whether the tab is seen.
    pub visible: Visibility,
    /// The first cell with a content beyond `MAX_ROWS` or `MAX_COLS`; it was not read.
    pub overflow: Option<CellRef>,
    /// The pictures that lie on it, from top to bottom.
    pub pictures: Vec<Picture>,
    /// What was noted on its cells, in order of address.
    pub notes: Vec<(CellRef, CellNote)>,
    /// Where the links of its cells lead outside of the workbook, in order of address.
    pub links: Vec<(CellRef, String)>,
    /// The words in boxes and shapes that lie on it, from top to bottom.
    pub words_over: Vec<(CellRef, String)>,
    /// Lines and shapes without words that lie on it, from top to bottom.
    pub drawn_over: Vec<Drawn>,
    /// Pictures lie on it that are not read (.xls only).
    pub has_unread_pictures: bool,
    /// The first address that a broken file gives twice with different contents.
    pub(super) torn: Option<CellRef>,
    /// In order of address, each address once.
    cells: Vec<(CellRef, Cell)>,
    /// Top left and bottom right.
    merges: Vec<CellRange>,
    /// First and last of the rows and of the columns that cannot be seen.
    hidden_rows: Vec<(u32, u32)>,
    hidden_cols: Vec<(u32, u32)>,
}

impl Sheet {
    pub(super) fn new(name: &str, visible: Visibility) -> Self {
        Self {
            name: name.into(),
            visible,
            overflow: None,
            pictures: Vec::new(),
            notes: Vec::new(),
            links: Vec::new(),
            words_over: Vec::new(),
            drawn_over: Vec::new(),
            has_unread_pictures: false,
            torn: None,
            cells: Vec::new(),
            merges: Vec::new(),
            hidden_rows: Vec::new(),
            hidden_cols: Vec::new(),
        }
    }

    /// Whether the row cannot be seen.
    pub fn row_is_hidden(&self, row: u32) -> bool {
        self.hidden_rows
            .iter()
            .any(|(first, last)| (first..=last).contains(&&row))
    }

    /// Whether the column cannot be seen.
    pub fn col_is_hidden(&self, col: u16) -> bool {
        self.hidden_cols
            .iter()
            .any(|(first, last)| (first..=last).contains(&&u32::from(col)))
    }

    /// Rows that cannot be seen; neighbours become one, and more stretches than a form can have are
    /// not kept.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        hide(&mut self.hidden_rows, first, last);
    }

    /// Columns that cannot be seen.
    pub(super) fn hide_cols(&mut self, first: u32, last: u32) {
        hide(&mut self.hidden_cols, first, last);
    }

    /// Hides every column that is in none of these stretches.
    pub(super) fn hide_cols_but(&mut self, told: &[(u32, u32)]) {
        for col in 0..u32::from(MAX_COLS) {
            if !told
                .iter()
                .any(|(first, last)| (first..=last).contains(&&col))
            {
                self.hide_cols(col, col);
            }
        }
    }

    /// Marks the cells of a range that a rule may hide.
    pub(super) fn hide_by_rule(&mut self, range: CellRange) {
        let start = self.cells.partition_point(|(at, _)| *at < range.from);
        let below = self.cells.iter_mut().skip(start);
        let cells = below.take_while(|(at, _)| at.row <= range.to.row);
        for (_, cell) in cells.filter(|(at, _)| range.contains(*at)) {
            cell.unseen.get_or_insert(Unseen::Rule);
        }
    }

    /// What stands at an address; an empty cell where nothing stands. Does not look at merged
    /// regions: see [`Sheet::value`].
    pub fn get(&self, at: CellRef) -> &Cell {
        match self.cells.binary_search_by_key(&at, |(at, _)| *at) {
            Ok(found) => &self.cells[found].1,
            Err(_) => &Cell::EMPTY,
        }
    }

    /// What the reader of the sheet sees at an address: in a merged region its top left cell.
    pub fn value(&self, at: CellRef) -> &Cell {
        self.get(self.anchor(at))
    }

    /// The top left cell of the merged region that holds the address, or the address itself.
    pub fn anchor(&self, at: CellRef) -> CellRef {
        self.merged_span(at).map_or(at, |region| region.from)
    }

    /// The merged region that holds the address.
    pub fn merged_span(&self, at: CellRef) -> Option<CellRange> {
        let mut regions = self.merges.iter().copied();
        regions.find(|region| region.contains(at))
    }

    /// All merged regions, in order of their top left cells.
    pub fn merges(&self) -> &[CellRange] {
        &self.merges
    }

    /// The cells with a content or a formula, row by row.
    pub fn cells(&self) -> impl DoubleEndedIterator<Item = (CellRef, &Cell)> + ExactSizeIterator {
        self.cells.iter().map(|(at, cell)| (*at, cell))
    }

    /// The cells of one row with a content or a formula, from left to right.
    pub fn row(&self, row: u32) -> impl DoubleEndedIterator<Item = (CellRef, &Cell)> {
        let start = self.cells.partition_point(|(at, _)| at.row < row);
        let end = self.cells.partition_point(|(at, _)| at.row <= row);
        self.cells[start..end].iter().map(|(at, cell)| (*at, cell))
    }

    /// The last row with a content or a formula.
    pub fn last_row(&self) -> Option<u32> {
        self.cells.last().map(|(at, _)| at.row)
    }

    /// The last column with a content or a formula.
    pub fn last_col(&self) -> Option<u16> {
        self.cells.iter().map(|(at, _)| at.col).max()
    }

    /// No cell has a content or a formula.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Keeps a cell, unless there is nothing in it or it stands beyond the limits.
    pub(super) fn push(
        &mut self,
        (row, col): (u32, u32),
        cell: Cell,
        left: &mut CellsLeft,
    ) -> Result<(), Unreadable> {
        if cell.is_empty() {
            return Ok(());
        }
        let at = clamped(row, col);
        if row >= MAX_ROWS || col >= u32::from(MAX_COLS) {
            self.overflow = Some(self.overflow.map_or(at, |known| known.min(at)));
            return Ok(());
        }
        left.0 = left
            .0
            .checked_sub(1)
            .ok_or(Unreadable::TooLarge(Limit::Cells))?;
        self.cells.push((at, cell));
        Ok(())
    }

    /// Keeps a merged region; one cell alone, or one that ends before it begins, is none.
    pub(super) fn merge(&mut self, first: (u32, u32), last: (u32, u32)) -> Result<(), Unreadable> {
        let first = clamped(first.0, first.1);
        let last = clamped(last.0, last.1);
        if first == last || last.row < first.row || last.col < first.col {
            return Ok(());
        }
        if self.merges.len() >= MAX_MERGES {
            return Err(Unreadable::TooLarge(Limit::Merges));
        }
        self.merges.push(CellRange::new(first, last));
        Ok(())
    }

    /// Changes a cell that was pushed, once [`Sheet::sort`] was called.
    pub(super) fn change(&mut self, (row, col): (u32, u32), change: impl FnOnce(&mut Cell)) {
        let at = clamped(row, col);
        if let Ok(found) = self.cells.binary_search_by_key(&at, |(at, _)| *at) {
            change(&mut self.cells[found].1);
        }
    }

    /// Marks the cells that hold a formula, once [`Sheet::sort`] was called; adds those without a
    /// value.
    pub(super) fn mark_formulas(
        &mut self,
        formulas: &[(u32, u32)],
        left: &mut CellsLeft,
    ) -> Result<(), Unreadable> {
        let known = self.cells.len();
        for (row, col) in formulas {
            let at = clamped(*row, *col);
            match self.cells[..known].binary_search_by_key(&at, |(at, _)| *at) {
                Ok(found) => self.cells[found].1.formula = true,
                Err(_) => {
                    let cell = Cell {
                        formula: true,
                        ..Cell::EMPTY
                    };
                    self.push((*row, *col), cell, left)?;
                }
            }
        }
        self.sort();
        Ok(())
    }

    /// Brings cells and merged regions into order; where a broken file gives an address twice, the
    /// first one stays.
    pub(super) fn sort(&mut self) {
        if !self.cells.is_sorted_by(|a, b| a.0 < b.0) {
            self.cells.sort_by_key(|(at, _)| *at);
            for pair in self.cells.windows(2) {
                if let [(at, one), (next, other)] = pair
                    && at == next
                    && one.content != other.content
                {
                    self.torn.get_or_insert(*at);
                }
            }
            self.cells.dedup_by_key(|(at, _)| *at);
        }
        self.merges.sort_unstable();
    }
}

fn hide(known: &mut Vec<(u32, u32)>, first: u32, last: u32) {
    let room = known.len() < MAX_MERGES;
    match known.last_mut() {
        Some((_, end)) if *end + 1 == first => *end = last,
        _ if room => known.push((first, last)),
        _ => {}
    }
}

/// How many cells the workbook may still keep.
pub(super) struct CellsLeft(usize);

impl CellsLeft {
    pub(super) fn new() -> Self {
        Self(MAX_CELLS)
    }
}

/// An address that a broken file may put outside of any sheet.
pub(super) fn clamped(row: u32, col: u32) -> CellRef {
    CellRef::new(
        row.min(LAST_CELL.row),
        u16::try_from(col).map_or(LAST_CELL.col, |col| col.min(LAST_CELL.col)),
    )
}
