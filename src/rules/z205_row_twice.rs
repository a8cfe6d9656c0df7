//! A row of a list or of a monthly table that was filled twice.

use super::plausible::{monthly, months, options, unlikely};
use super::{Check, Context, Rule, Sink};
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::catalogue::DataElement;
use crate::model::finding::Severity;
use crate::model::submission::DataValue;
use crate::model::text::fold;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z205",
    name: "row-twice",
    severity: Severity::Query,
    doc: include_str!("z205_row_twice.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for block in context.form.blocks() {
        for questions in block.telling_apart() {
            check_list(context, questions, sink);
        }
    }
    let mut known = Vec::new();
    for element in monthly(context) {
        check_months(context, element, sink);
        let rows = rows(context, element);
        check_tables(context, &rows, &known, sink);
        known.push((element, rows));
    }
}

/// The rows of a monthly table: where each begins, and its counts.
type MonthlyRows<'a> = Vec<(&'a DataValue, Vec<u64>)>;

fn rows<'a>(context: &Context<'a>, element: &'a DataElement) -> MonthlyRows<'a> {
    let options = options(context, element).into_iter();
    let rows = options.filter_map(|option| {
        let row = months(context, element, option)?;
        Some((
            row.first()?.0,
            row.iter().map(|(_, count)| *count).collect(),
        ))
    });
    rows.collect()
}

/// Looks for rows of an earlier table that stand in this one, too, one below the other. One row
/// alone may be alike: each case of one asker and of one topic.
fn check_tables(
    context: &Context,
    rows: &MonthlyRows,
    known: &[(&DataElement, MonthlyRows)],
    sink: &mut Sink,
) {
    let limit = context.criteria.thresholds.copied.unlikely.0;
    for (other, others) in known {
        let starts = (0..rows.len()).flat_map(|at| (0..others.len()).map(move |from| (at, from)));
        let mut alike = starts.filter_map(|(at, from)| {
            let pairs = rows.iter().skip(at).zip(others.iter().skip(from));
            let run = pairs.take_while(|((_, own), (_, other))| own == other);
            let run: Vec<_> = run.map(|(own, _)| own).collect();
            let counted = run
                .iter()
                .filter(|(_, counts)| counts.iter().any(|count| *count > 0));
            let is_copied = counted.count() > 1
                && unlikely(run.iter().flat_map(|(_, counts)| counts).copied()) >= limit;
            is_copied.then_some((run.first()?.0, run.len()))
        });
        if let Some((first, count)) = alike.next() {
            sink.value(
                first,
                format!("ここから{count}行の数が、「{}」の表の続いた行とどの月も同じです。", other.label),
                "ほかの表を写したままなら、この表の数に直してください。偶然同じなら、そのことを理由の欄に書いてください。",
            );
        }
    }
}

/// Looks for rows of a monthly table with the same counts in all months; a subset may be all of
/// another row.
fn check_months<'a>(context: &Context<'a>, element: &'a DataElement, sink: &mut Sink) {
    let limit = context.criteria.thresholds.copied.unlikely.0;
    let label = |value: &DataValue| {
        let category = context.definitions.catalogue.breakdown(element);
        let option = category.and_then(|all| all.options.get(value.key.option.as_ref()?));
        option.map_or_else(String::new, |option| option.label.clone())
    };
    let mut known: MonthlyRows = Vec::new();
    let all = rows(context, element).into_iter();
    for (first, counts) in all.filter(|(first, _)| !context.is_subset(first)) {
        let mut twins = known.iter().filter(|(_, other)| *other == counts);
        match twins.next().filter(|_| unlikely(counts.iter().copied()) >= limit) {
            Some((twin, _)) => sink.value(
                first,
                format!(
                    "「{}」の数が、「{}」とどの月も同じです。",
                    label(first),
                    label(twin)
                ),
                "ほかの行を写したままなら、この行の数に直してください。偶然同じなら、そのことを理由の欄に書いてください。",
            ),
            None => known.push((first, counts)),
        }
    }
}

/// Looks for rows of a list that answer these questions alike.
fn check_list(context: &Context, questions: &[Id], sink: &mut Sink) {
    let Some(first) = questions.first() else {
        return;
    };
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    for value in context.inputs(first) {
        // A row with a hole is not yet told from others.
        let Some((row, words)) = value.key.record.zip(row_words(context, questions, value)) else {
            continue;
        };
        match rows.iter().find(|(_, known)| *known == words) {
            Some((earlier, _)) => sink.value(
                value,
                format!(
                    "{row}行目は、{earlier}行目と{}が同じです。",
                    labels(context, questions)
                ),
                "同じものを二度書いたときは、一方の行を消してください。\
                 別のものなら、そのことを理由の欄に書いてください。",
            ),
            None => rows.push((row, words)),
        }
    }
}

/// What the row of an answer says to some questions; nothing when one of them has no answer.
fn row_words(context: &Context, questions: &[Id], of: &DataValue) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for question in questions {
        let mut answers = context.inputs(question);
        all.push(words(
            answers.find(|value| value.key.record == of.key.record)?,
        )?);
    }
    Some(all)
}

fn labels(context: &Context, questions: &[Id]) -> String {
    let elements = &context.definitions.catalogue.elements;
    let known = questions.iter().filter_map(|id| elements.get(id));
    let labels: Vec<&str> = known.map(|element| element.label.as_str()).collect();
    labels.join("と")
}

/// What an answer says, however it is spelled.
fn words(value: &DataValue) -> Option<String> {
    Some(match value.answer.value()? {
        Value::Text(text) => fold(text),
        Value::Date(day) => day.to_string(),
        Value::Choice(option) => option.to_string(),
        Value::Count(n) => n.to_string(),
        Value::Mark => "○".to_owned(),
        Value::Picture(picture) => picture.to_string(),
    })
}
