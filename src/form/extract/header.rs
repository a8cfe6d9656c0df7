//! The column headings of a block: which column of the file is which column of the form.
//!
//! Headings may take two rows, be merged over them, stand in another order, and months be written
//! as dates or with their year. A month of another year is another column.

use std::cmp::Reverse;

use super::page::{FoldedLabel, LabelledSheet};
use crate::form::layout::{BlockLayout, ColumnLayout, ColumnSubject, words};
use crate::model::cell::CellRef;
use crate::model::period::{is_year, split_year};
use crate::model::text::{UNIT_WORDS, distance, fold};
use crate::workbook::Content;

/// How far under its heading a block's column headings may stand.
const SEARCH_ROWS: u32 = 12;
/// Headings of a column of totals.
const TOTALS: [&str; 4] = [words::TOTAL, "計", "総計", "半期計"];

/// The months as they are counted in kanji.
const KANJI_MONTHS: [&str; 12] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
];

/// And in English, of which people write three letters or more.
const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const SHORTEST_MONTH: usize = 3;

/// What people write behind a month whose counts they mean.
const ADDED: [&str; 11] = [
    "分", "度", "合計", "計", "実績", "末", "中", "件数", "回数", "期", "次",
];

/// A column of the form and where it stands in the file.
pub(super) struct Found<'b> {
    pub column: &'b ColumnLayout,
    pub col: u16,
}

/// The column headings of a block in a file.
pub(super) struct Header<'b> {
    /// The row that holds the most of them.
    pub row: u32,
    /// The first row under all of them.
    pub below: u32,
    /// The columns that were found.
    pub columns: Vec<Found<'b>>,
    /// Columns whose heading stands a second time.
    pub doubled: Vec<Found<'b>>,
}

impl<'b> Header<'b> {
    /// Finds the headings between the block's own heading and its end.
    pub(super) fn find(
        page: &LabelledSheet,
        block: &'b BlockLayout,
        heading: CellRef,
        end: u32,
        labels: &[ColumnLabels],
    ) -> Option<Self> {
        let rows = (heading.row + 1)..end.min(heading.row + 1 + SEARCH_ROWS);
        let candidates = rows.map(|row| (row, in_row(page, block, labels, heading, row)));
        let (row, (columns, doubled)) = candidates
            .filter(|(_, (found, _))| answers_in(found) > 0)
            .max_by_key(|(row, (found, _))| (answers_in(found), Reverse(*row)))?;
        let mut header = Self {
            row,
            below: row + 1,
            columns,
            doubled,
        };
        // A second row of headings, above or below, holds what this one lacks.
        for above in ((heading.row + 1)..row).rev() {
            header.add(in_row(page, block, labels, heading, above).0);
        }
        if block.block.is_list() && row + 1 < end {
            let below: Vec<Found> = in_row(page, block, labels, heading, row + 1)
                .0
                .into_iter()
                .filter(|found| header.lacks(found))
                .collect();
            if answers_in(&below) >= 2 {
                header.add(below);
                header.below = row + 2;
            }
        }
        Some(header)
    }

    fn lacks(&self, new: &Found) -> bool {
        !self
            .columns
            .iter()
            .any(|known| known.column.subject == new.column.subject || known.col == new.col)
    }

    fn add(&mut self, found: Vec<Found<'b>>) {
        for found in found {
            if self.lacks(&found) {
                self.columns.push(found);
            }
        }
    }

    /// Where the heading of a column that is gone may stand in other words, and those words.
    pub(super) fn nearest(
        &self,
        page: &LabelledSheet,
        column: &ColumnLayout,
    ) -> (CellRef, Option<String>) {
        let strange = page
            .sheet
            .row(self.row)
            .filter(|(at, _)| !self.columns.iter().any(|found| found.col == at.col));
        let wanted = fold(&column.label);
        let near = strange.filter_map(|(at, cell)| {
            let text = cell.content.text();
            let folded = fold(&text);
            let longer = folded.chars().count().max(wanted.chars().count());
            Some((distance(&folded, &wanted), at, text.trim().to_owned()))
                .filter(|(edits, ..)| *edits < longer)
        });
        near.min()
            .map_or((CellRef::new(self.row, 0), None), |(_, at, text)| {
                (at, Some(text))
            })
    }

    /// The column of a subject.
    pub(super) fn col(&self, subject: &ColumnSubject) -> Option<u16> {
        self.columns
            .iter()
            .find(|found| found.column.subject == *subject)
            .map(|found| found.col)
    }

    /// The columns that a unit writes into.
    pub(super) fn answers(&self) -> impl Iterator<Item = &Found<'b>> {
        self.columns
            .iter()
            .filter(|found| found.column.subject.is_answer())
    }
}

