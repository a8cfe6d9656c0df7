//! The forms: what they ask (`spec`, `load`), where it stands (`layout`), how a blank one is drawn
//! (`blank`), the roster as a table (`roster`), and how a filled one is read (`identify`, `extract`, `value`).
//!
//! Reading cannot fail: what is wrong with a file becomes an answer or a departure, and the rules
//! put it into words. No ward, category or label may enter this room except from the definitions.

pub mod answers_to_queries;
pub mod blank;
mod block;
pub mod extract;
pub mod fingerprint;
pub mod identify;
pub mod layout;
pub mod load;
pub mod roster;
pub mod spec;
pub mod value;

/// Whether a note on a cell says something, and is none of those that we hang on the cells of an
/// annotated form.
fn says_something(note: &crate::workbook::CellNote) -> bool {
    note.author != layout::words::RESULTS_SHEET && !note.text.is_empty()
}
