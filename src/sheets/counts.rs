//! Counts: units by options, the city by month, the same half a year before.

use serde::Serialize;

use super::part::{Before, Change, ChartText, ColumnRole, Head, NumberColumn, alt_of_bars, change};
use super::plan::Plan;
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::{Datum, SourceCells, UnitHead};
use crate::figures::material::Material;
use crate::figures::publication::Disclosure;
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
    /// The total, then the options in the order of the form: parts, 再掲.
    pub columns: Vec<NumberColumn>,
    /// The columns of the units: those of the city, or the total alone.
    pub unit_columns: Vec<NumberColumn>,
    /// The units, reported or not; none where nothing of them may be told.
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
    /// By column of the units.
    pub figures: Vec<Datum>,
    /// Its total in the period before.
    pub before: Option<u64>,
    /// The change of its total.
    pub change: Option<Change>,
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
        public: Option<&Disclosure>,
    ) -> Self {
        let units = material.unit_heads(plan.kind, None);
        let columns = columns(material, element, total);
        let keys: Vec<TallyKey> = columns.iter().map(|column| key(element, column)).collect();
        let unit_columns = match public {
            None => columns.clone(),
            Some(_) => vec![total_column()],
        };
        let told = units
            .iter()
            .filter(|_| public.is_none_or(|public| public.tells(element)));
        let rows: Vec<UnitRow> = told
            .map(|unit| unit_row(material, element, unit, &unit_columns, public.is_none()))
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
            material.coverage(&units, None)
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
        let of_units = units.iter().filter(|_| public.is_none());
        let of_units = of_units.map(|unit| TallyKey::of(&element.id).unit(&unit.id));
        let compared: Vec<TallyKey> = keys.iter().cloned().chain(of_units).collect();
        notes.extend(material.past_notes(plan.kind, element, &compared));
        let past = before.iter().flat_map(|before| &before.values);
        let past = past.chain(rows.iter().map(|row| &row.before)).flatten();
        let few = material.small_base(element, material.comparison(element).before, past.copied());
        notes.extend(few.map(|words| words.to_string()));
        let whole = terms::whole_of(&material.definitions.registry);
        Self {
            head: Head {
                sheet: plan.sheet.clone(),
                title: plan.block.heading.clone(),
                purpose: "全体・月別・単位別の数、前の期間との比較、グラフ".to_owned(),
                notes,
            },
            element: element.id.clone(),
            unit: element.unit.clone(),
            chart: chart(&whole, element, (&columns, &city), before.as_ref()),
            columns,
            unit_columns,
            rows,
            city,
            before,
            units_before,
            months: months.collect(),
        }
    }
}

/// The total, its parts, subsets: so the columns of who is told the total alone are the first of
/// those of all.
fn columns(material: &Material, element: &DataElement, total: bool) -> Vec<NumberColumn> {
    let category = material.definitions.catalogue.breakdown(element);
    let options = category
        .into_iter()
        .flat_map(|category| category.options_in(material.period()));
    let (subsets, parts): (Vec<NumberColumn>, Vec<NumberColumn>) = options
        .map(|option| NumberColumn {
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
    let total = total.then(total_column);
    total.into_iter().chain(parts).chain(subsets).collect()
}

fn total_column() -> NumberColumn {
    NumberColumn {
        option: None,
        label: words::TOTAL.to_owned(),
        role: ColumnRole::Total,
    }
}

fn key(element: &DataElement, column: &NumberColumn) -> TallyKey {
    TallyKey {
        option: column.option.clone(),
        ..TallyKey::of(&element.id)
    }
}

fn unit_row(
    material: &Material,
    element: &DataElement,
    unit: &UnitHead,
    columns: &[NumberColumn],
    internal: bool,
) -> UnitRow {
    let total = TallyKey::of(&element.id).unit(&unit.id);
    // What a unit counted in the past may give away what is hidden today.
    let before = material.beside(element, &total).filter(|_| internal);
    let before = before.map(|past| past.n);
    let keys = columns.iter().map(|column| key(element, column));
    let keys: Vec<TallyKey> = keys.map(|key| key.unit(&unit.id)).collect();
    UnitRow {
        unit: unit.clone(),
        figures: keys.iter().map(|key| material.located(key)).collect(),
        forms: material.forms(element.over_time, &keys),
        before,
        change: change(material, element, before, material.located(&total).value),
    }
}

fn chart(
    whole: &str,
    element: &DataElement,
    told: (&[NumberColumn], &[Datum]),
    before: Option<&Before>,
) -> ChartText {
    let title = format!("{}（{whole}）", element.label);
    ChartText {
        alt: alt_of_bars(&title, &element.unit, told, before),
        title,
        axis: element.unit.clone(),
    }
}
