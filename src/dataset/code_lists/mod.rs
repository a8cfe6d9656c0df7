//! The lists behind the codes of the open data: what is counted, by what it is broken down, who
//! counts, and when.
//!
//! Every code of a row of data stands in one of them, also those that no definition knows: of a
//! total, and of that there is no break-down at all. What the data does not hold stands in none.

mod rows;

use std::collections::BTreeSet;

use serde::Serialize;

use super::observations::{NONE, Observation, TOTAL};
use super::themes::Theme;
use crate::figures::dictionary::succeeds;
use crate::figures::material::Material;
use crate::model::catalogue::{Category, CategoryOption, Kind};
use crate::model::org_unit::OrgUnit;
use crate::model::period::{Month, Period};
use crate::model::terms;
pub use rows::{ElementRow, OptionRow, PeriodRow, StateRow, UnitRow};

/// The words for a total.
pub const TOTAL_LABEL: &str = terms::TOTAL;
/// The words for that there is no break-down.
pub const NONE_LABEL: &str = "区分なし";

/// The lists of a data set.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CodeLists {
    /// The elements.
    pub elements: Vec<ElementRow>,
    /// What they are broken down by.
    pub options: Vec<OptionRow>,
    /// The states that are counted.
    pub states: Vec<StateRow>,
    /// The units.
    pub units: Vec<UnitRow>,
    /// The periods.
    pub periods: Vec<PeriodRow>,
}

impl CodeLists {
    /// The lists of what the themes count; units and periods are those of the rows, of now and of
    /// the past, and of those who were to report.
    pub(super) fn new(material: &Material, themes: &[Theme], past: &[Observation]) -> Self {
        let mut lists = Self::default();
        for theme in themes {
            lists.elements.push(element(theme));
            lists.add_options(theme);
            lists.add_states(theme);
        }
        lists.add_units(material, past);
        let mut periods: BTreeSet<Period> = material.period().halves().into_iter().collect();
        periods.insert(material.period());
        periods.extend(
            past.iter()
                .filter_map(|row| row.period.parse::<Period>().ok()),
        );
        lists.periods = periods.into_iter().map(PeriodRow::new).collect();
        lists
    }

    fn add_options(&mut self, theme: &Theme) {
        let row = |id: &str, label: &str, role| OptionRow {
            element_id: theme.element.id.clone(),
            id: id.to_owned(),
            label: label.to_owned(),
            role,
            group: NONE.to_owned(),
            note: String::new(),
        };
        let Some(category) = theme.material.breakdown(theme.element) else {
            self.options.push(row(NONE, NONE_LABEL, "なし"));
            return;
        };
        if theme.element.kind == Kind::Count {
            self.options.push(OptionRow {
                note: "再掲を除く選択肢の合計".to_owned(),
                ..row(TOTAL, TOTAL_LABEL, TOTAL_LABEL)
            });
            self.options
                .extend(category.groups.iter().map(|(id, label)| OptionRow {
                    note: "これを上位区分とする選択肢の合計".to_owned(),
                    ..row(id, label, "小計")
                }));
        }
        for option in category.options.values() {
            self.options.push(OptionRow {
                group: option.group.as_deref().unwrap_or(NONE).to_owned(),
                note: note_of(category, option),
                ..row(&option.id, &option.label, role_of(option))
            });
        }
    }

    fn add_states(&mut self, theme: &Theme) {
        let row = |id: &str, label: &str| StateRow {
            element_id: theme.element.id.clone(),
            id: id.to_owned(),
            label: label.to_owned(),
        };
        self.states.push(row(NONE, "状況なし"));
        let states = theme.material.answers(theme.element).into_iter();
        let states = states.flat_map(|category| category.options.values());
        self.states
            .extend(states.map(|state| row(&state.id, &state.label)));
    }

    fn add_units(&mut self, material: &Material, past: &[Observation]) {
        let registry = &material.definitions.registry;
        self.units.push(UnitRow {
            id: TOTAL.to_owned(),
            label: terms::whole_of(registry),
            kind: TOTAL.to_owned(),
            kind_label: "すべて".to_owned(),
            area_code: registry.city.code.clone(),
            area: registry.city.name.clone(),
        });
        let told: BTreeSet<&str> = past.iter().map(|row| &*row.unit_id).collect();
        for kind in registry.kinds.values() {
            let of_kind = registry.units.values().filter(|unit| unit.kind == kind.id);
            for unit in of_kind {
                if told.contains(&*unit.id) || unit.validity.covers(material.period()) {
                    self.units.push(unit_row(material, unit));
                }
            }
        }
    }
}

fn unit_row(material: &Material, unit: &OrgUnit) -> UnitRow {
    let head = material.unit_head(unit);
    UnitRow {
        id: head.id.to_string(),
        label: head.name,
        kind: head.kind.to_string(),
        kind_label: head.kind_label,
        area_code: head.area_code,
        area: head.area,
    }
}

fn element(theme: &Theme) -> ElementRow {
    let (element, material) = (theme.element, theme.material);
    let (label, measure) = element.statistic().unwrap_or_default();
    let label_of = |category: Option<&Category>| {
        category.map_or_else(String::new, |category| category.label.clone())
    };
    let mut asked: Vec<&str> = Vec::new();
    for unit in &theme.units {
        if !asked.contains(&unit.kind_label.as_str()) {
            asked.push(&unit.kind_label);
        }
    }
    ElementRow {
        id: element.id.clone(),
        label: label.to_owned(),
        kind: element.kind.label(),
        measure: measure.to_owned(),
        asked: asked.join("、"),
        category: label_of(material.breakdown(element)),
        states: label_of(material.answers(element)),
        multiple: element.multiple,
        over_year: theme.of_halves(),
        definition: element.definition.clone(),
    }
}

fn role_of(option: &CategoryOption) -> &'static str {
    if option.subset {
        terms::SUBSET
    } else {
        "選択肢"
    }
}

fn note_of(category: &Category, option: &CategoryOption) -> String {
    let subset = if option.subset {
        "合計に加えない"
    } else {
        ""
    };
    format!("{subset}{}", succeeds(category, option))
}

impl PeriodRow {
    fn new(period: Period) -> Self {
        let months: Vec<String> = period.months().iter().map(Month::to_string).collect();
        Self {
            id: period.to_string(),
            fiscal_year: period.year.0,
            fiscal_year_label: period.year.label(),
            half: if period.is_year() {
                "通年"
            } else {
                period.half_label()
            },
            start: months.first().cloned().unwrap_or_default(),
            end: months.last().cloned().unwrap_or_default(),
        }
    }
}
