//! Every check has its broken sample, which raises exactly its code; clean samples raise nothing.

use rayon::prelude::*;
use zaitaku_report::for_tests::form::blank::Filling;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::model::answer::{Answer, Fault, Value};
use zaitaku_report::for_tests::model::cell::{CellRef, Location};
use zaitaku_report::for_tests::model::finding::{Finding, Severity};
use zaitaku_report::for_tests::model::period::{Half, Month, Period};
use zaitaku_report::for_tests::model::picture::PictureFault;
use zaitaku_report::for_tests::model::submission::{
    Answered, Arrival, Departure, DepartureKind, Key, Reason, Role, Submission,
};
use zaitaku_report::for_tests::model::waiver::Waiver;
use zaitaku_report::for_tests::rules::{self, Background, RULES, RoundContext};

use crate::filled::*;

/// How a clean submission is broken.
enum Broken {
    /// Other answers on the form.
    Filled(fn(&mut Filling)),
    /// Something that no filling can hold: the submission as read.
    Read(fn(&mut Submission)),
}

use Broken::{Filled, Read};

/// One case text, put into the first case.
fn case(filling: &mut Filling, text: &str) {
    filling.answers.insert(row("case_request", 1), words(text));
}

/// One training that was held.
fn held(filling: &mut Filling) {
    let answer = Value::Choice("held".into());
    filling.answers.insert(field("training"), answer);
    training(filling, 1);
}

