//! Findings as text for a terminal, as JSON for programs, as a page for a browser, and as what the
//! check page shows of them.
//!
//! One result, [`Findings`], feeds all of them, so none can say more or less than another; what is
//! wrong was decided by the rules and is only laid out here. The annotated form is drawn by
//! `form::blank`.

mod cards;
mod grid;
mod html;
mod json;
mod text;

pub use cards::Margin;
pub use grid::CellWindow;
pub use text::TerminalLook;
#[cfg(feature = "cli")]
pub use text::place_of;

use crate::model::finding::{Finding, Severity};
use crate::model::period::Period;
use crate::model::submission::{Arrival, Role};

/// The levels, the heaviest first.
const LEVELS: [Severity; 3] = [Severity::Error, Severity::Query, Severity::Note];
/// Where findings stand that concern several files.
const TOGETHER: &str = "ファイルどうし";

/// What was found in some files.
#[derive(Debug)]
pub struct Findings<'a> {
    /// How many checks looked at each file.
    pub checks: usize,
    /// The files in order.
    pub files: Vec<FileFindings<'a>>,
    /// What was found by looking at all files together.
    pub together: Vec<&'a Finding>,
}

/// What was found in one file.
#[derive(Debug)]
pub struct FileFindings<'a> {
    /// The path as it was given.
    pub path: &'a str,
    /// The unit, if the file passed the gate.
    pub unit: Option<&'a str>,
    /// The period, if the file passed the gate.
    pub period: Option<Period>,
    /// How many cells were looked at.
    pub cells: usize,
    /// What was found, in the order of the form.
    pub findings: Vec<&'a Finding>,
}

impl<'a> Findings<'a> {
    /// Puts together what was found; the unit's id is shown by the name that `name_of` gives.
    pub fn new(
        arrivals: &'a [Arrival],
        together: &'a [Finding],
        checks: usize,
        name_of: impl Fn(&'a str) -> Option<&'a str>,
    ) -> Self {
        let files = arrivals.iter().map(|arrival| {
            let submission = arrival.submission.as_ref();
            FileFindings {
                path: &arrival.file.path,
                unit: submission.and_then(|submission| name_of(&submission.unit)),
                period: submission.map(|submission| submission.period),
                cells: submission.map_or(0, |submission| {
                    submission
                        .values
                        .iter()
                        .filter(|value| value.role == Role::Input)
                        .count()
                }),
                findings: arrival.findings.iter().collect(),
            }
        });
        Self {
            checks,
            files: files.collect(),
            together: together.iter().collect(),
        }
    }

    /// Every finding.
    pub fn findings(&self) -> impl Iterator<Item = &'a Finding> + '_ {
        self.files
            .iter()
            .flat_map(|file| file.findings.iter().copied())
            .chain(self.together.iter().copied())
    }

    /// How many findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// The counts by level in words.
    fn counts(&self) -> String {
        LEVELS
            .map(|level| format!("{} {}件", level.label(), self.count(level)))
            .join("、")
    }

    /// That nothing was found, with how much was looked at.
    fn nothing(&self, file: &FileFindings) -> String {
        format!(
            "問題は見つかりませんでした（{}種類の確認、{}欄）。",
            self.checks, file.cells
        )
    }
}

/// Findings that say the same of several cells of a sheet are told once, in the order of the first.
fn groups<'a>(findings: &[&'a Finding]) -> Vec<Vec<&'a Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        match groups
            .iter_mut()
            .find(|group| group.first().is_some_and(|first| say_same(first, finding)))
        {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// Whether two findings differ in nothing but their cells.
fn say_same(a: &Finding, b: &Finding) -> bool {
    a.code == b.code
        && a.sheet == b.sheet
        && a.problem == b.problem
        && a.remedy == b.remedy
        && a.reason == b.reason
}

impl FileFindings<'_> {
    /// How many findings of a severity.
    fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// The unit and the period in words, e.g. `北区役所・令和5年度上半期`.
    fn sender(&self) -> String {
        let period = self.period.map(Period::label);
        [self.unit.map(str::to_owned), period]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("・")
    }
}
