//! Pictures belong to the block over whose rows they lie. Its own row is only where it should be
//! pasted: people let go of a picture anywhere, and forms from before it was asked for have no such
//! row.

use super::page::LabelledSheet;
use super::{BlockReader, Extraction, FileReader, departure};
use crate::form::layout::{Question, RowLayout, words};
use crate::form::value;
use crate::model::answer::{Answer, Fault, Value};
use crate::model::catalogue::PictureLimits;
use crate::model::cell::{CellRef, Location};
use crate::model::picture::PictureFault;
use crate::model::submission::{DataValue, DepartureKind, Key};
use crate::model::text::fold;
use crate::workbook::{Cell, Content};

/// What stands in the cell for a picture: words that somebody wrote there instead, or nothing.
pub(super) fn words(cell: &Cell) -> Answer<Value> {
    // What other programs see of a picture within a cell is an error.
    if matches!(cell.content, Content::Error(_)) {
        return Answer::Unreadable(Fault::Picture(PictureFault::InCell));
    }
    let written = fold(&cell.content.text());
    if written.is_empty() || written == fold(words::PASTE) {
        return Answer::Blank;
    }
    Answer::Unreadable(Fault::Picture(PictureFault::Words))
}

impl FileReader<'_> {
    /// The limits of an element that asks for a picture.
    pub(super) fn limits(&self, key: &Key) -> Option<PictureLimits> {
        self.form.catalogue.elements.get(&key.element)?.limits
    }

    /// Whether a picture answers a question, or is told to be one too many.
    fn is_answer(&self, sheet: &str, at: CellRef, out: &Extraction) -> bool {
        let mut answers = out.values.iter().filter(|value| {
            value.at.cell == at && *value.at.sheet == *sheet && self.limits(&value.key).is_some()
        });
        let mut doubled = out.departures.iter().filter(|told| {
            told.kind == DepartureKind::PictureDoubled
                && told.cell == Some(at)
                && *told.sheet == *sheet
        });
        answers.next().is_some() || doubled.next().is_some()
    }

    /// Tells of the pictures on a sheet that answer nothing.
    pub(super) fn pictures_elsewhere(&self, page: &LabelledSheet, out: &mut Extraction) {
        let sheet = page.sheet;
        let elsewhere: Vec<CellRef> = sheet
            .pictures
            .iter()
            .map(|picture| picture.at)
            .filter(|at| !self.is_answer(&sheet.name, *at, out))
            .collect();
        if let Some(first) = elsewhere.first() {
            let kind = DepartureKind::PicturesElsewhere(elsewhere.len());
            out.departures
                .push(departure(kind, &sheet.name, Some(*first), ""));
        }
    }
}

impl BlockReader<'_, '_> {
    /// Whether a row asks for a picture.
    pub(super) fn is_of_picture(&self, row: &RowLayout) -> bool {
        let mut questions = self
            .block
            .columns
            .iter()
            .filter_map(|column| self.block.question(row, column));
        questions.any(|question| self.reader.limits(&question.key).is_some())
    }

    /// Reads the first picture over the rows of a block that asks for one.
    pub(super) fn pictures(&mut self) {
        let Some((question, label, limits)) = self.picture_asked() else {
            return;
        };
        let sheet = self.page.sheet;
        if sheet.has_unread_pictures {
            self.depart(DepartureKind::PicturesUnread, self.heading, &label);
        }
        // Below the last block of a sheet nothing else can be meant.
        let rows = self.heading.row
            ..self
                .reader
                .next_heading(self.page, self.heading)
                .unwrap_or(u32::MAX);
        let mut own = sheet
            .pictures
            .iter()
            .filter(|picture| rows.contains(&picture.at.row));
        let Some(first) = own.next() else { return };
        let at = |cell| Location {
            file: self.reader.file.clone(),
            sheet: sheet.name.clone(),
            cell,
        };
        let value = DataValue {
            answer: value::picture(first, limits),
            raw: value::picture_shown(first),
            at: at(first.at),
            heading: label.clone(),
            role: question.role,
            required: question.required,
            formula: false,
            key: question.key,
        };
        match self
            .out
            .values
            .iter_mut()
            .find(|known| known.key == value.key)
        {
            Some(known) => *known = value,
            None => self.out.values.push(value),
        }
        for other in own {
            self.depart(DepartureKind::PictureDoubled, other.at, &label);
        }
    }

    /// The question for a picture, its label and its limits.
    fn picture_asked(&self) -> Option<(Question, String, PictureLimits)> {
        let block = self.block;
        let cells = block
            .rows
            .iter()
            .flat_map(|row| block.columns.iter().map(move |column| (row, column)));
        cells.into_iter().find_map(|(row, column)| {
            let question = block.question(row, column)?;
            let limits = self.reader.limits(&question.key)?;
            Some((question, row.label.clone(), limits))
        })
    }
}
