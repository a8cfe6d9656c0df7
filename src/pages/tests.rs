//! The sentences of the pages, right for any data.

use crate::aggregate::history::{History, Revision, closed_lines};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::figures::fixture::{PERIOD, round};
use crate::figures::material::Material;
use crate::figures::number::{Origin, Words};
use crate::figures::publication::{Disclosure, Publication};
use crate::form::load::Sources;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::answer::{Answer, Value};
use crate::model::period::{Half, Period};
use crate::model::round::Round;
use crate::model::submission::DataValue;
use crate::pages::commentary::Commentary;
use crate::pages::compose::{Edition, compose};
use crate::pages::feedback;
use crate::pages::print::{Chart, Page, Print, Row};
use crate::pages::printed;
use crate::pages::spec::PageSpecs;
use crate::pages::wording::flat;
use crate::settings::Settings;

const PAGES: &str = include_str!("../../templates/report/pages.toml");
const SETTINGS: &str = "[publication]\ntitle = \"取組\"\nprogramme = \"事業\"\nissuer = \"局\"\nlicence = \"CC BY 4.0\"\nsource = \"様式\"";

fn settings() -> Settings {
    Settings::parse(SETTINGS).expect("the settings parse")
}

/// A round in which the units of some numbers are missing, with the answers that `answer` gives to
/// an element, by the number of the unit among those that reported.
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

/// Every total of a unit may be told.
fn disclosure(definitions: &Definitions, pages: &PageSpecs) -> Disclosure {
    Disclosure {
        unit_totals: definitions.catalogue.elements.keys().cloned().collect(),
        permits: pages.permits(),
    }
}

