//! Reads a filled form by its headings and labels. Cannot fail: what does not fit becomes a
//! departure.
//!
//! Never a guess: a block, a column or a row is read only when its words are the form's own and
//! stand once.

mod beside;
mod columns;
mod header;
mod page;
mod pictures;
mod readers;
mod records;
mod rows;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::header::Header;
pub use self::page::LabelledBook;
use self::page::LabelledSheet;
pub use self::readers::{FormReader, FormReaders};
use super::layout::{BlockLayout, ColumnSubject, Question, RowLayout, RowSubject, SheetLayout};
use super::spec::{Block, FormSpec};
use super::{answers_to_queries, value};
use crate::model::Id;
use crate::model::answer::{Answer, Fault, Value};
use crate::model::catalogue::Kind;
use crate::model::cell::{CellRange, CellRef, Location};
use crate::model::submission::{DataValue, Departure, DepartureKind, Key, Reason, Role};
use crate::workbook::{Cell, Unseen};

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

impl FormReader<'_> {
    /// Reads every block of the form from a workbook.
    pub fn read(&self, book: &LabelledBook, file: &Arc<str>) -> Extraction {
        let reader = FileReader::new(self, book, file);
        let mut out = Extraction::default();
        for sheet in &self.layout.sheets {
            reader.sheet(sheet, &mut out);
        }
        for page in &book.seen {
            if let Some(at) = page.sheet.overflow {
                out.departures.push(departure(
                    DepartureKind::Overflow,
                    &page.sheet.name,
                    Some(at),
                    "",
                ));
            }
            reader.pictures_elsewhere(page, &mut out);
            out.departures.extend(reader.unknown(page));
            reader.beside(page, &mut out);
        }
        out.departures.extend(reader.on_the_guide());
        out.departures
            .extend(answers_to_queries::unsettled(book.workbook));
        out
    }

    /// Reads the blocks whose answers the blank form fills in by itself, and nothing else.
    pub fn read_prefilled(&self, book: &LabelledBook, file: &Arc<str>) -> Extraction {
        let reader = FileReader::new(self, book, file);
        let mut out = Extraction::default();
        for sheet in &self.layout.sheets {
            for block in &sheet.blocks {
                if block.block.prefilled().next().is_some() {
                    reader.block(sheet, block, &mut out);
                }
            }
        }
        out
    }
}

/// How many blocks of a form a workbook shows: tells the form when its title is gone.
pub fn blocks_shown(book: &LabelledBook, form: &FormSpec) -> usize {
    let is_shown = |block: &&Block| book.seen.iter().any(|page| page.shows(block));
    form.blocks().filter(is_shown).count()
}

/// What all blocks of a file are read with.
struct FileReader<'a> {
    form: &'a FormReader<'a>,
    book: &'a LabelledBook<'a>,
    file: &'a Arc<str>,
}

impl<'a> FileReader<'a> {
    fn new(form: &'a FormReader, book: &'a LabelledBook, file: &'a Arc<str>) -> Self {
        Self { form, book, file }
    }

    fn sheet(&self, sheet: &SheetLayout, out: &mut Extraction) {
        let mut missing = Vec::new();
        for block in &sheet.blocks {
            if !self.block(sheet, block, out) {
                let nearest = self
                    .book
                    .seen
                    .iter()
                    .find_map(|page| page.nearest(&block.block.heading));
                missing.push(departure(
                    DepartureKind::BlockMissing(nearest),
                    sheet.name,
                    None,
                    &block.block.heading,
                ));
            }
        }
        let mut hidden = self.book.hidden.iter().filter(|_| !missing.is_empty());
        let hidden = hidden.find(|page| sheet.blocks.iter().any(|block| page.shows(block.block)));
        let gone = missing.len() == sheet.blocks.len()
            && !self
                .book
                .seen
                .iter()
                .any(|page| &*page.sheet.name == sheet.name);
        // A sheet that is hidden or gone is one thing to mend, however many blocks it held.
        match hidden {
            Some(page) => out.departures.push(departure(
                DepartureKind::SheetHidden,
                &page.sheet.name,
                None,
                &page.sheet.name,
            )),
            None if gone => out.departures.push(departure(
                DepartureKind::SheetMissing,
                sheet.name,
                None,
                sheet.name,
            )),
            None => out.departures.append(&mut missing),
        }
    }

