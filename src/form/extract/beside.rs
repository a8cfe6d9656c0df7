//! What stands on a sheet of the form and in no answer: memos beside, above and under the tables,
//! notes on cells, shapes over them. It may say that an answer is another one.

use std::borrow::Cow;

use super::header::Header;
use super::page::LabelledSheet;
use super::records::{is_example, is_note, is_remark};
use super::{BlockReader, Extraction, FileReader, departure};
use crate::form::layout::words;
use crate::form::says_something;
use crate::form::written_period::is_subtitle;
use crate::model::cell::CellRef;
use crate::model::period::split_year;
use crate::model::submission::{DataValue, Departure, DepartureKind, Role};
use crate::model::text::fold;
use crate::workbook::{Cell, Content, Drawn};

/// A word this short over an empty column is its heading and no memo.
const HEADING: usize = 8;
/// A memo on a sheet of its own has so many texts at most.
const MEMO: usize = 3;

impl FileReader<'_> {
    /// Tells of the notes on the instructions, which are no page of the form, and of what was typed
    /// beside their lines.
    pub(super) fn on_the_guide(&self) -> Vec<Departure> {
        let mut sheets = self.book.workbook.sheets.iter();
        let Some(sheet) = sheets.find(|sheet| &*sheet.name == words::GUIDE_SHEET) else {
            return Vec::new();
        };
        let notes = sheet.notes.iter().filter(|(_, note)| says_something(note));
        let notes = notes.map(|(at, note)| {
            let kind = DepartureKind::Beside(vec![note.text.clone()], false);
            (*at, kind)
        });
        // The instructions of other definitions say something else.
        let said: Vec<String> = sheet
            .cells()
            .map(|(_, cell)| fold(&cell.content.text()))
            .collect();
        let is_ours = self.form.guide.iter().all(|words| said.contains(words));
        let typed = sheet.cells().zip(&said).filter(|((at, cell), said)| {
            let is_number = at.col == 0 && matches!(cell.content, Content::Number(_));
            let is_own = is_number || self.form.guide.contains(said);
            is_ours && !is_own && self.is_stray(*at, cell, 0)
        });
        let typed =
            typed.map(|((at, cell), _)| (at, cell.content.text(), self.is_by_the_way(cell)));
        let told = notes
            .chain(together(typed))
            .map(|(at, kind)| departure(kind, &sheet.name, Some(at), ""));
        told.collect()
    }

    /// What a sheet that is no part of the form says, where it is a word or a memo without figures
    /// that names nothing which is asked.
    pub(super) fn memo(&self, page: &LabelledSheet) -> Option<DepartureKind> {
        let cells = page.sheet.cells().filter(|(_, cell)| !cell.is_empty());
        let texts: Option<Vec<Cow<str>>> = cells
            .map(|(at, cell)| {
                let words = &page.words(at)?.text;
                let is_text = matches!(cell.content, Content::Text(_));
                let says_little = !words.contains(is_digit) && !self.names_answer(words);
                (is_text && says_little).then(|| cell.content.text())
            })
            .collect();
        let texts = texts.filter(|texts| texts.len() <= MEMO)?;
        let words = texts.iter().map(|text| text.trim().to_owned());
        Some(DepartureKind::Beside(words.collect(), true))
    }

    /// Tells of what lies over a sheet, hangs on its cells, and stands above its tables.
    pub(super) fn beside(&self, page: &LabelledSheet, out: &mut Extraction) {
        let sheet = page.sheet;
        for (at, words) in &sheet.words_over {
            let kind = DepartureKind::WordsOver(words.trim().to_owned());
            out.departures
                .push(departure(kind, &sheet.name, Some(*at), ""));
        }
        for drawn in &sheet.drawn_over {
            let mut answers = out.values.iter();
            let covered =
                answers.find(|value| value.at.sheet == sheet.name && covers(drawn, value));
            let covered = covered.map(|value| (value.at.cell, value.heading.clone()));
            if let Some((at, heading)) = covered {
                let kind = DepartureKind::DrawnOver;
                out.departures
                    .push(departure(kind, &sheet.name, Some(at), &heading));
            }
        }
        for (at, note) in &sheet.notes {
            let is_told = out.departures.iter().any(|told| {
                matches!(told.kind, DepartureKind::Noted(..))
                    && told.cell == Some(*at)
                    && told.sheet == sheet.name
            });
            if !is_told && says_something(note) {
                let shown = sheet.get(*at).content.text().into_owned();
                let kind = DepartureKind::Noted(note.text.clone(), shown);
                out.departures
                    .push(departure(kind, &sheet.name, Some(*at), ""));
            }
        }
        // Instructions under another name show headings, too, but no answer.
        let mut answers = out.values.iter();
        if !answers.any(|value| value.at.sheet == sheet.name) {
            return;
        }
        let headings = self.form.headings().flat_map(|heading| page.find(heading));
        if let Some(first) = headings.map(|at| at.row).min() {
            let above = sheet.cells().take_while(|(at, _)| at.row < first);
            let strays = above.filter_map(|(at, cell)| {
                let text = cell.content.text();
                // Unit and period, as people shorten them.
                let is_name = at.col == 0 && at.row < 2 && !text.contains(is_digit);
                // What is called a specimen as a whole may be none.
                let is_stray = self.is_stray(at, cell, 0) || is_example(&fold(&text));
                is_stray.then(|| (at, text, is_name || self.is_by_the_way(cell)))
            });
            for (at, kind) in together(strays) {
                out.departures
                    .push(departure(kind, &sheet.name, Some(at), ""));
            }
        }
    }

    /// Whether a cell says something that is no word of the form itself; its numbers stand in the
    /// column of codes.
    fn is_stray(&self, at: CellRef, cell: &Cell, codes: u16) -> bool {
        let text = cell.content.text();
        let folded = fold(&text);
        let is_own = match &cell.content {
            Content::Number(_) => at.col == codes && self.form.own_words.contains(&folded),
            Content::Text(_) if folded.parse::<u32>().is_ok() => {
                at.col == codes && self.form.own_words.contains(&folded)
            }
            Content::Text(_) => self.form.own_words.contains(&folded) || is_subtitle(&text),
            Content::Date { .. } | Content::Duration(_) => false,
            Content::Empty | Content::Bool(_) | Content::Error(_) => true,
        };
        let says_something = folded.contains(char::is_alphanumeric) || folded.contains('?');
        // 「計 60」 is a number, where 「記入例1」 counts.
        let is_remark = is_remark(&folded) && (is_example(&folded) || !folded.contains(is_digit));
        !is_own && !is_remark && says_something
    }

    /// Whether a cell holds a remark by its sign, without a number, that names nothing which is
    /// asked; the end of the period is no number.
    fn is_by_the_way(&self, cell: &Cell) -> bool {
        let end = format!("{}月末", self.form.period.days().1.month());
        let folded = fold(&cell.content.text()).replace(&end, "");
        is_note(&folded) && !folded.contains(is_digit) && !self.names_answer(&folded)
    }

    /// Whether words hold the name of something that is asked.
    fn names_answer(&self, folded: &str) -> bool {
        let is_named = |word: &String| {
            let is_answer = word.chars().count() > 1 && word != words::TOTAL;
            is_answer && folded.contains(word.as_str())
        };
        self.form.row_words.iter().any(is_named)
    }
}

