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
/// only put off are none, however many of them are strung together.
pub fn tells(reason: &str, limits: &Reasons) -> bool {
    let pieces = limits.say_nothing.iter().chain(&limits.endings);
    let pieces = pieces.map(|piece| bare(&fold(piece)));
    let pieces: Vec<String> = pieces.chain(UNIT_WORDS.map(str::to_owned)).collect();
    let words = bare(&fold(reason));
    let (mut rest, mut letters) = (words.as_str(), 0);
    while let Some(first) = rest.chars().next() {
        let known = pieces
            .iter()
            .filter(|piece| rest.starts_with(piece.as_str()));
        let known = known.map(String::len).max().filter(|length| *length > 0);
        letters += usize::from(known.is_none() && first.is_alphabetic());
        let length = known.unwrap_or(first.len_utf8());
        rest = rest.get(length..).unwrap_or_default();
    }
    letters > 1
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
