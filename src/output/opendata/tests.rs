use std::collections::BTreeSet;

use super::plain::Plain;
use super::*;
use crate::dataset::observations::{Aggregate, Observation};
use crate::figures::fixture;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::cell::CellRef;
use crate::rules::publication::PublicTable;
use crate::workbook::Content;
use serde_json::Value;

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
    let rows = |by| Release::new(&tables, by).facts;
    let is_open = |row: &&Observation| row.is_city() || row.role == Aggregate::UnitState;
    assert!(rows(By::City).iter().all(is_open));
    let is_city = |row: &&Observation| row.is_city();
    assert!(rows(By::Total).iter().chain(&rows(By::Month)).all(is_city));
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
    // What a unit counted in all is published where the data set says so.
    let mut opened = tables.clone();
    opened.unit_totals.insert("askers".into());
    let more = Release::new(&opened, By::City).facts;
    let more: Vec<&&Observation> = more.iter().filter(|row| !is_open(row)).collect();
    assert_eq!(more.len(), 24);
    assert!(
        more.iter()
            .all(|row| &*row.element_id == "askers" && &*row.option_id == "_T")
    );
}

/// A plain table holds what may be added: a column of it adds up to the number of the city.
#[test]
fn a_column_of_a_plain_table_adds_up_to_the_city() {
    let mut tables = tables();
    tables
        .unit_totals
        .extend(["askers".into(), "training_participants".into()]);
    let release = Release::new(&tables, By::City);
    let columns = Columns::built_in().expect("the columns");
    let plain = plain::tables(&release, &columns).expect("laid out");
    let city = |element: &str, option: &str| {
        let mut rows = release
            .facts
            .iter()
            .filter(|row| row.is_city() && row.is_whole());
        rows.find(|row| (&*row.element_id, &*row.option_id) == (element, option))
            .and_then(|row| row.value)
    };
    let sum = |table: &Plain, name: &str| {
        let at = table.columns.iter().position(|column| column.name == name);
        let at = at.unwrap_or_else(|| panic!("{name} in {}", table.title));
        assert!(table.columns[at].number);
        let rows = table
            .rows
            .iter()
            .filter_map(|row| row[at].parse::<u64>().ok());
        rows.sum::<u64>()
    };
    let (mut compared, mut counted) = (0, 0);
    for element in &tables.lists.elements {
        let Some(table) = plain
            .iter()
            .find(|table| table.id == format!("{}_months", element.id))
        else {
            continue;
        };
        assert_eq!(table.rows.len(), 6);
        let of_element = tables.lists.options.iter();
        let of_element = of_element.filter(|row| row.element_id == element.id);
        for option in of_element.filter(|row| ["選択肢", "再掲"].contains(&row.role)) {
            let names = [option.label.clone(), format!("（再掲）{}", option.label)];
            let column = table
                .columns
                .iter()
                .find(|column| names.contains(&column.name));
            let name = &column.expect("a column").name;
            assert_eq!(
                Some(sum(table, name)),
                city(&element.id, &option.id),
                "{name}"
            );
            compared += 1;
        }
        let numbers = table.columns.iter().filter(|column| column.number).count();
        counted += numbers;
    }
    assert_eq!(
        compared, counted,
        "neither a total nor a group is among the columns"
    );
    assert!(compared > 50, "{compared}");
    let units = |kind: &str| {
        plain
            .iter()
            .find(|table| table.id == format!("{kind}_units"))
    };
    let offices = units("office").expect("a table of the offices");
    assert_eq!(offices.rows.len(), 24);
    assert_eq!(
        Some(sum(offices, "個別相談ケース（相談者別）")),
        city("askers", "_T")
    );
    let wards = units("ward").expect("a table of the wards");
    assert_eq!(
        Some(sum(wards, "参加者数")),
        city("training_participants", "_Z")
    );
    let missing = wards
        .rows
        .iter()
        .filter(|row| row.contains(&"未提出".to_owned()));
    assert_eq!(missing.count(), 1);
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

fn texts(record: &::csv::StringRecord, columns: &[usize]) -> Vec<Id> {
    columns.iter().map(|i| record[*i].into()).collect()
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
            let list = resources
                .iter()
                .position(|other| other["name"] == link["reference"]["resource"])
                .expect("the list is in the package");
            let known = all_texts(&files[list], &link["reference"]["fields"]);
            assert!(
                all_texts(file, &link["fields"]).is_subset(&known),
                "{} {link}",
                file.name
            );
            links += 1;
        }
    }
    // The facts and the past to all lists, options and states to the elements, others as they can.
    assert!(links >= 2 * LINKS.len() + 4, "{links}");
    assert_eq!(
        package["licenses"][0]["path"],
        "https://creativecommons.org/licenses/by/4.0/deed.ja"
    );
    assert_eq!(package["contributors"][0]["title"], "試験課");
}

/// Releases of several cities and periods lie side by side, and their facts are one table.
#[test]
fn the_files_are_named_after_city_and_period() {
    let files = export(&tables(), &FORMATS, By::City).expect("written");
    for file in files.iter().filter(|file| file.name != PACKAGE_FILE) {
        let name = file.name.rsplit('/').next().expect("a name");
        assert!(
            name.starts_with("271004_") && name.contains("_2023H1."),
            "{name}"
        );
    }
    let head = |id: &str| {
        let mut files = files.iter();
        let file = files.find(|file| file.name == format!("271004_{id}_2023H1.csv"));
        let text = &file.expect("a table").bytes;
        text.split(|byte| *byte == b'\n').next().map(<[u8]>::to_vec)
    };
    assert_eq!(head("facts"), head("history"));
    let mut unnamed = tables();
    unnamed.city.code.clear();
    unnamed
        .observations
        .iter_mut()
        .for_each(|row| row.city_code = Id::default());
    let files = export(&unnamed, &[Format::Csv], By::Total).expect("written");
    assert!(files.iter().any(|file| file.name == "facts_2023H1.csv"));
}

