//! The program for another kind of body, from data alone: a prefecture's municipalities and health
//! centres, with monthly counts and one list. No word of the built-in city may reach anybody there.

use std::collections::BTreeSet;

use zaitaku_report::for_tests::form::blank::{Filling, draw};
use zaitaku_report::for_tests::form::load::Sources;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::submission::Key;
use zaitaku_report::for_tests::rules::RULES;
use zaitaku_report::for_tests::workbook;

use crate::support::{
    DEFINITIONS, Files, PERIOD, Project, Run, files, listed, monthly, plain, repository,
};

/// Words of the built-in city that stand in none of its definitions, or only inside longer ones.
const OF_THE_CITY: [&str; 12] = [
    "大阪",
    "区役所",
    "相談支援室",
    "健康局",
    "市全体",
    "全市",
    "各区の",
    "区民",
    "区ごと",
    "区・",
    "（区）",
    "PDCA",
];

/// The definitions of the prefecture.
pub fn definitions() -> Definitions {
    let mut sources = Sources::built_in();
    for (name, text) in files(&repository("tests/data/prefecture/definitions")) {
        sources = sources.with(&name, std::str::from_utf8(&text).expect("UTF-8"));
    }
    Definitions::load(&sources).expect("the definitions load")
}

/// What a unit answers; `more` is what it counts beyond the others.
fn filling(kind: &str, more: u64) -> Filling {
    let mut filling = Filling::default();
    let sent = Value::Date("2023-10-05".parse().expect("a day"));
    filling.answers.insert(plain("sent_on", None), sent);
    if kind == "town" {
        for (option, n) in [("visit", 3), ("call", 8), ("desk", 5)] {
            for month in 4..10 {
                let n = n + more + month;
                filling
                    .answers
                    .insert(monthly("advice", option, month as i8), Value::Count(n));
            }
        }
        return filling;
    }
    let row: [(Key, Value); 3] = [
        (
            listed("course_on", 1),
            Value::Date("2023-06-01".parse().expect("a day")),
        ),
        (
            listed("course_theme", 1),
            Value::Text("食事と薬".to_owned()),
        ),
        (listed("course_people", 1), Value::Count(20 + more)),
    ];
    filling.answers.extend(row);
    filling
}

/// The project with every submission but those that `change` drops.
fn project(change: impl Fn(&str, Filling) -> Option<Filling>) -> Project {
    let project = Project::empty();
    for (path, bytes) in files(&repository("tests/data/prefecture")) {
        project.write(&path, &bytes);
    }
    let definitions = definitions();
    for (i, unit) in (0..).zip(definitions.registry.units.values()) {
        let Some(filling) = change(&unit.id, filling(&unit.kind, i)) else {
            continue;
        };
        let path = format!(
            "{PERIOD}/submissions/{}/{}.xlsx",
            unit.kind,
            definitions.registry.file_stem(unit)
        );
        let bytes = draw(&definitions, unit, PERIOD, &filling).expect("drawn");
        project.write(&path, &bytes);
    }
    project
}

/// The names of the built-in city's roster, and what is said of it alone.
fn names_of_the_city() -> BTreeSet<String> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let registry = &DEFINITIONS.registry;
    words.insert(registry.city.name.clone());
    words.extend(registry.areas.values().map(|area| area.name.clone()));
    words.extend(registry.units.values().map(|unit| unit.name.clone()));
    words.extend(registry.kinds.values().map(|kind| kind.label.clone()));
    words.extend(DEFINITIONS.forms.values().map(|form| form.title.clone()));
    // Short names are common syllables (北区), short labels common words (担当者, 電話番号).
    words.retain(|word| word.chars().count() > 2);
    words.extend(OF_THE_CITY.map(str::to_owned));
    words
}

/// The words of the built-in city, of its roster and its definitions, that the prefecture does not
/// use itself.
fn foreign_words() -> BTreeSet<String> {
    let mut words = names_of_the_city();
    let catalogue = &DEFINITIONS.catalogue;
    let elements = catalogue.elements.values();
    let mut labels: Vec<&String> = elements
        .flat_map(|of| [&of.label, &of.definition])
        .collect();
    labels.extend(catalogue.categories.values().map(|of| &of.label));
    labels.retain(|label| label.chars().count() > 4);
    words.extend(labels.into_iter().cloned());
    let own: String = files(&repository("tests/data/prefecture"))
        .into_values()
        .map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
        .collect();
    words.retain(|word| !own.contains(word.as_str()));
    words
}

