//! Draws one block of a sheet: heading, note, column headings, rows.

use anyhow::Result;
use rust_xlsxwriter::{Format, Worksheet};

use super::checks::Checks;
use super::grid::{ONE_LINE, SheetGrid, height, indented_lines, lines};
use super::{Drawing, fill, picture, results, totals};
use crate::form::layout::{
    BlockLayout, ColumnLayout, ColumnSubject, Question, RowLayout, RowSubject, words,
};
use crate::form::spec::Prefill;
use crate::model::answer::Value;
use crate::model::catalogue::Kind;
use crate::model::cell::CellRef;
use crate::model::submission::Role;

/// The height of a block's heading, in points.
const HEADING: f64 = 24.0;

/// Draws a block into a sheet and notes its inputs; the answer is its height with the empty row
/// behind it, in points.
pub fn draw(
    drawing: &Drawing,
    (name, block): (&str, &BlockLayout),
    grid: &SheetGrid,
    sheet: &mut Worksheet,
    checks: &mut Checks,
) -> Result<f64> {
    let mut pen = Pen {
        drawing,
        name,
        block,
        grid,
        sheet,
        checks,
    };
    let mut drawn = pen.heading()? + pen.column_headings()? + ONE_LINE;
    for (index, row) in block.rows.iter().enumerate() {
        drawn += pen.row(index, row)?;
    }
    Ok(drawn)
}

struct Pen<'a> {
    drawing: &'a Drawing<'a>,
    /// The name of the sheet.
    name: &'a str,
    block: &'a BlockLayout<'a>,
    grid: &'a SheetGrid,
    sheet: &'a mut Worksheet,
    checks: &'a mut Checks,
}

