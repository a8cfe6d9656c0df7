//! What was counted of an element month by month, without total and groups.

use std::collections::HashMap;

use anyhow::Result;
use serde::Serialize;

use super::{Counted, Plain, framed, row, unlike};
use crate::dataset::code_lists::ElementRow;
use crate::dataset::observations::{Aggregate, Observation};
use crate::model::terms;
use crate::output::opendata::columns::{Column, Columns, cells};
use crate::output::opendata::release::Release;

/// With what a row of months begins.
#[derive(Serialize)]
struct MonthHead<'a> {
    city_code: &'a str,
    city: &'a str,
    period: String,
    month: &'a str,
}

/// The table of an element; none where it has no months.
pub fn of_months(
    release: &Release,
    columns: &Columns,
    element: &ElementRow,
) -> Result<Option<Plain>> {
    let mut found: HashMap<(&str, &str), &Observation> = HashMap::new();
    let mut months: Vec<&str> = Vec::new();
    let mut counted: Vec<Counted> = Vec::new();
    for row in &release.facts {
        let is_part = matches!(row.role, Aggregate::Part | Aggregate::Subset);
        if row.element_id != element.id || !row.is_city() || row.is_whole() || !is_part {
            continue;
        }
        if !months.contains(&&*row.month) {
            months.push(&row.month);
        }
        if !counted.iter().any(|one| *one.option == *row.option_id) {
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
    let option = release.option(row);
    let label: &str = option.map_or(&row.option_id, |option| &option.label);
    let is_told = row.role != Aggregate::Subset || label.contains(terms::SUBSET);
    let name = if is_told {
        label.to_owned()
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
