//! Which reason answers a 確認: the unit's own, or a waiver of whoever collects the forms.

use super::criteria::{Criteria, Reasons};
use super::{Background, Context, Sink, z023_misplaced as z023};
use crate::model::finding::{Finding, Severity};
use crate::model::submission::{Reason, Submission};
use crate::model::text::{UNIT_WORDS, bare, fold, narrow};

/// Binds the reason that the unit gave to a finding.
pub fn answer(finding: &mut Finding, submission: &Submission, criteria: &Criteria) {
    let telling: Vec<&Reason> = submission
        .reasons
        .iter()
        .filter(|reason| tells(&reason.text, &criteria.thresholds.reasons))
        .collect();
    finding.reason = reason_for(finding, &telling).map(|reason| reason.text.clone());
}

/// What stands where reasons stand and is none: beside answers of which nothing was asked.
pub fn unasked(findings: &[Finding], context: &Context) -> Vec<Finding> {
    let submission = context.submission;
    let mut sink = Sink::new(&z023::RULE, &submission.file.name);
    let beside = submission
        .reasons
        .iter()
        .filter(|reason| reason.answers.is_none());
    for reason in beside {
        if !findings
            .iter()
            .any(|finding| z023::is_beside(finding, reason))
        {
            z023::unasked(reason, &context.criteria.thresholds.reasons, &mut sink);
        }
    }
    sink.into_findings()
}

/// Whether a reason says something: signs, numbers with their unit, single letters and words that
/// only put off are none, however politely they end.
pub fn tells(reason: &str, limits: &Reasons) -> bool {
    let words = bare(&fold(reason));
    let mut endings = limits.endings.iter();
    let stem = endings
        .find_map(|ending| words.strip_suffix(ending.as_str()))
        .unwrap_or(&words);
    let letters: String = stem.chars().filter(|c| c.is_alphabetic()).collect();
    let nothing = limits
        .say_nothing
        .iter()
        .map(|nothing| bare(&fold(nothing)));
    letters.chars().count() > 1
        && !UNIT_WORDS.contains(&&*letters)
        && !nothing
            .into_iter()
            .any(|nothing| nothing == words || nothing == stem)
}

/// The reason that a unit gave for a finding; only a 確認 takes one, and none about privacy: what
/// may be published of a person is not for the writer alone to say.
///
/// A reason in the list of queries names check, cell and value and lapses when the value changes. A
/// reason beside a row of the form cannot name a check: it answers whatever is asked of that row,
/// unless the list shows that it was written for another value.
fn reason_for<'a>(finding: &Finding, reasons: &[&'a Reason]) -> Option<&'a Reason> {
    if finding.severity != Severity::Query || finding.is_of_privacy() {
        return None;
    }
    let listed = reasons
        .iter()
        .filter_map(|reason| Some((*reason, reason.answers.as_ref()?)))
        .filter(|(_, answers)| {
            answers.code.eq_ignore_ascii_case(finding.code)
                && finding.sheet.as_deref() == answers.sheet.as_deref()
                && finding.cell == answers.cell
        });
    let mut lapsed = Vec::new();
    for (reason, answers) in listed {
        if same(&answers.value, &finding.found) {
            return Some(reason);
        }
        lapsed.push(reason.text.trim());
    }
    reasons.iter().copied().find(|reason| {
        reason.answers.is_none()
            && finding.sheet.as_deref() == Some(&*reason.at.sheet)
            && finding.cell.map(|cell| cell.row) == Some(reason.at.cell.row)
            && !lapsed.contains(&reason.text.trim())
    })
}

/// Whether two cells show the same, whatever their blanks, line breaks and widths.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| narrow(text).split_whitespace().collect::<String>();
    plain(one) == plain(other)
}

/// Lets the 確認 of a submission pass that a waiver speaks of.
pub fn waive(findings: &mut [Finding], submission: &Submission, around: Background) {
    for finding in findings {
        waive_one(finding, submission, around);
    }
}

/// Lets one 確認 pass, if a waiver speaks of it; the unit's own reason is kept beside it.
pub fn waive_one(finding: &mut Finding, submission: &Submission, around: Background) {
    let limits = &around.criteria.thresholds.reasons;
    let waiver = around.waivers.iter().find(|waiver| {
        waiver.concerns(submission, finding)
            && !waiver.is_over(submission)
            && tells(&waiver.reason, limits)
    });
    if let Some(waiver) = waiver {
        let own = match finding.reason.take() {
            Some(own) => format!("（報告者の理由: {own}）"),
            None => String::new(),
        };
        let words = waiver.words(&around.definitions.registry.city.collector);
        finding.reason = Some(format!("{words}{own}"));
    }
}
