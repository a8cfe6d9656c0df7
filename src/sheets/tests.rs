//! The sheets against an addition of their own.

use super::part::ColumnRole;
use super::*;
use crate::aggregate::history::{History, closed_lines, read_csv, write_csv};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::symbol;
use crate::figures::fixture::{PERIOD, made_of, number, publication, round};
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::answer::{Answer, Value};
use crate::model::round::Round;

fn fixture(missing: &[usize]) -> (Definitions, Round, Sheets) {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let round = round(&definitions, missing);
    let made = made_of(&definitions, &round, |material| {
        Sheets::new(material, &publication(), None)
    });
    (definitions, round, made)
}

fn counts(tables: &Sheets) -> impl Iterator<Item = &BlockTable> {
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
        let parts = table
            .columns
            .iter()
            .filter(|column| column.role == ColumnRole::Part)
            .count();
        let half =
            |unit: usize, row: usize| (0..6).map(|month| number(unit, row, month)).sum::<u64>();
        let mut city = vec![0; table.columns.len()];
        for (u, row) in table.rows.iter().enumerate() {
            assert_eq!(row.unit.reported, !missing.contains(&u));
            for (c, column) in table.columns.iter().enumerate() {
                // On the form the total stands under the parts, and subsets under the total.
                let expected = match column.role {
                    ColumnRole::Total => (0..parts).map(|part| half(u, part)).sum(),
                    ColumnRole::Part => half(u, c - 1),
                    ColumnRole::Subset => half(u, c),
                };
                if row.unit.reported {
                    city[c] += expected;
                    assert_eq!(
                        row.figures[c].value,
                        Some(expected),
                        "{} {}",
                        table.element,
                        column.label
                    );
                    assert!(row.figures[c].origin.is_some());
                } else {
                    assert_eq!(
                        (row.figures[c].value, row.figures[c].symbol),
                        (None, symbol::MISSING)
                    );
                }
            }
        }
        assert_eq!(
            table
                .city
                .iter()
                .map(|figure| figure.value)
                .collect::<Vec<_>>(),
            city.into_iter().map(Some).collect::<Vec<_>>()
        );
        for c in 0..table.columns.len() {
            let months: u64 = table
                .months
                .iter()
                .filter_map(|month| month.figures[c].value)
                .sum();
            assert_eq!(Some(months), table.city[c].value);
        }
        assert!(
            table.head.notes[0].contains("24か所のうち22か所"),
            "{:?}",
            table.head.notes
        );
        assert!(table.units_before.is_none());
    }
    assert!(counts(&tables).any(|table| {
        table
            .columns
            .iter()
            .any(|column| column.role == ColumnRole::Subset)
    }));
}

#[test]
fn every_unit_is_in_one_state_or_silent() {
    let (_, _, tables) = fixture(&[0]);
    for table in &tables.tables {
        let Table::States(table) = table else {
            continue;
        };
        for c in 0..table.columns.len() {
            let all: u64 = table
                .counts
                .iter()
                .filter_map(|count| count.figures[c].value)
                .sum();
            assert_eq!(all, table.rows.len() as u64, "{}", table.element);
        }
        assert_eq!(table.rows[0].answers[0].label, symbol::MISSING);
        assert_eq!(
            table.counts.last().map(|count| count.figures[0].value),
            Some(Some(1))
        );
    }
}

#[test]
fn lists_leave_out_what_may_not_be_published_and_what_is_prefilled() {
    let (definitions, _, tables) = fixture(&[]);
    let private: Vec<&str> = definitions
        .catalogue
        .elements
        .values()
        .filter(|element| !element.publish)
        .map(|element| &*element.id)
        .collect();
    assert!(!private.is_empty());
    let mut lists = 0;
    for table in &tables.tables {
        let Table::List(table) = table else { continue };
        lists += 1;
        assert!(
            table
                .columns
                .iter()
                .all(|column| !private.contains(&&*column.element))
        );
        assert!(
            !table.rows.is_empty()
                && table
                    .rows
                    .iter()
                    .all(|row| row.cells.len() == table.columns.len())
        );
    }
    assert!(lists > 3);
    let json = serde_json::to_string(&tables.tables).expect("tables serialise");
    assert!(!json.contains("unit_name"));
}

