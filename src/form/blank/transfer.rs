//! What goes from a submitted form to the new one: each value to the cell of its question, each
//! reason to its row, each finding to where its cell has gone; and what has no place there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::annotation::{Annotation, FormPlace, Place, PlacedFinding};
use super::picture;
use crate::form::layout::{Layout, words};
use crate::form::says_something;
use crate::form::value::picture_shown;
use crate::model::answer::{Answer, Fault};
use crate::model::cell::{CellRef, Location};
use crate::model::finding::{Finding, Severity};
use crate::model::picture::PictureFault;
use crate::model::submission::{DataValue, Departure, DepartureKind, Key, Role, Submission};
use crate::model::text::fold;
use crate::workbook::{Cell, Content, Picture, Sheet, Visibility, Workbook};

/// One submission on its way to a new form.
pub struct Transfer<'a> {
    submission: &'a Submission,
    findings: &'a [Finding],
    source: &'a Workbook,
    layout: &'a Layout<'a>,
    /// Where every question stands on the new form.
    places: HashMap<Key, FormPlace>,
    /// Where the submitted cells have gone.
    moved: HashMap<FormPlace, FormPlace>,
    /// Where the rows have gone that they stand in.
    rows: HashMap<(&'a str, u32), (String, u32)>,
    /// The submitted cells that stay empty until somebody has decided.
    opened: BTreeSet<FormPlace>,
}

impl<'a> Transfer<'a> {
    /// A submission that was read from `source`, to the form laid out.
    pub fn new(
        submission: &'a Submission,
        findings: &'a [Finding],
        source: &'a Workbook,
        layout: &'a Layout<'a>,
    ) -> Self {
        Self {
            submission,
            findings,
            source,
            layout,
            places: places(layout),
            moved: HashMap::new(),
            rows: HashMap::new(),
            opened: BTreeSet::new(),
        }
    }

    /// What the new form shows.
    pub fn annotation(mut self) -> Annotation {
        let cells = self.cells();
        let reasons = self.reasons();
        // A picture may lie over the cell of another answer, whose place is told first.
        let pictures = self.pictures();
        let remarks = self.findings.iter().map(|finding| self.remark(finding));
        Annotation {
            remarks: remarks.collect(),
            left_behind: self.left_behind(&pictures),
            cells,
            pictures,
            reasons,
        }
    }

    /// The submitted cells by question.
    fn cells(&mut self) -> BTreeMap<Key, Cell> {
        let mut cells = BTreeMap::new();
        for value in &self.submission.values {
            let place = self.places.get(&value.key);
            let (Some(place), Some(sheet)) = (place, sheet_of(self.source, &value.at.sheet)) else {
                continue;
            };
            if is_picture(value) || stands_in_doubt(value, self.submission) {
                continue;
            }
            self.moved.insert(submitted(value), place.clone());
            let row = (&*value.at.sheet, value.at.cell.row);
            self.rows.insert(row, (place.0.clone(), place.1.row));
            if let Some(cell) = self.copied(value, sheet) {
                cells.insert(value.key.clone(), cell);
            }
        }
        cells
    }

    /// What of a submitted cell stands in the new form.
    fn copied(&mut self, value: &DataValue, sheet: &Sheet) -> Option<Cell> {
        let cell = sheet.get(value.at.cell);
        match value.role {
            Role::Input if speaks_for_others(value, cell) || is_unseen(value, sheet) => {
                self.opened.insert(submitted(value));
                open_question(value)
            }
            Role::Input => Some(cell.clone()),
            // A total that the form computed is computed anew; one that was never computed hides
            // nothing.
            Role::Total => {
                let is_written = !cell.content.text().is_empty();
                let speaks = !cell.formula || is_in_question(&value.at, self.findings);
                (is_written && speaks).then(|| cell.clone())
            }
        }
    }

    /// The reasons by sheet and row of the new form.
    fn reasons(&self) -> BTreeMap<(String, u32), String> {
        let mut reasons = BTreeMap::new();
        for reason in &self.submission.reasons {
            let row = (&*reason.at.sheet, reason.at.cell.row);
            if let Some(row) = self.rows.get(&row) {
                reasons.insert(row.clone(), reason.text.clone());
            }
        }
        reasons
    }

    /// The submitted pictures by question.
    fn pictures(&mut self) -> BTreeMap<Key, Arc<[u8]>> {
        let mut pictures = BTreeMap::new();
        for value in self
            .submission
            .values
            .iter()
            .filter(|value| is_picture(value))
        {
            if let Some(place) = self.places.get(&value.key) {
                let moved = self.moved.entry(submitted(value));
                moved.or_insert_with(|| place.clone());
            }
            let lies_here = |picture: &&Picture| picture.at == value.at.cell && !picture.cropped;
            let lying = sheet_of(self.source, &value.at.sheet)
                .and_then(|sheet| sheet.pictures.iter().find(lies_here))
                .and_then(|picture| picture.bytes.as_ref());
            if let Some(bytes) = lying.filter(|bytes| picture::can_hold(bytes)) {
                pictures.insert(value.key.clone(), Arc::clone(bytes));
            }
        }
        pictures
    }

