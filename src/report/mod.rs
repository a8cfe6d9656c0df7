//! Everything that will be printed, already worded, before any layout: the pages of the report
//! (`print`, composed by `compose` from `pages.toml`) and the tables behind it.
//!
//! Fonts, cells, files and colours may not enter; neither may a category or a ward by name.

pub mod change;
pub mod commentary;
pub mod compose;
pub mod feedback;
pub mod likeness;
pub mod number;
mod number_index;
pub mod page_spec;
mod pages;
pub mod print;
pub mod printed;
pub mod tables;
pub mod wording;
