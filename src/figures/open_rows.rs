//! What of a list may be told: one rule for the pages and the workbook.

use std::collections::BTreeSet;

use super::material::Material;
use super::publication::Disclosure;
use crate::model::catalogue::{DataElement, Privacy};
use crate::model::submission::{DataValue, Submission};

/// What of a list may be told.
pub struct OpenRows<'a> {
    /// The columns.
    pub elements: Vec<&'a DataElement>,
    /// The rows that their writers let be published, by file and number; `None` where nothing
    /// decides that.
    permitted: Option<BTreeSet<(&'a str, Option<u32>)>>,
    /// Whether a row that holds an open question of privacy is told.
    withheld: bool,
    /// Whether it is told who wrote a row.
    pub named: bool,
}

impl<'a> OpenRows<'a> {
    /// What everybody may be told of the rows of the block that asks for an element.
    pub fn beside(material: &Material<'a>, element: &str, public: &Disclosure) -> Option<Self> {
        let asked = material.asked(element)?;
        let mut blocks = asked.form.blocks();
        let block = blocks.find(|block| block.asks(&asked.element.id))?;
        let own = block.elements().into_iter();
        let own: Vec<&DataElement> = own.filter_map(|id| material.element(id)).collect();
        Self::new(material, &own, Some(public))
    }

    /// All of it for the office; nothing where a case could be told that nobody let be published.
    pub fn new(
        material: &Material<'a>,
        elements: &[&'a DataElement],
        public: Option<&Disclosure>,
    ) -> Option<Self> {
        let Some(public) = public else {
            return Some(Self {
                elements: elements.to_vec(),
                permitted: None,
                withheld: true,
                named: true,
            });
        };
        let permit = public.permit(elements);
        let tells_of_people = elements
            .iter()
            .any(|element| element.privacy == Some(Privacy::Case));
        let is_told = |element: &&&DataElement| {
            public.tells(element) && permit.is_none_or(|permit| permit.element != element.id)
        };
        let told: Vec<&DataElement> = elements.iter().filter(is_told).copied().collect();
        if told.is_empty() || (tells_of_people && permit.is_none()) {
            return None;
        }
        let rows = permit.map(|permit| material.rows(std::slice::from_ref(permit)));
        let permitted = rows.map(|rows| {
            let rows = rows.into_iter();
            rows.map(|(submission, value)| (submission.file.path.as_str(), value.key.record))
                .collect()
        });
        Some(Self {
            elements: told,
            permitted,
            withheld: false,
            named: !tells_of_people,
        })
    }

    /// Whether a row may be told.
    pub fn lets(&self, submission: &Submission, record: Option<u32>) -> bool {
        let row = (submission.file.path.as_str(), record);
        let mut values = submission.values.iter();
        let is_of_row = |value: &DataValue| {
            let mut own = self.elements.iter();
            value.key.record == record && own.any(|element| element.id == value.key.element)
        };
        let is_withheld = |value: &DataValue| is_of_row(value) && submission.withholds(value);
        self.permitted
            .as_ref()
            .is_none_or(|rows| rows.contains(&row))
            && (self.withheld || !values.any(is_withheld))
    }

    /// Whether the writers of the rows decide which of them are told.
    pub fn is_permitted(&self) -> bool {
        self.permitted.is_some()
    }

    /// Whether what stands in a column may be told.
    pub fn tells(&self, element: &str) -> bool {
        self.elements.iter().any(|one| *one.id == *element)
    }
}
