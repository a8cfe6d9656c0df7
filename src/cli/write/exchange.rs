//! A folder of outputs is exchanged as one: killed at any moment, the program leaves the old one or
//! the new one, never some files of each.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::work::{PREFIX, Work};
use super::{Guard, busy, no_room, place, real, rename, replaceable, write_into};
use crate::model::text::sha256;
use crate::output::Output;
use crate::output::manifest::FileEntry;

/// More files of others than this are no notes beside outputs: the folder is used for something
/// else.
const MOST_KEPT: usize = 1000;

/// Puts files into the place of a folder, all at once. What stood there stays beside them, apart
/// from files that are replaced and from those of an earlier run (`own`) that nobody has changed.
///
/// # Errors
/// The guard stands before the place, another run writes there, the folder cannot be written or
/// holds what cannot be kept; what stood there is untouched.
pub fn folder(guard: &Guard, dir: &Path, outputs: &[Output], own: &[FileEntry]) -> Result<()> {
    let paths: Vec<&str> = outputs.iter().map(|output| &*output.path).collect();
    filled(guard, dir, &paths, own, |write| write(outputs))
}

/// The same with files that are made one after the other while they are written, since not all of
/// them may fit into memory: those of the paths.
///
/// # Errors
/// As above, or one cannot be made.
pub fn filled(
    guard: &Guard,
    dir: &Path,
    paths: &[&str],
    own: &[FileEntry],
    fill: impl FnOnce(&dyn Fn(&[Output]) -> Result<()>) -> Result<()>,
) -> Result<()> {
    let target = real(dir);
    guard.check(&target)?;
    for path in paths {
        guard.check(&place(&target, path)?)?;
    }
    if target.exists() {
        if !target.is_dir() {
            bail!(
                "「{}」に書けません。同じ名前のファイルがあります。別の場所を指定してください",
                dir.display()
            );
        }
        guard.check_whole(&target)?;
    }
    let Some(work) = begin(&target)? else {
        bail!(
            "「{}」には書けません。フォルダーの名前を指定してください",
            dir.display()
        );
    };
    let hint = || no_room(&target);
    let new = work.new_folder();
    fill(&|outputs| write_into(&new, outputs).with_context(hint))?;
    if target.exists() {
        for path in paths {
            replaceable(&target, path)?;
        }
        keep(&target, &new, paths, own)?;
        let permissions = target.metadata().with_context(hint)?.permissions();
        fs::set_permissions(&new, permissions).with_context(hint)?;
    }
    put(&work, &target)
}

/// Undoes what a run that was killed left half-done; nothing to do is no error.
///
/// # Errors
/// The folder cannot be put back.
pub fn recover(dir: &Path) -> Result<()> {
    let target = real(dir);
    if !target.exists() && work_of(&target).is_some_and(|work| work.exists()) {
        begin(&target)?;
    }
    Ok(())
}

/// The hidden folder beside a folder.
fn work_of(target: &Path) -> Option<PathBuf> {
    let name = target.file_name()?.to_string_lossy();
    Some(target.parent()?.join(format!("{PREFIX}-{name}")))
}

fn begin(target: &Path) -> Result<Option<Work>> {
    match work_of(target) {
        Some(work) => Ok(Some(Work::begin(work, target)?)),
        None => Ok(None),
    }
}

/// Takes over into the new folder what is not ours.
fn keep(old: &Path, new: &Path, paths: &[&str], own: &[FileEntry]) -> Result<()> {
    let replaced: BTreeSet<PathBuf> = paths
        .iter()
        .map(|path| place(Path::new(""), path))
        .collect::<Result<_>>()?;
    let mut others = Vec::new();
    collect(old, Path::new(""), &mut others)?;
    others.retain(|path| !replaced.contains(path) && !is_unchanged(old, path, own));
    if others.len() > MOST_KEPT {
        bail!(
            "「{}」には、ほかのファイルが{}件あります。出力だけのフォルダーを指定してください",
            old.display(),
            others.len()
        );
    }
    for path in others {
        let (from, to) = (old.join(&path), new.join(&path));
        let kept = to.parent().map_or(Ok(()), fs::create_dir_all);
        // The same file under both names: nothing is copied, and nothing can be lost. Where a disk
        // has no such names, a copy.
        let kept = kept
            .and_then(|()| fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(|_| ())));
        kept.with_context(|| {
            format!(
                "「{}」を残せないため、出力先を置き換えていません。別の場所に移してください",
                from.display()
            )
        })?;
    }
    Ok(())
}

/// Whether a file is an earlier run's, as it was written.
fn is_unchanged(folder: &Path, path: &Path, own: &[FileEntry]) -> bool {
    let shown = crate::cli::project::slashed(path);
    own.iter().any(|entry| {
        entry.path == shown
            && fs::read(folder.join(path)).is_ok_and(|bytes| sha256(&bytes) == entry.sha256)
    })
}

/// Every file of a folder and of those in it, links as such, by its path below the first.
fn collect(root: &Path, below: &Path, out: &mut Vec<PathBuf>) -> Result<()> {
    let folder = root.join(below);
    let hint = || format!("フォルダー「{}」を開けません", folder.display());
    for entry in fs::read_dir(&folder).with_context(hint)? {
        let entry = entry.with_context(hint)?;
        let name = entry.file_name();
        let path = below.join(&name);
        if entry.file_type().with_context(hint)?.is_dir() {
            // What a dead run left.
            if !name.to_string_lossy().starts_with(PREFIX) {
                collect(root, &path, out)?;
            }
        } else {
            out.push(path);
        }
    }
    Ok(())
}

/// Puts the new folder in the place of the old one.
fn put(work: &Work, target: &Path) -> Result<()> {
    let new = work.new_folder();
    if !target.exists() {
        return rename(&new, target).with_context(|| no_room(target));
    }
    if swap(&new, target).is_ok() {
        return Ok(());
    }
    move_twice(work, target)
}

/// Killed between the two moves, the next run puts the old folder back.
fn move_twice(work: &Work, target: &Path) -> Result<()> {
    let old = work.old_folder();
    rename(target, &old).map_err(|_| busy(target))?;
    if let Err(error) = rename(&work.new_folder(), target) {
        rename(&old, target).with_context(|| no_room(target))?;
        return Err(error).with_context(|| no_room(target));
    }
    fs::remove_dir_all(&old).with_context(|| no_room(target))
}

/// Exchanges two folders in one step, where the system can.
#[cfg(target_os = "linux")]
fn swap(new: &Path, target: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn swap(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests;
