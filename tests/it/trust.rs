//! Figures that stay: published ones held against counted ones, closed periods, versions of a
//! submission, who has sent what, and the same bytes whatever surrounds the program.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use zaitaku_report::for_tests::form::blank::Filling;
use zaitaku_report::for_tests::model::answer::Value;

use crate::support::read::facts;
use crate::support::{
    FILLINGS, Files, Project, count, drawn, files, mended, monthly, plain, repository, run_with,
};

const OFFICE: &str = "office-kita";
const FORM: &str = "2023H1/submissions/office/北区相談支援室.xlsx";
#[cfg(feature = "pdf")]
const WARD: &str = "ward-kita";
#[cfg(feature = "pdf")]
const WARD_FORM: &str = "2023H1/submissions/ward/北区.xlsx";

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The office's answers with one more consultation by a clinic in June, and its content.
fn one_more() -> Filling {
    let mut filling = FILLINGS[OFFICE].clone();
    for key in [monthly("askers", "S02", 6), monthly("contents", "C01", 6)] {
        let more = count(&filling, &key) + 1;
        filling.answers.insert(key, Value::Count(more));
    }
    filling
}

/// The facts of an element in an export, by option and unit.
fn rows(
    project: &Project,
    folder: &str,
    element: &str,
) -> BTreeMap<String, BTreeMap<String, String>> {
    let rows = facts(&files(&project.path(folder)), element).into_iter();
    rows.map(|row| {
        (
            format!("{}{}", row["区分コード"], row["報告単位コード"]),
            row,
        )
    })
    .collect()
}

#[test]
fn reconcile_finds_the_two_contradictions_and_the_one_stated_deviation() {
    let project = Project::sample();
    let run = project.run(&["reconcile", "--period", "2023H1", "--format", "json"]);
    assert_eq!(run.status, 1, "{}", run.err);
    let found = json(&run.out);
    let figures = found["figures"].as_array().expect("figures");
    let short = |figure: &Json, field: &str| {
        format!(
            "{} {} {}",
            figure["period"], figure["figure"], figure[field]
        )
        .replace('"', "")
    };
    let differs: Vec<String> = figures
        .iter()
        .filter(|figure| figure["outcome"] == "differs")
        .map(|figure| short(figure, "recomputed"))
        .collect();
    assert_eq!(differs, ["2023H1 meetings:G1 408"]);
    let contradicts: Vec<String> = figures
        .iter()
        .filter(|figure| !figure["parts"].is_null())
        .map(|figure| short(figure, "parts"))
        .collect();
    assert_eq!(contradicts, ["2021 meetings 1777", "2023H1 meetings 1112"]);
    // The total that contradicts its parts is the one that was counted.
    let total = figures
        .iter()
        .find(|figure| figure["period"] == "2023H1" && figure["figure"] == "meetings")
        .expect("the total");
    assert_eq!(
        (&total["outcome"], &total["recomputed"]),
        (&Json::from("equal"), &Json::from(1120))
    );
    // The table for people has a line for each of them.
    let text = project.run(&["reconcile", "--period", "2023H1"]).out;
    assert_eq!(
        text.lines().filter(|line| line.starts_with("令和")).count(),
        figures.len()
    );
    assert!(
        text.contains(
            "食い違い: 令和3年度 会議・研修会等への参加 合計 公表された合計 1,896 に対し、公表された内訳の合計 1,777（差 119）"
        ),
        "{text}"
    );
    let csv = project.run(&["reconcile", "--period", "2023H1", "--out", "照合.csv"]);
    assert_eq!(csv.status, 1);
    let bytes = std::fs::read(project.path("照合.csv")).expect("written");
    assert_eq!(
        csv::Reader::from_reader(&bytes[3..]).records().count(),
        figures.len()
    );
}

