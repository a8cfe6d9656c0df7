//! `export` as a person uses it: what is written, what is said, what is refused.

use std::path::Path;
use std::process::{Command, Output};

fn export(out: &Path, arguments: &[&str]) -> Output {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    Command::new(env!("CARGO_BIN_EXE_zaitaku-report"))
        .args(["export", "--period", "2023H1", "--format", "csv", "--project"])
        .arg(sample)
        .arg("--out")
        .arg(out)
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn askers(out: &Path) -> Vec<csv::StringRecord> {
    let bytes = std::fs::read(out.join("askers.csv")).expect("written");
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").expect("a BOM").to_vec();
    csv::Reader::from_reader(text.as_slice()).records().map(|row| row.expect("a row")).collect()
}

#[test]
fn tables_of_units_are_said_to_be_internal_unless_small_counts_are_hidden() {
    let out = tempfile::tempdir().expect("a folder");
    let open = export(out.path(), &["--by", "unit"]);
    assert!(open.status.success() && String::from_utf8_lossy(&open.stderr).contains("庁内用"));
    let (value, symbol) = (16, 17);
    let small = |rows: &[csv::StringRecord]| rows.iter().filter(|row| matches!(&row[value], "1" | "2" | "3" | "4")).count();
    let before = askers(out.path());
    assert!(small(&before) > 0);

    let hidden = export(out.path(), &["--by", "unit", "--suppress", "5"]);
    assert!(hidden.status.success() && !String::from_utf8_lossy(&hidden.stderr).contains("庁内用"));
    let after = askers(out.path());
    assert_eq!((before.len(), small(&after)), (after.len(), 0));
    let count = after.iter().filter(|row| &row[symbol] == "x" && row[value].is_empty()).count();
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