    /// The parts of the submission that were not read.
    fn lost(&self) -> impl Iterator<Item = &'a Departure> {
        let departures = self.submission.departures.iter();
        departures.filter(|departure| departure.kind.is_unread())
    }

    fn remark(&self, finding: &Finding) -> PlacedFinding {
        let submitted_at = finding.sheet.clone().zip(finding.cell);
        let moved = submitted_at
            .as_ref()
            .and_then(|place| self.moved.get(place));
        let place = match (moved, finding.cell) {
            (Some(_), _) => Place::Form,
            (None, Some(_)) => Place::Elsewhere,
            (None, None) => Place::File,
        };
        let is_lost = self.lost().any(|departure| {
            finding.sheet.as_deref() == Some(&*departure.sheet)
                && finding.cell == departure.cell
                && (place != Place::Form || finding.heading == departure.label)
        });
        let is_open = submitted_at
            .as_ref()
            .is_some_and(|place| self.opened.contains(place));
        // The new form has no total below a list.
        let mut values = self.submission.values.iter();
        let has_no_place = values.any(|value| {
            Some(submitted(value)) == submitted_at && !self.places.contains_key(&value.key)
        });
        let is_gone = (is_lost || has_no_place) && !is_open && finding.severity != Severity::Note;
        let value = match (&submitted_at, moved) {
            (Some((sheet, cell)), None) if finding.found.is_empty() => sheet_of(self.source, sheet)
                .map_or_else(String::new, |sheet| row_words(sheet, cell.row)),
            _ => finding.found.clone(),
        };
        let moved = moved.cloned().unzip();
        PlacedFinding {
            code: finding.code,
            severity: finding.severity,
            sheet: moved.0.or_else(|| finding.sheet.clone()),
            cell: moved.1.or(finding.cell),
            place: if is_gone { Place::Nowhere } else { place },
            value,
            words: format!("{}{}", finding.problem, finding.remedy),
            reason: finding.reason.clone(),
        }
    }

    /// What stands in the submitted file, is no answer, no reason and no word of the form: a remark
    /// in the margin, a row that the form does not have, a picture that no question asks for.
    fn left_behind(&self, carried: &BTreeMap<Key, Arc<[u8]>>) -> Vec<(FormPlace, String)> {
        let own = words::RESULTS_HEADINGS.iter().map(|words| fold(words));
        let of_form = self.layout.words().map(|words| fold(&words));
        let of_form: BTreeSet<String> = of_form.chain(own).collect();
        let reasons = self.submission.reasons.iter();
        let reasons = reasons.map(|reason| (reason.at.sheet.to_string(), reason.at.cell));
        let known: BTreeSet<FormPlace> = self.moved.keys().cloned().chain(reasons).collect();
        // Sheets without any answer (instructions, examples, results of an earlier check) are no
        // part of the report.
        let mut answered: BTreeSet<&str> = self.moved.keys().map(|(sheet, _)| &**sheet).collect();
        answered.extend(self.lost().map(|departure| &*departure.sheet));
        answered.remove(words::RESULTS_SHEET);
        let mut left = Vec::new();
        for sheet in visible(self.source).filter(|sheet| answered.contains(&*sheet.name)) {
            for (at, words) in foreign_words(sheet, &of_form) {
                let place = (sheet.name.to_string(), at);
                if !known.contains(&place) {
                    left.push((place, words));
                }
            }
        }
        left.extend(pictures_left_behind(self.source, carried));
        left
    }
}

/// Where a value was submitted.
fn submitted(value: &DataValue) -> FormPlace {
    (value.at.sheet.to_string(), value.at.cell)
}

fn visible(source: &Workbook) -> impl Iterator<Item = &Sheet> {
    let sheets = source.sheets.iter();
    sheets.filter(|sheet| sheet.visible == Visibility::Visible)
}

/// What stands in the cells of a sheet that is no word of the form.
fn foreign_words(sheet: &Sheet, of_form: &BTreeSet<String>) -> Vec<(CellRef, String)> {
    // Above the first block the form tells itself, unit and period in column A.
    let mut cells = sheet.cells();
    let first = cells.find(|(_, cell)| of_form.contains(&fold(&cell.content.text())));
    let first = first.map(|(at, _)| at.row).unwrap_or_default();
    let mut foreign = Vec::new();
    for (at, cell) in sheet
        .cells()
        .filter(|(at, _)| at.row >= first || at.col > 0)
    {
        let words = cell.content.text().trim().to_owned();
        // A number is a word of the form in the column of codes only.
        let is_number = matches!(cell.content, Content::Number(_));
        let is_own = of_form.contains(&fold(&words)) && (at.col == 0 || !is_number);
        if !words.is_empty() && !is_own {
            foreign.push((at, words));
        }
    }
    foreign
}

