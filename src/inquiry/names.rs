//! The words of a number in the columns of a list: of whom, what, which part, which answer.

use crate::aggregate::tally::TallyKey;
use crate::figures::naming::Naming;
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
        let naming = Naming::new(definitions);
        let element = definitions.catalogue.elements.get(&key.element);
        let is_total =
            key.option.is_none() && element.is_some_and(|element| element.category.is_some());
        Self {
            unit: match &key.unit {
                None => terms::whole_of(&definitions.registry),
                Some(unit) => naming.unit(unit).to_owned(),
            },
            element: naming.element(key).to_owned(),
            option: if is_total {
                terms::TOTAL.to_owned()
            } else {
                name_or_id(naming.option(key), key.option.as_ref())
            },
            answer: name_or_id(naming.answer(key), key.answer.as_ref()),
        }
    }
}

/// What an option is called; its id where there is no category to ask.
fn name_or_id(name: Option<&str>, id: Option<&Id>) -> String {
    name.or(id.map(|id| &**id)).unwrap_or_default().to_owned()
}
