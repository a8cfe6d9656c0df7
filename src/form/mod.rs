//! The forms: what they ask (`spec`, `load`), where it stands (`layout`), how a blank one is drawn
//! (`blank`), the roster as a table (`roster`), and how a filled one is read (`identify`,
//! `extract`, `value`).
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
mod written_period;

/// Whether a note on a cell says something, and is none of those that we hang on the cells of an
/// annotated form: each of their paragraphs begins with its level. Whoever writes on in one of them
/// stays its author.
fn says_something(note: &crate::workbook::CellNote) -> bool {
    let mut paragraphs = note.text.split("\n\n");
    let is_own = note.author == layout::words::RESULTS_SHEET
        && paragraphs.all(|paragraph| paragraph.trim_start().starts_with('['));
    !is_own && !note.text.is_empty()
}
