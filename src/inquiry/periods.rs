//! Two periods side by side: the city's numbers, or one unit's.

use std::collections::BTreeSet;

use serde::Serialize;

use super::names::FigureNames;
use crate::aggregate::history::{History, Line, closed_lines};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::figures::change;
use crate::figures::comparison::Comparison;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::org_unit::{OrgRegistry, OrgUnit};
use crate::model::period::Period;
use crate::model::submission::Submission;

/// Every number of a period but the months, and where they were taken from.
pub struct PeriodFigures {
    period: Period,
    history: History,
    keys: BTreeSet<TallyKey>,
    source: &'static str,
}

impl PeriodFigures {
    /// The numbers of what was submitted, half by half: of a year in which options or units became
    /// others, no number is that of a part of it.
    pub fn submitted(definitions: &Definitions, period: Period, counted: &[&Submission]) -> Self {
        let mut summaries = Vec::new();
        for half in period.halves() {
            let own = counted.iter().copied().filter(|one| one.period == half);
            summaries.push(Summary::new(&definitions.catalogue, half, own.collect()));
        }
        let lines: Vec<_> = summaries.iter().flat_map(closed_lines).collect();
        Self::new(definitions, period, &lines, "提出")
    }

    /// The numbers as they were published and closed.
    pub fn kept(definitions: &Definitions, period: Period, lines: &[Line]) -> Self {
        Self::new(definitions, period, lines, "公表値・締めた記録")
    }

    fn new(
        definitions: &Definitions,
        period: Period,
        lines: &[Line<impl AsRef<str>>],
        source: &'static str,
    ) -> Self {
        let mut history = History::following(&definitions.catalogue, &definitions.registry);
        let halves = period.halves();
        let own = lines
            .iter()
            .filter(|line| line.period == period || halves.contains(&line.period))
            .filter(|line| line.month.is_none());
        let keys = own.map(Line::key).collect();
        history.add(lines);
        Self {
            period,
            history,
            keys,
            source,
        }
    }

    /// Whether nothing is known of the period.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn side(&self) -> ComparedSide {
        ComparedSide {
            period: self.period,
            source: self.source,
        }
    }
}

/// Both periods, for programs.
#[derive(Serialize)]
pub struct PeriodComparison {
    schema: u32,
    /// The earlier period.
    pub earlier: ComparedSide,
    /// The later one.
    pub later: ComparedSide,
    /// What makes the periods unlike each other.
    pub notes: Vec<String>,
    /// Every number that either of them has.
    pub figures: Vec<FigurePair>,
}

/// One of the two periods.
#[derive(Serialize)]
pub struct ComparedSide {
    /// The period.
    pub period: Period,
    /// Where its numbers come from, in words.
    pub source: &'static str,
}

/// One number of both periods.
#[derive(Serialize)]
pub struct FigurePair {
    /// The number's id.
    pub figure: String,
    /// Whose it is.
    pub unit: String,
    /// What is counted.
    pub element: String,
    /// The part of it.
    pub option: String,
    /// The answer that is counted.
    pub answer: String,
    /// In the earlier period.
    pub earlier: Option<u64>,
    /// In the later one.
    pub later: Option<u64>,
    /// The change in percent, for people; nothing where it is told by the number.
    #[serde(skip)]
    pub percent: Option<String>,
    /// Why the two are not alike; empty when they are.
    pub note: String,
}

impl PeriodComparison {
    /// Compares the numbers of some units; `None` stands for the city.
    pub fn new(
        definitions: &Definitions,
        before: &PeriodFigures,
        now: &PeriodFigures,
        units: &[Option<Id>],
    ) -> Self {
        let mut pairing = Pairing {
            definitions,
            before,
            now,
            units,
            told: BTreeSet::new(),
            pairs: Vec::new(),
        };
        pairing.pair_all();
        Self {
            schema: 1,
            earlier: before.side(),
            later: now.side(),
            notes: notes(&definitions.registry, before.period, now.period),
            figures: pairing.in_order(),
        }
    }
}

/// Numbers on their way to each other.
struct Pairing<'a> {
    definitions: &'a Definitions,
    before: &'a PeriodFigures,
    now: &'a PeriodFigures,
    units: &'a [Option<Id>],
    /// What is told under the name of its successor is not told again under its own.
    told: BTreeSet<TallyKey>,
    pairs: Vec<(TallyKey, FigurePair)>,
}

