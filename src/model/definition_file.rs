//! A file of definitions while it is read: tells a mistake with file and line.

use std::ops::Range;

use anyhow::{Result, anyhow};
use serde::de::DeserializeOwned;
use toml::Spanned;

/// A word of a file with its place.
pub type Word = Spanned<String>;

/// The name and the text of a definition file.
#[derive(Debug, Clone, Copy)]
pub struct DefinitionFile<'a> {
    /// The name without its folder.
    pub name: &'a str,
    /// The content.
    pub text: &'a str,
}

impl DefinitionFile<'_> {
    /// Reads the file as TOML.
    ///
    /// # Errors
    /// A mistake in the writing, with its line.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        toml::from_str(self.text).map_err(|error| {
            anyhow!(
                "定義ファイル「{}」の書き方に誤りがあります。\n{error}",
                self.name
            )
        })
    }

    /// An error at a word: file, line, the word, what is wrong.
    pub fn fault(&self, word: &Word, what: &str) -> anyhow::Error {
        self.fault_at(word.span(), &format!("「{}」{what}", word.get_ref()))
    }

    /// An error at a place: file, line, what is wrong, the line itself.
    pub fn fault_at(&self, span: Range<usize>, what: &str) -> anyhow::Error {
        let line = self
            .text
            .get(..span.start)
            .map_or(1, |before| before.matches('\n').count() + 1);
        let excerpt = self.text.lines().nth(line - 1).unwrap_or_default().trim();
        anyhow!(
            "定義ファイル「{}」{line}行目: {what}\n    {excerpt}",
            self.name
        )
    }
}
