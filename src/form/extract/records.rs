//! Lists: every row under the column headings in which something is written, but for what is no
//! entry.

use super::BlockReader;
use super::header::Header;
use crate::form::layout::{ColumnSubject, RowLayout, words};
use crate::model::answer::Answer;
use crate::model::cell::CellRef;
use crate::model::submission::DepartureKind;
use crate::model::text::fold;

/// The most rows of a list that are read; a unit has some twenty.
const MAX_RECORDS: u32 = 500;
/// How a note below a list begins.
const NOTE_SIGNS: [&str; 6] = ["※", "*", "注", "(注", "(備考", "備考"];
/// What people write into a list that has nothing, or has come to its end.
const NOTHING: [&str; 8] = [
    "なし",
    "無し",
    "該当なし",
    "特になし",
    "以下余白",
    "余白",
    "以上",
    "-",
];
/// A row of sums that somebody added.
const SUMS: [&str; 4] = ["合計", "計", "小計", "総計"];
/// A text of this length in a column for dates or counts is a sentence.
const SENTENCE: usize = 8;

impl<'b> BlockReader<'_, 'b> {
    pub(super) fn records(&mut self, header: &Header<'b>) {
        // The column headings of a block whose own heading is gone end the list, too.
        let end = (header.below..self.end)
            .find(|row| self.is_heading(*row))
            .unwrap_or(self.end);
        let mut rows: Vec<u32> = (header.below..end)
            .filter(|row| self.is_entry(header, *row))
            .collect();
        if let Some(first) = rows.get(MAX_RECORDS as usize).copied() {
            self.depart(DepartureKind::Overflow, CellRef::new(first, 0), "");
            rows.truncate(MAX_RECORDS as usize);
        }
        for (n, sheet_row) in (1..).zip(&rows) {
            self.row(&RowLayout::record(n), *sheet_row, header, Some(n), &rows);
        }
    }

    /// Whether a row is that of the column headings of another block.
    fn is_heading(&self, row: u32) -> bool {
        let item = fold(words::ITEM);
        let mut labels = self
            .page
            .sheet
            .row(row)
            .filter_map(|(at, _)| self.page.words(at));
        labels.any(|words| *words.text == item)
    }

    fn is_entry(&mut self, header: &Header<'b>, row: u32) -> bool {
        let sheet = self.page.sheet;
        // Of a cell merged over two rows only the first counts.
        let written: Vec<_> = header
            .answers()
            .map(|found| (found, CellRef::new(row, found.col)))
            .filter(|(_, at)| {
                sheet.get(*at).formula || !fold(&sheet.get(*at).content.text()).is_empty()
            })
            .collect();
        if written.is_empty()
            || sheet.row(row).any(|(at, _)| {
                self.page
                    .words(at)
                    .is_some_and(|words| SUMS.contains(&&*words.text))
            })
        {
            return false;
        }
        let number = header
            .col(&ColumnSubject::Code)
            .map(|col| fold(&sheet.value(CellRef::new(row, col)).content.text()));
        let number = number.unwrap_or_default();
        if number.contains('例') {
            self.depart(DepartureKind::ExampleIgnored, CellRef::new(row, 0), &number);
            return false;
        }
        let [(found, at)] = written.as_slice() else {
            return true;
        };
        let cell = sheet.get(*at);
        let text = fold(&cell.content.text());
        let note = NOTE_SIGNS.iter().any(|sign| text.starts_with(sign))
            || NOTHING.contains(&text.as_str());
        let question = self.block.question(&RowLayout::record(1), found.column);
        let unreadable = question
            .is_some_and(|question| matches!(self.answer(&question, cell), Answer::Unreadable(_)));
        let sentence = number.is_empty()
            && unreadable
            && text.chars().count() >= SENTENCE
            && !text.contains(|c: char| c.is_ascii_digit());
        !(note || sentence)
    }
}
