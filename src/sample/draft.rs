//! One period of the sample while it is filled: who reports, how large they are, when they work.

use anyhow::{Result, anyhow};
use indexmap::IndexMap;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::dice::Dice;
use super::plan::{SamplePlan, UnitFilter};
use crate::form::blank::Filling;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::catalogue::{Category, DataElement};
use crate::model::org_unit::OrgUnit;
use crate::model::period::{Month, Period};
use crate::model::submission::Key;

/// The fillings of all units by unit.
pub type Fillings = IndexMap<Id, Filling>;

/// A period that is filled by a plan.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    pub definitions: &'a Definitions,
    pub plan: &'a SamplePlan,
    pub period: Period,
}

impl<'a> Draft<'a> {
    /// An empty filling for every unit, in the order of the roster.
    pub fn blank(&self) -> Fillings {
        let kinds = self.definitions.registry.kinds.keys();
        kinds
            .flat_map(|kind| self.units(kind))
            .map(|unit| (unit.id.clone(), Filling::default()))
            .collect()
    }

    /// The units of a kind that report for the period, in the order of the roster.
    pub fn units(&self, kind: &'a str) -> Vec<&'a OrgUnit> {
        self.definitions
            .registry
            .expected(kind, self.period)
            .collect()
    }

    /// Those of them that have given, or marked, an answer.
    pub fn units_that(&self, kind: &'a str, when: &UnitFilter, all: &Fillings) -> Vec<&'a OrgUnit> {
        let mut units = self.units(kind);
        units.retain(|unit| {
            let filling = all.get(&unit.id);
            filling.is_some_and(|filling| when.is_met(filling))
        });
        units
    }

    /// Units in an order of their own for some words: larger areas tend to come first, and a unit
    /// that comes early for the first word tends to come early whatever follows. The period plays
    /// no part.
    pub fn ranked(&self, mut units: Vec<&'a OrgUnit>, words: &[&str]) -> Vec<&'a OrgUnit> {
        let first = words.first().copied().unwrap_or_default();
        units.sort_by_cached_key(|unit| {
            let bent = self.dice(&["bent", first, &unit.id]).between([40, 160]);
            let whim = self
                .dice(&[&["whim", &unit.id], words].concat())
                .between([65, 140]);
            std::cmp::Reverse(self.size(unit) * bent * whim)
        });
        units
    }

    /// Dice of the plan for some words.
    pub fn dice(&self, words: &[&str]) -> Dice {
        Dice::new(std::iter::once(self.plan.seed.as_str()).chain(words.iter().copied()))
    }

    /// Dice of the plan for some words in this period.
    pub fn dice_now(&self, words: &[&str]) -> Dice {
        self.dice(&[&[self.period.to_string().as_str()], words].concat())
    }

    /// How large the areas of a unit are.
    pub fn size(&self, unit: &OrgUnit) -> u64 {
        let sizes = unit.areas.iter().map(|area| self.plan.sizes.get(&**area));
        sizes.map(|size| size.copied().unwrap_or(1)).sum()
    }

    /// A text with the unit's area in its place.
    pub fn worded(&self, text: &str, unit: &OrgUnit) -> String {
        text.replace("{area}", &self.definitions.registry.area_name(unit))
    }

    /// The element of a name.
    pub fn element(&self, name: &str) -> Result<&'a DataElement> {
        let element = self.definitions.catalogue.elements.get(name);
        element.ok_or_else(|| anyhow!("見本の計画の「{name}」という集計項目はありません"))
    }

    /// The category that breaks an element down.
    pub fn breakdown(&self, element: &DataElement) -> Result<&'a Category> {
        let category = self.definitions.catalogue.breakdown(element);
        category.ok_or_else(|| anyhow!("見本の計画の「{}」には区分がありません", element.id))
    }

    /// The option of a name in a category, which must be on the form in the period.
    pub fn option(&self, category: &Category, name: &str) -> Result<Id> {
        let option = category
            .options_in(self.period)
            .find(|option| *option.id == *name);
        option
            .map(|option| option.id.clone())
            .ok_or_else(|| anyhow!("見本の計画の「{name}」は{}にありません", category.label))
    }

    /// Whether a day is a working day.
    pub fn works_on(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && !self.plan.holidays.contains(&day)
    }

    /// The first working day from a day on.
    pub fn working_day(&self, mut day: Date) -> Date {
        while !self.works_on(day) {
            day = day.saturating_add(1.day());
        }
        day
    }
}

/// Writes an answer into the filling of a unit.
pub fn put(all: &mut Fillings, unit: &OrgUnit, key: Key, value: Value) {
    if let Some(filling) = all.get_mut(&unit.id) {
        filling.answers.insert(key, value);
    }
}

/// The key of an answer that is neither monthly nor in a list.
pub fn plain(element: &Id, option: Option<Id>) -> Key {
    Key {
        element: element.clone(),
        option,
        month: None,
        record: None,
    }
}

/// The key of a monthly count.
pub fn monthly(element: &Id, option: Id, month: Month) -> Key {
    Key {
        element: element.clone(),
        option: Some(option),
        month: Some(month),
        record: None,
    }
}
