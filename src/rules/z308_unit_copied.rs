//! Counts, rows or a text that another unit sent for the same period to the digit.

use std::collections::HashSet;

use super::plausible::{copied, monthly, months, options, unlikely};
use super::{Check, Context, RoundContext, Rule, Sink};
use crate::model::answer::Value;
use crate::model::catalogue::{DataElement, Privacy};
use crate::model::cell::CellRef;
use crate::model::finding::Severity;
use crate::model::hash::HashMap;
use crate::model::period::Period;
use crate::model::submission::{DataValue, Key, Role, Submission};
use crate::model::text::fold;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z308",
    name: "unit-copied",
    severity: Severity::Query,
    doc: include_str!("z308_unit_copied.md"),
    check: Check::Round(check),
};

/// What to do.
const REMEDY: &str = "ほかの報告者のものを写したままなら直してください。偶然同じなら、そのことを理由の欄に書いてください。";

/// What two units would hardly send alike.
#[derive(PartialEq, Eq, Hash)]
enum Sent<'a> {
    Counts(&'a str, Period, Vec<(&'a Key, u64)>),
    Text(&'a str, Period, String),
    Rows(
        &'a str,
        Period,
        Vec<(Option<u32>, &'a str, &'a str, String)>,
    ),
}

/// Where it stands, and in which words.
struct Alike<'a> {
    submission: &'a Submission,
    value: &'a DataValue,
    what: String,
}

fn check(round: &RoundContext, sink: &mut Sink) {
    let mut sent: HashMap<Sent, Vec<Alike>> = HashMap::default();
    for submission in round.submissions() {
        let Some(context) = round.around.context(submission) else {
            continue;
        };
        let all = counts(&context).into_iter().chain(texts(&context));
        for (key, value, what) in all.chain(lists(&context)) {
            sent.entry(key).or_default().push(Alike {
                submission,
                value,
                what,
            });
        }
    }
    let mut told: Vec<InQuestion> = Vec::new();
    for places in sent.values() {
        for place in places {
            let mut units = places.iter().map(|other| &other.submission.unit);
            let Some(other) = units.find(|unit| **unit != place.submission.unit) else {
                continue;
            };
            let units = &round.around.definitions.registry.units;
            let name = units.get(other).map_or(&**other, |unit| unit.name.as_str());
            let problem = format!("{}が、{name}の提出とすべて同じです。", place.what);
            told.push((place.submission, place.value, problem));
        }
    }
    told.extend(in_part(round));
    // In the order of the files, whatever the order of the map.
    told.sort_by(|one, other| place(one).cmp(&place(other)));
    for (submission, value, problem) in told {
        sink.value_of(submission, value, problem, REMEDY);
    }
}

/// What is told of whose answer.
type InQuestion<'a> = (&'a Submission, &'a DataValue, String);

/// Where it is told, and in which words.
fn place<'t>((submission, value, problem): &'t InQuestion) -> (&'t str, &'t str, CellRef, &'t str) {
    let at = &value.at;
    (&submission.file.path, &at.sheet, at.cell, problem)
}

/// A monthly table of a submission.
struct MonthlyTable<'a> {
    submission: &'a Submission,
    element: &'a DataElement,
    rows: Vec<Vec<u64>>,
    value: &'a DataValue,
}

/// What is looked for first: a row of the same counts in the table of another unit, if chance
/// hardly makes it.
const TELLING_ROW: f64 = 4.0;

/// The tables that are another unit's but for some cells.
fn in_part<'a>(round: &RoundContext<'a>) -> Vec<InQuestion<'a>> {
    let limits = &round.around.criteria.thresholds.copied;
    let units = &round.around.definitions.registry.units;
    let tables: Vec<MonthlyTable> = round
        .submissions()
        .filter_map(|submission| round.around.context(submission))
        .flat_map(|context| tables(&context))
        .collect();
    let mut by_row: HashMap<(&str, Period, usize, &[u64]), Vec<&MonthlyTable>> = HashMap::default();
    // Of tables that are alike as a whole, which is told, one stands for all.
    let mut known = HashSet::new();
    for table in &tables {
        if !known.insert((&*table.element.id, table.submission.period, &table.rows)) {
            continue;
        }
        for (at, row) in table.rows.iter().enumerate() {
            if unlikely(row.iter().copied()) >= TELLING_ROW {
                let key = (&*table.element.id, table.submission.period, at, &**row);
                by_row.entry(key).or_default().push(table);
            }
        }
    }
    // The more units there are, the more of them are alike by chance.
    let limit = limits.unlikely.0 + (tables.len().max(1) as f64).ln();
    let (mut held, mut found) = (HashSet::new(), Vec::new());
    for (one, other) in by_row.values().flat_map(|alike| pairs(alike)) {
        let (own, unit) = (&one.submission.unit, &other.submission.unit);
        let is_new =
            own != unit && held.insert((&one.element.id, one.submission.period, own, unit));
        let counts = one.rows.iter().flatten().zip(other.rows.iter().flatten());
        let counts = counts.map(|(one, other)| (*one, *other));
        if is_new && one.rows != other.rows && copied(counts, limits.share.0) >= limit {
            let same = one
                .rows
                .iter()
                .zip(&other.rows)
                .filter(|(one, other)| one == other);
            let problem = format!(
                "「{}」の数が、{}の提出と、{}行のうち{}行で同じです。",
                one.element.label,
                units.get(unit).map_or(&**unit, |unit| unit.name.as_str()),
                one.rows.len(),
                same.count()
            );
            found.push((one.submission, one.value, problem));
        }
    }
    found
}

