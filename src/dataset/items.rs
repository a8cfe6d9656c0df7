//! The lines of the break-down of an element, and the numbers that each is the sum of.

use super::observations::{Aggregate, NONE, TOTAL};
use super::themes::Theme;
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{Category, CategoryOption, Kind};
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
    /// The lines of the break-down in a period: options in the order of the form, their groups, the total.
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
        let options = category.options_in(period);
        let options = options
            .map(|option| Item::new(&option.id, role(option), vec![Some(option.id.clone())]));
        let groups = category
            .groups
            .keys()
            .filter(|_| is_count)
            .filter_map(|id| {
                let parts = in_group(category, id, period);
                (!parts.is_empty()).then(|| Item::new(id, Aggregate::Group, parts))
            });
        let total = is_count.then(|| Item::new(TOTAL, Aggregate::Total, vec![None]));
        options.chain(groups).chain(total).collect()
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
}

/// The options of a group, subsets apart.
fn in_group(category: &Category, group: &Id, period: Period) -> Vec<Option<Id>> {
    let parts = category
        .options_in(period)
        .filter(|option| option.group.as_ref() == Some(group) && !option.subset);
    parts.map(|option| Some(option.id.clone())).collect()
}
