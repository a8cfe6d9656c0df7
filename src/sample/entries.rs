//! Answers written out by hand: texts for every unit, and what single units answer.

use anyhow::{Context, Result, anyhow};
use jiff::ToSpan;

use super::draft::{Draft, Fillings, plain, put};
use super::plan::WrittenEntry;
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::catalogue::{DataElement, Kind};
use crate::model::org_unit::OrgUnit;

/// One answer of an entry: element, option of a mark, value.
pub type EntryAnswer = (Id, Option<Id>, Value);

/// Writes the texts and days that every unit has.
pub fn texts(draft: &Draft, all: &mut Fillings) -> Result<()> {
    for texts in &draft.plan.text {
        let element = draft.element(&texts.element)?;
        // The same order of units in every period: a text that a unit has chosen stays with it.
        for (i, unit) in draft
            .ranked(draft.units(&texts.kind), &["text", &texts.element])
            .into_iter()
            .enumerate()
        {
            let text = texts
                .texts
                .get(i % texts.texts.len().max(1))
                .map_or("", String::as_str);
            put(
                all,
                unit,
                plain(&element.id, None),
                Value::Text(draft.worded(text, unit)),
            );
        }
    }
    let (_, end) = draft.period.days();
    for days in &draft.plan.day {
        let element = draft.element(&days.element)?;
        for unit in draft.units(&days.kind) {
            let after = draft
                .dice_now(&["day", &days.element, &unit.id])
                .between(days.days) as i64;
            let day = draft.working_day(end.saturating_add(after.days()));
            put(all, unit, plain(&element.id, None), Value::Date(day));
        }
    }
    Ok(())
}

/// Writes what single units answer to fields; rows of lists belong to the lists.
pub fn given(draft: &Draft, all: &mut Fillings) -> Result<()> {
    for (entry, unit) in of_units(draft) {
        if entry.block.is_none() {
            for (element, option, value) in answers(draft, entry, unit)? {
                put(all, unit, plain(&element, option), value);
            }
        }
    }
    Ok(())
}

/// The entries of the period that belong to a unit, with their units.
pub fn of_units<'a>(draft: &Draft<'a>) -> Vec<(&'a WrittenEntry, &'a OrgUnit)> {
    let units = &draft.definitions.registry.units;
    let entries = draft
        .plan
        .entries
        .iter()
        .filter(|entry| entry.covers(draft.period));
    entries
        .filter_map(|entry| Some((entry, units.get(entry.unit.as_deref()?)?)))
        .collect()
}

/// The answers of an entry, read as the catalogue wants them.
pub fn answers(draft: &Draft, entry: &WrittenEntry, unit: &OrgUnit) -> Result<Vec<EntryAnswer>> {
    let mut answers = Vec::new();
    for (name, value) in &entry.values {
        let element = draft.element(name)?;
        let read = read(draft, element, value, unit);
        answers.extend(read.with_context(|| format!("見本の「{name}」（{}）", unit.id))?);
    }
    Ok(answers)
}

fn read(
    draft: &Draft,
    element: &DataElement,
    value: &toml::Value,
    unit: &OrgUnit,
) -> Result<Vec<EntryAnswer>> {
    let value = match element.kind {
        Kind::Marks => {
            let names = value.as_array().context("記号の並びではありません")?;
            let category = draft.breakdown(element)?;
            let mut marks = Vec::new();
            for name in names {
                let option = draft.option(category, name.as_str().unwrap_or_default())?;
                marks.push((element.id.clone(), Some(option), Value::Mark));
            }
            return Ok(marks);
        }
        Kind::Count => {
            let n = value.as_integer().and_then(|n| u64::try_from(n).ok());
            Value::Count(n.context("0以上の整数ではありません")?)
        }
        Kind::Choice => {
            let answers = draft
                .definitions
                .catalogue
                .answers(element)
                .context("選択肢がありません")?;
            Value::Choice(draft.option(answers, text_of(value)?)?)
        }
        Kind::Picture => Value::Picture(super::plan::picture(text_of(value)?)?),
        Kind::Text => Value::Text(draft.worded(text_of(value)?.trim(), unit)),
        Kind::Date => Value::Date(
            text_of(value)?
                .parse()
                .map_err(|error| anyhow!("日付ではありません: {error}"))?,
        ),
    };
    Ok(vec![(element.id.clone(), None, value)])
}

fn text_of(value: &toml::Value) -> Result<&str> {
    value.as_str().context("文字列ではありません")
}
