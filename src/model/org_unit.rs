//! Who reports: areas (wards), kinds of unit, and the roster of units with its official order.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use indexmap::IndexMap;
use serde::Serialize;

use super::Id;
use super::catalogue::Validity;
use super::period::Period;
use super::text::fold;

/// What may not stand in the name of a file, on whatever system it is opened.
const NOT_IN_FILE_NAMES: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// The file of a roster that is kept as a table, without its ending.
pub const ROSTER: &str = "名簿";

/// The city, its areas, and every unit that was ever expected to report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrgRegistry {
    /// The city that publishes.
    pub city: City,
    /// Kinds of unit by id, in the order of the report.
    pub kinds: IndexMap<Id, UnitKind>,
    /// Areas by id, in the official order.
    pub areas: IndexMap<Id, Area>,
    /// Units by id, in the order of the roster.
    pub units: IndexMap<Id, OrgUnit>,
    /// What is looked up; to be made anew when a name or the areas of a unit change.
    #[serde(skip)]
    pub index: Index,
}

/// What a roster of thousands of units is asked about again and again, each made at the first
/// question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Index {
    names: OnceLock<NameIndex>,
    /// The places in the roster of the units of each area.
    by_area: OnceLock<HashMap<Id, Vec<usize>>>,
}

/// What names mean: every file of a round is asked about.
#[derive(Debug, Clone, PartialEq)]
struct NameIndex {
    /// The places in the roster of the units that a folded name means.
    units: HashMap<String, Vec<usize>>,
    /// The places of the areas by the first letter of their names.
    areas: HashMap<char, Vec<usize>>,
    /// The place of the first area with a stem.
    stems: HashMap<String, usize>,
}

/// The city that publishes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct City {
    /// The name, e.g. of a municipality.
    pub name: String,
    /// What it is called for short, e.g. 市; its name, if it has no short one.
    pub label: String,
    /// Six-digit 全国地方公共団体コード with its check digit; empty where nobody gave it.
    pub code: String,
    /// Who collects the forms, e.g. the bureau in charge.
    pub collector: String,
    /// What an area is called, e.g. 区.
    pub area_word: String,
    /// Who lives in an area, e.g. 区民.
    pub residents: String,
}

/// A kind of reporting unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitKind {
    /// Stable name; also the folder of the submissions.
    pub id: Id,
    /// What it is called.
    pub label: String,
    /// How units are counted, e.g. 区 or か所.
    pub counter: String,
    /// The form it fills.
    pub form: Id,
    /// Whether its files bear the name of the area alone, without that of the kind.
    pub named_by_area: bool,
    /// Patterns of names that mean a unit of this kind: `{area}`, `{stem}`, `{city}`.
    pub spellings: Vec<String>,
}

/// An area of the city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Area {
    /// Stable name.
    pub id: Id,
    /// The full name.
    pub name: String,
    /// The name without its suffix, as people write it in the names of files.
    pub stem: String,
    /// The reading; empty where nobody gave it.
    pub kana: String,
    /// Six-digit 全国地方公共団体コード with its check digit; empty where nobody gave it.
    pub code: String,
}

/// One that reports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrgUnit {
    /// Stable name.
    pub id: Id,
    /// Its kind.
    pub kind: Id,
    /// The areas that it serves, at least one; another unit may serve them, too.
    pub areas: Vec<Id>,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// When it is expected to report.
    pub validity: Validity,
    /// The units of earlier periods whose place it takes, as with the options of a category.
    pub succeeds: Vec<Id>,
}

impl OrgRegistry {
    /// A unit and those whose place it took, theirs included.
    pub fn line_of<'a>(&'a self, unit: &'a str) -> Vec<&'a str> {
        let mut units = vec![unit];
        let mut next = 0;
        while let Some(unit) = units.get(next) {
            let known = self.units.get(*unit);
            for before in known.into_iter().flat_map(|unit| &unit.succeeds) {
                if !units.contains(&&**before) {
                    units.push(before);
                }
            }
            next += 1;
        }
        units
    }

