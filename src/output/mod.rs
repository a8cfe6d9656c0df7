//! Lays out what the report says: PDF, workbooks, tables, findings. Exporters take results and give
//! bytes; only `write` touches files.

pub mod findings;
pub mod lineage;
pub mod listing;
pub mod manifest;
pub mod opendata;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(not(feature = "pdf"))]
#[path = "no_pdf.rs"]
pub mod pdf;
#[cfg(feature = "pdf")]
pub mod placed;
pub mod templates;
pub mod workbook;
pub mod write;