/// Whether a row carries the label of one row and the code of another: in the copy, where labels
/// are the form's own, its values would have a row that nobody chose.
pub(super) fn stands_in_doubt(value: &DataValue, submission: &Submission) -> bool {
    submission.departures.iter().any(|departure| {
        matches!(departure.kind, DepartureKind::RowContradicts(_))
            && departure.sheet == value.at.sheet
            && departure.cell.map(|cell| cell.row) == Some(value.at.cell.row)
    })
}

/// Whether a submitted cell is not that of this answer alone, or means another number in the cell
/// of the new form: it stays empty there, and its value stands in the list.
fn speaks_for_others(value: &DataValue, cell: &Cell) -> bool {
    match &value.answer {
        Answer::Unreadable(
            Fault::Merged(_) | Fault::NotFound | Fault::Dated(_) | Fault::PartlyStruck,
        ) => true,
        Answer::Unreadable(Fault::NotACount) => cell.percent,
        _ => false,
    }
}

/// What stands in a cell that stays empty: nothing where a blank is asked about; where it may stay
/// blank (no ○), a sign that is no answer, so that the question stays open.
fn open_question(value: &DataValue) -> Option<Cell> {
    (!value.required).then(|| Cell {
        content: Content::Text("？".into()),
        ..Cell::default()
    })
}

/// Whether a value was not seen by who wrote it, or another one is noted beside it or drawn over
/// it: in the copy, where all is seen and neither is left, nobody would be asked any more.
pub(super) fn is_unseen(value: &DataValue, sheet: &Sheet) -> bool {
    let at = value.at.cell;
    let is_hidden = sheet.get(at).unseen.is_some()
        || sheet.row_is_hidden(at.row)
        || sheet.col_is_hidden(at.col);
    let mut notes = sheet.notes.iter();
    (is_hidden && value.answer != Answer::Blank)
        || notes.any(|(noted, note)| *noted == at && says_something(note))
        || sheet
            .drawn_over
            .iter()
            .any(|drawn| drawn.range.contains(at) && !(drawn.is_line && value.raw.is_empty()))
}

fn is_in_question(at: &Location, findings: &[Finding]) -> bool {
    findings.iter().any(|finding| {
        finding.cell == Some(at.cell) && finding.sheet.as_deref() == Some(&*at.sheet)
    })
}

/// Whether a question was answered by a picture, or by one that cannot be printed.
fn is_picture(value: &DataValue) -> bool {
    match &value.answer {
        Answer::Unreadable(Fault::Picture(fault)) => {
            !matches!(fault, PictureFault::Words | PictureFault::InCell)
        }
        answer => answer
            .value()
            .is_some_and(|value| value.picture().is_some()),
    }
}

/// The pictures that no question of the new form has.
fn pictures_left_behind(
    source: &Workbook,
    carried: &BTreeMap<Key, Arc<[u8]>>,
) -> Vec<(FormPlace, String)> {
    let is_carried = |picture: &Picture| {
        picture.bytes.as_ref().is_some_and(|bytes| {
            !picture.cropped && carried.values().any(|own| Arc::ptr_eq(own, bytes))
        })
    };
    let mut left = Vec::new();
    for sheet in visible(source) {
        for picture in sheet.pictures.iter().filter(|picture| !is_carried(picture)) {
            let place = (sheet.name.to_string(), picture.at);
            left.push((place, picture_shown(picture).to_string()));
        }
    }
    left
}

/// Where every question stands on the new form.
fn places(layout: &Layout) -> HashMap<Key, FormPlace> {
    let mut places = HashMap::new();
    for sheet in &layout.sheets {
        for block in &sheet.blocks {
            for (row, col, question) in block.questions() {
                let at = CellRef::new(block.sheet_row(row), u16::try_from(col).unwrap_or(u16::MAX));
                places.insert(question.key, (sheet.name.to_owned(), at));
            }
        }
    }
    places
}

pub(super) fn sheet_of<'a>(source: &'a Workbook, name: &str) -> Option<&'a Sheet> {
    source.sheets.iter().find(|sheet| &*sheet.name == name)
}

/// What stands in a row.
fn row_words(sheet: &Sheet, row: u32) -> String {
    let words = sheet
        .row(row)
        .map(|(_, cell)| cell.content.text().trim().to_owned());
    words
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join("、")
}