impl Pen<'_> {
    fn heading(&mut self) -> Result<f64> {
        let (at, styles) = (self.block.heading, &self.drawing.styles);
        self.sheet.write_string_with_format(
            at.row,
            at.col,
            &self.block.block.heading,
            &styles.heading,
        )?;
        self.sheet.set_row_height(at.row, HEADING)?;
        let (note, row) = (&self.block.block.note, at.row + 1);
        let last = self.end(self.block.columns.len().saturating_sub(1));
        let needed = lines(note, self.grid.room(at.col, last));
        if needed > 1 && last > at.col {
            self.sheet
                .merge_range(row, at.col, row, last, note, &styles.note)?;
            self.sheet.set_row_height(row, height(needed))?;
        } else if !note.is_empty() {
            self.sheet.write_string_with_format(
                row,
                at.col,
                note,
                &styles.note.clone().unset_text_wrap(),
            )?;
        }
        Ok(HEADING + height(needed))
    }

    fn column_headings(&mut self) -> Result<f64> {
        let row = self.block.header_row;
        let mut needed = 1;
        for (i, column) in self.block.columns.iter().enumerate() {
            let (first, last) = (index(i)?, self.end(i));
            needed = needed.max(lines(&column.label, self.grid.room(first, last)));
            self.spread(row, first, last, &column.label, &self.drawing.styles.header)?;
        }
        self.sheet.set_row_height(row, height(needed))?;
        Ok(height(needed))
    }

    /// Where a column ends: a reason may reach into columns that other blocks use.
    fn end(&self, i: usize) -> u16 {
        let first = u16::try_from(i).unwrap_or(u16::MAX);
        match self.block.columns.get(i).map(|column| &column.subject) {
            Some(ColumnSubject::Reason) => self.grid.reason_end(first),
            _ => first,
        }
    }

    /// Writes words into a cell, or into several that are merged.
    fn spread(
        &mut self,
        row: u32,
        first: u16,
        last: u16,
        words: &str,
        format: &Format,
    ) -> Result<()> {
        if last > first {
            self.sheet
                .merge_range(row, first, row, last, words, format)?;
        } else if words.is_empty() {
            self.sheet.write_blank(row, first, format)?;
        } else {
            self.sheet
                .write_string_with_format(row, first, words, format)?;
        }
        Ok(())
    }

    fn row(&mut self, index_of_row: usize, row: &RowLayout) -> Result<f64> {
        let sheet_row = self.block.sheet_row(index_of_row);
        let tall = self.block.lines(row);
        let mut needed = tall;
        for (i, column) in self.block.columns.iter().enumerate() {
            let at = CellRef::new(sheet_row, index(i)?);
            needed = needed.max(self.cell(index_of_row, i, at, tall > 1)?);
            if column.subject == ColumnSubject::Label {
                needed = needed.max(indented_lines(&row.label, self.grid.room(at.col, at.col)));
            }
        }
        // A row of one line keeps no height of its own, so that it grows with what is written.
        if needed > 1 {
            self.sheet.set_row_height(sheet_row, height(needed))?;
        }
        for (i, column) in self.block.columns.iter().enumerate() {
            let given = self
                .block
                .question(row, column)
                .and_then(|question| self.drawing.picture(&question.key));
            if let Some(bytes) = given {
                let at = CellRef::new(sheet_row, index(i)?);
                let alt = format!("{}　{}", self.drawing.unit.name, row.label);
                picture::lay(
                    self.sheet,
                    at,
                    bytes,
                    &alt,
                    (self.grid.room(at.col, at.col), height(needed)),
                )?;
            }
        }
        Ok(height(needed))
    }

    /// Draws a cell; the answer is how many lines its value takes.
    fn cell(&mut self, index_of_row: usize, i: usize, at: CellRef, tall: bool) -> Result<u32> {
        let (Some(row), Some(column)) =
            (self.block.rows.get(index_of_row), self.block.columns.get(i))
        else {
            return Ok(1);
        };
        let styles = &self.drawing.styles;
        let is_total = row.subject == RowSubject::Total;
        match &column.subject {
            ColumnSubject::Code => self.spread(
                at.row,
                at.col,
                at.col,
                &row.code,
                if is_total {
                    &styles.total_label
                } else {
                    &styles.code
                },
            )?,
            ColumnSubject::Label => {
                let format = if is_total {
                    &styles.total_label
                } else {
                    &styles.label
                };
                self.spread(at.row, at.col, at.col, &row.label, format)?;
            }
            ColumnSubject::Reason => self.reason(at, i, tall)?,
            _ => match self.block.question(row, column) {
                Some(question) if question.role == Role::Total => {
                    self.total(&question, index_of_row, i, at)?
                }
                Some(question) => return self.answer(&question, row, column, at, tall),
                None => {}
            },
        }
        Ok(1)
    }

    fn reason(&mut self, at: CellRef, i: usize, tall: bool) -> Result<()> {
        let format = self.drawing.styles.input(Kind::Text, false, tall);
        let given = self
            .drawing
            .annotation
            .and_then(|annotation| annotation.reason(self.name, at.row))
            .unwrap_or_default();
        self.spread(at.row, at.col, self.end(i), given, &format)?;
        self.checks.reason(at);
        Ok(())
    }

    fn total(&mut self, question: &Question, row: usize, column: usize, at: CellRef) -> Result<()> {
        let format = &self.marked(at, self.drawing.styles.total.clone())?;
        let typed = self
            .drawing
            .annotation
            .and_then(|annotation| annotation.cells.get(&question.key));
        if let Some(typed) = typed
            .filter(|typed| !totals::agrees(typed, self.block, row, column, self.drawing.filling))
        {
            // A total that is in question stays as it was typed until its unit has decided.
            return fill::copy(self.sheet, at, typed, &format.clone().set_unlocked());
        }
        match totals::formula(self.block, row, column, self.drawing.filling) {
            Some(formula) => self
                .sheet
                .write_formula_with_format(at.row, at.col, formula, format)?,
            None => self
                .sheet
                .write_number_with_format(at.row, at.col, 0, format)?,
        };
        Ok(())
    }

    fn answer(
        &mut self,
        question: &Question,
        row: &RowLayout,
        column: &ColumnLayout,
        at: CellRef,
        tall: bool,
    ) -> Result<u32> {
        let drawing = self.drawing;
        let catalogue = &drawing.definitions.catalogue;
        let Some(element) = catalogue.elements.get(&question.key.element) else {
            return Ok(1);
        };
        let prefill = self
            .block
            .field(row, column)
            .and_then(|field| field.prefill)
            .map(|prefill| self.prefilled(prefill));
        let given = drawing.filling.answers.get(&question.key);
        let format = match prefill {
            Some(_) => drawing.styles.fixed.clone(),
            None => drawing.styles.input(element.kind, question.required, tall),
        };
        if prefill.is_none() {
            self.checks.input(element, question.required, tall, at);
        }
        let format = self.marked(at, format)?;
        if let Some(cell) = drawing
            .annotation
            .and_then(|annotation| annotation.cells.get(&question.key))
        {
            fill::copy(self.sheet, at, cell, &format)?;
            return Ok(indented_lines(
                &cell.content.text(),
                self.grid.room(at.col, at.col),
            ));
        }
        if element.kind == Kind::Picture
            && given.is_none()
            && drawing.picture(&question.key).is_none()
        {
            self.spread(at.row, at.col, at.col, words::PASTE, &format)?;
            return Ok(indented_lines(words::PASTE, self.grid.room(at.col, at.col)));
        }
        let value = given.or(prefill.as_ref());
        fill::write(self.sheet, at, value, (catalogue, element), &format)?;
        let shown = value.map_or_else(String::new, |value| fill::text(value, (catalogue, element)));
        Ok(indented_lines(&shown, self.grid.room(at.col, at.col)))
    }

    /// The format of a cell, marked where something is in question; the note says what.
    fn marked(&mut self, at: CellRef, format: Format) -> Result<Format> {
        match self.drawing.annotation {
            Some(annotation) => results::mark(annotation, (self.name, at), format, self.sheet),
            None => Ok(format),
        }
    }

    fn prefilled(&self, prefill: Prefill) -> Value {
        Value::Text(match prefill {
            Prefill::Unit => self.drawing.unit.name.clone(),
            Prefill::Period => self.drawing.period.label(),
        })
    }
}

fn index(i: usize) -> Result<u16> {
    Ok(u16::try_from(i)?)
}
