//! The PDF report. Only `engine` and `placed` know Typst, and only with the feature `pdf`; without
//! it everything but the report works.

#[cfg(feature = "pdf")]
mod engine;
#[cfg(feature = "pdf")]
mod placed;

use std::collections::BTreeSet;

use anyhow::Result;

use super::Output;
use crate::pages::print::Print;

#[cfg(feature = "pdf")]
pub use engine::places;
#[cfg(feature = "pdf")]
pub use placed::Placed;

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

/// Renders the report; own templates replace built-in ones of the same path.
///
/// The PDF is tagged and asks for PDF/A-2a and PDF/UA-1; the same data gives the same bytes.
///
/// A picture that cannot be set costs nobody the report: it is left out, and told.
///
/// # Errors A mistake in a template, with file, line and excerpt; a program that was built without
/// the feature.
#[cfg(feature = "pdf")]
pub fn render(print: &Print, own_templates: &[Output]) -> Result<Pdf> {
    engine::render(print, own_templates)
}

/// See the other one.
#[cfg(not(feature = "pdf"))]
pub fn render(_: &Print, _: &[Output]) -> Result<Pdf> {
    anyhow::bail!("このプログラムは報告書（PDF）の機能を除いて作られています")
}

/// Gives back the memory of what the layout remembers for another run, and has not used since this
/// was last called so many times: all of it, and half of what a report takes, with 0.
#[cfg_attr(not(feature = "pdf"), allow(unused_variables))]
pub fn forget(calls: usize) {
    #[cfg(feature = "pdf")]
    engine::forget(calls);
}
