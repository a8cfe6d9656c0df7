//! The tables against an addition of their own.

use super::fixture::{PERIOD, number, round, tables};
use super::observations::Aggregate;
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
                // On the form the total stands under the parts, and subsets under the total: the columns likewise.
                let expected = match column.role {
                    ColumnRole::Total => (0..parts).map(|part| half(u, part)).sum(),
                    _ => half(u, c),
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
        assert!(table.before.is_some() && table.units_before.is_none());
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
fn observations_add_up_and_hold_nothing_private() {
    let (definitions, _, tables) = fixture(&[2]);
    for row in &tables.observations {
        let element = &definitions.catalogue.elements[&row.element_id];
        assert!(
            element.publish
                && element
                    .statistic()
                    .is_some_and(|(_, unit)| unit == row.measure),
            "{}",
            row.element_id
        );
        // What a unit wrote is a number of the city alone, and a text never stands in a row.
        assert!(
            element.counted.is_none() || (row.is_city() && row.role == Aggregate::Single),
            "{}",
            row.element_id
        );
        assert_eq!(row.value.is_none(), row.symbol == symbol::MISSING);
        assert_eq!((row.period.as_str(), row.fiscal_year), ("2023H1", 2023));
    }
    let theme = |row: &&Observation, city: bool| row.is_city() == city;
    let has_units = |row: &&Observation| {
        row.role != Aggregate::Group
            && definitions.catalogue.elements[&row.element_id]
                .counted
                .is_none()
    };
    for city in tables
        .observations
        .iter()
        .filter(|row| theme(row, true))
        .filter(has_units)
    {
        let same = |row: &&Observation| {
            (
                &row.element_id,
                &row.option_id,
                &row.answer_id,
                &row.start,
                &row.end,
            ) == (
                &city.element_id,
                &city.option_id,
                &city.answer_id,
                &city.start,
                &city.end,
            )
        };
        let units: u64 = tables
            .observations
            .iter()
            .filter(|row| theme(row, false))
            .filter(same)
            .filter_map(|row| row.value)
            .sum();
        assert_eq!(
            city.value,
            Some(units),
            "{} {} {}",
            city.element_id,
            city.option_id,
            city.start
        );
        assert_eq!(city.area_code, definitions.registry.city.code);
        assert!(city.note.contains("報告単位24のうち23"));
    }
    assert!(
        tables
            .observations
            .iter()
            .any(|row| row.symbol == symbol::MISSING && !row.is_city())
    );
}

/// The rows of an element and a line of its break-down, of the city, by the months that they are of.
fn city<'a>(
    rows: &'a [Observation],
    element: &str,
    option: &str,
) -> BTreeMap<(&'a str, &'a str), &'a Observation> {
    let rows = rows
        .iter()
        .filter(|row| row.is_city() && &*row.element_id == element && row.option_id == option);
    rows.map(|row| ((row.start.as_str(), row.end.as_str()), row))
        .collect()
}

#[test]
fn a_group_is_the_sum_of_its_options_in_every_month_and_of_the_city_alone() {
    let (definitions, _, tables) = fixture(&[2]);
    let mut groups = 0;
    for element in definitions
        .catalogue
        .elements
        .values()
        .filter(|element| element.kind == Kind::Count)
    {
        let Some(category) = definitions.catalogue.breakdown(element) else {
            continue;
        };
        for group in category.groups.keys() {
            let rows = city(&tables.observations, &element.id, group);
            assert_eq!(rows.len(), 7, "six months and the half");
            for (months, row) in rows {
                let options = category
                    .options
                    .values()
                    .filter(|option| option.group.as_ref() == Some(group));
                let parts: Vec<&Observation> = options
                    .map(|option| city(&tables.observations, &element.id, &option.id)[&months])
                    .collect();
                assert_eq!(
                    row.value,
                    parts.iter().map(|part| part.value).sum::<Option<u64>>()
                );
                let ids: Vec<&str> = parts.iter().map(|part| part.made_of.as_str()).collect();
                let formula = if ids.len() > 1 {
                    format!("sum({})", ids.join(", "))
                } else {
                    ids.concat()
                };
                assert_eq!(
                    (row.role, row.made_of.as_str()),
                    (Aggregate::Group, formula.as_str())
                );
                groups += 1;
            }
        }
    }
    assert!(groups > 0);
    assert!(
        tables
            .observations
            .iter()
            .all(|row| row.is_city() || row.role != Aggregate::Group)
    );
}

