//! A file of definitions while it is read: tells a mistake with file and line, or cell.

use std::ops::Range;

use anyhow::{Result, anyhow};
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::hand;
use super::org_unit::OrgRegistry;
use super::placeholder::{fill, quoted, unfilled};

/// A word of a file with its place.
pub type Word = Spanned<String>;

/// The name and the text of a definition file.
#[derive(Debug, Clone, Copy)]
pub struct DefinitionFile<'a> {
    /// The name without its folder.
    pub name: &'a str,
    /// The content.
    pub text: &'a str,
    /// Of a table (a roster in Excel): the cells, as messages name them. A word's place is the
    /// number of its cell.
    pub cells: &'a [String],
}

impl<'a> DefinitionFile<'a> {
    /// A file of TOML.
    pub const fn new(name: &'a str, text: &'a str) -> Self {
        Self {
            name,
            text,
            cells: &[],
        }
    }

    /// Reads the file as TOML.
    ///
    /// # Errors
    /// A mistake in the writing, with its line.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        hand::parse(&self.shown(), self.text)
    }

    /// The text with the names of a registry in the place of their placeholders.
    ///
    /// # Errors
    /// A placeholder that stands for nothing.
    pub fn worded(&self, registry: &OrgRegistry) -> Result<String> {
        let mut names = registry.names();
        for (_, value) in &mut names {
            *value = quoted(value);
        }
        let text = fill(self.text, &names);
        let Some((at, unknown)) = unfilled(&text) else {
            return Ok(text);
        };
        let known: Vec<String> = names
            .iter()
            .map(|(name, _)| format!("{{{name}}}"))
            .collect();
        let what = format!(
            "「{unknown}」に入れる名前がありません。使えるもの: {}",
            known.join(", ")
        );
        Err(DefinitionFile::new(self.name, &text).fault_at(at..at, &what))
    }

    /// What a file calls a key, as it stands within a sentence: a table has a heading for it.
    pub fn key(&self, key: &'static str) -> &'static str {
        match key {
            "from" if !self.cells.is_empty() => "「開始」",
            "until" if !self.cells.is_empty() => "「終了」",
            "succeeds" if !self.cells.is_empty() => "「引き継ぐもの」",
            "from" => " from ",
            "until" => " until ",
            "succeeds" => " succeeds ",
            _ => key,
        }
    }

    /// An error at a word: file, line, the word, what is wrong.
    pub fn fault(&self, word: &Word, what: &str) -> anyhow::Error {
        self.fault_at(word.span(), &format!("「{}」{what}", word.get_ref()))
    }

    /// An error at a place: file, line, what is wrong, the line itself.
    pub fn fault_at(&self, span: Range<usize>, what: &str) -> anyhow::Error {
        if let Some(cell) = self.cells.get(span.start) {
            return anyhow!("名簿「{}」の{cell}: {what}", self.name);
        }
        hand::fault(&self.shown(), self.text, span, what)
    }

    fn shown(&self) -> String {
        format!("定義ファイル「{}」", self.name)
    }
}
