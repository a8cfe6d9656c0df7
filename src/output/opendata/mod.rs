//! The open data: tidy tables after the 統一ルール, as CSV with a data package, as a workbook, as JSON.
//!
//! Lays out the observations of [`Dataset`]: all of them in one table of facts and one of the past,
//! told by codes, with the lists of the codes; and again as plain tables for people. Nothing is
//! computed here, and nothing that the data set holds back can get in. What may be published without
//! suppression is chosen by [`By`].

mod columns;
mod csv;
mod package;
mod plain;
mod xlsx;

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde::Serialize;
use serde_json::json;

use crate::dataset::Dataset;
use crate::dataset::observations::{Aggregate, Observation};
use crate::figures::publication::AboutRow;
use crate::model::finding::Finding;
use crate::rules::publication::{self, PublicTable, Reference};
use columns::{Column, Columns, LINKS, Link, cells};
use plain::Plain;

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

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Every row.
    All,
    /// What may be published without suppression: the city, by month and for the period, in which
    /// state each unit is, as the report shows it, and what a unit counted in all where that gives
    /// nothing away.
    City,
    /// The units, for the period.
    Unit,
    /// The city, by month.
    Month,
    /// The city, for the period.
    Total,
}

impl By {
    fn takes(self, row: &Observation, dataset: &Dataset) -> bool {
        let (city, whole) = (row.is_city(), row.is_whole());
        match self {
            Self::All => true,
            Self::City => {
                let is_open = dataset.unit_totals.contains(&row.element_id);
                city || row.role == Aggregate::UnitState || (is_open && row.is_unit_total())
            }
            Self::Unit => !city && whole,
            Self::Month => city && !whole,
            Self::Total => city && whole,
        }
    }
}

/// The rows of a choice, and what the publication says of itself.
struct Release<'a> {
    dataset: &'a Dataset,
    facts: Vec<&'a Observation>,
    past: Vec<&'a Observation>,
    about: Vec<AboutRow>,
}

impl<'a> Release<'a> {
    fn new(dataset: &'a Dataset, by: By) -> Self {
        let mut about = dataset.about.clone();
        if by == By::City && !dataset.unit_totals.is_empty() {
            about.push(AboutRow {
                label: "報告単位ごとの数".to_owned(),
                text:
                    "小さな数のない項目に限り、期間の合計を載せています。内訳は全体の数だけです。"
                        .to_owned(),
            });
        }
        let taken = |row: &&Observation| by.takes(row, dataset);
        Self {
            facts: dataset.observations.iter().filter(taken).collect(),
            past: dataset.past.iter().filter(taken).collect(),
            dataset,
            about,
        }
    }

    /// The name of a file: with the code of the city and the period, so that the releases of several
    /// lie side by side.
    fn file(&self, folder: &str, id: &str, ending: &str) -> String {
        let Dataset { city, period, .. } = self.dataset;
        let code = match city.code.as_str() {
            "" => String::new(),
            code => format!("{code}_"),
        };
        format!("{folder}{code}{id}_{period}.{ending}")
    }
}

/// What stands in some columns of a list of codes, a row each.
type Codes = BTreeSet<Vec<String>>;

/// A table with what it is called and how it is described.
struct Sheet<'a> {
    /// What it is called, without city and period.
    id: &'a str,
    folder: &'static str,
    title: &'a str,
    columns: &'a [Column],
    table: PublicTable<'a>,
}

impl<'a> Sheet<'a> {
    fn new<R: Serialize>(
        folder: &'static str,
        (id, title): (&'a str, &'a str),
        columns: &'a [Column],
        rows: &[R],
    ) -> Result<Self> {
        let rows: Result<Vec<Vec<String>>> = rows.iter().map(|row| cells(columns, row)).collect();
        Ok(Self {
            id,
            folder,
            title,
            columns,
            table: columns::table(title, columns, rows?),
        })
    }

    fn plain(plain: &'a Plain) -> Self {
        Self {
            id: &plain.id,
            folder: TABLES,
            title: &plain.title,
            columns: &plain.columns,
            table: columns::table(&plain.title, &plain.columns, plain.rows.clone()),
        }
    }

    /// The codes of its columns are told by lists.
    fn refer(&mut self, lists: &'a [(&Link, Codes)]) {
        let headings: Vec<&str> = self
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        for (link, known) in lists {
            if link.columns.iter().all(|column| headings.contains(column)) {
                self.table.references.push(Reference {
                    columns: link.columns,
                    table: link.list,
                    others: link.columns,
                    known,
                });
            }
        }
    }
}

/// The folder of the plain tables.
const TABLES: &str = "tables/";
/// The folder of the lists of codes.
const CODES: &str = "codes/";
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
    let lists = lists(dataset, &columns)?;
    let codes: Vec<(&Link, Codes)> = LINKS
        .iter()
        .filter_map(|link| {
            let list = lists.iter().find(|list| list.id == link.list)?;
            Some((link, list.table.codes(link.columns).into_iter().collect()))
        })
        .collect();
    let own = [
        Sheet::new("", ("sources", "出典"), &columns.about, &release.about)?,
        Sheet::new(
            "",
            ("coverage", "提出の状態"),
            &columns.coverage,
            &dataset.coverage,
        )?,
    ];
    let data = [
        Sheet::new(
            "",
            ("facts", "観測値"),
            &columns.observation,
            &release.facts,
        )?,
        Sheet::new(
            "",
            ("history", "過去の値"),
            &columns.observation,
            &release.past,
        )?,
    ];
    // What people read comes first.
    let mut sheets: Vec<Sheet> = own.into();
    sheets.extend(plain.iter().map(Sheet::plain));
    sheets.extend(
        data.into_iter()
            .filter(|sheet| !sheet.table.rows.is_empty()),
    );
    for sheet in &mut sheets {
        sheet.refer(&codes);
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

/// What the codes mean.
fn lists<'a>(dataset: &'a Dataset, columns: &'a Columns) -> Result<Vec<Sheet<'a>>> {
    let lists = &dataset.lists;
    Ok(vec![
        Sheet::new(
            CODES,
            ("elements", "項目の一覧"),
            &columns.element,
            &lists.elements,
        )?,
        Sheet::new(
            CODES,
            ("options", "区分の一覧"),
            &columns.option,
            &lists.options,
        )?,
        Sheet::new(
            CODES,
            ("states", "状況の一覧"),
            &columns.state,
            &lists.states,
        )?,
        Sheet::new(
            CODES,
            ("units", "報告単位の一覧"),
            &columns.unit,
            &lists.units,
        )?,
        Sheet::new(
            CODES,
            ("periods", "期間の一覧"),
            &columns.period,
            &lists.periods,
        )?,
    ])
}

fn json_file(release: &Release) -> Result<Vec<u8>> {
    let dataset = release.dataset;
    let whole = json!({
        "publication": dataset.publication,
        "city": { "code": dataset.city.code, "name": dataset.city.name },
        "period": dataset.period,
        "about": release.about,
        "coverage": dataset.coverage,
        "codes": dataset.lists,
        "observations": release.facts,
        "history": release.past,
    });
    let mut bytes = serde_json::to_vec(&whole)?;
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
