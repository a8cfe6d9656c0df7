//! Published figures against recomputed ones, and against themselves.
//!
//! Nothing is repaired: a difference is told, and so is a published total that its own published
//! parts contradict.

use std::collections::BTreeMap;

use serde::Serialize;

use super::names::FigureNames;
use crate::aggregate::history::{History, Line};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::catalogue::{Catalogue, Kind};
use crate::model::period::Period;

/// Everything that was compared, for programs.
#[derive(Serialize)]
pub struct Reconciliation {
    schema: u32,
    period: Period,
    /// How many figures came out how.
    pub counts: ReconciledCounts,
    /// Every published figure.
    pub figures: Vec<ReconciledFigure>,
}

/// How many figures came out how.
#[derive(Debug, Default, Serialize)]
pub struct ReconciledCounts {
    /// All of them.
    pub published: usize,
    /// The same as recomputed.
    pub equal: usize,
    /// Recomputed to something else.
    pub differs: usize,
    /// With nothing to recompute them from.
    pub not_recomputed: usize,
    /// Whose published parts add up to something else.
    pub contradicts: usize,
}

/// One published figure.
#[derive(Debug, Serialize)]
pub struct ReconciledFigure {
    /// Its period.
    pub period: Period,
    /// Its id.
    pub figure: String,
    /// Whose it is.
    pub unit: String,
    /// What is counted.
    pub element: String,
    /// The part of it.
    pub option: String,
    /// The answer that is counted.
    pub answer: String,
    /// As published.
    pub published: u64,
    /// As recomputed.
    pub recomputed: Option<u64>,
    /// How the two compare.
    pub outcome: Agreement,
    /// The sum of its published parts, where every part is published and the sum is another.
    pub parts: Option<u64>,
    /// What the history says of it.
    pub note: String,
}

/// What became of one published figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The same as recomputed.
    Equal,
    /// Recomputed to something else.
    Differs,
    /// Nothing to recompute it from.
    NotRecomputed,
}

impl Reconciliation {
    /// Published figures beside what the submissions of their period give, or what it was closed
    /// with.
    pub fn new(
        definitions: &Definitions,
        summary: &Summary,
        closed: &[Line],
        published: &[Line],
    ) -> Self {
        let catalogue = &definitions.catalogue;
        let mut history = History::following(catalogue, &definitions.registry);
        history.add(closed);
        let known = published_figures(published);
        let mut figures = Vec::new();
        for line in published {
            let key = line.key();
            let recomputed = if line.period == summary.period {
                summary.known(&key)
            } else {
                history.value(catalogue, line.period, &key)
            };
            let parts = parts(catalogue, &known, line.period, &key);
            figures.push(ReconciledFigure::new(definitions, line, recomputed, parts));
        }
        Self {
            schema: 1,
            period: summary.period,
            counts: counts(&figures),
            figures,
        }
    }
}

impl ReconciledFigure {
    fn new(
        definitions: &Definitions,
        line: &Line,
        recomputed: Option<u64>,
        parts: Option<u64>,
    ) -> Self {
        let key = line.key();
        let names = FigureNames::of(definitions, &key);
        Self {
            period: line.period,
            figure: key.to_string(),
            unit: names.unit,
            element: names.element,
            option: names.option,
            answer: names.answer,
            published: line.value,
            recomputed,
            outcome: match recomputed {
                None => Agreement::NotRecomputed,
                Some(value) if value == line.value => Agreement::Equal,
                Some(_) => Agreement::Differs,
            },
            parts: parts.filter(|parts| *parts != line.value),
            note: line.note.clone(),
        }
    }
}

fn counts(figures: &[ReconciledFigure]) -> ReconciledCounts {
    let mut counts = ReconciledCounts::default();
    for figure in figures {
        counts.published += 1;
        counts.contradicts += usize::from(figure.parts.is_some());
        match figure.outcome {
            Agreement::Equal => counts.equal += 1,
            Agreement::Differs => counts.differs += 1,
            Agreement::NotRecomputed => counts.not_recomputed += 1,
        }
    }
    counts
}

type PublishedFigures = BTreeMap<(Period, TallyKey), u64>;

fn published_figures(lines: &[Line]) -> PublishedFigures {
    lines
        .iter()
        .map(|line| ((line.period, line.key()), line.value))
        .collect()
}

/// The sum of the published parts of a total; nothing unless it is one, its parts add up, and all
/// of them are known.
fn parts(
    catalogue: &Catalogue,
    figures: &PublishedFigures,
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
    let mut sum = None;
    for part in catalogue.breakdown(element)?.parts_in(period) {
        let value = figures.get(&(period, key.clone().option(&part.id)))?;
        sum = Some(sum.unwrap_or(0) + value);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::history::read_csv;

    fn lines(text: &str) -> Vec<Line> {
        let head = "period,unit,element,option,state,value,note,source\n";
        read_csv("t.csv", format!("{head}{text}").as_bytes()).expect("good lines")
    }

    /// Published lines against a total of the meetings of 2021 as it was closed.
    fn reconciled(published: &str, closed: u64) -> Vec<(Agreement, Option<u64>)> {
        let definitions = Definitions::built_in().expect("the definitions load");
        let period: Period = "2023H1".parse().expect("a period");
        let summary = Summary::new(&definitions.catalogue, period, Vec::new());
        let closed = lines(&format!("2021,city,meetings,,,{closed},,\n"));
        let told = Reconciliation::new(&definitions, &summary, &closed, &lines(published));
        let figures = told.figures.iter();
        figures
            .map(|figure| (figure.outcome, figure.parts))
            .collect()
    }

    #[test]
    fn a_total_is_held_against_what_is_counted_and_against_its_own_parts() {
        let whole = "2021,city,meetings,,,10,,\n2021,city,meetings,G1,,4,,\n2021,city,meetings,G2,,5,,\n2021,city,meetings,G3,,3,,\n";
        let told = reconciled(whole, 10);
        // The subset G3 is not a part; a part that is not published leaves nothing to hold against.
        assert_eq!(told[0], (Agreement::Equal, Some(9)));
        assert!(
            told[1..]
                .iter()
                .all(|figure| *figure == (Agreement::NotRecomputed, None))
        );
        let partial = "2021,city,meetings,,,10,,\n2021,city,meetings,G1,,4,,\n";
        assert_eq!(reconciled(partial, 11)[0], (Agreement::Differs, None));
    }
}
