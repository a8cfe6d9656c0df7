//! The words of a number in the columns of a list: of whom, what, which part, which answer.

use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::Id;

/// The words of a number.
pub struct Names {
    /// The unit; 市全体 for the city.
    pub unit: String,
    /// The element.
    pub element: String,
    /// The option; 合計 for the total of a break-down, empty without one.
    pub option: String,
    /// The answer that is counted, for states.
    pub answer: String,
}

impl Names {
    /// By the definitions; what they do not know is called by its id.
    pub fn of(definitions: &Definitions, key: &TallyKey) -> Self {
        let (catalogue, registry) = (&definitions.catalogue, &definitions.registry);
        let element = catalogue.elements.get(&key.element);
        let label = |category: Option<&Id>, option: &Option<Id>| match (category, option) {
            (Some(category), Some(option)) => catalogue.option_label(category, option).to_owned(),
            (None, Some(option)) => option.to_string(),
            (_, None) => String::new(),
        };
        let option = label(
            element.and_then(|element| element.category.as_ref()),
            &key.option,
        );
        let is_total =
            option.is_empty() && element.is_some_and(|element| element.category.is_some());
        let unit = key.unit.as_ref().map(|id| {
            registry
                .units
                .get(id)
                .map_or_else(|| id.to_string(), |unit| unit.name.clone())
        });
        Self {
            unit: unit.unwrap_or_else(|| "市全体".to_owned()),
            element: element
                .map_or_else(|| key.element.to_string(), |element| element.label.clone()),
            option: if is_total {
                "合計".to_owned()
            } else {
                option
            },
            answer: label(
                element.and_then(|element| element.answers.as_ref()),
                &key.answer,
            ),
        }
    }
}