    /// That a sheet is no part of the form, though something stands on it.
    fn unknown(&self, page: &LabelledSheet) -> Option<Departure> {
        let name = &*page.sheet.name;
        let mut sheets = self.form.layout.sheets.iter();
        let is_own = sheets.any(|sheet| sheet.name == name);
        let mut headings = self.form.headings();
        let shows = headings.any(|heading| !page.find(heading).is_empty());
        let written = page
            .sheet
            .cells()
            .filter(|(_, cell)| !cell.is_empty())
            .count();
        let kind = self
            .memo(page)
            .unwrap_or(DepartureKind::SheetUnknown(written));
        (!is_own && !shows && written > 0).then(|| departure(kind, name, None, name))
    }

    /// Reads a block where it stands; of several places the one that is filled. False if it stands
    /// nowhere.
    fn block(&self, sheet: &SheetLayout, block: &BlockLayout, out: &mut Extraction) -> bool {
        let mut copies = self.copies(sheet, block);
        if copies.is_empty() {
            return false;
        }
        let filled = copies.iter().position(|copy| copy.is_filled);
        let chosen = copies.remove(filled.unwrap_or(0));
        let mut sheets = self.form.layout.sheets.iter();
        if !sheets.any(|own| *own.name == *chosen.sheet) {
            let kind = DepartureKind::SheetRenamed(sheet.name.to_owned());
            let told = departure(kind, &chosen.sheet, None, &chosen.sheet);
            if !out.departures.contains(&told) {
                out.departures.push(told);
            }
        }
        let label = &block.block.heading;
        for page in &self.book.hidden {
            for at in page.find_block(block.block) {
                let hidden = self.copy(page, *at, block);
                if hidden.is_filled && hidden.answers() != chosen.answers() {
                    let (kind, name) = (DepartureKind::HiddenCopy, &page.sheet.name);
                    out.departures.push(departure(kind, name, Some(*at), label));
                }
            }
        }
        for copy in copies {
            let kind = if !copy.is_filled {
                DepartureKind::CopyIgnored
            } else if copy.answers() == chosen.answers() {
                DepartureKind::CopySame
            } else {
                let other = format!("シート「{}」の {}", chosen.sheet, chosen.at);
                DepartureKind::BlockDoubled(other)
            };
            out.departures
                .push(departure(kind, &copy.sheet, Some(copy.at), label));
        }
        out.values.extend(chosen.read.values);
        out.reasons.extend(chosen.read.reasons);
        out.departures.extend(chosen.read.departures);
        true
    }

    /// A block wherever it can be seen, read, on its own sheet first.
    fn copies(&self, sheet: &SheetLayout, block: &BlockLayout) -> Vec<BlockCopy> {
        let pages = self.book.seen.iter();
        let mut found: Vec<(&LabelledSheet, CellRef)> = pages
            .flat_map(|page| {
                let places = page.find_block(block.block).iter();
                places.map(move |at| (page, *at))
            })
            .collect();
        found.sort_by_key(|(page, _)| &*page.sheet.name != sheet.name);
        // The words of a heading may stand in a text, too: where columns stand below, there is a
        // table.
        if found.len() > 1 {
            let has_table = |(page, at): &(&LabelledSheet, CellRef)| {
                let labels = &self.form.labels_of(block).columns;
                Header::find(page, block, *at, self.end(page, *at), labels).is_some()
            };
            let first = found.iter().position(has_table).unwrap_or(0);
            let first = found.remove(first);
            found.retain(has_table);
            found.insert(0, first);
        }
        let read = found.into_iter();
        read.map(|(page, at)| self.copy(page, at, block)).collect()
    }

    /// A block read under one heading.
    fn copy(&self, page: &LabelledSheet, at: CellRef, block: &BlockLayout) -> BlockCopy {
        let read = self.table(page, at, block);
        BlockCopy {
            sheet: page.sheet.name.clone(),
            at,
            is_filled: is_filled(&read, block),
            read,
        }
    }

    /// Reads the table of a block under one heading.
    fn table(&self, page: &LabelledSheet, heading: CellRef, block: &BlockLayout) -> Extraction {
        let mut part = Extraction::default();
        let (hidden_rows, hidden_cols) = Default::default();
        BlockReader {
            reader: self,
            page,
            block,
            heading,
            end: self.end(page, heading),
            out: &mut part,
            read_rows: BTreeSet::new(),
            stop: None,
            labels: None,
            hidden_rows,
            hidden_cols,
        }
        .read();
        part
    }

