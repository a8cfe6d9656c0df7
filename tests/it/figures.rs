//! The recount of the submissions against what was published and against what stands in every
//! output.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use zaitaku_report::for_tests::model::cell::CellRef;

use crate::support::read::{cells, json, pages, table};
use crate::support::recount::{COUNTS, SUBSET, Submissions, published, recounted};
use crate::support::{BUILT, PUBLISHED, repository};

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
        // The one deviation: the published parts, 400 and 712, do not make the published total of
        // 1,120.
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

/// What `build` publishes is what the tests of the open data hold against the recount.
#[test]
fn the_open_data_that_is_built_is_the_one_that_is_tested() {
    for (path, bytes) in PUBLISHED.iter().filter(|(path, _)| path.ends_with(".csv")) {
        let mut built = BUILT
            .iter()
            .filter(|(built, _)| built.ends_with(path.as_str()));
        let (_, built) = built.next().unwrap_or_else(|| panic!("{path} is missing"));
        // The tests know less of the past, so other questions may be open.
        assert!(built == bytes || path.contains("_sources_"), "{path}");
    }
}

/// Every earlier figure that the report prints stands in the table of the past, with its value and
/// its number. How many units one unit in a state is: of a year its state in the last half, and
/// none where it was in another.
fn state_of_unit<'a>(known: &BTreeMap<&str, &'a str>, id: &str) -> Option<&'a &'a str> {
    let (item, rest) = id.split_once('=')?;
    let (_, unit) = rest.split_once('/')?;
    let mut of_item = known
        .keys()
        .filter(|other| other.starts_with(&format!("{item}=")));
    let ends = [format!("/{unit}"), format!("/{unit}H2")];
    let stands = of_item.find(|other| ends.iter().any(|end| other.ends_with(end)))?;
    let is_same = stands.split('/').next() == id.split('/').next();
    Some(if is_same { &"1" } else { &"0" })
}

#[test]
fn every_earlier_figure_of_the_report_is_in_the_open_data() {
    let history = table(&BUILT, "history");
    let known: BTreeMap<&str, &str> = history
        .iter()
        .map(|row| (&*row["数の番号"], &*row["値"]))
        .collect();
    let lineage = json(&BUILT, "庁内/lineage.json");
    assert_eq!(lineage["audience"], "庁内用・公表不可");
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
                .or_else(|| state_of_unit(&known, id))
                .unwrap_or_else(|| panic!("{printed} is not in the table of the past"));
            if id == made_of && !text.contains('※') {
                assert_eq!(text.replace(',', ""), **value, "{printed}");
            }
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared}");
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
        for ((code, month), sum) in NOW.sums(heading) {
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
