//! Files that people edit by hand, and words that they type: read as meant, or told what is wrong.

use std::fs;

use crate::support::Project;
use crate::support::read::cells;

const STATUS: [&str; 3] = ["status", "--period", "2023H1"];

fn settings(project: &Project) -> String {
    fs::read_to_string(project.path("zaitaku.toml")).expect("the settings")
}

#[test]
fn settings_saved_by_a_windows_editor_are_read_and_told() {
    let project = Project::sample();
    let text = settings(&project).replace("[rounds.\"2023H1\"]", "［rounds.“令和５年度上半期”］");
    let (bytes, ..) = encoding_rs::SHIFT_JIS.encode(&text);
    project.write("zaitaku.toml", &bytes);
    let run = project.run(&STATUS).succeeds();
    assert!(run.err.contains("シフト JIS"), "{}", run.err);
    assert!(run.out.contains("提出期限 2023年10月31日"), "{}", run.out);
    project.write("zaitaku.toml", b"\x00\x81\xff\x00");
    let run = project.run(&STATUS);
    assert_eq!(run.status, 3);
    assert!(run.err.contains("文字コード"), "{}", run.err);
}

#[test]
fn a_round_of_no_period_and_a_period_of_two_rounds_are_told() {
    let project = Project::sample();
    let text = settings(&project);
    for (key, word) in [("R5Q9", "期間として読めません"), ("R5上", "二つあります")]
    {
        project.write(
            "zaitaku.toml",
            format!("{text}\n[rounds.\"{key}\"]\n").as_bytes(),
        );
        let run = project.run(&STATUS);
        assert_eq!(run.status, 3, "{key}");
        assert!(run.err.contains(word), "{}", run.err);
    }
}

#[test]
fn files_that_are_almost_named_right_are_told() {
    for (name, meant) in [
        ("定義/org_units.toml.txt", "org_units.toml"),
        ("定義/ORG_UNITS.TOML", "org_units.toml"),
        ("定義/org_units.tml", "org_units.toml"),
    ] {
        let project = Project::sample();
        let text = format!("definitions = \"定義\"\n{}", settings(&project));
        project.write("zaitaku.toml", text.as_bytes());
        project.write(name, b"");
        let run = project.run(&STATUS);
        assert_eq!(run.status, 3, "{name}");
        assert!(
            run.err.contains(&format!("「{meant}」のことですか")),
            "{}",
            run.err
        );
    }
    let project = Project::empty();
    project.write("zaitaku.toml.txt", b"");
    let run = project.run(&STATUS);
    assert!(
        run.err.contains("「zaitaku.toml」のことですか"),
        "{}",
        run.err
    );
    project.write("zaitaku.toml", b"");
    let run = project.run(&STATUS);
    assert!(
        !run.err.contains("missing") && run.err.contains("title"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("licence") && run.err.contains("source"),
        "{}",
        run.err
    );
}

#[test]
fn what_is_typed_almost_right_is_understood_or_asked_about() {
    let project = Project::sample();
    let run = project.run(&["close", "2023H1"]).succeeds();
    assert!(
        run.out.contains("令和5年度 上半期を締めました"),
        "{}",
        run.out
    );
    for (words, told) in [
        (
            &["biuld", "--period", "2023H1"][..],
            "「build」のことですか",
        ),
        (&["status", "--perid", "2023H1"], "「--period」のことですか"),
        (&["status", "令和5年上半期"], "令和5年度上半期"),
    ] {
        let run = project.run(words);
        assert_eq!(run.status, 2, "{words:?}: {}", run.err);
        assert!(run.err.contains(told), "{words:?}: {}", run.err);
    }
    let year = project.run(&["status", "R5"]);
    assert!(year.err.contains("2023H2"), "{}", year.err);
}

#[test]
fn days_are_read_as_people_write_them_and_a_mistake_in_a_waiver_is_told_everywhere() {
    let project = Project::sample();
    let waiver = "\n[[waiver]]\nunit = \"ward-nobody\"\ncode = \"Z205\"\nreason = \"事情\"\nuntil = 令和6年3月31日\n";
    let text = settings(&project).replace("\"2023-10-31\"", "令和5年10月31日（火） # 期限");
    assert!(text.contains("令和5年10月31日（火）"));
    project.write("zaitaku.toml", (text + waiver).as_bytes());
    let status = project.run(&["status", "--period", "2023H1"]).out;
    assert!(status.contains("提出期限 2023年10月31日"), "{status}");
    assert!(status.contains("ward-nobody"), "{status}");
    let json = project.run(&["status", "--period", "2023H1", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["deadline"], "2023-10-31");
    assert_eq!(json["together"][0]["code"], "Z017");
    project.run(&["status", "--period", "2023H1", "--out", "s.xlsx"]);
    let book = fs::read(project.path("s.xlsx")).expect("the book");
    let told = cells(&book);
    assert!(
        told.values().any(|cell| cell.contains("ward-nobody")),
        "{told:?}"
    );
}
