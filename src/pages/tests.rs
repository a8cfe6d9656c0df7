//! The sentences of the pages, right for any data.

use crate::aggregate::history::{History, read_csv};
use crate::aggregate::summary::Summary;
use crate::figures::fixture::{PERIOD, round};
use crate::figures::material::Material;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::answer::{Answer, Value};
use crate::model::round::Round;
use crate::model::submission::DataValue;
use crate::pages::commentary::Commentary;
use crate::pages::compose::{Edition, compose};
use crate::pages::print::{Chart, Page, Print};
use crate::pages::spec::PageSpecs;
use crate::pages::wording::flat;
use crate::settings::Settings;

const SETTINGS: &str = "[publication]\ntitle = \"取組\"\nprogramme = \"事業\"\nissuer = \"局\"\nlicence = \"CC BY 4.0\"\nsource = \"様式\"";

/// A round in which the units of some numbers are missing, with the answers that `answer` gives to an
/// element, by the number of the unit among those that reported.
fn print(
    missing: &[usize],
    past: &str,
    answer: impl Fn(usize, &DataValue) -> Option<Value>,
) -> Print {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let mut round = round(&definitions, missing);
    for kind in definitions.registry.kinds.keys() {
        let of_kind = |unit: &Id| {
            definitions
                .registry
                .units
                .get(unit)
                .is_some_and(|unit| unit.kind == *kind)
        };
        let submissions = round
            .arrivals
            .iter_mut()
            .filter_map(|arrival| arrival.submission.as_mut());
        for (i, submission) in submissions
            .filter(|submission| of_kind(&submission.unit))
            .enumerate()
        {
            for value in &mut submission.values {
                if let Some(new) = answer(i, value) {
                    value.answer = Answer::Given(new);
                }
            }
        }
    }
    composed(&definitions, &round, past)
}

fn composed(definitions: &Definitions, round: &Round, past: &str) -> Print {
    let pages = PageSpecs::load(
        include_str!("../../templates/report/pages.toml"),
        definitions,
    )
    .expect("the pages load");
    let mut history = History::default();
    let head = "period,unit,element,option,state,value,note,source\n";
    history.add(read_csv("past.csv", format!("{head}{past}").as_bytes()).expect("good lines"));
    let counted = round.counted(&definitions.registry);
    let summary = Summary::new(&definitions.catalogue, PERIOD, counted);
    compose(
        &Material::new(definitions, round, &summary, &history),
        &Edition {
            pages: &pages,
            settings: &Settings::parse(SETTINGS).expect("the settings parse"),
            commentary: &Commentary::default(),
        },
    )
}

fn page<'a>(print: &'a Print, id: &str) -> &'a Page {
    print
        .pages
        .iter()
        .find(|page| page.id == id)
        .unwrap_or_else(|| panic!("no page {id}"))
}

fn finding(print: &Print, id: &str) -> String {
    flat(&page(print, id).finding)
}

fn choose(value: &DataValue, element: &str, option: &str) -> Option<Value> {
    (&*value.key.element == element).then(|| Value::Choice(Id::from(option)))
}

#[test]
fn a_state_of_all_of_some_and_of_none() {
    let said = |missing: &[usize], held: usize, planned: usize| {
        let state = |i| {
            if i < held {
                "held"
            } else if i < held + planned {
                "planned"
            } else {
                "none"
            }
        };
        finding(
            &print(missing, "", |i, value| {
                choose(value, "conference", state(i))
            }),
            "conference",
        )
    };
    assert_eq!(said(&[], 24, 0), "24区すべてが推進会議を開催。");
    assert_eq!(
        said(&[], 15, 7),
        "24区中15区が推進会議を開催。残る9区のうち7区は開催予定、2区は予定なし。"
    );
    assert_eq!(
        said(&[], 15, 9),
        "24区中15区が推進会議を開催。残る9区は開催予定。"
    );
    assert_eq!(
        said(&[], 0, 24),
        "「開催している」と答えた区はない（24区中）。"
    );
    // Who has not reported is neither in the whole nor said to have held nothing.
    assert_eq!(
        said(&[3, 5], 22, 0),
        "報告のあった22区すべてが推進会議を開催。"
    );
    assert_eq!(
        said(&[3, 5], 0, 0),
        "「開催している」と答えた区はない（報告のあった22区中）。"
    );
}