#[test]
fn whoever_adds_is_told_at_every_row_that_overlaps() {
    let (definitions, _, tables) = fixture(&[]);
    let mut told = 0;
    for row in tables.observations.iter().chain(&tables.past) {
        let multiple = definitions.catalogue.elements[&row.element_id].multiple;
        assert_eq!(
            row.note.contains("複数回答"),
            multiple,
            "{} {}",
            row.made_of,
            row.note
        );
        assert_eq!(
            row.note.contains("再掲"),
            row.role == Aggregate::Subset,
            "{} {}",
            row.made_of,
            row.note
        );
        told += usize::from(multiple);
    }
    assert!(told > 100);
}

/// How many rows a list holds is what a reader of the list counts.
#[test]
fn what_is_counted_of_a_list_is_its_rows() {
    let (definitions, _, tables) = fixture(&[1]);
    let mut counted = 0;
    for table in &tables.tables {
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
            let rows: Vec<&Observation> = tables
                .observations
                .iter()
                .filter(|row| row.element_id == column.element)
                .collect();
            assert_eq!(
                rows.iter().map(|row| row.value).collect::<Vec<_>>(),
                [Some(written as u64)],
                "{}",
                column.element
            );
            counted += 1;
        }
    }
    assert!(counted > 2);
}

#[test]
fn the_past_is_that_of_the_city_as_published() {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let round = round(&definitions, &[]);
    let summary = Summary::new(
        &definitions.catalogue,
        PERIOD,
        round.counted(&definitions.registry),
    );
    let csv = "period,unit,element,option,state,value,note,source\n\
        2021,city,meetings,,,9,,資料\n2021,city,meetings,G1,,4,,資料\n2021,city,meetings,G2,,4,,資料\n\
        2022H1,city,meetings,,,7,,zaitaku-report close\n2022H2,city,meetings,,,8,,zaitaku-report close\n\
        2022H2,office-kita,meetings,,,3,,zaitaku-report close\n2023H1,city,meetings,,,5,,資料\n\
        2022H2,city,conference,,,24,,zaitaku-report close\n2022H2,city,conference,,held,24,,zaitaku-report close\n";
    let mut history = History::default();
    history.add(crate::aggregate::history::read_csv("h.csv", csv.as_bytes()).expect("good lines"));
    let past = Tables::new(
        &definitions,
        &round,
        &summary,
        &history,
        &super::fixture::publication(),
    )
    .past;
    let said: Vec<(&str, u64, &str)> = past
        .iter()
        .map(|row| {
            (
                row.made_of.as_str(),
                row.value.expect("a number"),
                row.note.as_str(),
            )
        })
        .collect();
    let expected = [
        ("meetings:G1~2021", 4, "出典は資料"),
        ("meetings:G2~2021", 4, "出典は資料"),
        (
            "meetings~2021",
            9,
            "公表値のまま（内訳の合計 8 と一致しない）、出典は資料",
        ),
        ("meetings~2022H1", 7, "締めたときの値"),
        ("conference=held~2022H2", 24, "締めたときの値"),
        ("conference=planned~2022H2", 0, ""),
        ("conference=none~2022H2", 0, ""),
        ("meetings~2022H2", 8, "締めたときの値"),
        ("conference=held~2022", 24, "締めたときの値、下半期末の値"),
        ("conference=planned~2022", 0, "下半期末の値"),
        ("conference=none~2022", 0, "下半期末の値"),
        ("meetings~2022", 15, "上半期と下半期の合計"),
    ];
    assert_eq!(said, expected);
    let year = past
        .iter()
        .find(|row| row.period == "2022")
        .expect("the year");
    assert_eq!(
        (year.half, year.start.as_str(), year.end.as_str()),
        ("通年", "2022-04", "2023-03")
    );
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
fn the_contents_name_every_sheet_once_and_nothing_received_is_nothing_counted() {
    let (_, round, tables) = fixture(&(0..24).collect::<Vec<_>>());
    assert!(round.arrivals.is_empty());
    let mut sheets: Vec<&str> = tables
        .contents
        .iter()
        .map(|row| row.sheet.as_str())
        .collect();
    assert_eq!(sheets.len(), tables.tables.len() + 4);
    sheets.sort_unstable();
    sheets.dedup();
    assert_eq!(sheets.len(), tables.contents.len());
    assert!(
        tables
            .observations
            .iter()
            .all(|row| row.value.is_none() && row.symbol == symbol::MISSING)
    );
    assert!(
        tables
            .submissions
            .iter()
            .all(|row| row.standing == "未提出" && row.file.is_empty())
    );
    assert_eq!(tables.period, PERIOD.to_string());
}
