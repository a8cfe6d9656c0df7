//! Which earlier period the numbers of an element stand beside, and what to mind where it is not
//! like this one: options and units that took the place of others, a roster of another size, and
//! numbers that changed since the period was closed.

use super::datum::symbol;
use super::material::Material;
use super::naming::Naming;
use super::number::{Number, Origin, Words};
use super::publication::is_open;
use crate::aggregate::history::{History, Revision};
use crate::aggregate::succession::{Incomparable, Obstacle};
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::catalogue::{DataElement, Kind, OverTime};
use crate::model::period::{Extent, Period};
use crate::model::terms;
use crate::model::text::grouped;

/// How many revisions a note tells before it only counts them.
const TOLD: usize = 5;

/// Of two periods: now, and an earlier one.
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    /// Names of options and units.
    pub definitions: &'a Definitions,
    /// The figures of earlier periods.
    pub history: &'a History,
    /// This period.
    pub now: Period,
    /// The earlier one.
    pub before: Period,
}

impl<'a> Material<'a> {
    /// What the numbers of an element stand beside, in every output: the definitions say it once.
    pub fn comparison(&self, element: &DataElement) -> Comparison<'a> {
        Comparison {
            definitions: self.definitions,
            history: self.history,
            now: self.period(),
            before: element.beside.of(self.period()),
        }
    }

    /// The number that a number of an element stands beside, in every output; `None` where it is
    /// not known or not comparable: a part of the units is not held against all of them.
    pub fn beside(&self, element: &DataElement, key: &TallyKey) -> Option<Number> {
        let is_alike = key.unit.is_some() || self.is_whole(element);
        self.past(self.comparison(element).before, key)
            .filter(|_| is_alike)
    }

    /// Of a second half the first one of the same year.
    pub fn first_half(&self) -> Option<Period> {
        let period = self.period();
        let mut halves = Period::year(period.year.0).halves().into_iter();
        halves.find(|half| half.ends_before(period))
    }

    /// The number of the first half, and that of the year that it makes with the number of this
    /// half, of what is counted over time; the year only where all of both halves is counted.
    pub fn of_year(
        &self,
        element: &DataElement,
        key: &TallyKey,
    ) -> Option<(Number, Option<Number>)> {
        let adds_up = element.over_time == OverTime::Sum && element.kind != Kind::Marks;
        let first = self.past(self.first_half().filter(|_| adds_up)?, key)?;
        let year = Number::sum([first.clone(), self.now(key.clone())]);
        Some((first, Some(year).filter(|_| self.is_whole(element))))
    }

    /// How a number of an element changed: in percent, but of units and of few cases by the number.
    pub fn change(&self, element: &DataElement, now: &Number, past: &Number) -> Option<Words> {
        if self.by_number(element, past) {
            Some(now.difference(past))
        } else {
            now.percent(past)
        }
    }

    /// The same in a sentence.
    pub fn change_in_words(&self, element: &DataElement, now: &Number, past: &Number) -> Words {
        let unit = element.statistic().map_or("", |(_, unit)| unit);
        let in_percent = if self.by_number(element, past) {
            None
        } else {
            now.percent_in_words(past)
        };
        in_percent.unwrap_or_else(|| now.difference_in_words(past, unit))
    }

    fn by_number(&self, element: &DataElement, past: &Number) -> bool {
        self.definitions
            .catalogue
            .changes_by_number(element, past.n)
    }

    /// Why some changes are no percentages; nothing where none of the earlier numbers is that
    /// small.
    pub fn small_base(
        &self,
        element: &DataElement,
        before: Period,
        past: impl IntoIterator<Item = u64>,
    ) -> Option<Words> {
        let least = self.definitions.catalogue.small_base;
        let few = element.kind == Kind::Count && past.into_iter().any(|past| past < least);
        few.then(|| {
            let (before, unit) = (before.prose(), &element.unit);
            Words::text(format!(
                "{before}が{least}{unit}に満たない区分の増減は、率ではなく数で示す。"
            ))
        })
    }

    /// Said of an element that not all have reported: a part is not held against all of them.
    pub fn incomplete(&self, element: &DataElement) -> Option<Words> {
        let comparison = self.comparison(element);
        let has_past = self.history.has(comparison.before, &element.id);
        (has_past && !self.is_whole(element)).then(|| {
            let label = comparison.before.label();
            Words::text(format!(
                "報告が揃っていないため、{label}の数とは比べられない。"
            ))
        })
    }

    /// Where units of a kind are counted, their number is the measure: how many there were and are,
    /// if that is not the same.
    pub fn roster(&self, kind: &str, element: &DataElement) -> Option<Words> {
        let comparison = self.comparison(element);
        let kind = self.definitions.registry.kinds.get(kind)?;
        let counts_units = matches!(element.kind, Kind::Choice | Kind::Marks);
        if !counts_units || !self.history.has(comparison.before, &element.id) {
            return None;
        }
        let words = |period: Period| {
            // A state of a year is that of its end.
            let last = period.halves().pop();
            let last = last.filter(|_| element.over_time == OverTime::Last);
            let at = Some(last.unwrap_or(period)).filter(|at| *at != self.period());
            let expected = self.expected(kind, at);
            let counter = kind.counter.as_str();
            let words = Words::text(format!("{}は", period.label()));
            (expected.n, words.then(expected).then(counter))
        };
        let ((before, was), (now, is)) = (words(comparison.before), words(comparison.now));
        (now != before).then(|| was.then("、").then(is).then("についての数。"))
    }

    /// What has been remarked on the earlier numbers of an element, what they are not like, and
    /// what was revised.
    pub fn past_notes(&self, kind: &str, element: &DataElement, keys: &[TallyKey]) -> Vec<String> {
        let comparison = self.comparison(element);
        let mut notes = comparison.remarks(keys);
        notes.extend(comparison.notes(element, keys));
        let roster = self.roster(kind, element);
        notes.extend(roster.map(|words| words.to_string()));
        let of_part = self.incomplete(element);
        notes.extend(of_part.map(|words| words.to_string()));
        notes.extend(self.revised(element).iter().map(Words::to_string));
        notes
    }

    /// What changed since the period was closed: the city's numbers, and those of units that leave
    /// the city's as it was, when one rises and another falls.
    pub fn revised_numbers(&self) -> impl Iterator<Item = &Revision> {
        let is_told = |revision: &&Revision| {
            let of_city = TallyKey {
                unit: None,
                ..revision.key.clone()
            };
            revision.key.unit.is_none() || !self.revisions.contains_key(&of_city)
        };
        self.revisions.values().filter(is_told)
    }

    /// The numbers of an element that changed since this period was closed, or one that it stands
    /// beside: a sentence a period, without what single units counted.
    pub fn revised(&self, element: &DataElement) -> Vec<Words> {
        let mut told = Vec::new();
        let own = self
            .revised_numbers()
            .map(|revision| (self.period(), revision));
        let own: Vec<(Period, &Revision)> = own.collect();
        let past = self.revised_past.iter();
        let past: Vec<(Period, &Revision)> = past.map(|((at, _), own)| (*at, own)).collect();
        for one_period in own.chunk_by(same_period).chain(past.chunk_by(same_period)) {
            let mut revised = one_period.to_vec();
            revised.retain(|(_, own)| own.key.element == element.id && is_open(own));
            told.extend(self.revised_at(&revised));
        }
        told
    }

    fn revised_at(&self, revised: &[(Period, &Revision)]) -> Option<Words> {
        let (at, _) = revised.first()?;
        let of = match *at == self.period() {
            true => String::new(),
            false => format!("{}の", at.label()),
        };
        let (first, rest) = revised.split_at(TOLD.min(revised.len()));
        let told = first.iter().map(|(at, revision)| self.told(*at, revision));
        let words = Words::text(format!("{} {of}訂正: ", symbol::REVISED));
        let words = words.then(Words::joined(told, "、"));
        if rest.is_empty() {
            return Some(words.then("。"));
        }
        let rest = rest
            .iter()
            .map(|(at, revision)| self.corrected(*at, revision).0);
        let rest = Number::count(rest.collect());
        Some(words.then("、ほか").then(rest).then("件。"))
    }

    fn told(&self, at: Period, revision: &Revision) -> Words {
        let (_, old, new) = self.corrected(at, revision);
        let name = Naming::new(self.definitions).part_of(&revision.key);
        Words::text(format!("{name} "))
            .then(old)
            .then("→")
            .then(new)
    }

    /// The origin of a number that was corrected in a period, and what it was and is in words. What
    /// a number of an earlier period is now is not made of anything that is counted for this one.
    pub fn corrected(&self, at: Period, revision: &Revision) -> (Origin, Words, Words) {
        let key = &revision.key;
        let closed = Origin::Past(at, key.clone());
        let number = |n: Option<u64>, origin: &Origin| match n {
            Some(n) => Number::new(n, origin.clone()).into(),
            None => Words::text(shown(None)),
        };
        let old = number(revision.old, &closed);
        if at != self.period() {
            return (closed, old, Words::text(shown(revision.new)));
        }
        let now = Origin::Counted(key.clone());
        let new = number(revision.new, &now);
        (now, old, new)
    }
}

