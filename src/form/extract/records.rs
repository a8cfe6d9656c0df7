//! Lists: every row under the column headings in which something is written, but for what is no
//! entry.

use std::ops::Range;

use super::BlockReader;
use super::header::{Found, Header};
use crate::form::layout::{ColumnSubject, RowLayout, words};
use crate::model::answer::{Answer, Value};
use crate::model::catalogue::Kind;
use crate::model::cell::CellRef;
use crate::model::submission::{DepartureKind, Role};
use crate::model::text::fold;
use crate::workbook::{Cell, Content};

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
const SUMS: [&str; 4] = ["合計", "計", SUBTOTAL, "総計"];
/// The sum of some rows of many.
const SUBTOTAL: &str = "小計";
/// How a row of examples is numbered; 事例 and 定例2 are none.
const EXAMPLES: [&str; 4] = ["例", "記入例", "記載例", "見本"];
/// A text of this length in a column for dates or counts is a sentence.
const SENTENCE: usize = 8;

impl<'b> BlockReader<'_, 'b> {
    pub(super) fn records(&mut self, header: &Header<'b>) {
        // The column headings of a block whose own heading is gone end the list, too.
        let end = (header.below..self.end).find(|row| self.is_heading(*row));
        self.stop = end;
        let end = end.unwrap_or(self.end);
        let mut rows: Vec<u32> = (header.below..end)
            .filter(|row| self.is_entry(header, *row))
            .collect();
        if let Some(first) = rows.get(MAX_RECORDS as usize).copied() {
            let heading = &self.block.block.heading;
            self.depart(DepartureKind::ListTooLong, CellRef::new(first, 0), heading);
            rows.truncate(MAX_RECORDS as usize);
        }
        let numbers = header.col(&ColumnSubject::Code);
        let numbers = numbers.map(|col| rows.iter().map(move |row| CellRef::new(*row, col)));
        for at in numbers.into_iter().flatten() {
            let number = self.words_at(at);
            if self.page.sheet.value(at).is_struck() {
                self.depart(DepartureKind::LabelStruck, at, &number);
            } else if !without_number(&fold(&number)).is_empty() {
                self.depart(DepartureKind::RowNumbered, at, &number);
            }
        }
        for (n, sheet_row) in (1..).zip(&rows) {
            self.row(&RowLayout::record(n), *sheet_row, header, Some(n), &rows);
        }
        self.typed_totals(
            header,
            rows.last().map_or(header.below, |last| last + 1)..end,
        );
        let printed = header.below + (self.block.rows.len() as u32).saturating_sub(1);
        let last = rows.last().copied().unwrap_or(header.row).max(printed);
        self.other_columns(header, last.min(end.saturating_sub(1)));
    }

    /// Takes the counts in a row of sums below a list for totals of it, which speak for their
    /// writer.
    fn typed_totals(&mut self, header: &Header<'b>, below: Range<u32>) {
        let sheet = self.page.sheet;
        let is_total = |row: &u32| {
            let mut words = sheet.row(*row).filter_map(|(at, _)| self.page.words(at));
            self.read_rows.contains(row) && words.any(|words| *words.text != *SUBTOTAL)
        };
        let Some(row) = below.into_iter().find(is_total) else {
            return;
        };
        for found in header.answers() {
            let at = CellRef::new(row, found.col);
            let question = self.block.question(&RowLayout::record(1), found.column);
            let is_number = matches!(sheet.get(at).content, Content::Number(_));
            let Some(question) = question.filter(|_| is_number) else {
                continue;
            };
            let heading = format!("{}・{}", words::TOTAL, found.column.label);
            let mut total = self.value(question, at, heading);
            (total.role, total.required, total.key.record) = (Role::Total, false, None);
            self.out.values.push(total);
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
                // A formula that shows nothing writes nothing; one without a result may.
                let cell = sheet.get(*at);
                (cell.formula && cell.content == Content::Empty)
                    || !fold(&cell.content.text()).is_empty()
            })
            .collect();
        if written.is_empty() {
            self.misplaced(header, row);
            return false;
        }
        if self.is_sum(header, row, &written) {
            self.read_rows.insert(row);
            return false;
        }
        let number = header
            .col(&ColumnSubject::Code)
            .map(|col| fold(&sheet.value(CellRef::new(row, col)).content.text()));
        let number = number.unwrap_or_default();
        if is_example(&number) {
            let kind = if self.is_of_period(header, row) {
                DepartureKind::ExampleFilled
            } else {
                DepartureKind::ExampleIgnored
            };
            self.depart(kind, CellRef::new(row, 0), &number);
            self.read_rows.insert(row);
            return false;
        }
        let [(found, at)] = written.as_slice() else {
            return true;
        };
        let cell = sheet.get(*at);
        let text = fold(&cell.content.text());
        let question = self.block.question(&RowLayout::record(1), found.column);
        let unreadable = question
            .is_some_and(|question| matches!(self.answer(&question, cell), Answer::Unreadable(_)));
        let nothing = NOTHING.contains(&text.as_str());
        if nothing {
            self.read_rows.insert(row);
        }
        // In a column of texts a sign may begin a theme (「※追加開催」, 「注射と点滴」).
        let note = unreadable && is_note(&text);
        let sentence = number.is_empty()
            && unreadable
            && text.chars().count() >= SENTENCE
            && !text.contains(|c: char| c.is_ascii_digit());
        !(nothing || note || sentence)
    }

    /// Whether all that a row must tell can be read, of a day within the period: an entry, whatever
    /// its number says.
    fn is_of_period(&self, header: &Header<'b>, row: u32) -> bool {
        let (first, last) = self.reader.form.period.days();
        let mut days = 0;
        let all = header.answers().all(|found| {
            let cell = self.page.sheet.value(CellRef::new(row, found.col));
            let Some(question) = self.block.question(&RowLayout::record(1), found.column) else {
                return true;
            };
            let answer = self.answer(&question, cell);
            let day = answer.value().and_then(Value::date);
            days += usize::from(day.is_some_and(|day| (first..=last).contains(&day)));
            !question.required || answer.value().is_some()
        });
        all && days > 0
    }

    /// Tells of what stands beside the answers of a row that has none.
    fn misplaced(&mut self, header: &Header<'b>, row: u32) {
        for subject in [ColumnSubject::Code, ColumnSubject::Reason] {
            let Some(col) = header.col(&subject) else {
                continue;
            };
            let at = CellRef::new(row, col);
            let content = &self.page.sheet.get(at).content;
            let text = content.text().trim().to_owned();
            let words = fold(&text);
            let stem = without_number(&words);
            let is_remark = is_remark(&words) || stem.is_empty() || is_note(&words);
            if !is_remark || matches!(content, Content::Date { .. }) {
                self.depart(DepartureKind::Misplaced(text), at, "");
            }
        }
    }

    /// Whether a row holds sums that somebody added: their label in a column of the list, and
    /// nothing but counts beside it.
    fn is_sum(&self, header: &Header<'b>, row: u32, written: &[(&Found<'b>, CellRef)]) -> bool {
        let sheet = self.page.sheet;
        let is_label = |at: CellRef| {
            let words = self.page.words(at);
            words.is_some_and(|words| SUMS.contains(&&*words.text))
        };
        let number = header.col(&ColumnSubject::Code);
        let mut labels = usize::from(number.is_some_and(|col| is_label(CellRef::new(row, col))));
        for (found, at) in written {
            let question = self.block.question(&RowLayout::record(1), found.column);
            let is_count = question
                .and_then(|question| {
                    self.reader
                        .form
                        .catalogue
                        .elements
                        .get(&question.key.element)
                })
                .is_some_and(|element| element.kind == Kind::Count);
            if is_label(*at) {
                labels += 1;
            } else if !is_count || !is_computed(sheet.get(*at)) {
                return false;
            }
        }
        labels > 0
    }
}

/// Whether a cell holds a number, or a formula that was not computed.
fn is_computed(cell: &Cell) -> bool {
    matches!(cell.content, Content::Number(_)) || (cell.formula && cell.content == Content::Empty)
}

/// Whether folded words say of a row that it is none: empty, a sum, an example.
pub(super) fn is_remark(words: &str) -> bool {
    NOTHING.contains(&words) || SUMS.contains(&without_number(words)) || is_example(words)
}

/// Whether folded words call something an example.
pub(super) fn is_example(words: &str) -> bool {
    EXAMPLES.contains(&without_number(words))
}

/// Whether folded words begin as a note does.
pub(super) fn is_note(words: &str) -> bool {
    NOTE_SIGNS.iter().any(|sign| words.starts_with(sign))
}

/// What stands before or behind the number of a row: nothing, as a rule.
fn without_number(words: &str) -> &str {
    words.trim_matches(|c: char| matches!(c, '(' | ')') || c.is_ascii_digit())
}
