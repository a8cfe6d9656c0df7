//! Draws a form to fill: prefilled with unit and period, drop-down lists, input checks, totals,
//! hidden marks.
//!
//! The layout says where everything stands; here it gets its looks and its checks. No ward,
//! category or label is named: the words come from the definitions, the form's own few from
//! `words`.

pub mod annotated;
mod annotation;
mod block;
mod checks;
mod fill;
mod grid;
mod guide;
mod lists;
mod page;
mod picture;
mod results;
mod style;
#[cfg(test)]
mod tests;
mod totals;
mod transfer;
mod words;

pub(super) use guide::words as guide_words;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet};

use self::annotation::Annotation;
use self::checks::Checks;
use self::grid::SheetGrid;
use self::lists::Lists;
use self::style::FormStyles;
use super::layout::{Layout, SheetLayout};
use super::spec::{Definitions, FormSpec};
use crate::model::answer::Value;
use crate::model::excel;
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::model::submission::Key;

/// What a form is filled with; a blank form is filled with nothing.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    /// Answers by question; what the definitions prefill need not be given, totals are never taken
    /// from here.
    ///
    /// A value is written as it is, whatever kind the question has: words may stand where a count
    /// should.
    pub answers: BTreeMap<Key, Value>,
}

/// Draws the form of a unit for a period as an .xlsx workbook.
///
/// # Errors The unit's kind has no form, an answer has no cell on it (a list has too few rows), or
/// the workbook cannot be written.
pub fn draw(
    definitions: &Definitions,
    unit: &OrgUnit,
    period: Period,
    filling: &Filling,
) -> Result<Vec<u8>> {
    let form = definitions
        .form_of(&unit.kind)
        .with_context(|| format!("{}（{}）の様式がありません。", unit.name, unit.kind))?;
    let layout = Layout::new(form, &definitions.catalogue, period);
    fill::check(form, &layout, filling)?;
    let drawing = Drawing {
        definitions,
        form,
        unit,
        period,
        filling,
        annotation: None,
        styles: FormStyles::new(),
    };
    drawing
        .workbook(&layout)
        .with_context(|| format!("{}の様式を作れません。", unit.name))
}

/// What every part of the drawing looks at.
struct Drawing<'a> {
    definitions: &'a Definitions,
    form: &'a FormSpec,
    unit: &'a OrgUnit,
    period: Period,
    filling: &'a Filling,
    /// What was submitted and what was found in it; none for a form to fill.
    annotation: Option<&'a Annotation>,
    styles: FormStyles,
}

impl Drawing<'_> {
    /// The file of the picture that answers a question: as it was submitted, or as the filling has
    /// it.
    fn picture(&self, key: &Key) -> Option<&[u8]> {
        match self.annotation {
            Some(annotation) => annotation.pictures.get(key).map(|bytes| &**bytes),
            None => self
                .filling
                .answers
                .get(key)
                .and_then(Value::picture)
                .map(|picture| &*picture.bytes),
        }
    }

    fn workbook(&self, layout: &Layout) -> Result<Vec<u8>> {
        let mut workbook = Workbook::new();
        // Heights and widths in pixels that Excel knows for a font whose digits are 7 pixels wide.
        workbook.set_default_format(&self.styles.plain, 20, 64)?;
        workbook.set_properties(&self.properties()?);
        let mut lists = Lists::default();
        if let Some(annotation) = self.annotation {
            results::draw(self, annotation, &mut workbook)?;
        }
        for (i, sheet) in layout.sheets.iter().enumerate() {
            let worksheet = workbook.add_worksheet();
            worksheet.set_active(i == 0 && self.annotation.is_none());
            self.sheet(sheet, worksheet, &mut lists)?;
        }
        guide::draw(self, layout, &mut workbook)?;
        guide::marks(self, &lists, &mut workbook)?;
        excel::saved(workbook)
    }

    /// The creation date is the first day of the period: the same form is the same file, whenever
    /// it is drawn.
    fn properties(&self) -> Result<DocProperties> {
        let created = fill::excel_day(self.period.days().0)?;
        Ok(DocProperties::new()
            .set_title(format!(
                "{}　{}　{}　{}",
                self.form.label,
                self.form.title,
                self.unit.name,
                self.period.label()
            ))
            .set_author(&self.definitions.registry.city.name)
            .set_creation_datetime(&created))
    }

    fn sheet(&self, layout: &SheetLayout, sheet: &mut Worksheet, lists: &mut Lists) -> Result<()> {
        let grid = SheetGrid::new(layout);
        sheet.set_name(layout.name)?.set_tab_color(style::INPUT_TAB);
        page::freeze(layout, sheet)?;
        for (col, width) in (0..).zip(&grid.widths) {
            sheet.set_column_width(col, *width)?;
        }
        self.titles(sheet)?;
        let mut checks = Checks::default();
        let mut height = page::TITLE_HEIGHT;
        for block in &layout.blocks {
            height += block::draw(self, (layout.name, block), &grid, sheet, &mut checks)?;
        }
        page::set_up(self, sheet, grid.room(0, grid.last()), height);
        if let Some(first) = checks.first() {
            sheet.set_selection(first.row, first.col, first.row, first.col)?;
        }
        checks.write(sheet, &self.definitions.catalogue, self.period, lists)
    }

    /// Form, unit and period, in the first two rows of every sheet.
    fn titles(&self, sheet: &mut Worksheet) -> Result<()> {
        let title = format!("{}　{}", self.form.label, self.form.title);
        let subtitle = format!(
            "{}　{}（{}）",
            self.unit.name,
            self.period.label(),
            self.period.span()
        );
        sheet
            .write_string_with_format(0, 0, title, &self.styles.title)?
            .set_row_height(0, page::TITLE_HEIGHT - 2.0 * grid::ONE_LINE)?;
        sheet.write_string_with_format(1, 0, subtitle, &self.styles.subtitle)?;
        Ok(())
    }
}
