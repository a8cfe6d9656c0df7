//! The printed report, page by page and already worded, as `pages.toml` has it; and the feedback
//! sheets.
//!
//! Numbers come from the figures; here they get their sentences, charts and tables. Fonts, files
//! and colours may not enter, nor may the sheets, the data set, or a unit, an element or an option
//! by name.

mod bare;
pub mod commentary;
pub mod compose;
mod composer;
pub mod feedback;
mod kinds;
mod made;
mod meta;
mod number_index;
pub mod print;
pub mod printed;
pub mod spec;
#[cfg(test)]
mod tests;
pub mod wording;