/// The headings that a column has or had.
pub(super) type ColumnLabels = Vec<FoldedLabel>;

/// Those of all columns of a block.
pub(super) fn labels(block: &BlockLayout) -> Vec<ColumnLabels> {
    let of_column = |column: &ColumnLayout| {
        let all = [&column.label].into_iter().chain(&column.aliases);
        all.map(|label| FoldedLabel::new(label)).collect()
    };
    block.columns.iter().map(of_column).collect()
}

/// How many columns of answers are among some.
fn answers_in(columns: &[Found]) -> usize {
    let answers = columns
        .iter()
        .filter(|found| found.column.subject.is_answer());
    answers.count()
}

/// The headings in one row, with those that reach into it from above; and those that stand twice.
fn in_row<'b>(
    page: &LabelledSheet,
    block: &'b BlockLayout,
    labels: &[ColumnLabels],
    heading: CellRef,
    row: u32,
) -> (Vec<Found<'b>>, Vec<Found<'b>>) {
    let sheet = page.sheet;
    let reaching = sheet
        .merges()
        .iter()
        .filter(|region| region.from.row > heading.row && region.from.row < row)
        .filter(|region| row <= region.to.row);
    let mut cells: Vec<CellRef> = sheet
        .row(row)
        .map(|(at, _)| at)
        .chain(reaching.map(|region| region.from))
        .collect();
    cells.sort_by_key(|at| at.col);
    let (mut found, mut doubled) = (Vec::<Found>::new(), Vec::new());
    let mut numbers = Vec::new();
    for at in cells {
        let Some(words) = page.words(at) else {
            continue;
        };
        let heading = Heading::new(&sheet.get(at).content, words);
        let matching = block
            .columns
            .iter()
            .zip(labels)
            .filter(|(column, labels)| heading.is_of(column, labels))
            .map(|(column, _)| column);
        match matching.clone().find(|column| {
            !found
                .iter()
                .any(|known| known.column.subject == column.subject)
        }) {
            Some(column) => found.push(Found {
                column,
                col: at.col,
            }),
            None => doubled.extend(matching.take(1).map(|column| Found {
                column,
                col: at.col,
            })),
        }
        numbers.extend(heading.number().map(|month| (month, at.col)));
    }
    // A plain 4 is a month only beside the headings of the labels: anywhere else it is a count.
    if found.iter().any(|found| {
        matches!(
            found.column.subject,
            ColumnSubject::Label | ColumnSubject::Code
        )
    }) {
        for (number, col) in numbers {
            let column = block.columns.iter().find(
                |column| matches!(column.subject, ColumnSubject::Month(m) if m.month == number),
            );
            let new = |column: &&ColumnLayout| {
                !found
                    .iter()
                    .any(|known| known.column.subject == column.subject || known.col == col)
            };
            if let Some(column) = column.filter(new) {
                found.push(Found { column, col });
            }
        }
    }
    (found, doubled)
}

/// A cell that may be the heading of a column, understood once for all columns.
struct Heading<'a> {
    content: &'a Content,
    words: &'a FoldedLabel,
    /// The words before a unit in brackets.
    stem: Option<&'a str>,
    /// The month that it names, with the year where it does.
    month: Option<(Option<i16>, i8)>,
}

impl<'a> Heading<'a> {
    fn new(content: &'a Content, words: &'a FoldedLabel) -> Self {
        let month = match content {
            Content::Date { when, .. } => Some((Some(when.year()), when.month())),
            Content::Text(_) => named_month(&words.text),
            // 「5.4」 of a year of an era, 202304.
            Content::Number(n) if n.fract() != 0.0 || *n > 1e5 => named_month(&words.text),
            _ => None,
        };
        Self {
            content,
            words,
            stem: without_unit(&words.text),
            month,
        }
    }

    /// Whether it is the heading of a column.
    fn is_of(&self, column: &ColumnLayout, labels: &[FoldedLabel]) -> bool {
        if let ColumnSubject::Month(month) = column.subject {
            return self.month.is_some_and(|(year, number)| {
                number == month.month && year.is_none_or(|year| is_year(year, month.year))
            });
        }
        let FoldedLabel { text, bare } = self.words;
        if column.subject == ColumnSubject::Total && TOTALS.contains(&&**text) {
            return true;
        }
        !text.is_empty()
            && labels.iter().any(|label| {
                label.text == *text
                    || self.stem == Some(&*label.text)
                    || (!bare.is_empty() && label.bare == *bare)
            })
    }

    /// A heading that is a number of a month and nothing more.
    fn number(&self) -> Option<i8> {
        let number = self.words.text.parse().ok();
        number.filter(|number| {
            (1..=12).contains(number) && !matches!(self.content, Content::Date { .. })
        })
    }
}

