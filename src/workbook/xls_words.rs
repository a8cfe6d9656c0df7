//! The words in a .xls that stand in no cell: notes that hang on cells, boxes and shapes over them.

use std::collections::BTreeMap;

use super::biff::record;
use super::bytes::{u16_at, u16_or_zero, u16s};
use super::sheet::{CellNote, clamped};
use crate::model::cell::CellRef;

/// The kind of an object that is the box of a note.
const NOTE_BOX: u16 = 0x19;
/// The head of the record that says over which cells a drawing lies: its kind and its size.
const ANCHOR: [u8; 6] = [0x10, 0xF0, 0x12, 0, 0, 0];

/// The words of one sheet.
#[derive(Default)]
pub(super) struct XlsWords {
    /// From top to bottom, as they come.
    pub over: Vec<(CellRef, String)>,
    /// By the number of the box that holds their words: the cell and the author.
    notes: Vec<(u16, CellRef, String)>,
    boxes: BTreeMap<u16, String>,
    /// Where the drawing lies that was met last, and the kind and the number of its object.
    at: Option<CellRef>,
    object: (u16, u16),
    /// How many letters are to follow, and what has come of them.
    missing: usize,
    text: Vec<u16>,
}

impl XlsWords {
    /// Takes note of a record of the sheet.
    pub(super) fn add(&mut self, kind: u16, data: &[u8]) {
        match kind {
            record::MSODRAWING => {
                let mut heads = data.windows(ANCHOR.len());
                let found = heads.position(|head| head == ANCHOR);
                let place = found.and_then(|head| data.get(head + ANCHOR.len()..));
                self.at = place.map(|place| {
                    clamped(u16_or_zero(place, 6).into(), u16_or_zero(place, 2).into())
                });
            }
            record::OBJ => self.object = (u16_or_zero(data, 4), u16_or_zero(data, 6)),
            record::TXO => {
                self.missing = u16_or_zero(data, 10).into();
                self.text.clear();
            }
            record::CONTINUE if self.missing > 0 => self.letters(data),
            record::NOTE => {
                let at = clamped(u16_or_zero(data, 0).into(), u16_or_zero(data, 2).into());
                let author = author(data).unwrap_or_default();
                self.notes.push((u16_or_zero(data, 6), at, author));
            }
            _ => {}
        }
    }

    /// Letters of one byte or two; each record says anew which.
    fn letters(&mut self, data: &[u8]) {
        let before = self.text.len();
        self.text.extend(letters(data).take(self.missing));
        self.missing -= self.text.len() - before;
        if self.missing > 0 {
            return;
        }
        let text = String::from_utf16_lossy(&self.text);
        match self.object {
            (NOTE_BOX, number) => drop(self.boxes.insert(number, text)),
            _ if text.trim().is_empty() => {}
            _ => self
                .over
                .push((self.at.unwrap_or(CellRef::new(0, 0)), text)),
        }
    }

    /// The notes with their words, in order of address.
    pub(super) fn notes(&self) -> Vec<(CellRef, CellNote)> {
        let notes = self.notes.iter().map(|(number, at, author)| {
            let text = self.boxes.get(number).cloned().unwrap_or_default();
            let author = author.clone();
            (*at, CellNote { author, text })
        });
        notes.collect::<BTreeMap<_, _>>().into_iter().collect()
    }
}

/// Letters behind the byte that says how wide they are.
fn letters(data: &[u8]) -> Box<dyn Iterator<Item = u16> + '_> {
    match data.split_first() {
        Some((flags, letters)) if flags & 1 != 0 => Box::new(u16s(letters)),
        Some((_, letters)) => Box::new(letters.iter().map(|byte| u16::from(*byte))),
        None => Box::new(std::iter::empty()),
    }
}

/// Whose name a note bears.
fn author(note: &[u8]) -> Option<String> {
    let length = usize::from(u16_at(note, 8)?);
    let name: Vec<u16> = letters(note.get(10..)?).take(length).collect();
    Some(String::from_utf16_lossy(&name))
}
