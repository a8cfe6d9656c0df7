//! Something written where codes, numbers or reasons stand, and nothing is asked.

use super::criteria::Reasons;
use super::{Check, Context, Message, Rule, Sink, z016_part_not_read as z016};
use crate::model::finding::{Finding, Severity};
use crate::model::period::split_year;
use crate::model::submission::{Reason, Submission};
use crate::model::text::{bare, fold, is_dash};

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z023",
    name: "misplaced",
    severity: Severity::Query,
    doc: include_str!("z023_misplaced.md"),
    check: Check::Dispatched,
};

pub(super) fn misplaced(text: &str) -> Message {
    Message::new(
        format!("「{text}」が、答えの欄ではないところに書かれています。読んでいません。"),
        "報告することなら答えの欄に書き移し、ここからは消してください。",
    )
}

/// The same of what stands beside the tables: words that everybody writes there are passed over, a
/// remark is told of unless it may change an answer.
pub(super) fn beside(
    text: &str,
    is_remark: bool,
    context: &Context,
) -> Option<(&'static Rule, Message)> {
    let limits = &context.criteria.thresholds.remarks;
    let folded = fold(text);
    let mut changing = limits.changing.iter();
    let is_usual = |part: &str| {
        let mut usual = limits.usual.iter();
        usual.any(|word| bare(&fold(word)) == bare(part))
    };
    // Several cells are quoted as one.
    let mut parts = folded.split('、').filter(|part| !is_usual(part)).peekable();
    if parts.peek().is_none() {
        None
    } else if parts.all(|part| is_signature(part, context))
        || is_remark && !changing.any(|word| folded.contains(&fold(word)))
    {
        Some((&z016::RULE, z016::remark(text)))
    } else {
        Some((&RULE, misplaced(text)))
    }
}

/// Whether a part of a remark says when the form was filled, by whom, whose it is or of which period.
fn is_signature(part: &str, context: &Context) -> bool {
    let remarks = &context.criteria.thresholds.remarks;
    let Submission { unit, period, .. } = context.submission;
    let registry = &context.definitions.registry;
    let mut own = vec![
        period.prose(),
        period.year.label(),
        period.half_label().to_owned(),
        registry.city.name.clone(),
        context.form.label.clone(),
    ];
    if let Some(unit) = registry.units.get(unit) {
        let areas = unit.areas.iter().filter_map(|id| registry.areas.get(id));
        own.extend(areas.map(|area| area.name.clone()));
        own.push(unit.name.clone());
    }
    let part = part.trim_matches(['(', ')']);
    let is_date =
        |rest: &str| is_day(rest) || rest.contains(['/', '月']) && rest.chars().all(is_of_day);
    let is_number = |rest: &str| !rest.contains(|c: char| !c.is_ascii_digit() && c != '-');
    let follows = |rest: &str| match rest.strip_prefix(':') {
        Some(rest) => is_date(rest) || is_number(rest) || is_name(rest, &[]),
        None => is_date(rest) || is_name(rest, &remarks.changing),
    };
    let mut signed = remarks.signed.iter();
    own.iter().any(|name| fold(name) == part)
        || is_day(part)
        || signed.any(|word| {
            part.strip_prefix(word.as_str()).is_some_and(follows)
                || part.strip_suffix(word.as_str()).is_some_and(is_date)
        })
}

/// Whether folded words are a day or a month with its year, and nothing more.
fn is_day(words: &str) -> bool {
    split_year(words).is_some_and(|(_, rest)| rest.len() > 1 && rest.chars().all(is_of_day))
}

fn is_of_day(c: char) -> bool {
    c.is_ascii_digit() || "年月日./-".contains(c)
}

/// How long the name of a person or a section is at most.
const LONGEST_NAME: usize = 12;

/// Whether words behind 「記入者」 may be a name.
fn is_name(words: &str, changing: &[String]) -> bool {
    words.chars().count() <= LONGEST_NAME
        && words.chars().all(char::is_alphabetic)
        && !changing.iter().any(|word| words.contains(&fold(word)))
}

/// The same of a reason beside answers of which nothing is asked: a sign or a number is an answer
/// one cell off, and who asks for a correction has to make it.
pub(super) fn unasked(reason: &Reason, limits: &Reasons, sink: &mut Sink) {
    let text = reason.text.trim();
    let is_sign = !text.contains(char::is_alphabetic) && !text.chars().all(is_dash);
    let message = if is_sign {
        misplaced(text)
    } else if limits.correcting.iter().any(|word| text.contains(word)) {
        Message::new(
            format!("理由の欄に「{text}」とあります。ここに書いても、数は直りません。"),
            "直すなら欄の数を直し、ここからは消してください。",
        )
    } else {
        return;
    };
    sink.text(&reason.at, "", text, message.problem, message.remedy);
}

/// Whether a finding stands in the row of a reason.
pub(super) fn is_beside(finding: &Finding, reason: &Reason) -> bool {
    finding.sheet.as_deref() == Some(&*reason.at.sheet)
        && finding.cell.map(|cell| cell.row) == Some(reason.at.cell.row)
}
