//! One cell of one submission is changed: exactly what depends on it changes, in every output.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use zaitaku_report::for_tests::model::answer::Value;

use crate::support::read::{cells, differences, json, pages, table};
use crate::support::{BUILT, FILLINGS, Files, PERIOD, Project, count, drawn, monthly};

/// The office whose form is changed, and its file.
const UNIT: &str = "office-chuo";

const FILE: &str = "office/中央区相談支援室.xlsx";

/// A month in which one more consultation breaks no relation: there are more contents than askers.
fn month() -> i8 {
    let filling = &FILLINGS[UNIT];
    let sum = |element: &str, month: i8| -> u64 {
        let of = filling.answers.keys().filter(|key| {
            *key.element == *element && key.month.is_some_and(|own| own.month == month)
        });
        of.map(|key| count(filling, key)).sum()
    };
    (4..=9)
        .find(|month| sum("contents", *month) > sum("askers", *month))
        .expect("a month with room")
}

/// One consultation more by a clinic (S02).
static CHANGED: LazyLock<Files> = LazyLock::new(|| {
    let mut filling = FILLINGS[UNIT].clone();
    let key = monthly("askers", "S02", month());
    let more = count(&filling, &key) + 1;
    filling.answers.insert(key, Value::Count(more));
    let project = Project::sample();
    project.write(
        &format!("{PERIOD}/submissions/{FILE}"),
        &drawn(UNIT, &filling),
    );
    project.build(&[]).succeeds();
    project.outputs()
});

/// The outputs that depend on the cell, the manifest apart.
const DEPENDING: [&str; 12] = [
    "公表/opendata/271004_facts_2023H1.csv",
    "公表/opendata/271004_opendata_2023H1.xlsx",
    "公表/opendata/datapackage.json",
    "公表/opendata/tables/271004_askers_months_2023H1.csv",
    "公表/opendata/tables/271004_office_units_2023H1.csv",
    "公表/report.html",
    "公表/report.pdf",
    "公表/tables.xlsx",
    "庁内/appendix.pdf",
    "庁内/lineage.json",
    "庁内/report.json",
    "庁内/summary.xlsx",
];

