//! The sample against the published figures (`figures`), the forms (`forms`) and itself
//! (`evidence`).

mod evidence;
mod figures;
mod forms;

use super::*;
use crate::model::answer::Value;
use crate::model::period::Month;
use crate::model::submission::Key;

/// The fillings of a period with the questions that tests ask of them.
struct Filled {
    period: Period,
    fillings: IndexMap<Id, Filling>,
}

impl Filled {
    fn all() -> Result<(Definitions, Vec<Self>)> {
        let (definitions, plan) = (Definitions::built_in()?, SamplePlan::built_in()?);
        let filled = plan.periods.iter().map(|&period| {
            Ok(Self {
                period,
                fillings: fillings(&definitions, &plan, period)?,
            })
        });
        let filled = filled.collect::<Result<_>>()?;
        Ok((definitions, filled))
    }

    /// The sum of an element's counts over all units and months; of its parts when no option is
    /// named.
    fn sum(&self, element: &str, option: Option<&str>) -> u64 {
        self.fillings
            .values()
            .map(|filling| sum(filling, element, option, None))
            .sum()
    }

    /// How many units have given this answer.
    fn units(&self, element: &str, option: Option<&str>, state: &str) -> u64 {
        self.fillings
            .values()
            .filter(|filling| choice(filling, element, option) == Some(state))
            .count() as u64
    }

    /// How many units have marked this option, in a field or in any row.
    fn marked(&self, element: &str, option: &str) -> u64 {
        let marks = |filling: &&Filling| {
            filling
                .answers
                .keys()
                .any(|key| is(key, element, Some(option)))
        };
        self.fillings.values().filter(marks).count() as u64
    }

    /// How many cases of a scene may be published.
    fn cases(&self, scene: &str) -> u64 {
        let of = |filling: &Filling| {
            let of_scene = |key: &Key, value: &Value| {
                is(key, "case_scene", None) && value.choice().is_some_and(|id| **id == *scene)
            };
            let rows = filling
                .answers
                .iter()
                .filter(|(key, value)| of_scene(key, value));
            rows.filter(|(key, _)| {
                row(filling, key.record, "case_publish")
                    .and_then(Value::choice)
                    .is_some_and(|id| **id == *"yes")
            })
            .count()
        };
        self.fillings.values().map(of).sum::<usize>() as u64
    }
}

fn is(key: &Key, element: &str, option: Option<&str>) -> bool {
    *key.element == *element && key.option.as_deref() == option
}

fn choice<'a>(filling: &'a Filling, element: &str, option: Option<&str>) -> Option<&'a str> {
    let found = filling
        .answers
        .iter()
        .find(|(key, _)| is(key, element, option) && key.record.is_none());
    found.and_then(|(_, value)| value.choice()).map(|id| &**id)
}

fn row<'a>(filling: &'a Filling, record: Option<u32>, element: &str) -> Option<&'a Value> {
    filling.answers.get(&Key {
        element: element.into(),
        option: None,
        month: None,
        record,
    })
}

fn sum(filling: &Filling, element: &str, option: Option<&str>, month: Option<Month>) -> u64 {
    let wanted = |key: &Key| {
        // Without an option: the parts of the whole, so no subset.
        let part = option.map_or(key.option.as_deref() != Some("G3"), |option| {
            key.option.as_deref() == Some(option)
        });
        *key.element == *element && part && (month.is_none() || key.month == month)
    };
    filling
        .answers
        .iter()
        .filter(|(key, _)| wanted(key))
        .filter_map(|(_, value)| value.count())
        .sum()
}

#[test]
fn two_runs_give_the_same() -> Result<()> {
    let (one, other) = (Filled::all()?.1, Filled::all()?.1);
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one.fillings.len(), other.fillings.len());
        for (id, filling) in &one.fillings {
            assert_eq!(filling.answers, other.fillings[id].answers, "{id}");
        }
    }
    Ok(())
}
