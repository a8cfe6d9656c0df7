//! Reads the list of queries (確認結果) of an annotated form that came back: the reasons in it, and
//! what is still open.

use std::sync::Arc;

use super::layout::words;
use crate::model::cell::{CellRef, Location};
use crate::model::submission::{Answered, Departure, DepartureKind, Reason};
use crate::model::text::fold;
use crate::workbook::{Sheet, Workbook};

/// The name of the sheet.
pub const SHEET: &str = words::RESULTS_SHEET;
/// The headings of its columns, in any order. The code stands under the first.
pub const HEADINGS: [&str; 6] = ["番号", "シート", "セル", "値", "確認すること", "理由"];
/// How far down the row of headings may stand, and how far under it the list is read.
const HEADER_ROWS: u32 = 20;
const MOST_ROWS: u32 = 5_000;

/// A line of the list.
struct ReasonLine<'a> {
    sheet: &'a Sheet,
    /// Where its reason stands.
    at: CellRef,
    code: String,
    place: Option<String>,
    /// The cell as it is written.
    cell: String,
    value: String,
    question: String,
    reason: String,
}

/// Every reason of the list that names its check. Cannot fail: what is not there answers nothing.
pub fn read(workbook: &Workbook, file: &Arc<str>) -> Vec<Reason> {
    let lines = lines(workbook).into_iter();
    lines.filter_map(|line| line.into_reason(file)).collect()
}

/// What an earlier submission held and its annotated form does not, and what was answered.
pub fn unsettled(workbook: &Workbook) -> Vec<Departure> {
    let mut departures = Vec::new();
    for line in lines(workbook) {
        let is_lost = fold(&line.question).ends_with(&fold(words::UNSETTLED));
        if is_lost {
            departures.push(Departure {
                kind: DepartureKind::Unsettled(line.code, line.reason),
                sheet: Arc::clone(&line.sheet.name),
                cell: Some(line.at),
                label: format!("{} {}", line.place.unwrap_or_default(), line.cell)
                    .trim()
                    .to_owned(),
            });
        }
    }
    departures
}

fn lines(workbook: &Workbook) -> Vec<ReasonLine<'_>> {
    let mut lines = Vec::new();
    for sheet in &workbook.sheets {
        if fold(&sheet.name) == fold(SHEET) {
            lines.extend(lines_of(sheet));
        }
    }
    lines
}

fn lines_of(sheet: &Sheet) -> Vec<ReasonLine<'_>> {
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
    let mut lines = Vec::new();
    for row in header + 1..=last.min(header.saturating_add(MOST_ROWS)) {
        let text = |col| {
            sheet
                .value(CellRef::new(row, col))
                .content
                .text()
                .trim()
                .to_owned()
        };
        let question = question.map(text).unwrap_or_default();
        let Some(code) = code_in(&text(number)).or_else(|| code_in(&question)) else {
            continue;
        };
        lines.push(ReasonLine {
            sheet,
            at: CellRef::new(row, reason),
            code,
            place: Some(text(place)).filter(|sheet| !sheet.is_empty()),
            cell: text(cell),
            value: text(value),
            question,
            reason: text(reason),
        });
    }
    lines
}

impl ReasonLine<'_> {
    fn into_reason(self, file: &Arc<str>) -> Option<Reason> {
        // A 確認 about the file or a sheet as a whole names no cell.
        let cell = (!self.cell.is_empty()).then(|| self.cell.parse());
        let answers = Answered {
            code: self.code,
            sheet: self.place,
            cell: cell.transpose().ok()?,
            value: self.value,
        };
        let at = Location {
            file: file.clone(),
            sheet: self.sheet.name.clone(),
            cell: self.at,
        };
        (!self.reason.is_empty()).then_some(Reason {
            at,
            text: self.reason,
            answers: Some(answers),
        })
    }
}

/// The code of a check in a text, e.g. `Z203`.
fn code_in(text: &str) -> Option<String> {
    let start = text.find(['Z', 'z'])?;
    let code: String = text[start..].chars().take(4).collect();
    (code.len() == 4 && code[1..].chars().all(|c| c.is_ascii_digit())).then(|| code.to_uppercase())
}