#[test]
fn the_contents_name_every_sheet_once() {
    let (_, round, tables) = fixture(&(0..24).collect::<Vec<_>>());
    assert!(round.arrivals.is_empty());
    let mut sheets: Vec<&str> = tables
        .contents
        .iter()
        .map(|row| row.sheet.as_str())
        .collect();
    assert_eq!(sheets.len(), tables.tables.len() + 5);
    sheets.sort_unstable();
    sheets.dedup();
    assert_eq!(sheets.len(), tables.contents.len());
    assert!(
        tables
            .submissions
            .iter()
            .all(|row| row.standing == "未提出" && row.file.is_empty())
    );
    assert_eq!(tables.period, PERIOD.to_string());
}

/// How many rows a list holds is what a reader of the list counts.
#[test]
fn what_is_counted_of_a_list_is_its_rows() {
    let (definitions, round, sheets) = fixture(&[1]);
    let summary = Summary::new(
        &definitions.catalogue,
        PERIOD,
        round.counted(&definitions.registry),
    );
    let mut counted = 0;
    for table in &sheets.tables {
        let Table::List(table) = table else { continue };
        for (c, column) in table.columns.iter().enumerate() {
            if definitions.catalogue.elements[&column.element]
                .counted
                .is_none()
            {
                continue;
            }
            let written = table
                .rows
                .iter()
                .filter(|row| row.cells[c].value != lists::ListValue::Empty)
                .count();
            assert_eq!(
                summary.sum(&TallyKey::of(&column.element)),
                written as u64,
                "{}",
                column.element
            );
            counted += 1;
        }
    }
    assert!(counted > 2);
}

/// A part of the units is not held against all of them.
#[test]
fn while_units_are_missing_the_city_stands_beside_no_past() {
    let (_, _, whole) = fixture(&[]);
    let (_, _, part) = fixture(&[3]);
    assert!(counts(&whole).all(|table| table.before.is_some()));
    for table in counts(&part) {
        assert!(table.before.is_none(), "{}", table.element);
        let said = |note: &String| note.contains("比べられない");
        assert!(table.head.notes.iter().any(said), "{:?}", table.head.notes);
    }
}

/// Two units that change places leave every number of the city as it was.
#[test]
fn units_that_swap_their_states_are_revised_though_the_city_is_not() {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let mut round = round(&definitions, &[]);
    let counted = round.counted(&definitions.registry);
    let summary = Summary::new(&definitions.catalogue, PERIOD, counted);
    let lines = closed_lines(&summary);
    let bytes = write_csv(&lines).expect("lines");
    let read = read_csv("closed.csv", &bytes).expect("lines");
    let same = lines
        .iter()
        .zip(&read)
        .all(|(line, read)| line.map(str::to_owned) == *read);
    assert!(same && lines.len() == read.len());
    let mut history = History::following(&definitions.catalogue, &definitions.registry);
    history.add(&lines);
    let mut swapped: Vec<(Id, Id)> = Vec::new();
    for arrival in &mut round.arrivals {
        let Some(submission) = &mut arrival.submission else {
            continue;
        };
        let mut values = submission.values.iter_mut();
        let Some(value) = values.find(|value| &*value.key.element == "conference") else {
            continue;
        };
        let state = value
            .answer
            .value()
            .and_then(Value::choice)
            .expect("a state")
            .clone();
        if swapped.iter().all(|(_, other)| *other != state) && swapped.len() < 2 {
            swapped.push((submission.unit.clone(), state));
        }
    }
    let [(one, held), (other, planned)] = swapped.as_slice() else {
        panic!("two units with two states")
    };
    for arrival in &mut round.arrivals {
        let submission = arrival.submission.as_mut().expect("counted");
        let state = match &submission.unit {
            unit if unit == one => planned,
            unit if unit == other => held,
            _ => continue,
        };
        let mut values = submission.values.iter_mut();
        let value = values.find(|value| &*value.key.element == "conference");
        value.expect("asked").answer = Answer::Given(Value::Choice(state.clone()));
    }
    let counted = round.counted(&definitions.registry);
    let summary = Summary::new(&definitions.catalogue, PERIOD, counted);
    let material = Material::new(&definitions, &round, &summary, &history);
    let revised: Vec<(Option<&Id>, Option<u64>, Option<u64>)> = material
        .revised_numbers()
        .map(|revision| (revision.key.unit.as_ref(), revision.old, revision.new))
        .collect();
    let of = |unit, n: u64| (Some(unit), Some(n), Some(1 - n));
    let mut expected = vec![of(one, 1), of(one, 0), of(other, 1), of(other, 0)];
    let mut found = revised.clone();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    let rows = Sheets::new(&material, &publication(), None)
        .revisions
        .expect("a sheet")
        .rows;
    assert_eq!(rows.len(), 4);
    let name = &definitions.registry.units[one].name;
    let element = &definitions.catalogue.elements["conference"];
    let words = &material.revised(element)[0];
    assert!(words.contains(&**name) && words.contains("0→1"), "{words}");
}

