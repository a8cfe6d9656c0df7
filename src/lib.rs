//! zaitaku-report: from the wards' and offices' Excel forms to a checked report.
//!
//! The rooms in the order in which a number travels:
//!
//! 1. [`workbook`] opens a spreadsheet as it is.
//! 2. [`form`] knows what is asked and reads the answers.
//! 3. `rules` says what is wrong or in question.
//! 4. `aggregate` counts, and keeps the way back to every cell.
//! 5. [`figures`] gives numbers their origin and their past; `dataset`, `pages` and `sheets` show them.
//! 6. `output` lays it out: PDF, workbooks, tables.
//!
//! All stand on [`model`], and ask [`fonts`] what can be printed; `cli` drives them, and is the only room (with one function of `output`)
//! that touches files, the clock or the terminal.

#![warn(missing_docs)]

pub mod aggregate;
pub mod cli;
pub mod dataset;
pub mod figures;
pub mod fonts;
pub mod form;
pub mod intake;
pub mod model;
pub mod output;
pub mod pages;
pub mod rules;
pub mod sample;
pub mod settings;
pub mod sheets;
pub mod workbook;
