//! Files that people write by hand (TOML): read as an office worker saves them, and every mistake
//! told with its line, what stands there, what is expected and an example.
//!
//! What the files say may not enter; their readers know that.

mod brackets;
mod decode;
mod missing;
mod repair;
mod words;

use std::ops::Range;

use anyhow::{Result, anyhow};
use serde::Deserialize as _;
use serde::de::{DeserializeOwned, Deserializer, Error as _};

pub use decode::decode;
#[cfg(feature = "cli")]
pub use repair::repair;
pub use words::hint;

/// Reads a text. `file` names it for the user: 設定ファイル「zaitaku.toml」.
///
/// # Errors
/// The first mistake, with its line; of missing entries all.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    let error = match toml::from_str(text) {
        Ok(read) => return Ok(read),
        Err(error) => first(text).unwrap_or(error),
    };
    let missing = missing::all::<T>(text, &error);
    if !missing.is_empty() {
        return Err(anyhow!("{file}に、次の項目がありません。\n{missing}"));
    }
    if let Some((span, what)) = brackets::wrong::<T>(text, &error) {
        return Err(fault(file, text, span, &what));
    }
    let span = error.span().unwrap_or(0..0);
    Err(fault(file, text, span, &words::of(error.message())))
}

/// The first mistake in how a text is written: the reader tells those between quotes after all
/// others.
fn first(text: &str) -> Option<toml::de::Error> {
    let (_, mistakes) = toml::de::DeTable::parse_recoverable(text);
    mistakes
        .into_iter()
        .min_by_key(|mistake| mistake.span().map_or(0, |span| span.start))
}

/// Reads words that have to be there.
///
/// # Errors
/// Nothing stands between the quotes.
pub fn some_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let words = String::deserialize(deserializer)?;
    if words.trim().is_empty() {
        return Err(D::Error::custom(
            "引用符（\"）の中が空です。言葉を書いてください。例: title = \"取組状況\"",
        ));
    }
    Ok(words)
}

/// Reads words that may be left out; nothing between the quotes leaves them out, too.
///
/// # Errors
/// It is no text.
pub fn any_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let words = String::deserialize(deserializer)?;
    Ok(Some(words).filter(|words| !words.trim().is_empty()))
}

/// Where an entry stands: the line that begins so below the first heading with these words, or that
/// heading.
pub fn place(text: &str, heading: &str, entry: &str) -> Range<usize> {
    let (mut at, mut below) = (0, None);
    for line in text.split_inclusive('\n') {
        let (own, here) = (line.trim_start(), at..at + line.len());
        at += line.len();
        match below {
            None if own.starts_with('[') && own.contains(heading) => below = Some(here),
            Some(heading) if own.starts_with('[') => return heading,
            Some(_) if !entry.is_empty() && own.starts_with(entry) => return here,
            _ => {}
        }
    }
    below.unwrap_or_default()
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
