//! The menu that a double click opens: every choice is made by typing what it asks for.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use crate::support::{Project, Run, repository};

/// The menu in a project's folder, which waits for an answer.
fn started(project: &Project) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zaitaku-report"));
    command
        .current_dir(project.path(""))
        .env_clear()
        .arg("menu")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

/// Runs the menu and types these lines.
fn typed(project: &Project, lines: &[&str]) -> Run {
    let mut running = started(project);
    let mut input = running.stdin.take().expect("an input");
    input.write_all(lines.join("\n").as_bytes()).expect("typed");
    drop(input);
    let output = running.wait_with_output().expect("it ends");
    Run {
        status: output.status.code().expect("no signal"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

#[test]
fn in_a_project_everything_of_a_half_year_can_be_chosen() {
    let project = Project::sample();
    let run = typed(&project, &["3", "", "0"]).succeeds();
    let stands = "令和5年度 上半期の提出状況（提出期限 2023年10月31日）\n  区役所 対象 24: 届いた 24、未提出 0";
    assert!(run.out.trim_start().starts_with(stands), "{}", run.out);
    assert!(
        run.out.contains("期間 [何も書かなければ 2023H1]"),
        "{}",
        run.out
    );
    assert!(run.out.contains("■ 区役所 対象 24"), "{}", run.out);
    let form = "\"2023H1/submissions/office/北区相談支援室.xlsx\"";
    let run = typed(&project, &["2", form, "0"]).succeeds();
    assert!(
        run.out.contains("問題は見つかりませんでした"),
        "{}",
        run.out
    );
    typed(&project, &["1", "令和5年度上半期", ""]).succeeds();
    assert!(
        project
            .path("2023H1/forms/office/北区相談支援室.xlsx")
            .exists()
    );
    typed(&project, &["6", "", "0"]).succeeds();
    assert!(project.path("history/2023H1.csv").exists());
}

/// Who has no command line cannot write --allow-missing.
#[test]
fn what_can_be_done_although_units_are_missing_is_asked() {
    let project = Project::sample();
    project.remove("2023H1/submissions/office/北区相談支援室.xlsx");
    let run = typed(&project, &["6", "", "いいえ", "0"]);
    assert!(run.out.contains("揃わないまま締めますか"), "{}", run.out);
    assert!(!project.path("history/2023H1.csv").exists());
    typed(&project, &["6", "", "はい", "0"]).succeeds();
    assert!(project.path("history/2023H1.csv").exists());
}

#[test]
fn what_cannot_be_done_is_told_and_the_menu_goes_on() {
    let project = Project::sample();
    let run = typed(
        &project,
        &["9", "3", "来年", "3", "2030H1", "3", "2023H1", "0"],
    );
    assert!(run.out.contains("「9」は使えません"), "{}", run.out);
    assert!(
        run.err.contains("来年") && run.err.contains("2030H1"),
        "{}",
        run.err
    );
    assert_eq!(
        run.status, 0,
        "the last that was done went well: {}",
        run.err
    );
    assert_eq!(run.out.matches("何をしますか").count(), 5);
}

#[test]
fn the_menu_is_that_of_what_is_there_now() {
    let folder = Project::empty();
    let mut running = started(&folder);
    let mut shown = BufReader::new(running.stdout.take().expect("an output"));
    let mut first = Vec::new();
    while !first.ends_with("終わる".as_bytes()) {
        assert!(
            shown.read_until(0x8b, &mut first).expect("read") > 0,
            "a menu"
        );
    }
    // What a choice may do: afterwards the folder is a project.
    let settings = std::fs::read(repository("sample-data/zaitaku.toml")).expect("the settings");
    folder.write("zaitaku.toml", &settings);
    let mut input = running.stdin.take().expect("an input");
    input.write_all(b"9\n").expect("typed");
    drop(input);
    let mut second = String::new();
    shown.read_to_string(&mut second).expect("read");
    running.wait().expect("it ends");
    assert!(second.contains("終わった期間を締める"), "{second}");
}

#[test]
fn elsewhere_a_form_can_be_checked_and_a_project_begun() {
    let nowhere = Project::empty();
    let run = typed(&nowhere, &[]).succeeds();
    for (offered, is_there) in [
        ("様式を確認", true),
        ("新しい事業", true),
        ("締める", false),
    ] {
        assert_eq!(run.out.contains(offered), is_there, "{}", run.out);
    }
    // A project's folder that is dropped on the icon is opened.
    let project = Project::sample();
    let folder = project.path("");
    let run = nowhere.run(&[folder.to_str().expect("a path")]).succeeds();
    assert!(run.out.contains("終わった期間を締める"), "{}", run.out);
}
