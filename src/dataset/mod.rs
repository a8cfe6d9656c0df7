//! The statistical data set: one datum a row with its codes, the lists behind the codes, the past,
//! and which counts are hidden.
//!
//! What the open data publishes is made here, from the numbers and on their keys. Files and formats
//! may not enter, nor may the pages, the sheets, or a unit, an element or an option by name.

pub mod code_lists;
pub mod coverage;
mod items;
pub mod observations;
mod past;
mod present;
pub mod suppress;
#[cfg(test)]
mod tests;
mod themes;
mod unit_totals;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::figures::material::Material;
use crate::figures::publication::{AboutRow, Publication, about};
use crate::model::Id;
use crate::model::org_unit::City;
use crate::model::period::Period;
use code_lists::CodeLists;
use coverage::CoverageRow;
use observations::Observation;

/// The data of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dataset {
    /// What the publication says about itself.
    pub publication: Publication,
    /// The city that publishes.
    pub city: City,
    /// The period.
    pub period: Period,
    /// Source, licence, date and legend.
    pub about: Vec<AboutRow>,
    /// Who was to report, and how each stands.
    pub coverage: Vec<CoverageRow>,
    /// The long table.
    pub observations: Vec<Observation>,
    /// Earlier periods, in the same columns.
    pub past: Vec<Observation>,
    /// What the codes mean.
    pub lists: CodeLists,
    /// The elements of which the total of every unit is published.
    pub unit_totals: BTreeSet<Id>,
}

impl Dataset {
    /// Makes the data of a period.
    pub fn new(material: &Material, publication: &Publication) -> Self {
        let themes = themes::themes(material);
        let observations = present::observations(&themes);
        let past = past::past(material, &themes);
        Self {
            publication: publication.clone(),
            city: material.definitions.registry.city.clone(),
            period: material.period(),
            about: about(publication, material.summary),
            coverage: coverage::coverage(material),
            lists: CodeLists::new(material, &themes, &past),
            unit_totals: unit_totals::published(material, &themes, &observations),
            observations,
            past,
        }
    }
}
