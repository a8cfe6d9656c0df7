//! Findings as JSON for programs; docs/findings-schema.md tells what every field means.

use serde::Serialize;

use super::{FileFindings, Findings};
use crate::model::cell::CellRef;
use crate::model::finding::{Finding, Severity};
use crate::model::period::Period;

/// The version of the schema: it rises when a field goes or changes its meaning, not when one is
/// added.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct FindingsJson<'a> {
    schema: u32,
    checks: usize,
    counts: LevelCounts,
    files: Vec<FileJson<'a>>,
    together: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct LevelCounts {
    error: usize,
    query: usize,
    note: usize,
}

#[derive(Serialize)]
struct FileJson<'a> {
    path: &'a str,
    unit: Option<&'a str>,
    period: Option<Period>,
    cells: usize,
    findings: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    code: &'a str,
    level: Severity,
    level_label: &'a str,
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<CellRef>,
    heading: &'a str,
    found: &'a str,
    problem: &'a str,
    remedy: &'a str,
    reason: Option<&'a str>,
    reason_allowed: bool,
}

impl Findings<'_> {
    /// As JSON, with a line break at the end.
    ///
    /// # Errors
    /// Never in practice: the types serialise.
    pub fn json(&self) -> serde_json::Result<String> {
        let document = FindingsJson {
            schema: SCHEMA,
            checks: self.checks,
            counts: LevelCounts {
                error: self.count(Severity::Error),
                query: self.count(Severity::Query),
                note: self.count(Severity::Note),
            },
            files: self.files.iter().map(file).collect(),
            together: self.together.iter().map(|finding| entry(finding)).collect(),
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

fn file<'a>(file: &'a FileFindings) -> FileJson<'a> {
    let findings = file.findings.iter().map(|finding| entry(finding)).collect();
    FileJson {
        path: file.path,
        unit: file.unit,
        period: file.period,
        cells: file.cells,
        findings,
    }
}

fn entry(finding: &Finding) -> FindingEntry<'_> {
    FindingEntry {
        code: finding.code,
        level: finding.severity,
        level_label: finding.severity.label(),
        file: &finding.file,
        sheet: finding.sheet.as_deref(),
        cell: finding.cell,
        heading: &finding.heading,
        found: &finding.found,
        problem: &finding.problem,
        remedy: &finding.remedy,
        reason: finding.reason.as_deref(),
        reason_allowed: finding.severity == Severity::Query,
    }
}
