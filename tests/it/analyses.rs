//! The five analyses of docs/opendata-schema.md, computed from the published files as their SQL
//! says.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::support::read::{facts, table};
use crate::support::{PUBLISHED, repository};

type Row = BTreeMap<String, String>;

/// Holds an answer against the page.
#[track_caller]
fn answers(lines: &[String]) {
    let page = std::fs::read_to_string(repository("docs/opendata-schema.md")).expect("the page");
    let answer = format!("Answer: {}", lines.join("、"));
    let is_told = page
        .replace("、\n", "、")
        .lines()
        .any(|line| line == answer);
    assert!(is_told, "the page does not say {answer}");
}

fn value(row: &Row) -> i64 {
    row["値"].parse().expect("a number")
}

fn is(row: &Row, wanted: &[(&str, &str)]) -> bool {
    wanted.iter().all(|(column, text)| row[*column] == *text)
}

/// The words of a list, by element and code.
fn words(list: &str, code: &str, word: &str) -> BTreeMap<(String, String), String> {
    let rows = table(&PUBLISHED, list).into_iter();
    rows.map(|row| {
        let key = (row["項目コード"].clone(), row[code].clone());
        (key, row[word].clone())
    })
    .collect()
}

fn words_of(words: &BTreeMap<(String, String), String>, row: &Row, code: &str) -> String {
    words[&(row["項目コード"].clone(), row[code].clone())].clone()
}

/// The rows of the break-down of the city for the period.
fn parts(rows: Vec<Row>) -> Vec<Row> {
    let wanted = [
        ("年月", "_T"),
        ("報告単位コード", "_T"),
        ("集計の種類", "内訳"),
    ];
    rows.into_iter().filter(|row| is(row, &wanted)).collect()
}

/// The rows of an element in the half year before.
fn before(element: &str) -> Vec<Row> {
    let mut rows = table(&PUBLISHED, "history");
    rows.retain(|row| is(row, &[("項目コード", element), ("期間コード", "2022H1")]));
    rows
}

#[test]
fn which_office_was_asked_most() {
    let column = "個別相談ケース（相談者別）";
    let mut offices: Vec<(String, i64)> = table(&PUBLISHED, "office_units")
        .into_iter()
        .map(|row| {
            (
                row["地域名"].clone(),
                row[column].parse().expect("a number"),
            )
        })
        .collect();
    offices.sort_by_key(|(_, n)| Reverse(*n));
    let lines: Vec<String> = offices
        .iter()
        .map(|(area, n)| format!("{area} {n}"))
        .collect();
    answers(&lines[..3]);
    // A table of population is joined by the code of the area, which every office has for itself.
    let mut codes: Vec<String> = table(&PUBLISHED, "office_units")
        .into_iter()
        .map(|row| row["地域コード"].clone())
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 24);
}

#[test]
fn what_changed_most_against_the_year_before() {
    let labels = words("options", "区分コード", "区分名");
    let old = parts(before("contents"));
    let mut changes: Vec<(i64, Row)> = Vec::new();
    for row in parts(facts(&PUBLISHED, "contents")) {
        let same = |other: &&Row| other["区分コード"] == row["区分コード"];
        let old = old.iter().find(same).expect("every option was asked");
        changes.push((value(&row) - value(old), row));
    }
    changes.sort_by_key(|(by, row)| (Reverse(by.abs()), row["区分コード"].clone()));
    let lines: Vec<String> = changes
        .iter()
        .map(|(by, row)| format!("{} {by}", words_of(&labels, row, "区分コード")))
        .collect();
    answers(&lines[..3]);
}

#[test]
fn who_asks_in_per_cent() {
    let labels = words("options", "区分コード", "区分名");
    let mut rows = parts(facts(&PUBLISHED, "askers"));
    rows.sort_by_key(|row| Reverse(value(row)));
    let all: i64 = rows.iter().map(value).sum();
    let share = |row: &Row| 100.0 * value(row) as f64 / all as f64;
    let lines: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {:.1}", words_of(&labels, row, "区分コード"), share(row)))
        .collect();
    answers(&lines[..3]);
}

#[test]
fn how_it_went_month_by_month() {
    let wanted = [
        ("項目コード", "meetings"),
        ("区分コード", "_T"),
        ("報告単位コード", "_T"),
    ];
    let mut rows = table(&PUBLISHED, "history");
    rows.extend(table(&PUBLISHED, "facts"));
    rows.retain(|row| is(row, &wanted) && row["年月"] != "_T");
    rows.sort_by_key(|row| row["年月"].clone());
    let lines: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {}", row["年月"], row["値"]))
        .collect();
    assert_eq!(lines.len(), 18);
    answers(&lines);
}

#[test]
fn which_wards_moved_since_the_year_before() {
    let states = words("states", "状況コード", "状況名");
    let units: BTreeMap<String, String> = table(&PUBLISHED, "units")
        .into_iter()
        .map(|row| (row["報告単位コード"].clone(), row["地域名"].clone()))
        .collect();
    let mut old = before("conference");
    old.retain(|row| row["報告単位コード"] != "_T");
    let mut lines = Vec::new();
    for row in facts(&PUBLISHED, "conference") {
        let same = |other: &&Row| other["報告単位コード"] == row["報告単位コード"];
        let Some(old) = old.iter().find(same) else {
            continue;
        };
        if old["状況コード"] != row["状況コード"] {
            lines.push(format!(
                "{} {}→{}",
                units[&row["報告単位コード"]],
                words_of(&states, old, "状況コード"),
                words_of(&states, &row, "状況コード")
            ));
        }
    }
    answers(&lines);
}
