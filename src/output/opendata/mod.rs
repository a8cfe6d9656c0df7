//! The open data: tidy tables after the 統一ルール, as CSV with a data package, as a workbook, as JSON.
//!
//! Lays out the observations of [`Tables`]; nothing is computed here, and nothing that the tables
//! hold back can get in. Wards and offices stand in all but the rows of the city: what may be
//! published without suppression is chosen by [`By`].

mod columns;
mod csv;
mod package;
mod xlsx;

use anyhow::Result;
use serde_json::json;

use crate::report::tables::Tables;
use crate::report::tables::observations::Observation;
use columns::{DICTIONARY, OBSERVATION};

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, ASCII.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One workbook, a table a sheet.
    Xlsx,
    /// A file a theme, the dictionary, and their description.
    Csv,
    /// One file.
    Json,
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Every row.
    All,
    /// The city, by month and for the period: what may be published without suppression.
    City,
    /// The units, for the period.
    Unit,
    /// The city, by month.
    Month,
    /// The city, for the period.
    Total,
}

impl By {
    fn takes(self, row: &Observation) -> bool {
        let (city, whole) = (row.unit_id.is_empty(), row.month.is_empty());
        match self {
            Self::All => true,
            Self::City => city,
            Self::Unit => !city && whole,
            Self::Month => city && !whole,
            Self::Total => city && whole,
        }
    }
}

/// The rows of one element.
struct Theme<'a> {
    id: &'a str,
    title: &'a str,
    rows: Vec<&'a Observation>,
}

/// The name of the file of the dictionary.
const DICTIONARY_FILE: &str = "dictionary.csv";
/// The name of the description of the CSV files.
const PACKAGE_FILE: &str = "datapackage.json";

/// The open data in a form, of some rows; the same tables give the same bytes.
///
/// # Errors
/// A label cannot stand in the form, or the date of the publication is none.
pub fn export(tables: &Tables, format: Format, by: By) -> Result<Vec<File>> {
    let themes = themes(tables, by);
    match format {
        Format::Csv => csv_files(tables, &themes),
        Format::Xlsx => Ok(vec![File { name: "opendata.xlsx".to_owned(), bytes: xlsx::write(tables, &themes)? }]),
        Format::Json => {
            let rows: Vec<&Observation> = themes.iter().flat_map(|theme| theme.rows.iter().copied()).collect();
            let whole = json!({
                "publication": tables.publication,
                "period": tables.period,
                "about": tables.about,
                "dictionary": tables.dictionary,
                "observations": rows,
            });
            let mut bytes = serde_json::to_vec(&whole)?;
            bytes.push(b'\n');
            Ok(vec![File { name: "opendata.json".to_owned(), bytes }])
        }
    }
}

/// Rows by element, in the order of the forms; an element without such rows has no file.
fn themes(tables: &Tables, by: By) -> Vec<Theme<'_>> {
    let mut themes: Vec<Theme> = Vec::new();
    for row in tables.observations.iter().filter(|row| by.takes(row)) {
        match themes.iter_mut().find(|theme| *theme.id == *row.element_id) {
            Some(theme) => theme.rows.push(row),
            None => themes.push(Theme { id: &row.element_id, title: &row.element, rows: vec![row] }),
        }
    }
    themes
}

fn csv_files(tables: &Tables, themes: &[Theme]) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let mut titles = Vec::new();
    for theme in themes {
        // An element may be called like one of our own files.
        let name = format!("{}.csv", theme.id);
        let name = if name == DICTIONARY_FILE { format!("data-{name}") } else { name };
        files.push(File { name, bytes: csv::write(&OBSERVATION, theme.rows.iter().copied())? });
        titles.push(theme.title.to_owned());
    }
    files.push(File { name: DICTIONARY_FILE.to_owned(), bytes: csv::write(&DICTIONARY, tables.dictionary.iter())? });
    titles.push("項目の定義".to_owned());
    let mut bytes = serde_json::to_vec_pretty(&package::describe(tables, &files, &titles))?;
    bytes.push(b'\n');
    files.push(File { name: PACKAGE_FILE.to_owned(), bytes });
    Ok(files)
}

#[cfg(test)]
mod tests;
