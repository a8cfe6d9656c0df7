//! The tables of a release: what each is called, what stands in it, and where its codes are told.

use std::collections::BTreeSet;

use anyhow::Result;
use serde::Serialize;

use super::columns::{self, Column, Columns, Link, cells};
use super::plain::Plain;
use crate::dataset::code_lists::CodeLists;
use crate::model::Id;
use crate::model::interner::Interner;
use crate::rules::publication::{PublicTable, Reference};

/// The folder of a table, its id, its title.
type Name<'a> = [&'a str; 3];

/// What the publication says of itself.
pub const SOURCES: Name = ["", "sources", "出典"];
/// Who was to report.
pub const COVERAGE: Name = ["", "coverage", "提出の状態"];
/// The numbers of the period.
pub const FACTS: Name = ["", "facts", "観測値"];
/// The numbers of earlier periods.
pub const HISTORY: Name = ["", "history", "過去の値"];
/// The folder of the plain tables.
pub const TABLES: &str = "tables/";

/// A table with what it is called and how it is described.
pub struct Sheet<'a> {
    /// The folder of its file.
    pub folder: &'a str,
    /// What it is called, without city and period.
    pub id: &'a str,
    /// What it is called in words.
    pub title: &'a str,
    /// Its columns.
    pub columns: &'a [Column],
    /// What stands in it.
    pub table: PublicTable<'a>,
}

/// What stands in some columns of a list of codes, a row each.
pub type Codes = BTreeSet<Vec<Id>>;

/// What the codes mean.
pub fn lists<'a>(lists: &CodeLists, columns: &'a Columns) -> Result<Vec<Sheet<'a>>> {
    Ok(vec![
        Sheet::new(
            ["codes/", "elements", "項目の一覧"],
            &columns.element,
            &lists.elements,
        )?,
        Sheet::new(
            ["codes/", "options", "区分の一覧"],
            &columns.option,
            &lists.options,
        )?,
        Sheet::new(
            ["codes/", "states", "状況の一覧"],
            &columns.state,
            &lists.states,
        )?,
        Sheet::new(
            ["codes/", "units", "報告単位の一覧"],
            &columns.unit,
            &lists.units,
        )?,
        Sheet::new(
            ["codes/", "periods", "期間の一覧"],
            &columns.period,
            &lists.periods,
        )?,
    ])
}

impl<'a> Sheet<'a> {
    /// A table with a row each.
    pub fn new<R: Serialize>(name: Name<'a>, columns: &'a [Column], rows: &[R]) -> Result<Self> {
        let mut sheet = Self::of(name, columns);
        // Of a country nearly every cell says what another says.
        let mut texts = Interner::default();
        for row in rows {
            let cells = cells(columns, row)?.into_iter();
            sheet
                .table
                .rows
                .push(cells.map(|cell| texts.shared(&cell)).collect());
        }
        Ok(sheet)
    }

    /// A plain table.
    pub fn plain(plain: &'a Plain) -> Self {
        let name = [TABLES, &plain.id, &plain.title];
        let mut sheet = Self::of(name, &plain.columns);
        let rows = plain.rows.iter();
        sheet.table.rows = rows
            .map(|row| row.iter().map(|cell| cell.as_str().into()).collect())
            .collect();
        sheet
    }

    fn of([folder, id, title]: Name<'a>, columns: &'a [Column]) -> Self {
        Self {
            folder,
            id,
            title,
            columns,
            table: columns::table(title, columns),
        }
    }

    /// Writes what stands on the whole publication into each row of a table of data.
    pub fn mark(&mut self, column: &Column, marks: &str) {
        if self
            .columns
            .last()
            .is_some_and(|last| last.name == column.name)
        {
            let last = self.table.rows.iter_mut().filter_map(|row| row.last_mut());
            let marks = Id::from(marks);
            last.for_each(|cell| marks.clone_into(cell));
        }
    }

    /// The codes of its columns are told by lists.
    pub fn refer(&mut self, lists: &'a [(&Link, Codes)]) {
        let has = |name: &&str| self.columns.iter().any(|column| column.name == *name);
        for (link, known) in lists {
            if link.columns.iter().all(has) {
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
