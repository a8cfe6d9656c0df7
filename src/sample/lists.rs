//! Rows of lists: dates, themes and activities that a unit's states call for, and rows written by
//! hand.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use indexmap::IndexMap;
use jiff::ToSpan;
use jiff::civil::Date;

use super::dice::Dice;
use super::draft::{Draft, Fillings, plain, put};
use super::entries::{self, EntryAnswer};
use super::plan::{PlannedList, WrittenEntry};
use crate::form::spec::Block;
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::org_unit::OrgUnit;
use crate::model::submission::Key;

/// PlannedDays between the end of the period and the first day that lies ahead: forms are long sent
/// by then.
const AHEAD: i64 = 40;
/// A half year has at least so many days.
const DAYS: i64 = 181;
/// So many draws find a free working day, unless a part of the period has none.
const TRIES: u32 = 1000;

/// A row with the day by which the rows of a list are ordered.
type DatedRow = (Option<Date>, Vec<EntryAnswer>);

/// The rows of all lists, by unit and block.
type DatedRows = BTreeMap<(Id, String), Vec<DatedRow>>;

/// Fills every list.
pub fn fill(draft: &Draft, all: &mut Fillings) -> Result<()> {
    let mut rows = DatedRows::new();
    for (i, list) in draft.plan.list.iter().enumerate() {
        let rows_of = one(draft, list, i, all, &mut rows);
        rows_of.with_context(|| format!("見本の一覧「{}」（{}）", list.pool, draft.period))?;
    }
    for (entry, unit) in entries::of_units(draft) {
        if let Some(block) = &entry.block {
            let answers = entries::answers(draft, entry, unit)?;
            rows.entry((unit.id.clone(), block.clone()))
                .or_default()
                .push((None, answers));
        }
    }
    rows.into_iter()
        .try_for_each(|((unit, block), rows)| write(draft, &unit, &block, rows, all))
}

/// Adds the rows of one list, and counts them where the plan wants them counted.
fn one(
    draft: &Draft,
    list: &PlannedList,
    number: usize,
    all: &mut Fillings,
    rows: &mut DatedRows,
) -> Result<()> {
    let number = number.to_string();
    let pool: Vec<&WrittenEntry> = draft
        .plan
        .entries
        .iter()
        .filter(|entry| entry.is_in(&list.pool, draft.period))
        .collect();
    ensure!(!pool.is_empty(), "行の文例がありません");
    // Entries are taken in turn, so that each is used before one is used again.
    let turn = draft.dice_now(&["turn", &number]).below(pool.len() as u64) as usize;
    let mut entries = pool.into_iter().cycle().skip(turn);
    let mut tally: IndexMap<Id, u64> = draft
        .units(&list.kind)
        .iter()
        .map(|unit| (unit.id.clone(), 0))
        .collect();
    for unit in writers(draft, list, all)? {
        let mut dice = draft.dice_now(&["rows", &number, &unit.id]);
        let n = dice.between(list.rows);
        let block = rows
            .entry((unit.id.clone(), list.block.clone()))
            .or_default();
        for place in 0..n {
            let taken: Vec<Date> = block.iter().filter_map(|(day, _)| *day).collect();
            let day = day(draft, list, [place, n], &taken, &mut dice)?;
            let entry = entries.next().context("行の文例がありません")?;
            block.push((Some(day), row(draft, list, unit, entry, day, &mut dice)?));
        }
        tally.insert(unit.id.clone(), n);
    }
    let Some(name) = &list.tally else {
        return Ok(());
    };
    let element = draft.element(name)?;
    for unit in draft.units(&list.kind) {
        put(
            all,
            unit,
            plain(&element.id, None),
            Value::Count(tally.get(&unit.id).copied().unwrap_or(0)),
        );
    }
    Ok(())
}

