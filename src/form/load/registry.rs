//! Who reports: areas, kinds of unit, the roster.

use std::collections::HashMap;

use anyhow::{Result, bail};
use indexmap::IndexMap;

use super::raw::{RawArea, RawOrgUnits, RawUnit, RawUnitKind};
use super::succession::{self, Successor};
use super::{BUILT_IN, ORG_UNITS, Sources, id_of, roster};
use crate::form::roster::table::RosterTable;
use crate::model::Id;
use crate::model::definition_file::{DefinitionFile, Word};
use crate::model::org_unit::{Area, City, Index, OrgRegistry, OrgUnit, UnitKind, is_area_code};
use crate::model::own_names::{CityNames, KindNames};
use crate::model::text::fold;

/// What an area is called where the definitions do not say.
const AREA: &str = "地域";
/// Who lives there where the definitions do not say.
const RESIDENTS: &str = "住民";

/// Reads the city, the kinds of unit and the roster.
///
/// # Errors
/// The first mistake, with file, line (or cell) and what is allowed.
pub(super) fn read(sources: &Sources) -> Result<OrgRegistry> {
    let source = sources.open(ORG_UNITS)?;
    let raw: RawOrgUnits = source.parse()?;
    let mut kinds = kinds(&source, raw.kind)?;
    rename(&mut kinds, &sources.names.kinds)?;
    let own = sources.names.city.as_ref();
    let is_other = own.is_some_and(|own| own.name != raw.city.name);
    let city = city(&source, raw.city, own)?;
    let (areas, units) = match &sources.roster {
        None => {
            // The units of the built-in city are those of no other.
            if raw.unit.is_empty() || (is_built_in(&source) && is_other) {
                bail!(
                    "名簿がありません。「名簿.xlsx」か「名簿.csv」という名前で（前後に何も付けずに）この事業のフォルダーに置くか、定義ファイル「{ORG_UNITS}」に area と unit を書いてください"
                );
            }
            let areas = areas(&source, raw.area)?;
            let units = units(&source, raw.unit, &kinds, &areas)?;
            (areas, units)
        }
        Some((name, bytes)) => {
            check_place(sources, name, &source, &raw.unit)?;
            let table = RosterTable::read(name, bytes)?;
            let written = roster::read(&table, &kinds, &city.area_word)?;
            let source = DefinitionFile {
                name,
                text: "",
                cells: &written.cells,
            };
            let areas = areas(&source, written.areas)?;
            let units = units(&source, written.units, &kinds, &areas)?;
            (areas, units)
        }
    };
    Ok(OrgRegistry {
        city,
        kinds,
        areas,
        units,
        index: Index::default(),
    })
}

/// A table of units stands alone: neither beside units in TOML, nor under the name of the built-in
/// city.
fn check_place(
    sources: &Sources,
    roster: &str,
    source: &DefinitionFile,
    units: &[RawUnit],
) -> Result<()> {
    let is_built_in = is_built_in(source);
    if is_built_in && sources.names.city.is_none() {
        bail!(
            "「{roster}」を使うときは、zaitaku.toml の [city] に name = \"○○市\" のように市の名前を書いてください"
        );
    }
    match units.first() {
        Some(unit) if !is_built_in => {
            let rest = format!(
                "のように、名簿が「{roster}」のほかにここにもあります。どちらを使うか決めて、もう一方の area と unit を消してください"
            );
            Err(source.fault(&unit.id, &rest))
        }
        _ => Ok(()),
    }
}

/// Whether this is the roster of the built-in city.
fn is_built_in(source: &DefinitionFile) -> bool {
    let file = BUILT_IN.get_file(ORG_UNITS);
    file.is_some_and(|file| file.contents() == source.text.as_bytes())
}

fn city(source: &DefinitionFile, defined: CityNames, own: Option<&CityNames>) -> Result<City> {
    if let Some(code) = &defined.code {
        check_code(source, code)?;
    }
    // The settings have checked the code of their own city.
    let names = own.cloned().unwrap_or(defined);
    Ok(City {
        collector: names.collector.unwrap_or_else(|| names.name.clone()),
        area_word: names.area.unwrap_or_else(|| AREA.to_owned()),
        residents: names.residents.unwrap_or_else(|| RESIDENTS.to_owned()),
        label: names.label.unwrap_or_else(|| names.name.clone()),
        name: names.name,
        code: names.code.map(Word::into_inner).unwrap_or_default(),
    })
}

/// Gives kinds of unit the names of the project.
fn rename(kinds: &mut IndexMap<Id, UnitKind>, own: &IndexMap<String, KindNames>) -> Result<()> {
    for (id, names) in own {
        let known: Vec<String> = kinds.keys().map(|id| format!("[kind.{id}]")).collect();
        let Some(kind) = kinds.get_mut(id.as_str()) else {
            bail!(
                "設定ファイル「zaitaku.toml」の [kind.{id}] は、どの種類でもありません。使えるもの: {}",
                known.join("、")
            );
        };
        kind.label = names.label.clone().unwrap_or_else(|| kind.label.clone());
        kind.counter = names
            .counter
            .clone()
            .unwrap_or_else(|| kind.counter.clone());
    }
    for (at, kind) in kinds.values().enumerate() {
        if let Some(twin) = kinds.values().take(at).find(|one| one.label == kind.label) {
            bail!(
                "設定ファイル「zaitaku.toml」の [kind.{}] と [kind.{}] は、どちらも「{}」と呼ばれています。別々の label を書いてください",
                twin.id,
                kind.id,
                kind.label
            );
        }
    }
    Ok(())
}

