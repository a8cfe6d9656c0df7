//! `export` as a person uses it: what is written, what is said, what is refused.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::read::{facts, table};
use crate::support::{Project, files};

fn export(out: &Path, arguments: &[&str]) -> Output {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    Command::new(env!("CARGO_BIN_EXE_zaitaku-report"))
        .args([
            "export",
            "--period",
            "2023H1",
            "--format",
            "csv",
            "--project",
        ])
        .arg(sample)
        .arg("--out")
        .arg(out)
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn askers(out: &Path) -> Vec<BTreeMap<String, String>> {
    facts(&files(out), "askers")
}

#[test]
fn tables_of_units_are_said_to_be_internal_unless_small_counts_are_hidden() {
    let out = tempfile::tempdir().expect("a folder");
    let open = export(out.path(), &["--by", "unit"]);
    assert!(open.status.success() && String::from_utf8_lossy(&open.stderr).contains("庁内用"));
    let is_small =
        |row: &&BTreeMap<String, String>| matches!(row["値"].as_str(), "1" | "2" | "3" | "4");
    let small = |rows: &[BTreeMap<String, String>]| rows.iter().filter(is_small).count();
    let before = askers(&out.path().join("庁内"));
    assert!(small(&before) > 0);

    let hidden = export(out.path(), &["--by", "unit", "--suppress", "5"]);
    assert!(hidden.status.success() && !String::from_utf8_lossy(&hidden.stderr).contains("庁内用"));
    let after = askers(&out.path().join("公表"));
    assert_eq!((before.len(), small(&after)), (after.len(), 0));
    let count = after
        .iter()
        .filter(|row| row["記号"] == "x" && row["値"].is_empty())
        .count();
    assert!(count >= small(&before));
    assert!(String::from_utf8_lossy(&hidden.stdout).contains("x にしました"));

    let city = export(out.path(), &["--by", "total"]);
    assert!(city.status.success() && city.stderr.is_empty());
}

#[test]
fn a_threshold_that_hides_nothing_is_wrong_use() {
    let out = tempfile::tempdir().expect("a folder");
    let refused = export(out.path(), &["--suppress", "1"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("2 から 1000 まで"));
}

/// What a whole release with hidden counts says of single units: for the half, no sums of options,
/// of the past the states alone.
#[test]
fn what_is_new_beside_hidden_counts_is_of_the_city() {
    let out = tempfile::tempdir().expect("a folder");
    assert!(export(out.path(), &["--suppress", "5"]).status.success());
    let made = files(out.path());
    let mut hidden = 0;
    let counted = ["training_date", "awareness_activity", "homepage_title"];
    for row in table(&made, "facts") {
        if row["報告単位コード"] == "_T" {
            continue;
        }
        let is_whole = row["集計の種類"] != "小計" && row["年月"] == "_T";
        assert!(
            is_whole && !counted.contains(&row["項目コード"].as_str()),
            "{row:?}"
        );
        hidden += usize::from(row["記号"] == "x");
    }
    assert!(hidden > 100);
    for row in table(&made, "history") {
        let is_open = row["報告単位コード"] == "_T" || row["集計の種類"] == "単位ごとの状況";
        assert!(is_open, "{row:?}");
    }
    // The totals that `build` publishes are not hidden here: they would be known anyway.
    let totals = facts(&made, "askers").into_iter();
    let totals = totals.filter(|row| row["区分コード"] == "_T" && row["記号"] == "x");
    assert_eq!(totals.count(), 0);
    let sources = table(&made, "sources");
    let about = |what: &str| {
        sources
            .iter()
            .find(|row| row["事項"] == what)
            .map(|row| row["内容"].clone())
            .unwrap_or_default()
    };
    assert!(about("秘匿").contains("x としました"));
    assert_eq!(
        (about("発行者").as_str(), about("利用条件").as_str()),
        ("大阪市健康局", "CC BY 4.0")
    );
    assert_eq!(
        about("対象期間"),
        "令和5年度 上半期（2023年4月から9月まで）"
    );
}

/// The number of a row leads to its cells, of an earlier period to the lines of the history.
#[test]
fn what_a_row_is_made_of_can_be_asked() {
    let out = tempfile::tempdir().expect("a folder");
    assert!(export(out.path(), &[]).status.success());
    let made = files(out.path());
    let first = |name: &str, wanted: &[(&str, &str)]| {
        let mut rows = table(&made, name).into_iter();
        rows.find(|row| wanted.iter().all(|(column, text)| row[*column] == *text))
            .unwrap_or_else(|| panic!("a row of {name} with {wanted:?}"))
    };
    let kind = "集計の種類";
    let asked = [
        first("facts", &[(kind, "小計"), ("年月", "2023-05")]),
        first(
            "facts",
            &[(kind, "区分なし"), ("項目コード", "training_date")],
        ),
        first(
            "facts",
            &[(kind, "重複あり"), ("項目コード", "training_kinds")],
        ),
        first(
            "facts",
            &[(kind, "単位ごとの状況"), ("報告単位コード", "ward-kita")],
        ),
        first("facts", &[(kind, "再掲"), ("項目コード", "meetings")]),
        first("history", &[(kind, "小計"), ("期間コード", "2022")]),
        first(
            "history",
            &[("項目コード", "meetings"), ("期間コード", "2019")],
        ),
        first("history", &[(kind, "状況別"), ("値", "0")]),
        first("history", &[(kind, "合計"), ("年月", "2022-05")]),
        first(
            "history",
            &[(kind, "単位ごとの状況"), ("期間コード", "2022H2")],
        ),
    ];
    for row in asked {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
        let run = Command::new(env!("CARGO_BIN_EXE_zaitaku-report"))
            .args(["trace", "--period", "2023H1", &row["数の番号"], "--project"])
            .arg(sample)
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(
            run.status.success(),
            "{} {}",
            row["数の番号"],
            String::from_utf8_lossy(&run.stderr)
        );
        // The values of the ids add up to that of the row.
        let values = said
            .lines()
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| {
                let (_, value) = line.rsplit_once(" = ")?;
                value
                    .trim_end_matches(|c: char| !c.is_ascii_digit())
                    .replace(',', "")
                    .parse::<u64>()
                    .ok()
            });
        assert_eq!(values.sum::<u64>().to_string(), row["値"], "{said}");
    }
}

#[test]
fn the_address_of_the_licence_may_be_left_out_but_is_an_address() {
    let settings = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/zaitaku.toml"),
    )
    .expect("read");
    let with = |line: &str| {
        let lines = settings.lines().map(|own| {
            if own.starts_with("licence_url") {
                line
            } else {
                own
            }
        });
        zaitaku_report::for_tests::settings::Settings::parse(&lines.collect::<Vec<_>>().join("\n"))
    };
    assert!(
        with("")
            .expect("left out")
            .publication
            .licence_url
            .is_none()
    );
    for wrong in ["deed.ja", "https://", "https://例.jp/利用条件"] {
        let error = with(&format!("licence_url = \"{wrong}\""))
            .expect_err("refused")
            .to_string();
        assert!(
            error.contains(&format!(
                "licence_url「{wrong}」は、https:// から始まるアドレス"
            )),
            "{error}"
        );
    }
}

/// The difference of two releases, before and after a late unit, would be the numbers of that unit.
#[test]
fn a_round_that_is_not_complete_is_never_released_with_hidden_counts() {
    let project = Project::sample();
    project.remove("2023H1/submissions/office/旭区相談支援室.xlsx");
    let refused = project.run(&[
        "export",
        "--period",
        "2023H1",
        "--allow-missing",
        "--suppress",
        "5",
    ]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("報告が揃ってから"));
    assert!(!project.path("2023H1/export").exists());
}
