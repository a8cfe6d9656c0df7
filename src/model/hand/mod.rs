//! Files that people write by hand (TOML): read as an office worker saves them, and every mistake
//! told with its line, what stands there, what is expected and an example.
//!
//! What the files say may not enter; their readers know that.

mod decode;
mod missing;
mod repair;
mod words;

use std::ops::Range;

use anyhow::{Result, anyhow};
use serde::de::DeserializeOwned;

pub use decode::decode;
#[cfg(feature = "cli")]
pub use repair::repair;

/// Reads a text. `file` names it for the user: 設定ファイル「zaitaku.toml」.
///
/// # Errors
/// The first mistake, with its line; of missing entries all.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    let error = match toml::from_str(text) {
        Ok(read) => return Ok(read),
        Err(error) => error,
    };
    let missing = missing::all::<T>(text, &error);
    if !missing.is_empty() {
        return Err(anyhow!("{file}に、次の項目がありません。\n{missing}"));
    }
    let span = error.span().unwrap_or(0..0);
    Err(fault(file, text, span, &words::of(error.message())))
}

/// An error at a place: file, line, what is wrong, the line itself.
pub fn fault(file: &str, text: &str, span: Range<usize>, what: &str) -> anyhow::Error {
    // A mistake at the end of a line is found at the start of the next one.
    let before = text.get(..span.start).unwrap_or(text);
    let before = match before.strip_suffix('\n') {
        Some(line) if span.is_empty() => line,
        _ => before,
    };
    let line = before.matches('\n').count() + 1;
    let excerpt = text.lines().nth(line - 1).unwrap_or_default().trim();
    anyhow!("{file}{line}行目: {what}\n    {excerpt}")
}

#[cfg(test)]
mod tests;
