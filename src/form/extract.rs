//! Reads a filled form by its headings and labels. Cannot fail: what does not fit becomes a departure.
//!
//! Never a guess: a block, a column or a row is read only when its words are the form's own and stand once.

use std::collections::HashMap;
use std::sync::Arc;

use super::layout::{BlockLayout, Column, ColumnSubject, Layout, Question, Row, RowSubject, words};
use super::spec::{BlockKind, FormSpec};
use super::value;
use crate::model::answer::{Answer, Value};
use crate::model::catalogue::{Catalogue, Kind};
use crate::model::cell::{CellRef, Location};
use crate::model::period::Period;
use crate::model::submission::{DataValue, Departure, DepartureKind, Reason, Role};
use crate::model::text::{distance, fold, narrow};
use crate::workbook::{Cell, Sheet, Visibility, Workbook};

/// How far under its heading a block's column headings may stand.
const HEADER_SEARCH_ROWS: u32 = 12;
/// Longer texts are answers, not labels.
const MAX_LABEL: usize = 60;
/// Sheets whose name says so are examples and instructions, never answers.
const EXAMPLE_SHEETS: [&str; 4] = ["記入例", "見本", "サンプル", words::GUIDE_SHEET];

/// What was read from a workbook.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// Every answer that was asked for and found.
    pub values: Vec<DataValue>,
    /// Reasons beside answers.
    pub reasons: Vec<Reason>,
    /// Where the file departs from the form.
    pub departures: Vec<Departure>,
}

/// A sheet with its labels folded once.
struct Page<'a> {
    sheet: &'a Sheet,
    labels: HashMap<String, Vec<CellRef>>,
}

impl<'a> Page<'a> {
    fn new(sheet: &'a Sheet) -> Self {
        let mut labels: HashMap<String, Vec<CellRef>> = HashMap::new();
        for (at, cell) in sheet.cells() {
            let text = cell.content.text();
            if !text.is_empty() && text.chars().count() <= MAX_LABEL {
                labels.entry(fold(&text)).or_default().push(at);
            }
        }
        Self { sheet, labels }
    }

    fn find(&self, label: &str) -> &[CellRef] {
        self.labels.get(&fold(label)).map_or(&[], Vec::as_slice)
    }
}

/// Reads every block of a form from a workbook.
pub fn read(workbook: &Workbook, file: &Arc<str>, form: &FormSpec, catalogue: &Catalogue, period: Period) -> Extraction {
    let pages: Vec<Page> = workbook.sheets.iter().filter(|sheet| may_hold_answers(sheet)).map(Page::new).collect();
    let layout = Layout::new(form, catalogue, period);
    let headings: Vec<String> =
        layout.sheets.iter().flat_map(|sheet| &sheet.blocks).map(|block| block.block.heading.clone()).collect();
    let mut out = Extraction::default();
    for sheet in &layout.sheets {
        let named: Vec<&Page> = pages.iter().filter(|page| fold(&page.sheet.name) == fold(sheet.name)).collect();
        let mut blocks_found = 0;
        let mut missing = Vec::new();
        for block in &sheet.blocks {
            let candidates = if named.is_empty() { pages.iter().collect() } else { named.clone() };
            let found: Vec<(&Page, CellRef)> =
                candidates.iter().flat_map(|page| page.find(&block.block.heading).iter().map(|at| (*page, *at))).collect();
            match found.as_slice() {
                [] => missing.push(departure(DepartureKind::BlockMissing, sheet.name, None, &block.block.heading)),
                [(page, at)] => {
                    blocks_found += 1;
                    let end = region_end(page, *at, &headings);
                    BlockReader { page, file, catalogue, period, block, heading: *at, end, out: &mut out }.read();
                }
                [_, (page, second), ..] => {
                    blocks_found += 1;
                    out.departures.push(departure(
                        DepartureKind::BlockDoubled,
                        &page.sheet.name,
                        Some(*second),
                        &block.block.heading,
                    ));
                }
            }
        }
        // A sheet that is gone is one thing to mend, however many blocks it held.
        if blocks_found == 0 && named.is_empty() {
            out.departures.push(departure(DepartureKind::SheetMissing, sheet.name, None, sheet.name));
        } else {
            out.departures.append(&mut missing);
        }
    }
    for page in &pages {
        if let Some(at) = page.sheet.overflow {
            out.departures.push(departure(DepartureKind::Overflow, &page.sheet.name, Some(at), ""));
        }
    }
    out
}

fn may_hold_answers(sheet: &Sheet) -> bool {
    sheet.visible == Visibility::Visible && !EXAMPLE_SHEETS.iter().any(|word| sheet.name.contains(word))
}

fn departure(kind: DepartureKind, sheet: &str, cell: Option<CellRef>, label: &str) -> Departure {
    Departure { kind, sheet: Arc::from(sheet), cell, label: label.to_owned() }
}

