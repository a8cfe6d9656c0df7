//! The sheets behind the form: how to fill it, and the hidden marks by which it is known.

use anyhow::Result;
use rust_xlsxwriter::{Format, Url, Workbook, Worksheet};

use super::grid::{ONE_LINE, height, indented_lines};
use super::lists::Lists;
use super::{Drawing, page, style, words};
use crate::form::fingerprint;
use crate::form::identify::marks;
use crate::form::layout::{Layout, words as layout_words};
use crate::form::spec::FormSpec;
use crate::model::catalogue::Kind;
use crate::model::excel::link_to;
use crate::model::period::Period;
use crate::model::placeholder::fill;

/// Width of the column of numbers and colours.
const NUMBER_WIDTH: u32 = 8;
/// Width of the column of words.
const WORDS_WIDTH: u32 = 96;

/// Draws the sheet that tells how to fill the form.
pub fn draw(drawing: &Drawing, layout: &Layout, workbook: &mut Workbook) -> Result<()> {
    let sheet = workbook.add_worksheet();
    sheet
        .set_name(layout_words::GUIDE_SHEET)?
        .set_tab_color(style::GUIDE_TAB);
    let rows = drawing.form.guide.len() + layout.sheets.len() + 16;
    page::set_up(
        drawing,
        sheet,
        NUMBER_WIDTH + WORDS_WIDTH,
        rows as f64 * ONE_LINE,
    );
    sheet
        .set_column_width(0, NUMBER_WIDTH)?
        .set_column_width(1, WORDS_WIDTH)?;
    drawing.titles(sheet)?;
    let next = guide(drawing, sheet, 3)?;
    let next = legend(drawing, sheet, next + 1)?;
    contents(drawing, layout, sheet, next + 1)
}

/// The lines of the definition as they stand on the sheet.
fn lines(form: &FormSpec, period: Period) -> Vec<String> {
    let days = [(words::DAYS.to_owned(), words::days(period))];
    form.guide.iter().map(|line| fill(line, &days)).collect()
}

/// All that the sheet says under its title, but for the names of the sheets.
pub fn words(form: &FormSpec, period: Period) -> Vec<String> {
    let mut all = lines(form, period);
    all.extend([words::GUIDE, words::LEGEND, words::CONTENTS].map(str::to_owned));
    let legend = [
        words::LEGEND_REQUIRED,
        words::LEGEND_OPTIONAL,
        words::LEGEND_FIXED,
        words::LEGEND_TOTAL,
    ];
    all.extend(legend.map(str::to_owned));
    all
}

/// The lines of the definition, numbered; the answer is the next free row.
fn guide(drawing: &Drawing, sheet: &mut Worksheet, first: u32) -> Result<u32> {
    let styles = &drawing.styles;
    sheet.write_string_with_format(first, 0, words::GUIDE, &styles.heading)?;
    let mut row = first;
    for (n, line) in (1u32..).zip(&lines(drawing.form, drawing.period)) {
        row = first + n;
        sheet.write_number_with_format(row, 0, n, &styles.code)?;
        sheet.write_string_with_format(row, 1, line, &styles.fixed)?;
        sheet.set_row_height(row, height(indented_lines(line, WORDS_WIDTH)))?;
    }
    Ok(row + 1)
}

/// What the colours and borders mean; the answer is the next free row.
fn legend(drawing: &Drawing, sheet: &mut Worksheet, first: u32) -> Result<u32> {
    let styles = &drawing.styles;
    sheet.write_string_with_format(first, 0, words::LEGEND, &styles.heading)?;
    let locked = |required| styles.input(Kind::Choice, required, false).set_locked();
    let entries: [(Format, &str); 4] = [
        (locked(true), words::LEGEND_REQUIRED),
        (locked(false), words::LEGEND_OPTIONAL),
        (styles.header.clone(), words::LEGEND_FIXED),
        (styles.total.clone(), words::LEGEND_TOTAL),
    ];
    for (row, (format, words)) in (first + 1..).zip(&entries) {
        sheet.write_blank(row, 0, format)?;
        sheet.write_string_with_format(row, 1, *words, &styles.fixed)?;
    }
    Ok(first + 1 + u32::try_from(entries.len())?)
}

/// The sheets with their blocks, each a link.
fn contents(drawing: &Drawing, layout: &Layout, sheet: &mut Worksheet, first: u32) -> Result<()> {
    let styles = &drawing.styles;
    sheet.write_string_with_format(first, 0, words::CONTENTS, &styles.heading)?;
    for (n, target) in (1u32..).zip(&layout.sheets) {
        let row = first + n;
        sheet.write_number_with_format(row, 0, n, &styles.code)?;
        let link = Url::new(link_to(target.name, "A1")).set_text(target.name);
        sheet.write_url_with_format(row, 1, link, &styles.link)?;
    }
    Ok(())
}

/// Writes the hidden marks, and the lists that were too long for the checks.
pub fn marks(drawing: &Drawing, lists: &Lists, workbook: &mut Workbook) -> Result<()> {
    let sheet = workbook.add_worksheet();
    sheet
        .set_name(layout_words::MARKS_SHEET)?
        .set_very_hidden(true);
    let period = drawing.period.to_string();
    let made_by = fingerprint::of(drawing.form, &drawing.definitions.catalogue, drawing.period);
    let entries: [(&str, &str); 5] = [
        (marks::FORM, &drawing.form.id),
        (marks::VERSION, &drawing.form.version),
        (marks::UNIT, &drawing.unit.id),
        (marks::PERIOD, &period),
        (marks::MADE_BY, &made_by),
    ];
    for (row, (key, value)) in (0..).zip(entries) {
        sheet
            .write_string(row, 0, key)?
            .write_string(row, 1, value)?;
    }
    lists.write(sheet)
}
