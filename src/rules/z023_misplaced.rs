//! Something written where codes, numbers or reasons stand, and nothing is asked.

use super::criteria::Reasons;
use super::{Check, Context, Message, Rule, Sink, z016_part_not_read as z016};
use crate::form::identify::names_others;
use crate::model::finding::{Finding, Severity};
use crate::model::period::split_year;
use crate::model::submission::{Reason, Submission};
use crate::model::text::{UNIT_WORDS, bare, fold, is_dash};

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
    texts: &[String],
    is_remark: bool,
    context: &Context,
) -> Option<(&'static Rule, Message)> {
    let limits = &context.criteria.thresholds.remarks;
    let folded = fold(&texts.join("、"));
    let own = own_names(context);
    let mut changing = limits.changing.iter();
    let is_usual = |part: &str| {
        let mut usual = limits.usual.iter();
        usual.any(|word| bare(&fold(word)) == bare(part)) || own.iter().any(|name| name == part)
    };
    let mut parts = folded.split('、').filter(|part| !is_usual(part)).peekable();
    let text = &quoted(texts);
    let Submission { unit, .. } = context.submission;
    let registry = &context.definitions.registry;
    let names_others = || texts.iter().any(|text| names_others(registry, unit, text));
    if parts.peek().is_none() {
        None
    } else if parts.all(|part| is_signature(part, context))
        || is_remark && !changing.any(|word| folded.contains(&fold(word))) && !names_others()
    {
        Some((&z016::RULE, z016::remark(text)))
    } else {
        Some((&RULE, misplaced(text)))
    }
}

/// So many of the texts that stand together are repeated.
const MOST_QUOTED: usize = 3;

/// The first of the texts that stand together.
fn quoted(texts: &[String]) -> String {
    let first = texts.iter().take(MOST_QUOTED).map(String::as_str);
    let first = first.collect::<Vec<_>>().join("、");
    match texts.len().saturating_sub(MOST_QUOTED) {
        0 => first,
        more => format!("{first}、ほか{more}か所"),
    }
}

/// What the unit and the period of a form are called, folded.
fn own_names(context: &Context) -> Vec<String> {
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
    own.iter().map(|name| fold(name)).collect()
}

/// Whether a part of a remark says when the form was filled, by whom or who is to be called.
fn is_signature(part: &str, context: &Context) -> bool {
    let remarks = &context.criteria.thresholds.remarks;
    let part = without_extension(part, &remarks.extensions);
    let is_date =
        |rest: &str| is_day(rest) || rest.contains(['/', '月']) && rest.chars().all(is_of_day);
    let is_signed = |rest: &str| is_date(rest) || is_telephone(rest) || is_mail(rest);
    let follows =
        |rest: &str, changing: &[String]| match rest.trim_start_matches('.').strip_prefix(':') {
            Some(rest) => is_signed(rest) || is_name(rest, &[]),
            None => is_signed(rest) || is_name(rest, changing),
        };
    let is_by = |words: &[String], is_named: bool| {
        words.iter().any(|word| {
            let rest = part.strip_prefix(word.as_str());
            rest.is_some_and(|rest| {
                (is_named || rest.starts_with(':') || is_signed(rest))
                    && follows(rest, &remarks.changing)
            }) || part.strip_suffix(word.as_str()).is_some_and(is_date)
        })
    };
    part.is_empty()
        || is_day(part)
        || is_telephone(part)
        || is_mail(part)
        || is_copy(part, &remarks.copies.0)
        || is_section(part, context)
        || is_by(&remarks.signed, true)
        || is_by(&remarks.stamped, false)
}

/// How many digits the extension of a telephone has at most.
const LONGEST_EXTENSION: usize = 5;

/// Folded words without the brackets around them and the extension behind them (「担当(内線1234)」).
fn without_extension<'t>(part: &'t str, extensions: &[String]) -> &'t str {
    let part = part.trim_matches(['(', ')']);
    let mut called = extensions
        .iter()
        .filter_map(|word| part.rsplit_once(word.as_str()));
    let rest = called.find_map(|(rest, number)| {
        let number = number.trim_start_matches(':');
        let is_number = number.len() <= LONGEST_EXTENSION && number.parse::<u32>().is_ok();
        is_number.then(|| rest.trim_end_matches(['(', ')', ':', '・', '/']))
    });
    rest.unwrap_or(part)
}

/// Whether folded words are the number of a telephone, which begins with a zero.
fn is_telephone(words: &str) -> bool {
    let words = words.trim_start_matches(['.', '☎', '℡']);
    let digits = words.chars().filter(char::is_ascii_digit).count();
    words.starts_with(['0', '('])
        && (9..=11).contains(&digits)
        && words
            .chars()
            .all(|c| c.is_ascii_digit() || "-()".contains(c))
}

/// Whether folded words are an address of mail.
fn is_mail(words: &str) -> bool {
    let parts = words.split_once('@');
    let is_named = |part: &str| part.contains(char::is_alphabetic);
    words.is_ascii() && parts.is_some_and(|(name, host)| is_named(name) && is_named(host))
}

/// Whether folded words count the copy or the version of a file: 「No.1」, 「Ver.1.0」.
fn is_copy(part: &str, copies: &[String]) -> bool {
    let mut numbers = copies
        .iter()
        .filter_map(|word| part.strip_prefix(word.as_str()));
    numbers.any(|number| number.contains(is_of_number) && number.chars().all(is_of_number))
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ':')
}

/// Whether folded words name a section of who fills the form: 「北区役所保健福祉課」.
fn is_section(part: &str, context: &Context) -> bool {
    let remarks = &context.criteria.thresholds.remarks;
    let is_section = |rest: &str| {
        remarks.sections.0.iter().any(|word| rest.ends_with(word))
            && is_name(rest, &remarks.changing)
    };
    let own = own_names(context);
    own.iter()
        .any(|name| part.strip_prefix(name.as_str()).is_some_and(is_section))
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
    let folded = fold(text);
    let mut units = UNIT_WORDS.iter();
    let number = units.find_map(|unit| folded.strip_suffix(unit));
    let is_sign =
        !number.unwrap_or(&folded).contains(char::is_alphabetic) && !text.chars().all(is_dash);
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
