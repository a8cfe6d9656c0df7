//! The columns of the open data, as `columns.toml` defines them, and the cells of a row.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::figures::datum::symbol;
use crate::model::text::portable;
use crate::rules::publication::{Meaning, PublicColumn, PublicTable};

/// The columns of every table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Of the facts and the past.
    pub observation: Vec<Column>,
    /// Of who was to report.
    pub coverage: Vec<Column>,
    /// Of the list of elements.
    pub element: Vec<Column>,
    /// Of the list of options.
    pub option: Vec<Column>,
    /// Of the list of states.
    pub state: Vec<Column>,
    /// Of the list of units.
    pub unit: Vec<Column>,
    /// Of the list of periods.
    pub period: Vec<Column>,
    /// Of what the publication says of itself.
    pub about: Vec<Column>,
    /// With which a plain table of units begins.
    pub unit_head: Vec<Column>,
    /// With which a plain table of months begins.
    pub month_head: Vec<Column>,
    /// With which a plain table ends.
    pub note: Vec<Column>,
    /// What stands on the whole publication, at the end of every table of data.
    pub mark: Column,
}

/// A column.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// What the same is called in JSON; empty where it is not there.
    pub json: String,
    /// What it means.
    pub description: String,
    /// Whether only whole numbers stand in it; other codes keep their leading zeros.
    pub number: bool,
    /// Whether no row may leave it out.
    pub required: bool,
    /// Whether it is a part of what tells one row from every other; such a part is never left out.
    pub key: bool,
    /// What the rules of the publication know it as.
    pub meaning: Meaning,
    /// What stands in it for what stands in JSON.
    pub words: BTreeMap<String, String>,
}

impl Columns {
    /// The columns of every release.
    ///
    /// # Errors
    /// Never in practice: a test reads them.
    pub fn built_in() -> Result<Self> {
        let mut columns: Self = toml::from_str(include_str!("columns.toml"))
            .context("オープンデータの列の定義を読めませんでした")?;
        let mark = columns.mark.clone();
        for table in [
            &mut columns.observation,
            &mut columns.coverage,
            &mut columns.note,
        ] {
            table.push(mark.clone());
        }
        Ok(columns)
    }
}

impl Column {
    /// The column as the rules see it.
    pub fn public(&self) -> PublicColumn<'_> {
        PublicColumn {
            name: &self.name,
            number: self.number,
            required: self.required || self.key,
            key: self.key,
            meaning: self.meaning,
        }
    }

    fn cell(&self, row: &Value) -> String {
        let text = match row.get(&self.json) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(texts)) => {
                let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
                texts.join("、")
            }
            Some(other) => other.to_string(),
        };
        portable(self.words.get(&text).unwrap_or(&text))
    }
}

/// The cells of a row under some columns.
///
/// # Errors
/// Never in practice: rows serialise.
pub fn cells(columns: &[Column], row: &impl Serialize) -> Result<Vec<String>> {
    let row = serde_json::to_value(row)?;
    Ok(columns.iter().map(|column| column.cell(&row)).collect())
}

/// A table that the rules of the publication can look at, without rows.
pub fn table<'a>(name: &'a str, columns: &'a [Column]) -> PublicTable<'a> {
    let symbols = symbol::LEGEND
        .iter()
        .map(|(symbol, _)| *symbol)
        .filter(|symbol| symbol.parse::<u64>().is_err());
    let (marks, symbols) = symbols.partition(|symbol| symbol::BESIDE.contains(symbol));
    PublicTable {
        name,
        columns: columns.iter().map(Column::public).collect(),
        rows: Vec::new(),
        symbols,
        marks,
        references: Vec::new(),
    }
}

/// Columns that name a row of a list of codes, under the same headings.
pub struct Link {
    /// The headings.
    pub columns: &'static [&'static str],
    /// The list.
    pub list: &'static str,
}

const fn link(columns: &'static [&'static str], list: &'static str) -> Link {
    Link { columns, list }
}

/// Where the codes of the data are told.
pub static LINKS: [Link; 5] = [
    link(&["期間コード"], "periods"),
    link(&["報告単位コード"], "units"),
    link(&["項目コード"], "elements"),
    link(&["項目コード", "区分コード"], "options"),
    link(&["項目コード", "状況コード"], "states"),
];
