//! The open data: tidy tables after the 統一ルール, as CSV with a data package, as a workbook, as JSON.
//!
//! Lays out the observations of [`Dataset`]; nothing is computed here, and nothing that the tables
//! hold back can get in. Wards and offices stand in all but the rows of the city: what may be
//! published without suppression is chosen by [`By`].

mod columns;
mod csv;
mod package;
mod xlsx;

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::dataset::observations::{Aggregate, Observation};
use crate::model::finding::Finding;
use crate::rules::publication::{self, PublicTable, Reference};
use columns::{ABOUT, COVERAGE, Column, ITEM, ITEMS, LINKS, Link, OBSERVATION, OPTION, OPTIONS};

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
    /// A file a theme, the lists of codes, the source, and their description.
    Csv,
    /// One file.
    Json,
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Every row.
    All,
    /// What may be published without suppression: the city, by month and for the period, and in which
    /// state each unit is, as the report shows it.
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
        let (city, whole) = (row.is_city(), row.is_whole());
        match self {
            Self::All => true,
            Self::City => city || row.role == Aggregate::UnitState,
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

/// A table with what it is called and how it is described.
struct Sheet<'a> {
    /// The name of its file, without its ending.
    id: String,
    title: &'a str,
    /// Whether its name is the program's and not a definition's.
    own: bool,
    table: PublicTable<'a>,
    schema: Value,
}

impl<'a> Sheet<'a> {
    /// A table that is there whatever the definitions ask.
    fn own<R>(id: &'a str, title: &'a str, columns: &'static [Column<R>], rows: &'a [R]) -> Self {
        let table = columns::table(title, columns, rows.iter());
        Self {
            id: id.to_owned(),
            title,
            own: true,
            table,
            schema: package::schema(columns),
        }
    }

    /// Data: its codes are told by the lists.
    fn data(
        id: String,
        title: &'a str,
        own: bool,
        rows: &[&'a Observation],
        lists: &'a [(&Link, Codes)],
    ) -> Self {
        let mut table = columns::table(title, &OBSERVATION, rows.iter().copied());
        let reference = |(link, known): &'a (&Link, Codes)| {
            let (columns, others) = (link.columns, link.others);
            Reference {
                columns,
                table: link.list,
                others,
                known,
            }
        };
        table.references = lists.iter().map(reference).collect();
        Self {
            id,
            title,
            own,
            table,
            schema: package::schema(&OBSERVATION),
        }
    }
}

/// What stands in some columns of a list of codes, a row each.
type Codes = BTreeSet<Vec<String>>;

/// The names of the program's own tables, without the ending of the file.
const OWN: [&str; 5] = [HISTORY, COVERED, ITEMS, OPTIONS, SOURCES];
/// Of the earlier periods.
const HISTORY: &str = "history";
/// Of who was to report.
const COVERED: &str = "coverage";
/// Of what the publication says of itself.
const SOURCES: &str = "sources";
/// The name of the description of the CSV files.
const PACKAGE_FILE: &str = "datapackage.json";
/// How many mistakes an error shows.
const SHOWN: usize = 10;

/// The open data in one form or several, of some rows; the same tables give the same bytes.
///
/// # Errors
/// A table breaks the rules of the publication (Z5xx), or the date of the publication is none.
pub fn export(tables: &Dataset, formats: &[Format], by: By) -> Result<Vec<File>> {
    let themes = themes(tables, by);
    let past: Vec<&Observation> = tables.past.iter().filter(|row| by.takes(row)).collect();
    let items = Sheet::own(ITEMS, "項目の一覧", &ITEM, &tables.items);
    let options = Sheet::own(OPTIONS, "区分の一覧", &OPTION, &tables.options);
    let lists: Vec<(&Link, Codes)> = LINKS
        .iter()
        .map(|link| (link, if link.list == ITEMS { &items } else { &options }))
        .map(|(link, list)| (link, list.table.codes(link.others).into_iter().collect()))
        .collect();
    let mut sheets: Vec<Sheet> = themes
        .iter()
        .map(|theme| {
            // An element may be called like one of our own files.
            let id = if OWN.contains(&theme.id) {
                format!("data-{}", theme.id)
            } else {
                theme.id.to_owned()
            };
            Sheet::data(id, theme.title, false, &theme.rows, &lists)
        })
        .collect();
    if !past.is_empty() {
        sheets.push(Sheet::data(
            HISTORY.to_owned(),
            "過去の値",
            true,
            &past,
            &lists,
        ));
    }
    sheets.extend([
        Sheet::own(COVERED, "提出の状態", &COVERAGE, &tables.coverage),
        items,
        options,
        Sheet::own(SOURCES, "出典", &ABOUT, &tables.about),
    ]);
    refuse_broken(&sheets)?;
    let mut files = Vec::new();
    for format in formats {
        match format {
            Format::Csv => files.extend(csv_files(tables, &sheets)?),
            Format::Xlsx => files.push(File {
                name: "opendata.xlsx".to_owned(),
                bytes: xlsx::write(tables, &sheets)?,
            }),
            Format::Json => files.push(File {
                name: "opendata.json".to_owned(),
                bytes: json_file(tables, &themes, &past)?,
            }),
        }
    }
    Ok(files)
}

fn json_file(tables: &Dataset, themes: &[Theme], past: &[&Observation]) -> Result<Vec<u8>> {
    let rows: Vec<&Observation> = themes
        .iter()
        .flat_map(|theme| theme.rows.iter().copied())
        .collect();
    let whole = json!({
        "publication": tables.publication,
        "period": tables.period,
        "about": tables.about,
        "coverage": tables.coverage,
        "items": tables.items,
        "options": tables.options,
        "observations": rows,
        "history": past,
    });
    let mut bytes = serde_json::to_vec(&whole)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Rows by element, in the order of the forms; an element without such rows has no file.
fn themes(tables: &Dataset, by: By) -> Vec<Theme<'_>> {
    let mut themes: Vec<Theme> = Vec::new();
    for row in tables.observations.iter().filter(|row| by.takes(row)) {
        match themes.iter_mut().find(|theme| *theme.id == *row.element_id) {
            Some(theme) => theme.rows.push(row),
            None => themes.push(Theme {
                id: &row.element_id,
                title: &row.element,
                rows: vec![row],
            }),
        }
    }
    themes
}

/// A table that breaks a rule is not written, nor is any other of its release.
fn refuse_broken(sheets: &[Sheet]) -> Result<()> {
    let findings: Vec<Finding> = sheets
        .iter()
        .flat_map(|sheet| publication::check(&sheet.table))
        .collect();
    if findings.is_empty() {
        return Ok(());
    }
    let told = |finding: &Finding| {
        let place = finding
            .cell
            .map(|cell| cell.to_string())
            .unwrap_or_default();
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

fn csv_files(tables: &Dataset, sheets: &[Sheet]) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for sheet in sheets {
        files.push(File {
            name: format!("{}.csv", sheet.id),
            bytes: csv::write(&sheet.table)?,
        });
    }
    let mut bytes = serde_json::to_vec_pretty(&package::describe(tables, sheets, &files))?;
    bytes.push(b'\n');
    files.push(File {
        name: PACKAGE_FILE.to_owned(),
        bytes,
    });
    Ok(files)
}

#[cfg(test)]
mod tests;
