//! The tables against an addition of their own.

use super::fixture::{PERIOD, number, round, tables};
use super::part::{ColumnRole, symbol};
use super::*;
use crate::model::catalogue::Kind;

fn fixture(missing: &[usize]) -> (Definitions, Round, Tables) {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let round = round(&definitions, missing);
    let tables = tables(&definitions, &round);
    (definitions, round, tables)
}

fn counts(tables: &Tables) -> impl Iterator<Item = &BlockTable> {
    tables.tables.iter().filter_map(|table| match table {
        Table::Counts(table) => Some(table),
        _ => None,
    })
}

#[test]
fn counts_are_the_sums_of_their_cells_and_subsets_are_never_added() {
    let missing = [3, 5];
    let (_, _, tables) = fixture(&missing);
    assert!(counts(&tables).count() > 1);
    for table in counts(&tables) {
        let parts = table.columns.iter().filter(|column| column.role == ColumnRole::Part).count();
        let half = |unit: usize, row: usize| (0..6).map(|month| number(unit, row, month)).sum::<u64>();
        let mut city = vec![0; table.columns.len()];
        for (u, row) in table.rows.iter().enumerate() {
            assert_eq!(row.unit.reported, !missing.contains(&u));
            for (c, column) in table.columns.iter().enumerate() {
                // On the form the total stands under the parts, and subsets under the total: the columns likewise.
                let expected = match column.role {
                    ColumnRole::Total => (0..parts).map(|part| half(u, part)).sum(),
                    _ => half(u, c),
                };
                if row.unit.reported {
                    city[c] += expected;
                    assert_eq!(row.figures[c].value, Some(expected), "{} {}", table.element, column.label);
                    assert!(row.figures[c].origin.is_some());
                } else {
                    assert_eq!((row.figures[c].value, row.figures[c].symbol), (None, symbol::MISSING));
                }
            }
        }
        assert_eq!(
            table.city.iter().map(|figure| figure.value).collect::<Vec<_>>(),
            city.into_iter().map(Some).collect::<Vec<_>>()
        );
        for c in 0..table.columns.len() {
            let months: u64 = table.months.iter().filter_map(|month| month.figures[c].value).sum();
            assert_eq!(Some(months), table.city[c].value);
        }
        assert!(table.head.notes[0].contains("24か所のうち22か所"), "{:?}", table.head.notes);
        assert!(table.before.is_some() && table.units_before.is_none());
    }
    assert!(counts(&tables).any(|table| table.columns.iter().any(|column| column.role == ColumnRole::Subset)));
}

#[test]
fn every_unit_is_in_one_state_or_silent() {
    let (_, _, tables) = fixture(&[0]);
    for table in &tables.tables {
        let Table::States(table) = table else { continue };
        for c in 0..table.columns.len() {
            let all: u64 = table.counts.iter().filter_map(|count| count.figures[c].value).sum();
            assert_eq!(all, table.rows.len() as u64, "{}", table.element);
        }
        assert_eq!(table.rows[0].answers[0].label, symbol::MISSING);
        assert_eq!(table.counts.last().map(|count| count.figures[0].value), Some(Some(1)));
    }
}

#[test]
fn observations_add_up_and_hold_nothing_private() {
    let (definitions, _, tables) = fixture(&[2]);
    for row in &tables.observations {
        let element = &definitions.catalogue.elements[&row.element_id];
        assert!(element.publish && !matches!(element.kind, Kind::Text | Kind::Date), "{}", row.element_id);
        assert_eq!(row.value.is_none(), row.symbol == symbol::MISSING);
        assert_eq!((row.period.as_str(), row.fiscal_year), ("2023H1", 2023));
    }
    let theme = |row: &&Observation, city: bool| row.unit_id.is_empty() == city;
    for city in tables.observations.iter().filter(|row| theme(row, true)) {
        let same = |row: &&Observation| {
            (&row.element_id, &row.option_id, &row.answer_id, &row.month, &row.option)
                == (&city.element_id, &city.option_id, &city.answer_id, &city.month, &city.option)
        };
        let units: u64 =
            tables.observations.iter().filter(|row| theme(row, false)).filter(same).filter_map(|row| row.value).sum();
        assert_eq!(city.value, Some(units), "{} {} {}", city.element_id, city.option_id, city.month);
        assert_eq!(city.area_code, definitions.registry.city.code);
        assert!(city.note.contains("報告単位24のうち23"));
    }
    assert!(tables.observations.iter().any(|row| row.symbol == symbol::MISSING && !row.unit_id.is_empty()));
}

#[test]
fn lists_leave_out_what_may_not_be_published_and_what_is_prefilled() {
    let (definitions, _, tables) = fixture(&[]);
    let private: Vec<&str> =
        definitions.catalogue.elements.values().filter(|element| !element.publish).map(|element| &*element.id).collect();
    assert!(!private.is_empty());
    let mut lists = 0;
    for table in &tables.tables {
        let Table::List(table) = table else { continue };
        lists += 1;
        assert!(table.columns.iter().all(|column| !private.contains(&&*column.element)));
        assert!(!table.rows.is_empty() && table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
    }
    assert!(lists > 3);
    let json = serde_json::to_string(&tables.tables).expect("tables serialise");
    assert!(!json.contains("unit_name"));
}

#[test]
fn the_contents_name_every_sheet_once_and_nothing_received_is_nothing_counted() {
    let (_, round, tables) = fixture(&(0..24).collect::<Vec<_>>());
    assert!(round.arrivals.is_empty());
    let mut sheets: Vec<&str> = tables.contents.iter().map(|row| row.sheet.as_str()).collect();
    assert_eq!(sheets.len(), tables.tables.len() + 4);
    sheets.sort_unstable();
    sheets.dedup();
    assert_eq!(sheets.len(), tables.contents.len());
    assert!(tables.observations.iter().all(|row| row.value.is_none() && row.symbol == symbol::MISSING));
    assert!(tables.submissions.iter().all(|row| row.standing == "未提出" && row.file.is_empty()));
    assert_eq!(tables.period, PERIOD.to_string());
}