fn composed(definitions: &Definitions, round: &Round, past: &str) -> Print {
    let pages = PageSpecs::load(PAGES, definitions).expect("the pages load");
    let mut history = History::default();
    let head = "period,unit,element,option,state,value,note,source\n";
    history
        .read("past.csv", format!("{head}{past}").as_bytes())
        .expect("good lines");
    let counted = round.counted(&definitions.registry);
    let summary = Summary::new(&definitions.catalogue, PERIOD, counted);
    let material = Material::new(definitions, round, &summary, &history);
    compose(
        &material,
        &Edition {
            pages: &pages,
            publication: &Publication::new(&material, &settings()),
            disclosure: &disclosure(definitions, &pages),
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
fn each_unit_stands_by_itself_beside_its_past_and_all_others() {
    let state = |i: usize, option: &str| match (i, option) {
        (0, "A6") => "not_yet",
        _ => "done",
    };
    let past = "2022H1,ward-kita,conference,,planned,1,,x\n";
    let print = print(&[3], past, |i, value| {
        let option = value.key.option.as_deref().unwrap_or_default();
        let held = if i < 2 { "held" } else { "planned" };
        choose(value, "conference", held).or_else(|| choose(value, "resources", state(i, option)))
    });
    let profiles = &page(&print, "areas").profiles;
    assert_eq!((profiles.len(), profiles[0].id.as_str()), (24, "ward-kita"));
    let lines = |at: usize| -> Vec<(&str, &str)> {
        let lines = profiles[at].lines.iter();
        lines
            .map(|line| (line.label.as_str(), line.text.as_str()))
            .collect()
    };
    let told = [
        (
            0,
            "推進会議",
            "開催している（前年同期は開催予定）。23区中2区が同じ。",
        ),
        (2, "推進会議", "開催予定。23区中21区が同じ。"),
        (
            0,
            "資源の把握",
            "6項目中5項目が「実施済」。「現時点では未着手」は区民への公開。",
        ),
        (1, "資源の把握", "6項目すべてが「実施済」。"),
    ];
    for (at, label, text) in told {
        assert!(lines(at).contains(&(label, text)), "{:?}", lines(at));
    }
    // Who has not reported is not told to have none.
    assert_eq!(lines(3), [("区役所", "未報告"), ("相談支援室", "未報告")]);
    assert!(profiles[3].table.is_none());
    let rows = &profiles[0].table.as_ref().expect("a table").rows;
    let cells = |row: &Row| row.cells.iter().map(Words::to_string).collect::<Vec<_>>();
    assert_eq!(
        cells(&rows[0]),
        ["推進会議", "開催している", "開催予定", "23区中2区"]
    );
}

#[test]
fn no_page_prints_what_nobody_may_read() {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let pages = PAGES.replace(
        "element = \"awareness_activity\"",
        "element = \"contact_person\"",
    );
    assert_ne!(pages, PAGES);
    let error = PageSpecs::load(&pages, &definitions).expect_err("refused");
    assert!(error.to_string().contains("公表しない項目"), "{error}");
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
        (
            told(
                "令和4年度と比べて、1項目で増えた。増減が最も大きいのは「マップ作成」（24区、1区増）。"
            ),
            change("±0")
        )
    );
    // Of a part of the items, or of a part of the units, nothing is said of all.
    assert_eq!(said(&[], &[20; 5]), (told(""), change("＋4")));
    let (some, change) = said(&[1], &[20; 6]);
    assert!(!some.contains("比べて") && change.is_none(), "{some}");
}

/// A number that is asked no more is not one that fell to zero.
#[test]
fn what_is_asked_no_more_has_not_moved() {
    let catalogue = include_str!("../../templates/forms/catalogue.toml");
    let id = "id = \"training_participants\"\n";
    let past = "2022H1,city,training_participants,,,374,,\n2022H1,city,training_date,,,9,,";
    for (until, told) in [("", true), ("until = \"2022H2\"\n", false)] {
        let text = catalogue.replace(id, &format!("{id}{until}"));
        let sources = Sources::built_in().with("catalogue.toml", &text);
        let definitions = Definitions::load(&sources).expect("the definitions load");
        let mut round = round(&definitions, &[]);
        for arrival in &mut round.arrivals {
            for value in arrival.submission.iter_mut().flat_map(|of| &mut of.values) {
                if &*value.key.element == "training_participants" {
                    value.answer = Answer::Given(Value::Count(1));
                }
            }
        }
        let said = finding(&composed(&definitions, &round, past), "training");
        assert_eq!(said.contains("374人から"), told, "{said}");
    }
}

#[test]
fn changes_of_few_cases_are_told_by_their_number() {
    let told = |before: u64| {
        let past = format!("2022H1,city,seamless,W1,,{before},,\n2022H1,city,seamless,W2,,900,,");
        let print = print(&[], &past, |_, value| {
            (&*value.key.element == "seamless").then_some(Value::Count(1))
        });
        let page = page(&print, "seamless");
        let mut notes = page.notes.iter();
        let said = notes.any(|note| note.contains("20件に満たない区分の増減は、率ではなく数"));
        let Some(Chart::Bars { rows, .. }) = page.charts.get("bars") else {
            panic!("bars")
        };
        let mut changes = rows
            .iter()
            .filter_map(|row| Some((row.values[1].n?, row.change.clone()?)));
        let change = changes
            .find(|(past, _)| *past == before)
            .expect("a change")
            .1;
        (change.to_string(), said)
    };
    // 24 offices, 6 months, one each.
    assert_eq!(told(0), ("＋144".to_owned(), true));
    assert_eq!(told(19), ("＋125".to_owned(), true));
    assert_eq!(told(20), ("＋620.0%".to_owned(), false));
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
fn a_part_of_the_units_and_a_total_that_contradicts_itself_are_not_held_against() {
    let past =
        "2022H1,city,meetings,,,9,,\n2022H1,city,meetings,G1,,3,,\n2022H1,city,meetings,G2,,4,,";
    let sums = past.replace(",,,9,", ",,,7,");
    let one = |_, value: &DataValue| (&*value.key.element == "meetings").then_some(Value::Count(1));
    let whole = print(&[], &sums, one);
    assert!(finding(&whole, "meetings").contains("7回から"));
    let contradictory = print(&[], past, one);
    let said = finding(&contradictory, "meetings");
    assert!(!said.contains("から") && !said.contains('増'), "{said}");
    let part = print(&[2], &sums, one);
    let page = page(&part, "meetings");
    let total = page.tables["years"].rows[0]
        .cells
        .last()
        .expect("this period");
    assert!(total.ends_with('＊'), "{total}");
    let told = |note: &Words| note.starts_with("＊") && note.contains("24か所のうち23か所");
    assert!(page.notes.iter().any(told), "{:?}", page.notes);
}

/// Of what was published of a period, some states may have been left out: they are not zero.
#[test]
fn a_state_of_which_nothing_was_published_is_unknown() {
    let all = "2022H1,city,conference,,held,9,,\n2022H1,city,conference,,planned,8,,\n2022H1,city,conference,,none,7,,";
    let table = |past| {
        let print = print(&[], past, |_, value| choose(value, "conference", "held"));
        page(&print, "conference").tables.contains_key("change")
    };
    assert!(table(all));
    assert!(!table("2022H1,city,conference,,held,9,,"));
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
    assert!(finding(&from_zero, "askers").contains("令和4年度上半期の0件から1,872件増。"));
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
    // What nobody reported is not zero: nothing that is printed as a number of the period says so.
    for page in &print.pages {
        for found in printed::of_page(&print, page) {
            let origin = &found.number.origin;
            let is_of_now = origin
                .roots()
                .iter()
                .all(|root| matches!(root, Origin::Counted(_)));
            assert!(
                !is_of_now,
                "{} {}: {}",
                page.id, found.place, found.number.text
            );
        }
    }
    assert_eq!(page(&print, "askers").figures[0].value, "…");
    let Some(Chart::Bars { rows, .. }) = page(&print, "askers").charts.get("bars") else {
        panic!("bars")
    };
    assert!(rows.iter().all(|row| row.values[0].n.is_none()));
    let preliminary = &print.meta.marks[0];
    assert_eq!(preliminary.mark, "速報");
    assert!(
        preliminary.text.starts_with("次の48件は集計に含まない: "),
        "{}",
        preliminary.text
    );
}

#[test]
fn a_report_is_final_when_all_have_reported_and_no_answer_is_awaited() {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let mut all = round(&definitions, &[]);
    let awaited = composed(&definitions, &all, "").meta.marks;
    assert_eq!(awaited[0].mark, "未確定");
    for arrival in &mut all.arrivals {
        arrival.findings.clear();
    }
    assert_eq!(composed(&definitions, &all, "").meta.marks, []);
    let two = &print(&[0], "", |_, _| None).meta.marks[0];
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

#[test]
fn a_part_of_the_units_is_held_against_nothing() {
    let past = ["held", "planned", "none"]
        .map(|state| format!("2022H1,city,conference,,{state},8,,"))
        .join("\n");
    let past = format!("{past}\n2022H1,city,training_date,,,19,,\n2022H1,city,askers,,,2000,,");
    let state = |_: usize, value: &DataValue| choose(value, "conference", "held");
    let has_change = |print: &Print| page(print, "conference").tables.contains_key("change");
    let warned = |print: &Print| {
        let mut notes = page(print, "conference").notes.iter();
        notes.any(|note| {
            note.contains("報告が揃っていないため、令和4年度 上半期の数とは比べられない")
        })
    };
    let whole = print(&[], &past, state);
    assert!(has_change(&whole) && !warned(&whole));
    let part = print(&[1], &past, state);
    assert!(!has_change(&part) && warned(&part));
    for page in &part.pages {
        for found in printed::of_page(&part, page) {
            let origin = found.number.origin.to_string();
            let is_change = origin.starts_with("change(")
                || origin.starts_with("difference(") && origin.contains('~');
            assert!(!is_change, "{}: {origin}", page.id);
        }
    }
}

#[test]
fn every_change_that_is_shown_can_be_traced() {
    let print = print(&[], "2022,city,resources,A1,done,20,,", |_, value| {
        choose(value, "resources", "done")
    });
    let numbers = printed::of_page(&print, page(&print, "resources"));
    let change = numbers.iter().find(|found| found.number.text == "＋4");
    assert_eq!(
        change.map(|found| (found.place, found.number.origin.to_string())),
        Some((
            "items",
            "difference(resources:A1=done, resources:A1=done~2022)".to_owned()
        ))
    );
}

/// Every text that may hold a digit without being a figure: names, dates and codes.
fn names(definitions: &Definitions, round: &Round) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let catalogue = &definitions.catalogue;
    for element in catalogue.elements.values() {
        names.extend([element.label.clone(), element.definition.clone()]);
    }
    for category in catalogue.categories.values() {
        names.push(category.label.clone());
        names.extend(category.groups.values().cloned());
        for option in category.options.values() {
            names.push(option.label.clone());
            names.extend(option.phrase.clone());
        }
    }
    for form in definitions.forms.values() {
        names.push(form.label.clone());
        names.extend(form.sheets.iter().map(|sheet| sheet.name.clone()));
    }
    names.extend(
        definitions
            .registry
            .units
            .values()
            .map(|unit| unit.name.clone()),
    );
    for year in 2015..=2023 {
        names.push(Period::year(year).year.label());
    }
    names.extend((1..=12).rev().map(|month| format!("{month}月")));
    for arrival in &round.arrivals {
        names.push(arrival.file.name.to_string());
        names.push(arrival.file.sha256.chars().take(12).collect());
        for finding in &arrival.findings {
            names.extend([finding.heading.clone(), finding.problem.clone()]);
            names.extend(finding.sheet.clone());
            names.extend(finding.cell.map(|cell| cell.to_string()));
            names.extend(finding.reason.clone());
        }
        for value in arrival
            .submission
            .iter()
            .flat_map(|submission| &submission.values)
        {
            names.extend(
                value
                    .answer
                    .value()
                    .and_then(Value::text)
                    .map(str::to_owned),
            );
        }
    }
    let pages = PageSpecs::load(PAGES, definitions).expect("the pages load");
    names.extend(pages.page.into_iter().flat_map(|page| page.notes));
    // The number of a case is its name; the base is a rule of pages.toml.
    names.extend((1..=60).rev().map(|case| format!("事例{case}\n")));
    names.push("が20件に満たない".to_owned());
    names.retain(|name| name.contains(|c: char| c.is_ascii_digit()));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// What of the words is neither a number with its origin nor a name.
fn unexplained(words: &Words, names: &[String]) -> String {
    let mut rest = words.to_string();
    for name in names {
        rest = rest.replace(name, "");
    }
    for number in words.numbers() {
        rest = rest.replacen(&number.text, "", 1);
    }
    rest
}

#[test]
fn no_figure_is_printed_without_its_origin() {
    let all = Definitions::built_in().expect("the built-in definitions load");
    // One ward is gone since the year before.
    let mut fewer = all.clone();
    let ward = &mut fewer.registry.units[0];
    ward.validity.until = Some(Period::half(2022, Half::Second));
    for definitions in [&all, &fewer] {
        are_explained(definitions);
    }
}

fn are_explained(definitions: &Definitions) {
    let past = "2022H1,city,askers,,,2000,,\n2022,city,askers,,,4100,,\n2022,city,resources,A1,done,20,,\n2022H1,city,meetings,,,1083,,";
    for missing in [vec![], vec![1, 5]] {
        let round = round(definitions, &missing);
        let names = names(definitions, &round);
        let mut prints = vec![composed(definitions, &round, past)];
        let counted = round.counted(&definitions.registry);
        let summary = Summary::new(&definitions.catalogue, PERIOD, counted);
        let history = History::default();
        let material = Material::new(definitions, &round, &summary, &history);
        let publication = Publication::new(&material, &settings());
        let units = definitions.registry.units.values();
        prints.extend(units.filter_map(|unit| feedback::compose(&material, &publication, unit)));
        assert!(prints.len() > 40, "{}", prints.len());
        for print in &prints {
            for page in &print.pages {
                for (place, words) in printed::words(print, page) {
                    let rest = unexplained(words, &names);
                    assert!(
                        !rest.contains(|c: char| c.is_ascii_digit()),
                        "{} {place}: {words} has a number without origin: {rest}",
                        page.id
                    );
                }
            }
        }
    }
}

#[test]
fn a_question_that_is_asked_no_more_is_explained_no_more() {
    let sources = Sources::built_in();
    let catalogue = sources.text("catalogue.toml").expect("the catalogue");
    let asked = "id = \"training_participants\"\nlabel = \"参加者数\"\n";
    assert!(catalogue.contains(asked));
    for (until, is_told) in [("2022H2", false), ("2023H1", true)] {
        let ended = catalogue.replacen(asked, &format!("{asked}until = \"{until}\"\n"), 1);
        let sources = Sources::built_in().with("catalogue.toml", &ended);
        let definitions = Definitions::load(&sources).expect("the definitions load");
        let print = composed(&definitions, &round(&definitions, &[]), "");
        for (id, table) in [("about", "items"), ("appendix", "dictionary")] {
            let rows = &page(&print, id).tables[table].rows;
            let names = rows.iter().filter_map(|row| row.cells.first());
            let mut names = names.map(ToString::to_string);
            assert_eq!(
                names.any(|name| name == "参加者数"),
                is_told,
                "{id} {until}"
            );
            assert!(rows.len() > 5, "{id}");
        }
    }
}

#[test]
fn a_unit_of_several_areas_stands_for_each_and_counts_once() {
    const ROSTER: &str = include_str!("../../templates/forms/org_units.toml");
    let merged = "unit = [\n    { id = \"ward-both\", kind = \"ward\", areas = [\"taisho\", \"naniwa\"], name = \"大正・浪速区役所\" },";
    let mut text = String::new();
    for line in ROSTER.lines() {
        if !line.contains("\"ward-taisho\"") && !line.contains("\"ward-naniwa\"") {
            text += &line.replace("unit = [", merged);
            text.push('\n');
        }
    }
    let sources = Sources::built_in().with("org_units.toml", &text);
    let definitions = Definitions::load(&sources).expect("the definitions load");
    let round = round(&definitions, &[]);
    let print = composed(&definitions, &round, "");
    let name = "大正区・浪速区".to_owned();
    let (mut states, mut grids) = (0, 0);
    for chart in print.pages.iter().flat_map(|page| page.charts.values()) {
        match chart {
            Chart::Matrix { tiles, alt, .. } => {
                assert!(tiles.len() == 23 && tiles[0].label == name);
                assert!(alt.contains(&name), "{alt}");
                states += 1;
            }
            Chart::Grid { columns, sums, .. } => {
                assert!(columns.contains(&name) && (columns.len(), sums.len()) == (23, 23));
                grids += 1;
            }
            _ => {}
        }
    }
    assert_eq!((states, grids), (2, 2));
    let appendix = &page(&print, "appendix").tables["submissions"];
    let mut rows = Vec::new();
    for row in &appendix.rows {
        let cells: Vec<&str> = row.cells.iter().map(Words::as_str).collect();
        if cells[0] == "大正区" || cells[0] == "浪速区" {
            rows.push([cells[0], cells[1], cells[3]]);
        }
    }
    let first = ["大正区", "大正区・浪速区.xlsx", "大正区.xlsx"];
    assert_eq!(rows, [first, ["浪速区", "大正区に同じ", "浪速区.xlsx"]]);
}

/// What took the place of others stands beside their past, which is marked when one of them was
/// corrected.
#[test]
fn the_past_of_a_successor_is_marked_when_a_part_of_it_was_corrected() {
    const BEFORE: &str = r#"{ id = "S04", label = "薬局・薬剤師" },
    { id = "S05", label = "訪問看護" },"#;
    const SINCE: &str = r#"{ id = "S04", label = "薬局・薬剤師", until = "2022H2" },
    { id = "S05", label = "訪問看護", until = "2022H2" },
    { id = "S94", label = "薬局と訪問看護", from = "2023H1", succeeds = ["S04", "S05"] },"#;
    let sources = Sources::built_in();
    let text = sources.text("catalogue.toml").expect("the catalogue");
    let text = text.replacen(BEFORE, SINCE, 1);
    let definitions = Definitions::load(&sources.with("catalogue.toml", &text)).expect("loads");
    let round = round(&definitions, &[]);
    let counted = round.counted(&definitions.registry);
    let summary = Summary::new(&definitions.catalogue, PERIOD, counted);
    let mut history = History::following(&definitions.catalogue, &definitions.registry);
    let past = "period,unit,element,option,state,value,note,source\n\
        2022H1,city,askers,S04,,30,,\n2022H1,city,askers,S05,,12,,";
    history
        .read("past.csv", past.as_bytes())
        .expect("good lines");
    let before: Period = "2022H1".parse().expect("a period");
    let key = |option: &str| TallyKey::of(&Id::from("askers")).option(&Id::from(option));
    let correction = Revision {
        key: key("S05"),
        old: Some(12),
        new: Some(15),
    };
    let said = |revised: &[(Period, Revision)]| {
        let material = Material::new(&definitions, &round, &summary, &history);
        let past = material
            .with_revised_past(revised)
            .past(before, &key("S94"));
        Words::from(past.expect("a past")).to_string()
    };
    assert_eq!(said(&[]), "42");
    assert_eq!(said(&[(before, correction)]), "42r");
}

/// A corrected edition says so, since when, and of which numbers; so is a past told that was
/// corrected.
#[test]
fn what_was_corrected_is_marked_dated_and_listed() {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let round = round(&definitions, &[]);
    let counted = round.counted(&definitions.registry);
    let summary = Summary::new(&definitions.catalogue, PERIOD, counted);
    let total = TallyKey::of(&Id::from("askers"));
    let option = total.clone().option(&Id::from("S01"));
    let of_unit = option.clone().unit(&Id::from("office-kita"));
    let mut lines = closed_lines(&summary);
    for line in &mut lines {
        if [&total, &option, &of_unit].contains(&&line.key()) {
            line.value += 2;
        }
    }
    let past = "2022H1,city,askers,,,2000,,\n2022H1,city,meetings,,,1083,,";
    let past = format!("period,unit,element,option,state,value,note,source\n{past}");
    let mut history = History::default();
    history.add(&lines);
    history
        .read("past.csv", past.as_bytes())
        .expect("good lines");
    let before: Period = "2022H1".parse().expect("a period");
    let corrected = |key: &TallyKey, old, new| {
        let (old, new) = (Some(old), Some(new));
        (
            before,
            Revision {
                key: key.clone(),
                old,
                new,
            },
        )
    };
    let of_past = [corrected(&total, 2000, 2007), corrected(&of_unit, 1, 8)];
    let material = Material::new(&definitions, &round, &summary, &history);
    let material = material.with_revised_past(&of_past);
    let dated = "\n[rounds.\"2023H1\"]\ncorrected = \"2024-01-10\"\n[rounds.\"2022H1\"]\ncorrected = \"2023-02-01\"";
    let settings = Settings::parse(&format!("{SETTINGS}{dated}")).expect("the settings parse");
    let publication = Publication::new(&material, &settings);
    let pages = PageSpecs::load(PAGES, &definitions).expect("the pages load");
    let edition = Edition {
        pages: &pages,
        publication: &publication,
        disclosure: &disclosure(&definitions, &pages),
        commentary: &Commentary::default(),
    };
    let print = compose(&material, &edition);
    assert!(
        print.meta.title.contains("【訂正版（2024年1月10日）】"),
        "{}",
        print.meta.title
    );
    let listed = &page(&print, "corrections").tables["corrections"].rows;
    let cells: Vec<Vec<&str>> = listed
        .iter()
        .map(|row| row.cells.iter().map(Words::as_str).collect())
        .collect();
    let n = |key: &TallyKey| summary.sum(key);
    let [all, part] = [n(&total), n(&option)];
    let numbers = |n: u64| crate::model::text::grouped(n);
    let row = |at: &str, name: &str, old: u64, new: u64, on: &str| {
        let label = "個別相談ケース（相談者別）".to_owned();
        vec![
            at.to_owned(),
            label,
            name.to_owned(),
            numbers(old),
            numbers(new),
            on.to_owned(),
        ]
    };
    // What a unit counted is not told, neither of now nor of then.
    assert_eq!(
        cells,
        [
            row("令和5年度 上半期", "合計", all + 2, all, "2024年1月10日"),
            row("令和5年度 上半期", "病院", part + 2, part, "2024年1月10日"),
            row("令和4年度 上半期", "合計", 2000, 2007, "2023年2月1日"),
        ]
    );
    let askers = page(&print, "askers");
    assert_eq!(
        askers.figures[0].value.as_str(),
        format!("{}r", numbers(all))
    );
    assert!(
        askers.figures[0].lines[0].contains("2,000r件"),
        "{:?}",
        askers.figures[0].lines
    );
    let Chart::Bars { rows, .. } = &askers.charts["bars"] else {
        panic!("bars");
    };
    let marked = rows.iter().filter(|row| row.values[0].text.ends_with('r'));
    assert_eq!(
        marked.map(|row| row.label.as_str()).collect::<Vec<_>>(),
        ["病院"]
    );
    let notes: Vec<&str> = askers.notes.iter().map(Words::as_str).collect();
    let said = format!("r 令和4年度 上半期の訂正: 合計 {}→2,007。", numbers(2000));
    assert!(notes.contains(&said.as_str()), "{notes:?}");
    assert!(!flat(&page(&print, "meetings").finding).contains('r'));
    // Where nothing was corrected nothing says so.
    let empty = History::default();
    let plain = Material::new(&definitions, &round, &summary, &empty);
    let publication = Publication::new(&plain, &settings);
    let edition = Edition {
        publication: &publication,
        ..edition
    };
    let print = compose(&plain, &edition);
    let marks = print.meta.marks.iter();
    assert!(marks.into_iter().all(|told| !told.mark.contains("訂正")));
    assert!(print.pages.iter().all(|page| page.id != "corrections"));
}
