//! What an output was made from: program version, options, inputs and outputs with their hashes.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Output;
use crate::figures::publication::Audience;
use crate::model::org_unit::ROSTER;
use crate::model::period::Period;
use crate::model::text::sha256;

/// The name of the file.
pub const NAME: &str = "manifest.json";
/// The folder of submissions in the list of inputs.
const SUBMISSIONS: &str = "submissions/";

/// Where it lies among the outputs.
pub fn path() -> String {
    Audience::Internal.path(NAME)
}

/// The name of the record of what the figures of a closed period were made from.
pub fn of_closed(period: Period) -> String {
    format!("{period}.{NAME}")
}

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
    /// What everything is called in it, or was when a period was closed, by keys such as
    /// `unit.ward-01`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// Everything that was read: submissions, settings, definitions, history, remarks, own
    /// templates.
    pub inputs: Vec<FileEntry>,
    /// Everything that was written, this file apart.
    pub outputs: Vec<FileEntry>,
    /// SHA-256 of this manifest with an empty seal: shows whether it was edited.
    #[serde(default)]
    pub seal: String,
}

/// A file with its hash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileEntry {
    /// The path, with `/` between folders.
    pub path: String,
    /// The size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl FileEntry {
    /// The entry of a file's content.
    pub fn new(path: impl Into<String>, bytes: &[u8]) -> Self {
        Self {
            path: path.into(),
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        }
    }

    /// Whether figures are made of it.
    fn is_counted(&self) -> bool {
        let is_roster = self.path.starts_with(ROSTER);
        is_roster || self.path.starts_with(SUBMISSIONS) || self.path.starts_with("definitions/")
    }
}

impl Manifest {
    /// The manifest of outputs made by this program.
    pub fn new(
        period: Period,
        allow_missing: bool,
        feedback: bool,
        mut inputs: Vec<FileEntry>,
        outputs: &[Output],
    ) -> Self {
        inputs.sort();
        Self {
            schema: 1,
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            period,
            allow_missing,
            feedback,
            links: None,
            names: BTreeMap::new(),
            inputs,
            outputs: outputs
                .iter()
                .map(|output| FileEntry::new(&*output.path, &output.bytes))
                .collect(),
            seal: String::new(),
        }
        .sealed()
    }

    /// The same for outputs whose links take another way than the usual one.
    pub fn linking(self, links: Option<String>) -> Self {
        Self { links, ..self }.sealed()
    }

    /// The same with what everything is called.
    pub fn naming(self, names: BTreeMap<String, String>) -> Self {
        Self { names, ..self }.sealed()
    }

    fn sealed(self) -> Self {
        Self {
            seal: self.right_seal(),
            ..self
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

    /// The submissions and definitions that changed since this record of a closed half, in words:
    /// what figures are made of; settings and history do not change them.
    pub fn changed_inputs(&self, now: &[FileEntry], round: Period) -> Vec<String> {
        let then: Vec<FileEntry> = self
            .inputs
            .iter()
            .filter(|entry| entry.is_counted())
            .cloned()
            .collect();
        let mut here = Vec::new();
        for entry in now.iter().filter(|entry| entry.is_counted()) {
            if round == self.period || !entry.path.starts_with(SUBMISSIONS) {
                here.push(entry.clone());
                continue;
            }
            // In the round of a year, those of a half stand in a folder of their own.
            let of_half = format!("{SUBMISSIONS}{}/{SUBMISSIONS}", self.period);
            if let Some(path) = entry.path.strip_prefix(&of_half) {
                here.push(FileEntry {
                    path: format!("{SUBMISSIONS}{path}"),
                    ..entry.clone()
                });
            }
        }
        let changed = changes(&then, &here).into_iter();
        changed
            .map(|(path, change)| format!("「{path}」{}", change.words()))
            .collect()
    }

    /// The submissions that changed since this record of a closed half, in words; what else its
    /// figures are made of is taken as it was.
    pub fn changed_submissions(&self, now: &[FileEntry]) -> Vec<String> {
        let mut inputs = self.inputs.clone();
        inputs.retain(|entry| !entry.path.starts_with(SUBMISSIONS));
        inputs.extend_from_slice(now);
        self.changed_inputs(&inputs, self.period)
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
        // What the parser says of the place would help nobody who did not write the file.
        serde_json::from_slice(bytes)
            .ok()
            .context("manifest.json が壊れています")
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
pub fn changes(then: &[FileEntry], now: &[FileEntry]) -> BTreeMap<String, Change> {
    let mut changes = BTreeMap::new();
    for entry in then {
        match now.iter().find(|other| other.path == entry.path) {
            None => changes.insert(entry.path.clone(), Change::Removed),
            Some(other) if other != entry => changes.insert(entry.path.clone(), Change::Changed),
            Some(_) => None,
        };
    }
    for entry in now {
        if then.iter().all(|other| other.path != entry.path) {
            changes.insert(entry.path.clone(), Change::Added);
        }
    }
    changes
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
