//! The long table of the open data: one row is one datum, told by codes.
//!
//! Only elements with a unit of measure are statistics: texts, dates and the descriptions of single
//! cases have none and never get here, nor does anything that may not be published. No code that
//! tells one row from another is ever empty: what is left out has a code of its own.

use serde::Serialize;

use crate::model::{Id, RESERVED};

/// The code of all together: of the parts of a total, of the units of the city, of the months of a
/// period. As in SDMX.
pub const TOTAL: &str = "_T";
/// The code of what does not apply: there is no break-down, or no state is asked. As in SDMX.
pub const NONE: &str = "_Z";

/// One datum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observation {
    /// 全国地方公共団体コード of the city; empty where nobody gave it.
    pub city_code: Id,
    /// The period, e.g. `2023H1`.
    pub period: Id,
    /// The month, e.g. `2023-04`, or the code of the whole period.
    pub month: Id,
    /// The unit, or the code of all together.
    pub unit_id: Id,
    /// The element.
    pub element_id: Id,
    /// The option or group of the break-down, or the code of the total or of none.
    pub option_id: Id,
    /// The state that is counted, or the code of none.
    pub answer_id: Id,
    /// How it hangs together with the other rows.
    pub role: Aggregate,
    /// The number.
    pub value: Option<u64>,
    /// What stands instead of a number, or r beside one that was revised; else empty.
    pub symbol: &'static str,
    /// The unit of measure.
    pub measure: Id,
    /// Of how much the number is when it is not of all, what it was before a revision, and of the
    /// past, where it comes from.
    pub notes: Vec<String>,
    /// The id of the number, or a formula of ids, as `trace` takes it.
    pub made_of: String,
}

/// How numbers hang together, so that nobody adds what overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// The total of the parts.
    Total,
    /// The total of some of the parts.
    Group,
    /// A part: the parts make the total.
    Part,
    /// 再掲: within the total, never added.
    Subset,
    /// One of several that a unit may count under at once.
    Overlap,
    /// How many units are in a state: the states make the units.
    State,
    /// That one unit is in a state, which counts one.
    UnitState,
    /// A number without break-down.
    Single,
}

impl Observation {
    /// Whether it is of the city as a whole.
    pub fn is_city(&self) -> bool {
        &*self.unit_id == TOTAL
    }

    /// Whether it is of the whole period.
    pub fn is_whole(&self) -> bool {
        &*self.month == TOTAL
    }

    /// Whether it is all that one unit counted for an element in the period.
    pub fn is_unit_total(&self) -> bool {
        let is_total = matches!(self.role, Aggregate::Total | Aggregate::Single);
        !self.is_city() && self.is_whole() && is_total
    }

    /// The option of the break-down; nothing for a total and where there is none.
    pub fn option(&self) -> Option<&str> {
        Some(&*self.option_id).filter(|id| !id.starts_with(RESERVED))
    }
}
