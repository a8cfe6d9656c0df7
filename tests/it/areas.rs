//! One unit that serves several areas: its form, its file, its reminder, its numbers.

use std::collections::BTreeSet;
use std::fs;

use zaitaku_report::for_tests::form::blank::draw;
use zaitaku_report::for_tests::form::load::Sources;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::period::{Half, Period};

use crate::guide::filled;
use crate::support::read::csv;
use crate::support::{Project, files, repository};

const NAME: &str = "大正・浪速在宅医療・介護連携相談支援室";
const BOTH: &str = "office-both";

/// The built-in roster, in which one office takes the place of two.
fn roster(areas: &str) -> String {
    let text = fs::read_to_string(repository("templates/forms/org_units.toml"));
    let mut roster = String::new();
    for line in text.expect("the roster").lines() {
        if line.contains("\"office-naniwa\"") {
            roster += &format!(
                "    {{ id = \"{BOTH}\", kind = \"office\", {areas}, name = \"{NAME}\", from = \"2023H1\", succeeds = [\"office-taisho\", \"office-naniwa\"] }},\n"
            );
        }
        let is_old = line.contains("\"office-naniwa\"") || line.contains("\"office-taisho\"");
        let line = match is_old {
            true => line.replace(" },", ", until = \"2022H2\" },"),
            false => line.to_owned(),
        };
        roster += &(line + "\n");
    }
    roster
}

fn project() -> Project {
    let roster = roster("areas = [\"taisho\", \"naniwa\"]");
    Project::defined(&[("org_units.toml", roster)], |_, _| ())
}

#[test]
fn nobody_gets_a_form_while_nobody_has_to_report() {
    let text = fs::read_to_string(repository("templates/forms/org_units.toml"));
    let mut roster = String::new();
    for line in text.expect("the roster").lines() {
        let line = match line.contains("kind = ") {
            true => line.replace(" },", ", from = \"2024H1\" },"),
            false => line.to_owned(),
        };
        roster += &(line + "\n");
    }
    let project = Project::sample();
    project.write("定義/org_units.toml", roster.as_bytes());
    let settings = fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
    let own = format!("definitions = \"定義\"\n{settings}");
    project.write("zaitaku.toml", own.as_bytes());
    let forms = ["forms", "--period", "2023H2", "--out", "forms"];
    let refused = project.run(&forms);
    let told = "どの報告者も、名簿では令和5年度 下半期に報告する対象ではありません";
    assert!(
        refused.status != 0 && refused.err.contains(told),
        "{}",
        refused.err
    );
    assert!(!project.path("forms").exists());
    // A folder that the settings do not name is not passed over in silence; what was only handed
    // out is.
    project.write("zaitaku.toml", settings.as_bytes());
    for handed_out in [
        &["templates", "--out", "書式"][..],
        &["templates", "--definitions", "--out", "控え"],
    ] {
        project.run(handed_out).succeeds();
    }
    let unread = project.run(&forms).succeeds();
    assert_eq!(unread.err.matches("読んでいません").count(), 1);
    let told = "「定義」の「org_units.toml」は読んでいません。使うときは zaitaku.toml に definitions = \"定義\" と";
    assert!(unread.err.contains(told), "{}", unread.err);
}

#[test]
fn a_unit_of_several_areas_reports_once_for_all_of_them() {
    let project = project();
    let status = project.run(&["status", "--period", "2023H1"]).succeeds();
    assert!(
        status.out.contains("相談支援室 対象 23: 届いた 23"),
        "{}",
        status.out
    );
    project.run(&["forms", "--period", "2023H1"]).succeeds();
    let forms = files(&project.path("2023H1/forms"));
    assert!(forms.len() == 47 && forms.contains_key(&format!("office/{NAME}.xlsx")));
    let export = [
        "export", "--period", "2023H1", "--format", "csv", "--out", "tables",
    ];
    project.run(&export).succeeds();
    let mut areas = BTreeSet::new();
    let units = "codes/271004_units_2023H1.csv";
    for row in csv(&files(&project.path("tables/庁内")), units) {
        if row["報告単位コード"] == BOTH {
            areas.insert((row["地域名"].clone(), row["地域コード"].clone()));
        }
    }
    // Two codes are not one: the name alone says which areas.
    assert_eq!(
        areas,
        BTreeSet::from([("大正区・浪速区".to_owned(), String::new())])
    );
}

