//! The recount of the submissions against what was published and against what stands in every output.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use zaitaku_report::for_tests::model::cell::CellRef;

use crate::support::read::{cells, csv, json, pages};
use crate::support::recount::{COUNTS, SUBSET, Submissions, published, recounted};
use crate::support::{BUILT, repository};

static NOW: LazyLock<Submissions> = LazyLock::new(|| Submissions::of("2023H1"));

#[test]
fn the_submissions_add_up_to_the_published_figures() {
    let year = [Submissions::of("2022H1"), Submissions::of("2022H2")];
    let mut compared = 0;
    for (figure, period, value) in published() {
        let recounted = match period.as_str() {
            "2023H1" => recounted(&figure, &[&NOW]),
            "2022" => recounted(&figure, &[&year[0], &year[1]]),
            _ => continue,
        };
        let (least, most) = value.split_once('-').unwrap_or((&value, &value));
        let range = least.parse::<u64>().expect("a number")..=most.parse().expect("a number");
        // The one deviation: the published parts, 400 and 712, do not make the published total of 1,120.
        let range = if (figure.as_str(), period.as_str()) == ("city and ward meetings", "2023H1") {
            408..=408
        } else {
            range
        };
        assert!(
            range.contains(&recounted),
            "{figure} {period}: published {value}, recounted {recounted}"
        );
        compared += 1;
    }
    assert_eq!(compared, 36);
    let told = std::fs::read_to_string(repository("sample-data/README.txt")).expect("the README");
    assert!(told.contains("408回") && told.contains("400回"));
}

/// The code of the option of a row, empty for the total.
fn option(row: &BTreeMap<String, String>) -> String {
    if row["区分コード"] == "_T" {
        String::new()
    } else {
        row["区分コード"].clone()
    }
}

/// The month of a row, empty for the half.
fn month(row: &BTreeMap<String, String>) -> String {
    if row["期間の種類"] == "月" {
        row["開始年月"].clone()
    } else {
        String::new()
    }
}

/// What the open data must hold for an element: code and month to value, totals under the empty text.
fn expected(heading: &str) -> BTreeMap<(String, String), u64> {
    let mut expected: BTreeMap<(String, String), u64> = BTreeMap::new();
    for (_, code, _, months) in NOW.counts(heading) {
        for (i, n) in months.iter().enumerate() {
            let month = format!("2023-{:02}", i + 4);
            for month in [month, String::new()] {
                *expected.entry((code.clone(), month.clone())).or_default() += n;
                if code != SUBSET {
                    *expected.entry((String::new(), month)).or_default() += n;
                }
            }
        }
    }
    expected
}

#[test]
fn the_open_data_is_the_recount() {
    for (element, heading, _) in COUNTS {
        let mut found = BTreeMap::new();
        let mut groups: BTreeMap<String, u64> = BTreeMap::new();
        for row in csv(&BUILT, &format!("公表/opendata/{element}.csv")) {
            let value: u64 = row["値"].parse().expect("a number");
            assert_eq!(
                (row["報告単位コード"].as_str(), row["報告単位名"].as_str()),
                ("_T", "市全体")
            );
            if row["集計の種類"] == "小計" {
                *groups
                    .entry(format!("{}/{}", row["開始年月"], row["終了年月"]))
                    .or_default() += value;
                continue;
            }
            let twice = found.insert((option(&row), month(&row)), value);
            assert!(twice.is_none(), "{row:?}");
        }
        // The groups make the total, of the half and of every month.
        for (months, sum) in groups {
            let (start, end) = months.split_once('/').expect("two months");
            let month = if start == end { start } else { "" };
            assert_eq!(
                sum,
                found[&(String::new(), month.to_owned())],
                "{element} {months}"
            );
        }
        assert_eq!(found, expected(heading), "{element}");
    }
}

/// What a published report says of lists and texts in numbers, and of the groups of the contents.
#[test]
fn the_open_data_holds_what_the_report_prints_of_lists_and_groups() {
    let value = |file: &str, option: &str| -> Vec<String> {
        let rows = csv(&BUILT, &format!("公表/opendata/{file}.csv"));
        let of = rows
            .into_iter()
            .filter(|row| row["区分コード"] == option && row["期間の種類"] == "半期");
        of.map(|row| format!("{} {}{}", row["項目名"], row["値"], row["単位"]))
            .collect()
    };
    assert_eq!(value("training_date", "_Z"), ["研修会の開催回数 27回"]);
    assert_eq!(
        value("awareness_activity", "_Z"),
        ["普及啓発の取組の数 88件"]
    );
    assert_eq!(
        value("homepage_title", "_Z"),
        ["専用のページを紹介した区の数 8区"]
    );
    for (group, label, n) in [
        ("medical", "医療に関すること", 840),
        ("care", "介護に関すること", 211),
        ("other", "その他", 68),
    ] {
        assert_eq!(
            value("contents", group),
            [format!("個別相談ケース（相談内容別） {n}件")]
        );
        let options = csv(&BUILT, "公表/opendata/options.csv");
        let row = options
            .iter()
            .find(|row| row["区分一覧コード"] == "content" && row["区分コード"] == group);
        assert_eq!(
            row.map(|row| (row["区分名"].as_str(), row["種類"].as_str())),
            Some((label, "小計"))
        );
    }
}

