//! The parts that tables are made of: headings, columns, figures and where they came from.

use std::sync::Arc;

use serde::Serialize;

use crate::model::Id;
use crate::model::cell::CellRef;
use crate::model::text::grouped;

/// What stands instead of a number; the legend is printed with every publication.
pub mod symbol {
    /// Nothing of the kind (in tables of ○).
    pub const NONE: &str = "-";
    /// Not reported, which is not zero.
    pub const MISSING: &str = "…";
    /// Suppressed to protect a person; set by whoever suppresses, never by the tables.
    pub const SUPPRESSED: &str = "x";
    /// ○: the unit marked the option.
    pub const MARK: &str = "○";
    /// Revised: the number is no longer what it was when its period was closed.
    pub const REVISED: &str = "r";
    /// The symbols with their meaning, in the order of the legend.
    pub const LEGEND: [(&str, &str); 5] = [
        ("0", "該当する数がない（零）"),
        (NONE, "該当なし"),
        (MISSING, "未報告（零ではない）"),
        (SUPPRESSED, "秘匿"),
        (REVISED, "訂正（締めたあとに変わった数。数と並べて示す）"),
    ];
    /// Those that stand beside a number instead of in its place.
    pub const BESIDE: [&str; 1] = [REVISED];
}

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

/// A unit as the heading of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitHead {
    /// The unit's id.
    pub id: Id,
    /// The id of its kind.
    pub kind: Id,
    /// What its kind is called.
    pub kind_label: String,
    /// Its full name.
    pub name: String,
    /// Its area's name, or the full name where units of a kind share an area.
    pub short: String,
    /// The area's 全国地方公共団体コード.
    pub area_code: String,
    /// The area's name.
    pub area: String,
    /// Whether the unit is counted.
    pub reported: bool,
}

/// The cells of a submission that a figure came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The path of the file, with `/` between folders.
    pub path: Arc<str>,
    /// The sheet as it is called in the file.
    pub sheet: Arc<str>,
    /// The cell, or the first of a rectangle.
    pub cell: CellRef,
    /// The last cell of the rectangle, or the same.
    pub last: CellRef,
}

/// The rectangle around cells, of those that stand on the sheet of the first.
pub fn span<'a>(origins: impl IntoIterator<Item = &'a Origin>) -> Option<Origin> {
    let mut origins = origins.into_iter();
    let first = origins.next()?.clone();
    Some(
        origins
            .filter(|other| (&other.path, &other.sheet) == (&first.path, &first.sheet))
            .fold(first.clone(), |all, other| {
                let (cell, last) = (all.cell, all.last);
                Origin {
                    cell: CellRef::new(cell.row.min(other.cell.row), cell.col.min(other.cell.col)),
                    last: CellRef::new(last.row.max(other.last.row), last.col.max(other.last.col)),
                    ..all
                }
            }),
    )
}

/// One number of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The number; `None` when nobody reported it.
    pub value: Option<u64>,
    /// What stands instead of the number; empty when there is one.
    pub symbol: &'static str,
    /// How many cells are in it.
    pub sources: usize,
    /// Where they stand, or the first of them where others stand between; `None` for the sum of two halves and
    /// for the city, whose figures come from the rows above.
    pub origin: Option<Origin>,
}

/// A column of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
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
    /// By column: the relative change from then to now, e.g. `0.124`.
    pub change: Vec<Option<f64>>,
}

impl Figure {
    /// Nobody reported it.
    pub fn missing() -> Self {
        Self {
            value: None,
            symbol: symbol::MISSING,
            sources: 0,
            origin: None,
        }
    }

    /// A number without a cell of its own.
    pub fn computed(value: u64, sources: usize) -> Self {
        Self {
            value: Some(value),
            symbol: "",
            sources,
            origin: None,
        }
    }
}

/// The relative change, where both are known and there was something to change.
pub(super) fn change(before: Option<u64>, now: Option<u64>) -> Option<f64> {
    let (before, now) = (before.filter(|n| *n > 0)? as f64, now? as f64);
    Some((now - before) / before)
}

/// An alternative text: as many parts as a spreadsheet takes, the rest by reference to the table.
pub(super) fn alt(lead: &str, parts: &[String]) -> String {
    const LONGEST: usize = 255;
    const REST: &str = "、ほかは表のとおり";
    let length = |text: &str| text.encode_utf16().count();
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

/// An alternative text of ordered bars: the numbers from the largest on.
pub(super) fn alt_of_bars(
    title: &str,
    unit: &str,
    columns: &[Column],
    figures: &[Figure],
) -> String {
    let parts = columns
        .iter()
        .zip(figures)
        .filter(|(column, _)| column.role == ColumnRole::Part);
    let mut parts: Vec<(&str, Option<u64>)> = parts
        .map(|(column, figure)| (column.label.as_str(), figure.value))
        .collect();
    parts.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
    let said = |(label, value): &(&str, Option<u64>)| match value {
        Some(n) => format!("{label} {}{unit}", grouped(*n)),
        None => format!("{label} 未報告"),
    };
    alt(
        &format!("横棒グラフ。{title}。多い順に "),
        &parts.iter().map(said).collect::<Vec<_>>(),
    )
}
