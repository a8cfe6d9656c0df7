//! What each unit of a kind counted in all, and in which states it is.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use super::{Counted, Plain, framed, row, unlike};
use crate::dataset::coverage::CoverageRow;
use crate::dataset::observations::{Aggregate, Observation};
use crate::output::opendata::columns::{Column, Columns, cells};
use crate::output::opendata::release::Release;

/// The table of a kind; none where the release tells nothing of its units.
pub fn of_units(release: &Release, columns: &Columns, kind: &str) -> Result<Option<Plain>> {
    let units = units_of(release, kind);
    let ids: HashSet<&str> = units.iter().map(|unit| &*unit.unit_id).collect();
    let mut found: HashMap<(&str, &str, &str), &Observation> = HashMap::new();
    let mut counted: Vec<Counted> = Vec::new();
    for row in &release.facts {
        let is_told = row.is_unit_total() || row.role == Aggregate::UnitState;
        if !is_told || !ids.contains(&*row.unit_id) {
            continue;
        }
        let (element, option) = (&*row.element_id, &*row.option_id);
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