fn set<const N: usize>(texts: [&str; N]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn only_the_files_that_depend_on_it_change() {
    let changed = CHANGED
        .iter()
        .filter(|(path, bytes)| BUILT[*path] != **bytes)
        .map(|(path, _)| path.clone());
    let mut expected = set(DEPENDING);
    expected.insert("庁内/manifest.json".to_owned());
    assert_eq!(changed.collect::<BTreeSet<_>>(), expected);
    // The description of the open data changes by the hashes of the files.
    let (before, after) = (
        json(&BUILT, "公表/opendata/datapackage.json"),
        json(&CHANGED, "公表/opendata/datapackage.json"),
    );
    let changed = differences(&before, &after);
    assert_eq!(changed.len(), 3, "{changed:?}");
    assert!(changed.iter().all(|pointer| pointer.ends_with("/hash")));
}

#[test]
fn five_rows_of_the_facts_change_by_one() {
    let (before, after) = (table(&BUILT, "facts"), table(&CHANGED, "facts"));
    assert_eq!(before.len(), after.len());
    let mut changed = BTreeSet::new();
    for (before, after) in before
        .iter()
        .zip(&after)
        .filter(|(before, after)| before != after)
    {
        let value = |row: &std::collections::BTreeMap<String, String>| {
            row["値"].parse::<u64>().expect("a number")
        };
        assert_eq!(value(before) + 1, value(after));
        let columns: Vec<&String> = before
            .keys()
            .filter(|key| before[*key] != after[*key])
            .collect();
        assert_eq!(columns, ["値"]);
        changed.insert(format!(
            "{} {} {}",
            after["区分コード"], after["年月"], after["報告単位コード"]
        ));
    }
    let month = format!("2023-{:02}", month());
    let expected = [
        format!("S02 {month} _T"),
        "S02 _T _T".to_owned(),
        format!("_T {month} _T"),
        "_T _T _T".to_owned(),
        format!("_T _T {UNIT}"),
    ];
    assert_eq!(changed, expected.into_iter().collect());
    let (before, after) = (
        cells(&BUILT["公表/opendata/271004_opendata_2023H1.xlsx"]),
        cells(&CHANGED["公表/opendata/271004_opendata_2023H1.xlsx"]),
    );
    let changed: Vec<&str> = after
        .iter()
        .filter(|(at, text)| before.get(*at) != Some(*text))
        .map(|((sheet, _), _)| sheet.as_str())
        .collect();
    let facts = changed.iter().filter(|sheet| **sheet == "観測値").count();
    assert_eq!(
        (facts, changed.len()),
        (5, 7),
        "and one cell in each of two plain tables"
    );
}

#[test]
fn in_the_summary_the_unit_the_sums_and_the_trail_change() {
    let (before, after) = (
        cells(&BUILT["庁内/summary.xlsx"]),
        cells(&CHANGED["庁内/summary.xlsx"]),
    );
    assert_eq!(before.len(), after.len());
    let text = |sheet: &str, row: u32, col: u16| {
        after
            .get(&(
                sheet.to_owned(),
                zaitaku_report::for_tests::model::cell::CellRef::new(row, col),
            ))
            .map_or("", String::as_str)
    };
    let mut changed = BTreeSet::new();
    for ((sheet, at), _) in after
        .iter()
        .filter(|(at, text)| before.get(*at) != Some(*text))
    {
        // The nearest heading above, and the words at the left.
        let head = (0..at.row)
            .rev()
            .find(|row| ["地域コード", "種類", "対象期間"].contains(&text(sheet, *row, 0)))
            .expect("a head");
        let named = match sheet.as_str() {
            "提出状況" => 2,
            "集計用データ" => 3,
            _ => 1,
        };
        let row = text(sheet, at.row, named);
        changed.insert(format!("{sheet} {row} {}", text(sheet, head, at.col)));
    }
    // The size of the file may change with it, or not.
    changed.remove("提出状況 中央区在宅医療・介護連携相談支援室 バイト数");
    let month = format!("2023年{}月", month());
    let expected = [
        "(オ)相談者 中央区 診療所",
        "(オ)相談者 中央区 合計",
        "(オ)相談者 中央区 増減",
        "(オ)相談者 中央区 増減率",
        "(オ)相談者 大阪市 診療所",
        "(オ)相談者 大阪市 合計",
        "(オ)相談者 増減 診療所",
        "(オ)相談者 増減 合計",
        "(オ)相談者 増減率 診療所",
        "(オ)相談者 増減率 合計",
        &format!("(オ)相談者 {month} 診療所"),
        &format!("(オ)相談者 {month} 合計"),
        "集計用データ 中央区 値",
        "提出状況 中央区在宅医療・介護連携相談支援室 SHA-256（先頭16桁）",
    ];
    assert_eq!(changed, set(expected));
}

#[test]
fn in_the_report_the_page_of_the_consultations_and_the_list_of_files_change() {
    let (before, after) = (
        json(&BUILT, "庁内/report.json"),
        json(&CHANGED, "庁内/report.json"),
    );
    let mut pages_changed = BTreeSet::new();
    for pointer in differences(&before, &after) {
        let page = pointer
            .strip_prefix("/pages/")
            .and_then(|rest| rest.split('/').next())
            .unwrap_or_else(|| panic!("{pointer}"));
        let page = &after["pages"][page.parse::<usize>().expect("an index")];
        pages_changed.insert(page["id"].as_str().expect("an id").to_owned());
        let now = after.pointer(&pointer).expect("a value");
        // Where a word changes, it is a number, a sentence with the new number, or the trail.
        assert!(
            now.is_number()
                || now
                    .as_str()
                    .is_some_and(|text| text.contains(|c: char| c.is_ascii_digit())),
            "{pointer}: {now}"
        );
    }
    assert_eq!(
        pages_changed,
        set(["areas", "askers", "appendix", "summary"])
    );
    let text = |files: &Files| pages(&files["公表/report.pdf"]);
    let (before, after) = (text(&BUILT), text(&CHANGED));
    assert_eq!(before.len(), after.len());
    let changed: Vec<&String> = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| before != after)
        .map(|(_, after)| after)
        .collect();
    assert_eq!(changed.len(), 3, "{changed:?}");
    for (page, told) in changed.iter().zip([
        "個別相談は927件",
        "上半期の個別相談は927件",
        "中央区資源の把握",
    ]) {
        let text = page.replace(char::is_whitespace, "");
        assert!(text.contains(told), "{text}");
    }
}