/// What everybody is told of the fixture, of some elements the totals of units as well.
fn public(unit_totals: &[&str], permits: &[TallyKey], withheld: bool) -> Sheets {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let mut round = round(&definitions, &[]);
    let disclosure = Disclosure {
        unit_totals: unit_totals.iter().map(|id| Id::from(*id)).collect(),
        permits: permits.to_vec(),
    };
    for submission in round
        .arrivals
        .iter_mut()
        .filter_map(|arrival| arrival.submission.as_mut())
    {
        let asked = submission.values.iter();
        let asked = asked.filter(|value| withheld && &*value.key.element == "case_request");
        let at = asked.map(|value| (value.at.sheet.to_string(), value.at.cell));
        submission.withheld = at.collect();
    }
    made_of(&definitions, &round, |material| {
        Sheets::new(material, &publication(), Some(&disclosure))
    })
}

/// The answers to one question in the list that asks for it; nothing where there is no such list.
fn listed(sheets: &Sheets, element: &str) -> Option<Vec<String>> {
    sheets.tables.iter().find_map(|table| {
        let Table::List(table) = table else {
            return None;
        };
        let column = table
            .columns
            .iter()
            .position(|column| &*column.element == element)?;
        Some(
            table
                .rows
                .iter()
                .map(|row| row.cells[column].text())
                .collect(),
        )
    })
}

#[test]
fn everybody_is_told_of_units_what_is_published_of_them() {
    let sheets = public(&["askers"], &[], false);
    for table in counts(&sheets) {
        let is_told = &*table.element == "askers";
        assert_eq!(
            table.rows.len(),
            if is_told { 24 } else { 0 },
            "{}",
            table.element
        );
        assert!(table.columns.len() > 2 && table.units_before.is_none());
        for row in &table.rows {
            assert_eq!(
                (row.figures.len(), row.before, row.forms.len()),
                (1, None, 0)
            );
        }
    }
    for table in &sheets.tables {
        match table {
            Table::Marks(table) => assert!(table.rows.is_empty() && !table.city.is_empty()),
            Table::States(table) => assert_eq!(table.rows.len(), 24),
            _ => {}
        }
    }
    assert!(listed(&sheets, "training_theme").is_some());
    assert!(listed(&sheets, "training_participants").is_none());
    let sheets = public(&["training_participants"], &[], false);
    assert!(listed(&sheets, "training_participants").is_some());
    assert!(sheets.queries.is_none() && sheets.dictionary.iter().all(|row| row.publish));
    assert!(
        sheets
            .submissions
            .iter()
            .all(|row| row.file.is_empty() && row.sha256.is_empty())
    );
}

#[test]
fn everybody_is_told_the_cases_that_may_be_published_and_not_by_whom() {
    let permit = TallyKey::of(&Id::from("case_publish")).answer(&Id::from("yes"));
    let all = fixture(&[]).2;
    let all: Vec<String> = listed(&all, "case_request").expect("the list");
    let sheets = public(&[], std::slice::from_ref(&permit), false);
    let told = listed(&sheets, "case_request").expect("the list");
    assert!(!told.is_empty() && told.len() < all.len());
    assert!(told.iter().all(|case| all.contains(case)));
    assert!(listed(&sheets, "case_publish").is_none() && listed(&sheets, "case_order").is_none());
    for table in &sheets.tables {
        if let Table::List(table) = table {
            let tells_of_people = table
                .columns
                .iter()
                .any(|column| column.element.starts_with("case_"));
            assert_eq!(table.named, !tells_of_people);
        }
    }
    // An open question of privacy holds a case back, and so does it where nothing says that it may
    // be told.
    let withheld = public(&[], &[permit], true);
    assert_eq!(listed(&withheld, "case_request"), Some(Vec::new()));
    assert_eq!(listed(&public(&[], &[], false), "case_request"), None);
}
