//! The program as its users meet it: one file per theme. Tests that need the PDF ask for the feature.

#[cfg(feature = "pdf")]
mod publication;
