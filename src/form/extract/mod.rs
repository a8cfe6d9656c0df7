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
mod records;
mod rows;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use self::header::Header;
use self::page::LabelledSheet;
use super::layout::{
    BlockLayout, ColumnSubject, Layout, Question, RowLayout, RowSubject, SheetLayout,
};
use super::spec::FormSpec;
use super::{answers_to_queries, value};
use crate::model::Id;
use crate::model::answer::{Answer, Fault, Value};
use crate::model::catalogue::{Catalogue, Kind};
use crate::model::cell::{CellRange, CellRef, Location};
use crate::model::period::Period;
use crate::model::submission::{DataValue, Departure, DepartureKind, Key, Reason, Role};
use crate::model::text::fold;
use crate::workbook::{Cell, Unseen, Workbook};

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

/// Reads every block of a form from a workbook.
pub fn read(
    workbook: &Workbook,
    file: &Arc<str>,
    form: &FormSpec,
    catalogue: &Catalogue,
    period: Period,
) -> Extraction {
    let layout = Layout::new(form, catalogue, period);
    let headings = layout
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.blocks)
        .flat_map(|block| block.block.headings())
        .collect();
    let title = [form.title.clone(), format!("{}{}", form.label, form.title)];
    let own_words = layout.words().chain(title).map(|words| fold(&words));
    let pages = LabelledSheet::all(workbook, true);
    let hidden = LabelledSheet::all(workbook, false);
    let reader = FileReader {
        pages,
        hidden,
        headings,
        own_words: own_words.collect(),
        row_words: layout.row_words().map(|words| fold(&words)).collect(),
        file,
        catalogue,
        period,
        date_1904: workbook.date_1904,
    };
    let mut out = Extraction::default();
    for sheet in &layout.sheets {
        reader.sheet(sheet, &mut out);
    }
    for page in &reader.pages {
        if let Some(at) = page.sheet.overflow {
            out.departures.push(departure(
                DepartureKind::Overflow,
                &page.sheet.name,
                Some(at),
                "",
            ));
        }
        reader.pictures_elsewhere(page, &mut out);
        out.departures.extend(reader.unknown(page, &layout));
        reader.beside(page, &mut out);
    }
    out.departures.extend(beside::on_the_guide(workbook));
    out.departures
        .extend(answers_to_queries::unsettled(workbook));
    out
}

/// How many blocks of a form a workbook shows: tells the form when its title is gone.
pub fn blocks_shown(workbook: &Workbook, form: &FormSpec) -> usize {
    let pages = LabelledSheet::all(workbook, true);
    let blocks = form.sheets.iter().flat_map(|sheet| &sheet.blocks);
    blocks
        .filter(|block| pages.iter().any(|page| page.shows(block)))
        .count()
}

/// What all blocks of a file are read with.
struct FileReader<'a> {
    /// The sheets that can be seen.
    pages: Vec<LabelledSheet<'a>>,
    /// Those that cannot: looked into only to say so.
    hidden: Vec<LabelledSheet<'a>>,
    headings: Vec<&'a str>,
    /// Every word that the form itself shows, folded.
    own_words: HashSet<String>,
    /// Those of its rows.
    row_words: HashSet<String>,
    file: &'a Arc<str>,
    catalogue: &'a Catalogue,
    period: Period,
    date_1904: bool,
}