fn same_period(one: &(Period, &Revision), other: &(Period, &Revision)) -> bool {
    one.0 == other.0
}

impl Comparison<'_> {
    /// 前年同期（令和4年度 上半期）, 前年度（令和4年度）.
    pub fn label(&self) -> String {
        format!("{}（{}）", self.word(), self.before.label())
    }

    /// What the earlier period is to this one: 前年同期, 前年度.
    pub fn word(&self) -> &'static str {
        match self.before.extent {
            Extent::Year => "前年度",
            Extent::Half(_) => "前年同期",
        }
    }

    /// What has been remarked on the earlier of some numbers when it was published.
    pub fn remarks(&self, keys: &[TallyKey]) -> Vec<String> {
        let catalogue = &self.definitions.catalogue;
        let mut told: Vec<String> = Vec::new();
        for key in keys {
            let figure = self.history.get(catalogue, self.before, key);
            let note = figure.map(|figure| figure.note).unwrap_or_default();
            let words = format!("{}: {note}", self.label());
            if !note.is_empty() && told.last() != Some(&words) {
                told.push(words);
            }
        }
        told
    }

    /// What to mind about some numbers of an element; nothing without a past.
    pub fn notes(&self, element: &DataElement, keys: &[TallyKey]) -> Vec<String> {
        if !self.history.has(self.before, &element.id) {
            return Vec::new();
        }
        let mut notes: Vec<String> = Vec::new();
        let of_keys = keys.iter().filter_map(|key| self.note(element, key));
        for note in of_keys {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        notes
    }

    /// What to mind about one number; nothing when it was called the same.
    pub fn note(&self, element: &DataElement, key: &TallyKey) -> Option<String> {
        let before = self.before.label();
        match self
            .history
            .look_up(&self.definitions.catalogue, self.before, key)
        {
            Ok(None) => self.come_or_gone(element, key),
            Ok(Some(figure)) => {
                let Some(first) = figure.made_of.first() else {
                    return self.come_or_gone(element, key);
                };
                let (own, parts) = (self.name(key, first), self.names(&figure.made_of, key));
                Some(match figure.made_of.len() {
                    1 => format!("{own}の{before}は、当時の{parts}の値。"),
                    _ if element.multiple => {
                        format!(
                            "{own}の{before}は、当時の{parts}の合計（複数回答のため、重なりを含む）。"
                        )
                    }
                    _ => format!("{own}の{before}は、当時の{parts}の合計。"),
                })
            }
            Err(Incomparable {
                key: of,
                before: others,
                reason,
            }) => {
                let first = others.first()?;
                let (own, parts) = (self.name(&of, first), self.names(&others, &of));
                Some(match reason {
                    Obstacle::Split => {
                        format!("{own}は、{parts}が分かれたものであるため、{before}との比較なし。")
                    }
                    Obstacle::Overlap => format!(
                        "{own}は、{parts}をまとめたもので、同じ報告者を重ねて数えるおそれがあるため、{before}との比較なし。"
                    ),
                })
            }
        }
    }

    /// A question that is asked no more or was not yet; an option that was not there, or those that
    /// are there no more: the total of then lacks or holds them.
    fn come_or_gone(&self, element: &DataElement, key: &TallyKey) -> Option<String> {
        let before = self.before.label();
        let (was, is) = (self.before, self.now);
        match [was, is].map(|period| element.validity.covers(period)) {
            [true, false] => {
                return Some(format!("「{}」は、{}にはない。", element.label, is.label()));
            }
            [false, true] => {
                return Some(format!("「{}」は、{before}にはなかった。", element.label));
            }
            _ => {}
        }
        let options = &self.definitions.catalogue.breakdown(element)?.options;
        if let Some(id) = &key.option {
            let option = options.get(id)?;
            let is_new = option.succeeds.is_empty() && option.validity.begins_after(self.before);
            return is_new.then(|| format!("「{}」は、{before}にはなかった。", option.label));
        }
        let goes_on = |id: &Id| options.values().any(|option| option.succeeds.contains(id));
        let mut gone = String::new();
        for option in options.values() {
            let asked = |period| option.validity.covers(period);
            if asked(self.before) && !asked(self.now) && !goes_on(&option.id) {
                gone += &format!("「{}」", option.label);
            }
        }
        let is_told = key.answer.is_none() && !gone.is_empty();
        is_told.then(|| format!("{before}には、今はない{gone}があった。"))
    }

    fn names(&self, keys: &[TallyKey], other: &TallyKey) -> String {
        keys.iter().map(|key| self.name(key, other)).collect()
    }

    /// What a number is called where it differs from another.
    fn name(&self, key: &TallyKey, other: &TallyKey) -> String {
        let naming = Naming::new(self.definitions);
        let mut words = Vec::new();
        if key.option != other.option || key == other {
            words.extend(naming.option(key));
        }
        if key.answer != other.answer || key == other {
            words.extend(naming.answer(key));
        }
        if key.unit != other.unit {
            words.extend(key.unit.as_ref().map(|unit| naming.unit(unit)));
        }
        format!("「{}」", words.join("・"))
    }
}

/// A number that may be none.
pub fn shown(number: Option<u64>) -> String {
    number.map_or_else(|| terms::NONE.to_owned(), grouped)
}
