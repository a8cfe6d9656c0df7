//! `validate --annotate`: for each submission a new form with its values, marked where something is
//! in question.
//!
//! Submissions are only ever read: the folder must be another one than theirs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::write::{self, Guard, real};
use super::{filled, project, warn};
use crate::form::blank::annotated;
use crate::form::spec::Definitions;
use crate::intake::Incoming;
use crate::model::finding::Finding;
use crate::model::submission::Arrival;
use crate::output::Output;
use crate::workbook;

/// One file that was checked.
pub struct Received<'a> {
    /// Where its copy goes below the folder of copies.
    pub below: &'a Path,
    /// The file.
    pub incoming: &'a Incoming,
    /// What became of it.
    pub arrival: &'a Arrival,
    /// What was found by looking at all files together.
    pub together: &'a [Finding],
}

/// Why copies cannot go into a folder: it holds submissions, or lies where they are collected.
pub fn refuse(folder: &Path, given: &[PathBuf], submitted: &[&Path]) -> Option<String> {
    let target = real(folder);
    let holds = submitted
        .iter()
        .filter_map(|path| path.parent())
        .any(|parent| real(parent) == target);
    let within = given
        .iter()
        .filter(|path| path.is_dir())
        .any(|path| target.starts_with(real(path)));
    (holds || within).then(|| {
        format!(
            "「{}」は提出されたファイルのフォルダーです。元のファイルと混ざらないよう、--annotate には別のフォルダーを指定してください。",
            folder.display()
        )
    })
}

/// Writes the copies and says which files have none.
///
/// # Errors
/// A form cannot be drawn, or the folder cannot be written.
pub fn run(
    guard: &Guard,
    folder: &Path,
    files: &[Received],
    definitions: &Definitions,
) -> Result<()> {
    let drawn = files
        .par_iter()
        .map(|file| draw(file, definitions))
        .collect::<Result<Vec<_>>>()?;
    let mut taken = BTreeSet::new();
    let (mut outputs, mut text) = (Vec::new(), String::new());
    for (file, bytes) in files.iter().zip(drawn) {
        match bytes {
            Some(bytes) => outputs.push(Output {
                path: name(file.below, &mut taken),
                bytes,
            }),
            None => text += &format!("  読めないため作っていません: {}\n", file.incoming.path),
        }
    }
    text += &filled::keep(&mut outputs, folder, definitions);
    if !outputs.is_empty() {
        write::files(guard, folder, &outputs)?;
    }
    // Not among the findings, which may go to another program.
    warn(&format!(
        "指摘を書いた様式を{}件作りました: {}\n{text}",
        outputs.len(),
        folder.display()
    ));
    Ok(())
}

/// Nothing for a file that the gate stopped: there are no answers to write.
fn draw(file: &Received, definitions: &Definitions) -> Result<Option<Vec<u8>>> {
    match (
        &file.arrival.submission,
        workbook::open(&file.incoming.bytes),
    ) {
        (Some(submission), Ok(workbook)) => {
            let own = file
                .together
                .iter()
                .filter(|finding| finding.file == file.incoming.name);
            let findings: Vec<Finding> = file.arrival.findings.iter().chain(own).cloned().collect();
            annotated::draw(definitions, submission, &findings, &workbook).map(Some)
        }
        _ => Ok(None),
    }
}

/// The submitted name, ending in .xlsx as the copy is one; a name that is taken gets a number.
fn name(below: &Path, taken: &mut BTreeSet<String>) -> String {
    let stem = project::slashed(&below.with_extension("")).replace(['\\', ':'], "_");
    let mut name = format!("{stem}.xlsx");
    let mut n = 2;
    // Windows does not tell capitals apart.
    while !taken.insert(name.to_lowercase()) {
        name = format!("{stem}（{n}）.xlsx");
        n += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_keep_their_names_and_never_share_one() {
        let mut taken = BTreeSet::new();
        let names = ["北区.xlsx", "北区.xls", "ward/北区.xlsx", "様式.v2.xlsx"]
            .map(|path| name(Path::new(path), &mut taken));
        assert_eq!(
            names,
            [
                "北区.xlsx",
                "北区（2）.xlsx",
                "ward/北区.xlsx",
                "様式.v2.xlsx"
            ]
        );
    }
}
