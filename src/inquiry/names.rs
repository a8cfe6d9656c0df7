//! The words of a number in the columns of a list: of whom, what, which part, which answer.

use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::terms;

/// The words of a number.
pub struct FigureNames {
    /// The unit; the whole, where it is of all.
    pub unit: String,
    /// The element.
    pub element: String,
    /// The option; 合計 for the total of a break-down, empty without one.
    pub option: String,
    /// The answer that is counted, for states.
    pub answer: String,
}

impl FigureNames {
    /// By the definitions; what they do not know is called by its id.
    pub fn of(definitions: &Definitions, key: &TallyKey) -> Self {
        let unit = match &key.unit {
            None => terms::whole_of(&definitions.registry),
            Some(id) => match definitions.registry.units.get(id) {
                Some(unit) => unit.name.clone(),
                None => id.to_string(),
            },
        };
        let Some(element) = definitions.catalogue.elements.get(&key.element) else {
            return Self {
                unit,
                element: key.element.to_string(),
                option: label(definitions, None, key.option.as_ref()),
                answer: label(definitions, None, key.answer.as_ref()),
            };
        };
        let option = label(definitions, element.category.as_ref(), key.option.as_ref());
        let is_total = option.is_empty() && element.category.is_some();
        Self {
            unit,
            element: element.label.clone(),
            option: if is_total {
                terms::TOTAL.to_owned()
            } else {
                option
            },
            answer: label(definitions, element.answers.as_ref(), key.answer.as_ref()),
        }
    }
}

/// What an option is called; its id where there is no category to ask.
fn label(definitions: &Definitions, category: Option<&Id>, option: Option<&Id>) -> String {
    match (category, option) {
        (_, None) => String::new(),
        (None, Some(option)) => option.to_string(),
        (Some(category), Some(option)) => definitions
            .catalogue
            .option_label(category, option)
            .to_owned(),
    }
}
