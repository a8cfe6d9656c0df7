//! Tables as people lay them out: a unit or a month a row, what was counted the columns.
//!
//! Only what may be added stands in one column: no total, no group and no other period lies among the
//! rows. They hold nothing that the rows of the release do not.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use serde::Serialize;

use super::Release;
use super::columns::{Column, Columns, cells};
use crate::dataset::code_lists::{ElementRow, OptionRow};
use crate::dataset::coverage::CoverageRow;
use crate::dataset::observations::{Aggregate, Observation};
use crate::figures::datum::symbol;
use crate::model::terms;
use crate::model::text::portable;

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

/// With what a row of months begins.
#[derive(Serialize)]
struct MonthHead<'a> {
    city_code: &'a str,
    city: &'a str,
    period: String,
    month: &'a str,
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

/// What each unit of a kind counted in all, and in which states it is.
fn of_units(release: &Release, columns: &Columns, kind: &str) -> Result<Option<Plain>> {
    let units = units_of(release, kind);
    let ids: HashSet<&str> = units.iter().map(|unit| &*unit.unit_id).collect();
    let mut found: HashMap<(&str, &str, &str), &Observation> = HashMap::new();
    let mut counted: Vec<Counted> = Vec::new();
    for row in &release.facts {
        let is_told = row.is_unit_total() || row.role == Aggregate::UnitState;
        if !is_told || !ids.contains(row.unit_id.as_str()) {
            continue;
        }
        let (element, option) = (&*row.element_id, row.option_id.as_str());
        let known = |one: &Counted| (one.element, one.option) == (element, option);
        if !counted.iter().any(known) {
            counted.push(unit_column(release, row, &counted, &columns.unit_head));
        }
        found.insert((&row.unit_id, element, option), row);
    }
    if counted.is_empty() {
        return Ok(None);
    }
    let mut rows = Vec::new();
    for unit in &units {
        let of = |one: &Counted| {
            found
                .get(&(&unit.unit_id, one.element, one.option))
                .copied()
        };
        let values: Vec<Option<&Observation>> = counted.iter().map(of).collect();
        let head = cells(&columns.unit_head, unit)?;
        rows.push(row(release, head, &counted, &values));
    }
    let label = units
        .first()
        .and_then(|unit| release.kind_label(&unit.unit_id));
    Ok(Some(Plain {
        id: format!("{kind}_units"),
        title: format!("{}ごとの値", label.unwrap_or(kind)),
        columns: framed(&columns.unit_head, counted, &columns.note),
        rows,
    }))
}

/// The units of a kind, each once, as they stand in their worst half.
fn units_of(release: &Release, kind: &str) -> Vec<CoverageRow> {
    let mut units: Vec<CoverageRow> = Vec::new();
    for row in &release.dataset.coverage {
        if *row.unit_kind != *kind {
            continue;
        }
        let period = release.dataset.period.to_string();
        let row = CoverageRow {
            period,
            ..row.clone()
        };
        match units.iter_mut().find(|unit| unit.unit_id == row.unit_id) {
            Some(known) if known.standing < row.standing => *known = row,
            Some(_) => {}
            None => units.push(row),
        }
    }
    units
}

fn unit_column<'a>(
    release: &Release,
    row: &'a Observation,
    others: &[Counted],
    head: &[Column],
) -> Counted<'a> {
    let element = release.element(row);
    let label = element.map_or(&*row.element_id, |element| &element.label);
    let option = row.option().and_then(|_| release.option(row));
    let name = match option {
        Some(option) => format!("{label}：{}", option.label),
        None => label.to_owned(),
    };
    let is_state = row.role == Aggregate::UnitState;
    let measure = if is_state { "状況" } else { &row.measure };
    Counted {
        element: &row.element_id,
        option: &row.option_id,
        column: Column {
            name: unlike(name, &row.option_id, others, head),
            description: format!("{label}（{measure}）"),
            number: !is_state,
            ..Column::default()
        },
    }
}

/// The counts of the city by month, without total and groups.
fn of_months(release: &Release, columns: &Columns, element: &ElementRow) -> Result<Option<Plain>> {
    let mut found: HashMap<(&str, &str), &Observation> = HashMap::new();
    let mut months: Vec<&str> = Vec::new();
    let mut counted: Vec<Counted> = Vec::new();
    for row in &release.facts {
        let is_part = matches!(row.role, Aggregate::Part | Aggregate::Subset);
        if row.element_id != element.id || !row.is_city() || row.is_whole() || !is_part {
            continue;
        }
        if !months.contains(&row.month.as_str()) {
            months.push(&row.month);
        }
        if !counted.iter().any(|one| one.option == row.option_id) {
            counted.push(month_column(release, row, &counted, &columns.month_head));
        }
        found.insert((&row.month, &row.option_id), row);
    }
    if counted.is_empty() {
        return Ok(None);
    }
    let city = &release.dataset.city;
    let mut rows = Vec::new();
    for month in months {
        let head = MonthHead {
            city_code: &city.code,
            city: &city.name,
            period: release.dataset.period.to_string(),
            month,
        };
        let values: Vec<Option<&Observation>> = counted
            .iter()
            .map(|one| found.get(&(month, one.option)).copied())
            .collect();
        rows.push(row(
            release,
            cells(&columns.month_head, &head)?,
            &counted,
            &values,
        ));
    }
    Ok(Some(Plain {
        id: format!("{}_months", element.id),
        title: format!("{}（月別）", element.label),
        columns: framed(&columns.month_head, counted, &columns.note),
        rows,
    }))
}

fn month_column<'a>(
    release: &Release,
    row: &'a Observation,
    others: &[Counted],
    head: &[Column],
) -> Counted<'a> {
    let label = release
        .option(row)
        .map_or(&row.option_id, |option| &option.label);
    let is_told = row.role != Aggregate::Subset || label.contains(terms::SUBSET);
    let name = if is_told {
        label.clone()
    } else {
        format!("（{}）{label}", terms::SUBSET)
    };
    Counted {
        element: &row.element_id,
        option: &row.option_id,
        column: Column {
            description: format!("{name}（{}）", row.measure),
            name: unlike(name, &row.option_id, others, head),
            number: true,
            ..Column::default()
        },
    }
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
    row.push(portable(&notes.join("、")));
    row
}

impl<'a> Release<'a> {
    fn element(&self, row: &Observation) -> Option<&'a ElementRow> {
        let elements = &self.dataset.lists.elements;
        elements.iter().find(|element| element.id == row.element_id)
    }

    fn option(&self, row: &Observation) -> Option<&'a OptionRow> {
        let key = (&row.element_id, &row.option_id);
        let options = &self.dataset.lists.options;
        options
            .iter()
            .find(|option| (&option.element_id, &option.id) == key)
    }

    /// The words of the state of a row.
    fn state(&self, row: &Observation) -> String {
        let key = (&row.element_id, &row.answer_id);
        let states = &self.dataset.lists.states;
        let state = states
            .iter()
            .find(|state| (&state.element_id, &state.id) == key);
        portable(state.map_or(&row.answer_id, |state| &state.label))
    }

    fn kind_label(&self, unit: &str) -> Option<&'a str> {
        let units = &self.dataset.lists.units;
        let unit = units.iter().find(|row| row.id == unit)?;
        Some(&unit.kind_label)
    }
}