#[test]
fn it_is_compared_with_the_units_whose_place_it_takes() {
    let project = project();
    let history = repository("sample-data/history/2022H1.csv");
    project.write(
        "history/2022H1.csv",
        &fs::read(&history).expect("the history"),
    );
    let run = ["compare", "--period", "2023H1", "--with", "2022H1"];
    let city = project.run(&run).succeeds().out.replace('\n', "");
    let told = format!(
        "相談支援室の数が違います（24か所 → 23か所）。「大正区在宅医療・介護連携相談支援室」と「浪速区在宅医療・介護連携相談支援室」が「{NAME}」になりました。"
    );
    assert!(city.contains(&told), "{city}");
    // Of 2022H1 the two had these: their sum stands beside the one that took their place.
    let history = fs::read_to_string(history);
    let mut before = 0;
    for line in history.expect("the history").lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let is_theirs = ["office-taisho", "office-naniwa"].contains(&cells[1]);
        if is_theirs && cells[2..6] == ["askers", "", "", ""] {
            before += cells[6].parse::<u64>().expect("a count");
        }
    }
    let own = [&run[..], &["--unit", NAME, "--format", "json"]].concat();
    let own: serde_json::Value =
        serde_json::from_str(&project.run(&own).succeeds().out).expect("JSON");
    let figures = own["figures"].as_array().expect("figures");
    let askers = figures
        .iter()
        .find(|figure| figure["figure"] == "askers/office-both");
    assert_eq!(askers.expect("the askers")["earlier"], before);
    let trace = ["trace", "--period", "2023H1", "askers/office-both~2022H1"];
    let told = project.run(&trace).succeeds().out;
    assert!(
        told.contains("作り方: 引き継ぐ前の、") && !told.contains("零"),
        "{told}"
    );
    assert!(told.contains("askers/office-naniwa~2022H1"), "{told}");
}

/// Two offices report of the first half, the one that takes their place of the second.
#[test]
fn a_year_is_complete_when_each_of_its_halves_is() {
    let roster = roster("areas = [\"taisho\", \"naniwa\"]")
        .replace("from = \"2023H1\"", "from = \"2024H2\"")
        .replace("until = \"2022H2\"", "until = \"2024H1\"")
        .replace(
            "name = \"北区役所\" }",
            "name = \"北区役所\", until = \"2024H1\" }",
        );
    let sources = Sources::built_in().with("org_units.toml", &roster);
    let definitions = Definitions::load(&sources).expect("the definitions load");
    let project = Project::defined(&[("org_units.toml", roster)], |_, _| ());
    let [first, second] = [Half::First, Half::Second].map(|half| Period::half(2024, half));
    for half in [first, second] {
        for kind in definitions.registry.kinds.keys() {
            for (n, unit) in definitions.registry.expected(kind, half).enumerate() {
                let bytes = draw(&definitions, unit, half, &filled(n, kind, half));
                let stem = definitions.registry.file_stem(unit);
                let path = format!("{half}/submissions/{kind}/{stem}.xlsx");
                project.write(&path, &bytes.expect("drawn"));
            }
        }
    }
    let status = ["status", "--period", "2024"];
    let told = project.run(&status).succeeds().out;
    assert!(told.contains("相談支援室 対象 25: 届いた 25"), "{told}");
    // A state is that of the end of the year, when there is one ward less.
    let trace = ["trace", "--period", "2024", "resources:A1=done"];
    let told = project.run(&trace).succeeds().out;
    assert!(told.contains("区役所23区すべてから提出"), "{told}");
    // What is counted is of all who reported in the year, and both numbers are told together.
    let trace = ["trace", "--period", "2024", "askers"];
    let told = project.run(&trace).succeeds().out;
    let both = "25か所（年度末は23か所）すべてから提出";
    assert!(told.contains(both), "{told}");
    let trace = ["trace", "--period", "2024", "units/ward~2024H2"];
    let told = project.run(&trace).succeeds().out;
    assert!(told.contains("令和6年度 下半期 区役所 対象"), "{told}");
    let export = ["export", "--period", "2024", "--by", "total"];
    project.run(&export).succeeds();
    // Beside another period the year of the one holds the half of the two.
    let later = |period: &str, unit: &str| {
        let name = &definitions.registry.units[unit].name;
        let compare = [
            "compare", period, "2023H1", "--unit", name, "--format", "json",
        ];
        let told = project.run(&compare).succeeds().out;
        let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        let mut figures = told["figures"].as_array().expect("figures").iter();
        let own = figures.find(|one| one["figure"] == format!("askers/{unit}"));
        own.expect("the askers")["later"].as_u64().expect("a count")
    };
    let of_two = later("2024H1", "office-taisho") + later("2024H1", "office-naniwa");
    assert_eq!(later("2024", BOTH), of_two + later("2024H2", BOTH));
    project.remove(&format!("{second}/submissions/office/{NAME}.xlsx"));
    let told = project.run(&status);
    assert!(
        told.status == 1 && told.out.contains("未提出 1"),
        "{}",
        told.out
    );
}

