//! What an output was made from: program version, inputs and outputs with their hashes.

use anyhow::Result;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::write::Output;
use crate::model::period::Period;
use crate::model::round::Round;

#[derive(Serialize)]
struct Manifest<'a> {
    schema: u32,
    program: &'static str,
    version: &'static str,
    period: Period,
    inputs: Vec<Entry<'a>>,
    outputs: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    bytes: u64,
    sha256: String,
}

/// The manifest as JSON.
///
/// # Errors
/// Never in practice: the types serialise.
pub fn json(period: Period, round: &Round, outputs: &[Output]) -> Result<Vec<u8>> {
    let inputs = round.arrivals.iter().map(|arrival| Entry {
        path: &arrival.file.path,
        bytes: arrival.file.bytes,
        sha256: arrival.file.sha256.clone(),
    });
    let outputs = outputs.iter().map(|output| Entry {
        path: &output.path,
        bytes: output.bytes.len() as u64,
        sha256: Sha256::digest(&output.bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
    });
    let manifest = Manifest {
        schema: 1,
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        period,
        inputs: inputs.collect(),
        outputs: outputs.collect(),
    };
    Ok((serde_json::to_string_pretty(&manifest)? + "\n").into_bytes())
}
