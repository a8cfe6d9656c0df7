//! `definitions check`: what changed definitions do to closed periods is told before it happens.

use std::fs;

use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::submission::Key;

use crate::support::read::cells;
#[cfg(feature = "pdf")]
use crate::support::read::pages;
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

/// Words of a question, an option, an answer, a block, and a page with its card and note, by file:
/// then, now, and now with the earlier ones.
const REWORDED: [(&str, &str, &str, &str); 7] = [
    (
        "catalogue.toml",
        "label = \"個別相談ケース（相談者別）\"",
        "label = \"相談をした人の数\"",
        "\naliases = [\"個別相談ケース（相談者別）\"]",
    ),
    (
        "catalogue.toml",
        r#"{ id = "S02", label = "診療所" }"#,
        r#"{ id = "S02", label = "町の医院", aliases = ["診療所"] }"#,
        "",
    ),
    (
        "catalogue.toml",
        r#"label = "C 評価", aliases = ["#,
        r#"label = "C ふりかえり", aliases = ["C 評価", "#,
        "",
    ),
    (
        "office.toml",
        "heading = \"会議・研修会等への参加\"",
        "heading = \"会議等に出た回数\"",
        "\naliases = [\"会議・研修会等への参加\"]",
    ),
    (
        "pages.toml",
        "title = \"資源の把握の状況\"",
        "title = \"資源をつかむ\"",
        "",
    ),
    (
        "pages.toml",
        "地域の課題を見つけ、対応を進める",
        "課題に取り組む",
        "",
    ),
    (
        "pages.toml",
        "方法は複数を選べるため",
        "方法はいくつでも選べるため",
        "",
    ),
];

