//! One number of a table, or the symbol that stands in its place, and the cells it came from.

use std::sync::Arc;

use serde::Serialize;

use crate::model::Id;
use crate::model::cell::CellRef;
use crate::model::submission::{DataValue, Submission};

/// What stands instead of a number; the legend is printed with every publication.
pub mod symbol {
    use crate::model::terms;

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
        (NONE, terms::NOTHING),
        (MISSING, "未報告（零ではない）"),
        (SUPPRESSED, "秘匿"),
        (REVISED, "訂正（締めたあとに変わった数。数と並べて示す）"),
    ];
    /// Those that stand beside a number instead of in its place.
    pub const BESIDE: [&str; 1] = [REVISED];
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
pub struct SourceCells {
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
pub fn around<'a>(origins: impl IntoIterator<Item = &'a SourceCells>) -> Option<SourceCells> {
    let mut origins = origins.into_iter();
    let first = origins.next()?.clone();
    Some(
        origins
            .filter(|other| (&other.path, &other.sheet) == (&first.path, &first.sheet))
            .fold(first.clone(), |all, other| {
                let (cell, last) = (all.cell, all.last);
                SourceCells {
                    cell: CellRef::new(cell.row.min(other.cell.row), cell.col.min(other.cell.col)),
                    last: CellRef::new(last.row.max(other.last.row), last.col.max(other.last.col)),
                    ..all
                }
            }),
    )
}

/// One number of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Datum {
    /// The number; `None` when nobody reported it.
    pub value: Option<u64>,
    /// What stands instead of the number; empty when there is one.
    pub symbol: &'static str,
    /// How many cells are in it.
    pub sources: usize,
    /// Where they stand, or the first of them where others stand between; `None` for the sum of two
    /// halves and for the city, whose figures come from the rows above.
    pub origin: Option<SourceCells>,
}

impl Datum {
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

/// Where an answer stands.
pub fn cells_of(submission: &Submission, value: &DataValue) -> SourceCells {
    let (cell, last) = (value.at.cell, value.at.cell);
    SourceCells {
        path: submission.file.path.as_str().into(),
        sheet: value.at.sheet.clone(),
        cell,
        last,
    }
}
