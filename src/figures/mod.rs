//! Numbers with their origin and their past: what the pages, the sheets and the data set take them
//! from.
//!
//! A number is computed here once, and knows the cells or the numbers that it is made of. Layouts,
//! sentences and the names of pages, sheets and columns may not enter; neither may a unit, an
//! element or an option by name.

pub mod asked;
pub mod change;
pub mod comparison;
pub mod datum;
pub mod dictionary;
#[cfg(test)]
pub mod fixture;
pub mod id;
pub mod mark;
pub mod material;
pub mod naming;
pub mod number;
pub mod open_rows;
pub mod publication;
pub mod subject;
pub mod tone;
pub mod value;
