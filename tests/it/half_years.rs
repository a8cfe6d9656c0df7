//! The halves of a year, and the same stretch of the year before: what a report carries of them.

use std::collections::BTreeMap;
use std::fs;

use zaitaku_report::for_tests::aggregate::history::History;
use zaitaku_report::for_tests::aggregate::summary::Summary;
use zaitaku_report::for_tests::figures::material::Material;
use zaitaku_report::for_tests::intake::receive_round;
use zaitaku_report::for_tests::model::period::{Half, Period};
use zaitaku_report::for_tests::pages::commentary::Commentary;
use zaitaku_report::for_tests::pages::compose::{Edition, compose};
use zaitaku_report::for_tests::pages::print::{Chart, Page, Print};
use zaitaku_report::for_tests::pages::spec::PageSpecs;
use zaitaku_report::for_tests::rules::Background;

use crate::support::read::csv;
use crate::support::recount::{COUNTS, SUBSET, Submissions};
use crate::support::{
    DEFINITIONS, PERIOD, Project, disclosure, files, publication, repository, submitted,
    with_sample,
};

const SECOND: Period = Period::half(2022, Half::Second);

fn print(period: Period, missing: &[&str]) -> Print {
    let pages = include_str!("../../templates/report/pages.toml");
    let pages = PageSpecs::load(pages, &DEFINITIONS).expect("the pages");
    with_sample(period, missing, |material| {
        let edition = Edition {
            pages: &pages,
            publication: &publication(material),
            disclosure: &disclosure(material, &pages),
            commentary: &Commentary::default(),
        };
        compose(material, &edition)
    })
}

fn page<'a>(print: &'a Print, id: &str) -> Option<&'a Page> {
    print.pages.iter().find(|page| page.id == id)
}

fn finding(page: &Page) -> String {
    page.finding.iter().map(|span| span.text.as_str()).collect()
}

fn number(text: &str) -> u64 {
    text.replace(',', "").parse().expect("a number")
}

/// Against an own addition of the submissions of both halves.
#[test]
fn a_second_half_carries_the_first_and_the_year() {
    let halves = [Submissions::of("2022H1"), Submissions::of("2022H2")];
    let print = print(SECOND, &[]);
    let mut tables = 0;
    for (element, heading, _) in COUNTS {
        let Some(table) = page(&print, "year").expect("the year").tables.get(element) else {
            continue;
        };
        tables += 1;
        let mut wanted: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for (at, half) in halves.iter().enumerate() {
            for (_, code, label, months) in half.counts(heading) {
                let sum: u64 = months.iter().sum();
                let in_total = code != SUBSET;
                for name in [Some(label), in_total.then(|| "合計".to_owned())] {
                    let halves = name.map(|name| wanted.entry(name).or_insert_with(|| vec![0, 0]));
                    halves.into_iter().for_each(|halves| halves[at] += sum);
                }
            }
        }
        let rows = &table.rows;
        assert_eq!(rows.len(), wanted.len(), "{element}");
        for row in rows {
            let halves = &wanted[row.cells[0].as_str()];
            let told: Vec<u64> = row.cells[1..4].iter().map(|cell| number(cell)).collect();
            let year = halves[0] + halves[1];
            assert_eq!(
                told,
                [halves[0], halves[1], year],
                "{element} {}",
                row.cells[0]
            );
        }
    }
    assert_eq!(tables, 4, "the series tells of the years itself");
    let askers = page(&print, "askers").expect("the page");
    let said = "上半期の908件と合わせて、令和4年度は1,834件。";
    let summary = page(&print, "summary").expect("the page");
    for page in [askers, summary] {
        assert!(finding(page).contains(said), "{}", finding(page));
    }
    let year = finding(page(&print, "year").expect("the year"));
    let said = "令和4年度は、上半期と下半期を合わせて、切れ目のない支援9,630件、";
    assert!(
        year.starts_with(said) && year.contains("個別相談1,834件、"),
        "{year}"
    );
    let lines = &askers.figures[0].lines;
    for line in ["上半期 908件", "年間 1,834件"] {
        let told = lines.iter().any(|told| told.as_str() == line);
        assert!(told, "{lines:?}");
    }
    // States are those of the last half: nothing of them is added.
    let of_states = |page: &&Page| page.charts.contains_key("items");
    let states: String = print.pages.iter().filter(of_states).map(finding).collect();
    assert!(!states.is_empty() && !states.contains("合わせて"));
}

#[test]
fn while_units_are_missing_no_year_is_added_up() {
    let print = print(SECOND, &["office/旭区"]);
    assert!(page(&print, "year").is_none_or(|page| {
        let rows = page.tables.values().flat_map(|table| &table.rows);
        finding(page).is_empty() && rows.clone().all(|row| row.cells[3].as_str() == "－")
    }));
    let askers = page(&print, "askers").expect("the page");
    assert!(!finding(askers).contains("合わせて"));
}

#[test]
fn a_first_half_has_no_page_of_the_year() {
    let print = print(PERIOD, &[]);
    assert!(print.pages.iter().all(|page| page.kind != "year"));
}