#[test]
fn a_case_names_none_of_its_areas() {
    let catalogue = fs::read_to_string(repository("templates/forms/catalogue.toml"));
    let asked = "id = \"case_request\"";
    let hidden = format!("{asked}\nhide_area = true");
    let catalogue = catalogue.expect("the catalogue").replace(asked, &hidden);
    let roster = roster("areas = [\"taisho\", \"naniwa\"]");
    let files = [("org_units.toml", roster), ("catalogue.toml", catalogue)];
    let named = Project::defined(&files, |unit, filling| {
        for (key, value) in &mut filling.answers {
            if **unit == *BOTH && *key.element == *"case_request" {
                *value = Value::Text("浪速区の診療所と退院後の生活を調整した。".to_owned());
            }
        }
    });
    let path = format!("2023H1/submissions/office/{NAME}.xlsx");
    let run = named.run(&["validate", "--period", "2023H1", &path]);
    assert!(
        run.out.contains("「浪速区」が書かれています"),
        "{}{}",
        run.out,
        run.err
    );
}

#[test]
fn a_file_that_nobody_can_read_is_told_to_the_unit_that_its_name_means() {
    let project = project();
    project.remove(&format!("2023H1/submissions/office/{NAME}.xlsx"));
    project.write(
        "2023H1/submissions/office/浪速区の報告.xlsx",
        b"no workbook",
    );
    let args = ["status", "--period", "2023H1", "--remind", "letters"];
    project.run(&args);
    let letters = files(&project.path("letters"));
    let letter = &letters[&format!("office/{NAME}.txt")];
    let letter = String::from_utf8_lossy(letter);
    assert!(
        letter.contains("届いたファイル: 浪速区の報告.xlsx"),
        "{letter}"
    );
    assert!(letter.contains(&format!("（{NAME}.xlsx）")), "{letter}");
}

#[test]
fn two_units_of_one_area_are_told_apart() {
    let roster = roster("areas = [\"taisho\", \"naniwa\"]").replace(
        "\nunit = [",
        "\nunit = [\n    { id = \"office-north\", kind = \"office\", area = \"kita\", name = \"北区北部相談支援室\" },",
    );
    let project = Project::defined(&[("org_units.toml", roster)], |_, _| ());
    let own = "北区在宅医療・介護連携相談支援室";
    for name in [own, "北区北部相談支援室"] {
        project.remove(&format!("2023H1/submissions/office/{name}.xlsx"));
    }
    project.write(
        "2023H1/submissions/office/北区北部相談支援室（提出）.xlsx",
        b"no workbook",
    );
    project.run(&["status", "--period", "2023H1", "--remind", "letters"]);
    let letters = files(&project.path("letters"));
    let is_told = |name: &str| {
        let letter = &letters[&format!("office/{name}.txt")];
        String::from_utf8_lossy(letter).contains("届いたファイル")
    };
    assert!(is_told("北区北部相談支援室") && !is_told(own));
}

#[test]
fn a_roster_in_a_table_names_several_areas_in_one_cell() {
    const HEAD: &str = "記号,区分,名称,区域,区域の記号,団体コード";
    let read = |area: &str| {
        let project = Project::sample();
        let roster = format!(
            "{HEAD}\nw1,区役所,甲区役所,甲区,kou,\nw2,区役所,乙区役所,乙区,otsu,\no1,相談支援室,甲乙相談支援室,{area}\n"
        );
        project.write("名簿.csv", roster.as_bytes());
        let settings = fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
        let city = "\n[city]\nname = \"若草市\"\n";
        project.write("zaitaku.toml", (settings + city).as_bytes());
        let run = project.run(&["forms", "--period", "2023H1", "--out", "forms"]);
        (run.err, files(&project.path("forms")))
    };
    let (told, forms) = read("甲区、乙区,kou、otsu,");
    assert!(forms.contains_key("office/甲乙相談支援室.xlsx"), "{told}");
    let (told, forms) = read("甲区、乙区,kou,");
    assert!(
        forms.is_empty() && told.contains("「区域」が2個、「区域の記号」が1個"),
        "{told}"
    );
}

#[test]
fn areas_are_named_in_one_way_and_once() {
    for (areas, told) in [
        ("name_kana = \"x\"", "name_kana"),
        ("aliases = []", "どちらか一方で"),
        ("area = \"taisho\", areas = [\"naniwa\"]", "どちらか一方で"),
        ("areas = [\"taisho\", \"taisho\"]", "二度書かれています"),
        ("areas = [\"taisho\", \"nowhere\"]", "nowhere"),
    ] {
        let project = Project::sample();
        project.write("定義/org_units.toml", roster(areas).as_bytes());
        let settings = fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
        let settings = format!("definitions = \"定義\"\n{settings}");
        project.write("zaitaku.toml", settings.as_bytes());
        let run = project.run(&["status", "--period", "2023H1"]);
        assert!(
            run.status != 0 && run.err.contains(told),
            "{areas}: {}{}",
            run.out,
            run.err
        );
    }
}
