//! The open data: tidy tables after the 統一ルール, as CSV with a data package, as a workbook, as JSON.
//!
//! Lays out the observations of [`Dataset`]: all of them in one table of facts and one of the past,
//! told by codes, with the lists of the codes; and again as plain tables for people. Nothing is
//! computed here, and nothing that the data set holds back can get in. What may be published
//! without suppression is chosen by [`By`].

mod columns;
mod csv;
mod package;
mod places;
mod plain;
mod release;
mod sheet;
mod xlsx;

use anyhow::{Result, bail};
use serde::Serialize;
use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::dataset::code_lists::CodeLists;
use crate::dataset::coverage::CoverageRow;
use crate::dataset::observations::Observation;
use crate::figures::publication::{AboutRow, Publication};
use crate::model::finding::Finding;
use crate::model::period::Period;
use crate::model::text::portable;
use crate::rules::publication;
use columns::{Columns, LINKS, Link};
pub use places::{Place, places};
pub use release::By;
use release::Release;
use sheet::{COVERAGE, Codes, FACTS, HISTORY, SOURCES, Sheet};

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
    /// A file a table, and their description.
    Csv,
    /// One file.
    Json,
}

/// The name of the description of the CSV files.
const PACKAGE_FILE: &str = "datapackage.json";
/// How many mistakes an error shows.
const SHOWN: usize = 10;

/// The open data in one form or several, of some rows; the same tables give the same bytes.
///
/// # Errors
/// A table breaks the rules of the publication (Z5xx), or the date of the publication is none.
pub fn export(dataset: &Dataset, formats: &[Format], by: By) -> Result<Vec<File>> {
    let (release, columns) = (Release::new(dataset, by), Columns::built_in()?);
    let plain = plain::tables(&release, &columns)?;
    let lists = sheet::lists(&dataset.lists, &columns)?;
    let codes: Vec<(&Link, Codes)> = LINKS
        .iter()
        .filter_map(|link| {
            let list = lists.iter().find(|list| list.id == link.list)?;
            Some((link, list.table.codes(link.columns).into_iter().collect()))
        })
        .collect();
    // What people read comes first.
    let mut sheets = vec![
        Sheet::new(SOURCES, &columns.about, &release.about)?,
        Sheet::new(COVERAGE, &columns.coverage, &dataset.coverage)?,
    ];
    sheets.extend(plain.iter().map(Sheet::plain));
    sheets.push(Sheet::new(FACTS, &columns.observation, &release.facts)?);
    sheets.push(Sheet::new(HISTORY, &columns.observation, &release.past)?);
    sheets.retain(|sheet| !sheet.table.rows.is_empty());
    let marks = dataset.publication.marks.iter();
    let marks: Vec<&str> = marks.map(|mark| mark.mark.as_str()).collect();
    for sheet in &mut sheets {
        sheet.refer(&codes);
        sheet.mark(&columns.mark, &portable(&marks.join("、")));
    }
    sheets.extend(lists);
    refuse_broken(&sheets)?;
    let mut files = Vec::new();
    for format in formats {
        match format {
            Format::Csv => files.extend(csv_files(&release, &sheets)?),
            Format::Xlsx => files.push(File {
                name: release.file("", "opendata", "xlsx"),
                bytes: xlsx::write(dataset, &sheets)?,
            }),
            Format::Json => files.push(File {
                name: release.file("", "opendata", "json"),
                bytes: json_file(&release)?,
            }),
        }
    }
    Ok(files)
}

/// Everything in one file.
#[derive(Serialize)]
struct JsonFile<'a> {
    publication: &'a Publication,
    city: Value,
    period: Period,
    about: &'a [AboutRow],
    coverage: &'a [CoverageRow],
    codes: &'a CodeLists,
    observations: &'a [&'a Observation],
    history: &'a [&'a Observation],
}

fn json_file(release: &Release) -> Result<Vec<u8>> {
    let dataset = release.dataset;
    let mut bytes = serde_json::to_vec(&JsonFile {
        publication: &dataset.publication,
        city: json!({ "code": dataset.city.code, "name": dataset.city.name }),
        period: dataset.period,
        about: &release.about,
        coverage: &dataset.coverage,
        codes: &dataset.lists,
        observations: &release.facts,
        history: &release.past,
    })?;
    bytes.push(b'\n');
    Ok(bytes)
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

fn csv_files(release: &Release, sheets: &[Sheet]) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for sheet in sheets {
        files.push(File {
            name: release.file(sheet.folder, sheet.id, "csv"),
            bytes: csv::write(&sheet.table)?,
        });
    }
    let mut bytes = serde_json::to_vec_pretty(&package::describe(release, sheets, &files))?;
    bytes.push(b'\n');
    files.push(File {
        name: PACKAGE_FILE.to_owned(),
        bytes,
    });
    Ok(files)
}

#[cfg(test)]
mod tests;
