//! PlannedStates and marks: so many units in each, chosen by an order of units that does not change
//! with time.
//!
//! The first units of the order are in the first state, the next in the second. As the order stays,
//! a unit falls back only when fewer units are in a state than before.

use anyhow::{Context, Result, ensure};

use super::draft::{Draft, Fillings, plain, put};
use super::plan::{PlannedMarks, PlannedStates};
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::org_unit::OrgUnit;

/// The option of an element that is not broken down.
const WHOLE: &str = "-";

/// Answers every choice of the plan.
pub fn choices(draft: &Draft, all: &mut Fillings) -> Result<()> {
    for states in &draft.plan.state {
        one_choice(draft, states, all)
            .with_context(|| format!("見本の状況「{}」（{}）", states.element, draft.period))?;
    }
    Ok(())
}

fn one_choice(draft: &Draft, states: &PlannedStates, all: &mut Fillings) -> Result<()> {
    let element = draft.element(&states.element)?;
    let answers = draft
        .definitions
        .catalogue
        .answers(element)
        .context("選択の項目ではありません")?;
    let ids: Vec<Id> = states
        .states
        .iter()
        .map(|state| draft.option(answers, state))
        .collect::<Result<_>>()?;
    for (name, totals) in states
        .totals
        .get(&draft.period)
        .context("この期間の数がありません")?
    {
        let option = (name != WHOLE)
            .then(|| draft.option(draft.breakdown(element)?, name))
            .transpose()?;
        let order = order(draft, states, name)?;
        let fits = totals.len() == ids.len() && totals.iter().sum::<u64>() == order.len() as u64;
        ensure!(
            fits,
            "「{name}」の数が単位の数 {} と合いません",
            order.len()
        );
        let places = ids
            .iter()
            .zip(totals)
            .flat_map(|(id, n)| std::iter::repeat_n(id, *n as usize));
        for (unit, id) in order.into_iter().zip(places) {
            put(
                all,
                unit,
                plain(&element.id, option.clone()),
                Value::Choice(id.clone()),
            );
        }
    }
    Ok(())
}

/// The units in the order in which they reach a state.
fn order<'a>(
    draft: &Draft<'a>,
    states: &'a PlannedStates,
    option: &str,
) -> Result<Vec<&'a OrgUnit>> {
    let mut order = draft.ranked(draft.units(&states.kind), &[&states.element, option]);
    order.sort_by_key(|unit| {
        let mut areas = unit.areas.iter();
        !areas.any(|area| states.first.iter().any(|first| **first == **area))
    });
    if let Some(name) = &states.after {
        let before = draft.plan.state.iter().find(|other| other.element == *name);
        let before = before.with_context(|| format!("「{name}」の計画がありません"))?;
        let queue = self::order(draft, before, WHOLE)?;
        order.sort_by_cached_key(|unit| {
            let place = queue
                .iter()
                .position(|other| other.id == unit.id)
                .unwrap_or(queue.len());
            first_reached(draft, before, place)
        });
    }
    Ok(order)
}

/// The place in time of the first period in which the unit at a place of the order is in the first
/// state.
fn first_reached(draft: &Draft, states: &PlannedStates, place: usize) -> usize {
    let periods = &draft.plan.periods;
    for (i, period) in periods.iter().enumerate() {
        let totals = states
            .totals
            .get(period)
            .and_then(|totals| totals.get(WHOLE));
        let in_first = totals.and_then(|totals| totals.first().copied());
        if (place as u64) < in_first.unwrap_or(0) {
            return i;
        }
    }
    periods.len()
}

/// Sets every mark of the plan.
pub fn marks(draft: &Draft, all: &mut Fillings) -> Result<()> {
    for marks in &draft.plan.mark {
        one_mark(draft, marks, all)
            .with_context(|| format!("見本の○印「{}」（{}）", marks.element, draft.period))?;
    }
    Ok(())
}

fn one_mark(draft: &Draft, marks: &PlannedMarks, all: &mut Fillings) -> Result<()> {
    let element = draft.element(&marks.element)?;
    let category = draft.breakdown(element)?;
    let units = draft.units_that(&marks.kind, &marks.when, all);
    let mut totals: Vec<_> = marks
        .totals
        .get(&draft.period)
        .context("この期間の数がありません")?
        .iter()
        .collect();
    totals.sort_by_key(|(name, n)| (std::cmp::Reverse(**n), name.as_str()));
    // The two most frequent options are taken from both ends of one order: together they reach
    // every unit.
    let reach: u64 = totals.iter().take(2).map(|(_, n)| **n).sum();
    ensure!(reach >= units.len() as u64, "○印の付かない単位が残ります");
    for (i, (name, n)) in totals.into_iter().enumerate() {
        let option = draft.option(category, name)?;
        ensure!(
            *n <= units.len() as u64,
            "「{name}」の数が条件に合う単位の数を超えています"
        );
        // The option is the first word: which methods a unit uses says little about which others it
        // uses.
        let mut order = draft.ranked(
            units.clone(),
            &[if i < 2 { WHOLE } else { name }, &marks.element],
        );
        if i == 1 {
            order.reverse();
        }
        for unit in order.into_iter().take(*n as usize) {
            put(
                all,
                unit,
                plain(&element.id, Some(option.clone())),
                Value::Mark,
            );
        }
    }
    Ok(())
}
