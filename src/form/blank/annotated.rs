//! The annotated form: a new form with the submitted values as they stand, a note and a mark on
//! every cell in question, and a sheet on top that lists them. It can be mended and sent back as
//! the new submission.
//!
//! Cells are copied, not answers: what could not be read is still there, and reads the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use anyhow::{Context, Result};

use super::style::FormStyles;
use super::{Drawing, Filling, picture};
use crate::form::layout::{Layout, words};
use crate::form::says_something;
use crate::form::spec::{Definitions, FormSpec};
use crate::form::value::picture_shown;
use crate::model::answer::{Answer, Fault};
use crate::model::cell::{CellRef, Location};
use crate::model::finding::{Finding, Severity};
use crate::model::picture::PictureFault;
use crate::model::submission::{DataValue, Departure, DepartureKind, Key, Role, Submission};
use crate::model::text::fold;
use crate::workbook::{Cell, Content, Picture, Sheet, Visibility, Workbook};

/// Where something stands on a form: sheet and cell.
pub type FormPlace = (String, CellRef);

/// What was submitted and what was found in it.
#[derive(Debug, Default)]
pub struct Annotation {
    /// The submitted cells by question.
    pub cells: BTreeMap<Key, Cell>,
    /// The submitted pictures by question.
    pub pictures: BTreeMap<Key, Arc<[u8]>>,
    /// Reasons by sheet and row of the new form.
    reasons: BTreeMap<(String, u32), String>,
    /// What was found, in order.
    pub remarks: Vec<PlacedFinding>,
    /// Words that stand in no cell of the form, with their place in the submitted file.
    pub left_behind: Vec<(FormPlace, String)>,
}

/// One finding and its place on the new form.
#[derive(Debug, Clone)]
pub struct PlacedFinding {
    /// The code of the rule.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The sheet.
    pub sheet: Option<String>,
    /// The cell.
    pub cell: Option<CellRef>,
    /// Where it stands.
    pub place: Place,
    /// The value as it stands; where a whole row is in question, what stands in it.
    pub value: String,
    /// What is wrong and how to mend it.
    pub words: String,
    /// The reason that was given.
    pub reason: Option<String>,
}

/// Where a finding stands, seen from the new form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At a cell of it.
    Form,
    /// Nowhere: it is about the file or a sheet as a whole.
    File,
    /// At a cell of the submitted file.
    Elsewhere,
    /// At something of the submitted file that was not read and is not copied: the new form would
    /// not be asked about it any more.
    Nowhere,
}

impl Annotation {
    /// The reason beside a row.
    pub fn reason(&self, sheet: &str, row: u32) -> Option<&str> {
        self.reasons
            .get(&(sheet.to_owned(), row))
            .map(String::as_str)
    }

    /// What was found at a cell.
    pub fn at(&self, sheet: &str, cell: CellRef) -> impl Iterator<Item = &PlacedFinding> {
        self.remarks.iter().filter(move |remark| {
            remark.place == Place::Form
                && remark.sheet.as_deref() == Some(sheet)
                && remark.cell == Some(cell)
        })
    }
}

/// Draws the annotated form of a submission that was read from a workbook.
///
/// # Errors
/// The submission's form or unit is not in the definitions, or the workbook cannot be written.
pub fn draw(
    definitions: &Definitions,
    submission: &Submission,
    findings: &[Finding],
    source: &Workbook,
) -> Result<Vec<u8>> {
    let unit = definitions
        .registry
        .units
        .get(&submission.unit)
        .context("提出した報告者が名簿にありません")?;
    let form = definitions
        .forms
        .get(&submission.form)
        .with_context(|| format!("{}の様式がありません。", unit.name))?;
    let form = with_room(form, submission);
    let layout = Layout::new(&form, &definitions.catalogue, submission.period);
    let annotation = annotation(submission, findings, source, &layout);
    // Totals are computed from what could be read.
    let answers = submission
        .values
        .iter()
        .filter(|value| value.role == Role::Input && !stands_in_doubt(value, submission))
        .filter(|value| sheet_of(source, &value.at.sheet).is_some_and(|on| !is_unseen(value, on)));
    let answers = answers
        .filter_map(|value| Some((value.key.clone(), value.answer.value()?.clone())))
        .collect();
    let drawing = Drawing {
        definitions,
        form: &form,
        unit,
        period: submission.period,
        filling: &Filling { answers },
        annotation: Some(&annotation),
        styles: FormStyles::new(),
    };
    drawing.workbook(&layout).with_context(|| {
        format!(
            "「{}」の指摘を書いた様式を作れません。",
            submission.file.path
        )
    })
}

