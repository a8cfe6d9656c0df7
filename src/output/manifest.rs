//! What an output was made from: program version, options, inputs and outputs with their hashes.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::write::Output;
use crate::model::period::Period;

/// The name of the file beside the outputs.
pub const FILE: &str = "manifest.json";

/// The manifest of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this schema.
    pub schema: u32,
    /// The program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The period.
    pub period: Period,
    /// Whether units were allowed to be missing.
    pub allow_missing: bool,
    /// Whether feedback sheets were made.
    pub feedback: bool,
    /// The way from the outputs to the submissions that links take; `None` for the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<String>,
    /// Everything that was read: submissions, settings, definitions, history, remarks, own templates.
    pub inputs: Vec<Entry>,
    /// Everything that was written, this file apart.
    pub outputs: Vec<Entry>,
    /// SHA-256 of this manifest with an empty seal: shows whether it was edited.
    #[serde(default)]
    pub seal: String,
}

/// A file with its hash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The path, with `/` between folders.
    pub path: String,
    /// The size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Entry {
    /// The entry of a file's content.
    pub fn new(path: impl Into<String>, bytes: &[u8]) -> Self {
        Self {
            path: path.into(),
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl Manifest {
    /// The manifest of outputs made by this program.
    pub fn new(
        period: Period,
        allow_missing: bool,
        feedback: bool,
        mut inputs: Vec<Entry>,
        outputs: &[Output],
    ) -> Self {
        inputs.sort();
        let manifest = Self {
            schema: 1,
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            period,
            allow_missing,
            feedback,
            links: None,
            inputs,
            outputs: outputs
                .iter()
                .map(|output| Entry::new(&*output.path, &output.bytes))
                .collect(),
            seal: String::new(),
        };
        Self {
            seal: manifest.right_seal(),
            ..manifest
        }
    }

    /// The same for outputs whose links take another way than the usual one.
    pub fn linking(self, links: Option<String>) -> Self {
        let manifest = Self { links, ..self };
        Self {
            seal: manifest.right_seal(),
            ..manifest
        }
    }

    /// What the seal is unless somebody edited the manifest.
    fn right_seal(&self) -> String {
        // The types serialise; were there an error, no seal would be right.
        let open = Self {
            seal: String::new(),
            ..self.clone()
        };
        open.json().map(|bytes| sha256(&bytes)).unwrap_or_default()
    }

    /// Whether it is as it was written.
    pub fn is_sealed(&self) -> bool {
        !self.seal.is_empty() && self.seal == self.right_seal()
    }

    /// As JSON.
    ///
    /// # Errors
    /// Never in practice: the types serialise.
    pub fn json(&self) -> Result<Vec<u8>> {
        Ok((serde_json::to_string_pretty(self)? + "\n").into_bytes())
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// The bytes are no manifest of this program.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        serde_json::from_slice(bytes)
            .context("manifest.json が壊れています。もう一度 build を実行してください")
    }
}

/// How a file differs between two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was there and is not any more.
    Removed,
    /// Its bytes are others.
    Changed,
    /// It is there and was not.
    Added,
}

/// What differs between two lists of files, by path.
pub fn changes(then: &[Entry], now: &[Entry]) -> BTreeMap<String, Change> {
    let by_path = |list: &[Entry]| -> BTreeMap<String, Entry> {
        list.iter()
            .map(|entry| (entry.path.clone(), entry.clone()))
            .collect()
    };
    let (then, now) = (by_path(then), by_path(now));
    let removed = then
        .keys()
        .filter(|path| !now.contains_key(*path))
        .map(|path| (path.clone(), Change::Removed));
    let others = now.iter().filter_map(|(path, entry)| match then.get(path) {
        None => Some((path.clone(), Change::Added)),
        Some(known) if known != entry => Some((path.clone(), Change::Changed)),
        Some(_) => None,
    });
    removed.chain(others).collect()
}

impl Change {
    /// What became of the file, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Removed => "がなくなりました",
            Self::Changed => "が変わりました",
            Self::Added => "が増えました",
        }
    }
}
