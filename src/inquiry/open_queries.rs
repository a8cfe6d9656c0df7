//! The 確認 of a round that nobody has answered, and how much each weighs in a published number.

use std::cmp::Reverse;

use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::model::finding::Finding;
use crate::model::submission::{DataValue, Role, Submission};

/// A 確認 without a reason.
#[derive(Debug)]
pub struct OpenQuery<'a> {
    /// The 確認.
    pub finding: &'a Finding,
    /// What it may change; none where it asks about no number.
    pub effect: Option<Influence>,
}

/// What a number in question makes of the published number that it is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Influence {
    /// The number in question, or its distance from the number that it stands beside if that is
    /// larger: a zero that may be a slip weighs as much as what it may have lost.
    pub at_stake: u64,
    /// The published number.
    pub whole: u64,
}

impl Influence {
    /// Thousandths of the published number; a number that is lost may be more than what is left.
    fn thousandths(self) -> u64 {
        self.at_stake.saturating_mul(1_000) / self.whole.max(1)
    }
}

/// The open 確認 of a round, the one with the largest effect on a published number first.
pub fn by_effect<'a>(material: &'a Material) -> Vec<OpenQuery<'a>> {
    let mut open = Vec::new();
    for finding in material
        .round
        .all_findings()
        .filter(|finding| finding.may_change_numbers())
    {
        let effect = answer(material, finding)
            .and_then(|(submission, value)| effect(material, submission, value));
        open.push(OpenQuery { finding, effect });
    }
    open.sort_by_key(|query| Reverse(query.effect.map(Influence::thousandths)));
    open
}

/// The answer that a finding is about.
fn answer<'a>(
    material: &'a Material,
    finding: &Finding,
) -> Option<(&'a Submission, &'a DataValue)> {
    let arrivals = &material.round.arrivals;
    let own = arrivals
        .iter()
        .find(|arrival| arrival.findings.contains(finding));
    // What is found among all files stands in none of them, and tells its file by the name.
    let mut named = arrivals
        .iter()
        .filter(|arrival| *arrival.file.name == finding.file);
    let arrival = own.or_else(|| named.next().filter(|_| named.next().is_none()))?;
    let submission = arrival.submission.as_ref()?;
    let value = submission.values.iter().find(|value| {
        Some(value.at.cell) == finding.cell && Some(&*value.at.sheet) == finding.sheet.as_deref()
    })?;
    Some((submission, value))
}

fn effect(material: &Material, submission: &Submission, value: &DataValue) -> Option<Influence> {
    let whole = TallyKey {
        option: value.key.option.clone(),
        ..TallyKey::of(&value.key.element)
    };
    let own = whole.clone().unit(&submission.unit);
    // A total is what its parts make, whatever its cell says.
    let count = match value.role {
        Role::Total => material.summary.sum(&own),
        Role::Input => value.answer.value()?.count()?,
    };
    // A month stands beside no month of the past.
    let element = material.element(&value.key.element);
    let element = element.filter(|_| value.key.month.is_none());
    let before = element.and_then(|element| material.beside(element, &own)?.known());
    let lost = before.map_or(0, |before| before.abs_diff(count));
    Some(Influence {
        at_stake: count.max(lost),
        whole: material.summary.sum(&whole),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::history::History;
    use crate::aggregate::summary::Summary;
    use crate::figures::fixture::{made_of, query, round};
    use crate::form::spec::Definitions;
    use crate::model::answer::{Answer, Value};
    use crate::model::round::Round;

    /// A round in which nothing is asked about.
    fn unquestioned(definitions: &Definitions) -> Round {
        let mut round = round(definitions, &[]);
        for arrival in &mut round.arrivals {
            arrival.findings.clear();
        }
        round
    }

    #[test]
    fn what_weighs_most_stands_first_and_what_is_no_number_last() {
        let definitions = Definitions::built_in().expect("loads");
        let mut round = unquestioned(&definitions);
        let arrival = &mut round.arrivals[0];
        let submission = arrival.submission.as_mut().expect("read");
        let name: std::sync::Arc<str> = "only-one.xlsx".into();
        (arrival.file.name, submission.file.name) = (name.clone(), name);
        let is_count =
            |value: &&mut DataValue| value.answer.value().is_some_and(|v| v.count() > Some(0));
        let mut counts = submission.values.iter_mut().filter(is_count);
        counts.next().expect("a count").answer = Answer::Given(Value::Count(2));
        counts.next().expect("another").answer = Answer::Given(Value::Count(9_000_000));
        let is_text = |value: &&DataValue| value.answer.value().is_some_and(|v| v.text().is_some());
        let text = submission
            .values
            .iter()
            .find(is_text)
            .cloned()
            .expect("a text");
        let numbers = submission.values.iter().filter(|value| {
            value
                .answer
                .value()
                .is_some_and(|v| matches!(v.count(), Some(2 | 9_000_000)))
        });
        let asked: Vec<DataValue> = numbers.take(2).cloned().collect();
        arrival.findings = vec![
            query(submission, &text, None),
            query(submission, &asked[0], None),
        ];
        // The larger one is found among all files.
        round.findings = vec![query(submission, &asked[1], None)];
        let stakes = made_of(&definitions, &round, |material| {
            let open = by_effect(material).into_iter();
            open.map(|query| query.effect.map(|effect| effect.at_stake))
                .collect::<Vec<_>>()
        });
        assert_eq!(stakes, [Some(9_000_000), Some(2), None]);
    }

    #[test]
    fn what_may_be_lost_is_told_by_the_number_that_stands_beside_it() {
        let definitions = Definitions::built_in().expect("loads");
        let mut round = unquestioned(&definitions);
        // The last one is of an office, which counts by month.
        let arrival = round.arrivals.last_mut().expect("a form");
        let submission = arrival.submission.as_ref().expect("read");
        let is_total = |value: &&DataValue| {
            let key = &value.key;
            value.role == Role::Total && key.month.is_none() && key.option.is_some()
        };
        let total = submission.values.iter().find(is_total).expect("a total");
        let own = TallyKey {
            option: total.key.option.clone(),
            ..TallyKey::of(&total.key.element).unit(&submission.unit)
        };
        arrival.findings = vec![query(submission, total, None)];
        let summary = Summary::new(
            &definitions.catalogue,
            round.period,
            round.counted(&definitions.registry),
        );
        let past = |half: &str, value: u64| {
            let (unit, option) = (own.unit.as_deref(), own.option.as_deref());
            let names = [unit, Some(&*own.element), option].map(Option::unwrap_or_default);
            format!("2022{half},{},,{value},,\n", names.join(","))
        };
        let head = "period,unit,element,option,state,value,note,source\n".to_owned();
        let lost = summary.sum(&own) + 1_000;
        let lines = head + &past("H1", summary.sum(&own) + lost) + &past("H2", 5_000);
        let mut history = History::default();
        history.read("past.csv", lines.as_bytes()).expect("lines");
        let material = Material::new(&definitions, &round, &summary, &history);
        let open = by_effect(&material);
        let stakes = open
            .iter()
            .map(|query| query.effect.map(|effect| effect.at_stake));
        assert_eq!(stakes.collect::<Vec<_>>(), [Some(lost)]);
    }
}