/// The broken sample of each check on one submission. The checks of the gate and of the form's
/// labels are broken by the tests of reading.
const SAMPLES: &[(&str, &str, Broken)] = &[
    (
        "Z101",
        OFFICE,
        Filled(|filling| drop(filling.answers.remove(&month("askers", "S01", 0)))),
    ),
    (
        "Z102",
        OFFICE,
        Filled(|filling| {
            drop(
                filling
                    .answers
                    .insert(month("askers", "S02", 2), words("約10")),
            )
        }),
    ),
    (
        "Z103",
        WARD,
        Filled(|filling| {
            drop(
                filling
                    .answers
                    .insert(option("resources", "A1"), words("たぶん済んだ")),
            )
        }),
    ),
    (
        "Z104",
        WARD,
        Filled(|filling| drop(filling.answers.insert(field("submitted_on"), words("来月")))),
    ),
    (
        "Z105",
        OFFICE,
        Read(|submission| spoil(submission, Fault::NoStoredResult)),
    ),
    (
        "Z106",
        OFFICE,
        Read(|submission| spoil(submission, Fault::Struck)),
    ),
    (
        "Z107",
        WARD,
        Filled(|filling| {
            drop(
                filling
                    .answers
                    .insert(field("pdca_vision"), words(&"長".repeat(2_001))),
            )
        }),
    ),
    (
        "Z108",
        WARD,
        Read(|submission| no_picture(submission, PictureFault::Format("EMF"))),
    ),
    (
        "Z109",
        WARD,
        Read(|submission| no_picture(submission, PictureFault::TooLarge)),
    ),
    (
        "Z110",
        WARD,
        Read(|submission| no_picture(submission, PictureFault::Cropped)),
    ),
    (
        "Z111",
        WARD,
        Read(|submission| depart(submission, DepartureKind::PictureDoubled)),
    ),
    (
        "Z112",
        WARD,
        Read(|submission| depart(submission, DepartureKind::PicturesElsewhere(2))),
    ),
    (
        "Z113",
        WARD,
        Read(|submission| depart(submission, DepartureKind::PicturesUnread)),
    ),
    (
        "Z190",
        OFFICE,
        Filled(|filling| {
            let key = month("askers", "S01", 0);
            let count = filling.answers[&key].count().unwrap_or(0);
            filling.answers.insert(key, words(&format!("　{count}件")));
        }),
    ),
    (
        "Z201",
        OFFICE,
        Read(|submission| {
            let total = submission
                .values
                .iter_mut()
                .find(|value| value.role == Role::Total)
                .expect("a total");
            total.answer = Answer::Given(Value::Count(99_999));
            total.formula = false;
        }),
    ),
    (
        "Z191",
        OFFICE,
        Read(|submission| {
            let total = submission
                .values
                .iter_mut()
                .find(|value| value.role == Role::Total)
                .expect("a total");
            total.answer = Answer::Given(Value::Count(99_999));
        }),
    ),
    (
        "Z202",
        OFFICE,
        Filled(|filling| {
            for (of, count) in [("G1", 0), ("G2", 0), ("G3", 1)] {
                filling
                    .answers
                    .insert(month("meetings", of, 0), Value::Count(count));
            }
        }),
    ),
    (
        "Z203",
        WARD,
        Filled(|filling| {
            filling
                .answers
                .insert(field("training"), Value::Choice("none".into()));
            filling
                .answers
                .insert(row("training_date", 1), date("2023-07-12"));
            training(filling, 1);
        }),
    ),
    (
        "Z204",
        WARD,
        Filled(|filling| {
            held(filling);
            filling
                .answers
                .insert(row("training_date", 1), date("2022-07-12"));
        }),
    ),
    (
        "Z205",
        WARD,
        Filled(|filling| {
            held(filling);
            training(filling, 2);
        }),
    ),
    (
        "Z205",
        OFFICE,
        Filled(|filling| {
            let cases = filling.answers.iter();
            let cases = cases.filter(|(key, _)| key.element.starts_with("case_"));
            let again = |(key, value): (&Key, &Value)| {
                let record = Some(2);
                (
                    Key {
                        record,
                        ..key.clone()
                    },
                    value.clone(),
                )
            };
            let second: Vec<_> = cases.map(again).collect();
            filling.answers.extend(second);
            case(filling, "退院後の生活について相談があった。");
            for n in [1, 2] {
                let answers = &mut filling.answers;
                answers.insert(row("case_order", n), Value::Count(1));
            }
        }),
    ),
    (
        "Z513",
        OFFICE,
        Filled(|filling| case(filling, "☑退院後の生活について相談があった。")),
    ),
    (
        "Z302",
        OFFICE,
        Filled(|filling| months(filling, "agencies", "R01", [12; 6])),
    ),
    (
        "Z302",
        OFFICE,
        Filled(|filling| {
            let answers = filling.answers.clone().into_iter();
            for (key, count) in answers.filter(|(key, _)| *key.element == *"agencies") {
                let june = key.month.filter(|month| month.month == 5);
                let june = june.map(|may| Month { month: 6, ..may });
                if june.is_some() {
                    filling.answers.insert(Key { month: june, ..key }, count);
                }
            }
        }),
    ),
    (
        "Z205",
        OFFICE,
        Filled(|filling| {
            months(filling, "agencies", "R01", [12, 14, 11, 13, 10, 15]);
            months(filling, "agencies", "R02", [12, 14, 11, 13, 10, 15]);
        }),
    ),
    (
        "Z307",
        OFFICE,
        Filled(|filling| {
            for (key, value) in &mut filling.answers {
                if key.month.is_some_and(|month| month.month == 9) {
                    *value = Value::Count(0);
                }
            }
        }),
    ),
    (
        "Z303",
        OFFICE,
        Filled(|filling| months(filling, "agencies", "R01", [12, 14, 11, 120, 13, 12])),
    ),
    (
        "Z303",
        OFFICE,
        Filled(|filling| months(filling, "agencies", "R01", [12, 14, 11, 6_543_210, 13, 12])),
    ),
    (
        "Z303",
        OFFICE,
        Filled(|filling| months(filling, "agencies", "R01", [32, 34, 0, 31, 33, 32])),
    ),
    (
        "Z306",
        WARD,
        Filled(|filling| {
            held(filling);
            filling
                .answers
                .insert(row("training_participants", 1), Value::Count(45_063));
        }),
    ),
    (
        "Z307",
        OFFICE,
        Filled(|filling| {
            for (key, value) in &mut filling.answers {
                if key.month.is_some() {
                    *value = Value::Count(0);
                }
            }
        }),
    ),
    (
        "Z309",
        OFFICE,
        Filled(|filling| {
            for (key, value) in &mut filling.answers {
                if let (Some(_), Value::Count(count)) = (key.month, value) {
                    *count *= 2;
                }
            }
        }),
    ),
    (
        "Z310",
        WARD,
        Filled(|filling| {
            held(filling);
            filling
                .answers
                .insert(row("training_theme", 1), words("在宅医療の基礎（中止）"));
        }),
    ),
    (
        "Z311",
        WARD,
        Filled(|filling| {
            let answer = words("http://192.168.1.5/kita/");
            filling.answers.insert(field("homepage_url"), answer);
        }),
    ),
    (
        "Z401",
        OFFICE,
        Filled(|filling| {
            case(
                filling,
                "長女の田中さんから、退院後の生活について相談があった。",
            )
        }),
    ),
    (
        "Z402",
        OFFICE,
        Filled(|filling| case(filling, "83歳の女性について相談があった。")),
    ),
    (
        "Z403",
        OFFICE,
        Filled(|filling| case(filling, "本人は昭和15年3月2日生まれで、独居である。")),
    ),
    (
        "Z404",
        OFFICE,
        Filled(|filling| case(filling, "令和5年6月12日に退院の予定である。")),
    ),
    (
        "Z405",
        OFFICE,
        Filled(|filling| case(filling, "連絡先は06-6208-0000である。")),
    ),
    (
        "Z406",
        OFFICE,
        Filled(|filling| case(filling, "自宅は中之島1丁目である。")),
    ),
    (
        "Z407",
        OFFICE,
        Filled(|filling| case(filling, "K.T氏の退院について相談があった。")),
    ),
    (
        "Z408",
        OFFICE,
        Filled(|filling| case(filling, "中之島中央病院から相談があった。")),
    ),
];