#[test]
fn in_the_lineage_one_cell_and_the_sums_over_it_change() {
    let (before, after) = (
        json(&BUILT, "庁内/lineage.json"),
        json(&CHANGED, "庁内/lineage.json"),
    );
    let changed: BTreeSet<String> = differences(&before, &after).into_iter().collect();
    let of = |part: &str| {
        changed
            .iter()
            .filter(|pointer| pointer.starts_with(part))
            .collect::<Vec<&String>>()
    };
    let (cells, figures, printed) = (of("/cells/"), of("/figures/"), of("/printed/"));
    assert_eq!(
        cells.len() + figures.len() + printed.len(),
        changed.len(),
        "{changed:?}"
    );
    let [cell] = cells[..] else {
        panic!("{cells:?}")
    };
    let cell = after
        .pointer(cell.rsplit_once('/').expect("a cell").0)
        .expect("a cell");
    assert_eq!(
        (
            cell[1].as_str(),
            after["files"][cell[0].as_u64().expect("a place") as usize].as_str()
        ),
        (Some("(オ)相談"), Some(FILE))
    );
    let month = format!("2023-{:02}", month());
    let expected = [
        "askers",
        "askers:S02",
        &format!("askers@{month}"),
        &format!("askers:S02@{month}"),
        "askers/office-chuo",
        "askers:S02/office-chuo",
    ];
    // A slash inside a key is a step of the pointer here, which does not matter for comparing.
    let expected: BTreeSet<String> = expected
        .iter()
        .map(|id| format!("/figures/{id}/value"))
        .collect();
    assert_eq!(
        figures.into_iter().cloned().collect::<BTreeSet<_>>(),
        expected
    );
    assert!(!printed.is_empty());
    for pointer in printed {
        let number = after
            .pointer(
                pointer
                    .strip_suffix("/text")
                    .expect("a number is printed anew"),
            )
            .expect("an entry");
        let made_of = number["made_of"].as_str().expect("text");
        assert!(
            made_of
                .split(['(', ')', ','])
                .any(|id| expected.contains(&format!("/figures/{}/value", id.trim()))),
            "{number}"
        );
    }
}

#[test]
fn in_the_manifest_the_file_and_the_outputs_change() {
    let (before, after) = (
        json(&BUILT, "庁内/manifest.json"),
        json(&CHANGED, "庁内/manifest.json"),
    );
    let changed = differences(&before, &after);
    // The seal covers the whole manifest, so it changes with any of its entries.
    assert!(changed.iter().any(|pointer| pointer == "/seal"));
    let changed = changed
        .into_iter()
        .filter(|pointer| pointer != "/seal")
        .map(|pointer| {
            let entry = pointer.rsplit_once('/').expect("an entry").0;
            after.pointer(entry).expect("an entry")["path"]
                .as_str()
                .expect("a path")
                .to_owned()
        });
    let mut expected = set(DEPENDING);
    expected.insert(format!("submissions/{FILE}"));
    assert_eq!(changed.collect::<BTreeSet<_>>(), expected);
}
