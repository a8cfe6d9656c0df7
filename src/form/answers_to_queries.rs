//! Reads the reasons that came back in the list of queries (確認結果) of an annotated form.

use std::sync::Arc;

use super::layout::words;
use crate::model::cell::{CellRef, Location};
use crate::model::submission::{Answered, Reason};
use crate::model::text::fold;
use crate::workbook::{Sheet, Workbook};

/// The name of the sheet.
pub const SHEET: &str = words::RESULTS_SHEET;
/// The headings of its columns, in any order. The code stands under the first.
pub const HEADINGS: [&str; 6] = ["番号", "シート", "セル", "値", "確認すること", "理由"];
/// How far down the row of headings may stand, and how far under it the list is read.
const HEADER_ROWS: u32 = 20;
const MOST_ROWS: u32 = 5_000;

/// Every reason of the list that names its check. Cannot fail: what is not there answers nothing.
pub fn read(workbook: &Workbook, file: &Arc<str>) -> Vec<Reason> {
    workbook
        .sheets
        .iter()
        .filter(|sheet| fold(&sheet.name) == fold(SHEET))
        .flat_map(|sheet| read_sheet(sheet, file))
        .collect()
}

fn read_sheet(sheet: &Sheet, file: &Arc<str>) -> Vec<Reason> {
    let Some(last) = sheet.last_row() else {
        return Vec::new();
    };
    let columns = (0..=last.min(HEADER_ROWS)).find_map(|row| {
        let find = |heading: &str| {
            sheet
                .row(row)
                .find(|(_, cell)| fold(&cell.content.text()) == fold(heading))
                .map(|(at, _)| at.col)
        };
        let [number, place, cell, value, question, reason] = HEADINGS.map(find);
        // The words of the question are for people; everything else is needed.
        Some((row, number?, place?, cell?, value?, question, reason?))
    });
    let Some((header, number, place, cell, value, question, reason)) = columns else {
        return Vec::new();
    };
    let rows = header + 1..=last.min(header.saturating_add(MOST_ROWS));
    let reasons = rows.filter_map(|row| {
        let text = |col| {
            sheet
                .value(CellRef::new(row, col))
                .content
                .text()
                .trim()
                .to_owned()
        };
        let words = text(reason);
        let code = code_in(&text(number)).or_else(|| code_in(&text(question?)))?;
        // A 確認 about the file or a sheet as a whole names no cell.
        let cell = Some(text(cell))
            .filter(|cell| !cell.is_empty())
            .map(|cell| cell.parse())
            .transpose()
            .ok()?;
        let of_sheet = Some(text(place)).filter(|sheet| !sheet.is_empty());
        let answers = Answered {
            code,
            sheet: of_sheet,
            cell,
            value: text(value),
        };
        let at = Location {
            file: file.clone(),
            sheet: sheet.name.clone(),
            cell: CellRef::new(row, reason),
        };
        (!words.is_empty()).then_some(Reason {
            at,
            text: words,
            answers: Some(answers),
        })
    });
    reasons.collect()
}

/// The code of a check in a text, e.g. `Z203`.
fn code_in(text: &str) -> Option<String> {
    let start = text.find(['Z', 'z'])?;
    let code: String = text[start..].chars().take(4).collect();
    (code.len() == 4 && code[1..].chars().all(|c| c.is_ascii_digit())).then(|| code.to_uppercase())
}
