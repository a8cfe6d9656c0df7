//! What is written into a form comes out of it again: every kind of block, every kind of answer,
//! moved or not.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;
use zaitaku_report::for_tests::form::blank::Filling;
use zaitaku_report::for_tests::form::layout::{BlockLayout, Layout, RowLayout, RowSubject};
use zaitaku_report::for_tests::model::answer::{Answer, Fault, Value};
use zaitaku_report::for_tests::model::catalogue::Kind;
use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::model::submission::{Arrival, DataValue, DepartureKind, Key, Role};

use crate::support::copy::Copy;
use crate::support::pictures::PICTURE;
use crate::support::{DEFINITIONS, FILLINGS, PERIOD, drawn, received};

/// A unit of every kind.
const UNITS: [&str; 2] = ["ward-kita", "office-kita"];

/// The answers that were read without any folding, but for those that the form fills in by itself.
fn read(arrival: &Arrival) -> BTreeMap<Key, Value> {
    let submission = arrival.submission.as_ref().expect("read");
    let inputs = submission
        .values
        .iter()
        .filter(|value| value.role == Role::Input);
    let asked = inputs.filter(|value| !["unit_name", "period_name"].contains(&&*value.key.element));
    let given = asked.filter_map(|value| match &value.answer {
        Answer::Given(answer) => Some((value.key.clone(), answer.clone())),
        Answer::Blank => None,
        other => panic!("{:?}: {other:?} from {:?}", value.key, value.raw),
    });
    given.collect()
}

/// An answer to every question that the numbers do not leave blank; a list is filled from its first
/// row on.
fn filling(unit: &str, numbers: &[u32], texts: &[String]) -> Filling {
    let form = DEFINITIONS
        .form_of(&DEFINITIONS.registry.units[unit].kind)
        .expect("a form");
    let layout = Layout::new(form, &DEFINITIONS.catalogue, PERIOD);
    let mut numbers = numbers.iter().copied().cycle();
    let mut texts = texts.iter().cycle();
    let mut filling = Filling::default();
    for block in layout.sheets.iter().flat_map(|sheet| &sheet.blocks) {
        let written = numbers.next().unwrap_or_default() as usize % (block.rows.len() + 1);
        for (i, row) in block.rows.iter().enumerate() {
            let in_list = matches!(row.subject, RowSubject::Record(_));
            for key in questions(block, row) {
                let number = numbers.next().unwrap_or_default();
                // In a list, a row that has begun must be seen to have begun.
                let blank = if in_list {
                    i >= written
                } else {
                    number.is_multiple_of(7)
                };
                let answer = value(&key, number, texts.next().expect("texts"));
                filling
                    .answers
                    .extend((!blank).then(|| Some((key, answer?))).flatten());
            }
        }
    }
    filling
}

fn questions(block: &BlockLayout, row: &RowLayout) -> Vec<Key> {
    let open = block.columns.iter().filter(|column| {
        block
            .field(row, column)
            .is_none_or(|field| field.prefill.is_none())
    });
    let questions = open.filter_map(|column| block.question(row, column));
    questions
        .filter(|question| question.role == Role::Input)
        .map(|question| question.key)
        .collect()
}

