//! Writes outputs whole or not at all, and never onto what the project reads: the one place where
//! the program writes. What is written, and where, may not enter.

mod exchange;
mod guard;
mod work;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};

use crate::output::Output;
use work::Work;

pub use exchange::{filled, folder, recover};
pub use guard::Guard;

/// How often Windows is asked for a move: for a second and a quarter in all.
const MOST_ATTEMPTS: u32 = 7;

/// Writes files into a folder that others use, too; it is created.
///
/// Every file is first written aside. Only when all of them stand there are they moved, so a full
/// disk or a lost network drive leaves what was there before.
///
/// # Errors
/// The guard stands before a place, the folder cannot be written, or a file in it is open
/// elsewhere; what to do is said.
pub fn files(guard: &Guard, dir: &Path, outputs: &[Output]) -> Result<()> {
    let dir = &real(dir);
    guard.check(dir)?;
    for output in outputs {
        guard.check(&place(dir, &output.path)?)?;
    }
    let hint = || no_room(dir);
    fs::create_dir_all(dir).with_context(hint)?;
    let work = Work::begin(dir.join(work::PREFIX), dir)?;
    let aside = work.new_folder();
    write_into(&aside, outputs).with_context(hint)?;
    // On Windows a file that is open in Excel cannot be replaced: find out before the first one is.
    for output in outputs {
        replaceable(dir, &output.path)?;
    }
    for output in outputs {
        let path = place(dir, &output.path)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(hint)?;
        }
        rename(&place(&aside, &output.path)?, &path).map_err(|_| busy(&path))?;
    }
    Ok(())
}

/// Gives a file or folder another place. Windows refuses that for a moment after it was written,
/// while a virus scanner looks at it.
fn rename(from: &Path, to: &Path) -> std::io::Result<()> {
    for attempt in 0..MOST_ATTEMPTS {
        match fs::rename(from, to) {
            Err(error) if cfg!(windows) && is_held(&error) => {
                std::thread::sleep(Duration::from_millis(10 << attempt));
            }
            done => return done,
        }
    }
    fs::rename(from, to)
}

/// Writes files into a new folder.
fn write_into(dir: &Path, outputs: &[Output]) -> Result<()> {
    fs::create_dir_all(dir)?;
    for output in outputs {
        let path = place(dir, &output.path)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, &output.bytes)?;
    }
    Ok(())
}

/// What stands at the place of an output may be replaced: a plain file that nobody has open, in
/// plain folders.
fn replaceable(dir: &Path, output: &str) -> Result<()> {
    let path = place(dir, output)?;
    let mut at = dir.to_owned();
    for part in path.strip_prefix(dir).unwrap_or(&path) {
        at.push(part);
        let Ok(found) = at.symlink_metadata() else {
            return Ok(());
        };
        let is_last = at == path;
        if (is_last && !found.is_file()) || (!is_last && !found.is_dir()) {
            bail!(
                "「{}」はふつうのファイル（フォルダー）ではない（リンクや装置など）ため、置き換えません。別の場所を指定してください",
                at.display()
            );
        }
    }
    fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .map_err(|_| busy(&path))?;
    Ok(())
}

/// Why a folder may not take what is written, and what to do.
pub fn no_room(dir: &Path) -> String {
    format!(
        "出力先「{}」に書けません。フォルダーの権限と空き容量を確かめてください",
        dir.display()
    )
}

fn busy(path: &Path) -> anyhow::Error {
    anyhow!(
        "「{}」を置き換えられません。Excel や閲覧ソフトで開いていれば閉じて、もう一度実行してください",
        path.display()
    )
}

/// The place of an output; its parts are plain names, so it never leaves the folder.
fn place(dir: &Path, path: &str) -> Result<PathBuf> {
    let plain = path
        .split('/')
        .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':']));
    if plain {
        Ok(path
            .split('/')
            .fold(dir.to_owned(), |at, part| at.join(part)))
    } else {
        Err(anyhow!("出力のパス「{path}」は使えません"))
    }
}

/// Whether somebody holds what was asked for: the system forbids it, or another program has it
/// open.
pub fn is_held(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ResourceBusy};
    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION have no kind of their own.
    let of_windows = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    of_windows || matches!(error.kind(), PermissionDenied | ResourceBusy)
}

/// A folder with links and `..` resolved; of one that does not exist yet, the part that does.
pub fn real(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    if let Ok(real) = path.canonicalize() {
        return match real.to_str().and_then(as_written) {
            Some(path) => path.into(),
            None => real,
        };
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => real(parent).join(name),
        _ => path.to_owned(),
    }
}

/// A path as people write it: Windows marks one that it has resolved (`\\?\C:\…`). Long ones get
/// the mark again from the standard library, where they need it. Nothing of a path without it.
fn as_written(path: &str) -> Option<String> {
    let path = path.strip_prefix(r"\\?\")?;
    match path.strip_prefix(r"UNC\") {
        Some(share) => Some(format!(r"\\{share}")),
        None => path.contains(r":\").then(|| path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn a_path_of_windows_is_told_as_it_was_written() {
        for (resolved, written) in [
            (r"\\?\C:\事業\2023H1", Some(r"C:\事業\2023H1")),
            (r"\\?\UNC\server\共有\事業", Some(r"\\server\共有\事業")),
            (r"\\?\Volume{1}\事業", None),
            ("/home/事業", None),
        ] {
            assert_eq!(as_written(resolved).as_deref(), written, "{resolved}");
        }
    }
}