#[test]
fn a_tie_gives_the_number_of_each() {
    let stage = |i: usize| ["plan", "do", "check", "act"][i % 2];
    let tie = print(&[], "", |i, value| choose(value, "pdca", stage(i)));
    assert_eq!(
        finding(&tie, "pdca"),
        "24区のうち最も多いのは「計画（P）」と「実行（D）」の各12区。"
    );
}

#[test]
fn items_of_all_of_some_and_of_none() {
    let said = |state: fn(usize, &str) -> &'static str| {
        let print = print(&[0], "", |i, value| {
            choose(
                value,
                "resources",
                state(i, value.key.option.as_deref().unwrap_or_default()),
            )
        });
        (
            finding(&print, "resources"),
            finding(&print, "resources_units"),
        )
    };
    let all = said(|_, _| "done");
    assert_eq!(all.0, "どの項目も、報告のあった23区すべてが「実施済」。");
    assert_eq!(all.1, "報告のあった23区すべてが、6項目すべてで「実施済」。");
    let none = said(|_, _| "not_yet");
    assert_eq!(
        none.0,
        "「実施済」の区は、どの項目にもない（報告のあった23区中）。"
    );
    assert!(
        none.1.starts_with(
            "6項目すべてが「実施済」の区はない（報告のあった23区中）。「実施済」の項目がないのは「"
        ),
        "{}",
        none.1
    );
    assert!(none.1.ends_with("」など23区。"), "{}", none.1);
    let one_behind = said(|i, _| if i == 4 { "preparing" } else { "done" });
    let start = "報告のあった23区中22区が6項目すべてで「実施済」。「実施済」の項目がないのは「";
    assert!(
        one_behind.1.starts_with(start) && one_behind.1.ends_with("」。"),
        "{}",
        one_behind.1
    );
    let slow = said(|i, item| {
        if i == 4 && item != "A1" {
            "preparing"
        } else {
            "done"
        }
    });
    assert!(
        slow.1.contains("最も少ないのは「") && slow.1.ends_with("」の1項目。"),
        "{}",
        slow.1
    );
}

#[test]
fn items_say_how_many_grew_only_against_a_whole_past() {
    let items = ["A1", "A2", "A3", "A4", "A5", "A6"];
    let said = |missing: &[usize], past: &[u64]| {
        let lines: Vec<String> = items
            .iter()
            .zip(past)
            .map(|(item, n)| format!("2022,city,resources,{item},done,{n},,"))
            .collect();
        let print = print(missing, &lines.join("\n"), |_, value| {
            choose(value, "resources", "done")
        });
        let Some(Chart::Stacked { rows, .. }) = page(&print, "resources").charts.get("items")
        else {
            panic!("items")
        };
        (
            finding(&print, "resources"),
            rows[0].change.as_ref().map(ToString::to_string),
        )
    };
    let told = |words: &str| format!("どの項目も、24区すべてが「実施済」。{words}");
    let change = |words: &str| Some(words.to_owned());
    assert_eq!(
        said(&[], &[20; 6]),
        (
            told("令和4年度と比べて、すべての項目で増えた。"),
            change("＋4")
        )
    );
    assert_eq!(
        said(&[], &[24; 6]),
        (
            told("令和4年度と比べて、どの項目も増減はない。"),
            change("±0")
        )
    );
    assert_eq!(
        said(&[], &[24, 24, 23, 24, 24, 24]),
        (told("令和4年度と比べて、1項目で増えた。"), change("±0"))
    );
    // Of a part of the items, or of a part of the units, nothing is said of all.
    assert_eq!(said(&[], &[20; 5]), (told(""), change("＋4")));
    let (some, change) = said(&[1], &[20; 6]);
    assert!(!some.contains("比べて") && change.is_none(), "{some}");
}