/// A column bears in JSON the name that the description gives.
#[test]
fn the_description_names_the_keys_of_the_json() {
    let files = export(&tables(), &[Format::Csv, Format::Json], By::All).expect("written");
    let [.., package, json] = &files[..] else {
        panic!("a description and a file")
    };
    let package: Value = serde_json::from_slice(&package.bytes).expect("JSON");
    let json: Value = serde_json::from_slice(&json.bytes).expect("JSON");
    let tables = [
        ("facts", &json["observations"]),
        ("history", &json["history"]),
        ("coverage", &json["coverage"]),
        ("sources", &json["about"]),
        ("elements", &json["codes"]["elements"]),
        ("options", &json["codes"]["options"]),
        ("states", &json["codes"]["states"]),
        ("units", &json["codes"]["units"]),
        ("periods", &json["codes"]["periods"]),
    ];
    for (name, rows) in tables {
        let mut resources = package["resources"].as_array().expect("resources").iter();
        let resource = resources.find(|resource| resource["name"] == name);
        let fields = resource.expect("a resource")["schema"]["fields"].as_array();
        let fields = fields.expect("fields").iter();
        let named: BTreeSet<&str> = fields
            .filter_map(|field| field["jsonName"].as_str())
            .collect();
        let row = rows[0].as_object().expect("a row");
        assert_eq!(named, row.keys().map(String::as_str).collect(), "{name}");
    }
}

#[test]
fn the_workbook_is_one_tidy_table_a_sheet() {
    let tables = tables();
    let files = export(&tables, &[Format::Xlsx], By::City).expect("written");
    let book = crate::workbook::open(&files[0].bytes).expect("read back");
    for sheet in &book.sheets {
        assert!(sheet.merges().is_empty() && sheet.cells().all(|(_, cell)| !cell.formula));
    }
    let facts = book.sheets.iter().find(|sheet| &*sheet.name == "観測値");
    let (facts, release) = (facts.expect("the facts"), Release::new(&tables, By::City));
    assert_eq!(facts.last_row(), Some(release.facts.len() as u32));
    for (row, datum) in (1..).zip(&release.facts) {
        let expected = datum
            .value
            .map_or(Content::Empty, |n| Content::Number(n as f64));
        assert_eq!(
            facts.get(CellRef::new(row, value_column())).content,
            expected
        );
    }
}

/// Where the values of the facts stand.
fn value_column() -> u16 {
    let columns = Columns::built_in().expect("the columns").observation;
    let at = columns.iter().position(|column| column.name == "値");
    at.expect("a column of values") as u16
}

/// A table that breaks one rule is not written, and the error names the rule and the place.
#[test]
fn a_table_that_breaks_a_rule_is_refused() {
    type Break = fn(&mut Observation);
    let broken: [(&str, Break); 11] = [
        ("Z501", |row| row.measure = "件\u{3000} 数".into()),
        ("Z501", |row| row.measure = "件\n（延べ）".into()),
        ("Z503", |row| row.measure = "=1+1".into()),
        ("Z505", |row| row.measure = Id::default()),
        ("Z505", |row| row.made_of.clear()),
        ("Z506", |row| row.symbol = "x"),
        ("Z506", |row| (row.value, row.symbol) = (None, "*")),
        ("Z507", |row| row.month = "2023".into()),
        ("Z507", |row| row.month = "2023-10".into()),
        ("Z508", |row| row.city_code = "271275".into()),
        ("Z510", |row| row.measure = "☎件".into()),
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
        |tables| tables.observations[0].option_id = "X1".into(),
        |tables| tables.observations[0].unit_id = "unknown".into(),
        |tables| tables.past[0].option_id = "X1".into(),
        |tables| {
            let lost = &tables.past[0].element_id;
            tables.lists.elements.retain(|row| row.id != *lost);
        },
    ];
    for spoil in broken {
        let mut tables = tables();
        spoil(&mut tables);
        let error = export(&tables, &[Format::Csv], By::All)
            .map(drop)
            .expect_err("refused")
            .to_string();
        assert!(error.contains("[エラー Z514] 表「"), "{error}");
    }
}

#[test]
fn a_column_that_breaks_a_rule_is_found() {
    let tables = tables();
    let columns = Columns::built_in().expect("the columns").observation;
    let rows = &tables.observations[..3];
    let sheet = Sheet::new(["", "t", "t"], &columns, rows).expect("cells");
    let good = sheet.table;
    let codes = |table: &PublicTable| {
        publication::check(table)
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&good), Vec::<&str>::new());
    let value = usize::from(value_column());
    let mut with_unit = good.clone();
    with_unit.rows[0][value] = "12件".into();
    assert_eq!(codes(&with_unit), ["Z502"]);
    let mut twice = good.clone();
    twice.columns[value].name = "単位";
    assert_eq!(codes(&twice), ["Z504", "Z504"]);
}
