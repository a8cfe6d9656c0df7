//! The parts that tables are made of: headings, columns, figures and where they came from.

use serde::Serialize;

use crate::aggregate::tally::TallyKey;
use crate::figures::change;
use crate::figures::datum::Datum;
use crate::figures::material::Material;
use crate::model::Id;
use crate::model::catalogue::DataElement;
use crate::model::excel::length;
use crate::model::terms;
use crate::model::text::grouped;

/// What stands above a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Head {
    /// The name of its sheet: unique, at most 31 characters, none that Excel forbids.
    pub sheet: String,
    /// The title, the heading of the form's block.
    pub title: String,
    /// What the sheet is for, for the contents.
    pub purpose: String,
    /// Unit of measure, coverage, 複数回答, 再掲 and what else to mind, a line each.
    pub notes: Vec<String>,
}

/// A column of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NumberColumn {
    /// The option; `None` for the total, and for an element without break-down.
    pub option: Option<Id>,
    /// The words of the form.
    pub label: String,
    /// Whether it is added.
    pub role: ColumnRole,
}

/// What part a column plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// A part of the total.
    Part,
    /// The total of the parts.
    Total,
    /// 再掲: shown, never added.
    Subset,
}

/// The words of a chart; what it draws is the city's row (and that of the period before).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartText {
    /// What it shows.
    pub title: String,
    /// The heading of its axis of values.
    pub axis: String,
    /// The numbers in words, for those who do not see it.
    pub alt: String,
}

/// Figures of the period before, beside those of the city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Before {
    /// Which period, in words.
    pub label: String,
    /// By column, as published; `None` where nothing is known.
    pub values: Vec<Option<u64>>,
    /// By column: how it changed from then to now; none while units are missing.
    pub change: Vec<Option<Change>>,
}

/// How a number changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// The number less the earlier one.
    pub difference: i64,
    /// The same as a part of the earlier one, rounded as it is printed, e.g. `0.124`; none where
    /// the report tells the difference.
    pub rate: Option<f64>,
}

impl Before {
    /// The earlier numbers and their change; `None` when none of them is known.
    pub(super) fn new(
        material: &Material,
        element: &DataElement,
        keys: &[TallyKey],
        now: &[Datum],
    ) -> Option<Self> {
        let mut before = Self {
            label: material.comparison(element).label(),
            values: Vec::new(),
            change: Vec::new(),
        };
        for (key, now) in keys.iter().zip(now) {
            let past = material.beside(element, key).map(|past| past.n);
            before
                .change
                .push(change(material, element, past, now.value));
            before.values.push(past);
        }
        before.values.iter().any(Option::is_some).then_some(before)
    }
}

/// A change, where both numbers are known.
pub(super) fn change(
    material: &Material,
    element: &DataElement,
    before: Option<u64>,
    now: Option<u64>,
) -> Option<Change> {
    let (before, now) = (before?, now?);
    let catalogue = &material.definitions.catalogue;
    let rate = change::tenths_of_percent(now, before)
        .filter(|_| !catalogue.changes_by_number(element, before));
    Some(Change {
        difference: i64::try_from(i128::from(now) - i128::from(before)).ok()?,
        rate: rate.map(|tenths| tenths as f64 / 1000.0),
    })
}

/// An alternative text: as many parts as a spreadsheet takes, the rest by reference to the table.
pub(super) fn alt(lead: &str, parts: &[String]) -> String {
    const LONGEST: usize = 255;
    const REST: &str = "、ほかは表のとおり";
    let whole = format!("{lead}{}。", parts.join("、"));
    if length(&whole) <= LONGEST {
        return whole;
    }
    let mut text = lead.chars().take(120).collect::<String>();
    for (i, part) in parts.iter().enumerate() {
        let joint = if i == 0 { "" } else { "、" };
        if length(&text) + length(joint) + length(part) + length(REST) + 1 > LONGEST {
            break;
        }
        text = text + joint + part;
    }
    text + REST + "。"
}

/// An alternative text of bars in the order of the table, with the numbers of the period before
/// where they are drawn.
pub(super) fn alt_of_bars(
    title: &str,
    unit: &str,
    (columns, figures): (&[NumberColumn], &[Datum]),
    before: Option<&Before>,
) -> String {
    let mut parts = Vec::new();
    for (at, (column, figure)) in columns.iter().zip(figures).enumerate() {
        if column.role != ColumnRole::Part {
            continue;
        }
        let number = match figure.value {
            Some(n) => format!("{}{unit}", grouped(n)),
            None => terms::NOT_REPORTED.to_owned(),
        };
        let past = before.and_then(|before| (*before.values.get(at)?).map(grouped));
        let past = past.map_or_else(String::new, |past| format!("（{past}）"));
        parts.push(format!("{} {number}{past}", column.label));
    }
    let beside = before.map_or_else(String::new, |before| format!("括弧は{}。", before.label));
    alt(&format!("横棒グラフ。{title}。{beside}表の順に "), &parts)
}
