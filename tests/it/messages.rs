//! What people are told, word for word, and how the program ends.

use zaitaku_report::form::blank::Filling;
use zaitaku_report::model::answer::Value;
use zaitaku_report::model::submission::{Arrival, Key};
use zaitaku_report::output::findings::Report;
use zaitaku_report::rules::{self, RULES};
use zaitaku_report::workbook::Content;

use crate::support::copy::{Copy, without_results};
use crate::support::{FILLINGS, Project, Run, drawn, listed, monthly, plain, received};

const WARD: &str = "ward-kita";
const OFFICE: &str = "office-kita";

/// The form of a unit with one answer of the sample changed.
fn answered(unit: &str, key: Key, value: Value) -> Vec<u8> {
    let mut filling = FILLINGS[unit].clone();
    filling.answers.insert(key, value);
    drawn(unit, &filling)
}

fn words(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The form of a unit as the sample has it, to be spoiled by hand.
fn copy(unit: &str) -> Copy {
    Copy::of(&drawn(unit, &FILLINGS[unit]))
}

/// A cell of a copy made a formula without a result, or struck through.
fn formula(mut copy: Copy, sheet: &str, at: &str) -> Vec<u8> {
    copy.sheet(sheet).get_mut(&at.parse().expect("an address")).expect("a cell").formula = true;
    without_results(&copy.save())
}

fn struck(mut copy: Copy, sheet: &str, at: &str) -> Vec<u8> {
    copy.sheet(sheet).get_mut(&at.parse().expect("an address")).expect("a cell").struck = true;
    copy.save()
}

/// Files with one mistake each: the code that it raises, the file's name, the file.
fn mistakes() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let mut unanswered = FILLINGS[OFFICE].clone();
    unanswered.answers.remove(&monthly("seamless", "W2", 6));
    let mut fewer = FILLINGS[OFFICE].clone();
    for (key, value) in &mut fewer.answers {
        if *key.element == *"contents" && key.month == monthly("contents", "C01", 5).month {
            *value = Value::Count(0);
        }
    }
    let mut without_dates = FILLINGS[WARD].clone();
    without_dates.answers.retain(|key, _| !["conference_date", "conference_kind", "conference_done"].contains(&&*key.element));
    let far = Content::Number(1.0);
    let beyond_parts = Content::Number(1_000.0);
    vec![
        ("Z001", "北区.xlsx", b"not a workbook".to_vec()),
        ("Z001", "北区.xls", "区,件数\n北区,3\n".as_bytes().to_vec()),
        (
            "Z003",
            "北区.xlsx",
            Copy::of(&drawn(WARD, &Filling::default())).only_sheet("_zaitaku").text("_zaitaku", "B1", "").save(),
        ),
        ("Z004", "北区.xlsx", copy(WARD).text("_zaitaku", "B2", "0").save()),
        ("Z005", "北区.xlsx", copy(WARD).text("_zaitaku", "B4", "2022H2").text("基本情報", "C8", "令和4年度 下半期").save()),
        ("Z006", "北区.xlsx", copy(WARD).text("_zaitaku", "B3", "").text("基本情報", "C7", "梅田区役所").save()),
        ("Z007", "北区.xlsx", copy(WARD).text("基本情報", "C7", "東住吉区役所").save()),
        ("Z009", "西区.xlsx", drawn(WARD, &FILLINGS[WARD])),
        ("Z010", "北区.xlsx", copy(OFFICE).text("(オ)相談", "B8", "").save()),
        ("Z010", "北区.xlsx", copy(OFFICE).without("会議・研修会").save()),
        ("Z011", "北区.xlsx", copy(OFFICE).text("(オ)相談", "B21", "警備会社").set("(オ)相談", "C21", far.clone()).save()),
        (
            "Z012",
            "北区.xlsx",
            copy(OFFICE)
                .moved("会議・研修会", |at| {
                    zaitaku_report::model::cell::CellRef::new(at.row + if at.row > 2 { 2 } else { 0 }, at.col)
                })
                .save(),
        ),
        ("Z013", "北区.xlsx", copy(OFFICE).set("事例", "B9000", far).save()),
        ("Z101", "北区.xlsx", drawn(OFFICE, &unanswered)),
        ("Z102", "北区.xlsx", answered(OFFICE, monthly("askers", "S02", 6), words("約10"))),
        ("Z102", "北区.xlsx", answered(OFFICE, monthly("askers", "S02", 6), words("5～6"))),
        ("Z102", "北区.xlsx", copy(OFFICE).set("(オ)相談", "E8", Content::Number(1.5)).save()),
        ("Z103", "北区.xlsx", answered(WARD, plain("pdca", None), words("実行中"))),
        ("Z103", "北区.xlsx", answered(WARD, plain("awareness_methods", Some("M1")), words("2回"))),
        ("Z104", "北区.xlsx", answered(WARD, plain("submitted_on", None), words("10月上旬"))),
        ("Z105", "北区.xlsx", formula(copy(OFFICE), "(オ)相談", "E8")),
        ("Z106", "北区.xlsx", struck(copy(OFFICE), "(オ)相談", "E8")),
        ("Z107", "北区.xlsx", answered(WARD, plain("pdca_vision", None), words(&"あ".repeat(2_001)))),
        ("Z190", "北区.xlsx", answered(OFFICE, monthly("askers", "S02", 6), words("１件"))),
        ("Z190", "北区.xlsx", answered(WARD, listed("training_date", 1), words("令和5年5月17日（水）"))),
        ("Z201", "北区.xlsx", copy(OFFICE).set("(オ)相談", "I20", beyond_parts).save()),
        ("Z202", "北区.xlsx", answered(OFFICE, monthly("meetings", "G3", 4), Value::Count(99))),
        ("Z203", "北区.xlsx", drawn(OFFICE, &fewer)),
        ("Z203", "北区.xlsx", drawn(WARD, &without_dates)),
    ]
}

