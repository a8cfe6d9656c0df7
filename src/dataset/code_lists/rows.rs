//! The rows of the lists.

use serde::Serialize;

use crate::model::Id;

/// A data element.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ElementRow {
    /// Its id.
    pub id: Id,
    /// What its number is called.
    pub label: String,
    /// What kind of answer is wanted.
    pub kind: &'static str,
    /// The unit of measure.
    pub measure: String,
    /// The kinds of unit that are asked.
    pub asked: String,
    /// What it is broken down by; empty where there is no break-down.
    pub category: String,
    /// What the states are of; empty where none is asked.
    pub states: String,
    /// Whether one case may count under several options.
    pub multiple: bool,
    /// How the halves of a year combine.
    pub over_year: &'static str,
    /// What it means.
    pub definition: String,
}

/// An option of an element, a group of options, or a code that no definition knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionRow {
    /// The element.
    pub element_id: Id,
    /// The id of the option or group.
    pub id: String,
    /// Its words.
    pub label: String,
    /// What part it plays.
    pub role: &'static str,
    /// The group that it belongs to, or the code of none.
    pub group: String,
    /// What to mind.
    pub note: String,
}

/// A state of an element, or the code of none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateRow {
    /// The element.
    pub element_id: Id,
    /// The id of the state.
    pub id: String,
    /// Its words.
    pub label: String,
}

/// A unit, or all together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// The id of its kind, or the code of all together.
    pub kind: String,
    /// What its kind is called.
    pub kind_label: String,
    /// 全国地方公共団体コード of its area, or of the city; empty where nobody gave it.
    pub area_code: String,
    /// The name of its area, or of the city.
    pub area: String,
}

/// A period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodRow {
    /// Its code, e.g. `2023H1`.
    pub id: String,
    /// The Western year in which the fiscal year starts.
    pub fiscal_year: i16,
    /// The Japanese fiscal year, e.g. 令和5年度.
    pub fiscal_year_label: String,
    /// 上半期, 下半期, or 通年.
    pub half: &'static str,
    /// The first month, e.g. `2023-04`.
    pub start: String,
    /// The last month.
    pub end: String,
}
