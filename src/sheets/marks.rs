//! ○: units by options, and how many units marked each.

use serde::Serialize;

use super::part::{Before, ChartText, Head, NumberColumn, alt_of_bars};
use super::plan::Plan;
use super::states::{items, title};
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::{Datum, SourceCells, UnitHead, symbol};
use crate::figures::material::Material;
use crate::figures::publication::Disclosure;
use crate::model::Id;
use crate::model::catalogue::DataElement;

/// The marks of one element.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MarksTable {
    /// What stands above.
    pub head: Head,
    /// The element.
    pub element: Id,
    /// The options in the order of the form.
    pub columns: Vec<NumberColumn>,
    /// The units, reported or not; none for everybody, who is told how many they are.
    pub rows: Vec<MarksRow>,
    /// How many units marked each option.
    pub city: Vec<Datum>,
    /// The period before, by column; `None` when nothing is known of it.
    pub before: Option<Before>,
    /// The words of the chart of the city.
    pub chart: ChartText,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MarksRow {
    /// The unit.
    pub unit: UnitHead,
    /// By column.
    pub marks: Vec<Mark>,
    /// Of each half of a year, where the marks stand in the form.
    pub forms: Vec<Option<SourceCells>>,
}

/// Whether a unit marked an option.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// ○, none, or not reported.
    pub symbol: &'static str,
    /// In how many rows of a list it is marked; one for a question that is asked once.
    pub times: usize,
    /// The first cell with the mark.
    pub origin: Option<SourceCells>,
}

impl MarksTable {
    pub(super) fn new(
        material: &Material,
        plan: &Plan,
        element: &DataElement,
        listed: bool,
        public: Option<&Disclosure>,
    ) -> Self {
        let half = material.half_of(element, plan.kind);
        let units = material.unit_heads(plan.kind, half);
        let columns = items(material, element);
        let keys: Vec<TallyKey> = columns
            .iter()
            .map(|column| TallyKey {
                option: column.option.clone(),
                ..TallyKey::of(&element.id)
            })
            .collect();
        let city: Vec<Datum> = keys.iter().map(|key| material.datum(key)).collect();
        let rows = units.iter().filter(|_| public.is_none()).map(|unit| {
            let keys: Vec<TallyKey> = keys.iter().map(|key| key.clone().unit(&unit.id)).collect();
            let marks = keys
                .iter()
                .map(|key| mark(material, key, unit.reported))
                .collect();
            MarksRow {
                unit: unit.clone(),
                marks,
                forms: material.forms(element.over_time, &keys),
            }
        });
        let mut notes = vec![format!(
            "単位: {}　{}",
            element.unit,
            material.coverage(&units, half)
        )];
        if element.multiple {
            notes.push("複数回答: 一つの単位が複数の区分に当たることがあるため、足しても単位の数になりません。".to_owned());
        }
        if listed {
            notes.push(format!(
                "一覧に1件でも当たるものがあれば {} とし、単位を1と数えます。",
                symbol::MARK
            ));
        }
        notes.extend(material.state_note(element));
        notes.extend(material.past_notes(plan.kind, element, &keys));
        let before = Before::new(material, element, &keys, &city);
        Self {
            head: Head {
                sheet: plan.sheet.clone(),
                title: if listed {
                    format!("{}　{}", plan.block.heading, element.label)
                } else {
                    title(&plan.block.heading, element)
                },
                purpose: "当たる単位とその数、グラフ".to_owned(),
                notes,
            },
            element: element.id.clone(),
            rows: rows.collect(),
            chart: chart(element, (&columns, &city), before.as_ref()),
            columns,
            city,
            before,
        }
    }
}

fn mark(material: &Material, key: &TallyKey, reported: bool) -> Mark {
    let figure = material.located(key);
    let symbol = match figure.value {
        Some(n) if n > 0 => symbol::MARK,
        _ if reported => symbol::NONE,
        _ => symbol::MISSING,
    };
    Mark {
        symbol,
        times: figure.sources,
        origin: figure.origin,
    }
}

fn chart(
    element: &DataElement,
    told: (&[NumberColumn], &[Datum]),
    before: Option<&Before>,
) -> ChartText {
    let alt = alt_of_bars(&element.label, &element.unit, told, before);
    ChartText {
        title: element.label.clone(),
        axis: element.unit.clone(),
        alt,
    }
}
