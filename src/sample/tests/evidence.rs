//! PlannedStates against the rows that bear them out, and against the period before.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use jiff::civil::Date;

use super::*;
use crate::model::period::Half;

#[test]
fn states_have_their_evidence() -> Result<()> {
    let (_, filled) = Filled::all()?;
    let mut has_held: BTreeSet<&Id> = BTreeSet::new();
    for filled in &filled {
        let (start, end) = filled.period.days();
        for (id, filling) in filled
            .fillings
            .iter()
            .filter(|(_, filling)| choice(filling, "conference", None).is_some())
        {
            let rows = |kind: &str, done: &str| {
                let dates = filling
                    .answers
                    .iter()
                    .filter(|(key, _)| is(key, "conference_date", None));
                let same = |record, element, wanted: &str| {
                    row(filling, record, element)
                        .and_then(Value::choice)
                        .is_some_and(|id| **id == *wanted)
                };
                let dates = dates.filter(|(key, _)| {
                    same(key.record, "conference_kind", kind)
                        && same(key.record, "conference_done", done)
                });
                dates
                    .filter_map(|(_, value)| value.date())
                    .collect::<Vec<Date>>()
            };
            let (council, working) = (rows("council", "held"), rows("working", "held"));
            assert_eq!(
                row(filling, None, "conference_council_count"),
                Some(&Value::Count(council.len() as u64)),
                "{id}"
            );
            assert_eq!(
                row(filling, None, "conference_working_count"),
                Some(&Value::Count(working.len() as u64)),
                "{id}"
            );
            assert!(
                council
                    .iter()
                    .chain(&working)
                    .all(|date| (start..=end).contains(date)),
                "{id}: {council:?} {working:?}"
            );
            let planned = rows("council", "planned");
            let sent = row(filling, None, "submitted_on")
                .and_then(Value::date)
                .context("submitted_on")?;
            assert!(
                sent > end && planned.iter().all(|date| *date > sent),
                "{id}: {sent} {planned:?}"
            );
            match choice(filling, "conference", None) {
                Some("held") => {
                    assert!(!council.is_empty(), "{id}");
                    has_held.insert(id);
                }
                Some("planned") => assert!(
                    council.is_empty() && working.is_empty() && !planned.is_empty(),
                    "{id}"
                ),
                _ => assert!(
                    council.is_empty() && working.is_empty() && planned.is_empty(),
                    "{id}"
                ),
            }
            let considered = filling.answers.iter().any(|(key, value)| {
                *key.element == *"topics" && value.choice().is_some_and(|id| **id == *"done")
            });
            assert!(
                !considered || has_held.contains(id),
                "{id} {}: considered without a conference",
                filled.period
            );
            let trained: Vec<Date> = dates(filling, "training_date");
            assert_eq!(
                choice(filling, "training", None) == Some("held"),
                !trained.is_empty(),
                "{id}"
            );
            let raised = dates(filling, "awareness_date");
            assert!(
                trained
                    .iter()
                    .chain(&raised)
                    .all(|date| (start..=end).contains(date)),
                "{id}"
            );
            let marks = filling
                .answers
                .keys()
                .filter(|key| *key.element == *"awareness_methods")
                .count();
            assert_eq!(
                choice(filling, "awareness", None) == Some("done"),
                marks > 0,
                "{id}"
            );
            assert_eq!(marks, raised.len(), "{id}: one activity for each method");
            let homepage = filling.answers.contains_key(&Key {
                element: "awareness_methods".into(),
                option: Some("M4".into()),
                month: None,
                record: None,
            });
            assert_eq!(
                homepage,
                row(filling, None, "homepage_url").is_some(),
                "{id}"
            );
            assert!(
                row(filling, None, "homepage_updated")
                    .and_then(Value::date)
                    .is_none_or(|date| date <= end),
                "{id}"
            );
        }
    }
    Ok(())
}

fn dates(filling: &Filling, element: &str) -> Vec<Date> {
    filling
        .answers
        .iter()
        .filter(|(key, _)| *key.element == *element)
        .filter_map(|(_, value)| value.date())
        .collect()
}

#[test]
fn no_ward_falls_back() -> Result<()> {
    let (_, filled) = Filled::all()?;
    let rank = |value: &Value| {
        value.choice().and_then(|id| {
            ["not_yet", "preparing", "done"]
                .iter()
                .position(|state| **id == **state)
        })
    };
    for pair in filled.windows(2) {
        for (id, filling) in &pair[0].fillings {
            for (key, before) in filling
                .answers
                .iter()
                .filter(|(key, _)| ["resources", "topics"].contains(&&*key.element))
            {
                assert!(
                    rank(&pair[1].fillings[id].answers[key]) >= rank(before),
                    "{id} {key:?}"
                );
            }
        }
    }
    Ok(())
}

#[test]
fn the_published_themes_and_cases_are_there() -> Result<()> {
    let (definitions, plan) = (Definitions::built_in()?, SamplePlan::built_in()?);
    let fillings = fillings(&definitions, &plan, Period::half(2023, Half::First))?;
    let answers = || fillings.values().flat_map(|filling| &filling.answers);
    let themes: Vec<&str> = answers()
        .filter(|(key, _)| is(key, "training_theme", None))
        .filter_map(|(_, value)| value.text())
        .collect();
    for theme in [
        "人生会議",
        "終活",
        "在宅緩和医療",
        "8050問題",
        "支援拒否",
        "災害時の連携",
    ] {
        assert!(themes.iter().any(|text| text.contains(theme)), "{theme}");
    }
    let mut orders: Vec<u64> = answers()
        .filter(|(key, _)| is(key, "case_order", None))
        .filter_map(|(_, value)| value.count())
        .collect();
    orders.sort_unstable();
    assert_eq!(orders, [1, 2, 3, 4, 5, 6]);
    Ok(())
}