fn units(
    source: &DefinitionFile,
    raw: Vec<RawUnit>,
    kinds: &IndexMap<Id, UnitKind>,
    areas: &IndexMap<Id, Area>,
) -> Result<IndexMap<Id, OrgUnit>> {
    let successors: Vec<Successor> = raw.iter().map(Successor::unit).collect();
    succession::check(source, "単位", &successors)?;
    let (mut units, mut unit_ids) = (IndexMap::new(), Vec::new());
    for unit in raw {
        let kind = source.known(&unit.kind, "単位の種類", kinds)?;
        let served = served(source, &unit, areas)?;
        let id = source.unused(&unit.id, "単位", &units)?;
        let unit_id = unit.id;
        let unit = OrgUnit {
            id: id.clone(),
            kind: kind.id.clone(),
            areas: served,
            name: unit.name,
            aliases: unit.aliases,
            validity: source.lasting(&unit_id, unit.from, unit.until)?,
            succeeds: succession::ids(&unit.succeeds),
        };
        let twin = units.values().find(|other: &&OrgUnit| {
            (&other.kind, &other.name) == (&unit.kind, &unit.name)
                && other.validity.meets(&unit.validity)
        });
        if let Some(twin) = twin {
            let rest = format!(
                "と「{}」は、同じ時期に同じ名前「{}」の単位です。名前を区別できるように書いてください",
                twin.id, unit.name
            );
            return Err(source.fault(&unit_id, &rest));
        }
        units.insert(id, unit);
        unit_ids.push(unit_id);
    }
    check_aliases(source, &unit_ids, &units)?;
    Ok(units)
}

/// An earlier name that is also another unit's name of the same time would tell of neither.
fn check_aliases(
    source: &DefinitionFile,
    written: &[Word],
    units: &IndexMap<Id, OrgUnit>,
) -> Result<()> {
    let mut bearers: HashMap<String, Vec<&OrgUnit>> = HashMap::new();
    for unit in units.values() {
        for name in [&unit.name].into_iter().chain(&unit.aliases) {
            bearers.entry(fold(name)).or_default().push(unit);
        }
    }
    for (unit, written) in units.values().zip(written) {
        for alias in &unit.aliases {
            let others = bearers.get(&fold(alias)).into_iter().flatten();
            let mut others = others.filter(|other| {
                other.id != unit.id
                    && other.kind == unit.kind
                    && other.validity.meets(&unit.validity)
            });
            if let Some(other) = others.next() {
                let rest = format!(
                    "の別名「{alias}」は、同じ時期の「{}」の名前でもあります。名前を入れ替えたとき、ほかの報告者の名前を付けたときは、どちらにも終わりの期間（until、名簿では「終了」）を書き、新しい記号の行に、始めの期間（from、「開始」）と引き継ぐもの（succeeds）を書いてください",
                    other.id
                );
                return Err(source.fault(written, &rest));
            }
        }
    }
    Ok(())
}

/// The areas that a unit serves: the one under `area`, or those under `areas`.
fn served(source: &DefinitionFile, unit: &RawUnit, areas: &IndexMap<Id, Area>) -> Result<Vec<Id>> {
    if unit.areas.is_empty() == unit.area.is_none() {
        let rest = "には、受け持つ地域を area = \"…\" か、複数なら areas = [\"…\", \"…\"] のどちらか一方で書いてください";
        return Err(source.fault(&unit.id, rest));
    }
    let mut served: Vec<Id> = Vec::new();
    for word in unit.area.iter().chain(&unit.areas) {
        let area = source.known(word, "地域", areas)?;
        if served.contains(&area.id) {
            return Err(source.fault(word, "が areas に二度書かれています"));
        }
        served.push(area.id.clone());
    }
    Ok(served)
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
    let mut areas: IndexMap<Id, Area> = IndexMap::new();
    for area in raw {
        if let Some(code) = &area.code {
            check_code(source, code)?;
        }
        let id = source.unused(&area.id, "地域", &areas)?;
        for twin in areas.values() {
            if let Some(code) = area
                .code
                .as_ref()
                .filter(|code| twin.code == *code.get_ref())
            {
                let rest = format!(
                    "は「{}」の番号です。地域ごとに別の番号を書いてください",
                    twin.name
                );
                return Err(source.fault(code, &rest));
            }
        }
        let area = Area {
            id: id.clone(),
            name: area.name,
            stem: area.stem,
            kana: area.kana,
            code: area.code.map(Word::into_inner).unwrap_or_default(),
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