#[test]
fn figures_that_agree_with_what_is_counted_are_no_findings() {
    let project = Project::sample();
    let head = "period,unit,element,option,state,value,note,source\n";
    project.write(
        "own.csv",
        format!("{head}2023H1,city,askers,,,926,,\n2023H1,city,nothing,,,1,,\n").as_bytes(),
    );
    let run = project
        .run(&["reconcile", "--period", "2023H1", "--against", "own.csv"])
        .succeeds();
    assert!(
        run.out.contains(
            "一致 1件、不一致 0件、集計できる提出がないもの 1件、公表値どうしの食い違い 0件"
        ),
        "{}",
        run.out
    );
}

#[test]
fn a_later_change_of_a_closed_period_is_a_revision_with_both_values() {
    let project = Project::sample();
    let export = |folder: &str, more: &[&str]| {
        project
            .run(
                &[
                    &[
                        "export", "--period", "2023H1", "--format", "csv", "--out", folder,
                    ][..],
                    more,
                ]
                .concat(),
            )
            .succeeds()
    };
    export("open", &["--by", "total"]);
    project.run(&["close", "--period", "2023H1"]).succeeds();
    export("closed", &["--by", "total"]);
    assert!(
        files(&project.path("open")) == files(&project.path("closed")),
        "closing alone revises nothing"
    );
    project.write(FORM, &drawn(OFFICE, &one_more()));
    export("revised", &["--by", "total"]);
    let then = rows(&project, "closed", "askers");
    for (key, row) in rows(&project, "revised", "askers") {
        let old: u64 = then[&key]["値"].parse().expect("a number");
        let moves = key == "S02_T" || key == "_T_T";
        let expected = if moves {
            ((old + 1).to_string(), "r", format!("訂正前 {old}"))
        } else {
            (old.to_string(), "", String::new())
        };
        assert_eq!(
            (row["値"].clone(), row["記号"].as_str(), row["注記"].clone()),
            expected,
            "{key}"
        );
    }
    // A group is revised with an option in it, as its sum was.
    let (then, now) = (
        rows(&project, "closed", "contents"),
        rows(&project, "revised", "contents"),
    );
    let revised: Vec<&String> = now
        .iter()
        .filter(|(_, row)| row["記号"] == "r")
        .map(|(key, _)| key)
        .collect();
    assert_eq!(revised, ["C01_T", "_T_T", "medical_T"]);
    assert!(now["medical_T"]["注記"].ends_with(&format!("訂正前 {}", then["medical_T"]["値"])));
    // Old values of units stay inside the house, where they might give a hidden one away.
    export("hidden", &["--by", "unit", "--suppress", "5"]);
    for (key, row) in rows(&project, "hidden", "askers") {
        assert!(!row["注記"].contains("訂正前"), "{key}");
        assert_eq!(row["値"].is_empty(), row["記号"] == "x", "{key}");
    }
}

#[test]
fn a_closed_period_keeps_what_it_was_made_from_and_is_closed_once() {
    let project = Project::sample();
    project.run(&["close", "--period", "2023H1"]).succeeds();
    let record = json(
        &std::fs::read_to_string(project.path("history/2023H1.manifest.json")).expect("the record"),
    );
    assert_eq!(record["outputs"][0]["path"], "2023H1.csv");
    let inputs: Vec<&str> = record["inputs"]
        .as_array()
        .expect("inputs")
        .iter()
        .filter_map(|input| input["path"].as_str())
        .collect();
    assert_eq!(
        inputs
            .iter()
            .filter(|path| path.starts_with("submissions/"))
            .count(),
        48
    );
    assert!(
        inputs.contains(&"submissions/office/北区相談支援室.xlsx")
            && inputs.contains(&"definitions/catalogue.toml")
    );
    let before = files(&project.path("history"));
    assert_eq!(project.run(&["close", "--period", "2023H1"]).status, 3);
    assert!(files(&project.path("history")) == before);
}

