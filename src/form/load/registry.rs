//! Who reports: areas, kinds of unit, the roster.

use std::sync::OnceLock;

use anyhow::Result;
use indexmap::IndexMap;

use super::raw::{RawArea, RawOrgUnits, RawUnitKind};
use super::succession::{self, Successor};
use super::{id_of, validity};
use crate::model::Id;
use crate::model::definition_file::{DefinitionFile, Word};
use crate::model::org_unit::{Area, City, OrgRegistry, OrgUnit, UnitKind, is_area_code};

/// What an area is called where the definitions do not say.
const AREA: &str = "地域";

/// Reads the roster.
///
/// # Errors
/// The first mistake, with file, line and what is allowed.
pub(super) fn read(source: &DefinitionFile) -> Result<OrgRegistry> {
    let raw: RawOrgUnits = source.parse()?;
    check_code(source, &raw.city.code)?;
    let kinds = kinds(source, raw.kind)?;
    let areas = areas(source, raw.area)?;
    let successors: Vec<Successor> = raw.unit.iter().map(Successor::unit).collect();
    succession::check(source, "単位", &successors)?;
    let mut units = IndexMap::new();
    for unit in raw.unit {
        let kind = source.known(&unit.kind, "単位の種類", &kinds)?;
        let area = source.known(&unit.area, "地域", &areas)?;
        let id = source.unused(&unit.id, "単位", &units)?;
        let unit = OrgUnit {
            id: id.clone(),
            kind: kind.id.clone(),
            area: area.id.clone(),
            name: unit.name,
            aliases: unit.aliases,
            validity: validity(unit.from, unit.until),
            succeeds: succession::ids(&unit.succeeds),
        };
        units.insert(id, unit);
    }
    let city = City {
        collector: raw.city.collector.unwrap_or_else(|| raw.city.name.clone()),
        area_word: raw.city.area.unwrap_or_else(|| AREA.to_owned()),
        label: raw.city.label.unwrap_or_else(|| raw.city.name.clone()),
        name: raw.city.name,
        code: raw.city.code.into_inner(),
    };
    Ok(OrgRegistry {
        city,
        kinds,
        areas,
        units,
        names: OnceLock::new(),
    })
}

fn kinds(source: &DefinitionFile, raw: Vec<RawUnitKind>) -> Result<IndexMap<Id, UnitKind>> {
    let mut kinds: IndexMap<Id, UnitKind> = IndexMap::new();
    for kind in raw {
        let id = source.unused(&kind.id, "単位の種類", &kinds)?;
        // Two kinds whose files bear the name of the area alone would overwrite each other's.
        if kind.named_by_area && kinds.values().any(|other| other.named_by_area) {
            let rest = "には named_by_area を書けません。書ける種類は一つだけです";
            return Err(source.fault(&kind.id, rest));
        }
        let kind = UnitKind {
            id: id.clone(),
            label: kind.label,
            counter: kind.counter,
            form: id_of(&kind.form),
            named_by_area: kind.named_by_area,
            spellings: kind.spellings,
        };
        kinds.insert(id, kind);
    }
    Ok(kinds)
}

fn areas(source: &DefinitionFile, raw: Vec<RawArea>) -> Result<IndexMap<Id, Area>> {
    let mut areas = IndexMap::new();
    for area in raw {
        check_code(source, &area.code)?;
        let id = source.unused(&area.id, "地域", &areas)?;
        let area = Area {
            id: id.clone(),
            name: area.name,
            stem: area.stem,
            kana: area.kana,
            code: area.code.into_inner(),
        };
        areas.insert(id, area);
    }
    Ok(areas)
}

fn check_code(source: &DefinitionFile, code: &Word) -> Result<()> {
    if is_area_code(code.get_ref()) {
        return Ok(());
    }
    let rest = "は全国地方公共団体コードとして正しくありません。検査数字を含む6桁で書いてください";
    Err(source.fault(code, rest))
}