/// The totals of earlier years as published, among them one that its parts do not make.
#[test]
fn the_open_data_holds_the_earlier_years_as_published() {
    let history = csv(&BUILT, "公表/opendata/history.csv");
    let totals = history
        .iter()
        .filter(|row| row["項目コード"] == "meetings" && row["区分コード"] == "_T");
    let years: Vec<(&str, &str)> = totals
        .clone()
        .filter(|row| row["期間の種類"] == "年度")
        .map(|row| (&*row["年度（和暦）"], &*row["値"]))
        .collect();
    assert_eq!(
        years,
        [
            ("令和元年度", "2120"),
            ("令和2年度", "579"),
            ("令和3年度", "1896"),
            ("令和4年度", "2213")
        ]
    );
    let told: Vec<&str> = totals
        .filter(|row| row["注記"].contains("一致しない"))
        .map(|row| &*row["期間コード"])
        .collect();
    assert_eq!(told, ["2021"]);
    // A ward that has a page in both halves of a year is one ward.
    let pages = history
        .iter()
        .filter(|row| row["項目コード"] == "homepage_title");
    let pages: Vec<(&str, &str)> = pages
        .map(|row| (&*row["期間コード"], &*row["値"]))
        .collect();
    assert_eq!(pages, [("2022H1", "4"), ("2022H2", "5"), ("2022", "5")]);
    assert!(
        history
            .iter()
            .all(|row| row["報告単位名"] == "市全体" && row["期間コード"].as_str() < "2023")
    );
}

/// Every earlier figure that the report prints stands in the table of the past, with its value and its number.
#[test]
fn every_earlier_figure_of_the_report_is_in_the_open_data() {
    let history = csv(&BUILT, "公表/opendata/history.csv");
    let known: BTreeMap<&str, &str> = history
        .iter()
        .map(|row| (&*row["数の番号"], &*row["値"]))
        .collect();
    let lineage = json(&BUILT, "庁内/lineage.json");
    let mut compared = 0;
    for printed in lineage["printed"].as_array().expect("numbers") {
        let (made_of, text) = (
            printed["made_of"].as_str().expect("text"),
            printed["text"].as_str().expect("text"),
        );
        let ids = made_of
            .split(['(', ')', ','])
            .map(str::trim)
            .filter(|id| id.contains('~'));
        for id in ids {
            let value = known
                .get(id)
                .unwrap_or_else(|| panic!("{printed} is not in the table of the past"));
            if id == made_of && !text.contains('※') {
                assert_eq!(text.replace(',', ""), **value, "{printed}");
            }
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared}");
}

/// In which state each unit is, as the matrices of the report show it, with the code and the name of its area.
#[test]
fn the_open_data_holds_the_state_of_every_ward() {
    let mut rows = 0;
    for (element, items) in [
        ("resources", 6),
        ("topics", 10),
        ("conference", 1),
        ("pdca", 1),
        ("training", 1),
        ("awareness", 1),
    ] {
        let all = csv(&BUILT, &format!("公表/opendata/{element}.csv"));
        let (city, wards): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|row| row["報告単位コード"] == "_T");
        assert_eq!(wards.len(), 24 * items, "{element}");
        for row in &city {
            let same = |ward: &&BTreeMap<String, String>| {
                ["区分コード", "状況コード"]
                    .iter()
                    .all(|code| ward[*code] == row[*code])
            };
            assert_eq!(
                wards.iter().filter(same).count().to_string(),
                row["値"],
                "{row:?}"
            );
        }
        let areas: std::collections::BTreeSet<(&str, &str)> = wards
            .iter()
            .map(|row| (&*row["地域コード"], &*row["地域名"]))
            .collect();
        assert!(areas.len() == 24 && areas.contains(&("271276", "北区")));
        rows += wards.len();
    }
    assert_eq!(rows, 24 * 20);
}