/// The figures of a closed half, edited or saved anew, are told as such by whatever reads them.
#[test]
fn a_closed_period_that_somebody_edited_is_told() {
    let project = Project::sample();
    project.run(&["close", "--period", "2023H1"]).succeeds();
    let export = [
        "export", "--period", "2023H1", "--format", "csv", "--out", "表",
    ];
    let told = "「history/2023H1.csv」が、令和5年度 上半期を締めたあとに書き換えられています";
    let run = project.run(&export).succeeds();
    assert!(!run.err.contains(told), "{}", run.err);
    let closed = std::fs::read_to_string(project.path("history/2023H1.csv")).expect("the figures");
    let one = closed.lines().nth(1).expect("a line");
    project.write("history/2023H1.csv", format!("{closed}{one}\n").as_bytes());
    let run = project.run(&export);
    assert!(run.err.contains(told), "{}", run.err);
    let compare = project.run(&["compare", "--period", "2023H1", "--with", "2022H1"]);
    assert!(compare.err.contains(told), "{}", compare.err);
    // A record that cannot be read says what to do, and nothing in the words of a parser.
    project.write("history/2023H1.manifest.json", b"{");
    let run = project.run(&export);
    let hint = "2023H1.csv と一緒に別の場所に移して締め直してください";
    assert!(run.status == 3 && run.err.contains(hint), "{}", run.err);
    assert!(!run.err.contains("line 1"), "{}", run.err);
}

#[test]
fn two_versions_of_a_submission_tell_what_becomes_of_the_city() {
    let project = Project::sample();
    let mut newer = one_more();
    newer.answers.insert(
        plain("contact_person", None),
        Value::Text("山田".to_owned()),
    );
    project.write("新.xlsx", &drawn(OFFICE, &newer));
    let inside = json(
        &project
            .run(&["compare", FORM, "新.xlsx", "--format", "json"])
            .succeeds()
            .out,
    );
    let how = |change: &Json| format!("{} {}", change["how"], change["heading"]).replace('"', "");
    let cells: Vec<String> = inside["cells"]
        .as_array()
        .expect("cells")
        .iter()
        .map(how)
        .collect();
    assert!(
        cells
            .iter()
            .any(|cell| cell.starts_with("変更 S02") && cell.ends_with("6月")),
        "{cells:?}"
    );
    assert_eq!(cells.len(), 3, "{cells:?}");
    let total = inside["numbers"]
        .as_array()
        .expect("numbers")
        .iter()
        .find(|number| number["figure"] == "askers")
        .expect("the total")
        .clone();
    assert_eq!(
        (&total["city_old"], &total["city_new"]),
        (&Json::from(926), &Json::from(927))
    );
    assert_eq!(
        total["new"].as_u64(),
        total["old"].as_u64().map(|old| old + 1)
    );
    assert_eq!(inside["units"], 24);
    // Nothing is known of the city outside a project.
    let alone = Project::empty();
    alone.write("旧.xlsx", &drawn(OFFICE, &FILLINGS[OFFICE]));
    alone.write("新.xlsx", &drawn(OFFICE, &newer));
    let outside = alone.run(&["compare", "旧.xlsx", "新.xlsx"]).succeeds();
    assert!(
        outside.out.contains("動く数: 4件") && !outside.out.contains("市全体"),
        "{}",
        outside.out
    );
    let same = alone.run(&["compare", "旧.xlsx", "旧.xlsx"]).succeeds();
    assert!(same.out.contains("すべて同じ"), "{}", same.out);
}