#[test]
fn percentages_of_few_cases_are_warned_of() {
    let warned = |before: u64| {
        let past = format!("2022H1,city,seamless,W1,,{before},,\n2022H1,city,seamless,W2,,900,,");
        let print = print(&[], &past, |_, value| {
            (&*value.key.element == "seamless").then_some(Value::Count(1))
        });
        page(&print, "seamless")
            .notes
            .iter()
            .filter(|note| note.contains("20件に満たない"))
            .count()
    };
    assert_eq!([warned(1), warned(19), warned(20)], [1, 1, 0]);
    // Of none no percentage is given.
    assert_eq!(warned(0), 0);
}

#[test]
fn what_is_left_over_stands_last() {
    let print = print(&[], "", |_, value| {
        let rest = value.key.option.as_deref() == Some("W9");
        (&*value.key.element == "seamless").then_some(Value::Count(if rest { 50 } else { 1 }))
    });
    let page = page(&print, "seamless");
    let Some(Chart::Bars { rows, .. }) = page.charts.get("bars") else {
        panic!("bars")
    };
    assert_eq!(
        rows.last().map(|row| (row.label.as_str(), row.values[0].n)),
        Some(("その他", Some(50 * 24 * 6)))
    );
    let months = &page.tables["months"].rows;
    assert_eq!(
        months[months.len() - 2].cells[0],
        "その他",
        "over the total"
    );
}

#[test]
fn a_half_stands_beside_the_same_half_apart_from_the_years() {
    let past = [
        "2019,city,meetings,,,9,,",
        "2019,city,meetings,G1,,3,,",
        "2019,city,meetings,G2,,4,,",
        "2022H1,city,meetings,,,7,,",
    ];
    let print = print(&[], &past.join("\n"), |_, value| {
        (&*value.key.element == "meetings").then_some(Value::Count(1))
    });
    let page = page(&print, "meetings");
    let Some(Chart::Columns { columns, alt, .. }) = page.charts.get("years") else {
        panic!("columns")
    };
    let heads: Vec<(&str, bool)> = columns
        .iter()
        .map(|column| (column.label.as_str(), column.opens))
        .collect();
    assert_eq!(
        heads,
        [
            ("令和元年度\n年間", false),
            ("令和4年度\n上半期", true),
            ("令和5年度\n上半期", false)
        ]
    );
    // A column is as high as its number: what its parts lack is a part of its own.
    let parts: Vec<u64> = columns[0]
        .parts
        .iter()
        .filter_map(|part| part.value.n)
        .collect();
    assert_eq!(
        (columns[0].total.text.as_str(), parts),
        ("9※", vec![3, 4, 2])
    );
    assert!(
        alt.contains("内訳の合計7回と一致しない")
            && page.notes.iter().any(|note| note.contains("差2")),
        "{alt}"
    );
    assert!(
        page.tables["years"]
            .columns
            .iter()
            .map(|column| column.opens)
            .eq([false, false, true, false])
    );
}

#[test]
fn counts_with_and_without_a_past() {
    let count = |n: u64| {
        move |_: usize, value: &DataValue| {
            (&*value.key.element == "askers").then_some(Value::Count(n))
        }
    };
    let zero = print(&[], "", count(0));
    assert_eq!(finding(&zero, "askers"), "上半期の個別相談は0件。");
    let first = print(&[], "", count(1));
    // 13 askers, 6 months, 24 offices, one each.
    assert_eq!(
        finding(&first, "askers"),
        "上半期の個別相談は1,872件。最も多いのは「病院」など13項目の各144件（各8%）。"
    );
    let figure = &page(&first, "askers").figures[0];
    assert_eq!((figure.value.as_str(), figure.lines.len()), ("1,872", 0));
    let past = print(&[], "2022H1,city,askers,,,2000,,", count(1));
    assert!(
        finding(&past, "askers")
            .starts_with("上半期の個別相談は1,872件。令和4年度上半期の2,000件から6.4%減。")
    );
    let from_zero = print(&[], "2022H1,city,askers,,,0,,", count(1));
    assert!(finding(&from_zero, "askers").contains("令和4年度上半期の0件から増加。"));
}