/// Every text of a file: of a workbook each cell and name of a sheet.
fn texts(path: &str, bytes: &[u8]) -> String {
    if path.ends_with(".xlsx") {
        let book = workbook::open(bytes).expect("a workbook");
        let mut text = String::new();
        for sheet in &book.sheets {
            text += &sheet.name;
            for (_, cell) in sheet.cells() {
                text += &format!("\n{}", cell.content.text());
            }
        }
        return text;
    }
    #[cfg(feature = "pdf")]
    if path.ends_with(".pdf") {
        return crate::support::read::pages(bytes).concat();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn is_free_of_the_city(what: &str, text: &str) {
    is_free_of(&foreign_words(), what, text);
}

#[track_caller]
fn is_free_of(words: &BTreeSet<String>, what: &str, text: &str) {
    for word in words {
        if let Some(at) = text.find(word.as_str()) {
            let around: String = text[at..].chars().take(40).collect();
            panic!("{what} says 「{word}」: {around}");
        }
    }
}

#[track_caller]
fn is_clean(what: &str, run: &Run, status: i32) {
    assert_eq!(run.status, status, "{what}: {}{}", run.out, run.err);
    is_free_of_the_city(what, &format!("{}{}", run.out, run.err));
}

#[track_caller]
fn are_clean(made: &Files) {
    assert!(!made.is_empty());
    for (path, bytes) in made {
        // What was read is told by name, and the program brings definitions that nobody here uses.
        if !path.ends_with("manifest.json") {
            is_free_of_the_city(path, &texts(path, bytes));
        }
    }
}

#[test]
fn another_body_meets_no_word_of_the_city() {
    let project = project(|_, filling| Some(filling));
    is_clean("forms", &project.run(&["forms", "--period", "2023H1"]), 0);
    are_clean(&files(&project.path("2023H1/forms")));
    is_clean(
        "validate",
        &project.run(&["validate", "2023H1/submissions"]),
        0,
    );
    is_clean("status", &project.run(&["status", "--period", "2023H1"]), 0);
    is_clean("dictionary", &project.run(&["dictionary"]), 0);
    if cfg!(feature = "pdf") {
        is_clean("build", &project.build(&["--feedback"]), 0);
        are_clean(&project.outputs());
    }
    is_clean("export", &project.run(&["export", "--period", "2023H1"]), 0);
    let suppressed = [
        "export",
        "--period",
        "2023H1",
        "--suppress",
        "3",
        "--out",
        "x",
    ];
    is_clean("export", &project.run(&suppressed), 0);
    are_clean(&files(&project.path("2023H1/export")));
    are_clean(&files(&project.path("x")));
    let traced = project.run(&["trace", "--period", "2023H1", "療養の相談", "訪問"]);
    is_clean("trace", &traced, 0);
    assert!(traced.out.contains("市町村/松本市.xlsx") || traced.out.contains("松本市.xlsx"));
    is_clean("close", &project.run(&["close", "--period", "2023H1"]), 0);
    let compared = project.run(&[
        "compare",
        "2023H1/submissions/town/松本市.xlsx",
        "2023H1/submissions/town/松本市.xlsx",
    ]);
    is_clean("compare", &compared, 0);
    let half = ["compare", "--period", "2023H1", "--with", "2022H1"];
    is_clean("compare", &project.run(&half), 3);
}

#[test]
fn what_is_wrong_is_told_without_a_word_of_the_city() {
    let project = project(|unit, mut filling| {
        if unit == "town-iida" {
            return None;
        }
        if unit == "town-ueda" {
            filling.answers.remove(&monthly("advice", "call", 6));
            let wrong = Value::Text("三件くらい".to_owned());
            filling.answers.insert(monthly("advice", "call", 7), wrong);
        }
        Some(filling)
    });
    let found = project.run(&["validate", "2023H1/submissions"]);
    is_clean("validate", &found, 1);
    let page = [
        "validate",
        "2023H1/submissions",
        "--format",
        "html",
        "--out",
        "found.html",
    ];
    is_clean("validate", &project.run(&page), 1);
    let status = [
        "status", "--period", "2023H1", "--out", "s.xlsx", "--remind", "remind",
    ];
    is_clean("status", &project.run(&status), 1);
    are_clean(&files(&project.path("remind")));
    let written = files(&project.path("."));
    for name in ["found.html", "s.xlsx"] {
        is_free_of_the_city(name, &texts(name, &written[name]));
    }
    is_clean("build", &project.build(&[]), 1);
    is_clean(
        "forms",
        &project.run(&["forms", "--period", "2023H1", "--unit", "北区"]),
        3,
    );
    let export = ["export", "--period", "2023H1", "--allow-missing"];
    is_clean("export", &project.run(&export), 0);
    are_clean(&files(&project.path("2023H1/export")));
    if cfg!(feature = "pdf") {
        is_clean("build", &project.build(&["--allow-missing"]), 0);
        are_clean(&project.outputs());
    }
}

/// The program is started from anywhere, with a form dropped on it.
#[test]
fn a_form_in_a_project_is_checked_by_its_definitions() {
    let project = project(|_, filling| Some(filling));
    let elsewhere = Project::empty();
    for (path, _) in files(&project.path(&format!("{PERIOD}/submissions"))) {
        let form = project.path(&format!("{PERIOD}/submissions/{path}"));
        let told = elsewhere.run(&["validate", &form.to_string_lossy()]);
        assert!(told.succeeds().out.contains("問題は見つかりませんでした"));
    }
}

#[test]
fn what_explains_a_check_speaks_of_no_city() {
    let names = names_of_the_city();
    for rule in RULES {
        is_free_of(&names, rule.code, rule.doc);
    }
}

#[test]
fn the_help_of_every_command_speaks_of_no_city() {
    let project = Project::empty();
    for command in [
        "forms",
        "validate",
        "status",
        "build",
        "export",
        "trace",
        "compare",
        "reconcile",
    ] {
        is_clean(command, &project.run(&[command, "--help"]), 0);
    }
}
