//! The same figure is the same everywhere: in what the PDF prints, in the workbooks, in CSV and
//! JSON.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::dataset::observations::{NONE, TOTAL};
use crate::figures::publication::Disclosure;
use crate::model::catalogue::Kind;
use crate::model::cell::CellRef;
use crate::output::workbook as summary_workbook;
use crate::pages::compose::{Edition, compose};
use crate::pages::print::{Chart, Print};
use crate::sheets::lists::ListColumn;
use crate::sheets::part::NumberColumn;
use crate::sheets::{Sheets, Table};
use crate::workbook::{self, Content, Sheet};

/// A figure of the city: element, option, answer (in words) and month; for the period the month is
/// empty.
type CellKey = [String; 4];
type Figures = BTreeMap<CellKey, u64>;

fn project() -> Project {
    Project::open(Some(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/sample-data"
    ))))
    .expect("the sample project opens")
}

/// The sheets of the office come first, then those for everybody.
fn everything() -> (Project, [Sheets; 2], Dataset, Print) {
    let project = project();
    let period: Period = "2023H1".parse().expect("a period");
    let (round, history) = (
        project.round(period).expect("read"),
        project.history().expect("read"),
    );
    let registry = &project.definitions.registry;
    let summary = Summary::new(
        &project.definitions.catalogue,
        period,
        round.counted(registry),
    );
    let material = Material::new(&project.definitions, &round, &summary, history);
    let publication = Publication::new(&material, &project.settings);
    let data = Dataset::new(&material, &publication);
    let disclosure = Disclosure {
        unit_totals: data.unit_totals.clone(),
        permits: project.pages.permits(),
    };
    let edition = Edition {
        pages: &project.pages,
        publication: &publication,
        disclosure: &disclosure,
        commentary: &project.commentary(period).expect("read").0,
    };
    let print = compose(&material, &edition);
    let sheets = [None, Some(&disclosure)];
    let sheets = sheets.map(|public| Sheets::new(&material, &publication, public));
    (project, sheets, data, print)
}

fn shown(content: &Content) -> String {
    match content {
        Content::Number(n) => n.to_string(),
        Content::Text(text) => text.to_string(),
        _ => String::new(),
    }
}

/// The words of the options and states of a data set, by element and code.
struct Words(BTreeMap<[String; 2], String>, BTreeMap<[String; 2], String>);

impl Words {
    fn new(data: &Dataset) -> Self {
        let options = data.lists.options.iter();
        let states = data.lists.states.iter();
        Self(
            options
                .map(|row| {
                    (
                        [row.element_id.to_string(), row.id.clone()],
                        row.label.clone(),
                    )
                })
                .collect(),
            states
                .map(|row| {
                    (
                        [row.element_id.to_string(), row.id.clone()],
                        row.label.clone(),
                    )
                })
                .collect(),
        )
    }

    /// The figure of a row of facts, told by heading.
    fn figure(&self, of: impl Fn(&str) -> String) -> Option<(CellKey, u64)> {
        // Units have figures of their own, and a group may be called like an option in it.
        if of("報告単位コード") != TOTAL || ["小計", "group"].contains(&of("集計の種類").as_str())
        {
            return None;
        }
        let element = of("項目コード");
        let option = self.0[&[element.clone(), of("区分コード")]].clone();
        let state = match of("状況コード") {
            code if code == NONE => String::new(),
            code => self.1[&[element.clone(), code]].clone(),
        };
        let month = Some(of("年月")).filter(|month| month != TOTAL);
        let key = [element, option, state, month.unwrap_or_default()];
        Some((key, of("値").parse().ok()?))
    }
}

fn of_csv(data: &Dataset) -> Figures {
    let files = opendata::export(data, &[opendata::Format::Csv], opendata::By::City)
        .expect("the tables keep the rules");
    let mut files = files.iter();
    let facts = files.find(|file| file.name == "271004_facts_2023H1.csv");
    let bytes = &facts.expect("the facts").bytes;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").expect("a BOM");
    let words = Words::new(data);
    let mut figures = Figures::new();
    for row in csv::Reader::from_reader(bytes).into_deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row");
        figures.extend(words.figure(|name| row[name].clone()));
    }
    figures
}

fn of_xlsx(data: &Dataset) -> Figures {
    let files = opendata::export(data, &[opendata::Format::Xlsx], opendata::By::City)
        .expect("the tables keep the rules");
    let book = workbook::open(&files[0].bytes).expect("read back");
    let sheet = book
        .sheets
        .iter()
        .find(|sheet| &*sheet.name == "観測値")
        .expect("the facts");
    let text = |row, col| shown(&sheet.get(CellRef::new(row, col)).content);
    let columns: BTreeMap<String, u16> = (0..30).map(|col| (text(0, col), col)).collect();
    let words = Words::new(data);
    (1..=sheet.last_row().unwrap_or(0))
        .filter_map(|row| words.figure(|name| text(row, columns[name])))
        .collect()
}

