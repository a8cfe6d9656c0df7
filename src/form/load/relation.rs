//! What must hold between answers, and which days a date may name.

use anyhow::Result;

use super::id_of;
use super::raw::{RawBound, RawCondition, RawRelation, RawSeverity};
use crate::form::spec::{Bound, Condition, Operand, Relation};
use crate::model::Id;
use crate::model::catalogue::{Catalogue, Kind};
use crate::model::definition_file::{DefinitionFile, Word};
use crate::model::finding::Severity;

pub(super) fn relation(
    source: &DefinitionFile,
    catalogue: &Catalogue,
    raw: RawRelation,
) -> Result<Relation> {
    let when = raw
        .when
        .as_ref()
        .map(|raw| condition(source, catalogue, raw))
        .transpose()?;
    Ok(Relation {
        id: id_of(&raw.id),
        left: side(source, catalogue, &raw.left)?,
        op: raw.op,
        right: side(source, catalogue, &raw.right)?,
        per: raw.per,
        when,
        at: source
            .known(&raw.at, "集計項目", &catalogue.elements)?
            .id
            .clone(),
        severity: severity(raw.severity),
        problem: raw.problem,
        remedy: raw.remedy,
    })
}

fn side(source: &DefinitionFile, catalogue: &Catalogue, word: &Word) -> Result<Vec<Operand>> {
    let mut operands = Vec::new();
    for term in word.get_ref().split('+') {
        operands.push(operand(source, catalogue, word, term.trim())?);
    }
    Ok(operands)
}

fn severity(raw: Option<RawSeverity>) -> Severity {
    match raw {
        Some(RawSeverity::Query) => Severity::Query,
        Some(RawSeverity::Error) | None => Severity::Error,
    }
}

fn condition(
    source: &DefinitionFile,
    catalogue: &Catalogue,
    raw: &RawCondition,
) -> Result<Condition> {
    let element = source.known(&raw.element, "集計項目", &catalogue.elements)?;
    let answers = catalogue
        .answers(element)
        .ok_or_else(|| source.fault(&raw.element, "は選択の項目ではないので条件に使えません"))?;
    let (word, is) = match (&raw.is, &raw.is_not) {
        (Some(word), None) => (word, true),
        (None, Some(word)) => (word, false),
        _ => {
            return Err(source.fault(
                &raw.element,
                "の条件には is か is_not のどちらか一つを書いてください",
            ));
        }
    };
    let option = source.known(word, "選択肢", &answers.options)?.id.clone();
    Ok(Condition {
        element: element.id.clone(),
        option,
        is,
    })
}

pub(super) fn bound(
    source: &DefinitionFile,
    catalogue: &Catalogue,
    raw: RawBound,
) -> Result<Bound> {
    let date = |word: &Word| {
        let element = source.known(word, "集計項目", &catalogue.elements)?;
        if element.kind == Kind::Date {
            return Ok(element.id.clone());
        }
        Err(source.fault(
            word,
            "は日付の項目ではありません。kind = \"date\" の集計項目を書いてください",
        ))
    };
    Ok(Bound {
        date: date(&raw.date)?,
        not_after: raw.not_after.as_ref().map(date).transpose()?,
        from: raw.from,
        until: raw.until,
        when: raw
            .when
            .as_ref()
            .map(|raw| condition(source, catalogue, raw))
            .transpose()?,
        severity: severity(raw.severity),
        what: raw.what,
        remedy: raw.remedy,
    })
}

/// Reads `askers`, `meetings:G3`, `count(training_date)`, `count(awareness_methods:M4)`,
/// `count(conference_date; conference_done=held)` or a number.
fn operand(
    source: &DefinitionFile,
    catalogue: &Catalogue,
    word: &Word,
    term: &str,
) -> Result<Operand> {
    if let Ok(number) = term.parse() {
        return Ok(Operand::Number(number));
    }
    let Some(inner) = term
        .strip_prefix("count(")
        .and_then(|rest| rest.strip_suffix(')'))
    else {
        let (element, option) = part(source, catalogue, word, term)?;
        return Ok(Operand::Sum(element, option));
    };
    let mut terms = inner.split(';');
    let (element, option) = part(source, catalogue, word, terms.next().unwrap_or_default())?;
    let mut filters = Vec::new();
    for term in terms {
        filters.push(filter(source, catalogue, word, term)?);
    }
    Ok(if filters.is_empty() {
        Operand::CountOf(element, option)
    } else {
        Operand::Rows(element, filters)
    })
}

/// What a row must answer to be counted: `conference_done=held`.
fn filter(
    source: &DefinitionFile,
    catalogue: &Catalogue,
    word: &Word,
    term: &str,
) -> Result<(Id, Id)> {
    let Some((name, answer)) = term.split_once('=') else {
        return Err(source.fault(word, "の条件は「項目=選択肢」と書いてください"));
    };
    let (element, _) = part(source, catalogue, word, name)?;
    let answers = catalogue
        .elements
        .get(&element)
        .and_then(|element| catalogue.answers(element));
    match answers.and_then(|category| category.options.get(answer.trim())) {
        Some(option) => Ok((element, option.id.clone())),
        None => Err(source.fault(word, &format!("の「{answer}」という選択肢はありません"))),
    }
}

/// An element, or `element:option`.
fn part(
    source: &DefinitionFile,
    catalogue: &Catalogue,
    word: &Word,
    term: &str,
) -> Result<(Id, Option<Id>)> {
    let (name, option) = match term.split_once(':') {
        Some((name, option)) => (name, Some(option)),
        None => (term, None),
    };
    let Some(element) = catalogue.elements.get(name.trim()) else {
        let rest = format!(
            "の「{name}」という集計項目はありません。\
             書けるもの: 集計項目の id、id:選択肢、count(id)、数"
        );
        return Err(source.fault(word, &rest));
    };
    let Some(option) = option else {
        return Ok((element.id.clone(), None));
    };
    let known = catalogue
        .breakdown(element)
        .and_then(|category| category.options.get(option.trim()));
    match known {
        Some(known) => Ok((element.id.clone(), Some(known.id.clone()))),
        None => Err(source.fault(word, &format!("の「{option}」という選択肢はありません"))),
    }
}
