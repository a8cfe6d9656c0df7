//! Counts the submissions of a period once, into every number that can be asked for.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::tally::{Source, Tally, TallyKey};
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::catalogue::{Catalogue, DataElement, Kind, OverTime};
use crate::model::period::Period;
use crate::model::submission::{DataValue, Role, Submission};

/// The numbers in the order in which they were first met; of a country there are millions.
type Tallies = IndexMap<TallyKey, Tally, FixedState>;

/// Every number of a period.
pub struct Summary<'a> {
    /// The period.
    pub period: Period,
    /// The submissions that are counted, in the order of the roster.
    pub submissions: Vec<&'a Submission>,
    /// The place of each unit's first submission.
    by_unit: HashMap<&'a str, usize>,
    tallies: Tallies,
}

impl<'a> Summary<'a> {
    /// Counts submissions; their order changes no number.
    pub fn new(catalogue: &Catalogue, period: Period, submissions: Vec<&'a Submission>) -> Self {
        let (mut tallies, mut by_unit) = (Tallies::default(), HashMap::new());
        let last_half = period.halves().pop().unwrap_or(period);
        for (s, &submission) in submissions.iter().enumerate() {
            by_unit.entry(&*submission.unit).or_insert(s);
            let mut counting = Counting {
                catalogue,
                submission,
                number: s as u32,
                is_last: submission.period == last_half,
                tallies: &mut tallies,
                met: HashSet::new(),
            };
            counting.begin();
            counting.count();
        }
        Self {
            period,
            submissions,
            by_unit,
            tallies,
        }
    }

    /// A number; `None` when nobody reported a part of it.
    pub fn get(&self, key: &TallyKey) -> Option<&Tally> {
        self.tallies.get(key)
    }

    /// A number, where it is known: a state that a unit is not in is a zero once it is in another.
    pub fn known(&self, key: &TallyKey) -> Option<u64> {
        let in_another = || key.answer.is_some() && self.tallies.contains_key(&key.asked());
        let sum = self.get(key).map(|tally| tally.sum);
        sum.or_else(|| in_another().then_some(0))
    }

    /// The sum; zero when nobody reported a part of it, for shares and lengths of bars.
    pub fn sum(&self, key: &TallyKey) -> u64 {
        self.get(key).map_or(0, |tally| tally.sum)
    }

    /// Every number with its key, in the order in which they were first met.
    pub fn iter(&self) -> impl Iterator<Item = (&TallyKey, &Tally)> {
        self.tallies.iter()
    }

    /// The cell and the value behind a source.
    pub fn source(&self, source: Source) -> Option<(&'a Submission, &'a DataValue)> {
        let submission = *self.submissions.get(source.submission as usize)?;
        Some((submission, submission.values.get(source.value as usize)?))
    }

    /// The submission of a unit, of a year its first one.
    pub fn submission_of(&self, unit: &str) -> Option<&'a Submission> {
        self.submissions.get(*self.by_unit.get(unit)?).copied()
    }
}

/// Counting one submission.
struct Counting<'a, 'b> {
    catalogue: &'b Catalogue,
    submission: &'a Submission,
    number: u32,
    /// Whether it is of the last half of the period, whose states hold for the whole.
    is_last: bool,
    tallies: &'b mut Tallies,
    /// The numbers that it has a part in, by their place.
    met: HashSet<usize>,
}

impl Counting<'_, '_> {
    /// What a unit that reports has none of is a zero: the rows of a list, marks, texts, and of all
    /// units together the states that nobody is in.
    fn begin(&mut self) {
        let listed = self.submission.lists.iter().map(|id| (id, None));
        let once = self.submission.values.iter();
        let once = once.filter(|value| {
            let key = &value.key;
            key.record.is_none() && key.month.is_none() && value.role == Role::Input
        });
        let once = once.map(|value| (&value.key.element, value.key.option.as_ref()));
        for (id, option) in listed.chain(once) {
            let Some(element) = self.catalogue.elements.get(id) else {
                continue;
            };
            if element.over_time == OverTime::Sum || self.is_last {
                self.begin_element(element, option);
            }
        }
    }

