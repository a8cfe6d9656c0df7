//! Files that people edit by hand, and words that they type: read as meant, or told what is wrong.

use std::fs;

use zaitaku_report::for_tests::model::answer::Value;

use crate::support::read::cells;
use crate::support::{FILLINGS, Project, drawn, files};

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
        ("定義/org_units.tmol", "org_units.toml"),
        ("定義/org_units.txt", "org_units.toml"),
        ("定義/org_unis .toml", "org_units.toml"),
        ("定義/catalog.toml", "catalogue.toml"),
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
    for name in [
        "zaitaku.toml.txt",
        "zaitaku.txt",
        "zaitaku .toml",
        "zaitak.toml",
    ] {
        let project = Project::empty();
        project.write(name, b"");
        let run = project.run(&STATUS);
        assert!(
            run.err.contains("「zaitaku.toml」のことですか"),
            "{}",
            run.err
        );
    }
    let project = Project::empty();
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
        (&["status", "来年"], "「来年」は期間として読めません"),
        (&["stauts", "2023H1"], "ありません。「status」のことですか"),
        (&["ない.xlsx"], "ファイル「ない.xlsx」がありません"),
        (
            &["build", "--period", "2023H1", "--period", "2023H1"],
            "二度書かれています",
        ),
    ] {
        let run = project.run(words);
        assert_eq!(run.status, 2, "{words:?}: {}", run.err);
        assert!(run.err.contains(told), "{words:?}: {}", run.err);
    }
    for words in [
        &["STATUS", "2023H1"][..],
        &["status　2023H1"],
        &["status", "－－period", "２０２３Ｈ１"],
        &["status", "—period=2023H1"],
        &["status", "-period", "2023H1"],
        &["--project", ".", "status", "2023H1"],
        &["--period", "2023H1", "status"],
        &["－period", "2023H1", "-project", ".", "ＳＴＡＴＵＳ"],
        &["2023H1", "status"],
        &["status", "--format", "json", "--quiet", "2023H1"],
        &["trace", "2023H1", "相談者別", "薬局"],
        &["compare", "2023H1", "2022H1"],
        &["explain", "１０２"],
        &["help"],
        &["help", "build"],
    ] {
        project.run(words).succeeds();
    }
    let folder = project.run(&["validate", "2023H1"]);
    let said = "指定してください（例: 2023H1/submissions）";
    assert!(
        folder.status == 3 && folder.err.contains(said),
        "{}",
        folder.err
    );
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

#[test]
fn definitions_that_nobody_reads_are_told_and_copies_beside_them_are_left_alone() {
    let project = Project::sample();
    let own = settings(&project);
    let pointed = |place: &str| format!("definitions = \"{place}\"\n{own}");
    for (place, file, told) in [
        ("定義", "定義/新/catalogue.toml", "すぐ下に移してください"),
        ("history", "別/catalogue.toml", "定義のファイルがありません"),
        ("定義２", "定義/catalogue.toml", "definitions に書いた場所"),
    ] {
        let project = Project::sample();
        project.write("zaitaku.toml", pointed(place).as_bytes());
        project.write(file, b"");
        let run = project.run(&STATUS);
        assert_eq!(run.status, 3, "{file}");
        assert!(
            run.err.contains(told) && !run.err.contains("os error"),
            "{}",
            run.err
        );
    }
    project
        .run(&["templates", "--definitions", "--out", "定義"])
        .succeeds();
    project.write("zaitaku.toml", pointed("定義").as_bytes());
    project.write("定義/catalogue.toml.bak", b"");
    project.write("定義/メモ.txt", b"");
    project.write("定義/ward.xlsx", b"");
    project.run(&STATUS).succeeds();
    // An ending that nobody sees is refused beside the file, too: it is the one that was edited.
    project.write("定義/catalogue.toml.txt", b"");
    assert_eq!(project.run(&STATUS).status, 3);
}

