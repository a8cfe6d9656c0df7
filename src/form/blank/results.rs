//! The sheet of results on top of an annotated form, and the marks and notes on its cells.

use anyhow::Result;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Url, Workbook, Worksheet};

use super::annotation::{Annotation, Place, PlacedFinding};
use super::grid::{ONE_LINE, height, lines};
use super::{Drawing, page, words};
use crate::form::layout::words as layout_words;
use crate::model::catalogue::Kind;
use crate::model::cell::CellRef;
use crate::model::excel::link_to;
use crate::model::finding::Severity;

/// Widths of the columns, in half-width characters.
const WIDTHS: [u32; 7] = [7, 9, 20, 7, 20, 56, 34];
/// The row of the table's head; title, what to do and a blank row stand above.
const HEAD: u32 = 4;
/// The size of a note in pixels: its width, and what a line of it takes.
const NOTE_WIDTH: u32 = 340;
const NOTE_LINE: u32 = 19;
/// How many half-width characters stand in a line of a note.
const NOTE_ROOM: u32 = 42;

/// The fill and the border of a level; the border tells them apart in grey print, the word is in
/// the note.
fn colours(severity: Severity) -> (Color, Color, FormatBorder) {
    match severity {
        Severity::Error => (
            Color::RGB(0xFA_CF_CA),
            Color::RGB(0xA3_15_15),
            FormatBorder::Medium,
        ),
        Severity::Query => (
            Color::RGB(0xFF_DD_8A),
            Color::RGB(0x8A_5A_00),
            FormatBorder::MediumDashed,
        ),
        Severity::Note => (
            Color::RGB(0xD9_E8_F6),
            Color::RGB(0x3A_5A_7D),
            FormatBorder::Dashed,
        ),
    }
}

/// Marks a cell where something was found; the note says what.
pub fn mark(
    annotation: &Annotation,
    (name, at): (&str, CellRef),
    format: Format,
    sheet: &mut Worksheet,
) -> Result<Format> {
    let remarks: Vec<&PlacedFinding> = annotation.at(name, at).collect();
    let Some(worst) = remarks.iter().map(|remark| remark.severity).min() else {
        return Ok(format);
    };
    let told: Vec<String> = remarks
        .iter()
        .map(|remark| {
            format!(
                "[{} {}]\n{}",
                remark.severity.label(),
                remark.code,
                remark.words
            )
        })
        .collect();
    let told = told.join("\n\n");
    let height = (lines(&told, NOTE_ROOM) + 1) * NOTE_LINE;
    let note = Note::new(told)
        .add_author_prefix(false)
        .set_author(layout_words::RESULTS_SHEET)
        .set_width(NOTE_WIDTH)
        .set_height(height)
        .set_font_name(words::FONT)
        .set_font_size(10);
    sheet.insert_note(at.row, at.col, &note)?;
    let (fill, line, border) = colours(worst);
    Ok(format
        .set_background_color(fill)
        .set_border(border)
        .set_border_color(line))
}

/// Draws the sheet.
pub fn draw(drawing: &Drawing, annotation: &Annotation, workbook: &mut Workbook) -> Result<()> {
    let sheet = workbook.add_worksheet();
    sheet
        .set_name(layout_words::RESULTS_SHEET)?
        .set_tab_color(Color::RGB(0xA3_15_15))
        .set_active(true);
    for (col, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(col, width)?;
    }
    drawing.titles(sheet)?;
    let styles = &drawing.styles;
    let room = WIDTHS.iter().sum();
    sheet.merge_range(2, 0, 2, last(), words::RESULTS_GUIDE, &styles.note)?;
    sheet.set_row_height(2, height(lines(words::RESULTS_GUIDE, room)))?;
    for (col, heading) in (0..).zip(layout_words::RESULTS_HEADINGS) {
        sheet.write_string_with_format(HEAD, col, heading, &styles.header)?;
    }
    let mut next = HEAD + 1;
    if annotation.remarks.is_empty() {
        sheet.merge_range(next, 0, next, last(), words::NO_RESULTS, &styles.label)?;
        next += 1;
    }
    let mut tall = page::TITLE_HEIGHT + f64::from(next) * ONE_LINE;
    for remark in &annotation.remarks {
        tall += row(drawing, remark, next, sheet)?;
        next += 1;
    }
    tall += left_behind(drawing, annotation, next + 1, sheet)?;
    page::set_up(drawing, sheet, room, tall);
    sheet
        .set_freeze_panes(HEAD + 1, 0)?
        .set_repeat_rows(HEAD, HEAD)?
        .set_selection(HEAD + 1, 3, HEAD + 1, 3)?;
    Ok(())
}

