//! Zero, unknown, not reported: what nobody has is a zero wherever it stands, now and in the past.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use zaitaku_report::for_tests::model::Id;
use zaitaku_report::for_tests::model::answer::Value;

use crate::support::read::{csv, facts};
use crate::support::{
    FILLINGS, Files, Project, count, drawn, files, listed, monthly, plain, repository, tables,
};

fn export(project: &Project, by: &str) -> Files {
    let args = ["export", "--period", "2023H1", "--format", "csv"];
    let run = project.run(&[&args[..], &["--by", by, "--out", by]].concat());
    run.succeeds();
    tables(&project.path(by))
}

/// The value and the symbol of each row for the whole period, by option and unit.
fn of_period(files: &Files, element: &str) -> BTreeMap<String, (String, String)> {
    let mut rows = BTreeMap::new();
    for row in facts(files, element) {
        if row["年月"] == "_T" {
            let key = format!("{}/{}", row["区分コード"], row["報告単位コード"]);
            rows.insert(key, (row["値"].clone(), row["記号"].clone()));
        }
    }
    rows
}

fn zero() -> (String, String) {
    ("0".to_owned(), String::new())
}

#[test]
fn a_ward_without_trainings_had_no_participants() {
    let rows = of_period(&export(&Project::sample(), "unit"), "training_participants");
    let mut without = 0;
    for (unit, filling) in FILLINGS.iter().filter(|(unit, _)| unit.starts_with("ward")) {
        let of_row = |row| filling.answers.get(&listed("training_participants", row));
        let sum: u64 = (1..=20).filter_map(of_row).filter_map(Value::count).sum();
        without += usize::from(sum == 0);
        assert_eq!(
            rows[&format!("_Z/{unit}")],
            (sum.to_string(), String::new()),
            "{unit}"
        );
    }
    assert_eq!(without, 8);
}

#[test]
fn where_nobody_held_a_training_every_number_of_them_is_a_zero() {
    let catalogue = std::fs::read_to_string(repository("templates/forms/catalogue.toml"));
    let same = [("catalogue.toml", catalogue.expect("the catalogue"))];
    let project = Project::defined(&same, |_, filling| {
        let of_list = |element: &Id| element.starts_with("training_");
        filling.answers.retain(|key, _| !of_list(&key.element));
        let state = filling.answers.get_mut(&plain("training", None));
        if let Some(state) = state {
            *state = Value::Choice("planned".into());
        }
    });
    let made = export(&project, "total");
    for element in ["training_date", "training_participants", "training_kinds"] {
        let rows = of_period(&made, element);
        assert!(!rows.is_empty(), "{element}");
        for (key, row) in rows {
            assert_eq!(row, zero(), "{element} {key}");
        }
    }
    // What is closed keeps them: a later period stands beside a zero.
    project.run(&["close", "--period", "2023H1"]).succeeds();
    let closed = csv(&files(&project.path("history")), "2023H1.csv");
    let value = |element: &str, unit: &str, state: &str| {
        let mut lines = closed.iter().filter(|line| {
            line["element"] == element && line["unit"] == unit && line["state"] == state
        });
        lines.next().map(|line| line["value"].clone())
    };
    for unit in ["city", "ward-kita"] {
        assert_eq!(
            value("training_participants", unit, "").as_deref(),
            Some("0")
        );
    }
    assert_eq!(value("training", "city", "held").as_deref(), Some("0"));
    assert_eq!(value("training", "city", "planned").as_deref(), Some("24"));
}

#[test]
fn two_periods_with_the_same_questions_know_each_of_their_numbers() {
    let project = Project::sample();
    let args = ["compare", "--period", "2023H1", "--with", "2022H1"];
    let run = project.run(&[&args[..], &["--format", "json"]].concat());
    let pairs: Json = serde_json::from_str(&run.succeeds().out).expect("JSON");
    let mut zeros = 0;
    for pair in pairs["figures"].as_array().expect("figures") {
        assert!(pair["earlier"].is_u64() && pair["later"].is_u64(), "{pair}");
        zeros += usize::from(pair["earlier"] == 0 || pair["later"] == 0);
    }
    assert!(zeros > 0, "no zero among them");
    let not_yet = |filling: &&_| {
        let filling: &zaitaku_report::for_tests::form::blank::Filling = filling;
        let answer = filling.answers.get(&plain("resources", Some("A1")));
        answer == Some(&Value::Choice("not_yet".into()))
    };
    assert_eq!(FILLINGS.values().filter(not_yet).count(), 0);
    let mut pairs = pairs["figures"].as_array().expect("figures").iter();
    let pair = pairs.find(|pair| pair["figure"] == "resources:A1=not_yet");
    assert_eq!(pair.map(|pair| &pair["later"]), Some(&Json::from(0)));
}

#[test]
fn a_case_that_moves_to_another_month_is_a_revision_of_both_months() {
    let project = Project::sample();
    project.run(&["close", "--period", "2023H1"]).succeeds();
    let mut filling = FILLINGS["office-kita"].clone();
    for (element, option) in [("askers", "S01"), ("contents", "C01")] {
        for (month, more) in [(4, false), (5, true)] {
            let key = monthly(element, option, month);
            let n = count(&filling, &key);
            let n = if more { n + 1 } else { n - 1 };
            filling.answers.insert(key, Value::Count(n));
        }
    }
    let form = "2023H1/submissions/office/北区相談支援室.xlsx";
    project.write(form, &drawn("office-kita", &filling));
    let mut revised = Vec::new();
    for row in facts(&export(&project, "month"), "askers") {
        if row["記号"] == "r" {
            let old = row["注記"]
                .rsplit("訂正前 ")
                .next()
                .expect("the old number");
            let (old, new): (i64, i64) = (old.parse().unwrap(), row["値"].parse().unwrap());
            revised.push((row["区分コード"].clone(), row["年月"].clone(), new - old));
        }
    }
    let of = |option: &str, month: &str, by| (option.to_owned(), month.to_owned(), by);
    let expected = [
        of("S01", "2023-04", -1),
        of("S01", "2023-05", 1),
        of("_T", "2023-04", -1),
        of("_T", "2023-05", 1),
    ];
    assert_eq!(revised, expected);
}
