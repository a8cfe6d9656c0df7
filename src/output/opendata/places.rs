//! Where in a release the numbers of an element stand: what a report leads to.

use std::collections::BTreeMap;

use super::release::{By, Release};
use super::sheet::{FACTS, TABLES};
use crate::dataset::Dataset;
use crate::dataset::observations::{Aggregate, Observation};
use crate::model::Id;

/// A table of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What it is called.
    pub title: String,
    /// Its file.
    pub file: String,
}

/// The tables of each element: the plain ones, then that of all numbers.
pub fn places(dataset: &Dataset) -> BTreeMap<Id, Vec<Place>> {
    let release = Release::new(dataset, By::City);
    let mut places: BTreeMap<Id, Vec<Place>> = BTreeMap::new();
    for row in &release.facts {
        let known = places.entry(row.element_id.clone()).or_default();
        if let Some(place) = plain(&release, row).filter(|place| !known.contains(place)) {
            known.push(place);
        }
    }
    for known in places.values_mut() {
        known.push(Place {
            title: "すべての数".to_owned(),
            file: release.file("", FACTS[1], "csv"),
        });
    }
    places
}

/// The plain table that a row stands in.
fn plain(release: &Release, row: &Observation) -> Option<Place> {
    let is_part = matches!(row.role, Aggregate::Part | Aggregate::Subset);
    let (title, id) = if row.is_city() {
        if row.is_whole() || !is_part {
            return None;
        }
        let mut elements = release.dataset.lists.elements.iter();
        let element = elements.find(|element| element.id == row.element_id)?;
        let title = format!("{}（月別）", element.label);
        (title, format!("{}_months", row.element_id))
    } else {
        let mut units = release.dataset.coverage.iter();
        let unit = units.find(|unit| *unit.unit_id == *row.unit_id)?;
        let label = release.kind_label(&row.unit_id)?;
        (
            format!("{label}ごとの値"),
            format!("{}_units", unit.unit_kind),
        )
    };
    Some(Place {
        title,
        file: release.file(TABLES, &id, "csv"),
    })
}