fn of_json(data: &Dataset) -> Figures {
    let files = opendata::export(data, &[opendata::Format::Json], opendata::By::City)
        .expect("the tables keep the rules");
    let whole: serde_json::Value = serde_json::from_slice(&files[0].bytes).expect("JSON");
    let rows = whole["observations"].as_array().expect("rows");
    let names = [
        ("報告単位コード", "unit_id"),
        ("集計の種類", "role"),
        ("年月", "month"),
        ("状況コード", "answer_id"),
        ("項目コード", "element_id"),
        ("区分コード", "option_id"),
    ];
    let names = BTreeMap::from(names);
    let text = |row: &serde_json::Value, name: &str| match name {
        "値" => row["value"].to_string(),
        name => row[names[name]].as_str().expect("a text").to_owned(),
    };
    let words = Words::new(data);
    rows.iter()
        .filter_map(|row| words.figure(|name| text(row, name)))
        .collect()
}

#[test]
fn the_open_data_says_the_same_in_every_form() {
    let (_, _, data, _) = everything();
    let figures = of_csv(&data);
    assert!(figures.len() > 500);
    assert_eq!(figures, of_xlsx(&data));
    assert_eq!(figures, of_json(&data));
}

/// Where the row of the city, or of a count of units, stands: under the headings, by its first two
/// cells.
fn row_of(sheet: &Sheet, first: &str, second: Option<&str>) -> u32 {
    let text = |row, col| shown(&sheet.get(CellRef::new(row, col)).content);
    let rows = 0..=sheet.last_row().expect("rows");
    let is_it =
        |row: &u32| text(*row, 0) == first && second.is_none_or(|second| text(*row, 1) == second);
    rows.into_iter()
        .find(is_it)
        .unwrap_or_else(|| panic!("{first} {second:?} in {}", sheet.name))
}

#[test]
fn the_workbook_says_all_that_the_open_data_says_and_the_same() {
    let (project, both, data, _) = everything();
    for sheets in both {
        says_all(&project, &sheets, &data);
    }
}

fn says_all(project: &Project, sheets: &Sheets, data: &Dataset) {
    let figures = of_csv(data);
    let book = workbook::open(&summary_workbook::summary(sheets, None).expect("drawn"))
        .expect("read back");
    let mut seen = BTreeSet::new();
    for table in &sheets.tables {
        let sheet = book
            .sheets
            .iter()
            .find(|sheet| *sheet.name == *table.head().sheet)
            .expect("its sheet");
        let of_city = |label: &str| row_of(sheet, &sheets.city_code, Some(label));
        let mut compare = |key: [&str; 4], found: String| {
            let key = key.map(str::to_owned);
            // The workbook says 再掲 at the column, where the definitions do not.
            let plain = [
                &key[0],
                key[1].trim_start_matches("（再掲）"),
                &key[2],
                &key[3],
            ]
            .map(str::to_owned);
            let key = if figures.contains_key(&key) {
                key
            } else {
                plain
            };
            assert_eq!(
                figures.get(&key).map(u64::to_string),
                Some(found),
                "{key:?}"
            );
            seen.insert(key);
        };
        let shown_in =
            |row: u32, col: usize| shown(&sheet.get(CellRef::new(row, col as u16 + 2)).content);
        let option = |column: &NumberColumn| {
            if column.option.is_some() {
                column.label.clone()
            } else {
                "区分なし".to_owned()
            }
        };
        match table {
            Table::Counts(table) => {
                let months = table
                    .months
                    .iter()
                    .map(|month| (of_city(&month.label), month.month.to_string()));
                for (row, month) in months.chain([(of_city(&sheets.city), String::new())]) {
                    for (col, column) in table.columns.iter().enumerate() {
                        compare(
                            [&table.element, &column.label, "", &month],
                            shown_in(row, col),
                        );
                    }
                }
            }
            Table::States(table) => {
                for count in table.counts.iter().filter(|count| count.state.is_some()) {
                    let row = of_city(&count.label);
                    for (col, column) in table.columns.iter().enumerate() {
                        compare(
                            [&table.element, &option(column), &count.label, ""],
                            shown_in(row, col),
                        );
                    }
                }
            }
            Table::Marks(table) => {
                let row = of_city("当たる単位の数");
                for (col, column) in table.columns.iter().enumerate() {
                    compare(
                        [&table.element, &option(column), "", ""],
                        shown_in(row, col),
                    );
                }
            }
            // A number of a list stands in the workbook by unit, and in the open data as the sum.
            Table::List(table) if !table.named => {}
            Table::List(table) => {
                let rows = row_of(sheet, "地域コード", None) + 1..=sheet.last_row().expect("rows");
                let is_statistic =
                    |column: &ListColumn| column.kind == Kind::Count && !column.unit.is_empty();
                for (col, column) in table
                    .columns
                    .iter()
                    .enumerate()
                    .filter(|(_, column)| is_statistic(column))
                {
                    let sum: u64 = rows
                        .clone()
                        .filter_map(|row| shown_in(row, col).parse::<u64>().ok())
                        .sum();
                    compare([&column.element, "区分なし", "", ""], sum.to_string());
                }
                let catalogue = &project.definitions.catalogue;
                let is_counted =
                    |column: &ListColumn| catalogue.elements[&column.element].counted.is_some();
                for (col, column) in table
                    .columns
                    .iter()
                    .enumerate()
                    .filter(|(_, column)| is_counted(column))
                {
                    let text = |row: u32| {
                        sheet
                            .get(CellRef::new(row, col as u16 + 2))
                            .content
                            .text()
                            .into_owned()
                    };
                    let written = rows
                        .clone()
                        .filter(|row| !matches!(text(*row).as_str(), "" | "-"))
                        .count();
                    compare([&column.element, "区分なし", "", ""], written.to_string());
                }
            }
        }
    }
    // A count of which everybody is told the sum alone stands above its list.
    let is_told = |key: &&CellKey| {
        let element = &project.definitions.catalogue.elements[key[0].as_str()];
        let is_listed = element.kind == Kind::Count && element.category.is_none();
        sheets.internal || !is_listed || data.unit_totals.contains(&element.id)
    };
    let missed = figures.keys().filter(|key| !seen.contains(*key));
    let missed: Vec<&CellKey> = missed.filter(is_told).collect();
    assert_eq!(missed, Vec::<&CellKey>::new());
}

