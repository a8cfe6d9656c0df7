//! A filling goes into the cells of its questions; one that does not fit the form is refused.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use jiff::civil::{Date, Time, date};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Worksheet};

use super::{Filling, words};
use crate::form::layout::{BlockLayout, Layout};
use crate::form::spec::FormSpec;
use crate::model::answer::Value;
use crate::model::catalogue::{Catalogue, DataElement};
use crate::model::cell::CellRef;
use crate::model::excel;
use crate::model::submission::Key;
use crate::workbook::{Cell, Content};

/// Day 0 of Excel's count, right from March 1900 on.
const EPOCH: Date = date(1899, 12, 30);
/// The error of a formula without a result.
const NO_RESULT: &str = "#N/A";

/// Makes sure that every answer of a filling has its cell.
///
/// # Errors An answer that the form has no cell for: an unknown question, or a record beyond the
/// rows of its list.
pub fn check(form: &FormSpec, layout: &Layout, filling: &Filling) -> Result<()> {
    let questions = layout.blocks().flat_map(BlockLayout::questions);
    let asked: BTreeSet<Key> = questions.map(|(.., question)| question.key).collect();
    let Some(stranger) = filling.answers.keys().find(|key| !asked.contains(*key)) else {
        return Ok(());
    };
    match list_of(layout, stranger) {
        Some((block, rows)) if stranger.record.is_some_and(|n| n > rows) => {
            bail!(
                "「{}」の一覧は {rows} 行までです。{} 行目は書けません。",
                block.block.heading,
                stranger.record.unwrap_or(0)
            )
        }
        _ => bail!(
            "{}には {stranger} を書く欄がありません。",
            form.label,
            stranger = shown(stranger)
        ),
    }
}

/// The list that asks a question, with its number of rows.
fn list_of<'a>(layout: &'a Layout, key: &Key) -> Option<(&'a BlockLayout<'a>, u32)> {
    let mut lists = layout
        .blocks()
        .filter_map(|block| Some((block, block.block.list_rows()?)));
    lists.find(|(block, _)| block.block.asks(&key.element))
}

/// A key in a message, e.g. `askers S02 2023-04`.
fn shown(key: &Key) -> String {
    let parts = [
        Some(key.element.to_string()),
        key.option.as_ref().map(ToString::to_string),
        key.month.map(|month| month.to_string()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Writes a value, or an empty cell of its format.
pub fn write(
    sheet: &mut Worksheet,
    at: CellRef,
    value: Option<&Value>,
    labels: (&Catalogue, &DataElement),
    format: &Format,
) -> Result<()> {
    match value {
        // A picture lies over its cell.
        None | Some(Value::Picture(_)) => sheet.write_blank(at.row, at.col, format)?,
        Some(Value::Count(n)) => {
            sheet.write_number_with_format(at.row, at.col, *n as f64, format)?
        }
        Some(Value::Date(day)) => {
            sheet.write_datetime_with_format(at.row, at.col, excel_day(*day)?, format)?
        }
        // Always a string, never a formula, whatever it begins with.
        Some(words) => {
            sheet.write_string_with_format(at.row, at.col, text(words, labels), format)?
        }
    };
    Ok(())
}

/// A day as Excel has it.
pub fn excel_day(day: Date) -> Result<ExcelDateTime> {
    let (month, day_of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    Ok(ExcelDateTime::from_ymd(
        u16::try_from(day.year())?,
        month,
        day_of_month,
    )?)
}

/// Writes a cell of another workbook as it stands, so that it reads the same; only looks are the
/// form's.
pub fn copy(sheet: &mut Worksheet, at: CellRef, cell: &Cell, format: &Format) -> Result<()> {
    let format = &if cell.struck {
        format.clone().set_font_strikethrough()
    } else {
        format.clone()
    };
    match &cell.content {
        // What the formula was is not known; the error says that a value is wanting here.
        Content::Empty if cell.formula => {
            sheet.write_formula_with_format(at.row, at.col, error(NO_RESULT), format)?
        }
        Content::Empty => sheet.write_blank(at.row, at.col, format)?,
        // As a number it reads as it did: the format of a day would make it one.
        Content::Number(n) => sheet.write_number_with_format(
            at.row,
            at.col,
            *n,
            &format.clone().set_num_format("General"),
        )?,
        Content::Text(text) => {
            sheet.write_string_with_format(at.row, at.col, storable(text), format)?
        }
        Content::Bool(truth) => sheet.write_boolean_with_format(at.row, at.col, *truth, format)?,
        Content::Date { serial, when } => {
            let (date, time) = (when.date(), when.time());
            let shown = if *serial < 1.0 { "h:mm" } else { "yyyy/m/d" };
            // A workbook may count its days from 1904; the new one never does.
            let days = if *serial < 1.0 {
                0.0
            } else {
                f64::from((date - EPOCH).get_days())
            };
            let seconds = time.duration_since(Time::midnight()).as_secs() as f64;
            let format = format.clone().set_num_format(shown);
            sheet.write_number_with_format(at.row, at.col, days + seconds / 86_400.0, &format)?
        }
        Content::Duration(days) => sheet.write_number_with_format(
            at.row,
            at.col,
            *days,
            &format.clone().set_num_format("[h]:mm"),
        )?,
        Content::Error(code) => {
            sheet.write_formula_with_format(at.row, at.col, error(code), format)?
        }
    };
    Ok(())
}

/// A formula that is nothing but an error value.
fn error(code: &str) -> Formula {
    let known = [
        "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
    ];
    let code = known
        .into_iter()
        .find(|known| *known == code)
        .unwrap_or(NO_RESULT);
    Formula::new(format!("={code}")).set_result(code)
}

/// A text as long as a cell may hold.
pub fn storable(text: &str) -> String {
    excel::cut(text, excel::LONGEST_TEXT).to_owned()
}

/// The words of a value that is neither a number nor a day.
pub fn text(value: &Value, (catalogue, element): (&Catalogue, &DataElement)) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Mark => words::MARK.to_owned(),
        Value::Choice(option) => match &element.answers {
            Some(category) => catalogue.option_label(category, option).to_owned(),
            None => option.to_string(),
        },
        Value::Count(_) | Value::Date(_) | Value::Picture(_) => String::new(),
    }
}
