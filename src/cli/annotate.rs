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
use crate::form::spec::Definitions;
use crate::output::Output;
use crate::validation::Checked;

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

/// Writes the copies and says which files have none. Each goes to its place below the folder.
///
/// # Errors
/// A form cannot be drawn, or the folder cannot be written.
pub fn run(
    guard: &Guard,
    folder: &Path,
    checked: &Checked,
    below: &[&Path],
    definitions: &Definitions,
) -> Result<()> {
    let drawn = (0..below.len())
        .into_par_iter()
        .map(|file| checked.annotated(file, definitions))
        .collect::<Result<Vec<_>>>()?;
    let mut taken = BTreeSet::new();
    let (mut outputs, mut text) = (Vec::new(), String::new());
    for ((file, below), bytes) in checked.files().iter().zip(below).zip(drawn) {
        match bytes {
            Some(bytes) => outputs.push(Output {
                path: name(below, &mut taken),
                bytes,
            }),
            None => text += &format!("  読めないため作っていません: {}\n", file.path),
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
