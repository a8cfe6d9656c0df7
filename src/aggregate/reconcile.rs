//! Published figures against recomputed ones, and against themselves.
//!
//! Nothing is repaired: a difference is told, and so is a published total that its own published parts
//! contradict.

use std::collections::BTreeMap;

use super::history::Line;
use super::tally::TallyKey;
use crate::model::catalogue::{Catalogue, Kind};
use crate::model::period::Period;

/// What became of one published figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The same as recomputed.
    Equal,
    /// Recomputed to something else.
    Differs(u64),
    /// Nothing to recompute it from.
    NotRecomputed,
}

/// A published figure beside the recomputed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The period.
    pub period: Period,
    /// Which figure.
    pub key: TallyKey,
    /// As published.
    pub published: u64,
    /// How it compares.
    pub outcome: Outcome,
    /// The sum of its published parts, where every part is published and the sum is another.
    pub parts: Option<u64>,
    /// What the history says of it.
    pub note: String,
}

/// Compares every published figure with the recomputed one, if there is one, and with its published parts.
pub fn compare(
    catalogue: &Catalogue,
    lines: &[Line],
    recomputed: impl Fn(Period, &TallyKey) -> Option<u64>,
) -> Vec<Compared> {
    let figures: BTreeMap<(Period, TallyKey), u64> = lines
        .iter()
        .map(|line| ((line.period, line.key()), line.value))
        .collect();
    let compared = |line: &Line| {
        let key = line.key();
        let outcome = match recomputed(line.period, &key) {
            None => Outcome::NotRecomputed,
            Some(value) if value == line.value => Outcome::Equal,
            Some(value) => Outcome::Differs(value),
        };
        let parts =
            parts(catalogue, &figures, line.period, &key).filter(|parts| *parts != line.value);
        Compared {
            period: line.period,
            key,
            published: line.value,
            outcome,
            parts,
            note: line.note.clone(),
        }
    };
    lines.iter().map(compared).collect()
}

/// The sum of the published parts of a total; nothing unless it is one, its parts add up, and all of them are known.
fn parts(
    catalogue: &Catalogue,
    figures: &BTreeMap<(Period, TallyKey), u64>,
    period: Period,
    key: &TallyKey,
) -> Option<u64> {
    let element = catalogue
        .elements
        .get(&key.element)
        .filter(|element| element.kind == Kind::Count)?;
    if key.option.is_some() || key.answer.is_some() {
        return None;
    }
    let parts = catalogue
        .breakdown(element)?
        .options_in(period)
        .filter(|option| !option.subset);
    let parts: Vec<u64> = parts
        .map(|part| {
            figures
                .get(&(period, key.clone().option(&part.id)))
                .copied()
        })
        .collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| parts.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::super::history::read_csv;
    use super::*;
    use crate::form::spec::Definitions;

    #[test]
    fn a_total_is_held_against_what_is_counted_and_against_its_own_parts() {
        let catalogue = Definitions::built_in()
            .expect("the definitions load")
            .catalogue;
        let lines = |text: &str| {
            let head = "period,unit,element,option,state,value,note,source\n";
            read_csv("t.csv", format!("{head}{text}").as_bytes()).expect("good lines")
        };
        let published = "2021,city,meetings,,,10,,\n2021,city,meetings,G1,,4,,\n2021,city,meetings,G2,,5,,\n2021,city,meetings,G3,,3,,\n";
        let told = compare(&catalogue, &lines(published), |_, key| {
            key.option.is_none().then_some(10)
        });
        let short: Vec<_> = told
            .iter()
            .map(|figure| (figure.outcome.clone(), figure.parts))
            .collect();
        // The subset G3 is not a part; a part that is not published leaves nothing to hold against.
        assert_eq!(short[0], (Outcome::Equal, Some(9)));
        assert!(
            short[1..]
                .iter()
                .all(|figure| *figure == (Outcome::NotRecomputed, None))
        );
        let partial = lines("2021,city,meetings,,,10,,\n2021,city,meetings,G1,,4,,\n");
        assert_eq!(
            compare(&catalogue, &partial, |_, _| Some(11))[0].parts,
            None
        );
        assert_eq!(
            compare(&catalogue, &partial, |_, _| Some(11))[0].outcome,
            Outcome::Differs(11)
        );
    }
}
