//! Monthly counts: a total of each option, spread over units and months.
//!
//! First every unit and month gets its number of cases; then the cases are dealt their options. So
//! an element that covers another starts from the other's cases and adds its own, and a subset is a
//! draw from cases that are there: what must hold between the counts of a month holds by
//! construction.

use anyhow::{Context, Result, ensure};

use super::draft::{Draft, Fillings, monthly, put};
use super::plan::PlannedCounts;
use super::share::{apportion, deal};
use crate::model::answer::Value;
use crate::model::catalogue::CategoryOption;

/// Fills every monthly count of the plan.
pub fn fill(draft: &Draft, all: &mut Fillings) -> Result<()> {
    for counts in &draft.plan.count {
        one(draft, counts, all)
            .with_context(|| format!("見本の件数「{}」（{}）", counts.element, draft.period))?;
    }
    Ok(())
}

fn one(draft: &Draft, counts: &PlannedCounts, all: &mut Fillings) -> Result<()> {
    let element = draft.element(&counts.element)?;
    let (subsets, parts) = options(draft, counts)?;
    let cases = cases(draft, counts)?;
    let deck: Vec<u64> = parts.iter().map(|(_, n)| *n).collect();
    let mut dealt = deal(&deck, &cases, &mut draft.dice_now(&["deal", &element.id]));
    for (option, n) in &subsets {
        let rest = deck
            .iter()
            .sum::<u64>()
            .checked_sub(*n)
            .context("内数が合計を超えています")?;
        let drawn = deal(
            &[*n, rest],
            &cases,
            &mut draft.dice_now(&["deal", &element.id, &option.id]),
        );
        dealt
            .iter_mut()
            .zip(drawn)
            .for_each(|(hand, drawn)| hand.push(drawn[0]));
    }
    let mut dealt = dealt.into_iter();
    for unit in draft.units(&counts.kind) {
        for month in draft.period.months() {
            let hand = dealt.next().unwrap_or_default();
            for ((option, _), n) in parts.iter().chain(&subsets).zip(hand) {
                put(
                    all,
                    unit,
                    monthly(&element.id, option.id.clone(), month),
                    Value::Count(n),
                );
            }
        }
    }
    Ok(())
}

/// OptionTotals with their totals; one that the plan does not name has zero.
type OptionTotals<'a> = Vec<(&'a CategoryOption, u64)>;

/// The options of an element in the period: subsets first, then the parts of the whole.
fn options<'a>(
    draft: &Draft<'a>,
    counts: &PlannedCounts,
) -> Result<(OptionTotals<'a>, OptionTotals<'a>)> {
    let category = draft.breakdown(draft.element(&counts.element)?)?;
    let totals = counts
        .totals
        .get(&draft.period)
        .context("この期間の合計がありません")?;
    for name in totals.keys() {
        draft.option(category, name)?;
    }
    let (mut subsets, mut parts) = (Vec::new(), Vec::new());
    for option in category.options_in(draft.period) {
        let total = totals.get(&*option.id).copied().unwrap_or(0);
        if option.subset {
            subsets.push((option, total));
        } else {
            parts.push((option, total));
        }
    }
    Ok((subsets, parts))
}

/// How many cases every unit has in every month, unit by unit.
fn cases(draft: &Draft, counts: &PlannedCounts) -> Result<Vec<u64>> {
    let (_, parts) = options(draft, counts)?;
    let total: u64 = parts.iter().map(|(_, n)| n).sum();
    let least = match &counts.at_least {
        None => None,
        Some(name) => {
            let other = draft
                .plan
                .count
                .iter()
                .find(|other| other.element == *name && other.kind == counts.kind);
            ensure!(
                *name != counts.element,
                "「{name}」は自分自身を下回れません"
            );
            Some(cases(
                draft,
                other.with_context(|| format!("「{name}」の計画がありません"))?,
            )?)
        }
    };
    let there = least.as_ref().map_or(0, |least| least.iter().sum());
    let rest = total
        .checked_sub(there)
        .context("at_least の合計より少なくなっています")?;
    let more = apportion(
        rest,
        &weights(draft, counts),
        &mut draft.dice_now(&["cases", &counts.element]),
    );
    Ok(match least {
        None => more,
        Some(least) => least
            .iter()
            .zip(more)
            .map(|(least, more)| least + more)
            .collect(),
    })
}

/// The weight of every unit in every month: its size, a bent that it keeps, the season, and some
/// chance.
fn weights(draft: &Draft, counts: &PlannedCounts) -> Vec<u64> {
    let mut weights = Vec::new();
    for unit in draft.units(&counts.kind) {
        let mut habit = draft.dice(&["habit", &counts.element, &unit.id]);
        let bent = draft.size(unit) * habit.between([65, 150]);
        let mut dice = draft.dice_now(&["month", &counts.element, &unit.id]);
        for month in draft.period.months() {
            let season = draft.plan.months.get(&month.month.to_string());
            weights.push(bent * season.copied().unwrap_or(100) * dice.between([85, 115]));
        }
    }
    weights
}
