//! Lays out what the report says: PDF, workbooks, tables, findings. Exporters take results and give
//! bytes; files, the terminal and the clock may not enter.

pub mod findings;
pub mod lineage;
pub mod listing;
pub mod manifest;
pub mod opendata;
pub mod pdf;
pub mod templates;
pub mod workbook;

/// A file of an output: a path below the folder that it goes to, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The path, with `/` between folders.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}