/// Of single units the public workbook tells what the open data tells, and no other number.
#[test]
fn of_units_the_public_workbook_tells_what_the_open_data_tells() {
    let (_, [_, sheets], data, _) = everything();
    let files = opendata::export(&data, &[opendata::Format::Csv], opendata::By::City)
        .expect("the tables keep the rules");
    let facts = files.iter().find(|file| file.name.contains("_facts_"));
    let bytes = &facts.expect("the facts").bytes[3..];
    let mut told: BTreeMap<[String; 3], String> = BTreeMap::new();
    for row in csv::Reader::from_reader(bytes).into_deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row");
        let state = Words::new(&data)
            .1
            .get(&[row["項目コード"].clone(), row["状況コード"].clone()])
            .filter(|_| row["状況コード"] != NONE)
            .cloned();
        let keys = ["項目コード", "区分コード", "報告単位コード"];
        if row["報告単位コード"] != TOTAL {
            let shown = state.unwrap_or_else(|| row["値"].clone());
            told.insert(keys.map(|key| row[key].clone()), shown);
        }
    }
    let book = workbook::open(&summary_workbook::summary(&sheets, None).expect("drawn"))
        .expect("read back");
    let mut lists = BTreeSet::new();
    for table in &sheets.tables {
        let mut sheet = book.sheets.iter();
        let sheet = sheet
            .find(|sheet| *sheet.name == *table.head().sheet)
            .expect("its sheet");
        let (element, columns, rows): (_, &[NumberColumn], Vec<_>) = match table {
            Table::Counts(table) => (
                &table.element,
                &table.unit_columns,
                table.rows.iter().map(|row| &row.unit).collect(),
            ),
            Table::States(table) => (
                &table.element,
                &table.columns,
                table.rows.iter().map(|row| &row.unit).collect(),
            ),
            Table::Marks(table) => (
                &table.element,
                &table.columns,
                table.rows.iter().map(|row| &row.unit).collect(),
            ),
            Table::List(table) => {
                let counts = table
                    .columns
                    .iter()
                    .filter(|column| column.kind == Kind::Count);
                lists.extend(counts.map(|column| column.element.clone()));
                continue;
            }
        };
        let codes: Vec<String> = rows.iter().map(|unit| unit.area_code.clone()).collect();
        let last = sheet.last_row().expect("rows");
        let mut found = (0..=last)
            .filter(|row| codes.contains(&shown(&sheet.get(CellRef::new(*row, 0)).content)));
        for unit in rows {
            let row = found.next().expect("a row a unit");
            for (col, column) in columns.iter().enumerate() {
                let option = column.option.as_ref().map_or_else(
                    || {
                        if matches!(table, Table::Counts(_)) {
                            TOTAL
                        } else {
                            NONE
                        }
                    },
                    |option| option.as_ref(),
                );
                let key = [element.to_string(), option.to_owned(), unit.id.to_string()];
                let cell = shown(&sheet.get(CellRef::new(row, col as u16 + 2)).content);
                assert_eq!(told.remove(&key), Some(cell), "{key:?}");
            }
        }
        assert_eq!(found.next(), None, "{}", sheet.name);
    }
    // What is left stands in the rows of a list, one by one.
    let left: BTreeSet<&str> = told.keys().map(|key| key[0].as_str()).collect();
    assert_eq!(left, lists.iter().map(|id| &**id).collect());
    assert!(!left.is_empty() && sheets.queries.is_none());
}

