//! The words of the field: who reports, what is counted, for when, in which cell, and what was found.
//!
//! This room holds plain types and the arithmetic that belongs to them. It imports nothing of the
//! crate, touches no file, clock or terminal, and knows no ward, category or label by name.

pub mod cell;
