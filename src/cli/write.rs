//! Writes outputs whole or not at all: everything is written aside first, then put in place.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use crate::output::Output;

/// Writes all files into a folder, which is created.
///
/// Every file is first written into a hidden folder beside its place. Only when all of them stand
/// there are they moved, so a full disk or a lost network drive leaves what was there before.
///
/// # Errors
/// The folder cannot be written, or a file in it is open elsewhere; what to do is said.
pub fn write_all(dir: &Path, outputs: &[Output]) -> Result<()> {
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