/// The units that write rows in a list.
fn writers<'a>(
    draft: &Draft<'a>,
    list: &'a PlannedList,
    all: &Fillings,
) -> Result<Vec<&'a OrgUnit>> {
    let mut writers = draft.ranked(draft.units_that(&list.kind, &list.when, all), &[&list.pool]);
    if let Some(units) = &list.units {
        let wanted = *units
            .get(&draft.period)
            .context("この期間の単位の数がありません")?;
        ensure!(
            wanted <= writers.len(),
            "条件に合う単位が {} しかありません",
            writers.len()
        );
        writers.truncate(wanted);
    }
    Ok(writers)
}

/// The answers of a row: those of the entry, its day, and what is left to the dice.
fn row(
    draft: &Draft,
    list: &PlannedList,
    unit: &OrgUnit,
    entry: &WrittenEntry,
    day: Date,
    dice: &mut Dice,
) -> Result<Vec<EntryAnswer>> {
    let mut answers = entries::answers(draft, entry, unit)?;
    answers.push((
        draft.element(&list.date)?.id.clone(),
        None,
        Value::Date(day),
    ));
    for (name, choices) in &list.pick {
        let element = draft.element(name)?;
        let known = draft
            .definitions
            .catalogue
            .answers(element)
            .context("選択肢がありません")?;
        let choice = choices
            .get(dice.below(choices.len() as u64) as usize)
            .context("選ぶものがありません")?;
        answers.push((
            element.id.clone(),
            None,
            Value::Choice(draft.option(known, choice)?),
        ));
    }
    for (name, range) in &list.draw {
        answers.push((
            draft.element(name)?.id.clone(),
            None,
            Value::Count(drawn(draft, unit, *range, dice)),
        ));
    }
    Ok(answers)
}

/// A working day in this row's part of the period, or of the half year ahead, which no other row
/// has.
fn day(
    draft: &Draft,
    list: &PlannedList,
    [place, rows]: [u64; 2],
    taken: &[Date],
    dice: &mut Dice,
) -> Result<Date> {
    let (start, end) = draft.period.days();
    let (start, days) = if list.ahead {
        (end.saturating_add(AHEAD.days()), DAYS - 2 * AHEAD)
    } else {
        (start, DAYS)
    };
    let part = days as u64 / rows.max(1);
    let mut tries =
        (0..TRIES).map(|_| start.saturating_add(((part * place + dice.below(part)) as i64).days()));
    tries
        .find(|day| draft.works_on(*day) && !taken.contains(day))
        .context("空いている平日がありません")
}

/// A count between the least and what an area of this size may have.
fn drawn(draft: &Draft, unit: &OrgUnit, [least, most]: [u64; 2], dice: &mut Dice) -> u64 {
    let largest = draft.plan.sizes.values().copied().max().unwrap_or(1).max(1);
    least
        + most.saturating_sub(least) * draft.size(unit) * dice.between([50, 150]) / (largest * 150)
}

/// Writes the rows of a block in the order of their days.
fn write(
    draft: &Draft,
    unit: &Id,
    block: &str,
    mut rows: Vec<DatedRow>,
    all: &mut Fillings,
) -> Result<()> {
    let unit = draft
        .definitions
        .registry
        .units
        .get(unit)
        .context("単位がありません")?;
    let form = draft
        .definitions
        .form_of(&unit.kind)
        .context("様式がありません")?;
    let mut blocks = form.blocks();
    let space = blocks
        .find(|candidate| *candidate.id == *block)
        .and_then(Block::list_rows);
    let space =
        space.with_context(|| format!("「{block}」という一覧は{}にありません", form.label))?;
    ensure!(
        rows.len() <= space as usize,
        "{}の「{block}」は {space} 行までです",
        unit.name
    );
    rows.sort_by_key(|(day, _)| *day);
    for (record, (_, answers)) in (1..).zip(rows) {
        for (element, option, value) in answers {
            put(
                all,
                unit,
                Key {
                    element,
                    option,
                    month: None,
                    record: Some(record),
                },
                value,
            );
        }
    }
    Ok(())
}
