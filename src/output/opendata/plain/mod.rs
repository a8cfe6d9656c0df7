//! Tables as people lay them out: a unit or a month a row, what was counted the columns.
//!
//! Only what may be added stands in one column: no total, no group and no other period lies among
//! the rows. They hold nothing that the rows of the release do not.

mod months;
mod units;

use anyhow::Result;

use super::columns::{Column, Columns};
use super::release::Release;
use crate::dataset::observations::{Aggregate, Observation};
use crate::figures::datum::symbol;
use crate::model::text::portable;
use months::of_months;
use units::of_units;

/// A table.
pub struct Plain {
    /// What its file is called.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// One column of what was counted, and the codes of its rows.
struct Counted<'a> {
    element: &'a str,
    option: &'a str,
    column: Column,
}

/// The plain tables of a release: one of each kind of unit, one of the months of each element.
pub fn tables(release: &Release, columns: &Columns) -> Result<Vec<Plain>> {
    let mut tables = Vec::new();
    let mut kinds: Vec<&str> = Vec::new();
    for row in &release.dataset.coverage {
        if !kinds.contains(&&*row.unit_kind) {
            kinds.push(&row.unit_kind);
            tables.extend(of_units(release, columns, &row.unit_kind)?);
        }
    }
    for element in &release.dataset.lists.elements {
        tables.extend(of_months(release, columns, element)?);
    }
    Ok(tables)
}

/// A heading that no other column has: an option of another period may bear the same words.
fn unlike(name: String, id: &str, others: &[Counted], head: &[Column]) -> String {
    let name = portable(&name);
    let mut known = others.iter().map(|other| &other.column).chain(head);
    if known.any(|column| column.name == name) {
        format!("{name}（{id}）")
    } else {
        name
    }
}

fn framed(head: &[Column], counted: Vec<Counted>, note: &[Column]) -> Vec<Column> {
    let counted = counted.into_iter().map(|one| one.column);
    let head = head.iter().cloned();
    head.chain(counted).chain(note.iter().cloned()).collect()
}

/// A row with its values, and what is to be said of them.
fn row(
    release: &Release,
    head: Vec<String>,
    counted: &[Counted],
    values: &[Option<&Observation>],
) -> Vec<String> {
    let mut row = head;
    let mut notes: Vec<String> = Vec::new();
    for (one, value) in counted.iter().zip(values) {
        let Some(value) = value else {
            row.push(String::new());
            continue;
        };
        row.push(match value.value {
            Some(_) if value.role == Aggregate::UnitState => release.state(value),
            Some(n) => n.to_string(),
            None => String::new(),
        });
        // What is said of every value of the row is said once.
        let of_all = |note: &&String| {
            values
                .iter()
                .flatten()
                .all(|other| other.notes.contains(note))
        };
        let (shared, own): (Vec<&String>, Vec<&String>) = value.notes.iter().partition(of_all);
        for note in shared {
            if !notes.contains(note) {
                notes.push(note.clone());
            }
        }
        let sign = Some(value.symbol).filter(|sign| !["", symbol::MISSING].contains(sign));
        let own: Vec<&str> = sign
            .into_iter()
            .chain(own.into_iter().map(String::as_str))
            .collect();
        if !own.is_empty() {
            notes.push(format!("{}: {}", one.column.name, own.join(" ")));
        }
    }
    // The cell of what stands on the whole publication is filled for all tables at once.
    row.extend([portable(&notes.join("、")), String::new()]);
    row
}