/// What the charts of the PDF print, by page: the words beside a number, and the number.
fn printed(print: &Print) -> Vec<(&str, Vec<String>, u64)> {
    let mut numbers = Vec::new();
    for page in &print.pages {
        let mut add = |labels: &[&str], n: Option<u64>| {
            numbers.extend(n.map(|n| {
                (
                    page.id.as_str(),
                    labels.iter().map(|label| (*label).to_owned()).collect(),
                    n,
                )
            }));
        };
        for chart in page.charts.values() {
            match chart {
                Chart::Bars { rows, .. } => rows
                    .iter()
                    .for_each(|row| add(&[&row.label], row.values[0].n)),
                Chart::Share { parts, .. } => parts
                    .iter()
                    .for_each(|part| add(&[&part.label], part.value.n)),
                Chart::Stacked { rows, .. } => {
                    for row in rows {
                        row.parts
                            .iter()
                            .for_each(|part| add(&[&row.label, &part.label], part.value.n));
                    }
                }
                // Of the years only the last column is of this period; months are all of it.
                Chart::Columns {
                    columns, legend, ..
                } if !legend.is_empty() => {
                    let parts = columns.last().into_iter().flat_map(|column| &column.parts);
                    parts.for_each(|part| add(&[&part.label], part.value.n));
                }
                Chart::Columns { columns, .. } => columns
                    .iter()
                    .for_each(|column| add(&[&column.label], column.total.n)),
                Chart::Matrix { .. } | Chart::Grid { .. } => {}
            }
        }
    }
    numbers
}

#[test]
fn the_pdf_prints_what_the_open_data_says() {
    let (project, _, data, print) = everything();
    let figures = of_csv(&data);
    let pages: toml::Value =
        toml::from_str(include_str!("../../../templates/report/pages.toml")).expect("pages");
    let catalogue = &project.definitions.catalogue;
    let words = catalogue.categories.values().flat_map(|category| {
        category
            .options
            .values()
            .map(|option| option.label.as_str())
    });
    let words: BTreeSet<&str> = words.collect();
    let mut compared = 0;
    for (page, labels, n) in printed(&print) {
        let spec = pages["page"]
            .as_array()
            .expect("pages")
            .iter()
            .find(|spec| spec["id"].as_str() == Some(page));
        let elements: Vec<&str> = spec
            .and_then(toml::Value::as_table)
            .into_iter()
            .flat_map(|spec| spec.values())
            .filter_map(toml::Value::as_str)
            .collect();
        let says = |(key, _): &(&CellKey, &u64)| {
            let month = key[3].split_once('-').map_or(String::new(), |(_, month)| {
                format!("{}月", month.trim_start_matches('0'))
            });
            elements.contains(&key[0].as_str())
                && match labels.as_slice() {
                    [label] if label.ends_with('月') => month == *label && key[1] == "合計",
                    [label] => {
                        key[3].is_empty()
                            && (key[1] == *label || (key[1] == "区分なし" && key[2] == *label))
                    }
                    [option, state] => key[3].is_empty() && key[1] == *option && key[2] == *state,
                    _ => false,
                }
        };
        let found: Vec<u64> = figures
            .iter()
            .filter(says)
            .map(|(_, value)| *value)
            .collect();
        // Sums of groups and of the smallest parts are words of the report alone.
        let is_known = labels
            .iter()
            .all(|label| words.contains(label.as_str()) || label.ends_with('月'));
        assert!(
            found == [n] || (found.is_empty() && !is_known),
            "{page} {labels:?}: printed {n}, open data {found:?}"
        );
        compared += found.len();
    }
    assert!(compared > 100, "{compared}");
}
