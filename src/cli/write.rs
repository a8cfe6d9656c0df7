//! Writes outputs whole or not at all: everything is written aside first, then put in place.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::model::period::Period;
use crate::output::Output;

/// The folder that units' files stand in: nothing is ever written there.
const SUBMISSIONS: &str = "submissions";

/// Writes all files into a folder, which is created.
///
/// Every file is first written into a hidden folder beside its place. Only when all of them stand
/// there are they moved, so a full disk or a lost network drive leaves what was there before.
///
/// # Errors
/// The folder lies among the submissions or cannot be written, or a file in it is open elsewhere; what
/// to do is said.
pub fn write_all(dir: &Path, outputs: &[Output]) -> Result<()> {
    if is_among_submissions(dir) {
        bail!(
            "「{}」は提出のフォルダーの中です。届いた様式を置き換えないよう、別の場所を指定してください",
            dir.display()
        );
    }
    let hint = || {
        format!(
            "出力先「{}」に書けません。フォルダーの権限と空き容量を確かめてください",
            dir.display()
        )
    };
    fs::create_dir_all(dir).with_context(hint)?;
    let aside = tempfile::Builder::new()
        .prefix(".zaitaku-")
        .tempdir_in(dir)
        .with_context(hint)?;
    for output in outputs {
        let path = place(aside.path(), &output.path)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(hint)?;
        }
        fs::write(&path, &output.bytes).with_context(hint)?;
    }
    // On Windows a file that is open in Excel cannot be replaced: find out before the first one is.
    for output in outputs {
        let path = place(dir, &output.path)?;
        if path.exists() {
            fs::OpenOptions::new()
                .append(true)
                .open(&path)
                .map_err(|_| busy(&path))?;
        }
    }
    for output in outputs {
        let path = place(dir, &output.path)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(hint)?;
        }
        fs::rename(place(aside.path(), &output.path)?, &path).map_err(|_| busy(&path))?;
    }
    Ok(())
}

/// Whether a folder is the one that a period's submissions stand in, or lies in it.
fn is_among_submissions(dir: &Path) -> bool {
    let real = real(dir);
    let parts: Vec<_> = real.iter().filter_map(|part| part.to_str()).collect();
    let is_it = |pair: &[&str]| pair[1] == SUBMISSIONS && pair[0].parse::<Period>().is_ok();
    parts.windows(2).any(is_it)
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

/// A folder with links and `..` resolved; of one that does not exist yet, the part that does.
pub fn real(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => real(parent).join(name),
        _ => path.to_owned(),
    }
}
