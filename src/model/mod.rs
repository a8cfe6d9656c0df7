//! The words of the field: who reports, what is counted, for when, in which cell, and what was
//! found.
//!
//! This room holds plain types and the arithmetic that belongs to them. It imports nothing of the
//! crate, touches no file, clock or terminal, and knows no ward, category or label by name.

pub mod answer;
pub mod catalogue;
pub mod cell;
pub mod day;
pub mod definition_file;
pub mod excel;
pub mod finding;
pub mod hand;
pub mod hash;
pub mod interner;
pub mod org_unit;
pub mod own_names;
pub mod past;
pub mod period;
pub mod picture;
pub mod placeholder;
pub mod round;
pub mod statistics;
pub mod submission;
pub mod terms;
pub mod text;
pub mod waiver;

use std::sync::Arc;

/// A stable ASCII name of a unit, an element, a category or an option, as written in the
/// definitions.
pub type Id = Arc<str>;

/// How the codes begin that publications give to what has no id of its own, such as a total. No id
/// of the definitions begins so; which makes that a code never means two things.
pub const RESERVED: char = '_';