#[test]
fn remarks_and_submissions_in_a_folder_that_nobody_looks_into_are_told() {
    let build = ["build", "--period", "2023H1"];
    for (name, told) in [
        ("2023H1/comentary.toml", "「commentary.toml」のことですか"),
        ("2023H1/commentary.txt", "「commentary.toml」のことですか"),
        (
            "commentary.toml",
            "期間のフォルダーの中（./2023H1/commentary.toml）",
        ),
    ] {
        let project = Project::sample();
        project.remove("2023H1/commentary.toml");
        project.write(name, b"");
        let run = project.run(&build);
        assert_eq!(run.status, 3, "{name}: {}", run.err);
        assert!(run.err.contains(told), "{}", run.err);
    }
    for (own, other, meant) in [
        ("2023H1", "R5上半期", "2023H1"),
        ("2023H1/submissions", "2023H1/submission", "submissions"),
    ] {
        let project = Project::sample();
        fs::rename(project.path(own), project.path(other)).expect("renamed");
        let run = project.run(&STATUS);
        assert_eq!(run.status, 3, "{other}");
        assert!(
            run.err.contains(&format!("「{meant}」のことですか")),
            "{}",
            run.err
        );
    }
}

#[test]
fn what_no_city_can_mean_is_told_with_its_line() {
    let project = Project::sample();
    let own = settings(&project);
    let lines: Vec<&str> = own.lines().collect();
    for (entry, value, told) in [
        ("title", "\"\"", "空です"),
        ("issuer", "\"　\"", "空です"),
        (
            "deadline",
            "\"1923-10-31\"",
            "令和5年度上半期の日付ではないようです",
        ),
        (
            "deadline",
            "2043/10/31",
            "令和5年度上半期の日付ではないようです",
        ),
        (
            "deadline",
            "\"2023-06-30\"",
            "令和5年度上半期の日付ではないようです",
        ),
        (
            "published",
            "\"2023-10-30\"",
            "deadline（2023年10月31日）より前です",
        ),
    ] {
        let at = lines
            .iter()
            .rposition(|line| line.starts_with(entry))
            .expect(entry);
        let spoilt = format!("{entry} = {value}");
        let mut lines = lines.clone();
        lines[at] = &spoilt;
        project.write("zaitaku.toml", lines.join("\n").as_bytes());
        let run = project.run(&STATUS);
        assert_eq!(run.status, 3, "{spoilt}");
        let place = format!("「zaitaku.toml」{}行目", at + 1);
        let is_told = run.err.contains(&place) && run.err.contains(told);
        assert!(is_told && run.err.contains(value), "{}", run.err);
    }
    // The last day of the half was no working day.
    let early = own.replace("deadline = \"2023-10-31\"", "deadline = \"2023-09-29\"");
    assert_ne!(early, own);
    project.write("zaitaku.toml", early.as_bytes());
    project.run(&STATUS).succeeds();
    let heading = own.replace("[rounds.\"2023H1\"]", "[rounds.\"2203H1\"]");
    assert_ne!(heading, own);
    project.write("zaitaku.toml", heading.as_bytes());
    assert!(
        project
            .run(&STATUS)
            .err
            .contains("見出しの期間を直してください")
    );
}

/// The sample with an office whose counts contradict each other, and the place of its form.
fn doubtful() -> (Project, &'static str) {
    let project = Project::sample();
    let mut filling = FILLINGS["office-kita"].clone();
    for (key, value) in &mut filling.answers {
        if *key.element == *"agencies" {
            *value = Value::Count(0);
        }
    }
    let path = "2023H1/submissions/office/北区相談支援室.xlsx";
    project.write(path, &drawn("office-kita", &filling));
    (project, path)
}