    /// The units of a kind that are expected to report for a period, in order.
    pub fn expected<'a>(
        &'a self,
        kind: &'a str,
        period: Period,
    ) -> impl Iterator<Item = &'a OrgUnit> {
        self.units
            .values()
            .filter(move |unit| &*unit.kind == kind && unit.validity.covers(period))
    }

    /// The areas that a unit serves; the loader has checked that they exist.
    pub fn areas_of<'a>(&'a self, unit: &'a OrgUnit) -> impl Iterator<Item = &'a Area> {
        unit.areas.iter().filter_map(|id| self.areas.get(id))
    }

    /// What the areas of a unit are called together: 大正区・浪速区.
    pub fn area_name(&self, unit: &OrgUnit) -> String {
        together(self.areas_of(unit).map(|area| &area.name))
    }

    /// The code of a unit's area; empty where it serves several, which have none together.
    pub fn area_code(&self, unit: &OrgUnit) -> String {
        match self.areas_of(unit).collect::<Vec<_>>().as_slice() {
            [only] => only.code.clone(),
            _ => String::new(),
        }
    }

    /// A unit by the names of its areas; by its own name where it shares one.
    pub fn short_name(&self, unit: &OrgUnit) -> String {
        if self.shares_area(unit) {
            unit.name.clone()
        } else {
            self.area_name(unit)
        }
    }

    /// The name of a unit's file without its ending: the area, with the kind unless the area alone
    /// tells it; the unit's own name where it bears another than the area's, shares the area, or
    /// serves several.
    pub fn file_stem(&self, unit: &OrgUnit) -> String {
        let own = unit.name.replace(NOT_IN_FILE_NAMES, "・");
        let areas: Vec<&Area> = self.areas_of(unit).collect();
        let area = match areas.as_slice() {
            [area] if unit.name.contains(&area.name) && !self.shares_area(unit) => &area.name,
            _ => return own,
        };
        match self.kinds.get(&unit.kind) {
            Some(kind) if !kind.named_by_area => format!("{area}{}", kind.label),
            Some(_) | None => area.clone(),
        }
    }

    /// Whether another unit of its kind reports for the same area at the same time.
    pub fn shares_area(&self, unit: &OrgUnit) -> bool {
        let by_area = self.index.by_area.get_or_init(|| {
            let mut by_area: HashMap<Id, Vec<usize>> = HashMap::new();
            for (place, unit) in self.units.values().enumerate() {
                for area in &unit.areas {
                    by_area.entry(area.clone()).or_default().push(place);
                }
            }
            by_area
        });
        let near = unit.areas.iter().filter_map(|area| by_area.get(area));
        let mut near = near.flatten().filter_map(|at| self.units.get_index(*at));
        near.any(|(id, other)| {
            *id != unit.id && other.kind == unit.kind && other.validity.meets(&unit.validity)
        })
    }

    /// The kinds of unit as a sentence names them: 区役所又は相談支援室.
    pub fn kinds_in_words(&self) -> String {
        let labels: Vec<&str> = self
            .kinds
            .values()
            .map(|kind| kind.label.as_str())
            .collect();
        labels.join("又は")
    }

    /// Finds the unit that a whole name means; names contain each other, so parts never match.
    ///
    /// A unit may carry the name of one whose place it took: that of the period is meant, if it is
    /// known.
    pub fn find(&self, kind: &str, name: &str, period: Option<Period>) -> Option<&OrgUnit> {
        let named: Vec<&OrgUnit> = self.named(kind, name).collect();
        let of_period =
            |unit: &&&OrgUnit| period.is_some_and(|period| unit.validity.covers(period));
        named.iter().find(of_period).or(named.first()).copied()
    }

    /// Finds the units of any kind and period that a name means: `北区` is a ward office and an
    /// office.
    pub fn find_all(&self, name: &str) -> Vec<&OrgUnit> {
        self.kinds
            .keys()
            .flat_map(|kind| self.named(kind, name))
            .collect()
    }

    fn named<'a>(&'a self, kind: &str, name: &str) -> impl Iterator<Item = &'a OrgUnit> {
        let meant = self.meanings().units.get(&fold(name));
        let meant = meant.into_iter().flatten();
        let units = meant.filter_map(|place| Some(self.units.get_index(*place)?.1));
        units.filter(move |unit| &*unit.kind == kind)
    }

    fn meanings(&self) -> &NameIndex {
        self.index.names.get_or_init(|| {
            let mut units: HashMap<String, Vec<usize>> = HashMap::new();
            for (place, unit) in self.units.values().enumerate() {
                for spelling in self.spellings(unit) {
                    let meant = units.entry(fold(&spelling)).or_default();
                    if meant.last() != Some(&place) {
                        meant.push(place);
                    }
                }
            }
            let mut areas: HashMap<char, Vec<usize>> = HashMap::new();
            let mut stems = HashMap::new();
            for (place, area) in self.areas.values().enumerate() {
                if let Some(first) = area.name.chars().next() {
                    areas.entry(first).or_default().push(place);
                }
                stems.entry(area.stem.clone()).or_insert(place);
            }
            NameIndex {
                units,
                areas,
                stems,
            }
        })
    }

    /// The areas that a text (the name of a file) names, in any place; names contain each other
    /// (住吉区, 東住吉区), the longest counts.
    ///
    /// A name without its suffix (北) counts only as a word of its own.
    pub fn areas_named(&self, text: &str) -> Vec<&Area> {
        let index = self.meanings();
        let letters: BTreeSet<char> = text.chars().collect();
        let possible = letters.iter().filter_map(|first| index.areas.get(first));
        let mut possible: Vec<usize> = possible.flatten().copied().collect();
        possible.sort_by_cached_key(|place| {
            let name = self
                .areas
                .get_index(*place)
                .map_or("", |(_, area)| &area.name);
            (Reverse(name.chars().count()), *place)
        });
        let possible = possible.into_iter();
        let mut rest = text.to_owned();
        let mut found = Vec::new();
        for area in possible.filter_map(|place| Some(self.areas.get_index(place)?.1)) {
            if rest.contains(&area.name) {
                rest = rest.replace(&area.name, " ");
                found.push(area);
            }
        }
        let words =
            rest.split(|c: char| c.is_whitespace() || "_-・()（）【】[]「」～~＿－　".contains(c));
        let stems = words.filter_map(|word| index.stems.get(word));
        found.extend(stems.filter_map(|place| Some(self.areas.get_index(*place)?.1)));
        found
    }

    /// Those of some units whose own names, or those of their files, a text holds; names contain
    /// each other, the longest counts.
    pub fn named_within<'a>(&self, units: &[&'a OrgUnit], text: &str) -> Vec<&'a OrgUnit> {
        let text = fold(text);
        let (mut found, mut longest) = (Vec::new(), 0);
        for unit in units {
            let own = [unit.name.clone(), self.file_stem(unit)];
            for name in own.iter().chain(&unit.aliases).map(|name| fold(name)) {
                if name.is_empty() || name.len() < longest || !text.contains(&name) {
                    continue;
                }
                if name.len() > longest {
                    (found, longest) = (Vec::new(), name.len());
                }
                if found.last() != Some(unit) {
                    found.push(*unit);
                }
            }
        }
        found
    }

    /// Every name that means a unit: its own, and those made of its areas' names, of each and of
    /// all, unless another unit serves them, too.
    fn spellings(&self, unit: &OrgUnit) -> Vec<String> {
        let mut spellings = vec![unit.name.clone()];
        spellings.extend(unit.aliases.iter().cloned());
        if self.shares_area(unit) {
            return spellings;
        }
        let mut areas: Vec<(&str, &str)> = Vec::new();
        for area in self.areas_of(unit) {
            areas.push((&area.name, &area.stem));
        }
        let stems = together(self.areas_of(unit).map(|area| &area.stem));
        let names = self.area_name(unit);
        areas.push((&names, &stems));
        let patterns = self.kinds.get(&unit.kind).map(|kind| &kind.spellings);
        for pattern in patterns.into_iter().flatten() {
            for (name, stem) in &areas {
                let spelling = pattern.replace("{city}", &self.city.name);
                spellings.push(spelling.replace("{area}", name).replace("{stem}", stem));
            }
        }
        spellings
    }
}

/// Several names as one: 大正区・浪速区.
fn together<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<&str> = names.map(String::as_str).collect();
    names.join("・")
}

/// Whether a text is a 全国地方公共団体コード: five digits weighted 6 to 2; the sixth completes their sum to a
/// multiple of eleven, by its last digit (総務省「全国地方公共団体コード仕様」).
pub fn is_area_code(code: &str) -> bool {
    let digits: Option<Vec<u32>> = code.chars().map(|c| c.to_digit(10)).collect();
    let Some([own @ .., check]) = digits.as_deref() else {
        return false;
    };
    let sum: u32 = own
        .iter()
        .zip((2..=6).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    own.len() == 5 && (11 - sum % 11) % 10 == *check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_digit_is_noticed() {
        for code in ["271276", "271004", "011002", "131016"] {
            assert!(is_area_code(code), "{code}");
        }
        for code in ["271275", "27127", "27127６", "", "2712760"] {
            assert!(!is_area_code(code), "{code}");
        }
    }
}
