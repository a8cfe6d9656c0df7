//! The data against an addition of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::observations::{Aggregate, Observation};
use super::*;
use crate::aggregate::history::History;
use crate::aggregate::summary::Summary;
use crate::figures::datum::symbol;
use crate::figures::fixture::{PERIOD, made_of, publication, round};
use crate::form::spec::Definitions;
use crate::model::catalogue::Kind;
use crate::model::round::Round;

fn fixture(missing: &[usize]) -> (Definitions, Round, Dataset) {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let round = round(&definitions, missing);
    let made = made_of(&definitions, &round, |material| {
        Dataset::new(material, &publication())
    });
    (definitions, round, made)
}

#[test]
fn observations_add_up_and_hold_nothing_private() {
    let (definitions, _, data) = fixture(&[2]);
    for row in &data.observations {
        let element = &definitions.catalogue.elements[&row.element_id];
        assert!(
            element.publish
                && element
                    .statistic()
                    .is_some_and(|(_, unit)| *unit == *row.measure),
            "{}",
            row.element_id
        );
        // What a unit wrote is a number of the city alone, and a text never stands in a row.
        assert!(
            element.counted.is_none() || (row.is_city() && row.role == Aggregate::Single),
            "{}",
            row.element_id
        );
        assert_eq!(row.value.is_none(), row.symbol == symbol::MISSING);
        assert_eq!(&*row.period, "2023H1");
    }
    let theme = |row: &&Observation, city: bool| row.is_city() == city;
    let has_units = |row: &&Observation| {
        row.role != Aggregate::Group
            && definitions.catalogue.elements[&row.element_id]
                .counted
                .is_none()
    };
    for city in data
        .observations
        .iter()
        .filter(|row| theme(row, true))
        .filter(has_units)
    {
        let same = |row: &&Observation| {
            (&row.element_id, &row.option_id, &row.answer_id, &row.month)
                == (
                    &city.element_id,
                    &city.option_id,
                    &city.answer_id,
                    &city.month,
                )
        };
        let units: u64 = data
            .observations
            .iter()
            .filter(|row| theme(row, false))
            .filter(same)
            .filter_map(|row| row.value)
            .sum();
        assert_eq!(
            city.value,
            Some(units),
            "{} {} {}",
            city.element_id,
            city.option_id,
            city.month
        );
        assert_eq!(*city.city_code, *definitions.registry.city.code);
        assert_eq!(city.notes, ["報告単位24のうち23の合計"]);
    }
    assert!(
        data.observations
            .iter()
            .any(|row| row.symbol == symbol::MISSING && !row.is_city())
    );
}

/// Who is missing is one filter, for every kind of unit.
#[test]
fn the_coverage_names_every_unit_that_was_to_report() {
    let (definitions, round, data) = fixture(&[2]);
    let kinds = &definitions.registry.kinds;
    let expected: usize = kinds
        .keys()
        .map(|kind| definitions.registry.expected(kind, PERIOD).count())
        .sum();
    assert_eq!(data.coverage.len(), expected);
    for row in &data.coverage {
        assert_eq!(
            row.state,
            round
                .standing(&definitions.registry.units[&row.unit_id])
                .label()
        );
        assert_eq!(&*row.period, "2023H1");
    }
    let missing = data.coverage.iter().filter(|row| row.state == "未提出");
    assert_eq!(missing.count(), kinds.len(), "the third unit of each kind");
}

/// The rows of an element and a line of its break-down, of the city, by the months that they are
/// of.
fn city<'a>(
    rows: &'a [Observation],
    element: &str,
    option: &str,
) -> BTreeMap<&'a str, &'a Observation> {
    let rows = rows
        .iter()
        .filter(|row| row.is_city() && &*row.element_id == element && &*row.option_id == option);
    rows.map(|row| (&*row.month, row)).collect()
}