impl FileReader<'_> {
    fn sheet(&self, sheet: &SheetLayout, out: &mut Extraction) {
        let mut missing = Vec::new();
        for block in &sheet.blocks {
            if !self.block(sheet, block, out) {
                let nearest = self
                    .pages
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
        let mut hidden = self.hidden.iter().filter(|_| !missing.is_empty());
        let hidden = hidden.find(|page| sheet.blocks.iter().any(|block| page.shows(block.block)));
        let gone = missing.len() == sheet.blocks.len()
            && !self
                .pages
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
    fn unknown(&self, page: &LabelledSheet, layout: &Layout) -> Option<Departure> {
        let name = &*page.sheet.name;
        let is_own = layout.sheets.iter().any(|sheet| sheet.name == name);
        let shows = self
            .headings
            .iter()
            .any(|heading| !page.find(heading).is_empty());
        let written = page
            .sheet
            .cells()
            .filter(|(_, cell)| !cell.is_empty())
            .count();
        let kind = DepartureKind::SheetUnknown(written);
        (!is_own && !shows && written > 0).then(|| departure(kind, name, None, name))
    }

    /// Reads a block where it stands; of several places the one that is filled. False if it stands
    /// nowhere.
    fn block(&self, sheet: &SheetLayout, block: &BlockLayout, out: &mut Extraction) -> bool {
        let mut found: Vec<(&LabelledSheet, CellRef)> = self
            .pages
            .iter()
            .flat_map(|page| {
                page.find_block(block.block)
                    .iter()
                    .map(move |at| (page, *at))
            })
            .collect();
        found.sort_by_key(|(page, _)| &*page.sheet.name != sheet.name);
        // The words of a heading may stand in a text, too: where columns stand below, there is a
        // table.
        let tables: Vec<(&LabelledSheet, CellRef)> = match found.as_slice() {
            [] => return false,
            [_] => found,
            [first, ..] => {
                let mut tables = found.clone();
                tables.retain(|(page, at)| {
                    Header::find(page, block, *at, self.end(page, *at)).is_some()
                });
                if tables.is_empty() {
                    vec![*first]
                } else {
                    tables
                }
            }
        };
        let mut read: Vec<((Arc<str>, CellRef), Extraction)> = Vec::new();
        for (page, heading) in tables {
            let part = self.table(page, heading, block);
            read.push(((page.sheet.name.clone(), heading), part));
        }
        let mut filled: Vec<usize> = Vec::new();
        for (i, (_, part)) in read.iter().enumerate() {
            if is_filled(part, block) {
                filled.push(i);
            }
        }
        let chosen = filled.first().copied().unwrap_or(0);
        let chosen_place = read.get(chosen).map(|(place, _)| place.clone());
        let chosen_answers = read
            .get(chosen)
            .map(|(_, part)| answers_of(part))
            .unwrap_or_default();
        let label = &block.block.heading;
        for page in &self.hidden {
            for at in page.find_block(block.block) {
                let part = self.table(page, *at, block);
                if is_filled(&part, block) && answers_of(&part) != chosen_answers {
                    let (kind, name) = (DepartureKind::HiddenCopy, &page.sheet.name);
                    out.departures.push(departure(kind, name, Some(*at), label));
                }
            }
        }
        for (i, ((name, at), part)) in read.into_iter().enumerate() {
            if i == chosen {
                out.values.extend(part.values);
                out.reasons.extend(part.reasons);
                out.departures.extend(part.departures);
            } else if filled.contains(&i) && answers_of(&part) == chosen_answers {
                out.departures
                    .push(departure(DepartureKind::CopySame, &name, Some(at), label));
            } else if filled.contains(&i) {
                let other = chosen_place
                    .as_ref()
                    .map_or_else(String::new, |(name, at)| format!("シート「{name}」の {at}"));
                out.departures.push(departure(
                    DepartureKind::BlockDoubled(other),
                    &name,
                    Some(at),
                    label,
                ));
            } else {
                out.departures.push(departure(
                    DepartureKind::CopyIgnored,
                    &name,
                    Some(at),
                    label,
                ));
            }
        }
        true
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
        let rows = self
            .headings
            .iter()
            .flat_map(|other| page.find(other))
            .map(|at| at.row);
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

/// What a unit wrote into a table.
fn answers_of(part: &Extraction) -> Vec<(Key, Answer<Value>)> {
    let inputs = part.values.iter().filter(|value| value.role == Role::Input);
    inputs
        .map(|value| (value.key.clone(), value.answer.clone()))
        .collect()
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
    /// Rows and columns that hold answers and cannot be seen.
    hidden_rows: BTreeSet<u32>,
    hidden_cols: BTreeSet<u16>,
}

impl<'b> BlockReader<'_, 'b> {
    fn read(&mut self) {
        let Some(header) = Header::find(self.page, self.block, self.heading, self.end) else {
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

    /// Tells of the columns whose heading is struck through and that hold something.
    fn depart_struck(&mut self, header: &Header) {
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
        let sheet = self.page.sheet;
        self.read_rows.insert(sheet_row);
        for found in &header.columns {
            let here = CellRef::new(sheet_row, found.col);
            let at = sheet.anchor(here);
            let cell = sheet.get(at);
            let location = || Location {
                file: self.reader.file.clone(),
                sheet: sheet.name.clone(),
                cell: at,
            };
            if found.column.subject == ColumnSubject::Reason {
                if let (true, Answer::Given(Value::Text(text))) = (at == here, value::text(cell))
                    && !text.is_empty()
                {
                    self.out.reasons.push(Reason {
                        at: location(),
                        text,
                        answers: None,
                    });
                }
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
            let answer = match self.shared(here, header, rows) {
                Some(region) if !cell.is_empty() => Answer::Unreadable(Fault::Merged(region)),
                _ => self.answer(&question, cell),
            };
            let written = question.role == Role::Input && answer != Answer::Blank;
            // In the cell of a picture stand the form's own words.
            let no_picture = answer == Answer::Blank && self.reader.limits(&question.key).is_some();
            self.out.values.push(DataValue {
                answer,
                raw: if no_picture {
                    Arc::from("")
                } else {
                    value::shown(cell)
                },
                at: location(),
                heading,
                role: question.role,
                required: question.required,
                formula: cell.formula,
                key: question.key,
            });
            if question.role == Role::Total && cell.adjusted {
                self.depart(DepartureKind::TotalAdjusted, at, &self.heading_at(at));
            }
            if let (true, Some(unseen)) = (written, cell.unseen) {
                let shown = cell.content.text().into_owned();
                let kind = match unseen {
                    Unseen::Format => DepartureKind::FormattedAway(shown),
                    Unseen::Faint => DepartureKind::Faint(shown),
                    Unseen::Rule => DepartureKind::HiddenByRule(shown),
                };
                self.depart(kind, at, &self.heading_at(at));
            }
            if written && sheet.row_is_hidden(sheet_row) {
                self.hidden_rows.insert(sheet_row);
            } else if written && sheet.col_is_hidden(found.col) {
                self.hidden_cols.insert(found.col);
            }
        }
    }

    /// The merged region of a cell, if it takes the place of several questions.
    fn shared(&self, here: CellRef, header: &Header, rows: &[u32]) -> Option<CellRange> {
        let (first, last) = self.page.sheet.merged_span(here)?;
        let region = CellRange::new(first, last);
        let rows = rows.iter().filter(|row| region.rows().contains(row));
        let mut cols = header
            .answers()
            .filter(|found| region.cols().contains(&found.col));
        (rows.count() > 1 || cols.nth(1).is_some()).then_some(region)
    }

    fn answer(&self, question: &Question, cell: &Cell) -> Answer<Value> {
        let catalogue = self.reader.catalogue;
        let Some(element) = catalogue.elements.get(&question.key.element) else {
            return Answer::NotApplicable;
        };
        match element.kind {
            Kind::Count => value::count(cell),
            Kind::Marks => value::mark(cell),
            Kind::Text if question.required => value::text(cell),
            Kind::Text => value::optional_text(cell),
            Kind::Date => value::date(cell, self.reader.date_1904),
            // The picture lies over the cell, if there is one; in the cell there may be words.
            Kind::Picture => pictures::words(cell),
            Kind::Choice => match catalogue.answers(element) {
                Some(category) => value::choice(cell, category, self.reader.period),
                None => Answer::NotApplicable,
            },
        }
    }
}

/// The words of a row as a reader finds them: `S02 診療所`; a question of a fields block has no code.
fn row_words(row: &RowLayout) -> String {
    match row.subject {
        RowSubject::Option { .. } => format!("{} {}", row.code, row.label),
        _ => row.label.clone(),
    }
}
