//! Lays out what the report says: PDF, workbooks, tables, findings. Exporters take results and give
//! bytes; files, the terminal and the clock may not enter.

#[cfg(feature = "cli")]
pub mod check_page;
pub mod findings;
pub mod html;
pub mod lineage;
pub mod listing;
pub mod manifest;
pub mod opendata;
pub mod pdf;
pub mod templates;
pub mod workbook;
pub mod wrap;

use crate::figures::publication::Audience;

/// A file of an output: a path below the folder that it goes to, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The path, with `/` between folders.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Output {
    /// A file in the folder of its readers.
    pub fn new(audience: Audience, name: &str, bytes: Vec<u8>) -> Self {
        Self {
            path: audience.path(name),
            bytes,
        }
    }
}