/// A block ends where the next heading of the form begins, or with the sheet.
fn region_end(page: &Page, heading: CellRef, headings: &[String]) -> u32 {
    let next = headings.iter().flat_map(|other| page.find(other)).map(|at| at.row).filter(|row| *row > heading.row).min();
    next.unwrap_or_else(|| page.sheet.last_row().unwrap_or(heading.row) + 1)
}

/// Reads one block that was found.
struct BlockReader<'a, 'b> {
    page: &'b Page<'a>,
    file: &'b Arc<str>,
    catalogue: &'b Catalogue,
    period: Period,
    block: &'b BlockLayout<'a>,
    heading: CellRef,
    /// The first row that no longer belongs to the block.
    end: u32,
    out: &'b mut Extraction,
}

/// A column of the form and where it stands in the file.
struct Found<'b> {
    column: &'b Column,
    col: u16,
}

impl<'b> BlockReader<'_, 'b> {
    fn read(&mut self) {
        let Some((header_row, columns)) = self.header() else {
            let first = self.block.columns.iter().find(|column| is_answer(column)).map_or("", |column| column.label.as_str());
            self.depart(DepartureKind::ColumnMissing, self.heading, first);
            return;
        };
        for column in &self.block.columns {
            if is_answer(column) && !columns.iter().any(|found| found.column.subject == column.subject) {
                self.depart(DepartureKind::ColumnMissing, CellRef::new(header_row, 0), &column.label);
            }
        }
        let moved = header_row != self.block.header_row
            || columns.iter().any(|found| {
                self.block.columns.get(usize::from(found.col)).is_none_or(|own| own.subject != found.column.subject)
            });
        if moved {
            self.depart(DepartureKind::Moved, self.heading, &self.block.block.heading);
        }
        match self.block.block.kind {
            BlockKind::Records { .. } => self.records(header_row, &columns),
            _ => self.labelled_rows(header_row, &columns),
        }
    }

    fn depart(&mut self, kind: DepartureKind, at: CellRef, label: &str) {
        let sheet = self.page.sheet.name.clone();
        self.out.departures.push(departure(kind, &sheet, Some(at), label));
    }

    /// The row of column headings: the one under the heading that holds the most of them.
    fn header(&self) -> Option<(u32, Vec<Found<'b>>)> {
        let block = self.block;
        let last = self.end.min(self.heading.row + HEADER_SEARCH_ROWS);
        let rows = (self.heading.row + 1)..last;
        let candidates = rows.map(|row| {
            let mut found: Vec<Found> = Vec::new();
            for (at, cell) in self.page.sheet.row(row) {
                let text = fold(&cell.content.text());
                let matching = block
                    .columns
                    .iter()
                    .find(|column| column_is(column, &text) && !found.iter().any(|known| known.column.subject == column.subject));
                found.extend(matching.map(|column| Found { column, col: at.col }));
            }
            (row, found)
        });
        let answers = |found: &[Found]| found.iter().filter(|found| is_answer(found.column)).count();
        candidates.filter(|(_, found)| answers(found) > 0).max_by_key(|(row, found)| (answers(found), std::cmp::Reverse(*row)))
    }

    /// Fields, status and monthly blocks: rows are found by their labels.
    fn labelled_rows(&mut self, header_row: u32, columns: &[Found<'b>]) {
        let block = self.block;
        let column_of =
            |subject: &ColumnSubject| columns.iter().find(|found| found.column.subject == *subject).map(|found| found.col);
        let label_col = column_of(&ColumnSubject::Label).unwrap_or(1);
        let code_col = column_of(&ColumnSubject::Code);
        let mut seen: Vec<(usize, u32)> = Vec::new();
        let mut strangers: Vec<(CellRef, String)> = Vec::new();
        for row in (header_row + 1)..self.end {
            let label_at = CellRef::new(row, label_col);
            let label = self.page.sheet.value(label_at).content.text().into_owned();
            let code = code_col.map(|col| self.page.sheet.value(CellRef::new(row, col)).content.text().into_owned());
            match matching_row(&block.rows, &label, code.as_deref()) {
                Some(index) if seen.iter().any(|(known, _)| *known == index) => {
                    self.depart(DepartureKind::RowDoubled, label_at, label.trim());
                }
                Some(index) => seen.push((index, row)),
                None if !label.trim().is_empty() => strangers.push((label_at, label.trim().to_owned())),
                None => {}
            }
        }
        for (index, row) in &seen {
            self.row(&block.rows[*index], *row, columns, None);
        }
        for (index, row) in block.rows.iter().enumerate() {
            if row.subject != RowSubject::Total && !seen.iter().any(|(known, _)| *known == index) {
                let nearest = strangers.iter().min_by_key(|(_, label)| distance(&fold(label), &fold(&row.label)));
                let nearest = nearest.map(|(_, label)| label.clone());
                self.depart(DepartureKind::RowMissing(nearest), CellRef::new(header_row, label_col), &row_words(row));
            }
        }
        for (at, label) in strangers {
            let filled = columns
                .iter()
                .any(|found| is_answer(found.column) && !self.page.sheet.value(CellRef::new(at.row, found.col)).is_empty());
            if filled {
                let nearest = block.rows.iter().min_by_key(|row| distance(&fold(&row.label), &fold(&label)));
                self.depart(DepartureKind::RowUnknown(nearest.map(|row| row.label.clone())), at, &label);
            }
        }
    }

    /// Lists: every row under the column headings in which something is written.
    fn records(&mut self, header_row: u32, columns: &[Found<'b>]) {
        let mut n = 0;
        for sheet_row in (header_row + 1)..self.end {
            let begun = columns.iter().any(|found| {
                is_answer(found.column) && {
                    let cell = self.page.sheet.value(CellRef::new(sheet_row, found.col));
                    cell.formula || !narrow(&cell.content.text()).is_empty()
                }
            });
            if begun {
                n += 1;
                let row = Row { code: n.to_string(), label: String::new(), aliases: Vec::new(), subject: RowSubject::Record(n) };
                self.row(&row, sheet_row, columns, Some(n));
            }
        }
    }

    /// Reads every answer of one row.
    fn row(&mut self, row: &Row, sheet_row: u32, columns: &[Found<'b>], record: Option<u32>) {
        for found in columns {
            let at = self.page.sheet.anchor(CellRef::new(sheet_row, found.col));
            let cell = self.page.sheet.get(at);
            let location = || Location { file: self.file.clone(), sheet: self.page.sheet.name.clone(), cell: at };
            if found.column.subject == ColumnSubject::Reason {
                if let Answer::Given(Value::Text(text)) = value::text(cell)
                    && !text.is_empty()
                {
                    self.out.reasons.push(Reason { at: location(), text, answers: None });
                }
                continue;
            }
            let Some(question) = self.block.question(row, found.column) else { continue };
            let heading = match (record, &found.column.subject) {
                (Some(n), _) => format!("{n}行目・{}", found.column.label),
                (None, ColumnSubject::Answer) => row_words(row),
                (None, _) => format!("{}・{}", row_words(row), found.column.label),
            };
            self.out.values.push(DataValue {
                answer: self.answer(&question, cell),
                raw: value::shown(cell),
                at: location(),
                heading,
                role: question.role,
                required: question.required,
                key: question.key,
            });
        }
    }

    fn answer(&self, question: &Question, cell: &Cell) -> Answer<Value> {
        let Some(element) = self.catalogue.elements.get(&question.key.element) else {
            return Answer::NotApplicable;
        };
        match element.kind {
            Kind::Count => value::count(cell),
            Kind::Marks => value::mark(cell),
            Kind::Text => value::text(cell),
            Kind::Date => value::date(cell),
            Kind::Choice => match self.catalogue.answers(element) {
                Some(category) => value::choice(cell, category, self.period),
                None => Answer::NotApplicable,
            },
        }
    }
}

/// Whether a column holds answers that a unit writes.
fn is_answer(column: &Column) -> bool {
    matches!(column.subject, ColumnSubject::Answer | ColumnSubject::Month(_) | ColumnSubject::Field(_) | ColumnSubject::Mark(..))
}

/// Whether a folded text is the heading of a column; a month may be written `4月` or `令和5年4月`.
fn column_is(column: &Column, folded: &str) -> bool {
    if let ColumnSubject::Month(month) = column.subject {
        let digits = folded.strip_suffix('月').map(|rest| rest.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or(""));
        return digits.is_some_and(|digits| digits.parse() == Ok(month.month));
    }
    fold(&column.label) == folded
}

/// The row of the form that a label means: by its words, else by code and words together, else by its code alone.
fn matching_row(rows: &[Row], label: &str, code: Option<&str>) -> Option<usize> {
    let (label, code) = (fold(label), fold(code.unwrap_or("")));
    if label.is_empty() {
        return None;
    }
    rows.iter()
        .position(|row| fold(&row.label) == label)
        .or_else(|| rows.iter().position(|row| row.aliases.iter().any(|alias| fold(alias) == label)))
        .or_else(|| rows.iter().position(|row| !row.code.is_empty() && label == fold(&format!("{}{}", row.code, row.label))))
        .or_else(|| {
            // Labels are reworded now and then; the code then still tells which row it is, as long as the
            // words are close.
            rows.iter().position(|row| {
                matches!(row.subject, RowSubject::Option { .. })
                    && fold(&row.code) == code
                    && (label.contains(&fold(&row.label)) || fold(&row.label).contains(&label) || {
                        let own = fold(&row.label);
                        distance(&own, &label) * 3 <= own.chars().count().max(3)
                    })
            })
        })
}

/// The words of a row as a reader finds them: `S02 診療所`; a question of a fields block has no code.
fn row_words(row: &Row) -> String {
    match row.subject {
        RowSubject::Option { .. } => format!("{} {}", row.code, row.label),
        _ => row.label.clone(),
    }
}

/// Whether a value counts as an input that was looked at.
pub fn is_input(value: &DataValue) -> bool {
    value.role == Role::Input
}
