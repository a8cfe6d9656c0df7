//! The open data: tidy tables after the 統一ルール, as CSV with a data package, as a workbook, as JSON.
//!
//! Lays out the observations of [`Tables`]; nothing is computed here, and nothing that the tables
//! hold back can get in. Wards and offices stand in all but the rows of the city: what may be
//! published without suppression is chosen by [`By`].

mod columns;
mod csv;
mod package;
mod xlsx;

use anyhow::{Result, bail};
use serde_json::json;

use crate::model::finding::Finding;
use crate::report::tables::Tables;
use crate::report::tables::observations::Observation;
use crate::rules::publication::{self, PublicTable};
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

/// A table with what it is called.
struct Sheet<'a> {
    id: &'a str,
    title: &'a str,
    table: PublicTable<'a>,
}

/// The name of the file of the dictionary, without its ending.
const DICTIONARY_ID: &str = "dictionary";
/// The name of the file of the dictionary.
const DICTIONARY_FILE: &str = "dictionary.csv";
/// The name of the description of the CSV files.
const PACKAGE_FILE: &str = "datapackage.json";
/// How many mistakes an error shows.
const SHOWN: usize = 10;

/// The open data in one form or several, of some rows; the same tables give the same bytes.
///
/// # Errors
/// A table breaks the rules of the publication (Z5xx), or the date of the publication is none.
pub fn export(tables: &Tables, formats: &[Format], by: By) -> Result<Vec<File>> {
    let themes = themes(tables, by);
    let mut sheets: Vec<Sheet> = themes
        .iter()
        .map(|theme| Sheet {
            id: theme.id,
            title: theme.title,
            table: columns::table(theme.id, &OBSERVATION, theme.rows.iter().copied()),
        })
        .collect();
    let dictionary = columns::table(DICTIONARY_ID, &DICTIONARY, tables.dictionary.iter());
    sheets.push(Sheet { id: DICTIONARY_ID, title: "項目の定義", table: dictionary });
    refuse_broken(&sheets)?;
    let mut files = Vec::new();
    for format in formats {
        match format {
            Format::Csv => files.extend(csv_files(tables, &sheets)?),
            Format::Xlsx => files.push(File { name: "opendata.xlsx".to_owned(), bytes: xlsx::write(tables, &sheets)? }),
            Format::Json => files.push(File { name: "opendata.json".to_owned(), bytes: json_file(tables, &themes)? }),
        }
    }
    Ok(files)
}

fn json_file(tables: &Tables, themes: &[Theme]) -> Result<Vec<u8>> {
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
    Ok(bytes)
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

/// A table that breaks a rule is not written, nor is any other of its release.
fn refuse_broken(sheets: &[Sheet]) -> Result<()> {
    let findings: Vec<Finding> = sheets.iter().flat_map(|sheet| publication::check(&sheet.table)).collect();
    if findings.is_empty() {
        return Ok(());
    }
    let told = |finding: &Finding| {
        let place = finding.cell.map(|cell| cell.to_string()).unwrap_or_default();
        format!(
            "  [{} {}] 表「{}」セル {place}（{}）「{}」: {}{}\n",
            finding.severity.label(),
            finding.code,
            finding.file,
            finding.heading,
            finding.found,
            finding.problem,
            finding.remedy
        )
    };
    let lines: String = findings.iter().take(SHOWN).map(told).collect();
    let rest = match findings.len().checked_sub(SHOWN) {
        Some(rest) if rest > 0 => format!("  ほか{rest}件\n"),
        _ => String::new(),
    };
    bail!(
        "オープンデータの表が、機械判読のための統一ルールに合わないため、書き出しませんでした（{}件）。\n{lines}{rest}\
         番号の意味は「zaitaku-report explain {}」で読めます",
        findings.len(),
        findings.first().map_or("", |finding| finding.code)
    )
}

fn csv_files(tables: &Tables, sheets: &[Sheet]) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let mut titles = Vec::new();
    for (i, sheet) in sheets.iter().enumerate() {
        // An element may be called like one of our own files.
        let own = i + 1 < sheets.len() && sheet.id == DICTIONARY_ID;
        let name = if own { format!("data-{}.csv", sheet.id) } else { format!("{}.csv", sheet.id) };
        files.push(File { name, bytes: csv::write(&sheet.table)? });
        titles.push(sheet.title.to_owned());
    }
    let mut bytes = serde_json::to_vec_pretty(&package::describe(tables, &files, &titles))?;
    bytes.push(b'\n');
    files.push(File { name: PACKAGE_FILE.to_owned(), bytes });
    Ok(files)
}

#[cfg(test)]
mod tests;
