use std::collections::BTreeSet;

use super::*;
use crate::figures::fixture;
use crate::form::spec::Definitions;
use crate::model::cell::CellRef;
use crate::workbook::Content;

const FORMATS: [Format; 3] = [Format::Xlsx, Format::Csv, Format::Json];

fn tables() -> Dataset {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let round = fixture::round(&definitions, &[4]);
    fixture::made_of(&definitions, &round, |material| {
        Dataset::new(material, &fixture::publication())
    })
}

#[test]
fn the_same_tables_give_the_same_bytes_in_every_form() {
    let tables = tables();
    for format in FORMATS {
        assert_eq!(
            export(&tables, &[format], By::All).expect("written"),
            export(&tables, &[format], By::All).expect("written")
        );
    }
}

#[test]
fn a_choice_of_rows_holds_no_others() {
    let tables = tables();
    let files = export(&tables, &[Format::Csv], By::City).expect("written");
    let units: BTreeSet<&str> = tables
        .observations
        .iter()
        .filter(|row| !row.is_city())
        .map(|row| row.unit_id.as_str())
        .collect();
    let states: BTreeSet<&str> = tables
        .observations
        .iter()
        .filter(|row| row.role == Aggregate::UnitState)
        .map(|row| &*row.element_id)
        .collect();
    for file in files.iter().filter(|file| file.name.ends_with(".csv")) {
        let text = String::from_utf8(file.bytes.clone()).expect("UTF-8");
        assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
        // In which state a unit is stands in the report; how much it counted does not.
        let is_state = states.contains(file.name.trim_end_matches(".csv"));
        assert_eq!(
            units.iter().any(|unit| text.contains(&format!(",{unit},"))),
            is_state,
            "{}",
            file.name
        );
    }
    let rows = |by| {
        themes(&tables, by)
            .into_iter()
            .flat_map(|theme| theme.rows)
            .collect::<Vec<&Observation>>()
    };
    assert!(
        rows(By::City)
            .iter()
            .all(|row| row.is_city() || row.role == Aggregate::UnitState)
    );
    assert!(
        rows(By::Total)
            .iter()
            .chain(&rows(By::Month))
            .all(|row| row.is_city())
    );
    let months = tables
        .observations
        .iter()
        .filter(|row| !row.is_city() && !row.is_whole())
        .count();
    let parts = [By::Total, By::Month, By::Unit].map(|by| rows(by).len());
    assert_eq!(
        parts.iter().sum::<usize>() + months,
        tables.observations.len()
    );
}

/// Where the named columns stand.
fn columns(header: &[String], names: &Value) -> Vec<usize> {
    let names = names.as_array().expect("names");
    names
        .iter()
        .map(|name| {
            header
                .iter()
                .position(|heading| name == heading)
                .expect("a column")
        })
        .collect()
}

fn texts(record: &::csv::StringRecord, columns: &[usize]) -> Vec<String> {
    columns.iter().map(|i| record[*i].to_owned()).collect()
}

/// What stands in the named columns of a file.
fn all_texts(file: &File, names: &Value) -> Codes {
    let mut reader = ::csv::Reader::from_reader(&file.bytes[3..]);
    let header: Vec<String> = reader
        .headers()
        .expect("a heading")
        .iter()
        .map(str::to_owned)
        .collect();
    let columns = columns(&header, names);
    reader
        .records()
        .map(|record| texts(&record.expect("a row"), &columns))
        .collect()
}

#[test]
fn the_package_describes_the_files_as_they_are() {
    let files = export(&tables(), &[Format::Csv], By::All).expect("written");
    let (package, files) = files.split_last().expect("a description");
    let package: serde_json::Value = serde_json::from_slice(&package.bytes).expect("JSON");
    let resources = package["resources"].as_array().expect("resources");
    assert_eq!(resources.len(), files.len());
    let mut links = 0;
    for (resource, file) in resources.iter().zip(files) {
        assert_eq!(resource["path"], file.name);
        assert_eq!(resource["bytes"], file.bytes.len());
        let mut reader = ::csv::Reader::from_reader(&file.bytes[3..]);
        let header: Vec<String> = reader
            .headers()
            .expect("a heading")
            .iter()
            .map(str::to_owned)
            .collect();
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        assert_eq!(
            fields
                .iter()
                .map(|field| field["name"].as_str().unwrap_or(""))
                .collect::<Vec<_>>(),
            header
        );
        let key = columns(&header, &resource["schema"]["primaryKey"]);
        assert!(!key.is_empty());
        let mut seen = BTreeSet::new();
        for record in reader.records() {
            let record = record.expect("every row has every column");
            let of_key = texts(&record, &key);
            assert!(
                of_key.iter().all(|text| !text.is_empty()),
                "{} {of_key:?}",
                file.name
            );
            assert!(seen.insert(of_key.clone()), "{} {of_key:?}", file.name);
        }
        for link in resource["schema"]["foreignKeys"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let list = files
                .iter()
                .find(|file| link["reference"]["resource"] == file.name.trim_end_matches(".csv"));
            let known = all_texts(
                list.expect("the list is in the package"),
                &link["reference"]["fields"],
            );
            assert!(
                all_texts(file, &link["fields"]).is_subset(&known),
                "{} {link}",
                file.name
            );
            links += 1;
        }
    }
    assert_eq!(
        links,
        (files.len() - 4) * LINKS.len(),
        "all but coverage, the two lists and the source"
    );
    assert_eq!(
        package["licenses"][0]["path"],
        "https://creativecommons.org/licenses/by/4.0/deed.ja"
    );
    assert_eq!(package["contributors"][0]["title"], "試験課");
}

