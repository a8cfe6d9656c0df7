//! What a unit reported in earlier periods, as the checks see it.

use super::period::Period;

/// Figures of earlier halves; where they come from is none of the checks' business.
pub trait Past: Sync {
    /// The figures of a unit for an element, or for one option of it, of the halves before a
    /// period, oldest first.
    fn before(
        &self,
        period: Period,
        unit: &str,
        element: &str,
        option: Option<&str>,
    ) -> Vec<(Period, u64)>;
}
