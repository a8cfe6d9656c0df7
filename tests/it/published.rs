//! The published open data, every file read back: against the recount of the submissions, against
//! each other, and against what its description promises.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::model::period::Period;

use crate::support::read::{cells, csv, facts, json, table};
use crate::support::recount::{COUNTS, SUBSET, Submissions};
use crate::support::{PERIOD, PUBLISHED, published};

type Row = BTreeMap<String, String>;

static NOW: LazyLock<Submissions> = LazyLock::new(|| Submissions::of("2023H1"));

fn value(row: &Row) -> u64 {
    row["値"].parse().expect("a number")
}

/// A code, or nothing for that of all together.
fn part(code: &str) -> String {
    Some(code)
        .filter(|code| *code != "_T")
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_facts_are_the_recount() {
    for (element, heading, _) in COUNTS {
        let mut found = BTreeMap::new();
        let mut groups: BTreeMap<String, u64> = BTreeMap::new();
        let (city, units): (Vec<Row>, Vec<Row>) = facts(&PUBLISHED, element)
            .into_iter()
            .partition(|row| row["報告単位コード"] == "_T");
        for row in city {
            let month = part(&row["年月"]);
            if row["集計の種類"] == "小計" {
                *groups.entry(month).or_default() += value(&row);
                continue;
            }
            let twice = found.insert((part(&row["区分コード"]), month), value(&row));
            assert!(twice.is_none(), "{row:?}");
        }
        // The groups make the total, of the half and of every month.
        for (month, sum) in groups {
            assert_eq!(sum, found[&(String::new(), month)], "{element}");
        }
        assert_eq!(found, NOW.sums(heading), "{element}");
        // Of a unit its total is told, and nothing else.
        let mut of_unit: BTreeMap<&str, u64> = BTreeMap::new();
        let counts = NOW.counts(heading);
        for (area, code, _, months) in &counts {
            let sum: u64 = months.iter().sum();
            *of_unit.entry(area).or_default() += if code == SUBSET { 0 } else { sum };
        }
        let names: BTreeMap<String, String> = table(&PUBLISHED, "units")
            .into_iter()
            .map(|row| (row["報告単位コード"].clone(), row["地域名"].clone()))
            .collect();
        assert_eq!(units.len(), 24, "{element}");
        for row in units {
            assert_eq!(
                (row["年月"].as_str(), row["区分コード"].as_str()),
                ("_T", "_T")
            );
            let area = names[&row["報告単位コード"]].as_str();
            assert_eq!(value(&row), of_unit[area], "{element} {area}");
        }
    }
}

/// A sum over a column of a plain table is the number of the city, never a multiple of it.
#[test]
fn a_column_of_a_plain_table_is_summed_without_a_rule() {
    let offices = table(&PUBLISHED, "office_units");
    assert_eq!(offices.len(), 24);
    for (element, heading, _) in COUNTS {
        let sums = NOW.sums(heading);
        let words: BTreeMap<String, String> = table(&PUBLISHED, "elements")
            .into_iter()
            .map(|row| (row["項目コード"].clone(), row["項目名"].clone()))
            .collect();
        let sum = |rows: &[Row], column: &str| -> u64 {
            rows.iter()
                .map(|row| row[column].parse::<u64>().expect("a number"))
                .sum()
        };
        let total = sums[&(String::new(), String::new())];
        assert_eq!(sum(&offices, &words[element]), total, "{element}");
        let months = table(&PUBLISHED, &format!("{element}_months"));
        assert_eq!(months.len(), 6);
        for (_, code, label, _) in NOW.counts(heading) {
            let own = format!("（再掲）{label}");
            let column = if months[0].contains_key(&own) {
                own
            } else {
                label
            };
            let expected = sums[&(code, String::new())];
            assert_eq!(sum(&months, &column), expected, "{element} {column}");
        }
    }
}

#[test]
fn the_facts_hold_what_the_report_prints_of_lists_and_groups() {
    let of_half = |element: &str, option: &str| -> Vec<String> {
        let rows = facts(&PUBLISHED, element).into_iter().filter(|row| {
            (row["区分コード"].as_str(), row["年月"].as_str()) == (option, "_T")
                && row["報告単位コード"] == "_T"
        });
        rows.map(|row| format!("{}{}", row["値"], row["単位"]))
            .collect()
    };
    assert_eq!(of_half("training_date", "_Z"), ["27回"]);
    assert_eq!(of_half("awareness_activity", "_Z"), ["88件"]);
    assert_eq!(of_half("homepage_title", "_Z"), ["8区"]);
    let options = table(&PUBLISHED, "options");
    for (group, label, n) in [
        ("medical", "医療に関すること", 840),
        ("care", "介護に関すること", 211),
        ("other", "その他", 68),
    ] {
        assert_eq!(of_half("contents", group), [format!("{n}件")]);
        let mut rows = options.iter();
        let row = rows.find(|row| row["項目コード"] == "contents" && row["区分コード"] == group);
        assert_eq!(
            row.map(|row| (row["区分名"].as_str(), row["種類"].as_str())),
            Some((label, "小計"))
        );
    }
}

/// The totals of earlier years as published, among them one that its parts do not make; and of the
/// closed periods the months and the states of the wards.
#[test]
fn the_past_is_as_published_and_as_closed() {
    let history = table(&PUBLISHED, "history");
    let periods: BTreeMap<String, Row> = table(&PUBLISHED, "periods")
        .into_iter()
        .map(|row| (row["期間コード"].clone(), row))
        .collect();
    let totals = history.iter().filter(|row| {
        (row["項目コード"].as_str(), row["区分コード"].as_str()) == ("meetings", "_T")
    });
    let years: Vec<(&str, &str)> = totals
        .clone()
        .map(|row| (&periods[&row["期間コード"]], row))
        .filter(|(period, _)| period["半期"] == "通年")
        .map(|(period, row)| (period["年度（和暦）"].as_str(), row["値"].as_str()))
        .collect();
    assert_eq!(
        years,
        [
            ("令和元年度", "2120"),
            ("令和2年度", "579"),
            ("令和3年度", "1896"),
            ("令和4年度", "2213")
        ]
    );
    let told: Vec<&str> = totals
        .clone()
        .filter(|row| row["注記"].contains("一致しない"))
        .map(|row| &*row["期間コード"])
        .collect();
    assert_eq!(told, ["2021"]);
    let months: BTreeSet<&str> = totals.map(|row| row["年月"].as_str()).collect();
    assert_eq!(months.len(), 13, "twelve months and the whole: {months:?}");
    // A ward that has a page in both halves of a year is one ward.
    let pages = history
        .iter()
        .filter(|row| row["項目コード"] == "homepage_title");
    let pages: Vec<(&str, &str)> = pages
        .map(|row| (&*row["期間コード"], &*row["値"]))
        .collect();
    assert_eq!(pages, [("2022H1", "4"), ("2022H2", "5"), ("2022", "5")]);
    for row in &history {
        let is_state = row["集計の種類"] == "単位ごとの状況";
        assert_eq!(row["報告単位コード"] != "_T", is_state, "{row:?}");
        assert!(row["期間コード"].as_str() < "2023");
    }
    let states = history.iter().filter(|row| {
        row["期間コード"] == "2022H2"
            && row["項目コード"] == "conference"
            && row["報告単位コード"] != "_T"
    });
    assert_eq!(states.count(), 24);
}

/// In which state each unit is, as the matrices of the report show it, in the facts and in the
/// plain table of the wards.
#[test]
fn the_state_of_every_ward_is_told() {
    let wards = table(&PUBLISHED, "ward_units");
    let elements: BTreeMap<String, String> = table(&PUBLISHED, "elements")
        .into_iter()
        .map(|row| (row["項目コード"].clone(), row["項目名"].clone()))
        .collect();
    let mut rows = 0;
    for (element, items) in [
        ("resources", 6),
        ("topics", 10),
        ("conference", 1),
        ("pdca", 1),
        ("training", 1),
        ("awareness", 1),
    ] {
        let (city, units): (Vec<Row>, Vec<Row>) = facts(&PUBLISHED, element)
            .into_iter()
            .partition(|row| row["報告単位コード"] == "_T");
        assert_eq!(units.len(), 24 * items, "{element}");
        for row in &city {
            let same = |unit: &&Row| {
                ["区分コード", "状況コード"]
                    .iter()
                    .all(|code| unit[*code] == row[*code])
            };
            let units = units.iter().filter(same).count();
            assert_eq!(units.to_string(), row["値"], "{row:?}");
        }
        let label = &elements[element];
        let columns = wards[0]
            .keys()
            .filter(|name| name.starts_with(label.as_str()));
        assert_eq!(columns.count(), items, "{label}");
        rows += units.len();
    }
    assert_eq!(rows, 24 * 20);
    let areas: BTreeSet<(&str, &str)> = wards
        .iter()
        .map(|row| (&*row["地域コード"], &*row["地域名"]))
        .collect();
    assert!(areas.len() == 24 && areas.contains(&("271276", "北区")));
}

/// An office worker who filters by what stands in the columns adds up to the published totals.
#[test]
fn filtering_by_the_kinds_adds_up() {
    for (element, ..) in COUNTS {
        let rows = facts(&PUBLISHED, element);
        let sum = |is_month: bool, role: &str| -> u64 {
            let of = rows.iter().filter(|row| {
                row["報告単位コード"] == "_T"
                    && (row["年月"] != "_T") == is_month
                    && row["集計の種類"] == role
            });
            of.map(value).sum()
        };
        let total = sum(false, "合計");
        assert!(total > 0);
        for (is_month, role) in [(false, "内訳"), (true, "合計"), (true, "内訳")] {
            assert_eq!(sum(is_month, role), total, "{element} {is_month} {role}");
        }
    }
}

/// Who is missing is one filter; what is told of a unit then is no more than before.
#[test]
fn an_incomplete_release_says_who_is_missing() {
    let files = published(PERIOD, &["office/平野区"]);
    let missing: Vec<String> = table(&files, "coverage")
        .into_iter()
        .filter(|row| row["提出の状態"] == "未提出")
        .map(|row| format!("{} {}", row["様式名"], row["地域名"]))
        .collect();
    assert_eq!(missing, ["様式2 平野区"]);
    let of_units = facts(&files, "askers")
        .into_iter()
        .filter(|row| row["報告単位コード"] != "_T");
    assert_eq!(
        of_units.count(),
        0,
        "the complete release would tell the missing unit"
    );
    let months = table(&files, "askers_months");
    assert!(
        months
            .iter()
            .all(|row| row["注記"] == "報告単位24のうち23の合計")
    );
}

/// A year tells who reported in each half, twelve months, and no totals of units.
#[test]
fn a_year_is_told_by_its_halves_and_months() {
    let files = published(Period::year(2022), &["office/旭区"]);
    let coverage = table(&files, "coverage");
    assert_eq!(coverage.len(), 2 * 48);
    let missing: Vec<String> = coverage
        .iter()
        .filter(|row| row["提出の状態コード"] == "missing")
        .map(|row| format!("{} {}", row["期間コード"], row["地域名"]))
        .collect();
    assert_eq!(missing, ["2022H1 旭区", "2022H2 旭区"]);
    assert_eq!(table(&files, "askers_months").len(), 12);
    let whole = published(Period::year(2022), &[]);
    let units = facts(&whole, "askers").into_iter();
    assert_eq!(units.filter(|row| row["報告単位コード"] != "_T").count(), 0);
    let wards = table(&whole, "ward_units");
    assert!(wards.len() == 24 && wards.iter().all(|row| row["提出の状態"] == "提出済"));
}

#[test]
fn the_workbook_holds_the_rows_of_the_files() {
    let book = cells(&PUBLISHED["271004_opendata_2023H1.xlsx"]);
    let package = json(&PUBLISHED, "datapackage.json");
    for resource in package["resources"].as_array().expect("resources") {
        let path = resource["path"].as_str().expect("a path");
        let rows = csv(&PUBLISHED, path);
        let name = resource["title"].as_str().expect("a title");
        let sheet: BTreeMap<CellRef, &String> = book
            .iter()
            .filter(|((sheet, _), _)| sheet == name)
            .map(|((_, at), text)| (*at, text))
            .collect();
        let headings: Vec<(u16, &String)> = sheet
            .iter()
            .filter(|(at, _)| at.row == 0)
            .map(|(at, text)| (at.col, *text))
            .collect();
        assert_eq!(headings.len(), rows[0].len(), "{path}");
        let last = sheet.last_key_value().map(|(at, _)| at.row as usize);
        assert_eq!(last, Some(rows.len()), "{path}");
        for (i, row) in rows.iter().enumerate() {
            for (col, heading) in &headings {
                let shown = sheet
                    .get(&CellRef::new(i as u32 + 1, *col))
                    .map_or("", |text| text.as_str());
                assert_eq!(shown, row[*heading], "{path} row {i} {heading}");
            }
        }
    }
}

/// Nothing of the making stands in what is published.
#[test]
fn no_note_of_the_workshop_is_published() {
    for (path, bytes) in PUBLISHED
        .iter()
        .filter(|(path, _)| !path.ends_with(".xlsx"))
    {
        let text = String::from_utf8_lossy(bytes);
        for word in [
            "提案",
            "未確認",
            "確認済",
            "担当者",
            "電話番号",
            "公表しない",
        ] {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
    for row in table(&PUBLISHED, "history") {
        assert!(row["注記"].matches("加えない").count() < 2, "{row:?}");
    }
}

/// Writes the published open data to look at: `DATA_OUT=/tmp/data cargo test look_at -- --ignored`.
#[test]
#[ignore = "writes files to look at"]
fn the_published_open_data_to_look_at() {
    let Some(folder) = std::env::var_os("DATA_OUT") else {
        return;
    };
    for (path, bytes) in &*PUBLISHED {
        let path = std::path::Path::new(&folder).join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("written");
    }
}