#[test]
fn two_periods_stand_side_by_side_the_earlier_first() {
    let project = Project::sample();
    let args = |one: &'static str, other: &'static str| {
        [
            "compare", "--period", one, "--with", other, "--format", "json",
        ]
    };
    let there = json(&project.run(&args("2023H1", "2022H1")).succeeds().out);
    assert_eq!(
        there,
        json(&project.run(&args("2022H1", "2023H1")).succeeds().out)
    );
    let total = there["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .find(|row| row["figure"] == "askers")
        .expect("the total")
        .clone();
    assert_eq!(
        (&total["later"], there["notes"].as_array().map(Vec::len)),
        (&Json::from(926), Some(0))
    );
    assert!(
        total["earlier"].as_u64().is_some_and(|n| n > 0 && n != 926),
        "{total}"
    );
    // A half is not like a year.
    let year = project
        .run(&["compare", "--period", "2023H1", "--with", "2022"])
        .succeeds();
    assert!(
        year.out.contains("注意: 半期と年度の比較です"),
        "{}",
        year.out
    );
    assert!(
        year.out
            .lines()
            .any(|line| line.starts_with("個別相談ケース（相談者別）")
                && line.contains("1,834")
                && line.contains("926")),
        "{}",
        year.out
    );
    assert_eq!(project.run(&args("2023H1", "2023H1")).status, 3);
}

/// A round with a unit in each state.
fn mixed() -> Project {
    let project = Project::sample();
    project.remove("2023H1/submissions/ward/港区.xlsx");
    project.write(
        "2023H1/submissions/ward/西区(修正版).xlsx",
        &drawn("ward-nishi", &mended("ward-nishi")),
    );
    let mut late = FILLINGS["ward-kita"].clone();
    late.answers.insert(
        plain("submitted_on", None),
        Value::Date("2023-11-02".parse().expect("a day")),
    );
    project.write(
        "2023H1/submissions/ward/北区.xlsx",
        &drawn("ward-kita", &late),
    );
    let mut faulty = FILLINGS["office-asahi"].clone();
    faulty
        .answers
        .insert(monthly("askers", "S01", 4), Value::Text("約10".to_owned()));
    project.write(
        "2023H1/submissions/office/旭区相談支援室.xlsx",
        &drawn("office-asahi", &faulty),
    );
    let mut open = FILLINGS[OFFICE].clone();
    for (key, value) in &mut open.answers {
        if *key.element == *"agencies" {
            *value = Value::Count(0);
        }
    }
    project.write(FORM, &drawn(OFFICE, &open));
    project.write(
        "2023H1/submissions/office/【東淀川区】R5上.xlsx",
        b"no workbook",
    );
    project.remove("2023H1/submissions/office/東淀川区相談支援室.xlsx");
    project
}

#[test]
fn the_state_of_a_round_is_the_same_on_screen_in_json_and_in_the_workbook() {
    let project = mixed();
    let run = project.run(&["status", "--period", "2023H1", "--format", "json"]);
    assert_eq!(run.status, 1);
    let status = json(&run.out);
    let count = |kind: usize, field: &str| status["kinds"][kind][field].as_u64().expect("a count");
    let fields = [
        "expected",
        "received",
        "late",
        "fine",
        "to_be_confirmed",
        "with_errors",
        "twice",
        "missing",
    ];
    assert_eq!(
        fields.map(|field| count(0, field)),
        [24, 23, 1, 22, 0, 0, 1, 1]
    );
    assert_eq!(
        fields.map(|field| count(1, field)),
        [24, 23, 0, 21, 1, 1, 0, 1]
    );
    let text = project.run(&["status", "--period", "2023H1"]).out;
    let line = |name: &str| {
        text.lines()
            .find(|line| line.contains(name))
            .unwrap_or_else(|| panic!("{name}: {text}"))
    };
    for (name, state) in [
        ("港区役所", "未提出"),
        ("西区役所", "重複"),
        ("旭区在宅", "要修正"),
        (" 北区在宅", "要確認"),
        ("都島区役所", "提出済"),
    ] {
        assert!(line(name).starts_with(state), "{}", line(name));
    }
    assert!(
        line(" 北区役所").contains("2023-11-02  期限後"),
        "{}",
        line(" 北区役所")
    );
    assert_eq!(
        project
            .run(&["status", "--period", "2023H1", "--format", "xlsx"])
            .status,
        3
    );
    project.run(&["status", "--period", "2023H1", "--out", "提出状況.xlsx"]);
    let book = zaitaku_report::for_tests::workbook::open(
        &std::fs::read(project.path("提出状況.xlsx")).expect("written"),
    )
    .expect("readable");
    let column = |col: u16| -> Vec<String> {
        let sheet = &book.sheets[0];
        let rows = 4..=sheet.last_row().expect("rows");
        rows.map(|row| {
            sheet
                .get(zaitaku_report::for_tests::model::cell::CellRef::new(
                    row, col,
                ))
                .content
                .text()
                .into_owned()
        })
        .collect()
    };
    let units = status["units"].as_array().expect("units").iter();
    let states: Vec<&str> = units
        .map(|unit| unit["state"].as_str().expect("a word"))
        .chain(["対象外"])
        .collect();
    assert_eq!(column(2), states);
    assert_eq!(
        project
            .run(&[
                "status",
                "--period",
                "2023H1",
                "--out",
                "2023H1/submissions/ward/x.json"
            ])
            .status,
        3
    );
}

#[test]
fn reminders_say_what_until_when_and_how() {
    let project = mixed();
    let settings = std::fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
    project.write(
        "zaitaku.toml",
        format!("{settings}\n[reminder]\ncontact = \"健康局 在宅医療担当\"\n").as_bytes(),
    );
    project.run(&["status", "--period", "2023H1", "--remind", "依頼"]);
    let written = files(&project.path("依頼"));
    let expected = [
        "office/北区相談支援室.txt",
        "office/旭区相談支援室.txt",
        "office/東淀川区相談支援室.txt",
        "ward/港区.txt",
        "ward/西区.txt",
    ];
    assert_eq!(written.keys().collect::<Vec<_>>(), expected);
    let text = |path: &str| {
        String::from_utf8(written[path].clone())
            .expect("UTF-8")
            .replace("\r\n", "\n")
    };
    let all: Vec<String> = expected.iter().map(|path| text(path)).collect();
    let agencies = all[0].lines().filter(|line| line.contains("Z203")).count();
    assert!(agencies > 0, "{}", all[0]);
    insta::assert_snapshot!(all[1..].join("――――\n"));
}

/// What is found among all files is asked of whom it stands at, as what is found in one.
#[test]
fn a_question_among_all_files_is_one_of_the_units_that_it_names() {
    let project = Project::sample();
    let mut other = FILLINGS["office-miyakojima"].clone();
    for (key, value) in &FILLINGS[OFFICE].answers {
        if ["askers", "contents"].contains(&&*key.element) {
            other.answers.insert(key.clone(), value.clone());
        }
    }
    let path = "2023H1/submissions/office/都島区相談支援室.xlsx";
    project.write(path, &drawn("office-miyakojima", &other));
    let status = ["status", "--period", "2023H1", "--remind", "依頼"];
    let told = project.run(&status).out;
    assert!(told.contains("提出済 22、要確認 2"), "{told}");
    let written = files(&project.path("依頼"));
    assert_eq!(written.len(), 2, "{:?}", written.keys());
    for text in written.values() {
        assert!(String::from_utf8_lossy(text).contains("Z308"));
    }
}

/// Tables under other conditions: another place, time zone, language, number of threads, order of
/// files.
#[test]
fn tables_are_the_same_to_the_byte_whatever_surrounds_the_program() {
    let exported = |reverse: bool, inside: bool, environment: &[(&str, &str)]| -> Files {
        let project = Project::empty();
        let mut sample: Vec<(String, Vec<u8>)> =
            files(&repository("sample-data")).into_iter().collect();
        sample.retain(|(path, _)| !path.contains("/submissions/") || path.starts_with("2023H1"));
        if reverse {
            sample.reverse();
        }
        for (path, bytes) in sample {
            project.write(&format!("事業 1/{path}"), &bytes);
        }
        let (from, root) = if inside {
            ("事業 1", ".")
        } else {
            ("", "./事業 1")
        };
        let args = [
            "export",
            "--project",
            root,
            "--period",
            "R5上",
            "--format",
            "xlsx",
            "--allow-missing",
        ];
        run_with(&project.path(from), &args, environment).succeeds();
        files(&project.path("事業 1/2023H1/export"))
    };
    let plain = exported(false, true, &[("RAYON_NUM_THREADS", "1")]);
    assert!(!plain.is_empty());
    let japan = [
        ("TZ", "Asia/Tokyo"),
        ("LANG", "ja_JP.UTF-8"),
        ("LC_ALL", "C"),
        ("RAYON_NUM_THREADS", "2"),
    ];
    let islands = [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "tr_TR.ISO-8859-9"),
        ("LC_ALL", "tr_TR"),
        ("RAYON_NUM_THREADS", "3"),
    ];
    assert!(plain == exported(true, false, &japan) && plain == exported(true, true, &islands));
}