/// All pairs of different tables, either one first.
fn pairs<'t, 'a>(
    tables: &'t [&'t MonthlyTable<'a>],
) -> impl Iterator<Item = (&'t MonthlyTable<'a>, &'t MonthlyTable<'a>)> {
    let all = tables.iter().enumerate();
    all.flat_map(move |(at, one)| {
        let others = tables
            .iter()
            .enumerate()
            .filter(move |(other, _)| *other != at);
        others.map(|(_, other)| (*one, *other))
    })
}

/// The monthly tables of a submission.
fn tables<'a>(context: &Context<'a>) -> Vec<MonthlyTable<'a>> {
    let tables = monthly(context).filter_map(|element| {
        let rows = options(context, element).into_iter();
        let rows = rows.map(|option| {
            let row = months(context, element, option)?;
            Some(row.into_iter().map(|(_, count)| count).collect())
        });
        Some(MonthlyTable {
            submission: context.submission,
            element,
            rows: rows.collect::<Option<_>>()?,
            value: context.place_of(&element.id, None)?,
        })
    });
    tables.collect()
}

/// The counts of each table that is large enough.
fn counts<'a>(context: &Context<'a>) -> Vec<(Sent<'a>, &'a DataValue, String)> {
    let limits = &context.criteria.thresholds.copied;
    let mut found = Vec::new();
    for element in monthly(context) {
        let inputs = context.inputs(&element.id);
        let counts: Vec<(&Key, u64)> = inputs
            .filter_map(|value| Some((&value.key, value.answer.value().and_then(Value::count)?)))
            .filter(|(_, count)| *count > 0)
            .collect();
        let total: u64 = counts.iter().map(|(_, count)| count).sum();
        let is_large = counts.len() >= limits.least_cells && total >= limits.least_total;
        if let (true, Some(value)) = (is_large, context.place_of(&element.id, None)) {
            let key = Sent::Counts(&element.id, context.submission.period, counts);
            let what = format!("「{}」の数", element.label);
            found.push((key, value, what));
        }
    }
    found
}

/// The lists of more rows than one, or of long texts alone: of what two units did together both may
/// tell.
fn lists<'a>(context: &Context<'a>) -> Vec<(Sent<'a>, &'a DataValue, String)> {
    let lists = context.form.blocks().filter(|block| block.is_list());
    let found = lists.filter_map(|block| {
        let elements = block.elements().into_iter();
        let inputs = elements.flat_map(|element| context.inputs(element));
        let written: Vec<&DataValue> = inputs
            .filter(|value| value.answer.value().is_some())
            .collect();
        let first = written.first()?;
        let tells_a_case = |value: &&DataValue| {
            let element = context.element(value);
            element.is_some_and(|element| element.privacy == Some(Privacy::Case))
        };
        let is_long = written
            .iter()
            .any(|value| value.key.record > first.key.record);
        let texts = written
            .iter()
            .filter_map(|value| Some(value.answer.value()?.text()?.chars().count()));
        let least = context.criteria.thresholds.copied.least_text;
        let is_telling = texts.min().is_some_and(|shortest| shortest >= least);
        let rows = written.iter().map(|value| {
            let key = &value.key;
            let option = key.option.as_deref().unwrap_or_default();
            (key.record, &*key.element, option, fold(&value.raw))
        });
        let key = Sent::Rows(&block.id, context.submission.period, rows.collect());
        let what = format!("「{}」の行", block.heading);
        ((is_long || is_telling) && !written.iter().any(tells_a_case))
            .then_some((key, *first, what))
    });
    found.collect()
}

/// The texts that are long enough.
fn texts<'a>(context: &Context<'a>) -> Vec<(Sent<'a>, &'a DataValue, String)> {
    let least = context.criteria.thresholds.copied.least_text;
    let submission = context.submission;
    let mut found = Vec::new();
    for value in submission
        .values
        .iter()
        .filter(|value| value.role == Role::Input)
    {
        let Some(text) = value.answer.value().and_then(Value::text) else {
            continue;
        };
        let text = fold(text);
        // Two offices do not tell of one case; what wards do they may say in the same words.
        let tells_a_case = context
            .element(value)
            .is_some_and(|element| element.privacy == Some(Privacy::Case));
        if tells_a_case && text.chars().count() >= least {
            let key = Sent::Text(&value.key.element, submission.period, text);
            let what = format!("「{}」の文", value.heading);
            found.push((key, value, what));
        }
    }
    found
}