    /// A block ends where the next heading of the form begins, or with the sheet.
    fn end(&self, page: &LabelledSheet, heading: CellRef) -> u32 {
        self.next_heading(page, heading)
            .unwrap_or_else(|| page.sheet.last_row().unwrap_or(heading.row) + 1)
    }

    /// The row of the next heading of the form under another.
    fn next_heading(&self, page: &LabelledSheet, heading: CellRef) -> Option<u32> {
        let headings = self.form.headings();
        let rows = headings.flat_map(|other| page.find(other)).map(|at| at.row);
        rows.filter(|row| *row > heading.row).min()
    }
}

/// Whether a unit wrote anything into a table that the blank form does not fill in by itself.
fn is_filled(part: &Extraction, block: &BlockLayout) -> bool {
    let prefilled: Vec<&Id> = block.block.prefilled().map(|(_, id)| id).collect();
    part.values.iter().any(|value| {
        value.role == Role::Input
            && value.answer != Answer::Blank
            && !prefilled.contains(&&value.key.element)
    })
}

/// A block in one of the places where it stands.
struct BlockCopy {
    sheet: Arc<str>,
    at: CellRef,
    read: Extraction,
    is_filled: bool,
}

impl BlockCopy {
    /// What a unit wrote into it.
    fn answers(&self) -> Vec<(&Key, &Answer<Value>)> {
        let values = self.read.values.iter();
        let inputs = values.filter(|value| value.role == Role::Input);
        inputs.map(|value| (&value.key, &value.answer)).collect()
    }
}

fn departure(kind: DepartureKind, sheet: &str, cell: Option<CellRef>, label: &str) -> Departure {
    Departure {
        kind,
        sheet: Arc::from(sheet),
        cell,
        label: label.to_owned(),
    }
}

/// Reads one block that was found.
struct BlockReader<'a, 'b> {
    reader: &'b FileReader<'a>,
    page: &'b LabelledSheet<'a>,
    block: &'b BlockLayout<'a>,
    heading: CellRef,
    /// The first row that no longer belongs to the block.
    end: u32,
    out: &'b mut Extraction,
    /// The rows whose cells are answers, examples or sums.
    read_rows: BTreeSet<u32>,
    /// Where the columns of another table begin before the block ends.
    stop: Option<u32>,
    /// The column of labels, in a table with a row for each question.
    labels: Option<u16>,
    /// Rows and columns that hold answers and cannot be seen.
    hidden_rows: BTreeSet<u32>,
    hidden_cols: BTreeSet<u16>,
}

