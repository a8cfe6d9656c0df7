//! The check page at work: the city's own checks, and files that come one after another.
//!
//! It runs where a fault of the reader cannot be caught: the page calls again, in a fresh program,
//! and says which file was given up.

use anyhow::Result;
use unicode_normalization::UnicodeNormalization as _;

use super::{Basis, Checked, Kit, window};
use crate::intake::Incoming;
use crate::model::cell::CellRef;
use crate::output::findings::{CellWindow, Margin};
use crate::rules;
use crate::workbook::{self, Unreadable, Workbook};

/// Files that are checked by what a page has been sent with.
pub struct Session {
    basis: Basis,
    checked: Checked,
}

impl Session {
    /// Begins with what `zaitaku-report page` has packed.
    ///
    /// # Errors
    /// It is something else.
    pub fn open(kit: &[u8]) -> Result<Self> {
        Ok(Self {
            basis: Kit::unpack(kit)?.open()?,
            checked: Checked::default(),
        })
    }

    /// Forgets all files.
    pub fn clear(&mut self) {
        self.checked = Checked::default();
    }

    /// Opens a file and forgets it: whether the reader stands it.
    pub fn try_reading(bytes: &[u8]) {
        let _ = workbook::open(bytes);
    }

    /// Checks a file by itself; one that the reader gave up has no bytes.
    pub fn add(&mut self, name: &str, bytes: Option<Vec<u8>>) {
        // Names from a Mac come decomposed (NFD); people want them whole.
        let name: String = name.nfc().collect();
        let file = Incoming {
            path: name.clone(),
            name,
            withheld: bytes.is_none().then(Unreadable::given_up),
            bytes: bytes.unwrap_or_default(),
        };
        self.checked
            .add(file, self.basis.wanted, self.basis.around());
    }

    /// Checks all files together and tells what was found, as a part of the page.
    pub fn cards(&mut self) -> String {
        self.checked.look_together(self.basis.around());
        let opened = self.checked.incoming.iter();
        let opened = opened
            .map(|file| workbook::open(&file.bytes).ok())
            .collect();
        let beside = Opened {
            checked: &self.checked,
            opened,
        };
        let findings = self.checked.findings(&self.basis.definitions);
        findings.cards(&beside)
    }

    /// The same for programs.
    ///
    /// # Errors
    /// Never in practice: the types serialise.
    pub fn json(&self) -> Result<String> {
        let findings = self.checked.findings(&self.basis.definitions);
        Ok(findings.json()?)
    }

    /// The annotated form of a file; nothing of one that has none.
    ///
    /// # Errors
    /// It cannot be drawn.
    pub fn annotated(&self, file: usize) -> Result<Option<Vec<u8>>> {
        self.checked.annotated(file, &self.basis.definitions)
    }
}

/// The files of a session with what stands in them.
struct Opened<'a> {
    checked: &'a Checked,
    opened: Vec<Option<Workbook>>,
}

impl Margin for Opened<'_> {
    fn grid(&self, file: usize, sheet: &str, cells: &[CellRef]) -> Option<CellWindow> {
        let workbook = self.opened.get(file)?.as_ref()?;
        let mut sheets = workbook.sheets.iter();
        window::around(sheets.find(|own| &*own.name == sheet)?, cells)
    }

    fn explanation(&self, code: &str) -> Option<&str> {
        rules::find(code).map(|rule| rule.doc)
    }

    fn copy(&self, file: usize) -> Option<String> {
        let arrival = self.checked.arrivals.get(file)?;
        arrival.submission.as_ref()?;
        let name = arrival.file.name.as_ref();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        Some(format!("{stem}（指摘）.xlsx"))
    }
}