/// An office worker who filters by what stands in the columns adds up to the published totals.
#[test]
fn filtering_by_the_kinds_adds_up() {
    for (element, ..) in COUNTS {
        let rows = csv(&BUILT, &format!("公表/opendata/{element}.csv"));
        let sum = |span: &str, role: &str| -> u64 {
            let of = rows
                .iter()
                .filter(|row| row["期間の種類"] == span && row["集計の種類"] == role);
            of.map(|row| row["値"].parse::<u64>().expect("a number"))
                .sum()
        };
        let total = sum("半期", "合計");
        assert!(total > 0);
        for (span, role) in [("半期", "内訳"), ("月", "合計"), ("月", "内訳")] {
            assert_eq!(sum(span, role), total, "{element} {span} {role}");
        }
    }
}

#[test]
fn the_workbook_of_the_open_data_holds_the_rows_of_the_files() {
    let book = cells(&BUILT["公表/opendata/opendata.xlsx"]);
    let files = BUILT
        .keys()
        .filter_map(|path| path.strip_prefix("公表/opendata/")?.strip_suffix(".csv"));
    let package = json(&BUILT, "公表/opendata/datapackage.json");
    for element in files {
        let rows = csv(&BUILT, &format!("公表/opendata/{element}.csv"));
        let resources = package["resources"].as_array().expect("resources");
        let resource = resources
            .iter()
            .find(|resource| resource["name"] == *element)
            .expect("a resource");
        let name = resource["title"].as_str().expect("a title");
        let sheet: BTreeMap<CellRef, &String> = book
            .iter()
            .filter(|((sheet, _), _)| sheet == name)
            .map(|((_, at), text)| (*at, text))
            .collect();
        let headings: Vec<(u16, &String)> = sheet
            .iter()
            .filter(|(at, _)| at.row == 0)
            .map(|(at, text)| (at.col, *text))
            .collect();
        assert_eq!(headings.len(), rows[0].len(), "{element}");
        assert_eq!(
            sheet.last_key_value().map(|(at, _)| at.row as usize),
            Some(rows.len()),
            "{element}"
        );
        for (i, row) in rows.iter().enumerate() {
            for (col, heading) in &headings {
                let shown = sheet
                    .get(&CellRef::new(i as u32 + 1, *col))
                    .map_or("", |text| text.as_str());
                assert_eq!(shown, row[*heading], "{element} row {i} {heading}");
            }
        }
    }
}

#[test]
fn the_summary_workbook_is_the_recount_unit_by_unit() {
    let book = cells(&BUILT["庁内/summary.xlsx"]);
    for (element, heading, sheet) in COUNTS {
        let text = |at: CellRef| book.get(&(sheet.to_owned(), at)).map_or("", String::as_str);
        let rows = || {
            book.keys()
                .filter(|(name, at)| name == sheet && at.col == 0)
                .map(|(_, at)| at.row)
        };
        let head = rows()
            .find(|row| text(CellRef::new(*row, 0)) == "地域コード")
            .expect("a head");
        let column = |label: &str| {
            (2..200)
                .find(|col| text(CellRef::new(head, *col)) == label)
                .expect("a column")
        };
        let value = |of: &str, label: &str| -> u64 {
            let row = rows()
                .find(|row| *row > head && text(CellRef::new(*row, 1)) == of)
                .unwrap_or_else(|| panic!("{of}"));
            text(CellRef::new(row, column(label)))
                .parse()
                .expect("a number")
        };
        let mut of_unit: BTreeMap<&str, u64> = BTreeMap::new();
        let counts = NOW.counts(heading);
        for (area, code, label, months) in &counts {
            let sum: u64 = months.iter().sum();
            assert_eq!(value(area, label), sum, "{element} {area} {label}");
            *of_unit.entry(area).or_default() += if code == SUBSET { 0 } else { sum };
        }
        assert_eq!(of_unit.len(), 24);
        for (area, sum) in of_unit {
            assert_eq!(value(area, "合計"), sum, "{element} {area}");
        }
        let label = |code: &str| {
            counts
                .iter()
                .find(|(_, own, ..)| own == code)
                .map_or("合計", |(_, _, label, _)| label)
        };
        for ((code, month), sum) in expected(heading) {
            let of = month.split_once('-').map_or_else(
                || "大阪市".to_owned(),
                |(year, month)| format!("{year}年{}月", month.trim_start_matches('0')),
            );
            assert_eq!(value(&of, label(&code)), sum, "{element} {code} {month}");
        }
    }
}

/// Where in the report a published figure stands.
fn page_of(figure: &str) -> &'static str {
    match figure {
        figure if figure.starts_with("conference topics") => "topics",
        figure if figure.starts_with("conference") => "conference",
        figure if figure.contains("training") => "training",
        "seamless provision work" => "seamless",
        "agencies coordinated with" => "agencies",
        "consultations by asker" => "askers",
        "consultations by content" => "contents",
        "largest medical content" | "largest care content" => "contents_detail",
        "case examples: admission and discharge" => "cases",
        "case examples: everyday care incl. sudden change" => "cases",
        "case examples: end of life" => "cases",
        _ => "meetings",
    }
}