#[cfg(feature = "pdf")]
mod verify {
    use super::*;

    /// What `verify` says, a line a problem.
    fn said(project: &Project, more: &[&str]) -> Vec<String> {
        let run = project.run(&[&["verify", "2023H1/output"], more].concat());
        let lines: Vec<String> = run
            .out
            .lines()
            .skip(1)
            // What can be done next stands apart.
            .take_while(|line| !line.is_empty())
            .map(|line| line.trim().to_owned())
            .collect();
        assert_eq!(
            run.status,
            i32::from(!lines.is_empty()),
            "{}{}",
            run.out,
            run.err
        );
        lines
    }

    #[test]
    fn what_was_done_to_outputs_and_inputs_is_named() {
        let project = Project::sample();
        project.build(&[]).succeeds();
        assert!(said(&project, &[]).is_empty());
        let summary = project.outputs()["庁内/summary.xlsx"].clone();
        project.write("2023H1/output/庁内/summary.xlsx", b"edited");
        project.remove("2023H1/output/公表/opendata/271004_facts_2023H1.csv");
        project.write("2023H1/output/メモ.txt", b"memo");
        assert_eq!(
            said(&project, &[]),
            [
                "出力「庁内/summary.xlsx」は作ったあとに書き換えられています",
                "出力「公表/opendata/271004_facts_2023H1.csv」がありません",
                "「メモ.txt」は build が作ったものではありません（前の出力の残りか、あとから置かれたものです）",
            ]
        );
        project.write("2023H1/output/庁内/summary.xlsx", &summary);
        project.build(&[]).succeeds();
        project.remove("2023H1/output/メモ.txt");
        project.write(FORM, &drawn(OFFICE, &one_more()));
        project.remove("2023H1/submissions/ward/港区.xlsx");
        project.write(
            "history/published-2.csv",
            b"period,unit,element,option,state,value,note,source\n",
        );
        assert_eq!(
            said(&project, &[]),
            [
                "入力「history/published-2.csv」が増えました",
                "入力「submissions/office/北区相談支援室.xlsx」が変わりました",
                "入力「submissions/ward/港区.xlsx」がなくなりました",
                "今の提出は揃っていないため、作り直して比べることができません",
            ]
        );
    }

