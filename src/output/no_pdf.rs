//! Stands in for `pdf` in a build without Typst: everything but the report works.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};

use crate::pages::print::Print;

/// A rendered report.
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that no bundled font has, replaced by 〓.
    pub replaced: BTreeSet<char>,
    /// How many pages it has.
    pub pages: usize,
    /// Paths of the pictures that could not be set and were left out.
    pub left_out: Vec<String>,
}

/// Nothing was remembered.
pub fn forget() {}

/// Never renders.
///
/// # Errors
/// Always: the program was built without the feature `pdf`.
pub fn render(_print: &Print, _overrides: Option<&Path>) -> Result<Pdf> {
    bail!("このプログラムは報告書（PDF）の機能を除いて作られています")
}
