//! zaitaku-report: from the wards' and offices' Excel forms to a checked report.
//!
//! The rooms in the order in which a number travels:
//!
//! 1. `workbook` opens a spreadsheet as it is.
//! 2. `form` knows what is asked and reads the answers.
//! 3. `rules` says what is wrong or in question.
//! 4. `aggregate` counts, and keeps the way back to every cell.
//! 5. `figures` gives numbers their origin and their past; `dataset`, `pages` and `sheets` show
//!    them; `inquiry` answers what the desk asks besides.
//! 6. `output` lays it out: PDF, workbooks, tables; `validation` is the way of a form that is only
//!    checked, for the command and for the check page.
//!
//! All stand on `model`, and ask `fonts` what can be printed. The library takes bytes and gives
//! bytes; `cli` (the feature of that name) drives it, and is the only room that touches files, the
//! clock or the terminal.
//!
//! Rooms are closed, so that the compiler sees what nobody needs. What another program may lean on
//! stands here: [`Definitions`] say what is asked, [`receive`] reads and checks a form,
//! [`receive_round`] all forms of a period, [`Summary`] counts them, [`compose`] words the report
//! and [`render`] lays it out. A [`Session`] is the check page at work.

// Without the program nothing asks for what only its commands need.
#![cfg_attr(not(feature = "cli"), allow(dead_code))]

pub(crate) mod aggregate;
#[cfg(feature = "cli")]
pub(crate) mod cli;
pub(crate) mod dataset;
pub(crate) mod figures;
pub(crate) mod fonts;
#[doc(hidden)]
pub mod for_tests;
pub(crate) mod form;
pub(crate) mod inquiry;
pub(crate) mod intake;
pub(crate) mod model;
pub(crate) mod output;
pub(crate) mod pages;
pub(crate) mod rules;
pub(crate) mod sample;
pub(crate) mod settings;
pub(crate) mod sheets;
pub(crate) mod validation;
pub(crate) mod workbook;

pub use aggregate::summary::Summary;
#[cfg(feature = "cli")]
pub use cli::run;
pub use figures::material::Material;
pub use form::load::Sources;
pub use form::spec::Definitions;
pub use intake::{Incoming, receive, receive_round};
pub use model::period::Period;
pub use output::Output;
pub use output::pdf::render;
pub use pages::compose::{Edition, compose};
pub use rules::Background;
pub use validation::Session;
