//! What an output was made from: program version, options, inputs and outputs with their hashes.

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
    /// Everything that was read: submissions, settings, definitions, history, remarks, own templates.
    pub inputs: Vec<Entry>,
    /// Everything that was written, this file apart.
    pub outputs: Vec<Entry>,
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
        let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { path: path.into(), bytes: bytes.len() as u64, sha256 }
    }
}

impl Manifest {
    /// The manifest of outputs made by this program.
    pub fn new(period: Period, allow_missing: bool, feedback: bool, mut inputs: Vec<Entry>, outputs: &[Output]) -> Self {
        inputs.sort();
        Self {
            schema: 1,
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            period,
            allow_missing,
            feedback,
            inputs,
            outputs: outputs.iter().map(|output| Entry::new(&*output.path, &output.bytes)).collect(),
        }
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
        serde_json::from_slice(bytes).context("manifest.json が壊れています。もう一度 build を実行してください")
    }
}
