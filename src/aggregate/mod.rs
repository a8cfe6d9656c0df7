//! Counts: sums by element, option, answer, month and unit, each with the way back to its cells,
//! and the figures of earlier periods beside them.
//!
//! Blank is not zero, subsets are never added, and a total says how many units it is the total of.
//! Words, layouts and files may not enter.

pub mod history;
pub mod succession;
pub mod summary;
pub mod tally;
