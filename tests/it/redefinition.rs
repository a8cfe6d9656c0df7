//! `definitions check`: what changed definitions do to closed periods is told before it happens.

use std::fs;

use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::submission::Key;

use crate::support::{Project, Run, files, repository};

const S04: &str = r#"{ id = "S04", label = "薬局・薬剤師" },"#;

/// The sample with few units' forms of one closed period, and a folder of definitions.
fn project() -> Project {
    let project = Project::sample();
    project.run(&["close", "--period", "2023H1"]).succeeds();
    let settings = fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
    let settings = format!("definitions = \"定義\"\n{settings}");
    project.write("zaitaku.toml", settings.as_bytes());
    fs::create_dir(project.path("定義")).expect("a folder");
    project
}

/// Puts a changed catalogue into the project and checks it.
fn changed(project: &Project, from: &str, to: &str) -> Run {
    let path = repository("templates/forms/catalogue.toml");
    let text = fs::read_to_string(path).expect("the catalogue");
    assert_eq!(text.matches(from).count(), 1, "{from}");
    project.write("定義/catalogue.toml", text.replace(from, to).as_bytes());
    project.run(&["definitions", "check"])
}

#[test]
fn every_change_is_told_by_what_it_does_to_closed_periods() {
    let project = project();
    let same = project.run(&["definitions", "check"]).succeeds().out;
    assert!(
        same.contains("締めた期間3つは、今の定義でも同じに読め、同じ数になります"),
        "{same}"
    );
    for (to, told) in [
        // Dropped: its numbers belong to nobody, and the forms have a row too many.
        ("", "（相談者別）の選択肢 S04"),
        ("", "様式24件が読めなくなります"),
        // A new one is asked of the past unless it says since when.
        (
            r#"{ id = "S04", label = "薬局・薬剤師" }, { id = "S98", label = "訪問看護師" },"#,
            "（相談者別）の S98 訪問看護師",
        ),
        // Another wording, and the forms of the past are not read.
        (r#"{ id = "S04", label = "薬店" },"#, "aliases"),
        (
            r#"{ id = "S04", label = "薬店" },"#,
            "様式24件が読めなくなります",
        ),
        (
            r#"{ id = "S04", label = "薬局・薬剤師", from = "2024H1" },"#,
            "定義ではこの期間に使わない記号",
        ),
    ] {
        let run = changed(&project, S04, to);
        assert!(
            run.status == 1 && run.out.contains(told),
            "{to}: {}{}",
            run.out,
            run.err
        );
    }
    for harmless in [
        r#"{ id = "S04", label = "薬店", aliases = ["薬局・薬剤師"] },"#,
        r#"{ id = "S04", label = "薬局・薬剤師" }, { id = "S98", label = "訪問看護師", from = "2024H1" },"#,
        r#"{ id = "S04", label = "薬局・薬剤師", until = "2023H2" }, { id = "S97", label = "薬局等", from = "2024H1", succeeds = ["S04"] },"#,
    ] {
        let run = changed(&project, S04, harmless);
        assert!(run.status == 0, "{harmless}: {}{}", run.out, run.err);
        assert!(
            run.out
                .contains("締めたあとに「definitions/catalogue.toml」が変わりました")
        );
    }
}

/// The words of a question, of a column of a list and of a block are data as those of an option.
#[test]
fn what_was_called_otherwise_is_read_by_its_earlier_words() {
    let project = project();
    for (file, from, to) in [
        (
            "catalogue.toml",
            "label = \"推進会議の開催回数\"",
            "label = \"会議を開いた回数\"",
        ),
        ("catalogue.toml", "label = \"開催日\"", "label = \"日にち\""),
        (
            "office.toml",
            "heading = \"会議・研修会等への参加\"",
            "heading = \"会議等に出た回数\"",
        ),
    ] {
        let path = repository(&format!("templates/forms/{file}"));
        let text = fs::read_to_string(path).expect("the definitions");
        // The first place: others are called alike.
        let (key, earlier) = from.split_once(" = ").expect("a key");
        let known = format!("{to}\naliases = [{earlier}]");
        let mut said = Vec::new();
        for to in [to, &known] {
            let path = format!("定義/{file}");
            project.write(&path, text.replacen(from, to, 1).as_bytes());
            said.push(project.run(&["definitions", "check"]));
            project.remove(&path);
        }
        let told = "様式24件が読めなくなります";
        assert!(
            said[0].status == 1 && said[0].out.contains(told),
            "{key} {to}: {}",
            said[0].out
        );
        assert_eq!(said[1].status, 0, "{known}: {}{}", said[1].out, said[1].err);
    }
}

#[test]
fn earlier_words_that_mean_two_things_are_a_mistake_of_the_definition() {
    let project = project();
    let run = changed(
        &project,
        S04,
        r#"{ id = "S04", label = "薬店", aliases = ["診療所"] },"#,
    );
    assert_eq!(run.status, 3);
    assert!(
        run.err.contains("診療所") && run.err.contains("一度だけ"),
        "{}",
        run.err
    );
    let run = changed(
        &project,
        "label = \"推進会議の開催回数\"",
        "label = \"推進会議の開催回数\"\naliases = [\"ワーキングの開催回数\"]",
    );
    assert_eq!(run.status, 3);
    assert!(run.err.contains("ワーキングの開催回数"), "{}", run.err);
}

#[test]
fn nothing_is_written_and_a_mistake_is_told_as_ever() {
    let project = project();
    let before = files(&project.path("."));
    project.run(&["definitions", "check"]).succeeds();
    assert!(files(&project.path(".")) == before);
    let run = changed(&project, S04, r#"{ id = "S04", lable = "薬局" },"#);
    assert!(
        run.status == 3 && run.err.contains("「label」のことですか"),
        "{}",
        run.err
    );
}

/// What is said of some forms of a project where only the built-in definitions are at hand.
fn said_elsewhere(project: &Project, units: &[&str]) -> Vec<(String, Vec<String>)> {
    let desk = Project::empty();
    for unit in units {
        let bytes = fs::read(project.path(&format!("2023H1/submissions/office/{unit}.xlsx")));
        desk.write(&format!("in/{unit}.xlsx"), &bytes.expect("the form"));
    }
    let args = ["validate", "in", "--format", "json", "--annotate", "copies"];
    let run = desk.run(&args);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let mut said = Vec::new();
    for file in report["files"].as_array().expect("files") {
        let findings = file["findings"].as_array().expect("findings");
        let codes = findings
            .iter()
            .map(|finding| finding["code"].as_str().expect("a code"));
        let name = file["path"].as_str().expect("a path").to_owned();
        said.push((name, codes.map(str::to_owned).collect()));
    }
    assert!(
        !desk.path("copies").exists(),
        "a copy would be of another form"
    );
    said
}

#[test]
fn a_form_that_other_definitions_made_is_not_blamed() {
    let catalogue = fs::read_to_string(repository("templates/forms/catalogue.toml"));
    let catalogue = catalogue.expect("the catalogue").replace(
        S04,
        r#"{ id = "S04", label = "町の薬屋さん" }, { id = "S98", label = "町の鍼灸院" },"#,
    );
    let roster = fs::read_to_string(repository("templates/forms/org_units.toml"));
    let (old, new) = ("{ id = \"office-kita\",", "{ id = \"office-umeda\",");
    let roster = roster.expect("the roster").replace(old, new);
    let files = [("catalogue.toml", catalogue), ("org_units.toml", roster)];
    let project = Project::defined(&files, |_, filling| {
        let asked = filling.answers.keys().cloned();
        let asked: Vec<Key> = asked
            .filter(|key| key.option.as_deref() == Some("S04"))
            .collect();
        for mut key in asked {
            key.option = Some("S98".into());
            filling.answers.insert(key, Value::Count(0));
        }
    });
    let units = ["北区相談支援室", "旭区相談支援室"];
    let said = said_elsewhere(&project, &units);
    assert_eq!(said.len(), 2);
    for (file, codes) in said {
        assert_eq!(codes, ["Z021"], "{file}");
    }
    // Where they lie in their project, they are right.
    let run = project.run(&["validate", "2023H1/submissions/office"]);
    assert!(
        !run.out.contains("Z021") && run.out.contains("エラー 0件"),
        "{}",
        run.out
    );
}