/// What `validate` says of some files, without the line that counts.
fn said(arrivals: &[Arrival]) -> String {
    let together = rules::check_round(arrivals);
    let report = Report::new(arrivals, &together, rules::count_of_checks(), |_| None);
    report.text().lines().filter(|line| line.starts_with("  [")).map(|line| format!("{}\n", line.trim())).collect()
}

#[test]
fn a_mistake_raises_its_code_alone_and_says_where_what_and_how_to_mend_it() {
    let mut all = String::new();
    for (code, name, bytes) in mistakes() {
        let arrival = received(name, bytes);
        let codes: Vec<&str> = arrival.findings.iter().map(|finding| finding.code).collect();
        let text = said(std::slice::from_ref(&arrival));
        assert!(!codes.is_empty() && codes.iter().all(|found| *found == code), "{code} was expected:\n{text}");
        all += &text;
    }
    insta::assert_snapshot!(all, @"");
}

#[test]
fn every_rule_but_that_of_passwords_has_its_mistake_here() {
    let mut tried: Vec<&str> = mistakes().into_iter().map(|(code, ..)| code).collect();
    // Two files of one unit are a mistake of a round; an encrypted file is tried where workbooks are opened.
    tried.extend(["Z002", "Z008"]);
    let untried: Vec<&str> = RULES.iter().map(|rule| rule.code).filter(|code| !tried.contains(code)).collect();
    assert!(untried.is_empty(), "no file raises {untried:?}");
}

#[test]
fn two_files_of_one_unit_are_both_named() {
    let bytes = drawn(WARD, &FILLINGS[WARD]);
    let arrivals = [received("北区.xlsx", bytes.clone()), received("北区(修正版).xlsx", bytes)];
    insta::assert_snapshot!(said(&arrivals), @"");
}