fn value(key: &Key, number: u32, text: &str) -> Option<Value> {
    let element = &DEFINITIONS.catalogue.elements[&key.element];
    Some(match element.kind {
        Kind::Count => Value::Count(number.into()),
        Kind::Text => Value::Text(text.to_owned()),
        Kind::Date => Value::Date(date(
            2000 + (number % 100) as i16,
            (number % 12 + 1) as i8,
            (number % 28 + 1) as i8,
        )),
        Kind::Picture => Value::Picture(PICTURE.clone()),
        Kind::Marks => number.is_multiple_of(2).then_some(Value::Mark)?,
        Kind::Choice => {
            let options: Vec<_> = DEFINITIONS
                .catalogue
                .answers(element)?
                .options_in(PERIOD)
                .collect();
            Value::Choice(options[number as usize % options.len()].id.clone())
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_filled_in_is_what_is_read(
        numbers in prop::collection::vec(0..10_000_000u32, 97),
        // Words of any script, line breaks inside, signs that a spreadsheet or a CSV might take for
        // a formula.
        texts in prop::collection::vec("[=+@'\"-]?[ぁ-ん一-龠a-zA-Z0-9 　髙﨑𠮷①Ⅱ<>&,;_]{0,30}(\n[ァ-ン0-9]{1,20}){0,2}[。a]", 5),
    ) {
        let texts: Vec<String> = texts.iter().map(|text| text.trim().to_owned()).collect();
        for unit in UNITS {
            let filling = filling(unit, &numbers, &texts);
            let arrival = received("様式.xlsx", drawn(unit, &filling));
            prop_assert_eq!(read(&arrival), filling.answers);
            prop_assert_eq!(&arrival.submission.expect("read").departures, &[]);
        }
    }

    #[test]
    fn rows_above_and_columns_before_do_not_matter(down in 0..30u32, right in 0..5u16) {
        for unit in UNITS {
            let mut copy = Copy::of(&drawn(unit, &FILLINGS[unit]));
            for sheet in sheets(unit) {
                copy = copy.moved(sheet, |at| CellRef::new(at.row + if at.row > 2 { down } else { 0 }, at.col + right));
            }
            let arrival = received("様式.xlsx", copy.save());
            prop_assert_eq!(read(&arrival), FILLINGS[unit].answers.clone());
            for departure in &arrival.submission.expect("read").departures {
                prop_assert_eq!(&departure.kind, &DepartureKind::Moved);
            }
        }
    }
}

fn sheets(unit: &str) -> impl Iterator<Item = &'static str> {
    let form = DEFINITIONS
        .form_of(&DEFINITIONS.registry.units[unit].kind)
        .expect("a form");
    form.sheets.iter().map(|sheet| sheet.name.as_str())
}

#[test]
fn columns_in_another_order_and_rows_in_between_are_read_by_their_words() {
    // April and May change places, rows are pushed in after the first item, items stand upside
    // down.
    let unit = "office-kita";
    for place in [
        (|at| {
            CellRef::new(
                at.row,
                [0, 1, 3, 2]
                    .get(usize::from(at.col))
                    .copied()
                    .unwrap_or(at.col),
            )
        }) as fn(CellRef) -> CellRef,
        |at| CellRef::new(at.row + if at.row > 6 { 3 } else { 0 }, at.col),
        |at| {
            CellRef::new(
                if (6..11).contains(&at.row) {
                    16 - at.row
                } else {
                    at.row
                },
                at.col,
            )
        },
    ] {
        let copy = Copy::of(&drawn(unit, &FILLINGS[unit])).moved("(ウ)提供体制", place);
        assert_eq!(
            read(&received("様式.xlsx", copy.save())),
            FILLINGS[unit].answers
        );
    }
}

#[test]
fn a_label_that_is_gone_is_told_and_its_numbers_are_not_guessed() {
    let unit = "office-kita";
    let mut copy = Copy::of(&drawn(unit, &FILLINGS[unit]));
    let at = copy.find("(オ)相談", "診療所");
    copy.sheet("(オ)相談").remove(&at);
    let arrival = received("様式.xlsx", copy.save());
    let submission = arrival.submission.as_ref().expect("read");
    let [missing, unlabelled] = &submission.departures[..] else {
        panic!("{:?}", submission.departures)
    };
    assert_eq!(
        (&missing.kind, missing.label.as_str()),
        (&DepartureKind::RowMissing(None), "S02 診療所")
    );
    assert_eq!(
        (&unlabelled.kind, unlabelled.cell),
        (&DepartureKind::RowUnlabelled, Some(at))
    );
    let of_row = |value: &&DataValue| {
        &*value.key.element == "askers" && value.key.option.as_deref() == Some("S02")
    };
    assert!(
        submission
            .values
            .iter()
            .filter(of_row)
            .all(|value| value.answer == Answer::Unreadable(Fault::NotFound))
    );
    assert_eq!(
        arrival
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>(),
        ["Z010", "Z011"]
    );
}
