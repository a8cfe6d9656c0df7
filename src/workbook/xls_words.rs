//! The words in a .xls that stand in no cell: notes that hang on cells, boxes and shapes over them.

use std::collections::BTreeMap;

use super::biff::record;
use super::bytes::{u16_at, u16_or_zero, u16s};
use super::sheet::{CellNote, Drawn, clamped};
use crate::model::cell::{CellRange, CellRef};

/// The kind of an object that is the box of a note, and of those that somebody draws: groups,
/// lines, rectangles, ovals, arcs, boxes, polygons, and all that newer programs draw.
const NOTE_BOX: u16 = 0x19;
const DRAWN: [u16; 8] = [0, 1, 2, 3, 4, 6, 9, 0x1E];
/// The head of the record that says which shape a drawing has, behind its number; those of lines.
const SHAPE: [u8; 6] = [0x0A, 0xF0, 8, 0, 0, 0];
const LINES: [std::ops::RangeInclusive<u16>; 2] = [20..=20, 32..=40];
/// The head of the record that says over which cells a drawing lies: its kind and its size.
const ANCHOR: [u8; 6] = [0x10, 0xF0, 0x12, 0, 0, 0];

/// What stands before an address on the net.
const ADDRESS: [u8; 16] = [
    0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0, 0xAA, 0, 0x4B, 0xA9, 0x0B,
];

/// The words of one sheet.
#[derive(Default)]
pub(super) struct XlsWords {
    /// From top to bottom, as they come.
    pub over: Vec<(CellRef, String)>,
    /// Where cells link to.
    pub links: Vec<(CellRef, String)>,
    /// Lines and shapes without words.
    pub drawn: Vec<Drawn>,
    /// By the number of the box that holds their words: the cell and the author.
    notes: Vec<(u16, CellRef, String)>,
    boxes: BTreeMap<u16, String>,
    /// The drawing that was met last, and the kind and the number of its object.
    last: Option<Drawn>,
    object: (u16, u16),
    /// How many letters are to follow, and what has come of them.
    missing: usize,
    text: Vec<u16>,
}

impl XlsWords {
    /// Takes note of a record of the sheet.
    pub(super) fn add(&mut self, kind: u16, data: &[u8]) {
        match kind {
            record::MSODRAWING => self.last = drawn(data),
            record::OBJ => {
                self.object = (u16_or_zero(data, 4), u16_or_zero(data, 6));
                if DRAWN.contains(&self.object.0) {
                    self.drawn.extend(self.last);
                }
            }
            record::HLINK => self.links.extend(link(data)),
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
            _ => {
                let has_words = |drawn: &mut Drawn| Some(&*drawn) == self.last.as_ref();
                self.drawn.pop_if(has_words);
                let at = self.last.map(|drawn| drawn.range.from);
                self.over.push((at.unwrap_or(CellRef::new(0, 0)), text));
            }
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

/// The cell of a link, and the address to which it leads; none within the workbook.
fn link(data: &[u8]) -> Option<(CellRef, String)> {
    let at = clamped(u16_at(data, 0)?.into(), u16_at(data, 4)?.into());
    let head = data
        .windows(ADDRESS.len())
        .position(|head| head == ADDRESS)?;
    // Behind its length.
    let letters = u16s(data.get(head + ADDRESS.len() + 4..)?);
    let letters: Vec<u16> = letters.take_while(|letter| *letter != 0).collect();
    Some((at, String::from_utf16_lossy(&letters)))
}

/// Over which cells a drawing lies, and whether it is a line.
fn drawn(data: &[u8]) -> Option<Drawn> {
    let behind = |head: [u8; 6]| {
        let at = data.windows(head.len()).position(|found| found == head)?;
        Some((at, data.get(at + head.len()..)?))
    };
    let (_, place) = behind(ANCHOR)?;
    let [left, top, right, bottom] = [2, 6, 10, 14].map(|at| u16_or_zero(place, at).into());
    let shape = behind(SHAPE).and_then(|(at, _)| u16_at(data, at.checked_sub(2)?));
    let is_line = |shape: u16| LINES.iter().any(|lines| lines.contains(&(shape >> 4)));
    Some(Drawn {
        range: CellRange::new(clamped(top, left), clamped(bottom, right)),
        is_line: shape.is_some_and(is_line),
    })
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