impl<'b> BlockReader<'_, 'b> {
    fn read(&mut self) {
        let labels = &self.reader.form.labels_of(self.block).columns;
        let header = Header::find(self.page, self.block, self.heading, self.end, labels);
        let Some(header) = header else {
            let first = self
                .block
                .columns
                .iter()
                .find(|column| column.subject.is_answer())
                .map_or("", |column| column.label.as_str());
            self.depart(DepartureKind::ColumnMissing(None), self.heading, first);
            return;
        };
        for column in self
            .block
            .columns
            .iter()
            .filter(|column| column.subject.is_answer())
        {
            if header.col(&column.subject).is_none() {
                let (at, nearest) = header.nearest(self.page, column);
                self.depart(DepartureKind::ColumnMissing(nearest), at, &column.label);
            }
        }
        for again in header
            .doubled
            .iter()
            .filter(|found| found.column.subject.is_answer())
        {
            let filled = (header.below..self.end)
                .any(|row| !self.page.sheet.get(CellRef::new(row, again.col)).is_empty());
            if filled {
                self.depart(
                    DepartureKind::ColumnDoubled,
                    CellRef::new(header.row, again.col),
                    &again.column.label,
                );
            }
        }
        let moved = header.row != self.block.header_row
            || header.columns.iter().any(|found| {
                self.block
                    .columns
                    .get(usize::from(found.col))
                    .is_none_or(|own| own.subject != found.column.subject)
            });
        if moved {
            self.depart(
                DepartureKind::Moved,
                self.heading,
                &self.block.block.heading,
            );
        }
        if self.block.block.is_list() {
            self.records(&header);
        } else {
            self.labelled_rows(&header);
        }
        self.depart_struck(&header);
        self.depart_hidden(&header);
        self.depart_noted();
        self.depart_stray(&header);
        self.pictures();
    }

    /// Tells of the columns whose heading is struck through and that hold something, and of the
    /// heading of all.
    fn depart_struck(&mut self, header: &Header) {
        if self.page.sheet.value(self.heading).is_struck() {
            self.depart(
                DepartureKind::LabelStruck,
                self.heading,
                &self.block.block.heading,
            );
        }
        for found in header.answers() {
            let at = CellRef::new(header.row, found.col);
            let mut rows = header.below..self.end;
            let is_filled =
                rows.any(|row| !self.page.sheet.get(CellRef::new(row, at.col)).is_empty());
            if self.page.sheet.value(at).is_struck() && is_filled {
                self.depart(DepartureKind::LabelStruck, at, &found.column.label);
            }
        }
    }

    /// Tells of the rows and columns that hold answers and cannot be seen, neighbours as one.
    fn depart_hidden(&mut self, header: &Header) {
        let rows = self.hidden_rows.iter().map(|row| CellRef::new(*row, 0));
        for CellRange { from, to } in CellRange::joining(rows) {
            let first = from.row + 1;
            let words = if from == to {
                format!("{first}行目")
            } else {
                format!("{first}行目から{}行目まで", to.row + 1)
            };
            self.depart(DepartureKind::Hidden, from, &words);
        }
        let cols = self
            .hidden_cols
            .iter()
            .map(|col| CellRef::new(header.row, *col));
        for CellRange { from, to } in CellRange::joining(cols) {
            let first = from.column_letters();
            let words = if from == to {
                format!("{first}列")
            } else {
                format!("{first}列から{}列まで", to.column_letters())
            };
            self.depart(DepartureKind::Hidden, from, &words);
        }
    }

    /// The words that tell the answer at a cell; none where there is no answer.
    fn heading_at(&self, at: CellRef) -> String {
        let mut values = self.out.values.iter().rev();
        let here =
            values.find(|value| value.at.cell == at && value.at.sheet == self.page.sheet.name);
        here.map_or_else(String::new, |value| value.heading.clone())
    }

    fn depart(&mut self, kind: DepartureKind, at: CellRef, label: &str) {
        let departure = departure(kind, &self.page.sheet.name, Some(at), label);
        if !self.out.departures.contains(&departure) {
            self.out.departures.push(departure);
        }
    }

    /// Reads every answer of one row; `rows` are all rows of the block that are read.
    fn row(
        &mut self,
        row: &RowLayout,
        sheet_row: u32,
        header: &Header<'b>,
        record: Option<u32>,
        rows: &[u32],
    ) {
        self.read_rows.insert(sheet_row);
        for found in &header.columns {
            let here = CellRef::new(sheet_row, found.col);
            if found.column.subject == ColumnSubject::Reason {
                self.out.reasons.extend(self.reason(here));
                continue;
            }
            let Some(question) = self.block.question(row, found.column) else {
                continue;
            };
            let heading = match (record, &found.column.subject) {
                (Some(n), _) => format!("{n}行目・{}", found.column.label),
                (None, ColumnSubject::Answer | ColumnSubject::Tick) => row_words(row),
                (None, _) => format!("{}・{}", row_words(row), found.column.label),
            };
            let cell = self.page.sheet.get(self.page.sheet.anchor(here));
            let mut value = self.value(question, here, heading);
            if let (Some(region), false) = (self.shared(here, header, rows), cell.is_empty()) {
                value.answer = Answer::Unreadable(Fault::Merged(region));
            }
            self.depart_unseen(here, &value);
            self.out.values.push(value);
        }
    }

    /// What is written beside an answer as a reason.
    fn reason(&self, here: CellRef) -> Option<Reason> {
        let sheet = self.page.sheet;
        match value::text(sheet.get(here)) {
            Answer::Given(Value::Text(text)) if sheet.anchor(here) == here && !text.is_empty() => {
                Some(Reason {
                    at: self.location(here),
                    text,
                    answers: None,
                })
            }
            _ => None,
        }
    }

    /// The answer to a question as its cell, or the merged one that covers it, holds it.
    fn value(&self, question: Question, here: CellRef, heading: String) -> DataValue {
        let at = self.page.sheet.anchor(here);
        let cell = self.page.sheet.get(at);
        let answer = self.answer(&question, cell);
        // In the cell of a picture stand the form's own words.
        let no_picture = answer == Answer::Blank && self.reader.limits(&question.key).is_some();
        let raw = (!no_picture).then(|| value::shown(cell));
        DataValue {
            answer,
            raw: raw.unwrap_or_default(),
            at: self.location(at),
            heading,
            role: question.role,
            required: question.required,
            formula: cell.formula,
            key: question.key,
        }
    }

    fn location(&self, cell: CellRef) -> Location {
        Location {
            file: self.reader.file.clone(),
            sheet: self.page.sheet.name.clone(),
            cell,
        }
    }

    /// Tells of an answer what eyes do not see: a total that was put right, a value that is hidden
    /// or shown as another, a link that leads elsewhere.
    fn depart_unseen(&mut self, here: CellRef, value: &DataValue) {
        let (sheet, at) = (self.page.sheet, value.at.cell);
        let cell = sheet.get(at);
        if value.role == Role::Total && cell.adjusted {
            self.depart(DepartureKind::TotalAdjusted, at, &value.heading);
        }
        if value.role != Role::Input || value.answer == Answer::Blank {
            return;
        }
        if let Some(unseen) = cell.unseen {
            let shown = cell.content.text().into_owned();
            let kind = match unseen {
                Unseen::Format => DepartureKind::FormattedAway(shown),
                Unseen::Faint => DepartureKind::Faint(shown),
                Unseen::Rule => DepartureKind::HiddenByRule(shown),
            };
            self.depart(kind, at, &value.heading);
        }
        let mut links = sheet.links.iter().filter(|(cell, _)| *cell == at);
        if let Some((_, link)) = links.find(|(_, link)| leads_elsewhere(&cell.content.text(), link))
        {
            let kind = DepartureKind::LinkedElsewhere(link.clone());
            self.depart(kind, at, &value.heading);
        }
        if sheet.row_is_hidden(here.row) {
            self.hidden_rows.insert(here.row);
        } else if sheet.col_is_hidden(here.col) {
            self.hidden_cols.insert(here.col);
        }
    }

    /// The merged region of a cell, if it takes the place of several questions.
    fn shared(&self, here: CellRef, header: &Header, rows: &[u32]) -> Option<CellRange> {
        let region = self.page.sheet.merged_span(here)?;
        let rows = rows.iter().filter(|row| region.rows().contains(row));
        let mut cols = header
            .answers()
            .filter(|found| region.cols().contains(&found.col));
        (rows.count() > 1 || cols.nth(1).is_some()).then_some(region)
    }

    fn answer(&self, question: &Question, cell: &Cell) -> Answer<Value> {
        let form = self.reader.form;
        let catalogue = form.catalogue;
        let Some(element) = catalogue.elements.get(&question.key.element) else {
            return Answer::NotApplicable;
        };
        match element.kind {
            Kind::Count => value::count(cell),
            Kind::Marks => value::mark(cell),
            Kind::Text if question.required => value::text(cell),
            Kind::Text => value::optional_text(cell),
            Kind::Date => {
                let open = form.days(&element.id);
                value::date(cell, self.reader.book.workbook.date_1904, &open)
            }
            // The picture lies over the cell, if there is one; in the cell there may be words.
            Kind::Picture => pictures::words(cell),
            Kind::Choice => match catalogue.answers(element) {
                Some(category) => value::choice(cell, category, form.period),
                None => Answer::NotApplicable,
            },
        }
    }
}

/// Whether a text is an address and the link on it leads to another: letters that are written in
/// another way (%E5) aside, and the place within the page.
fn leads_elsewhere(text: &str, link: &str) -> bool {
    let page = |address: &str| {
        let address = address.trim().to_lowercase();
        let address = address.split('#').next().unwrap_or_default();
        let behind = address
            .split_once("://")
            .map_or(address, |(_, behind)| behind);
        behind.trim_end_matches('/').to_owned()
    };
    let host = |page: &str| page.split('/').next().unwrap_or_default().to_owned();
    let is_address = text.contains("://") || text.trim_start().starts_with("www.");
    let (shown, linked) = (page(text), page(link));
    let is_same = if shown.contains('%') || linked.contains('%') {
        host(&shown) == host(&linked)
    } else {
        shown == linked
    };
    is_address && !is_same
}

/// The words of a row as a reader finds them: `S02 診療所`; a question of a fields block has no code.
fn row_words(row: &RowLayout) -> String {
    match row.subject {
        RowSubject::Option { .. } => format!("{} {}", row.code, row.label),
        _ => row.label.clone(),
    }
}
