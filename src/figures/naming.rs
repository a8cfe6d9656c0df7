//! What numbers are called: the one home of the words for an element, an option, an answer and a
//! unit; the total and the whole are terms of the model. Outputs choose which of them they need and
//! how they join them.

use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::period::Month;
use crate::model::terms;

/// The names of the definitions.
#[derive(Clone, Copy)]
pub struct Naming<'a> {
    definitions: &'a Definitions,
}

impl<'a> Naming<'a> {
    /// The names that some definitions give.
    pub fn new(definitions: &'a Definitions) -> Self {
        Self { definitions }
    }

    /// The element; its id where the catalogue does not know it.
    pub fn element(&self, key: &'a TallyKey) -> &'a str {
        let element = self.definitions.catalogue.elements.get(&key.element);
        element.map_or(&*key.element, |element| &element.label)
    }

    /// The option of the break-down.
    pub fn option(&self, key: &'a TallyKey) -> Option<&'a str> {
        let catalogue = &self.definitions.catalogue;
        let category = catalogue.elements.get(&key.element)?.category.as_ref()?;
        Some(catalogue.option_label(category, key.option.as_ref()?))
    }

    /// The state that is counted.
    pub fn answer(&self, key: &'a TallyKey) -> Option<&'a str> {
        let catalogue = &self.definitions.catalogue;
        let answers = catalogue.elements.get(&key.element)?.answers.as_ref()?;
        Some(catalogue.option_label(answers, key.answer.as_ref()?))
    }

    /// Option and answer, those that the key has.
    pub fn parts(&self, key: &'a TallyKey) -> Vec<&'a str> {
        self.option(key)
            .into_iter()
            .chain(self.answer(key))
            .collect()
    }

    /// The name of a number within its element: of whom, which part, when; 合計 of all of it.
    pub fn part_of(&self, key: &'a TallyKey) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(key.unit.as_ref().map(|unit| self.unit(unit).to_owned()));
        parts.extend(self.parts(key).into_iter().map(str::to_owned));
        if parts.is_empty() {
            parts.push(terms::TOTAL.to_owned());
        }
        parts.extend(key.month.map(Month::label));
        parts.join("・")
    }

    /// The whole name of a number within a period: what is counted, of which part, when, of whom.
    pub fn words(&self, key: &'a TallyKey) -> String {
        let mut words = vec![self.element(key).to_owned()];
        words.extend(self.parts(key).into_iter().map(str::to_owned));
        words.extend(key.month.map(|month| month.label()));
        words.extend(key.unit.as_ref().map(|unit| self.unit(unit).to_owned()));
        words.join(" ")
    }

    /// A unit; its id where the roster does not know it.
    pub fn unit(&self, id: &'a Id) -> &'a str {
        let unit = self.definitions.registry.units.get(id);
        unit.map_or(&**id, |unit| &unit.name)
    }
}