/// The form with as many rows in its lists as were sent: people insert some.
fn with_room(form: &FormSpec, submission: &Submission) -> FormSpec {
    let mut form = form.clone();
    for block in form.sheets.iter_mut().flat_map(|sheet| &mut sheet.blocks) {
        let own = submission
            .values
            .iter()
            .filter(|value| block.asks(&value.key.element));
        let sent = own.filter_map(|value| value.key.record).max();
        block.make_room(sent.unwrap_or(0));
    }
    form
}

fn annotation(
    submission: &Submission,
    findings: &[Finding],
    source: &Workbook,
    layout: &Layout,
) -> Annotation {
    let places = places(layout);
    // Where the submitted cells, and the rows that they stand in, have gone.
    let mut moved: HashMap<FormPlace, &FormPlace> = HashMap::new();
    let mut rows: HashMap<(&str, u32), (String, u32)> = HashMap::new();
    // The submitted cells that stay empty until somebody has decided.
    let mut opened: BTreeSet<FormPlace> = BTreeSet::new();
    let mut out = Annotation::default();
    for value in &submission.values {
        let (Some(place), Some(sheet)) =
            (places.get(&value.key), sheet_of(source, &value.at.sheet))
        else {
            continue;
        };
        if is_picture(value) || stands_in_doubt(value, submission) {
            continue;
        }
        moved.insert((value.at.sheet.to_string(), value.at.cell), place);
        rows.insert(
            (&value.at.sheet, value.at.cell.row),
            (place.0.clone(), place.1.row),
        );
        let cell = sheet.get(value.at.cell);
        // A total that the form computed is computed anew; one that was never computed hides
        // nothing.
        let written = !cell.content.text().is_empty();
        let copied = match value.role {
            Role::Input if speaks_for_others(value, cell) || is_unseen(value, sheet) => {
                opened.insert((value.at.sheet.to_string(), value.at.cell));
                open_question(value)
            }
            Role::Input => Some(cell.clone()),
            Role::Total if written => {
                (!cell.formula || is_in_question(&value.at, findings)).then(|| cell.clone())
            }
            Role::Total => None,
        };
        out.cells
            .extend(copied.map(|cell| (value.key.clone(), cell)));
    }
    for reason in &submission.reasons {
        if let Some(row) = rows.get(&(&*reason.at.sheet, reason.at.cell.row)) {
            out.reasons.insert(row.clone(), reason.text.clone());
        }
    }
    // A picture may lie over the cell of another answer, whose place is told first.
    for value in submission.values.iter().filter(|value| is_picture(value)) {
        if let Some(place) = places.get(&value.key) {
            moved
                .entry((value.at.sheet.to_string(), value.at.cell))
                .or_insert(place);
        }
        let lies_here = |picture: &&Picture| picture.at == value.at.cell && !picture.cropped;
        let lying = sheet_of(source, &value.at.sheet)
            .and_then(|sheet| sheet.pictures.iter().find(lies_here));
        if let Some(bytes) = lying
            .and_then(|picture| picture.bytes.as_ref())
            .filter(|bytes| picture::can_hold(bytes))
        {
            out.pictures.insert(value.key.clone(), Arc::clone(bytes));
        }
    }
    let lost: Vec<&Departure> = submission
        .departures
        .iter()
        .filter(|departure| departure.kind.is_unread())
        .collect();
    for finding in findings {
        let mut remark = remark(finding, &moved, source);
        let is_lost = lost.iter().any(|departure| {
            finding.sheet.as_deref() == Some(&*departure.sheet)
                && finding.cell == departure.cell
                && (remark.place != Place::Form || finding.heading == departure.label)
        });
        let place = finding.sheet.clone().zip(finding.cell);
        let is_open = place.is_some_and(|place| opened.contains(&place));
        if is_lost && !is_open && finding.severity != Severity::Note {
            remark.place = Place::Nowhere;
        }
        out.remarks.push(remark);
    }
    let reasons = submission
        .reasons
        .iter()
        .map(|reason| (reason.at.sheet.to_string(), reason.at.cell));
    let mut answered: BTreeSet<String> = moved.keys().map(|(sheet, _)| sheet.clone()).collect();
    answered.extend(lost.iter().map(|departure| departure.sheet.to_string()));
    answered.remove(words::RESULTS_SHEET);
    let known: BTreeSet<FormPlace> = moved.into_keys().chain(reasons).collect();
    out.left_behind = left_behind(source, layout, &known, &answered);
    out.left_behind
        .extend(pictures_left_behind(source, &out.pictures));
    out
}

