//! Counts: units by options, the city by month, the same half a year before.

use serde::Serialize;

use super::part::{Before, ChartText, Column, ColumnRole, Head, alt_of_bars, change};
use super::plan::Plan;
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::{Datum, SourceCells, UnitHead};
use crate::figures::material::Material;
use crate::form::layout::words;
use crate::model::Id;
use crate::model::catalogue::DataElement;
use crate::model::period::Month;
use crate::model::terms;

/// The counts of one block of a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlockTable {
    /// What stands above.
    pub head: Head,
    /// The element that is counted.
    pub element: Id,
    /// The unit of measure, e.g. 件.
    pub unit: String,
    /// The options in the order of the form: parts, total, 再掲.
    pub columns: Vec<Column>,
    /// The units, reported or not.
    pub rows: Vec<UnitRow>,
    /// The city, by column.
    pub city: Vec<Datum>,
    /// The same stretch of the year before, by column; `None` when nothing is known of it.
    pub before: Option<Before>,
    /// What [`UnitRow::before`] is the figure of, in words; `None` when it is known of no unit.
    pub units_before: Option<String>,
    /// The city by month.
    pub months: Vec<MonthRow>,
    /// The words of the chart of the city's parts.
    pub chart: ChartText,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitRow {
    /// The unit.
    pub unit: UnitHead,
    /// By column.
    pub figures: Vec<Datum>,
    /// Its total in the period before.
    pub before: Option<u64>,
    /// The change of its total.
    pub change: Option<f64>,
    /// Of each half of a year, where the figures stand in the form.
    pub forms: Vec<Option<SourceCells>>,
}

/// One month of the city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthRow {
    /// The month.
    pub month: Month,
    /// The month with its year.
    pub label: String,
    /// By column.
    pub figures: Vec<Datum>,
}

/// The word for a part that is shown and never added.
const SUBSET: &str = terms::SUBSET;

impl BlockTable {
    pub(super) fn new(
        material: &Material,
        plan: &Plan,
        element: &DataElement,
        total: bool,
    ) -> Self {
        let units = material.unit_heads(plan.kind);
        let columns = columns(material, element, total);
        let keys: Vec<TallyKey> = columns.iter().map(|column| key(element, column)).collect();
        let rows: Vec<UnitRow> = units
            .iter()
            .map(|unit| unit_row(material, element, unit, &keys))
            .collect();
        let city: Vec<Datum> = keys.iter().map(|key| material.located(key)).collect();
        let months = material
            .period()
            .months()
            .into_iter()
            .map(|month| MonthRow {
                month,
                label: format!("{}年{}", month.year, month.label()),
                figures: keys
                    .iter()
                    .map(|key| material.located(&key.clone().month(month)))
                    .collect(),
            });
        let is_known = rows.iter().any(|row| row.before.is_some());
        let units_before = is_known.then(|| material.comparison(element).label());
        let mut notes = vec![format!(
            "単位: {}　{}",
            element.unit,
            material.coverage(&units)
        )];
        if element.multiple {
            notes.push(
                "複数回答: 1件を複数の区分に数えることがあるため、合計は延べ件数です。".to_owned(),
            );
        }
        if columns
            .iter()
            .any(|column| column.role == ColumnRole::Subset)
        {
            notes.push("再掲は内数であり、合計に加えていません。".to_owned());
        }
        let before = Before::new(material, element, &keys, &city);
        let of_units = units
            .iter()
            .map(|unit| TallyKey::of(&element.id).unit(&unit.id));
        let compared: Vec<TallyKey> = keys.iter().cloned().chain(of_units).collect();
        notes.extend(material.past_notes(plan.kind, element, &compared));
        let whole = terms::whole_of(&material.definitions.registry);
        Self {
            head: Head {
                sheet: plan.sheet.clone(),
                title: plan.block.heading.clone(),
                purpose: "単位別・月別の数、前の期間との比較、グラフ".to_owned(),
                notes,
            },
            element: element.id.clone(),
            unit: element.unit.clone(),
            chart: chart(&whole, element, &columns, &city),
            columns,
            rows,
            city,
            before,
            units_before,
            months: months.collect(),
        }
    }
}

/// Parts, total, subsets: the order of the form.
fn columns(material: &Material, element: &DataElement, total: bool) -> Vec<Column> {
    let category = material.definitions.catalogue.breakdown(element);
    let options = category
        .into_iter()
        .flat_map(|category| category.options_in(material.period()));
    let (subsets, mut columns): (Vec<Column>, Vec<Column>) = options
        .map(|option| Column {
            option: Some(option.id.clone()),
            // Said at the column itself, also where the words of the form do not.
            label: if option.subset && !option.label.contains(SUBSET) {
                format!("（{SUBSET}）{}", option.label)
            } else {
                option.label.clone()
            },
            role: if option.subset {
                ColumnRole::Subset
            } else {
                ColumnRole::Part
            },
        })
        .partition(|column| column.role == ColumnRole::Subset);
    if total {
        columns.push(Column {
            option: None,
            label: words::TOTAL_COLUMN.to_owned(),
            role: ColumnRole::Total,
        });
    }
    columns.extend(subsets);
    columns
}

fn key(element: &DataElement, column: &Column) -> TallyKey {
    TallyKey {
        option: column.option.clone(),
        ..TallyKey::of(&element.id)
    }
}

fn unit_row(
    material: &Material,
    element: &DataElement,
    unit: &UnitHead,
    keys: &[TallyKey],
) -> UnitRow {
    let total = TallyKey::of(&element.id).unit(&unit.id);
    let before = material.beside(element, &total).map(|past| past.n);
    let keys: Vec<TallyKey> = keys.iter().map(|key| key.clone().unit(&unit.id)).collect();
    UnitRow {
        unit: unit.clone(),
        figures: keys.iter().map(|key| material.located(key)).collect(),
        forms: material.forms(element.over_time, &keys),
        before,
        change: change(before, material.located(&total).value),
    }
}

fn chart(whole: &str, element: &DataElement, columns: &[Column], city: &[Datum]) -> ChartText {
    let title = format!("{}（{whole}）", element.label);
    ChartText {
        alt: alt_of_bars(&title, &element.unit, columns, city),
        title,
        axis: element.unit.clone(),
    }
}