fn last() -> u16 {
    WIDTHS.len() as u16 - 1
}

/// One finding; the answer is the height of its row.
fn row(drawing: &Drawing, remark: &PlacedFinding, row: u32, sheet: &mut Worksheet) -> Result<f64> {
    let styles = &drawing.styles;
    let top = |format: &Format| format.clone().set_align(FormatAlign::Top).set_indent(0);
    let (plain, code) = (top(&styles.fixed), top(&styles.code));
    let (fill, line, border) = colours(remark.severity);
    let level = top(&styles.fixed)
        .set_bold()
        .set_background_color(fill)
        .set_border(border)
        .set_border_color(line);
    sheet.write_string_with_format(row, 0, remark.code, &code)?;
    sheet.write_string_with_format(row, 1, remark.severity.label(), &level)?;
    sheet.write_string_with_format(row, 2, remark.sheet.as_deref().unwrap_or_default(), &plain)?;
    match (&remark.sheet, remark.cell) {
        (Some(name), Some(cell)) if remark.place == Place::Form => {
            let cell = cell.to_string();
            let link = Url::new(link_to(name, &cell)).set_text(cell);
            let format = top(&styles.link)
                .set_border(FormatBorder::Thin)
                .set_border_color(line);
            sheet.write_url_with_format(row, 3, link, &format)?;
        }
        (_, cell) => {
            let cell = cell.map(|cell| cell.to_string()).unwrap_or_default();
            sheet.write_string_with_format(row, 3, cell, &plain)?;
        }
    }
    let elsewhere = match remark.place {
        Place::Form | Place::File => "",
        Place::Elsewhere => layout_words::ELSEWHERE,
        Place::Nowhere => layout_words::UNSETTLED,
    };
    let told = format!("{}{elsewhere}", remark.words);
    sheet.write_string_with_format(
        row,
        4,
        super::fill::storable(&remark.value),
        &plain.clone().set_num_format("@"),
    )?;
    sheet.write_string_with_format(row, 5, super::fill::storable(&told), &plain)?;
    let reason = remark.reason.as_deref().unwrap_or_default();
    match (remark.severity, remark.place) {
        (Severity::Query, _) | (Severity::Error, Place::Nowhere) => {
            sheet.write_string_with_format(
                row,
                6,
                reason,
                &styles.input(Kind::Text, true, true),
            )?;
        }
        (Severity::Error | Severity::Note, _) => {
            sheet.write_blank(row, 6, &styles.label)?;
        }
    }
    let texts = [
        (2, remark.sheet.as_deref().unwrap_or_default()),
        (4, &remark.value),
        (5, &told),
        (6, reason),
    ];
    let needed = texts
        .iter()
        .filter_map(|(col, text)| Some(lines(text, *WIDTHS.get(*col)?)))
        .max()
        .unwrap_or(1);
    sheet.set_row_height(row, height(needed))?;
    Ok(height(needed))
}

/// Lists what was not carried over; the answer is the height of the list.
fn left_behind(
    drawing: &Drawing,
    annotation: &Annotation,
    first: u32,
    sheet: &mut Worksheet,
) -> Result<f64> {
    if annotation.left_behind.is_empty() {
        return Ok(0.0);
    }
    let styles = &drawing.styles;
    sheet.write_string_with_format(first, 0, words::LEFT_BEHIND, &styles.heading)?;
    sheet.write_string_with_format(
        first + 1,
        0,
        words::LEFT_BEHIND_GUIDE,
        &styles.note.clone().unset_text_wrap(),
    )?;
    let mut drawn = 3.0 * ONE_LINE;
    for (row, ((name, cell), text)) in (first + 2..).zip(&annotation.left_behind) {
        sheet.write_string_with_format(row, 2, name, &styles.fixed)?;
        sheet.write_string_with_format(row, 3, cell.to_string(), &styles.fixed)?;
        let (from, to) = (4, 5);
        sheet.merge_range(
            row,
            from,
            row,
            to,
            &super::fill::storable(text),
            &styles.fixed,
        )?;
        let tall = height(lines(text, WIDTHS[4] + WIDTHS[5]));
        sheet.set_row_height(row, tall)?;
        drawn += tall;
    }
    Ok(drawn)
}