#[test]
fn a_waiver_is_read_as_it_is_meant_and_its_slips_are_told() {
    let (project, path) = doubtful();
    // Where the first row is that contradicts another, and why it may.
    let broken = || {
        let found = project.run(&["validate", path, "--format", "json"]).out;
        let found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
        let mut all = found["files"][0]["findings"]
            .as_array()
            .expect("findings")
            .iter();
        let own = all.find(|finding| finding["code"] == "Z203").expect("Z203");
        let word = |key: &str| own[key].as_str().unwrap_or_default().to_owned();
        (word("cell"), word("reason"))
    };
    let (cell, _) = broken();
    let own = settings(&project);
    let right = format!(
        "unit = \"office-kita\"\ncode = \"Ｚ203\"\ncell = \"{}\"\nsheet = \"（ウ）提供体制\"\nreason = \"面談で済んだ\"\nuntil = R6.3.31\n",
        cell.to_lowercase()
    );
    let told = |waiver: &str| {
        project.write(
            "zaitaku.toml",
            format!("{own}\n[[waiver]]\n{waiver}").as_bytes(),
        );
        (project.run(&STATUS).out, broken().1)
    };
    let (said, reason) = told(&right);
    assert!(
        reason.ends_with("面談で済んだ") && !said.contains("Z017"),
        "{reason}\n{said}"
    );
    for (from, to, word) in [
        (
            "office-kita",
            "北区在宅医療・介護連携相談支援室",
            "記号（office-kita）",
        ),
        ("Ｚ203", "Z999", "「Z999」という番号の確認はありません"),
        ("cell = \"", "cell = \"C7:", "セルの番地ではありません"),
        (
            "sheet = \"（ウ）提供体制\"",
            "element = \"件数\"",
            "「件数」という集計項目",
        ),
        ("面談で済んだ", "－", "事情が分かりません"),
    ] {
        assert!(right.contains(from), "{from}");
        let (said, reason) = told(&right.replacen(from, to, 1));
        assert!(
            reason.is_empty() && said.contains("Z017"),
            "{to}: {reason}\n{said}"
        );
        assert!(said.contains(word), "{to}: {said}");
    }
}

#[test]
fn what_is_closed_with_open_questions_is_told() {
    let (project, _) = doubtful();
    let closed = project.run(&["close", "2023H1"]).succeeds();
    assert!(
        closed.out.contains("件あるまま締めました"),
        "{}",
        closed.out
    );
}

/// A waiver stays for the period that it was written for: others are final all the same.
#[test]
fn a_waiver_of_another_period_makes_no_report_wait() {
    let project = Project::sample();
    let marks = || {
        let export = ["export", "--period", "2023H1", "--format", "csv"];
        project.run(&export).succeeds();
        files(&project.path("2023H1/export"))
    };
    let before = marks();
    let waiver = "\n[[waiver]]\nunit = \"office-kita\"\ncode = \"Z304\"\nreason = \"相談員の増員による\"\nuntil = \"2024-03-31\"\n";
    let own = settings(&project);
    project.write("zaitaku.toml", format!("{own}{waiver}").as_bytes());
    let status = project.run(&STATUS);
    assert!(status.out.contains("[確認 Z017]"), "{}", status.out);
    assert!(marks() == before);
}

