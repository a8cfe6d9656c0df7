//! The statistics of the forms, element by element, and who is asked for each.

use crate::figures::datum::UnitHead;
use crate::figures::material::Material;
use crate::figures::subject::{Subject, subjects};
use crate::model::catalogue::{DataElement, Kind};

/// The statistics of all forms, in their order. What several kinds of unit are asked is one
/// statistic: the city's number is of all of them.
pub(super) fn themes<'a>(material: &'a Material<'a>) -> Vec<Theme<'a>> {
    let mut themes: Vec<Theme> = Vec::new();
    for kind in material.definitions.registry.kinds.values() {
        let form = material.definitions.form_of(&kind.id);
        let sheets = form.into_iter().flat_map(|form| &form.sheets);
        for subject in sheets
            .flat_map(|sheet| &sheet.blocks)
            .flat_map(|block| subjects(material, block))
        {
            for element in statistics(subject) {
                let half = material.half_of(element, &kind.id);
                let units = material.unit_heads(&kind.id, half);
                let known = themes
                    .iter_mut()
                    .find(|theme| theme.element.id == element.id);
                match known {
                    Some(theme) if theme.units.iter().any(|unit| unit.kind == kind.id) => {}
                    Some(theme) => theme.units.extend(units),
                    None => themes.push(Theme {
                        material,
                        element,
                        units,
                    }),
                }
            }
        }
    }
    themes
}

/// The elements of a subject of which a statistic is made.
fn statistics(subject: Subject<'_>) -> Vec<&DataElement> {
    let mut elements = match subject {
        Subject::Counts { element, .. }
        | Subject::States(element)
        | Subject::Marks { element, .. } => vec![element],
        // Marks of a list are a subject of their own.
        Subject::List { mut elements, .. } => {
            elements.retain(|element| element.kind != Kind::Marks);
            elements
        }
    };
    elements.retain(|element| element.statistic().is_some());
    elements
}

/// One element, and who is asked for it.
pub(super) struct Theme<'a> {
    pub material: &'a Material<'a>,
    pub element: &'a DataElement,
    pub units: Vec<UnitHead>,
}

impl Theme<'_> {
    /// Monthly counts are those of a block with a break-down.
    pub fn is_monthly(&self) -> bool {
        self.element.kind == Kind::Count && self.element.category.is_some()
    }
}
