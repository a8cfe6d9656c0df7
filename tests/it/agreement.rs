//! A number that more than one output shows is the same in all of them: its value, the period that
//! it stands beside, what it was then, and the change.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use zaitaku_report::for_tests::dataset::Dataset;
use zaitaku_report::for_tests::figures::material::Material;
use zaitaku_report::for_tests::figures::publication::{Disclosure, Publication};
use zaitaku_report::for_tests::model::period::{Half, Period};
use zaitaku_report::for_tests::pages::commentary::Commentary;
use zaitaku_report::for_tests::pages::compose::{Edition, compose};
use zaitaku_report::for_tests::pages::printed;
use zaitaku_report::for_tests::pages::spec::PageSpecs;
use zaitaku_report::for_tests::sheets::Sheets;

use crate::support::{DEFINITIONS, disclosure, publication, with_sample};

const PAGES: &str = include_str!("../../templates/report/pages.toml");

/// What outputs say of numbers, by id: the number, that of an earlier period, the change to it.
#[derive(Default)]
struct Told {
    now: BTreeMap<String, u64>,
    /// The period in words, and the number.
    before: BTreeMap<String, (String, u64)>,
    /// As it is printed: `2.0%`, `-3`.
    percent: BTreeMap<String, String>,
    difference: BTreeMap<String, i64>,
}

impl Told {
    /// By the printed pages: ids and formulas of ids.
    fn by_pages(material: &Material, publication: &Publication) -> Self {
        let pages = PageSpecs::load(PAGES, &DEFINITIONS).expect("the pages");
        let edition = Edition {
            pages: &pages,
            publication,
            disclosure: &disclosure(material, &pages),
            commentary: &Commentary::default(),
        };
        let print = compose(material, &edition);
        let mut told = Self::default();
        let mut past = BTreeMap::new();
        let mut beside = Vec::new();
        for found in printed::numbers(&print) {
            let (id, text) = (found.number.origin.to_string(), &found.number.text);
            let changed = pair(&id, "change(").or_else(|| pair(&id, "difference("));
            if let Some((own, period)) = changed {
                beside.push((own.to_owned(), period.to_owned()));
                if text.contains('%') {
                    told.percent.insert(own.to_owned(), sized(text));
                } else {
                    told.difference.insert(own.to_owned(), signed(text));
                }
            } else if let (false, Some(n)) = (id.contains('('), digits(text)) {
                let of = if id.contains('~') {
                    &mut past
                } else {
                    &mut told.now
                };
                of.insert(id, n);
            }
        }
        for (own, period) in beside {
            if let Some(n) = past.get(&format!("{own}~{period}")) {
                let period: Period = period.parse().expect("a period");
                told.before.insert(own, (period.label(), *n));
            }
        }
        told
    }

    /// By the summary workbook: the row of the city, the row of the period before, the change.
    fn by_sheets(sheets: &Sheets) -> Self {
        let sheets = serde_json::to_value(sheets).expect("JSON");
        let mut told = Self::default();
        for table in sheets["tables"].as_array().expect("tables") {
            let Some(element) = table["element"].as_str() else {
                continue;
            };
            match table["kind"].as_str() {
                Some("counts") => told.row(table, &table["city"], &table["before"], |option| {
                    id(element, option, "")
                }),
                Some("states") => {
                    for state in table["counts"].as_array().expect("states") {
                        let answer = state["state"]
                            .as_str()
                            .map_or_else(String::new, |state| format!("={state}"));
                        if !answer.is_empty() {
                            told.row(table, &state["figures"], &state["before"], |option| {
                                id(element, option, &answer)
                            });
                        }
                    }
                }
                _ => {}
            }
        }
        told
    }

    fn row(
        &mut self,
        table: &Json,
        now: &Json,
        before: &Json,
        id: impl Fn(Option<&str>) -> String,
    ) {
        for (i, column) in table["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .enumerate()
        {
            let id = id(column["option"].as_str());
            if let Some(n) = now[i]["value"].as_u64() {
                self.now.insert(id.clone(), n);
            }
            if let Some(n) = before["values"][i].as_u64() {
                // 前年同期（令和4年度 上半期）
                let label = before["label"].as_str().expect("a period");
                let period = label.split(['（', '）']).nth(1).unwrap_or(label);
                let label = period.to_owned();
                self.before.insert(id.clone(), (label, n));
            }
            let change = &before["change"][i];
            if let Some(difference) = change["difference"].as_i64() {
                self.difference.insert(id.clone(), difference);
            }
            if let Some(rate) = change["rate"].as_f64() {
                self.percent
                    .insert(id, format!("{:.1}%", rate.abs() * 100.0));
            }
        }
    }

    /// By the open data: this period, and the earlier one that stands beside it.
    fn by_data(material: &Material, dataset: &Dataset) -> Self {
        let mut told = Self::default();
        for row in &dataset.observations {
            if let (Some(value), false) = (row.value, row.made_of.contains('(')) {
                told.now.insert(row.made_of.clone(), value);
            }
        }
        for row in &dataset.past {
            let element = material.element(&row.element_id).expect("an element");
            let before = material.comparison(element).before;
            if let (Some(value), true) = (row.value, *row.period == *before.to_string()) {
                let own = row.made_of.split('~').next().unwrap_or_default();
                told.before.insert(own.to_owned(), (before.label(), value));
            }
        }
        told
    }
}

fn id(element: &str, option: Option<&str>, answer: &str) -> String {
    option.map_or_else(
        || format!("{element}{answer}"),
        |option| format!("{element}:{option}{answer}"),
    )
}

/// The number and the period that a formula of a change is of: `change(askers, askers~2022H1)`.
fn pair<'a>(id: &'a str, how: &str) -> Option<(&'a str, &'a str)> {
    let (new, old) = id.strip_prefix(how)?.strip_suffix(')')?.split_once(", ")?;
    let (own, period) = old.split_once('~')?;
    (own == new).then_some((own, period))
}