#[test]
fn a_group_is_the_sum_of_its_options_in_every_month_and_of_the_city_alone() {
    let (definitions, _, data) = fixture(&[2]);
    let mut groups = 0;
    for element in definitions
        .catalogue
        .elements
        .values()
        .filter(|element| element.kind == Kind::Count)
    {
        let Some(category) = definitions.catalogue.breakdown(element) else {
            continue;
        };
        for group in category.groups.keys() {
            let rows = city(&data.observations, &element.id, group);
            assert_eq!(rows.len(), 7, "six months and the half");
            for (month, row) in rows {
                let options = category
                    .options
                    .values()
                    .filter(|option| option.group.as_ref() == Some(group));
                let parts: Vec<&Observation> = options
                    .map(|option| city(&data.observations, &element.id, &option.id)[month])
                    .collect();
                assert_eq!(
                    row.value,
                    parts.iter().map(|part| part.value).sum::<Option<u64>>()
                );
                let ids: Vec<&str> = parts.iter().map(|part| part.made_of.as_str()).collect();
                let formula = if ids.len() > 1 {
                    format!("sum({})", ids.join(", "))
                } else {
                    ids.concat()
                };
                assert_eq!(
                    (row.role, row.made_of.as_str()),
                    (Aggregate::Group, formula.as_str())
                );
                groups += 1;
            }
        }
    }
    assert!(groups > 0);
    assert!(
        data.observations
            .iter()
            .all(|row| row.is_city() || row.role != Aggregate::Group)
    );
}

/// Whoever adds what overlaps is told by the rows' role and by the lists.
#[test]
fn what_overlaps_is_told() {
    let (definitions, _, data) = fixture(&[]);
    for element in &data.lists.elements {
        let known = &definitions.catalogue.elements[&element.id];
        assert_eq!(element.multiple, known.multiple, "{}", element.id);
    }
    let mut told = 0;
    for row in data.observations.iter().chain(&data.past) {
        let key = (&*row.element_id, &*row.option_id);
        let mut options = data.lists.options.iter();
        let option = options.find(|option| (&*option.element_id, &*option.id) == key);
        let is_subset = option.expect("every code stands in a list").role == "再掲";
        assert_eq!(is_subset, row.role == Aggregate::Subset, "{}", row.made_of);
        told += usize::from(is_subset);
    }
    assert!(told > 10);
}

/// The lists hold what the data holds, and nothing that is not published.
#[test]
fn the_lists_tell_of_what_is_published_alone() {
    let (definitions, _, data) = fixture(&[]);
    let used: BTreeSet<&str> = data
        .observations
        .iter()
        .map(|row| &*row.element_id)
        .collect();
    let listed: BTreeSet<&str> = data.lists.elements.iter().map(|row| &*row.id).collect();
    assert_eq!(used, listed);
    assert!(!listed.contains("contact_person"));
    assert!(
        listed
            .iter()
            .all(|id| definitions.catalogue.elements[*id].publish)
    );
    let periods: Vec<&str> = data
        .lists
        .periods
        .iter()
        .map(|row| row.id.as_str())
        .collect();
    assert_eq!(periods, ["2022H1", "2023H1"]);
}