/// Whether a row carries the label of one row and the code of another: in the copy, where labels
/// are the form's own, its values would have a row that nobody chose.
fn stands_in_doubt(value: &DataValue, submission: &Submission) -> bool {
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
        Answer::Unreadable(Fault::Merged(_) | Fault::NotFound | Fault::Dated(_)) => true,
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

/// Whether a value was not seen by who wrote it, or another one is noted beside it or drawn over it:
/// in the copy, where all is seen and neither is left, nobody would be asked any more.
fn is_unseen(value: &DataValue, sheet: &Sheet) -> bool {
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
    let seen = source
        .sheets
        .iter()
        .filter(|sheet| sheet.visible == Visibility::Visible);
    let left = seen.flat_map(|sheet| {
        sheet
            .pictures
            .iter()
            .filter(|picture| !is_carried(picture))
            .map(move |p| (sheet, p))
    });
    left.map(|(sheet, picture)| {
        (
            (sheet.name.to_string(), picture.at),
            picture_shown(picture).to_string(),
        )
    })
    .collect()
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

fn sheet_of<'a>(source: &'a Workbook, name: &str) -> Option<&'a Sheet> {
    source.sheets.iter().find(|sheet| &*sheet.name == name)
}

fn remark(
    finding: &Finding,
    moved: &HashMap<FormPlace, &FormPlace>,
    source: &Workbook,
) -> PlacedFinding {
    let submitted = finding.sheet.clone().zip(finding.cell);
    let place = submitted
        .as_ref()
        .and_then(|place| moved.get(place).copied());
    let value = match (&submitted, place) {
        (Some((sheet, cell)), None) if finding.found.is_empty() => {
            sheet_of(source, sheet).map_or_else(String::new, |sheet| row_words(sheet, cell.row))
        }
        _ => finding.found.clone(),
    };
    PlacedFinding {
        code: finding.code,
        severity: finding.severity,
        sheet: place
            .map(|place| place.0.clone())
            .or_else(|| finding.sheet.clone()),
        cell: place.map(|place| place.1).or(finding.cell),
        place: match (place, finding.cell) {
            (Some(_), _) => Place::Form,
            (None, Some(_)) => Place::Elsewhere,
            (None, None) => Place::File,
        },
        value,
        words: format!("{}{}", finding.problem, finding.remedy),
        reason: finding.reason.clone(),
    }
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

/// What stands in the submitted file, is no answer, no reason and no word of the form: a remark in
/// the margin, a row that the form does not have.
fn left_behind(
    source: &Workbook,
    layout: &Layout,
    known: &BTreeSet<FormPlace>,
    answered: &BTreeSet<String>,
) -> Vec<(FormPlace, String)> {
    let own = words::RESULTS_HEADINGS.iter().map(|words| fold(words));
    let of_form: BTreeSet<String> = layout
        .words()
        .map(|words| fold(&words))
        .chain(own)
        .collect();
    let mut left = Vec::new();
    // Sheets without any answer (instructions, examples, results of an earlier check) are no part
    // of the report.
    for sheet in source
        .sheets
        .iter()
        .filter(|sheet| sheet.visible == Visibility::Visible && answered.contains(&*sheet.name))
    {
        // Above the first block the form tells itself, unit and period in column A.
        let first = sheet
            .cells()
            .map(|(at, _)| at)
            .find(|at| of_form.contains(&fold(&sheet.get(*at).content.text())));
        for (at, cell) in sheet
            .cells()
            .filter(|(at, _)| first.is_none_or(|first| at.row >= first.row || at.col > 0))
        {
            let words = cell.content.text().trim().to_owned();
            let place = (sheet.name.to_string(), at);
            // A number is a word of the form in the column of codes only.
            let own = of_form.contains(&fold(&words))
                && (at.col == 0 || !matches!(cell.content, Content::Number(_)));
            if !words.is_empty() && !own && !known.contains(&place) {
                left.push((place, words));
            }
        }
    }
    left
}