/// Against the file that was left when the period was closed.
#[test]
fn months_stand_beside_those_of_the_year_before() {
    let print = print(PERIOD, &[]);
    let closed = csv(&files(&repository("sample-data/history")), "2022H1.csv");
    let mut compared = 0;
    for (element, ..) in COUNTS {
        let Some(Chart::Columns { columns, alt, .. }) =
            page(&print, element).and_then(|page| page.charts.get("months"))
        else {
            continue;
        };
        for (column, month) in columns.iter().zip(4..) {
            let month = format!("2022-{month:02}");
            let line = closed.iter().find(|line| {
                line["unit"] == "city"
                    && line["element"] == element
                    && line["option"].is_empty()
                    && line["month"] == month
            });
            let past = column.past.as_ref().and_then(|past| past.n);
            assert_eq!(
                past,
                line.map(|line| number(&line["value"])),
                "{element} {month}"
            );
            assert!(past.is_some() && alt.contains("前年同月は"));
            compared += 1;
        }
    }
    assert_eq!(compared, 4 * 6);
}

#[test]
fn the_series_shows_every_half_that_is_known() {
    let print = print(PERIOD, &[]);
    let meetings = page(&print, "meetings").expect("the page");
    let Chart::Columns { columns, .. } = &meetings.charts["years"] else {
        panic!("columns");
    };
    let labels: Vec<String> = columns
        .iter()
        .map(|one| one.label.replace('\n', " "))
        .collect();
    assert_eq!(
        labels[labels.len() - 3..],
        ["令和4年度 上半期", "令和4年度 下半期", "令和5年度 上半期"]
    );
    let total = |at: usize| columns[at].total.n.expect("known");
    let last = columns.len() - 1;
    let year = labels
        .iter()
        .position(|label| label == "令和4年度 年間")
        .expect("the year");
    assert_eq!(total(last - 2) + total(last - 1), total(year));
}

/// The halves of a year, closed a year earlier than they were.
fn a_year_earlier() -> History {
    let mut history = History::default();
    for name in ["2022H1.csv", "2022H2.csv"] {
        let text = fs::read_to_string(repository("sample-data/history").join(name));
        let text = text
            .expect("a closed half")
            .replace("2022", "2021")
            .replace("2023", "2022");
        history.read(name, text.as_bytes()).expect("good lines");
    }
    history
}

#[test]
fn the_months_of_a_year_have_those_of_the_year_before_beside_them() {
    let year = Period::year(2022);
    let pages = include_str!("../../templates/report/pages.toml");
    let pages = PageSpecs::load(pages, &DEFINITIONS).expect("the pages");
    let round = receive_round(submitted(year, &[]), year, Background::alone(&DEFINITIONS));
    let counted = round.counted(&DEFINITIONS.registry);
    let summary = Summary::new(&DEFINITIONS.catalogue, year, counted);
    let months = |history: &History| {
        let material = Material::new(&DEFINITIONS, &round, &summary, history);
        let edition = Edition {
            pages: &pages,
            publication: &publication(&material),
            disclosure: &disclosure(&material, &pages),
            commentary: &Commentary::default(),
        };
        let print = compose(&material, &edition);
        let Chart::Columns { columns, .. } =
            &page(&print, "askers").expect("the page").charts["months"]
        else {
            panic!("columns")
        };
        columns.clone()
    };
    assert!(
        months(&History::default())
            .iter()
            .all(|month| month.past.is_none())
    );
    // The same halves a year earlier: the same numbers beside each other.
    let beside = months(&a_year_earlier());
    assert_eq!(beside.len(), 12);
    for month in beside {
        let past = month.past.expect("a number");
        assert_eq!(past.n, month.total.n, "{}", month.label);
    }
}

/// The topics of that year were published without their names.
#[test]
fn what_the_history_remarks_stands_where_it_is_compared() {
    let print = print(PERIOD, &[]);
    let remarked = |page: &&Page| {
        page.notes
            .iter()
            .any(|note| note.as_str().contains("読み取れない"))
    };
    let pages: Vec<&str> = print
        .pages
        .iter()
        .filter(remarked)
        .map(|page| &*page.id)
        .collect();
    assert_eq!(pages, ["topics"]);
}

/// As in the report: of few cases a percentage would swing.
#[test]
fn of_few_cases_no_rate_is_told() {
    let project = Project::sample();
    let run = ["compare", "--period", "2023H1", "--with", "2022H1"];
    project
        .run(&[&run[..], &["--out", "比較.csv"]].concat())
        .succeeds();
    let rows = csv(&files(&project.path("")), "比較.csv");
    let told = rows.iter().filter(|row| !row["増減率"].is_empty());
    let bases: Vec<u64> = told.map(|row| number(&row["前"])).collect();
    let least = DEFINITIONS.catalogue.small_base;
    assert!(bases.len() > 50 && bases.iter().all(|base| *base >= least));
    let states = rows.iter().filter(|row| !row["状況"].is_empty());
    assert!(states.clone().count() > 10 && states.clone().all(|row| row["増減率"].is_empty()));
}