    #[test]
    fn a_preliminary_report_with_its_own_templates_can_be_verified() {
        let project = Project::sample();
        project.remove("2023H1/submissions/ward/港区.xlsx");
        project.run(&["templates", "--out", "書式"]).succeeds();
        project
            .build(&["--allow-missing", "--templates", "書式"])
            .succeeds();
        assert!(said(&project, &["--templates", "書式"]).is_empty());
        let manifest =
            String::from_utf8(project.outputs()["庁内/manifest.json"].clone()).expect("UTF-8");
        project.write(
            "2023H1/output/庁内/manifest.json",
            manifest
                .replace("\"allow_missing\": true", "\"allow_missing\": false")
                .as_bytes(),
        );
        assert_eq!(
            said(&project, &["--templates", "書式"]),
            [
                "manifest.json は作ったあとに書き換えられています",
                "今の提出は揃っていないため、作り直して比べることができません"
            ]
        );
    }

    /// What was published is what is closed, or the difference is told number by number.
    #[test]
    fn closing_tells_what_changed_since_the_report_was_built() {
        let project = Project::sample();
        project.build(&[]).succeeds();
        let before = files(&project.path("2023H1/submissions/office"));
        let close = || {
            let run = project.run(&["close", "--period", "2023H1"]).succeeds();
            project.remove("history/2023H1.csv");
            run.out
        };
        assert!(!close().contains("注意"));
        project.write(FORM, &drawn(OFFICE, &one_more()));
        let out = close();
        for told in [
            "  個別相談ケース（相談者別） 診療所 46 → 47\n",
            "  個別相談ケース（相談者別） 診療所 6月 9 → 10\n",
            "  入力: 「submissions/office/北区相談支援室.xlsx」が変わりました\n",
        ] {
            assert!(out.contains(told), "{out}");
        }
        project.write(FORM, &before["北区相談支援室.xlsx"]);
        project.write("2023H1/output/庁内/lineage.json", b"{");
        let run = project.run(&["close", "--period", "2023H1"]);
        assert_eq!(run.status, 3);
        assert!(run.err.contains("lineage.json") && !project.path("history/2023H1.csv").exists());
    }

