//! Findings as text for a terminal and as JSON for programs. One result model feeds both.

use std::fmt::Write as _;

use serde::Serialize;

use crate::model::finding::{Finding, Severity};
use crate::model::submission::{Arrival, Role};

/// What was found in some files.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// The version of this schema.
    pub schema: u32,
    /// How many checks looked at each file.
    pub checks: usize,
    /// The files in order.
    pub files: Vec<FileReport<'a>>,
    /// What was found by looking at all files together.
    pub together: Vec<&'a Finding>,
}

/// What was found in one file.
#[derive(Debug, Serialize)]
pub struct FileReport<'a> {
    /// The path as it was given.
    pub path: &'a str,
    /// The unit, if the file passed the gate.
    pub unit: Option<&'a str>,
    /// How many cells were looked at.
    pub cells: usize,
    /// What was found, in the order of the form.
    pub findings: Vec<&'a Finding>,
}

impl<'a> Report<'a> {
    /// Puts together what was found; the unit's id is shown by the name that `name_of` gives.
    pub fn new(
        arrivals: &'a [Arrival],
        together: &'a [Finding],
        checks: usize,
        name_of: impl Fn(&'a str) -> Option<&'a str>,
    ) -> Self {
        let files = arrivals.iter().map(|arrival| {
            let submission = arrival.submission.as_ref();
            FileReport {
                path: &arrival.file.path,
                unit: submission.and_then(|submission| name_of(&submission.unit)),
                cells: submission
                    .map_or(0, |submission| submission.values.iter().filter(|value| value.role == Role::Input).count()),
                findings: arrival.findings.iter().collect(),
            }
        });
        Self { schema: 1, checks, files: files.collect(), together: together.iter().collect() }
    }

    /// Every finding.
    pub fn findings(&self) -> impl Iterator<Item = &'a Finding> + '_ {
        self.files.iter().flat_map(|file| file.findings.iter().copied()).chain(self.together.iter().copied())
    }

    /// How many findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|finding| finding.severity == severity).count()
    }

    /// As JSON, with a line break at the end.
    ///
    /// # Errors
    /// Never in practice: the types serialise.
    pub fn json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// As text: the counts first, then file by file, equal findings grouped.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let counts = [Severity::Error, Severity::Query, Severity::Note]
            .map(|severity| format!("{} {}件", severity.label(), self.count(severity)));
        let _ = writeln!(out, "{}ファイルを確認しました: {}", self.files.len(), counts.join("、"));
        for file in &self.files {
            let unit = file.unit.map_or_else(String::new, |unit| format!("（{unit}）"));
            let _ = writeln!(out, "\n■ {}{unit}", file.path);
            if file.findings.is_empty() {
                let _ = writeln!(out, "  問題は見つかりませんでした（{}種類の確認、{}欄）。", self.checks, file.cells);
            }
            for group in groups(&file.findings) {
                let _ = writeln!(out, "  {}", line(&group));
            }
        }
        if !self.together.is_empty() {
            let _ = writeln!(out, "\n■ ファイルどうし");
            for finding in &self.together {
                let _ = writeln!(
                    out,
                    "  [{} {}] {}: {}{}",
                    finding.severity.label(),
                    finding.code,
                    finding.file,
                    finding.problem,
                    finding.remedy
                );
            }
        }
        out
    }
}

/// Findings that say the same of several cells of a sheet are told once, in the order of the first.
fn groups<'a>(findings: &[&'a Finding]) -> Vec<Vec<&'a Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let same = |other: &Finding| {
            (other.code, &other.sheet, &other.problem, &other.remedy, &other.reason)
                == (finding.code, &finding.sheet, &finding.problem, &finding.remedy, &finding.reason)
        };
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| same(first))) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// One line: level, code, place with its heading words, what is wrong, how to mend it.
fn line(group: &[&Finding]) -> String {
    let Some(first) = group.first() else { return String::new() };
    let sheet = first.sheet.as_ref().map_or_else(String::new, |sheet| format!("シート「{sheet}」"));
    let cells: Vec<String> = group
        .iter()
        .filter_map(|finding| {
            let cell = finding.cell?;
            Some(if finding.heading.is_empty() { cell.to_string() } else { format!("{cell}（{}）", finding.heading) })
        })
        .collect();
    let cells = if cells.is_empty() { String::new() } else { format!(" セル {}", cells.join("、")) };
    let place = format!("{sheet}{cells}");
    let colon = if place.is_empty() { "" } else { ": " };
    let reason = first.reason.as_ref().map_or_else(String::new, |reason| format!(" 〔理由: {reason}〕"));
    format!("[{} {}] {place}{colon}{}{}{reason}", first.severity.label(), first.code, first.problem, first.remedy)
}