fn digits(text: &str) -> Option<u64> {
    text.chars()
        .filter(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()
}

/// A change without its direction: `＋2.0%`, `2.0%増` are `2.0%`.
fn sized(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | '%'))
        .collect()
}

fn signed(text: &str) -> i64 {
    let size = digits(text).unwrap_or_default() as i64;
    if text.contains(['－', '-', '減']) {
        -size
    } else {
        size
    }
}

/// Holds what two outputs tell of the same numbers; how many they share.
fn agree<T: PartialEq + std::fmt::Debug>(
    what: &str,
    one: &BTreeMap<String, T>,
    other: &BTreeMap<String, T>,
) -> usize {
    let mut shared = 0;
    for (id, own) in one {
        if let Some(told) = other.get(id) {
            assert_eq!(own, told, "{what}: {id}");
            shared += 1;
        }
    }
    shared
}

#[track_caller]
fn holds(period: Period, missing: &[&str], least: [usize; 4]) {
    with_sample(period, missing, |material| agrees(material, least));
}

fn agrees(material: &Material, least: [usize; 4]) {
    let publication = publication(material);
    let pages = Told::by_pages(material, &publication);
    let sheets = Told::by_sheets(&Sheets::new(material, &publication, None));
    let dataset = Dataset::new(material, &publication);
    let data = Told::by_data(material, &dataset);
    // The workbook for everybody tells of the city what that of the office tells.
    let disclosure = Disclosure {
        unit_totals: dataset.unit_totals.clone(),
        permits: Vec::new(),
    };
    let public = Told::by_sheets(&Sheets::new(material, &publication, Some(&disclosure)));
    assert_eq!(
        (&public.now, &public.before, &public.percent),
        (&sheets.now, &sheets.before, &sheets.percent)
    );
    let shared = [
        agree("now, pages and workbook", &pages.now, &sheets.now)
            + agree("now, pages and open data", &pages.now, &data.now)
            + agree("now, workbook and open data", &sheets.now, &data.now),
        agree("before, pages and workbook", &pages.before, &sheets.before)
            + agree("before, pages and open data", &pages.before, &data.before)
            + agree(
                "before, workbook and open data",
                &sheets.before,
                &data.before,
            ),
        agree(
            "change, pages and workbook",
            &pages.percent,
            &sheets.percent,
        ),
        agree(
            "difference, pages and workbook",
            &pages.difference,
            &sheets.difference,
        ),
    ];
    // Of few cases no output tells a rate.
    let least_base = material.definitions.catalogue.small_base;
    for id in sheets.percent.keys().chain(pages.percent.keys()) {
        let before = sheets.before.get(id).or(pages.before.get(id));
        assert!(before.is_some_and(|(_, n)| *n >= least_base), "{id}");
    }
    // What not all have reported is held against nothing.
    let changes = [&pages.percent, &sheets.percent]
        .into_iter()
        .flat_map(BTreeMap::keys);
    for id in changes.chain(pages.difference.keys()) {
        let element = id
            .split([':', '='])
            .next()
            .and_then(|id| material.element(id));
        assert!(
            element.is_some_and(|element| material.is_whole(element)),
            "{id}"
        );
    }
    for (id, difference) in &pages.difference {
        let (now, (_, before)) = (
            pages.now.get(id),
            pages
                .before
                .get(id)
                .or(sheets.before.get(id))
                .unwrap_or_else(|| panic!("{id}")),
        );
        assert_eq!(
            now.map(|now| *now as i64 - *before as i64),
            Some(*difference),
            "{id}"
        );
    }
    assert!(
        shared.iter().zip(least).all(|(n, least)| *n >= least),
        "{shared:?}"
    );
}

#[test]
fn a_half_is_told_alike_in_pages_workbook_and_open_data() {
    holds(Period::half(2023, Half::First), &[], [300, 100, 10, 10]);
}

#[test]
fn a_year_is_told_alike_in_pages_workbook_and_open_data() {
    holds("2022".parse().expect("a year"), &[], [300, 0, 0, 0]);
}

#[test]
fn a_round_of_some_is_told_alike_and_compared_nowhere() {
    holds(
        Period::half(2023, Half::First),
        &["旭区相談支援室"],
        [300, 0, 0, 0],
    );
}