#[test]
fn the_workbook_is_one_tidy_table_a_sheet() {
    let tables = tables();
    let files = export(&tables, &[Format::Xlsx], By::City).expect("written");
    let book = crate::workbook::open(&files[0].bytes).expect("read back");
    assert_eq!(
        book.sheets.len(),
        themes(&tables, By::City).len() + OWN.len()
    );
    let value = OBSERVATION
        .iter()
        .position(|column| column.name == "値")
        .expect("a column of values") as u16;
    for (sheet, theme) in book.sheets.iter().zip(themes(&tables, By::City)) {
        assert!(sheet.merges().is_empty() && sheet.cells().all(|(_, cell)| !cell.formula));
        assert_eq!(sheet.last_row(), Some(theme.rows.len() as u32));
        for (row, datum) in (1..).zip(&theme.rows) {
            let expected = datum
                .value
                .map_or(Content::Empty, |n| Content::Number(n as f64));
            assert_eq!(sheet.get(CellRef::new(row, value)).content, expected);
        }
    }
}

/// A table that breaks one rule is not written, and the error names the rule and the place.
#[test]
fn a_table_that_breaks_a_rule_is_refused() {
    type Break = fn(&mut Observation);
    let broken: [(&str, Break); 11] = [
        ("Z501", |row| row.area = "北\u{3000} 区".to_owned()),
        ("Z501", |row| row.option = "その他\n（内訳）".to_owned()),
        ("Z503", |row| row.area = "=1+1".to_owned()),
        ("Z505", |row| row.measure.clear()),
        ("Z505", |row| row.unit_id.clear()),
        ("Z506", |row| row.symbol = "x"),
        ("Z506", |row| (row.value, row.symbol) = (None, "*")),
        ("Z507", |row| row.fiscal_year = 2022),
        ("Z507", |row| row.end = "2023-10".to_owned()),
        ("Z508", |row| row.area_code = "271275".to_owned()),
        ("Z510", |row| row.option = "☎相談".to_owned()),
    ];
    for (code, spoil) in broken {
        let mut tables = tables();
        spoil(
            tables
                .observations
                .iter_mut()
                .find(|row| row.value.is_some() && row.option().is_some())
                .expect("a number"),
        );
        for format in FORMATS {
            let error = export(&tables, &[format], By::All)
                .expect_err(code)
                .to_string();
            assert!(
                error.contains(&format!("[エラー {code}] 表「")),
                "{code}: {error}"
            );
            assert!(error.contains("（1件）"), "{code} alone: {error}");
        }
    }
    let mut tables = tables();
    tables.observations.push(tables.observations[0].clone());
    assert!(
        export(&tables, &[Format::Csv], By::All)
            .expect_err("twice")
            .to_string()
            .contains("Z509")
    );
}

/// A code that no list tells is found in the data and in the past alike.
#[test]
fn a_code_that_stands_in_no_list_is_refused() {
    type Break = fn(&mut Dataset);
    let broken: [Break; 4] = [
        |tables| tables.observations[0].option_id = "X1".to_owned(),
        |tables| tables.observations[0].answers_id = "unknown".to_owned(),
        |tables| tables.past[0].option_id = "X1".to_owned(),
        |tables| {
            tables
                .items
                .retain(|item| item.id != tables.past[0].element_id)
        },
    ];
    for spoil in broken {
        let mut tables = tables();
        spoil(&mut tables);
        let error = export(&tables, &[Format::Csv], By::City)
            .expect_err("refused")
            .to_string();
        assert!(error.contains("[エラー Z514] 表「"), "{error}");
    }
}

#[test]
fn a_column_that_breaks_a_rule_is_found() {
    let tables = tables();
    let good = columns::table("t", &OBSERVATION, tables.observations.iter().take(3));
    let codes = |table: &PublicTable| {
        publication::check(table)
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&good), Vec::<&str>::new());
    let value = OBSERVATION
        .iter()
        .position(|column| column.name == "値")
        .expect("a column of values");
    let mut with_unit = good.clone();
    with_unit.rows[0][value] = "12件".to_owned();
    assert_eq!(codes(&with_unit), ["Z502"]);
    let mut twice = good.clone();
    twice.columns[value].name = "単位";
    assert_eq!(codes(&twice), ["Z504", "Z504"]);
}

/// Writes an example to look at: `TABLES_OUT=/tmp/tables cargo test example -- --ignored`.
#[test]
#[ignore = "writes files to look at"]
fn example() {
    let Some(folder) = std::env::var_os("TABLES_OUT") else {
        return;
    };
    let folder = std::path::Path::new(&folder).join("opendata");
    std::fs::create_dir_all(&folder).expect("folder");
    for format in FORMATS {
        for file in export(&tables(), &[format], By::All).expect("written") {
            std::fs::write(folder.join(file.name), file.bytes).expect("written");
        }
    }
}
