//! Which earlier period the numbers of an element stand beside, and what to mind where it is not like this
//! one: options and units that took the place of others, a roster of another size, and numbers that changed
//! since the period was closed.

use super::material::Material;
use super::number::{Number, Origin, Words};
use crate::aggregate::history::{History, Revision};
use crate::aggregate::succession::{Incomparable, Obstacle};
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::catalogue::{DataElement, Kind};
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

    /// The number that a number of an element stands beside; `None` where it is not known or not comparable.
    pub fn beside(&self, element: &DataElement, key: &TallyKey) -> Option<Number> {
        self.past(self.comparison(element).before, key)
    }

    /// What has been remarked on the earlier numbers of an element, what they are not like, and what was revised.
    pub fn past_notes(&self, kind: &str, element: &DataElement, keys: &[TallyKey]) -> Vec<String> {
        let comparison = self.comparison(element);
        let mut notes: Vec<String> = Vec::new();
        if self.history.has(comparison.before, &element.id) {
            for key in keys {
                let figure = self
                    .history
                    .get(&self.definitions.catalogue, comparison.before, key);
                let note = figure.map_or_else(String::new, |figure| figure.note);
                let told = format!("{}: {note}", comparison.label());
                if !note.is_empty() && notes.last() != Some(&told) {
                    notes.push(told);
                }
            }
            notes.extend(comparison.notes(kind, element, keys));
        }
        notes.extend(self.revised(element).map(|words| words.to_string()));
        notes
    }

    /// The city's numbers of an element that changed since the period was closed, in one sentence.
    pub fn revised(&self, element: &DataElement) -> Option<Words> {
        let of_city = |revision: &&Revision| {
            revision.key.unit.is_none() && revision.key.element == element.id
        };
        let mut told = Vec::new();
        for revision in self.revisions.values().filter(of_city) {
            told.push(self.told(element, revision));
        }
        if told.is_empty() {
            return None;
        }
        let rest = told.split_off(told.len().min(TOLD)).len();
        let words = Words::from("r 訂正: ").then(Words::joined(told, "、"));
        Some(match rest {
            0 => words.then("。"),
            rest => words.then(format!("、ほか{rest}件。")),
        })
    }

    fn told(&self, element: &DataElement, revision: &Revision) -> Words {
        let catalogue = &self.definitions.catalogue;
        let key = &revision.key;
        let mut words: Vec<&str> = Vec::new();
        for (category, option) in [
            (&element.category, &key.option),
            (&element.answers, &key.answer),
        ] {
            if let (Some(category), Some(option)) = (category, option) {
                words.push(catalogue.option_label(category, option));
            }
        }
        let name = if words.is_empty() {
            "合計".to_owned()
        } else {
            words.join("・")
        };
        let new = match revision.new {
            Some(n) => Number::new(n, Origin::Counted(key.clone())).into(),
            None => Words::from(shown(None)),
        };
        Words::from(format!("{name} {}→", shown(revision.old))).then(new)
    }
}

impl Comparison<'_> {
    /// 前年同期（令和4年度 上半期）, 前年度（令和4年度）.
    pub fn label(&self) -> String {
        let word = match self.before.extent {
            Extent::Year => "前年度",
            Extent::Half(_) => "前年同期",
        };
        format!("{word}（{}）", self.before.label())
    }

    /// What to mind about some numbers of an element that units of a kind report; nothing without a past.
    pub fn notes(&self, kind: &str, element: &DataElement, keys: &[TallyKey]) -> Vec<String> {
        if !self.history.has(self.before, &element.id) {
            return Vec::new();
        }
        let mut notes: Vec<String> = Vec::new();
        let of_keys = keys.iter().filter_map(|key| self.note(element, key));
        for note in of_keys.chain(self.roster(kind, element)) {
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
            Ok(None) => None,
            Ok(Some(figure)) => {
                let first = figure.made_of.first()?;
                let (own, parts) = (
                    self.name(element, key, first),
                    self.names(element, &figure.made_of, key),
                );
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
                let (own, parts) = (
                    self.name(element, &of, first),
                    self.names(element, &others, &of),
                );
                Some(match reason {
                    Obstacle::Split => format!(
                        "{own}は、{before}の{parts}が分かれたものであるため、{before}との比較なし。"
                    ),
                    Obstacle::Overlap => format!(
                        "{own}は、{before}の{parts}をまとめたもので、同じ報告者を重ねて数えるおそれがあるため、{before}との比較なし。"
                    ),
                })
            }
        }
    }

    /// Where units are counted, their number is the measure.
    fn roster(&self, kind: &str, element: &DataElement) -> Option<String> {
        let registry = &self.definitions.registry;
        let expected = |period| registry.expected(kind, period).count();
        let (now, before) = (expected(self.now), expected(self.before));
        let counts_units = matches!(element.kind, Kind::Choice | Kind::Marks);
        let counter = registry.kinds.get(kind).map(|kind| kind.counter.as_str())?;
        (counts_units && now != before).then(|| {
            format!(
                "{}は{before}{counter}、{}は{now}{counter}についての数。",
                self.before.label(),
                self.now.label()
            )
        })
    }

    fn names(&self, element: &DataElement, keys: &[TallyKey], other: &TallyKey) -> String {
        keys.iter()
            .map(|key| self.name(element, key, other))
            .collect()
    }

    /// What a number is called where it differs from another.
    fn name(&self, element: &DataElement, key: &TallyKey, other: &TallyKey) -> String {
        let catalogue = &self.definitions.catalogue;
        let mut words = Vec::new();
        let options = [
            (&element.category, &key.option, &other.option),
            (&element.answers, &key.answer, &other.answer),
        ];
        for (category, own, others) in options {
            if let (Some(category), Some(option)) = (category, own)
                && (own != others || key == other)
            {
                words.push(catalogue.option_label(category, option));
            }
        }
        if let Some(unit) = key.unit.as_ref().filter(|_| key.unit != other.unit) {
            words.push(
                self.definitions
                    .registry
                    .units
                    .get(unit)
                    .map_or(unit, |unit| unit.name.as_str()),
            );
        }
        format!("「{}」", words.join("・"))
    }
}

/// A number that may be none.
pub fn shown(number: Option<u64>) -> String {
    number.map_or_else(|| terms::NONE.to_owned(), grouped)
}