/// Whether something drawn lies over an answer; a line over a blank one ends a list.
fn covers(drawn: &Drawn, value: &DataValue) -> bool {
    let is_written = !value.raw.is_empty();
    value.role == Role::Input
        && drawn.range.contains(value.at.cell)
        && (is_written || !drawn.is_line)
}

fn is_digit(c: char) -> bool {
    c.is_numeric()
}

/// Cells in rows that follow each other as one: where the first stands, and what they say.
fn together<'c>(
    cells: impl Iterator<Item = (CellRef, Cow<'c, str>, bool)>,
) -> Vec<(CellRef, DepartureKind)> {
    let mut found: Vec<(CellRef, u32, bool, Vec<String>)> = Vec::new();
    for (at, text, is_remark) in cells {
        let text = text.trim().to_owned();
        match found.last_mut() {
            Some((_, last, known, texts)) if at.row <= *last + 1 && *known == is_remark => {
                *last = at.row;
                texts.push(text);
            }
            _ => found.push((at, at.row, is_remark, vec![text])),
        }
    }
    let told = found
        .into_iter()
        .map(|(at, _, is_remark, texts)| (at, DepartureKind::Beside(texts, is_remark)));
    told.collect()
}

impl BlockReader<'_, '_> {
    /// Tells of the notes on the block's cells; those of the annotated form are our own.
    pub(super) fn depart_noted(&mut self) {
        let rows = self.heading.row..self.end;
        for (at, note) in &self.page.sheet.notes {
            if rows.contains(&at.row) && says_something(note) {
                let shown = self.page.sheet.get(*at).content.text().into_owned();
                let kind = DepartureKind::Noted(note.text.clone(), shown);
                self.depart(kind, *at, &self.heading_at(*at));
            }
        }
    }