fn date(text: &str) -> Value {
    Value::Date(text.parse().expect("a date"))
}

/// One whole row of the list of trainings.
fn training(filling: &mut Filling, record: u32) {
    filling
        .answers
        .insert(row("training_date", record), date("2023-07-12"));
    filling
        .answers
        .insert(row("training_theme", record), words("在宅での看取り"));
    filling.answers.insert(
        Key {
            record: Some(record),
            ..option("training_kinds", "K1")
        },
        Value::Mark,
    );
    filling
        .answers
        .insert(row("training_form", record), Value::Choice("onsite".into()));
    filling
        .answers
        .insert(row("training_participants", record), Value::Count(30));
}

fn spoil(submission: &mut Submission, fault: Fault) {
    let input = submission
        .values
        .iter_mut()
        .find(|value| value.key.month.is_some() && value.role == Role::Input);
    input.expect("a count").answer = Answer::Unreadable(fault);
}

fn no_picture(submission: &mut Submission, fault: PictureFault) {
    let asked = submission
        .values
        .iter_mut()
        .find(|value| *value.key.element == *"homepage_picture");
    asked.expect("the question").answer = Answer::Unreadable(Fault::Picture(fault));
}

fn depart(submission: &mut Submission, kind: DepartureKind) {
    let (sheet, cell) = (
        submission.values[0].at.sheet.clone(),
        Some(submission.values[0].at.cell),
    );
    submission.departures.push(Departure {
        kind,
        sheet,
        cell,
        label: String::new(),
    });
}

/// A ward without conferences, trainings and events and an office with one case: nothing else can
/// stand in the way.
fn clean(unit: &str) -> Filling {
    let mut filling = CLEAN[unit].clone();
    filling
        .answers
        .retain(|key, _| !key.element.starts_with("training_"));
    filling
        .answers
        .retain(|key, _| !key.element.starts_with("case_") || key.record == Some(1));
    if unit == WARD {
        filling
            .answers
            .insert(field("training"), Value::Choice("none".into()));
        return filling;
    }
    for (element, answer) in [
        ("case_scene", "W1"),
        ("case_age", "80s"),
        ("case_sex", "female"),
        ("case_care_level", "none"),
    ] {
        filling
            .answers
            .insert(row(element, 1), Value::Choice(answer.into()));
    }
    filling
        .answers
        .insert(row("case_publish", 1), Value::Choice("no".into()));
    for (element, text) in [
        ("case_asker", "病院"),
        ("case_household", "独居"),
        ("case_request", "退院後の生活について相談があった。"),
        ("case_response", "A病院と話し合った。"),
        ("case_course", "自宅に戻った。"),
    ] {
        filling.answers.insert(row(element, 1), words(text));
    }
    filling
}

fn found(unit: &str, broken: &Broken) -> Arrival {
    let around = Background::alone(&DEFINITIONS);
    let mut filling = clean(unit);
    match broken {
        Filled(change) => {
            change(&mut filling);
            arrive(unit, &filling, around)
        }
        Read(change) => {
            let mut arrival = arrive(unit, &filling, around);
            let submission = arrival.submission.as_mut().expect("read");
            change(submission);
            arrival.findings = rules::check(&around.context(submission).expect("a form"));
            arrival
        }
    }
}