/// Whatever is called otherwise afterwards, what is made of a closed period again is what it was;
/// the next one has the words of today.
#[test]
fn a_closed_period_is_printed_in_the_words_that_it_was_closed_with() {
    let project = project();
    let (command, made) = match cfg!(feature = "pdf") {
        true => (vec!["build", "--allow-missing"], "output/公表"),
        false => (
            vec!["export", "--format", "csv", "--allow-missing"],
            "export",
        ),
    };
    let printed = |period: &str| {
        let run = project.run(&[&command[..], &["--period", period]].concat());
        (
            run.succeeds().out,
            files(&project.path(&format!("{period}/{made}"))),
        )
    };
    let (_, before) = printed("2023H1");
    for (file, then, now, known) in REWORDED {
        let own = project.path(&format!("定義/{file}"));
        let built_in = repository(&format!(
            "templates/{}/{file}",
            if file == "pages.toml" {
                "report"
            } else {
                "forms"
            }
        ));
        let text = fs::read_to_string(if own.exists() { &own } else { &built_in });
        let text = text.expect("the definitions");
        assert!(text.contains(then), "{then}");
        let text = text.replacen(then, &format!("{now}{known}"), 1);
        fs::write(own, text).expect("written");
    }
    let check = project.run(&["definitions", "check"]).succeeds().out;
    assert!(check.contains("同じに読め、同じ数になります"), "{check}");
    let (told, after) = printed("2023H1");
    for (path, bytes) in &before {
        assert!(after.get(path) == Some(bytes), "{path} changed");
    }
    if cfg!(feature = "pdf") {
        assert!(told.contains("診療所（今は 町の医院）"), "{told}");
        project.run(&["verify", "2023H1"]).succeeds();
    }
    let trace = project.run(&["trace", "2023H1", "相談者別", "町の医院"]);
    assert!(
        trace.err.contains("締めたときの言葉「診療所」"),
        "{}",
        trace.err
    );
    let reopen = || {
        for closed in ["2023H1.csv", "2023H1.manifest.json"] {
            project.remove(&format!("history/{closed}"));
        }
    };
    if cfg!(feature = "pdf") {
        // After a correction it is closed again as it was built.
        reopen();
        project.run(&["close", "2023H1"]).succeeds();
        assert!(printed("2023H1").1 == after);
    }
    // The words of today are those of an open period, and of a question to the program.
    reopen();
    let (_, now) = printed("2023H1");
    assert!(now != before);
    let words = ["相談をした人の数", "町の医院", "C ふりかえり"];
    let text = project.run(&["dictionary"]).succeeds().out;
    assert!(words.iter().all(|word| text.contains(word)), "{text}");
    #[cfg(feature = "pdf")]
    for text in [
        String::from_utf8_lossy(&now["report.html"]).into_owned(),
        pages(&now["report.pdf"]).concat(),
    ] {
        // In the PDF the pieces of a line stand apart.
        let text: String = text.split_whitespace().collect();
        for word in ["町の医院", "Cふりかえり", "資源をつかむ"] {
            assert!(text.contains(word), "{word}: {text}");
        }
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

/// Forms that lie there already are of an open half, and nobody's fault.
#[test]
fn a_kind_renamed_while_a_half_is_open_is_told_to_the_desk_alone() {
    let project = Project::sample();
    let check = || project.run(&["definitions", "check"]);
    assert!(!check().succeeds().out.contains("まだ締めていない期間"));
    let settings = fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
    let settings = settings + "\n[kind.office]\nlabel = \"支援センター\"\n";
    project.write("zaitaku.toml", settings.as_bytes());
    let run = check();
    let open = run
        .out
        .split("\n■ ")
        .find(|part| part.contains("2023") || part.contains("令和5年度"));
    let open = open.expect("the open half");
    for told in [
        "まだ締めていない期間）: 影響あり",
        "様式24件が読めなくなります",
        "この期間を締めてから",
    ] {
        assert!(open.contains(told), "{told}: {}", run.out);
    }
    assert_eq!(run.status, 1);
    let status = ["status", "--period", "2023H1", "--remind", "依頼"];
    assert!(project.run(&status).out.contains("呼び方を変えたときは"));
    let reminded = files(&project.path("依頼"));
    assert!(reminded.is_empty(), "{:?}", reminded.keys());
}

/// A file of the built-in definitions with some words changed.
fn reworded(file: &str, changes: &[(&str, &str)]) -> String {
    let text = fs::read_to_string(repository(&format!("templates/forms/{file}")));
    let mut text = text.expect("the definitions");
    for (from, to) in changes {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    text
}

/// A block of questions that begin later, on a sheet with others and on one of its own; one of them
/// is called as a question of another block.
#[test]
fn a_part_of_the_form_that_came_later_is_not_looked_for_in_earlier_forms() {
    let project = project();
    let catalogue = reworded("catalogue.toml", &[]);
    let element = |id: &str| {
        format!(
            "[[element]]\nid = \"{id}\"\nlabel = \"推進会議の開催回数\"\nkind = \"count\"\nunit = \"回\"\n\
             from = \"2024H1\"\ndefinition = \"回数\"\n"
        )
    };
    let more = ["later", "own_sheet"].map(element).join("\n");
    project.write(
        "定義/catalogue.toml",
        format!("{catalogue}\n{more}").as_bytes(),
    );
    let block = |id: &str, heading: &str| {
        format!(
            "[[sheet.block]]\nid = \"{id}\"\nkind = \"fields\"\nheading = \"{heading}\"\n\
             fields = [{{ element = \"{id}\" }}]\n"
        )
    };
    let topics = "[[sheet.block]]\nid = \"topics\"";
    let before = format!("{}\n{topics}", block("later", "あとからの会議"));
    let training = "[[sheet]]\nname = \"(カ)研修\"";
    let sheet = format!(
        "[[sheet]]\nname = \"あとからの紙\"\n\n{}\n{training}",
        block("own_sheet", "別の紙の会議")
    );
    let ward = reworded("ward.toml", &[(topics, &before), (training, &sheet)]);
    project.write("定義/ward.toml", ward.as_bytes());
    let run = project.run(&["definitions", "check"]).succeeds();
    assert!(!run.out.contains("影響あり"), "{}", run.out);
    for (period, is_asked) in [("2023H1", false), ("2024H1", true)] {
        let out = format!("様式{period}");
        let args = [
            "forms",
            "--period",
            period,
            "--unit",
            "北区役所",
            "--out",
            &out,
        ];
        project.run(&args).succeeds();
        let form = files(&project.path(&out)).into_values().next();
        let told: Vec<String> = cells(&form.expect("the form")).into_values().collect();
        for heading in ["あとからの会議", "別の紙の会議"] {
            let is_there = told.iter().any(|cell| cell == heading);
            assert_eq!(is_there, is_asked, "{heading} of {period}");
        }
    }
}

#[test]
fn a_name_that_was_another_units_is_told_with_what_to_do() {
    let project = project();
    // Of what was closed without a record nobody knows what it was called.
    project.remove("history/2023H1.manifest.json");
    let check = |changes: &[(&str, &str)]| {
        let roster = reworded("org_units.toml", changes);
        project.write("定義/org_units.toml", roster.as_bytes());
        project.run(&["definitions", "check"])
    };
    let (kita, asahi) = (
        "name = \"北区在宅医療・介護連携相談支援室\"",
        "name = \"旭区在宅医療・介護連携相談支援室\"",
    );
    // Two wards that change their names with each other: a form of the past would be the other
    // one's.
    let mut swapped = Vec::new();
    for (area, other) in [("北区", "旭区"), ("旭区", "北区")] {
        let id = if area == "北区" { "kita" } else { "asahi" };
        for (own, name) in [
            ("id", "NAME\", stem = \"STEM"),
            ("area", "NAME役所"),
            ("area", "NAME在宅医療・介護連携相談支援室"),
        ] {
            let line = |name: &str| format!("{own} = \"{id}\", name = \"{name}\"");
            let called = |area: &str| {
                let stem = area.trim_end_matches('区');
                line(&name.replace("NAME", area).replace("STEM", stem))
            };
            swapped.push((called(area), called(other)));
        }
    }
    let swapped: Vec<(&str, &str)> = swapped.iter().map(|(a, b)| (&**a, &**b)).collect();
    let run = check(&swapped);
    let is_told = run.out.contains("〔Z007〕") && run.out.contains("前の名前を別名（aliases）に");
    assert!(run.status == 1 && is_told, "{}", run.out);
    // The name of another one tells of neither.
    let taken = format!("{kita}, aliases = [\"旭区在宅医療・介護連携相談支援室\"]");
    let run = check(&[(kita, &taken)]);
    let said = "の別名「旭区在宅医療・介護連携相談支援室」は、同じ時期の「office-asahi」の名前でもあります";
    assert!(run.status == 3 && run.err.contains(said), "{}", run.err);
    let ended = format!("{asahi}, until = \"2022H1\"");
    let later = format!("{taken}, from = \"2022H2\"");
    let run = check(&[(kita, &later), (asahi, &ended)]);
    assert!(!run.err.contains(said), "{}", run.err);
}
