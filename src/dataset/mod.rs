//! The statistical data set: one datum a row with its codes, the lists behind the codes, the past, and
//! which counts are hidden.
//!
//! What the open data publishes is made here, from the numbers and on their keys. Files and formats may
//! not enter, nor may the pages, the sheets, or a unit, an element or an option by name.

pub mod code_lists;
pub mod coverage;
pub mod observations;
mod past;
pub mod suppress;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::figures::material::Material;
use crate::figures::publication::{AboutRow, Publication, about};
use code_lists::{ItemRow, OptionRow};
use coverage::CoverageRow;
use observations::Observation;

/// The data of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dataset {
    /// What the publication says about itself.
    pub publication: Publication,
    /// The period, e.g. `2023H1`.
    pub period: String,
    /// The period in words.
    pub period_label: String,
    /// Source, licence, date and legend.
    pub about: Vec<AboutRow>,
    /// Who was to report, and how each stands.
    pub coverage: Vec<CoverageRow>,
    /// The long table.
    pub observations: Vec<Observation>,
    /// The city's figures of earlier periods, in the same columns.
    pub past: Vec<Observation>,
    /// The codes of the elements.
    pub items: Vec<ItemRow>,
    /// The codes of the break-downs and states.
    pub options: Vec<OptionRow>,
}

impl Dataset {
    /// Makes the data of a period.
    pub fn new(material: &Material, publication: &Publication) -> Self {
        let catalogue = &material.definitions.catalogue;
        let themes = observations::themes(material);
        Self {
            publication: publication.clone(),
            period: material.period().to_string(),
            period_label: material.period().label(),
            about: about(publication, material.summary),
            coverage: coverage::coverage(material),
            observations: observations::observations(&themes),
            past: past::past(material, &themes),
            items: code_lists::items(catalogue),
            options: code_lists::options(catalogue),
        }
    }
}