    fn begin_element(&mut self, element: &DataElement, option: Option<&Id>) {
        let key = TallyKey {
            option: option.cloned(),
            ..TallyKey::of(&element.id)
        };
        let is_list = self.submission.lists.contains(&element.id);
        let (catalogue, period) = (self.catalogue, self.submission.period);
        match element.kind {
            Kind::Choice => {
                let states = catalogue.answers(element).into_iter();
                for state in states.flat_map(|states| states.options_in(period)) {
                    self.meet(key.clone().answer(&state.id));
                }
            }
            Kind::Marks if option.is_none() => {
                let options = catalogue.breakdown(element).into_iter();
                for option in options.flat_map(|options| options.options_in(period)) {
                    self.begin_element(element, Some(&option.id));
                }
            }
            Kind::Count if !is_list => {}
            Kind::Text | Kind::Date if !is_list && !element.publish => {}
            Kind::Picture => {}
            Kind::Count | Kind::Marks | Kind::Text | Kind::Date => {
                self.meet(key.clone().unit(&self.submission.unit));
                self.meet(key);
            }
        }
    }

    /// The number with this key, of which this unit reports a part.
    fn meet(&mut self, key: TallyKey) -> &mut Tally {
        let entry = self.tallies.entry(key);
        let is_new = self.met.insert(entry.index());
        let tally = entry.or_default();
        tally.reported += u32::from(is_new);
        tally
    }

    fn count(&mut self) {
        for (v, value) in self.submission.values.iter().enumerate() {
            let (Role::Input, Some(answer)) = (value.role, value.answer.value()) else {
                continue;
            };
            let Some(element) = self.catalogue.elements.get(&value.key.element) else {
                continue;
            };
            if element.over_time == OverTime::Last && !self.is_last {
                continue;
            }
            let source = Source {
                submission: self.number,
                value: v as u32,
            };
            match (element.kind, answer) {
                (Kind::Count, Value::Count(n)) => self.add_count(element, value, *n, source),
                (Kind::Choice, Value::Choice(choice)) => self.add_choice(value, choice, source),
                (Kind::Marks, Value::Mark) => self.add_mark(value, source),
                // Lists are counted by their rows, published texts by the units that wrote one.
                (Kind::Text | Kind::Date, _) if value.key.record.is_some() || element.publish => {
                    self.add_row(value, source)
                }
                _ => {}
            }
        }
    }

    /// A count adds up over options (subsets apart), months and units.
    fn add_count(&mut self, element: &DataElement, value: &DataValue, n: u64, source: Source) {
        let subset = self
            .catalogue
            .breakdown(element)
            .and_then(|category| category.options.get(value.key.option.as_ref()?))
            .is_some_and(|option| option.subset);
        let own = TallyKey {
            option: value.key.option.clone(),
            ..TallyKey::of(&element.id)
        };
        let mut keys = vec![own.clone()];
        if value.key.option.is_some() && !subset {
            keys.push(TallyKey {
                option: None,
                ..own
            });
        }
        for key in keys {
            if let Some(month) = value.key.month {
                self.add_for_unit_and_city(key.clone().month(month), n, source);
            }
            self.add_for_unit_and_city(key, n, source);
        }
    }

    /// A choice counts the unit once under its answer (in a list: each row).
    fn add_choice(&mut self, value: &DataValue, choice: &Id, source: Source) {
        let key = TallyKey {
            option: value.key.option.clone(),
            ..TallyKey::of(&value.key.element)
        };
        self.add_for_unit_and_city(key.clone().answer(choice), 1, source);
        self.add_for_unit_and_city(key, 1, source);
    }

    /// A mark counts the unit once under its option, however many rows carry it.
    fn add_mark(&mut self, value: &DataValue, source: Source) {
        let key = TallyKey {
            option: value.key.option.clone(),
            ..TallyKey::of(&value.key.element)
        };
        let of_unit = key.clone().unit(&self.submission.unit);
        let first = self.tallies.get(&of_unit).is_none_or(|own| own.sum == 0);
        self.add(of_unit, u64::from(first), source);
        self.add(key, u64::from(first), source);
    }

    /// A row of a list counts one under each of its columns.
    fn add_row(&mut self, value: &DataValue, source: Source) {
        self.add_for_unit_and_city(TallyKey::of(&value.key.element), 1, source);
    }

    fn add_for_unit_and_city(&mut self, key: TallyKey, n: u64, source: Source) {
        self.add(key.clone().unit(&self.submission.unit), n, source);
        self.add(key, n, source);
    }

    fn add(&mut self, key: TallyKey, n: u64, source: Source) {
        let tally = self.meet(key);
        tally.sum += n;
        tally.sources.push(source);
    }
}
