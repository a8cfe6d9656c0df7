//! All numbers of the workbook as rows that add up: to be turned into any other table.
//!
//! What is counted elsewhere is left out: totals, 再掲, changes, earlier periods.

use serde::Serialize;

use super::Table;
use super::counts::BlockTable;
use super::marks::MarksTable;
use super::part::{ColumnRole, Head, NumberColumn};
use super::states::StateTable;
use crate::figures::datum::{Datum, UnitHead, symbol};
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::terms;

/// The rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TidyTable {
    /// What stands above.
    pub head: Head,
    /// The rows, table by table.
    pub rows: Vec<TidyRow>,
}

/// A number.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TidyRow {
    /// The kind of unit that was asked.
    pub kind: String,
    /// The code of the area.
    pub area_code: String,
    /// The unit; the city where units are not told.
    pub name: String,
    /// The month, where months are told.
    pub month: String,
    /// What is counted.
    pub element: String,
    /// The part of it.
    pub option: String,
    /// The state that a unit is in.
    pub state: String,
    /// The number.
    pub value: u64,
    /// Its unit of measure.
    pub measure: String,
}

/// What is known of all rows of a table.
struct Of<'a> {
    definitions: &'a Definitions,
    element: &'a Id,
}

impl TidyTable {
    /// The rows of all tables of numbers: by unit where their parts are told, else of the city.
    pub(super) fn new(definitions: &Definitions, tables: &[Table], head: Head) -> Self {
        let mut rows = Vec::new();
        for table in tables {
            match table {
                Table::Counts(table) => {
                    rows.extend(Of::new(definitions, &table.element).counts(table))
                }
                Table::States(table) => {
                    rows.extend(Of::new(definitions, &table.element).states(table))
                }
                Table::Marks(table) => {
                    rows.extend(Of::new(definitions, &table.element).marks(table))
                }
                Table::List(_) => {}
            }
        }
        Self { head, rows }
    }
}

impl<'a> Of<'a> {
    fn new(definitions: &'a Definitions, element: &'a Id) -> Self {
        Self {
            definitions,
            element,
        }
    }

    fn counts(&self, table: &BlockTable) -> Vec<TidyRow> {
        let mut rows = Vec::new();
        if table.unit_columns.len() == table.columns.len() {
            for row in &table.rows {
                let of_unit = self.of_unit(&row.unit);
                rows.extend(self.parts(&of_unit, &table.unit_columns, &row.figures));
            }
            return rows;
        }
        for month in &table.months {
            let of_month = TidyRow {
                month: month.month.to_string(),
                ..self.of_city()
            };
            rows.extend(self.parts(&of_month, &table.columns, &month.figures));
        }
        rows
    }

    fn states(&self, table: &StateTable) -> Vec<TidyRow> {
        let mut rows = Vec::new();
        for row in &table.rows {
            let of_unit = self.of_unit(&row.unit);
            for (column, answer) in table.columns.iter().zip(&row.answers) {
                let label = match answer.state {
                    Some(_) => answer.label.as_str(),
                    None => terms::NOT_REPORTED,
                };
                rows.push(TidyRow {
                    option: option(column),
                    state: label.to_owned(),
                    value: 1,
                    ..of_unit.clone()
                });
            }
        }
        rows
    }

    fn marks(&self, table: &MarksTable) -> Vec<TidyRow> {
        if table.rows.is_empty() {
            return self.parts(&self.of_city(), &table.columns, &table.city);
        }
        let mut rows = Vec::new();
        for row in &table.rows {
            let of_unit = self.of_unit(&row.unit);
            for (column, mark) in table.columns.iter().zip(&row.marks) {
                if mark.symbol == symbol::MARK {
                    rows.push(TidyRow {
                        option: option(column),
                        value: 1,
                        ..of_unit.clone()
                    });
                }
            }
        }
        rows
    }

    /// A row for each part; what nobody reported has none.
    fn parts(&self, of: &TidyRow, columns: &[NumberColumn], figures: &[Datum]) -> Vec<TidyRow> {
        let parts = columns.iter().zip(figures);
        let parts = parts.filter(|(column, _)| column.role == ColumnRole::Part);
        let row = |(column, figure): (&NumberColumn, &Datum)| {
            Some(TidyRow {
                option: option(column),
                value: figure.value?,
                ..of.clone()
            })
        };
        parts.filter_map(row).collect()
    }

    fn of_unit(&self, unit: &UnitHead) -> TidyRow {
        TidyRow {
            kind: unit.kind_label.clone(),
            area_code: unit.area_code.clone(),
            name: unit.short.clone(),
            ..self.row()
        }
    }

    fn of_city(&self) -> TidyRow {
        let registry = &self.definitions.registry;
        let kinds = registry.kinds.values();
        let kind = kinds.into_iter().find(|kind| {
            let form = self.definitions.forms.get(&kind.form);
            form.is_some_and(|form| form.blocks().any(|block| block.asks(self.element)))
        });
        TidyRow {
            kind: kind.map_or_else(String::new, |kind| kind.label.clone()),
            area_code: registry.city.code.clone(),
            name: registry.city.name.clone(),
            ..self.row()
        }
    }

    fn row(&self) -> TidyRow {
        let element = self.definitions.catalogue.elements.get(self.element);
        TidyRow {
            element: element.map_or_else(|| self.element.to_string(), |one| one.label.clone()),
            measure: element.map_or_else(String::new, |one| one.unit.clone()),
            ..TidyRow::default()
        }
    }
}

/// The words of a part; none where an element has no parts.
fn option(column: &NumberColumn) -> String {
    match column.option {
        Some(_) => column.label.clone(),
        None => String::new(),
    }
}
