//! What the blocks of the forms give numbers or rows of: the subjects of sheets and of the data
//! set.

use super::material::Material;
use crate::form::spec::{Block, BlockKind, Field};
use crate::model::Id;
use crate::model::catalogue::{DataElement, Kind};

/// What a block gives.
#[derive(Clone)]
pub enum Subject<'a> {
    /// Counts a month.
    Counts {
        /// The element.
        element: &'a DataElement,
        /// Whether the form has a total.
        total: bool,
    },
    /// States.
    States(&'a DataElement),
    /// ○, asked once or in the rows of a list.
    Marks {
        /// The element.
        element: &'a DataElement,
        /// Whether the rows of a list are marked.
        listed: bool,
    },
    /// Rows as written.
    List {
        /// The questions.
        elements: Vec<&'a DataElement>,
        /// Whether a unit writes several rows.
        records: bool,
    },
}

/// The subjects of a block; what may not be published is left out.
pub fn subjects<'a>(material: &Material<'a>, block: &'a Block) -> Vec<Subject<'a>> {
    let published = |id: &Id| {
        material
            .element(id)
            .filter(|element| element.publish && element.validity.covers(material.period()))
    };
    let asked = |fields: &'a [Field]| -> Vec<&'a DataElement> {
        fields
            .iter()
            .filter(|field| field.prefill.is_none())
            .filter_map(|field| published(&field.element))
            .collect()
    };
    match &block.kind {
        BlockKind::Monthly { element, total } => published(element)
            .map(|element| Subject::Counts {
                element,
                total: *total,
            })
            .into_iter()
            .collect(),
        BlockKind::Status { element } => published(element)
            .map(|element| match element.kind {
                Kind::Marks => Subject::Marks {
                    element,
                    listed: false,
                },
                _ => Subject::States(element),
            })
            .into_iter()
            .collect(),
        // A state is a table of its own; what is written beside it is a list.
        BlockKind::Fields(fields) => {
            let (states, rest): (Vec<_>, Vec<_>) = asked(fields)
                .into_iter()
                .partition(|element| element.kind == Kind::Choice);
            let list = (!rest.is_empty()).then_some(Subject::List {
                elements: rest,
                records: false,
            });
            states
                .into_iter()
                .map(Subject::States)
                .chain(list)
                .collect()
        }
        BlockKind::Records { columns, .. } => {
            let elements = asked(columns);
            let marks = elements
                .iter()
                .filter(|element| element.kind == Kind::Marks)
                .copied();
            let marks = marks
                .map(|element| Subject::Marks {
                    element,
                    listed: true,
                })
                .collect::<Vec<_>>();
            let list = (!elements.is_empty()).then_some(Subject::List {
                elements,
                records: true,
            });
            marks.into_iter().chain(list).collect()
        }
    }
}
