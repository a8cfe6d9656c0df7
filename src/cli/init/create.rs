//! Puts a new project into its folder, and never anything in the place of something.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::cli::project::{SETTINGS, roster};
use crate::cli::write::{self, Guard};
use crate::output::Output;

/// Refuses a folder that is a project, or has a roster.
pub(super) fn refuse_project(out: &Path) -> Result<()> {
    if out.join(SETTINGS).exists() {
        bail!(
            "「{}」は既に事業のフォルダーです（{SETTINGS} があります）。新しいフォルダーを --out で指定してください",
            out.display()
        );
    }
    if let Some((name, _)) = roster(out)? {
        bail!(
            "「{}」に{name}が既にあります。置きかえないよう、新しいフォルダーを --out で指定し、この名簿は --units で渡してください",
            out.display()
        );
    }
    Ok(())
}

/// Writes the files, all or none, and makes the folders that wait for others.
///
/// # Errors
/// Something stands where a file should, or the folder cannot be written.
pub(super) fn project(out: &Path, folders: &[String], files: &[Output]) -> Result<()> {
    for file in files {
        let path = out.join(&file.path);
        if fs::symlink_metadata(&path).is_ok() {
            bail!(
                "「{}」が既にあります。置きかえないよう、新しいフォルダーを --out で指定してください",
                path.display()
            );
        }
    }
    write::files(&Guard::new(Some(out)), out, files)?;
    for folder in folders {
        let folder = out.join(folder);
        fs::create_dir_all(&folder).with_context(|| write::no_room(&folder))?;
    }
    Ok(())
}