#[test]
fn each_broken_sample_raises_exactly_its_code() {
    for unit in [WARD, OFFICE] {
        let arrival = found(unit, &Filled(|_| {}));
        assert!(
            arrival.findings.is_empty(),
            "{unit}: {:#?}",
            arrival.findings
        );
    }
    let wrong: Vec<String> = SAMPLES
        .par_iter()
        .filter_map(|(code, unit, broken)| {
            let arrival = found(unit, broken);
            (codes(&arrival) != [*code]).then(|| format!("{code}: {:#?}", arrival.findings))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Those that need a past, other files or other definitions, and are broken further down.
const ELSEWHERE: [&str; 7] = ["Z017", "Z301", "Z304", "Z305", "Z308", "Z390", "Z409"];

#[test]
fn no_check_of_answers_is_without_its_sample() {
    let of_answers = RULES
        .iter()
        .map(|rule| rule.code)
        .filter(|code| ("Z101".."Z500").contains(code) || *code == "Z017");
    let missing: Vec<&str> = of_answers
        .filter(|code| {
            !ELSEWHERE.contains(code) && !SAMPLES.iter().any(|(known, ..)| known == code)
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn codes_are_in_order_once_and_explained() {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    for rule in RULES {
        assert!(
            rule.doc.starts_with(&format!("# {} ", rule.code)),
            "{}",
            rule.code
        );
        let parts: Vec<usize> = ["## 何を調べるか", "## なぜ", "## 例", "## 直し方"]
            .iter()
            .filter_map(|part| rule.doc.find(part))
            .collect();
        assert!(parts.len() == 4 && parts.is_sorted(), "{}", rule.code);
    }
}

#[test]
fn the_clean_sample_raises_nothing() {
    let around = Background::alone(&DEFINITIONS);
    for of in [
        Period::half(2022, Half::First),
        Period::half(2022, Half::Second),
        period(),
    ] {
        let arrivals: Vec<Arrival> = sample(of)
            .iter()
            .par_bridge()
            .map(|(unit, filling)| arrive_in(of, unit, filling, around))
            .collect();
        assert_eq!(arrivals.len(), 48);
        for arrival in &arrivals {
            assert!(
                arrival.findings.is_empty(),
                "{of} {}: {:#?}",
                arrival.file.name,
                arrival.findings
            );
        }
        let together = rules::check_round(&RoundContext {
            arrivals: &arrivals,
            around,
        });
        assert!(together.is_empty(), "{of}: {together:#?}");
    }
}

#[test]
fn counts_of_another_unit_are_asked_about_at_both() {
    let around = Background::alone(&DEFINITIONS);
    let own = clean(OFFICE);
    let mut other = clean("office-miyakojima");
    for (key, value) in &own.answers {
        if &*key.element == "agencies" {
            other.answers.insert(key.clone(), value.clone());
        }
    }
    // All of them, and those that were not written over since.
    for (written_over, is_asked) in [(0, true), (3, true), (14, false)] {
        for agency in (1..=written_over).map(|number| format!("R{number:02}")) {
            months(&mut other, "agencies", &agency, [3, 0, 14, 1, 0, 22]);
        }
        let arrivals = [
            arrive(OFFICE, &own, around),
            arrive("office-miyakojima", &other, around),
        ];
        let found = rules::check_round(&RoundContext {
            arrivals: &arrivals,
            around,
        });
        let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
        let wanted: &[&str] = if is_asked { &["Z308", "Z308"] } else { &[] };
        assert_eq!(codes, wanted, "{written_over}: {found:#?}");
        assert!(
            found
                .iter()
                .all(|finding| finding.file.contains("北区") != finding.problem.contains("北区"))
        );
    }
}

#[test]
fn a_list_of_another_unit_is_asked_about_from_two_rows_or_a_long_text_on() {
    let around = Background::alone(&DEFINITIONS);
    let long = "訪問診療の医師と訪問看護師が語る、在宅での看取りを支えるために家族ができること";
    for (rows, theme, is_asked) in [
        (1, "在宅での看取り", false),
        (1, long, true),
        (2, "在宅での看取り", true),
    ] {
        let arrivals = [WARD, "ward-miyakojima"].map(|ward| {
            let mut filling = clean(WARD);
            filling.answers.retain(|key, _| key.record.is_none());
            let held = Value::Choice("held".into());
            filling.answers.insert(field("training"), held);
            for record in 1..=rows {
                training(&mut filling, record);
                filling
                    .answers
                    .insert(row("training_theme", record), words(theme));
                let day = date(&format!("2023-07-{:02}", 10 + record));
                filling.answers.insert(row("training_date", record), day);
            }
            arrive(ward, &filling, around)
        });
        let found = rules::check_round(&RoundContext {
            arrivals: &arrivals,
            around,
        });
        let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
        let wanted: &[&str] = if is_asked { &["Z308", "Z308"] } else { &[] };
        assert_eq!(codes, wanted, "{rows} {theme}: {found:#?}");
    }
}

#[test]
fn a_table_typed_into_another_one_is_asked_about() {
    let clean = clean(OFFICE);
    let mut filling = clean.clone();
    let options = |element: &str| {
        let element = &DEFINITIONS.catalogue.elements[element];
        let category = DEFINITIONS.catalogue.breakdown(element).unwrap();
        let options = category
            .options_in(period())
            .map(|option| option.id.clone());
        options.collect::<Vec<_>>()
    };
    let pairs = options("askers").into_iter().zip(options("contents"));
    for ((asker, content), at) in pairs.flat_map(|pair| (0..6).map(move |at| (pair.clone(), at))) {
        let count = clean.answers[&month("askers", &asker, at)].clone();
        filling
            .answers
            .insert(month("contents", &content, at), count);
    }
    let found = arrive(OFFICE, &filling, Background::alone(&DEFINITIONS)).findings;
    let asked: Vec<_> = found
        .iter()
        .filter(|finding| finding.code == "Z205")
        .collect();
    assert!(
        asked.len() == 1 && asked[0].problem.contains("相談者別"),
        "{found:#?}"
    );
}

#[test]
fn a_block_copied_from_an_earlier_half_is_told_once() {
    let filling = clean(OFFICE);
    let copied = |element: &str, of: Option<&str>, _: usize| {
        of.filter(|_| element == "askers")
            .map(|of| sum(&filling, element, of))
    };
    let past = Invented(1, copied);
    let around = Background {
        past: Some(&past),
        ..Background::alone(&DEFINITIONS)
    };
    let arrival = arrive(OFFICE, &filling, around);
    assert_eq!(
        arrival
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>(),
        ["Z301"],
        "{:#?}",
        arrival.findings
    );
    assert!(
        arrival.findings[0].problem.contains("令和4年度 下半期"),
        "{}",
        arrival.findings[0].problem
    );
    // A year ago is no better than half a year ago.
    let copied = |element: &str, of: Option<&str>, half: usize| {
        of.filter(|_| element == "askers")
            .map(|of| sum(&filling, element, of) + half as u64)
    };
    let past = Invented(2, copied);
    let around = Background {
        past: Some(&past),
        ..Background::alone(&DEFINITIONS)
    };
    let found = arrive(OFFICE, &filling, around).findings;
    let asked = found.iter().find(|finding| finding.code == "Z301");
    let problem = &asked.expect("asked").problem;
    assert!(problem.contains("令和4年度 上半期"), "{problem}");
    // A table of a few rows, if its sums are large enough.
    for element in ["meetings", "seamless"] {
        let copied = |of_element: &str, of: Option<&str>, _: usize| {
            of.filter(|_| of_element == element)
                .map(|of| sum(&filling, element, of))
        };
        let past = Invented(1, copied);
        let around = Background {
            past: Some(&past),
            ..Background::alone(&DEFINITIONS)
        };
        let found = arrive(OFFICE, &filling, around).findings;
        assert_eq!(found.len(), 1, "{element}: {found:#?}");
    }
    // Where some parts differ, the others may not be alike by chance; where most do, they may.
    let copied = |element: &str, of: Option<&str>, _: usize| {
        of.filter(|_| element == "agencies")
            .map(|of| sum(&filling, element, of))
    };
    let past = Invented(1, copied);
    let around = Background {
        past: Some(&past),
        ..Background::alone(&DEFINITIONS)
    };
    for (changed, is_asked) in [(3, true), (8, false)] {
        let mut other = filling.clone();
        let agencies = ["R01", "R02", "R05", "R06", "R08", "R04", "R07", "R09"];
        for agency in agencies.iter().take(changed) {
            let count = other.answers.get_mut(&month("agencies", agency, 0));
            let Some(Value::Count(count)) = count else {
                panic!("{agency}");
            };
            *count += 1;
        }
        let found = arrive(OFFICE, &other, around).findings;
        assert_eq!(found.len(), usize::from(is_asked), "{changed}: {found:#?}");
    }
}

#[test]
fn a_change_against_the_own_past_states_the_past() {
    let mut filling = clean(OFFICE);
    months(&mut filling, "agencies", "R01", [50, 52, 47, 55, 51, 45]);
    let before = |element: &str, of: Option<&str>, half: usize| {
        (element == "agencies" && of == Some("R01")).then(|| [100, 110, 95, 105][half])
    };
    let past = Invented(4, before);
    let around = Background {
        past: Some(&past),
        ..Background::alone(&DEFINITIONS)
    };
    let arrival = arrive(OFFICE, &filling, around);
    assert_eq!(
        arrival
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>(),
        ["Z304"],
        "{:#?}",
        arrival.findings
    );
    for number in ["300", "100", "110", "95", "105"] {
        assert!(
            arrival.findings[0].problem.contains(number),
            "{}",
            arrival.findings[0].problem
        );
    }
    // With three halves nothing is judged, and the round says so once.
    let past = Invented(3, before);
    let around = Background {
        past: Some(&past),
        ..around
    };
    let arrival = arrive(OFFICE, &filling, around);
    assert!(arrival.findings.is_empty());
    let together = rules::check_round(&RoundContext {
        arrivals: &[arrival],
        around,
    });
    let said: Vec<_> = together
        .iter()
        .map(|finding| (finding.code, finding.severity))
        .collect();
    assert_eq!(said, [("Z390", Severity::Note)]);
}

#[test]
fn a_unit_unlike_all_others_is_told_unless_it_always_was() {
    let around = Background::alone(&DEFINITIONS);
    let offices: Vec<_> = CLEAN
        .iter()
        .filter(|(unit, _)| unit.starts_with("office-"))
        .collect();
    let arrivals: Vec<Arrival> = offices
        .par_iter()
        .map(|(unit, filling)| {
            let mut filling = (*filling).clone();
            if &***unit == OFFICE {
                months(
                    &mut filling,
                    "agencies",
                    "R01",
                    [1510, 1490, 1450, 1555, 1480, 1530],
                );
            }
            arrive(unit, &filling, around)
        })
        .collect();
    let together = rules::check_round(&RoundContext {
        arrivals: &arrivals,
        around,
    });
    assert_eq!(
        together
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>(),
        ["Z305"],
        "{together:#?}"
    );
    let office = &DEFINITIONS.registry.units[OFFICE].name;
    assert!(together[0].file.contains(office.as_str()) && together[0].cell.is_some());
    let always = Invented(4, |_: &str, of: Option<&str>, _: usize| {
        of.is_none().then_some(9_300)
    });
    let around = Background {
        past: Some(&always),
        ..around
    };
    assert!(
        rules::check_round(&RoundContext {
            arrivals: &arrivals,
            around
        })
        .is_empty()
    );
}

#[test]
fn the_own_area_is_told_where_the_definitions_forbid_it() {
    let mut strict = DEFINITIONS.clone();
    strict
        .catalogue
        .elements
        .get_mut("case_request")
        .expect("the element")
        .hide_area = true;
    let of = |definitions: &Definitions, text: &str| {
        let mut filling = clean(OFFICE);
        case(&mut filling, text);
        codes(&arrive(OFFICE, &filling, Background::alone(definitions)))
    };
    assert_eq!(of(&strict, "北区内の自宅に戻った。"), ["Z409"]);
    assert!(of(&strict, "区内の自宅に戻った。").is_empty());
    assert!(of(&DEFINITIONS, "北区内の自宅に戻った。").is_empty());
}

/// A submission with one 確認: a row filled twice.
fn doubled() -> Arrival {
    let (.., broken) = SAMPLES
        .iter()
        .find(|(code, ..)| *code == "Z205")
        .expect("the sample");
    found(WARD, broken)
}

fn waiver(code: &str, until: &str) -> Waiver {
    Waiver {
        unit: WARD.into(),
        code: code.to_owned(),
        sheet: None,
        cell: None,
        element: Some("training_date".into()),
        reason: "同じ日に二度開いた".to_owned(),
        until: until.parse().expect("a date"),
    }
}

#[test]
fn a_waiver_lets_its_query_pass_until_its_day() {
    let mut filling = clean(WARD);
    filling
        .answers
        .insert(field("training"), Value::Choice("held".into()));
    training(&mut filling, 1);
    training(&mut filling, 2);
    for (code, until, open, unmatched) in [
        ("Z205", "2024-03-31", false, 0),
        ("Z205", "2023-09-30", false, 0),
        ("Z205", "2023-09-29", true, 1),
        ("Z304", "2024-03-31", true, 1),
    ] {
        let waivers = [waiver(code, until)];
        let around = Background {
            waivers: &waivers,
            ..Background::alone(&DEFINITIONS)
        };
        let arrivals = [arrive(WARD, &filling, around)];
        assert_eq!(
            arrivals[0].findings.iter().any(|finding| finding.is_open()),
            open,
            "{code} {until}"
        );
        let together = rules::check_round(&RoundContext {
            arrivals: &arrivals,
            around,
        });
        assert_eq!(
            together
                .iter()
                .filter(|finding| finding.code == "Z017")
                .count(),
            unmatched,
            "{code} {until}"
        );
    }
}

#[test]
fn a_listed_reason_lapses_when_the_value_changes() {
    let around = Background::alone(&DEFINITIONS);
    let mut arrival = doubled();
    let finding = arrival.findings[0].clone();
    assert!(finding.is_open());
    let submission = arrival.submission.as_mut().expect("read");
    let beside = |submission: &Submission, row: u32| {
        let mut at = submission.values[0].at.clone();
        (at.sheet, at.cell.row) = (finding.sheet.as_deref().expect("a sheet").into(), row);
        at
    };
    let at = beside(submission, finding.cell.expect("a cell").row);
    for (value, listed, in_row, open) in [
        (finding.found.as_str(), true, false, false),
        ("2023年7月13日", true, false, true),
        // The same words stand beside the row: they were written for the other value.
        ("2023年7月13日", true, true, true),
        ("", false, true, false),
        ("", false, false, true),
    ] {
        let answered = Answered {
            code: "Z205".to_owned(),
            sheet: finding.sheet.clone(),
            cell: finding.cell,
            value: value.to_owned(),
        };
        let reason = |answers| Reason {
            at: at.clone(),
            text: "同じ日に二度".to_owned(),
            answers,
        };
        submission.reasons.clear();
        submission
            .reasons
            .extend(listed.then(|| reason(Some(answered))));
        submission.reasons.extend(in_row.then(|| reason(None)));
        let findings = rules::check(&around.context(submission).expect("a form"));
        assert_eq!(findings[0].is_open(), open, "{value} {listed} {in_row}");
    }
}

#[test]
fn the_list_of_queries_is_read_by_its_headings() {
    use rust_xlsxwriter::Workbook;
    use zaitaku_report::for_tests::form::answers_to_queries::{HEADINGS, SHEET, read};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET).expect("a name");
    for (col, heading) in (0u16..).zip(HEADINGS.iter().rev()) {
        sheet.write_string(3, col, *heading).expect("written");
    }
    for (row, cells) in (4u32..).zip([
        ["多い月だった", "…", "120", "D14", "(オ)相談", "Z303"],
        ["", "…", "120", "D15", "(オ)相談", "Z303"],
        ["番地がない", "…", "120", "どこか", "(オ)相談", "Z303"],
        ["北区の分も兼ねる", "…", "西区.xlsx", "", "", "Z009"],
    ]) {
        for (col, text) in (0u16..).zip(cells) {
            sheet.write_string(row, col, text).expect("written");
        }
    }
    let opened = zaitaku_report::for_tests::workbook::open(&book.save_to_buffer().expect("saved"))
        .expect("opened");
    let [of_cell, of_file] = &read(&opened, &"北区.xlsx".into())[..] else {
        panic!("two reasons")
    };
    let bound = |reason: &Reason| {
        let answers = reason.answers.clone().expect("bound");
        (
            reason.text.clone(),
            answers.code,
            answers.sheet,
            answers.cell.map(|cell| cell.to_string()),
            answers.value,
        )
    };
    let text = str::to_owned;
    let cell = (
        text("多い月だった"),
        text("Z303"),
        Some(text("(オ)相談")),
        Some(text("D14")),
        text("120"),
    );
    assert_eq!(bound(of_cell), cell);
    assert_eq!(
        bound(of_file),
        (
            text("北区の分も兼ねる"),
            text("Z009"),
            None,
            None,
            text("西区.xlsx")
        )
    );
}

/// A reason beside the row of a finding.
fn beside(finding: &Finding, text: &str) -> Reason {
    let cell = finding.cell.expect("a cell");
    Reason {
        at: Location {
            file: finding.file.as_str().into(),
            sheet: finding.sheet.as_deref().expect("a sheet").into(),
            cell: CellRef::new(cell.row, 20),
        },
        text: text.to_owned(),
        answers: None,
    }
}

#[test]
fn a_text_that_withdraws_its_row_is_asked_about() {
    let around = Background::alone(&DEFINITIONS);
    for (theme, is_asked) in [
        ("×褥瘡の予防", true),
        ("褥瘡の予防 ✕", true),
        ("（取消）褥瘡の予防", true),
        ("褥瘡の予防（削除）", true),
        ("褥瘡の予防", false),
        ("薬×食の講座", false),
        ("在宅医療クイズ○×", false),
    ] {
        let mut filling = clean(WARD);
        held(&mut filling);
        filling
            .answers
            .insert(row("training_theme", 1), words(theme));
        let found = arrive(WARD, &filling, around).findings;
        let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes.contains(&"Z310"), is_asked, "{theme}: {found:#?}");
    }
}

#[test]
fn what_numbers_a_row_and_says_that_it_is_none_is_asked_about() {
    let around = Background::alone(&DEFINITIONS);
    for (number, is_asked) in [("合計", true), ("小計", true), ("同上", true), ("①", false)]
    {
        let mut arrival = arrive(WARD, &clean(WARD), around);
        let submission = arrival.submission.as_mut().expect("read");
        depart(submission, DepartureKind::RowNumbered);
        submission.departures[0].label = number.to_owned();
        let found = rules::check(&around.context(submission).expect("a form"));
        let asked = found.iter().any(|finding| finding.code == "Z310");
        assert_eq!(asked, is_asked, "{number}: {found:#?}");
    }
}

#[test]
fn a_page_is_not_renewed_after_the_form_was_sent() {
    let around = Background::alone(&DEFINITIONS);
    for (renewed, is_asked) in [("2023-10-10", false), ("2023-10-11", true)] {
        let mut filling = clean(WARD);
        let answers = &mut filling.answers;
        answers.insert(field("submitted_on"), date("2023-10-10"));
        answers.insert(field("homepage_updated"), date(renewed));
        let found = arrive(WARD, &filling, around).findings;
        let asked = found.iter().find(|finding| finding.code == "Z204");
        assert_eq!(asked.is_some(), is_asked, "{renewed}: {found:#?}");
        assert!(asked.is_none_or(|finding| finding.severity == Severity::Query));
    }
}

#[test]
fn a_reason_that_says_nothing_answers_nothing() {
    let around = Background::alone(&DEFINITIONS);
    let mut arrival = doubled();
    let finding = arrival.findings[0].clone();
    let submission = arrival.submission.as_mut().expect("read");
    for (text, open) in [
        ("同じ日に二つの会場で開いた", false),
        ("80件は8月の催しのため", false),
        ("－", true),
        ("×", true),
        ("？", true),
        (".", true),
        ("80", true),
        ("８０", true),
        ("〃", true),
        ("同上", true),
        ("（確認中）", true),
        ("要確認。", true),
        ("なし", true),
        ("ＯＫ", true),
        ("特に問題ありません。", true),
        ("例年通りです", true),
        ("担当者に確認中", true),
        ("とくになし", true),
        ("前回と同様の理由", true),
        ("入力ミスではありません", true),
        ("電話で回答済", true),
        ("口頭で説明しました", true),
        ("メール参照", true),
        ("本庁に確認済", true),
        ("よろしくお願いします", true),
        ("電話相談が増えたため", false),
        ("市の説明会に合わせて退院が重なった", false),
        ("正月のため", false),
        ("がんの相談", false),
        ("相談員の増員", false),
        ("前回の報告もれを含む", false),
        ("本当に多かった", false),
    ] {
        submission.reasons = vec![beside(&finding, text)];
        let findings = rules::check(&around.context(submission).expect("a form"));
        assert_eq!(findings[0].is_open(), open, "{text}");
    }
}

#[test]
fn only_the_city_lets_a_question_of_privacy_pass() {
    let mut filling = clean(OFFICE);
    case(
        &mut filling,
        "長女の田中さんから、退院後の生活について相談があった。",
    );
    let around = Background::alone(&DEFINITIONS);
    let mut arrival = arrive(OFFICE, &filling, around);
    let finding = arrival.findings[0].clone();
    let submission = arrival.submission.as_mut().expect("read");
    let published = |submission: &Submission| {
        let mut values = submission.values.iter();
        let value = values.find(|value| value.key == row("case_publish", 1));
        !submission.withholds(value.expect("asked"))
    };
    assert!(!published(submission));
    submission.reasons = vec![beside(&finding, "本人から同意を得ている")];
    let findings = rules::check(&around.context(submission).expect("a form"));
    assert!(findings[0].is_open());

    let waivers = [Waiver {
        unit: OFFICE.into(),
        code: "Z401".to_owned(),
        sheet: None,
        cell: None,
        element: None,
        reason: "架空の名前である".to_owned(),
        until: "2024-03-31".parse().expect("a date"),
    }];
    let around = Background {
        waivers: &waivers,
        ..around
    };
    let waived = arrive(OFFICE, &filling, around);
    assert!(!waived.findings[0].is_open());
    assert!(published(waived.submission.as_ref().expect("read")));
}

#[test]
fn a_reason_is_itself_looked_through() {
    let around = Background::alone(&DEFINITIONS);
    let mut arrival = doubled();
    let finding = arrival.findings[0].clone();
    let submission = arrival.submission.as_mut().expect("read");
    let reason = beside(&finding, "佐藤一郎さん（78歳）に集中して対応したため");
    submission.reasons = vec![reason.clone()];
    let findings = rules::check(&around.context(submission).expect("a form"));
    let told = findings.iter().filter(|finding| finding.is_of_privacy());
    let cells: Vec<_> = told.map(|finding| (finding.code, finding.cell)).collect();
    let at = Some(reason.at.cell);
    assert_eq!(cells, [("Z401", at), ("Z402", at)]);
}