#[test]
fn what_the_bars_show_is_what_the_sentence_says() {
    let print = print(&[], "", |_, value| {
        let first = value.key.option.as_deref() == Some("I01");
        (&*value.key.element == "contents").then_some(Value::Count(u64::from(first) * 5))
    });
    for id in ["seamless", "agencies", "askers", "contents"] {
        let page = page(&print, id);
        let Some(Chart::Bars { rows, .. }) = page.charts.get("bars") else {
            panic!("{id} has bars")
        };
        let top = &rows[0];
        assert!(
            rows.iter().all(|row| row.values[0].n <= top.values[0].n),
            "{id} is ordered"
        );
        let words = flat(&page.finding);
        assert!(
            words.contains(&format!("「{}」", top.label)) || top.values[0].n == Some(0),
            "{id}: {words}"
        );
        if let Some(table) = page.tables.get("months") {
            // Each row of the months is a bar, and its total is the bar's number.
            let totals = table.rows.iter().map(|row| {
                (
                    row.cells[0].as_str(),
                    row.cells[row.cells.len() - 1].as_str(),
                )
            });
            let bars = rows
                .iter()
                .map(|row| (row.label.as_str(), row.values[0].text.as_str()));
            assert!(totals.take(rows.len()).eq(bars), "{id}");
        }
    }
}

#[test]
fn nobody_has_reported() {
    let everyone: Vec<usize> = (0..24).collect();
    let print = print(&everyone, "2022H1,city,askers,,,2000,,", |_, _| None);
    for id in [
        "resources",
        "resources_units",
        "conference",
        "pdca",
        "topics",
        "seamless",
        "askers",
        "contents_detail",
        "meetings",
    ] {
        assert_eq!(finding(&print, id), "まだ報告がない。", "{id}");
    }
    let preliminary = print.meta.preliminary.as_ref().expect("all are missing");
    assert_eq!(preliminary.mark, "速報");
    assert!(
        preliminary.text.starts_with("次の48件は集計に含まない: "),
        "{}",
        preliminary.text
    );
}

#[test]
fn a_complete_report_is_not_preliminary_and_the_missing_are_named() {
    assert_eq!(print(&[], "", |_, _| None).meta.preliminary, None);
    let two = print(&[0], "", |_, _| None)
        .meta
        .preliminary
        .expect("two are missing");
    assert!(
        two.text.starts_with("次の2件は集計に含まない: ") && two.text.contains("（未提出）、"),
        "{}",
        two.text
    );
}

#[test]
fn the_grid_shows_the_silent_apart_from_those_behind() {
    let print = print(&[2], "", |i, value| {
        choose(value, "topics", if i == 0 { "not_yet" } else { "done" })
    });
    let Some(Chart::Grid {
        alt,
        columns,
        rows,
        sums,
        legend,
        ..
    }) = page(&print, "topics_units").charts.get("grid")
    else {
        panic!("a grid")
    };
    assert_eq!((columns.len(), sums.len(), rows.len()), (24, 24, 10));
    assert_eq!(
        (sums[0].as_str(), sums[1].as_str(), sums[2].as_str()),
        ("0", "10", "－")
    );
    assert!(
        rows.iter()
            .all(|row| row.sum == "22" && row.tones.len() == 24)
    );
    assert!(legend.iter().any(|key| key.label == "未報告"));
    assert!(
        alt.contains(&format!(
            "現時点では未着手1区（{}）、未報告1区（{}）",
            columns[0], columns[2]
        )),
        "{alt}"
    );
}