    /// Tells of what stands in the block's rows and is neither read nor told in another way.
    pub(super) fn depart_stray(&mut self, header: &Header) {
        let sheet = self.page.sheet;
        let codes = header.columns.iter().map(|found| found.col).min();
        let rows = self.heading.row..self.stop.unwrap_or(self.end);
        let in_rows = sheet.cells().filter(|(at, _)| rows.contains(&at.row));
        let strays = in_rows.filter_map(|(at, cell)| {
            let is_read = self.read_rows.contains(&at.row) && header.knows(at.col);
            let is_known = is_read || self.is_of_headings(header, at) || self.is_told(header, at);
            let is_stray = !is_known && self.reader.is_stray(at, cell, codes.unwrap_or(0));
            let is_remark = || self.is_empty_heading(header, at) || self.reader.is_by_the_way(cell);
            is_stray.then(|| (at, cell.content.text(), is_remark()))
        });
        for (at, kind) in together(strays) {
            self.depart(kind, at, "");
        }
    }

    /// Whether a cell is a heading: of a column of the form in any spelling, or the year over its
    /// months.
    fn is_of_headings(&self, header: &Header, at: CellRef) -> bool {
        let text = self.page.sheet.get(at).content.text();
        let is_known = header.knows(at.col) || self.labels == Some(at.col);
        if is_known && (header.row..header.below).contains(&at.row) {
            return true;
        }
        let folded = fold(&text);
        let year = split_year(&folded).map(|(_, rest)| rest);
        at.row + 1 == header.row && year.is_some_and(|rest| ["", "年", "年度"].contains(&rest))
    }

    /// Whether a cell is a word over a column in which nothing stands.
    fn is_empty_heading(&self, header: &Header, at: CellRef) -> bool {
        let text = self.page.sheet.get(at).content.text();
        let mut below = header.below..self.end;
        at.row == header.row
            && text.chars().count() <= HEADING
            && !text.contains(is_digit)
            && below.all(|row| self.page.sheet.get(CellRef::new(row, at.col)).is_empty())
    }

    /// Whether a departure of its column, its row or itself tells of a cell.
    fn is_told(&self, header: &Header, at: CellRef) -> bool {
        let heading = self.page.sheet.anchor(CellRef::new(header.row, at.col));
        self.out.departures.iter().any(|told| {
            let Some(cell) = told.cell else { return false };
            match told.kind {
                DepartureKind::ColumnMissing(_)
                | DepartureKind::ColumnDoubled
                | DepartureKind::ColumnUnknown(_)
                | DepartureKind::ColumnSplit(_) => {
                    at.row >= header.row && [at.col, heading.col].contains(&cell.col)
                }
                DepartureKind::RowMissing(_)
                | DepartureKind::RowDoubled
                | DepartureKind::RowUnknown(_)
                | DepartureKind::RowUnlabelled
                | DepartureKind::ExampleIgnored
                | DepartureKind::ExampleFilled => cell.row == at.row,
                _ => cell == at,
            }
        })
    }
}
