//! A round that is not complete: the build stops and says why, or is marked 速報. Never half an
//! output.

use zaitaku_report::for_tests::model::answer::Value;

use crate::support::read::{json, pages};
use crate::support::{FILLINGS, Files, Project, drawn, files, mended, monthly};

/// A spoiled round: what was done to it, and the words that must be said of it.
fn spoiled() -> Vec<(&'static str, Project, Vec<&'static str>)> {
    let missing = Project::sample();
    missing.remove("2023H1/submissions/ward/港区.xlsx");
    let faulty = Project::sample();
    let mut filling = FILLINGS["office-asahi"].clone();
    filling
        .answers
        .insert(monthly("askers", "S01", 4), Value::Text("約10".to_owned()));
    faulty.write(
        "2023H1/submissions/office/旭区相談支援室.xlsx",
        &drawn("office-asahi", &filling),
    );
    let twice = Project::sample();
    twice.write(
        "2023H1/submissions/ward/西区(修正版).xlsx",
        &drawn("ward-nishi", &mended("ward-nishi")),
    );
    let broken = Project::sample();
    broken.write(
        "2023H1/submissions/ward/北区.xlsx",
        b"\xd0\x01 this is no workbook",
    );
    vec![
        ("missing", missing, vec!["未提出（1件）: 港区役所"]),
        (
            "faulty",
            faulty,
            vec![
                "要修正（1件）: 旭区在宅医療・介護連携相談支援室",
                "Z102",
                "(オ)相談 C7",
                "約10",
            ],
        ),
        (
            "twice",
            twice,
            vec![
                "重複（1件）: 西区役所",
                "西区.xlsx",
                "西区(修正版).xlsx",
                "Z008",
            ],
        ),
        (
            "broken",
            broken,
            vec![
                "未提出（1件）: 北区役所",
                "集計できないファイル: ward/北区.xlsx",
                "Z001",
            ],
        ),
    ]
}

#[test]
fn the_build_stops_names_the_unit_and_writes_nothing() {
    for (case, project, words) in spoiled() {
        let before = files(&project.path(""));
        let run = project.build(&[]);
        assert_eq!(run.status, 1, "{case}: {}", run.err);
        assert_eq!(run.out, "", "{case}");
        for word in words.iter().chain(&["ここで止めました", "--allow-missing"]) {
            assert!(
                run.err.contains(word),
                "{case}: {word} is not in\n{}",
                run.err
            );
        }
        assert!(
            !project.path("2023H1/output").exists(),
            "{case}: the output folder is there"
        );
        assert!(
            files(&project.path("")) == before,
            "{case}: files have changed"
        );
    }
}

#[test]
fn an_earlier_output_stays_as_it_was() {
    let project = Project::sample();
    project.write("2023H1/output/公表/report.pdf", b"the last good one");
    project.remove("2023H1/submissions/ward/港区.xlsx");
    assert_eq!(project.build(&[]).status, 1);
    let kept: Files = [("公表/report.pdf".to_owned(), b"the last good one".to_vec())].into();
    assert!(project.outputs() == kept);
}

#[test]
fn allowed_the_report_is_marked_and_says_who_is_missing() {
    for ((case, project, _), (kind, unit, share)) in spoiled().into_iter().zip([
        (
            "区役所",
            "港",
            "区役所24区のうち23区から提出\n相談支援室24か所すべてから提出",
        ),
        (
            "相談支援室",
            "旭",
            "区役所24区すべてから提出\n相談支援室24か所のうち23か所から提出",
        ),
        (
            "区役所",
            "西",
            "区役所24区のうち23区から提出\n相談支援室24か所すべてから提出",
        ),
        (
            "区役所",
            "北",
            "区役所24区のうち23区から提出\n相談支援室24か所すべてから提出",
        ),
    ]) {
        let run = project.build(&["--allow-missing"]).succeeds();
        assert!(run.out.contains("速報"), "{case}: {}", run.out);
        let outputs = project.outputs();
        let meta = &json(&outputs, "庁内/report.json")["meta"];
        let said = meta["marks"][0]["text"].as_str().unwrap_or_default();
        assert_eq!(meta["marks"][0]["mark"], "速報", "{case}");
        assert_eq!(meta["coverage"], share, "{case}");
        assert!(said.contains(kind) && said.contains(unit), "{case}: {said}");
        let cover = &pages(&outputs["公表/report.pdf"])[0];
        let cover: String = cover.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(
            cover.contains("速報") && cover.contains(&said.replace(char::is_whitespace, "")),
            "{case}: {cover}"
        );
        let share = share.replace(char::is_whitespace, "");
        assert!(cover.contains(&share), "{case}: {cover}");
    }
}

#[test]
fn an_output_folder_that_cannot_be_made_is_a_failure_that_is_explained() {
    let project = Project::sample();
    project.write("2023H1/output", b"a file where the folder should be");
    let before = files(&project.path(""));
    let run = project.build(&[]);
    assert_eq!(run.status, 3, "{}", run.out);
    assert!(
        run.err.contains("2023H1/output") && run.err.contains("書けません"),
        "{}",
        run.err
    );
    assert!(files(&project.path("")) == before);
}

#[test]
fn a_file_that_is_none_of_ours_is_named_even_when_every_unit_is_there() {
    let project = Project::sample();
    project.write(
        "2023H1/submissions/ward/メモ.txt",
        "北区に電話した".as_bytes(),
    );
    let run = project.build(&[]).succeeds();
    assert!(
        run.err.contains("集計できないファイル: ward/メモ.txt"),
        "{}",
        run.err
    );
    // What programs leave behind is passed over.
    project.remove("2023H1/submissions/ward/メモ.txt");
    project.write("2023H1/submissions/ward/~$北区.xlsx", b"lock");
    project.write("2023H1/submissions/ward/.DS_Store", b"finder");
    assert_eq!(project.build(&[]).succeeds().err, "");
}
