//! Where a result goes: to the screen, or whole into one file.

use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::write::{self, Guard};
use super::{put, say};
use crate::output::Output;

/// Writes one file, whole or not at all.
///
/// # Errors
/// The path names no file, is guarded, or cannot be written.
pub fn write(guard: &Guard, out: &Path, bytes: Vec<u8>) -> Result<()> {
    let name = out
        .file_name()
        .and_then(|name| name.to_str())
        .filter(|_| !out.is_dir());
    let Some(name) = name else {
        bail!(
            "「{}」には書けません。ファイルの名前を指定してください",
            out.display()
        );
    };
    let folder = out
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    write::files(
        guard,
        folder,
        &[Output {
            path: name.to_owned(),
            bytes,
        }],
    )
}

/// Shows a text, or writes it and says where.
///
/// # Errors
/// The file cannot be written.
pub fn to(guard: &Guard, out: Option<&Path>, bytes: Vec<u8>, what: &str) -> Result<()> {
    match out {
        Some(out) => {
            write(guard, out, bytes)?;
            say(&format!("{what}を書きました: {}\n", out.display()))?;
        }
        None => put(&String::from_utf8(bytes).map_err(|_| {
            anyhow!("{what}は画面に出せません。--out でファイルを指定してください")
        })?)?,
    }
    Ok(())
}