#[test]
fn codes_are_unique_and_ascend_and_mean_what_they_meant() {
    assert!(RULES.is_sorted_by(|one, other| one.code < other.code));
    let names: Vec<String> = RULES.iter().map(|rule| format!("{} {} {}", rule.code, rule.severity.label(), rule.name)).collect();
    insta::assert_snapshot!(names.join("\n"), @"");
}

#[test]
fn every_rule_is_explained_under_the_same_headings() {
    for rule in RULES {
        let headings: Vec<&str> = rule.doc.lines().filter(|line| line.starts_with('#')).collect();
        assert_eq!(headings[1..], ["## 何を調べるか", "## なぜ", "## 例", "## 直し方"], "{}", rule.code);
        assert!(headings[0].starts_with(&format!("# {} ", rule.code)), "{}", headings[0]);
        let empty = rule.doc.split("\n## ").skip(1).find(|section| section.lines().skip(1).all(|line| line.trim().is_empty()));
        assert_eq!(empty, None, "{}", rule.code);
    }
}

/// Everything that a run said, for a snapshot.
fn told(run: &Run) -> String {
    format!("{}{}[{}]", run.out, run.err, run.status)
}

#[test]
fn runs_end_with_their_status_and_say_why() {
    let folder = Project::empty();
    folder.write("北区.xlsx", &drawn(WARD, &FILLINGS[WARD]));
    folder.write("北区相談支援室.xlsx", &drawn(OFFICE, &FILLINGS[OFFICE]));
    folder.write("約.xlsx", &answered(OFFICE, monthly("askers", "S02", 6), words("約10")));
    insta::assert_snapshot!(told(&folder.run(&["validate", "北区.xlsx", "北区相談支援室.xlsx"])), @"");
    insta::assert_snapshot!(told(&folder.run(&["約.xlsx"])), @"");
    insta::assert_snapshot!(told(&folder.run(&["validate", "北区.xlsx", "--period", "2023H2"])), @"");
    insta::assert_snapshot!(told(&folder.run(&["validate"])), @"");
    insta::assert_snapshot!(told(&folder.run(&["validate", "北区.xlsx", "--period", "きのう"])), @"");
    insta::assert_snapshot!(told(&folder.run(&["検証", "北区.xlsx"])), @"");
    insta::assert_snapshot!(told(&folder.run(&["validate", "南区.xlsx"])), @"");
    insta::assert_snapshot!(told(&folder.run(&["build", "--period", "2023H1"])), @"");
}

#[test]
fn a_query_blocks_only_when_asked_to() {
    // More supports than contacts with agencies: possible, to be confirmed.
    let mut filling = FILLINGS[OFFICE].clone();
    for (key, value) in &mut filling.answers {
        if *key.element == *"agencies" {
            *value = Value::Count(0);
        }
    }
    let folder = Project::empty();
    folder.write("北区.xlsx", &drawn(OFFICE, &filling));
    let run = folder.run(&["validate", "北区.xlsx"]).succeeds();
    assert!(run.out.contains("[確認 Z203]"), "{}", run.out);
    assert_eq!(folder.run(&["validate", "--strict", "北区.xlsx"]).status, 1);
    // With its reason it is no longer open.
    let at = Copy::of(&drawn(OFFICE, &filling)).find("(ウ)提供体制", "(ウ) 連絡調整機関");
    let run = folder.run(&["validate", "--format", "json", "北区.xlsx"]);
    let found: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let cell = found["files"][0]["findings"][0]["cell"].as_str().expect("a cell").to_owned();
    let row = cell.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    assert!(row.parse::<u32>().expect("a row") > at.row, "{cell}");
    let explained = Copy::of(&drawn(OFFICE, &filling)).text("(ウ)提供体制", &format!("J{row}"), "本人との面談で終わった");
    folder.write("北区.xlsx", &explained.save());
    let run = folder.run(&["validate", "--strict", "北区.xlsx"]).succeeds();
    assert!(run.out.contains("本人との面談で終わった"), "{}", run.out);
}