#[test]
fn published_figures_are_read_as_excel_saves_them_and_every_slip_is_told() {
    let project = Project::sample();
    let head = "period,unit,element,option,state,month,value,note,source\n";
    let right = format!("{head}2023H1,city,askers,S02,,,50,,公表資料\n");
    let reconciled = |bytes: &[u8]| {
        project.write("history/published.csv", bytes);
        project.run(&["reconcile", "--period", "2023H1"])
    };
    let wanted = reconciled(right.as_bytes()).out;
    assert!(wanted.contains("公表値1件"), "{wanted}");
    let (japanese, ..) = encoding_rs::SHIFT_JIS.encode(&right);
    let tabs = right.replace(',', "\t");
    for bytes in [
        &japanese[..],
        tabs.as_bytes(),
        right.replace('\n', "\r\n").as_bytes(),
        format!("\u{feff}{right}\n,,,,,,,,\n").as_bytes(),
        right.replace(",50,", ",５０,").as_bytes(),
        right.replace(",50,", ",\"0,050\",").as_bytes(),
        right
            .replace("period,unit", "Ｐｅｒｉｏｄ, unit")
            .as_bytes(),
    ] {
        let run = reconciled(bytes);
        assert_eq!(
            run.out,
            wanted,
            "{}{}",
            String::from_utf8_lossy(bytes),
            run.err
        );
    }
    for (from, to, told) in [
        (
            ",50,",
            ",50件,",
            "3行目: value の「50件」は数として読めません",
        ),
        (",50,", ",-5,", "3行目: value の「-5」は数として"),
        ("2023H1,", "2023Q1,", "3行目: 「2023Q1」は期間として"),
        (",公表資料", "", "3行目: 列の数が見出しと合いません"),
        (",50,", ",1,050,", "3行目: 列の数が見出しと合いません"),
        ("公表資料", "\"公表資料", "3行目: 引用符"),
        (
            "period,unit,element",
            "期間,unit,項目",
            "列がないか、二つ以上あります: period,element",
        ),
        (
            "note,source",
            "note,value",
            "列がないか、二つ以上あります: value,source",
        ),
    ] {
        let text = right.replacen(head, &format!("{head},,,,,,,,\n"), 1);
        assert!(text.contains(from));
        let run = reconciled(text.replacen(from, to, 1).as_bytes());
        assert_eq!(run.status, 3, "{to}");
        let is_plain = !run.err.contains("CSV ") && !run.err.contains("field");
        assert!(run.err.contains(told) && is_plain, "{to}: {}", run.err);
    }
    assert!(reconciled(b"\x00\x81\xff\x00").err.contains("CSV UTF-8"));
    // What is held against nothing is read, and told.
    for (from, to, told) in [
        ("city", "若草市", "「若草市」という報告者の記号はありません"),
        (
            "askers",
            "asker",
            "「asker」という集計項目の記号はありません",
        ),
        ("S02", "診療所", "「診療所」という区分の記号はありません"),
        ("S02,", "S02,held", "「held」という状況の記号はありません"),
    ] {
        let run = reconciled(right.replacen(from, to, 1).as_bytes());
        assert!(run.err.contains(told), "{to}: {}", run.err);
    }
    let run = project.run(&STATUS);
    assert!(
        run.err.contains("1行は、何とも比べられません"),
        "{}",
        run.err
    );
}

#[test]
fn a_page_called_by_its_title_and_a_file_that_no_program_would_open_are_told() {
    let project = Project::sample();
    let remark = "[[remark]]\npage = \"会議・研修会等への参加\"\ntext = \"増えた。\"\n";
    project.write("2023H1/commentary.toml", remark.as_bytes());
    let run = project.run(&["build", "--period", "2023H1"]);
    assert!(run.err.contains("「meetings」のことですか"), "{}", run.err);
    for (command, name, known) in [
        (
            &["compare", "--period", "2022H2", "--with", "2022H1"][..],
            "比較.xlsx",
            ".csv",
        ),
        (&["reconcile", "--period", "2023H1"], "照合.docx", ".csv"),
        (&["status", "--period", "2023H1"], "提出状況.pdf", ".xlsx"),
    ] {
        let run = project.run(&[command, &["--out", name]].concat());
        assert!(
            run.status == 3 && run.err.contains(known) && !project.path(name).exists(),
            "{name}: {}{}",
            run.out,
            run.err
        );
    }
    project.remove("history/published.csv");
    let run = project.run(&["reconcile", "--period", "2023H1"]).succeeds();
    assert!(
        run.out.contains("照らし合わせる公表値がありません"),
        "{}",
        run.out
    );
}

/// The page of the year is that of a second half.
#[cfg(feature = "pdf")]
#[test]
fn a_remark_that_is_not_printed_or_names_somebody_is_told() {
    let project = Project::sample();
    let sample = fs::read_to_string(project.path("2023H1/commentary.toml"));
    let remarks = sample.expect("the remarks")
        + "[[remark]]\npage = \"year\"\ntext = \"増えた。\"\n"
        + "[[remark]]\npage = \"askers\"\ntext = \"問い合わせは田中花子さん（090-1234-5678）へ。\"\n";
    project.write("2023H1/commentary.toml", remarks.as_bytes());
    let told = project.build(&[]).succeeds().out;
    let of_remarks: Vec<&str> = told
        .lines()
        .filter(|line| line.starts_with("所見"))
        .collect();
    let [gone, personal] = of_remarks.as_slice() else {
        panic!("{told}");
    };
    assert!(gone.contains("「year」は、この報告書にない"));
    for words in ["（askers）", "田中花子", "090-1234-5678"] {
        assert!(personal.contains(words), "{personal}");
    }
}
