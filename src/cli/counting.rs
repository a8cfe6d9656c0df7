//! Whether a round may be counted, and what of a closed one has changed: asked by every command
//! that counts.

use std::fmt::Write as _;

use anyhow::Result;

use super::project::{Project, SETTINGS};
use super::warn;
use crate::aggregate::history::Revision;
use crate::aggregate::summary::Summary;
use crate::model::finding::{Finding, Severity};
use crate::model::period::Period;
use crate::model::round::{Round, Standing};
use crate::output::manifest::FileEntry;

/// What a period that was closed says of today's inputs.
pub struct SinceClosing {
    /// The submissions and definitions that changed, in words.
    pub changed: Vec<String>,
    /// The records that were read, for the manifest.
    pub records: Vec<FileEntry>,
}

/// The inputs that changed since the halves of a period were closed; nothing of a half that is open
/// or was closed without its record.
///
/// # Errors
/// The record cannot be read.
pub fn since_closing(
    project: &Project,
    round: &Round,
    inputs: &[FileEntry],
) -> Result<SinceClosing> {
    let mut since = SinceClosing {
        changed: Vec::new(),
        records: Vec::new(),
    };
    for half in round.period.halves() {
        if let Some((entry, closed)) = project.closed_record(half)? {
            since
                .changed
                .extend(closed.changed_inputs(inputs, round.period));
            since.records.push(entry);
        }
    }
    Ok(since)
}

/// What changed of earlier periods after they were closed.
#[derive(Default)]
pub struct RevisedPast {
    /// What is said of it.
    pub text: String,
    /// The numbers that come out otherwise now.
    pub numbers: Vec<(Period, Revision)>,
    /// The submissions of which they were counted, for the manifest.
    pub inputs: Vec<FileEntry>,
}

/// What changed of the earlier halves that a period stands beside: it is held against what was
/// closed. Halves whose submissions are not there any more are as they were.
///
/// # Errors
/// A record or a folder cannot be read.
pub fn revised_past(project: &Project, period: Period) -> Result<RevisedPast> {
    let mut past = RevisedPast::default();
    let own_year = Period::year(period.year.0);
    let own = own_year.halves().into_iter();
    let own = own.filter(|half| half.ends_before(period));
    for half in period.last_year().halves().into_iter().chain(own) {
        let Some((_, closed)) = project.closed_record(half)? else {
            continue;
        };
        let now = project.submissions(half)?;
        if now.is_empty() {
            continue;
        }
        let changed = closed.changed_submissions(&now);
        if changed.is_empty() {
            continue;
        }
        let _ = writeln!(
            past.text,
            "{}は、締めたあとに提出が変わっています。ここでは締めたときの数と比べています（変わった数は build --period {half} で見られます）。",
            half.label()
        );
        for input in changed {
            let _ = writeln!(past.text, "  {input}");
        }
        past.count(project, half)?;
        past.inputs.extend(now.into_iter().map(|entry| FileEntry {
            path: format!("{half}/{}", entry.path),
            ..entry
        }));
    }
    if past
        .numbers
        .iter()
        .any(|(at, _)| at.year == period.last_year().year)
    {
        past.count(project, period.last_year())?;
    }
    Ok(past)
}

impl RevisedPast {
    /// Counts a closed period again, where all that was closed is still there.
    fn count(&mut self, project: &Project, period: Period) -> Result<()> {
        for half in period.halves() {
            if project.submissions(half)?.is_empty() {
                return Ok(());
            }
        }
        let round = project.round(period)?;
        if !is_countable(project, &round, false) {
            return Ok(());
        }
        let definitions = &project.definitions;
        let counted = round.counted(&definitions.registry);
        let summary = Summary::new(&definitions.catalogue, period, counted);
        let revised = project
            .history()?
            .revisions(&definitions.catalogue, &summary);
        // The months of a year are those of its halves.
        let told = revised.into_iter();
        let told = told.filter(|revision| !period.is_year() || revision.key.month.is_none());
        self.numbers.extend(told.map(|revision| (period, revision)));
        Ok(())
    }
}

/// Whether a round may be counted: every expected unit is, or units may be missing.
pub fn is_countable(project: &Project, round: &Round, allow_missing: bool) -> bool {
    let registry = &project.definitions.registry;
    allow_missing
        || round
            .expected(registry)
            .all(|unit| round.standing(unit) == Standing::Counted)
}

/// Whether a round may be counted; says who is missing and what is wrong when it may not.
pub fn may_count(project: &Project, round: &Round, allow_missing: bool) -> bool {
    if round.is_complete(&project.definitions.registry) {
        return true;
    }
    let text = missing(project, round);
    if is_countable(project, round, allow_missing) {
        warn(&text);
        return true;
    }
    warn(&format!(
        "提出が揃っていないため、ここで止めました。\n{text}揃わないまま進めるときは、--allow-missing を付けてください（compare では、その期間を close --allow-missing で締めてから）。\n"
    ));
    false
}

/// What is to be mended in the settings, such as a waiver that speaks of nobody.
pub fn of_settings(round: &Round) -> String {
    let findings = round.findings.iter();
    let own = findings.filter(|finding| finding.file == SETTINGS);
    own.map(line).collect()
}

/// Who is missing, which files are nobody's, and every error.
fn missing(project: &Project, round: &Round) -> String {
    let registry = &project.definitions.registry;
    let mut text = String::new();
    for standing in [Standing::Missing, Standing::Faulty, Standing::Twice] {
        let units = round.standing_as(registry, standing);
        if !units.is_empty() {
            let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
            let _ = writeln!(
                text,
                "{}（{}件）: {}",
                standing.label(),
                names.len(),
                names.join("、")
            );
        }
    }
    for stray in round.strays(registry) {
        let _ = writeln!(text, "集計できないファイル: {}", stray.file.path);
        if stray.findings.is_empty() {
            text += NOT_EXPECTED;
        }
    }
    for finding in round.all_findings() {
        if finding.severity == Severity::Error {
            text += &line(finding);
        }
    }
    text
}

/// What is said of a file without a finding that no expected unit accounts for.
pub const NOT_EXPECTED: &str = "  名簿では、この期間に報告する対象ではありません。\n";

fn line(finding: &Finding) -> String {
    let mut place: Vec<String> = finding.sheet.iter().cloned().collect();
    place.extend(finding.cell.map(|cell| cell.to_string()));
    format!(
        "  [{} {}] {} {} {}{}\n",
        finding.severity.label(),
        finding.code,
        finding.file,
        place.join(" "),
        finding.problem,
        finding.remedy
    )
}