    #[test]
    fn a_build_after_the_period_was_closed_tells_what_changed_and_why() {
        let project = Project::sample();
        project.run(&["close", "--period", "2023H1"]).succeeds();
        project.write(FORM, &drawn(OFFICE, &one_more()));
        let run = project.build(&[]).succeeds();
        for revised in [
            "r 個別相談ケース（相談者別） 診療所 46 → 47",
            "r 個別相談ケース（相談者別） 診療所 6月 9 → 10",
        ] {
            assert!(run.out.contains(revised), "{}", run.out);
        }
        assert!(
            run.out.contains(
                "締めたあとに変わった入力: 「submissions/office/北区相談支援室.xlsx」が変わりました"
            ),
            "{}",
            run.out
        );
        let cells = crate::support::read::cells(&project.outputs()["庁内/summary.xlsx"]);
        let sheet: Vec<&String> = cells
            .iter()
            .filter(|((sheet, _), _)| sheet == "訂正")
            .map(|(_, text)| text)
            .collect();
        assert!(
            sheet
                .iter()
                .any(|text| text
                    .contains("「submissions/office/北区相談支援室.xlsx」が変わりました")),
            "{sheet:?}"
        );
        assert!(
            sheet.iter().any(|text| *text == "926") && sheet.iter().any(|text| *text == "927"),
            "{sheet:?}"
        );
    }
}