#[test]
fn the_past_is_as_published_with_its_months_and_the_states_of_units() {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let round = round(&definitions, &[]);
    let summary = Summary::new(
        &definitions.catalogue,
        PERIOD,
        round.counted(&definitions.registry),
    );
    let close = |line: &str| format!("{line},,zaitaku-report close\n");
    let csv = [
        "period,unit,element,option,state,month,value,note,source\n".to_owned(),
        "2021,city,meetings,,,,9,,資料\n2021,city,meetings,G1,,,4,,資料\n".to_owned(),
        "2021,city,meetings,G2,,,4,,資料\n2023H1,city,meetings,,,,5,,資料\n".to_owned(),
        close("2022H1,city,meetings,,,,7"),
        close("2022H1,city,meetings,,,2022-05,7"),
        close("2022H2,city,meetings,,,,8"),
        close("2022H2,office-kita,meetings,,,,3"),
        close("2022H2,city,conference,,,,24"),
        close("2022H2,city,conference,,held,,24"),
        close("2022H2,ward-kita,conference,,,,1"),
        close("2022H2,ward-kita,conference,,held,,1"),
    ]
    .concat();
    let mut history = History::default();
    history.read("h.csv", csv.as_bytes()).expect("good lines");
    let past = Dataset::new(
        &Material::new(&definitions, &round, &summary, &history),
        &publication(),
    )
    .past;
    let said: Vec<(&str, u64, String)> = past
        .iter()
        .map(|row| {
            (
                row.made_of.as_str(),
                row.value.expect("a number"),
                row.notes.join("、"),
            )
        })
        .collect();
    let expected = [
        ("meetings:G1~2021", 4, "出典は資料"),
        ("meetings:G2~2021", 4, "出典は資料"),
        (
            "meetings~2021",
            9,
            "公表値のまま（内訳の合計 8 と一致しない）、出典は資料",
        ),
        ("meetings~2022H1", 7, "締めたときの値"),
        ("meetings@2022-05~2022H1", 7, "締めたときの値"),
        ("conference=held~2022H2", 24, "締めたときの値"),
        ("conference=planned~2022H2", 0, ""),
        ("conference=none~2022H2", 0, ""),
        ("conference=held/ward-kita~2022H2", 1, "締めたときの値"),
        ("meetings~2022H2", 8, "締めたときの値"),
        ("conference=held~2022", 24, "締めたときの値、下半期末の値"),
        ("conference=planned~2022", 0, "下半期末の値"),
        ("conference=none~2022", 0, "下半期末の値"),
        (
            "conference=held/ward-kita~2022",
            1,
            "締めたときの値、下半期末の値",
        ),
        ("meetings~2022", 15, "上半期と下半期の合計"),
    ];
    assert_eq!(said, expected.map(|(id, n, note)| (id, n, note.to_owned())));
}

#[test]
fn nothing_received_is_nothing_counted() {
    let (_, _, data) = fixture(&(0..24).collect::<Vec<_>>());
    assert!(
        data.observations
            .iter()
            .all(|row| row.value.is_none() && row.symbol == symbol::MISSING)
    );
}

/// The elements whose unit totals are published of a complete round, after a change of its rows.
fn open_after(change: impl Fn(&mut Observation)) -> BTreeSet<String> {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    made_of(&definitions, &round(&definitions, &[]), |material| {
        let themes = themes::themes(material);
        let mut rows = present::observations(&themes);
        rows.iter_mut().for_each(change);
        let open = unit_totals::published(material, &themes, &rows);
        open.iter().map(ToString::to_string).collect()
    })
}

#[test]
fn totals_of_units_are_published_where_none_is_small_and_no_small_part_follows() {
    let all = open_after(|_| ());
    assert!(
        all.contains("askers") && all.contains("contents"),
        "{all:?}"
    );
    // One unit with a small total holds back the totals of all, of this element.
    let is_of =
        |row: &Observation, unit: &str| (&*row.element_id, &*row.unit_id) == ("askers", unit);
    let small = open_after(|row| {
        if row.is_unit_total() && is_of(row, "office-kita") {
            row.value = Some(3);
        }
    });
    assert!(
        !small.contains("askers") && small.contains("contents"),
        "{small:?}"
    );
    // Where one unit alone counted, the city's break-down is its own.
    let alone = open_after(|row| {
        if &*row.element_id == "askers" {
            let is_told = row.is_city() || is_of(row, "office-kita");
            row.value = match (is_told, row.option()) {
                (false, _) => Some(0),
                (true, None) => Some(22),
                (true, Some("S01")) => Some(3),
                (true, Some("S02")) => Some(19),
                (true, Some(_)) => Some(0),
            };
        }
    });
    assert!(!alone.contains("askers"), "{alone:?}");
    let (_, _, incomplete) = fixture(&[2]);
    assert!(
        incomplete.unit_totals.is_empty(),
        "a later release would tell the missing unit"
    );
}
