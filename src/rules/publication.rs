//! A table of the open data as the rules of the publication see it: headings, texts, and what they
//! mean.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Check, RULES, Sink};
use crate::model::Id;
use crate::model::cell::CellRef;
use crate::model::finding::Finding;

/// What a column means, where a rule asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Nothing that a rule asks for.
    #[default]
    Other,
    /// The period, e.g. `2023H1`.
    Period,
    /// The Western year.
    WesternYear,
    /// The Japanese year.
    JapaneseYear,
    /// A month, e.g. `2023-04`, or the code of the whole period.
    Month,
    /// The first month, e.g. `2023-04`.
    Start,
    /// The last month.
    End,
    /// The code of the area.
    AreaCode,
    /// The code of the element.
    Element,
    /// The number.
    Value,
    /// What stands instead of the number.
    Symbol,
}

/// A column.
#[derive(Debug, Clone)]
pub struct PublicColumn<'a> {
    /// Its heading.
    pub name: &'a str,
    /// Whether only numbers may stand in it.
    pub number: bool,
    /// Whether no row may leave it out.
    pub required: bool,
    /// Whether it is a part of what tells one row from every other.
    pub key: bool,
    /// What it means.
    pub meaning: Meaning,
}

/// A table before it is written.
#[derive(Debug, Clone)]
pub struct PublicTable<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its columns.
    pub columns: Vec<PublicColumn<'a>>,
    /// Its rows; an empty text is an empty cell.
    pub rows: Vec<Vec<Id>>,
    /// The symbols of the legend that may stand instead of a number.
    pub symbols: Vec<&'a str>,
    /// Those that may stand beside one.
    pub marks: Vec<&'a str>,
    /// Where the codes stand that its columns name.
    pub references: Vec<Reference<'a>>,
}

/// Columns that name a row of another table.
#[derive(Debug, Clone)]
pub struct Reference<'a> {
    /// The headings of the columns.
    pub columns: &'a [&'a str],
    /// What the other table is called.
    pub table: &'a str,
    /// Its headings, in the same order.
    pub others: &'a [&'a str],
    /// What stands in them, a row each.
    pub known: &'a BTreeSet<Vec<Id>>,
}

impl PublicTable<'_> {
    /// What stands in some columns, a row each; a heading that it has not gives empty texts.
    pub fn codes(&self, headings: &[&str]) -> Vec<Vec<Id>> {
        let at = |heading: &&str| {
            self.columns
                .iter()
                .position(|column| column.name == *heading)
        };
        let columns: Vec<Option<usize>> = headings.iter().map(at).collect();
        let cell = |row: &[Id], column: &Option<usize>| {
            column
                .and_then(|at| row.get(at))
                .cloned()
                .unwrap_or_default()
        };
        self.rows
            .iter()
            .map(|row| columns.iter().map(|column| cell(row, column)).collect())
            .collect()
    }

    /// The column with a meaning.
    pub fn column(&self, meaning: Meaning) -> Option<u16> {
        (0..)
            .zip(&self.columns)
            .find(|(_, column)| column.meaning == meaning)
            .map(|(col, _)| col)
    }

    /// The heading of a column.
    pub fn name_of(&self, col: u16) -> &str {
        self.columns
            .get(usize::from(col))
            .map_or("", |column| column.name)
    }

    /// What stands in a row, the first under the headings being 1, and a column.
    pub fn text(&self, row: u32, col: u16) -> &str {
        let row = (row as usize)
            .checked_sub(1)
            .and_then(|row| self.rows.get(row));
        row.and_then(|row| row.get(usize::from(col)))
            .map_or("", |text| text)
    }

    /// Every text that is not empty, headings first, with its place and heading.
    pub fn texts(&self) -> impl Iterator<Item = (CellRef, &str, &str)> {
        let headings = (0..)
            .zip(&self.columns)
            .map(|(col, column)| (CellRef::new(0, col), column.name, column.name));
        let cells = (1..).zip(&self.rows).flat_map(move |(row, cells)| {
            let named = (0..).zip(self.columns.iter().zip(cells));
            named.map(move |(col, (column, text))| (CellRef::new(row, col), column.name, &**text))
        });
        headings
            .chain(cells)
            .filter(|(_, _, text)| !text.is_empty())
    }

    /// The texts that are more than a number or a code: most cells are no more.
    pub fn words(&self) -> impl Iterator<Item = (CellRef, &str, &str)> {
        let is_of_codes = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        self.texts()
            .filter(move |(_, _, text)| !text.bytes().all(is_of_codes))
    }
}

/// Runs the checks of the publication on a table of the open data; one that finds something must
/// not be written.
pub fn check(table: &PublicTable) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Check::Publication(check) = rule.check {
            let mut sink = Sink::new(rule, table.name);
            check(table, &mut sink);
            findings.extend(sink.into_findings());
        }
    }
    findings
}