impl Pairing<'_> {
    fn pair_all(&mut self) {
        for key in &self.now.keys {
            if self.wants(key) {
                self.pair(key);
            }
        }
        let catalogue = &self.definitions.catalogue;
        for key in &self.before.keys {
            if self.wants(key) && !self.now.keys.contains(key) && !self.told.contains(key) {
                let (before, now) = (self.before, self.now);
                let earlier = before.history.value(catalogue, before.period, key);
                let later = now.history.value(catalogue, now.period, key);
                self.push(key, earlier, later, None);
            }
        }
    }

    /// Texts and the like are no statistics: they have no unit of measure.
    fn wants(&self, key: &TallyKey) -> bool {
        let element = self.definitions.catalogue.elements.get(&key.element);
        self.units.contains(&key.unit) && element.is_none_or(|element| !element.unit.is_empty())
    }

    /// A number of now with what it was before.
    fn pair(&mut self, key: &TallyKey) {
        let catalogue = &self.definitions.catalogue;
        let (past, now) = (&self.before.history, self.now);
        let earlier = match past.look_up(catalogue, self.before.period, key) {
            Ok(None) => None,
            Ok(Some(figure)) => {
                self.told.extend(figure.made_of);
                Some(figure.value)
            }
            Err(incomparable) => {
                self.told.extend(incomparable.before);
                None
            }
        };
        let comparison = Comparison {
            definitions: self.definitions,
            history: past,
            now: now.period,
            before: self.before.period,
        };
        let element = catalogue.elements.get(&key.element);
        let note = element.and_then(|element| comparison.note(element, key));
        let later = now.history.value(catalogue, now.period, key);
        self.push(key, earlier, later, note);
    }

    fn push(
        &mut self,
        key: &TallyKey,
        earlier: Option<u64>,
        later: Option<u64>,
        note: Option<String>,
    ) {
        let names = FigureNames::of(self.definitions, key);
        let catalogue = &self.definitions.catalogue;
        let percent = earlier.zip(later).and_then(|(earlier, later)| {
            let element = catalogue.elements.get(&key.element)?;
            let in_percent = !catalogue.changes_by_number(element, earlier);
            in_percent.then(|| change::percent(later, earlier))?
        });
        let pair = FigurePair {
            figure: key.to_string(),
            unit: names.unit,
            element: names.element,
            option: names.option,
            answer: names.answer,
            earlier,
            later,
            percent,
            note: note.unwrap_or_default(),
        };
        self.pairs.push((key.clone(), pair));
    }

    /// In the order of the definitions, totals first.
    fn in_order(mut self) -> Vec<FigurePair> {
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.sort_by_cached_key(|(key, _)| (self.place(key), key.clone()));
        pairs.into_iter().map(|(_, pair)| pair).collect()
    }

    fn place(&self, key: &TallyKey) -> Option<(usize, Option<usize>, Option<usize>)> {
        let elements = &self.definitions.catalogue.elements;
        let (place, _, asked) = elements.get_full(&key.element)?;
        let option = self.place_of_option(asked.category.as_ref(), key.option.as_ref());
        let answer = self.place_of_option(asked.answers.as_ref(), key.answer.as_ref());
        Some((place, option, answer))
    }

    fn place_of_option(&self, category: Option<&Id>, option: Option<&Id>) -> Option<usize> {
        let category = self.definitions.catalogue.categories.get(category?)?;
        category.options.get_index_of(option?)
    }
}

/// What makes two periods unlike each other as a whole.
fn notes(registry: &OrgRegistry, before: Period, now: Period) -> Vec<String> {
    let mut notes = Vec::new();
    if (before.is_year()) != (now.is_year()) {
        notes.push(
            "半期と年度の比較です。長さが違うので、件数をそのまま比べることはできません。"
                .to_owned(),
        );
    } else if before.extent != now.extent {
        notes.push("上半期と下半期の比較です。季節による違いを含みます。".to_owned());
    }
    for kind in registry.kinds.values() {
        let then: Vec<&OrgUnit> = registry.expected(&kind.id, before).collect();
        let today: Vec<&OrgUnit> = registry.expected(&kind.id, now).collect();
        let changes = changes(&then, &today);
        if then.len() != today.len() {
            let (counter, then, today) = (&kind.counter, then.len(), today.len());
            notes.push(format!(
                "{}の数が違います（{then}{counter} → {today}{counter}）。{changes}",
                kind.label
            ));
        } else if !changes.is_empty() {
            notes.push(format!("{}が変わりました。{changes}", kind.label));
        }
    }
    notes
}

/// Which units ended into which, in sentences; nothing where the same report.
fn changes(then: &[&OrgUnit], today: &[&OrgUnit]) -> String {
    let mut ended: Vec<&OrgUnit> = then.to_vec();
    ended.retain(|unit| !today.contains(unit));
    let mut words = String::new();
    for unit in today.iter().filter(|unit| !then.contains(unit)) {
        let mut from: Vec<&str> = Vec::new();
        for old in ended.iter().filter(|old| unit.succeeds.contains(&old.id)) {
            from.push(&old.name);
        }
        words += &if from.is_empty() {
            format!("「{}」が増えました。", unit.name)
        } else {
            format!(
                "「{}」が「{}」になりました。",
                from.join("」と「"),
                unit.name
            )
        };
    }
    for old in ended {
        if !today.iter().any(|unit| unit.succeeds.contains(&old.id)) {
            words += &format!("「{}」がなくなりました。", old.name);
        }
    }
    words
}