/// The year at the start of a text, however it is counted, and the rest; 「5/1」 and 「5-4」 may be
/// days.
fn year_of(text: &str) -> Option<(i16, &str)> {
    let short = || {
        let (digits, rest) = text.split_at(text.find(['年', '.', '/', '-'])?);
        let behind = rest
            .strip_prefix('/')
            .map(|rest| rest.trim_start_matches('0'));
        let is_first = behind.is_some_and(|rest| {
            rest.strip_prefix('1')
                .is_some_and(|rest| !rest.starts_with(is_digit))
        });
        let is_month = rest.starts_with('-') || is_first;
        let year = digits.parse().ok().filter(|year| (1..100).contains(year))?;
        (!is_month || year > 12).then_some((year, rest))
    };
    split_year(text).or_else(short)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The words before a unit in brackets, which changes nothing (「参加者数（人）」), as 「（予定）」 does.
pub(super) fn without_unit(text: &str) -> Option<&str> {
    let (stem, added) = text.rsplit_once('(')?;
    is_unit(added).then_some(stem)
}

/// Whether the words behind an opening bracket are a unit: 件, 人数, 単位:件.
fn is_unit(added: &str) -> bool {
    let Some(words) = added.strip_suffix(')') else {
        return false;
    };
    let unit = words.strip_prefix("単位:").unwrap_or(words);
    let unit = unit.strip_suffix('数').unwrap_or(unit);
    unit.is_empty() || UNIT_WORDS.contains(&unit)
}

/// The month that a folded heading names: `4月`, `4月分`, `令和5年4月`, `5年4月`, `2023/4`, `5.4`, `4/1`,
/// `apr`, `apr-23`, `4月(令和5年)`.
fn named_month(text: &str) -> Option<(Option<i16>, i8)> {
    let (Some((stem, added)), false) = (text.split_once('('), text.starts_with('(')) else {
        return bare_month(text);
    };
    let month = bare_month(stem)?;
    let inside = added.strip_suffix(')')?;
    if is_unit(added) || ADDED.contains(&inside) {
        return Some(month);
    }
    let (year, rest) = year_of(inside)?;
    // January of a year of accounts lies in the next year.
    let year = match rest {
        "" | "年" => year,
        "年度" => year + i16::from(month.1 < 4),
        _ => return None,
    };
    let same = month.0.is_none_or(|known| known == year);
    same.then_some((Some(year), month.1))
}

/// The same without what stands in brackets behind it.
fn bare_month(text: &str) -> Option<(Option<i16>, i8)> {
    if let (6, Some((year, month))) = (text.len(), text.split_at_checked(4))
        && text.chars().all(is_digit)
    {
        return Some((year.parse().ok(), month.parse().ok()?));
    }
    let text = text
        .trim_start_matches('(')
        .split(['(', ')'])
        .next()
        .unwrap_or_default();
    let (year, rest) = match year_of(text) {
        Some((year, rest)) if rest.starts_with(['年', '/', '.', '-']) => (
            Some(year),
            &rest[rest.chars().next().map_or(0, char::len_utf8)..],
        ),
        _ => (None, text),
    };
    let rest = ADDED
        .iter()
        .find_map(|added| rest.strip_suffix(added))
        .unwrap_or(rest);
    // A date that has become text stands for its month.
    let day = || rest.strip_suffix("1日").filter(|rest| rest.ends_with('月'));
    let first = rest.strip_suffix("/1").or_else(day);
    let first = first.or_else(|| rest.strip_suffix("-01").filter(|_| year.is_some()));
    let rest = first.unwrap_or(rest).trim_end_matches('.');
    // 「Apr-23」, as Excel shows a month in English.
    let (name, behind) = rest.split_at(
        rest.find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len()),
    );
    let is_english = |month: &&str| name.len() >= SHORTEST_MONTH && month.starts_with(name);
    if let Some((month, _)) = (1..)
        .zip(ENGLISH_MONTHS)
        .find(|(_, month)| is_english(month))
    {
        let behind = behind.trim_start_matches(['-', '.', ',', '\'']);
        return match behind.is_empty() {
            true => Some((year, month)),
            false => Some((Some(behind.parse().ok().filter(|_| year.is_none())?), month)),
        };
    }
    let is_dated = year.is_some() || first.is_some();
    let digits = rest.strip_suffix('月').or(is_dated.then_some(rest))?;
    let kanji = (1..).zip(KANJI_MONTHS).find(|(_, kanji)| *kanji == digits);
    let month = kanji.map(|(month, _)| month);
    Some((year, month.or_else(|| digits.parse().ok())?))
}
