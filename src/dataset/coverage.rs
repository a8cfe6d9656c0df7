//! Who was to report, and how each stands: the first thing to ask of a release.

use serde::Serialize;

use crate::figures::material::Material;
use crate::model::Id;
use crate::model::round::Standing;

/// A unit that was to fill a form for a half year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverageRow {
    /// 全国地方公共団体コード of the city; empty where nobody gave it.
    pub city_code: String,
    /// The name of the city.
    pub city: String,
    /// The half year, also in a release of a whole year.
    pub period: String,
    /// The form.
    pub form_id: Id,
    /// How people call it.
    pub form: String,
    /// The unit.
    pub unit_id: Id,
    /// Its name.
    pub unit: String,
    /// The id of its kind.
    pub unit_kind: Id,
    /// 全国地方公共団体コード of its area; empty where nobody gave it.
    pub area_code: String,
    /// The name of its area.
    pub area: String,
    /// How it stands.
    #[serde(skip)]
    pub standing: Standing,
    /// The id of how it stands.
    pub state_id: &'static str,
    /// The word for it.
    pub state: &'static str,
}

/// Every unit that was to report, by half, kind and in the order of the roster.
pub(super) fn coverage(material: &Material) -> Vec<CoverageRow> {
    let registry = &material.definitions.registry;
    let mut rows = Vec::new();
    for half in material.period().halves() {
        for kind in registry.kinds.values() {
            let form = material.definitions.form_of(&kind.id);
            for unit in registry.expected(&kind.id, half) {
                let standing = material.round.standing_in(half, &unit.id);
                rows.push(CoverageRow {
                    city_code: registry.city.code.clone(),
                    city: registry.city.name.clone(),
                    period: half.to_string(),
                    form_id: kind.form.clone(),
                    form: form.map_or_else(String::new, |form| form.label.clone()),
                    unit_id: unit.id.clone(),
                    unit: unit.name.clone(),
                    unit_kind: kind.id.clone(),
                    area_code: registry.area_code(unit),
                    area: registry.area_name(unit),
                    standing,
                    state_id: standing.id(),
                    state: standing.label(),
                });
            }
        }
    }
    rows
}
