//! Puts a new project into its folder, and never anything in the place of something.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cli::project::{SETTINGS, roster};
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

/// Writes the files and folders, all or none.
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
    let mut made = Vec::new();
    let done = write(out, folders, files, &mut made);
    if done.is_err() {
        // What was made here a moment ago is nobody's work.
        for path in made.iter().rev() {
            let _ = fs::remove_file(path).or_else(|_| fs::remove_dir(path));
        }
    }
    done.with_context(|| {
        format!(
            "「{}」に書けません。フォルダーの権限と空き容量を確かめてください",
            out.display()
        )
    })
}

fn write(out: &Path, folders: &[String], files: &[Output], made: &mut Vec<PathBuf>) -> Result<()> {
    folder(out, made)?;
    for path in folders {
        folder(&out.join(path), made)?;
    }
    for file in files {
        let path = out.join(&file.path);
        if let Some(parent) = path.parent() {
            folder(parent, made)?;
        }
        let mut new = fs::File::create_new(&path)?;
        made.push(path);
        new.write_all(&file.bytes)?;
    }
    Ok(())
}

/// Makes a folder and those above it, and remembers which were not there.
fn folder(path: &Path, made: &mut Vec<PathBuf>) -> Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        folder(parent, made)?;
    }
    fs::create_dir(path)?;
    made.push(path.to_owned());
    Ok(())
}
