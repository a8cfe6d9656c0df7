//! The sample: synthetic submissions of every unit whose sums are the published figures.
//!
//! What is invented, for whom and how much, is data under `templates/sample/`: totals, states,
//! texts. This room holds the arithmetic that spreads it over units, months and rows, and keeps by
//! construction what a form demands: contents cover askers, a subset stays within its whole, a
//! state has its evidence. No ward, element, label or figure may enter it, no clock, no file, no
//! floating point and no chance but that of `dice`: the same definitions and plan give the same
//! submissions on every machine.

mod counts;
mod dice;
mod draft;
mod entries;
mod lists;
mod plan;
mod project;
mod share;
mod states;
#[cfg(test)]
mod tests;

use anyhow::Result;
use indexmap::IndexMap;

use crate::form::blank::Filling;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::period::Period;

pub use plan::SamplePlan;
pub use project::project;

/// Fills the forms of every unit that is expected to report for a period.
///
/// # Errors
/// The plan does not fit the definitions or contradicts itself; the message says where.
pub fn fillings(
    definitions: &Definitions,
    plan: &SamplePlan,
    period: Period,
) -> Result<IndexMap<Id, Filling>> {
    let draft = draft::Draft {
        definitions,
        plan,
        period,
    };
    let mut all = draft.blank();
    entries::texts(&draft, &mut all)?;
    entries::given(&draft, &mut all)?;
    states::choices(&draft, &mut all)?;
    states::marks(&draft, &mut all)?;
    counts::fill(&draft, &mut all)?;
    // Last, because rows follow from states: a conference that is held has a date.
    lists::fill(&draft, &mut all)?;
    Ok(all)
}