/// A number with its thousands set apart.
fn grouped(n: u64) -> String {
    if n < 1_000 {
        n.to_string()
    } else {
        format!("{},{:03}", grouped(n / 1_000), n % 1_000)
    }
}

/// Whether a number stands in a text, not as a part of a longer one.
fn stands(text: &str, number: &str) -> bool {
    let longer = |c: char| c.is_ascii_digit() || c == ',';
    text.match_indices(number).any(|(at, _)| {
        !text[..at].ends_with(longer) && !text[at + number.len()..].starts_with(longer)
    })
}

#[test]
fn every_published_figure_stands_in_the_report() {
    let data = json(&BUILT, "庁内/report.json");
    let printed = pages(&BUILT["公表/report.pdf"]);
    let title = |id: &str| {
        let page = data["pages"]
            .as_array()
            .expect("pages")
            .iter()
            .find(|page| page["id"] == *id)
            .expect("a page");
        page["title"]
            .as_str()
            .expect("a title")
            .replace(char::is_whitespace, "")
    };
    for (figure, period, value) in published() {
        let number = match (value.contains('-'), figure.as_str(), period.as_str()) {
            (true, ..) => recounted(&figure, &[&NOW]),
            (_, "city and ward meetings", "2023H1") => 408,
            _ => value.parse().expect("a number"),
        };
        let title = title(page_of(&figure));
        let on = |text: &&String| text.replace(char::is_whitespace, "").contains(&title);
        let mut pages = printed.iter().filter(on).peekable();
        assert!(pages.peek().is_some(), "no page {title}");
        assert!(
            pages.any(|text| stands(text, &grouped(number))),
            "{figure} {period}: {} is not on {title}",
            grouped(number)
        );
    }
    let whole = printed.concat().replace(char::is_whitespace, "");
    for sentence in [
        "24区中15区が推進会議を開催。残る9区のうち7区は開催予定、2区は予定なし。",
        "24区中16区が研修会を開催。",
        "上半期の切れ目のない支援は5,111件。",
        "上半期の連絡調整は延べ6,479件。",
        "上半期の個別相談は926件。",
        "上半期の相談内容は延べ1,119件。",
        "上半期の会議・研修会等への参加は1,120回。",
    ] {
        assert!(whole.contains(sentence), "{sentence}");
    }
}

#[test]
fn a_published_total_that_contradicts_its_parts_is_told_and_kept() {
    let printed = pages(&BUILT["公表/report.pdf"]);
    let page = printed
        .iter()
        .find(|text| stands(text, "1,896"))
        .expect("the meetings of 2021")
        .replace(char::is_whitespace, "");
    assert!(stands(&page, "1,777"), "{page}");
}

/// The numbers that the report sets large stand on the sheets of the lists that they are made of.
#[test]
fn the_summary_workbook_tells_what_its_lists_add_up_to() {
    let report = json(&BUILT, "庁内/report.json");
    let book = cells(&BUILT["庁内/summary.xlsx"]);
    let told: Vec<&String> = book
        .values()
        .filter(|text| text.starts_with("市全体: "))
        .collect();
    let mut compared = 0;
    for page in report["pages"]
        .as_array()
        .expect("pages")
        .iter()
        .filter(|page| page["part"] == "Ⅰ 区役所の取組")
    {
        for figure in page["figures"].as_array().expect("figures") {
            let [label, value, unit] =
                ["label", "value", "unit"].map(|field| figure[field].as_str().expect("words"));
            let words = format!("{label} {value}{unit}");
            let stands = |text: &&&String| {
                text.trim_start_matches("市全体: ")
                    .split('、')
                    .any(|part| part == words)
            };
            assert_eq!(told.iter().filter(stands).count(), 1, "{words} in {told:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 6);
}

#[test]
fn a_year_shows_the_homepages_that_it_counts() {
    let out = tempfile::tempdir().expect("a folder");
    crate::support::run(
        &repository("sample-data"),
        &[
            "build",
            "--period",
            "2022",
            "--out",
            &out.path().to_string_lossy(),
        ],
    )
    .succeeds();
    let report = json(&crate::support::files(out.path()), "庁内/report.json");
    let page = report["pages"]
        .as_array()
        .expect("pages")
        .iter()
        .find(|page| page["id"] == "homepages")
        .expect("the page");
    let cards = page["cards"].as_array().expect("cards").len();
    assert_eq!(
        (page["finding"][0]["text"].as_str(), cards),
        (Some("5区"), 5)
    );
}
