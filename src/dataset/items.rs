//! The lines of the break-down of an element, the numbers that each is the sum of, and its row.

use super::observations::{Aggregate, NONE, Observation, TOTAL};
use super::themes::Theme;
use crate::aggregate::tally::TallyKey;
use crate::figures::number::{How, Origin};
use crate::model::Id;
use crate::model::catalogue::{CategoryOption, Kind};
use crate::model::period::Period;

/// One line of the break-down of an element.
pub(super) struct Item {
    pub id: Id,
    pub role: Aggregate,
    /// The options whose numbers it is the sum of; `None` is that of the element itself.
    options: Vec<Option<Id>>,
}

impl Item {
    fn new(id: &str, role: Aggregate, options: Vec<Option<Id>>) -> Self {
        let id = Id::from(id);
        Self { id, role, options }
    }
}

impl Theme<'_> {
    /// The lines of the break-down in a period: options in the order of the form, their groups, the
    /// total.
    pub fn items(&self, period: Period) -> Vec<Item> {
        let is_count = self.element.kind == Kind::Count;
        let Some(category) = self.material.definitions.catalogue.breakdown(self.element) else {
            let role = if self.element.kind == Kind::Choice {
                Aggregate::State
            } else {
                Aggregate::Single
            };
            return vec![Item::new(NONE, role, vec![None])];
        };
        let role = |option: &CategoryOption| match self.element.kind {
            Kind::Choice => Aggregate::State,
            Kind::Count if option.subset => Aggregate::Subset,
            Kind::Count => Aggregate::Part,
            _ => Aggregate::Overlap,
        };
        let own = |option: &CategoryOption| Some(option.id.clone());
        let mut items = Vec::new();
        for option in category.options_in(period) {
            items.push(Item::new(&option.id, role(option), vec![own(option)]));
        }
        if !is_count {
            return items;
        }
        for group in category.groups.keys() {
            let parts = category.group_in(group, period);
            if !parts.is_empty() {
                let parts = parts.into_iter().map(own).collect();
                items.push(Item::new(group, Aggregate::Group, parts));
            }
        }
        items.push(Item::new(TOTAL, Aggregate::Total, vec![None]));
        items
    }

    /// The states that may be answered.
    pub fn states(&self, period: Period) -> impl Iterator<Item = &CategoryOption> {
        self.material
            .definitions
            .catalogue
            .answers(self.element)
            .into_iter()
            .flat_map(move |states| states.options_in(period))
    }

    /// The numbers that a line is the sum of.
    pub fn keys(&self, unit: Option<&Id>, item: &Item) -> Vec<TallyKey> {
        let key = |option: &Option<Id>| TallyKey {
            option: option.clone(),
            unit: unit.cloned(),
            ..TallyKey::of(&self.element.id)
        };
        item.options.iter().map(key).collect()
    }

    /// What all data of a place and a line have in common.
    pub fn blank(&self, period: Period, unit: Option<&Id>, item: &Item) -> Observation {
        let (_, measure) = self.element.statistic().unwrap_or_default();
        Observation {
            city_code: self.material.definitions.registry.city.code.as_str().into(),
            period: period.to_string().into(),
            month: TOTAL.into(),
            unit_id: unit.map_or_else(|| TOTAL.into(), Id::clone),
            element_id: self.element.id.clone(),
            option_id: item.id.clone(),
            answer_id: NONE.into(),
            role: match item.role {
                Aggregate::State if unit.is_some() => Aggregate::UnitState,
                role => role,
            },
            value: None,
            symbol: "",
            measure: measure.into(),
            notes: Vec::new(),
            made_of: String::new(),
        }
    }

    /// A row about one of the states.
    pub fn in_state(&self, blank: &Observation, state: &CategoryOption) -> Observation {
        Observation {
            answer_id: state.id.clone(),
            ..blank.clone()
        }
    }
}

/// The id of a number, or of several the formula of their sum.
pub(super) fn made_of(keys: &[TallyKey], origin: impl Fn(TallyKey) -> Origin) -> String {
    let mut origins: Vec<Origin> = keys.iter().cloned().map(origin).collect();
    match origins.pop() {
        Some(only) if origins.is_empty() => only.to_string(),
        last => Origin::Made(How::Sum, origins.into_iter().chain(last).collect()).to_string(),
    }
}