/// A report stands beside what was closed; that its past was corrected since is told.
#[cfg(feature = "pdf")]
#[test]
fn a_past_that_changed_after_it_was_closed_is_told_by_the_next_report() {
    use zaitaku_report::for_tests::form::blank::draw;
    use zaitaku_report::for_tests::model::period::Period;
    use zaitaku_report::for_tests::sample::{SamplePlan, fillings};

    use crate::support::DEFINITIONS;

    const LISTED: &str = "\"id\": \"corrections\"";
    let project = Project::sample();
    let earlier = files(&repository("sample-data/2022H1/submissions"));
    for (path, bytes) in &earlier {
        project.write(&format!("2022H1/submissions/{path}"), bytes);
    }
    project.remove("history/2022H1.csv");
    project.run(&["close", "--period", "2022H1"]).succeeds();
    let said = "令和4年度 上半期は、締めたあとに提出が変わっています";
    assert!(!project.build(&[]).succeeds().out.contains(said));
    // Another unit's file: what it says does not matter, its bytes do.
    let (kita, other) = ("office/北区相談支援室.xlsx", "office/旭区相談支援室.xlsx");
    project.write(&format!("2022H1/submissions/{kita}"), &earlier[other]);
    let out = project.build(&[]).succeeds().out;
    let change = format!("「submissions/{kita}」が変わりました");
    assert!(out.contains(said) && out.contains(&change), "{out}");
    // Two files of one office are no round that could be counted again: no number is told.
    let pages = |project: &Project| {
        let bytes = project.outputs()["庁内/report.json"].clone();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert!(!pages(&project).contains(LISTED));

    // The unit's own form with four more: marked where it is compared, and listed with what it is
    // now.
    let before: Period = "2022H1".parse().expect("a period");
    let plan = SamplePlan::built_in().expect("the plan");
    let answers = fillings(&DEFINITIONS, &plan, before).expect("the plan fits");
    let mut filling = answers[OFFICE].clone();
    let mut counts = filling.answers.iter_mut();
    let (_, count) = counts
        .find(|(key, _)| &*key.element == "contents" && key.month.is_some())
        .expect("a count");
    *count = Value::Count(count.count().expect("a count") + 4);
    let unit = &DEFINITIONS.registry.units[OFFICE];
    let form = draw(&DEFINITIONS, unit, before, &filling).expect("drawn");
    project.write(&format!("2022H1/submissions/{kita}"), &form);
    let settings = std::fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
    let head = "[rounds.\"2022H1\"]";
    let dated = format!("{head}\ncorrected = \"2023-02-01\"");
    project.write("zaitaku.toml", settings.replace(head, &dated).as_bytes());
    project.build(&[]).succeeds();
    let told = pages(&project);
    for said in ["1,088r", "1,092", LISTED, "2023年2月1日"] {
        assert!(told.contains(said), "{said}");
    }
    assert!(!told.contains("訂正版"), "this period was not corrected");
    project.run(&["verify", "2023H1/output"]).succeeds();
}

/// Nobody but the city lets a name be published, and a case that stays out is told.
#[cfg(feature = "pdf")]
#[test]
fn a_case_with_an_open_question_of_privacy_is_nowhere_in_the_report() {
    use crate::support::listed;

    let project = Project::sample();
    let mut filling = FILLINGS[OFFICE].clone();
    let request = Value::Text("長女の田中さんから、退院後の生活について相談があった。".to_owned());
    filling.answers.insert(listed("case_request", 1), request);
    let allowed = Value::Choice("yes".into());
    filling.answers.insert(listed("case_publish", 1), allowed);
    project.write(FORM, &drawn(OFFICE, &filling));
    let run = project.build(&[]).succeeds();
    assert!(run.out.contains("報告書に載せていません"), "{}", run.out);
    assert!(
        run.out.contains("北区相談支援室.xlsx「事例」"),
        "{}",
        run.out
    );
    let outputs = project.outputs();
    assert!(!String::from_utf8_lossy(&outputs["庁内/report.json"]).contains("田中"));
}

/// The texts of a ward are looked through as well: a name in them is in no public file.
#[cfg(feature = "pdf")]
#[test]
fn a_name_in_a_text_of_a_ward_is_nowhere_in_what_is_published() {
    use crate::support::listed;

    let project = Project::sample();
    let mut filling = FILLINGS[WARD].clone();
    let theme = Value::Text("田中太郎さんの看取りを振り返る".to_owned());
    filling.answers.insert(listed("training_theme", 1), theme);
    project.write(WARD_FORM, &drawn(WARD, &filling));
    let run = project.build(&[]).succeeds();
    assert!(run.out.contains("北区.xlsx「(カ)研修」"), "{}", run.out);
    let outputs = project.outputs();
    let report = String::from_utf8_lossy(&outputs["庁内/report.json"]);
    assert!(!report.contains("田中太郎"));
    assert!(report.contains("確認中のテーマは載せていません。"));
}

/// What has arrived is never replaced by what the program writes, whichever command writes it.
#[test]
fn nothing_is_ever_written_among_the_submissions() {
    let project = Project::sample();
    let before = files(&project.path("2023H1/submissions"));
    let other = project.path("2023H1/submissions/ward/港区.xlsx");
    let other = other.to_str().expect("a path");
    for arguments in [
        vec!["forms", "--period", "2023H1", "--out", "2023H1/submissions"],
        vec![
            "export",
            "--period",
            "2023H1",
            "--out",
            "2023H1/submissions",
        ],
        vec!["templates", "--out", "2023H1/submissions/new"],
        vec!["validate", FORM, "--format", "json", "--out", other],
    ] {
        let run = project.run(&arguments);
        assert_eq!(run.status, 3, "{arguments:?}: {}", run.err);
        assert!(run.err.contains("提出のフォルダーの中"), "{}", run.err);
        assert!(
            files(&project.path("2023H1/submissions")) == before,
            "{arguments:?}"
        );
    }
}
