//! Any one wrong value is found at its very cell, and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use zaitaku_report::for_tests::form::blank::Filling;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::catalogue::Kind;
use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::model::submission::{Key, Role};
use zaitaku_report::for_tests::rules::Background;

use crate::filled::*;

/// What may be written into a cell of a kind by mistake, and the check that must find it.
fn mistakes(kind: Kind) -> Vec<(Option<Value>, &'static str)> {
    let text = |word: &str| Some(words(word));
    match kind {
        Kind::Count => vec![
            (None, "Z101"),
            (text("約10"), "Z102"),
            (text("-1"), "Z102"),
            (text("1.5"), "Z102"),
            (text("多数"), "Z102"),
            (text("①"), "Z102"),
        ],
        Kind::Choice => vec![
            (None, "Z101"),
            (text("どれでもない言葉"), "Z103"),
            (text("12345"), "Z103"),
        ],
        Kind::Marks => vec![(text("どちらとも"), "Z103")],
        Kind::Date => vec![
            (None, "Z101"),
            (text("2023/2/30"), "Z104"),
            (text("そのうち"), "Z104"),
        ],
        Kind::Picture => vec![(text("別紙のとおり"), "Z108")],
        Kind::Text => vec![(None, "Z101"), (Some(words(&"長".repeat(2_001))), "Z107")],
    }
}

/// Every input of a filled form with its place, and whether it must be answered.
fn inputs(unit: &str, filling: &Filling) -> BTreeMap<Key, (String, CellRef, bool)> {
    let arrival = arrive(unit, filling, Background::alone(&DEFINITIONS));
    assert!(arrival.findings.is_empty(), "{:#?}", arrival.findings);
    let values = arrival.submission.expect("read").values;
    let inputs = values.into_iter().filter(|value| value.role == Role::Input);
    inputs
        .map(|value| {
            (
                value.key,
                (value.at.sheet.to_string(), value.at.cell, value.required),
            )
        })
        .collect()
}

fn every_mistake_is_found_where_it_stands(unit: &str) {
    let filling = &CLEAN[unit];
    let mut tried = Vec::new();
    for (key, (sheet, cell, required)) in inputs(unit, filling) {
        // What the form fills in by itself is no answer.
        if ["unit_name", "period_name"].contains(&&*key.element) {
            continue;
        }
        let kind = DEFINITIONS.catalogue.elements[&key.element].kind;
        for (i, (value, code)) in mistakes(kind).into_iter().enumerate() {
            // The cells of a row of months differ in nothing: each takes a mistake of its own in
            // turn, all a blank.
            let turn = key
                .month
                .is_none_or(|month| i == 0 || month.month.unsigned_abs() as usize % 5 + 1 == i);
            if (value.is_some() || required) && turn {
                tried.push((key.clone(), sheet.clone(), cell, value, code));
            }
        }
    }
    assert!(tried.len() > 100);
    let wrong: Vec<String> = tried
        .par_iter()
        .filter_map(|(key, sheet, cell, value, code)| {
            let mut spoiled = filling.clone();
            match value {
                Some(value) => spoiled.answers.insert(key.clone(), value.clone()),
                None => spoiled.answers.remove(key),
            };
            let findings = arrive(unit, &spoiled, Background::alone(&DEFINITIONS)).findings;
            let found: Vec<_> = findings
                .iter()
                .map(|found| (found.code, found.sheet.as_deref(), found.cell))
                .collect();
            let expected = [(*code, Some(sheet.as_str()), Some(*cell))];
            (found != expected)
                .then(|| format!("{key:?} {value:?}: expected {expected:?}, found {findings:#?}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        tried.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
}

#[test]
fn on_the_form_of_a_ward() {
    every_mistake_is_found_where_it_stands(WARD);
}

#[test]
fn on_the_form_of_an_office() {
    every_mistake_is_found_where_it_stands(OFFICE);
}

#[test]
fn every_bounded_date_is_found_outside_its_bounds() {
    let filling = &CLEAN[WARD];
    let form = &DEFINITIONS.forms["ward"];
    let bounded = |key: &&Key| {
        form.bounds
            .iter()
            .any(|bound| bound.date == key.element && bound.from.is_some())
    };
    let places = inputs(WARD, filling);
    let keys: Vec<&Key> = filling.answers.keys().filter(bounded).collect();
    assert!(!keys.is_empty());
    for key in keys {
        let mut spoiled = filling.clone();
        spoiled.answers.insert(
            key.clone(),
            Value::Date("2019-05-05".parse().expect("a date")),
        );
        let findings = arrive(WARD, &spoiled, Background::alone(&DEFINITIONS)).findings;
        let found: BTreeSet<_> = findings
            .iter()
            .map(|found| (found.code, found.cell))
            .collect();
        // A day that another one bounds is outside as well.
        let is_bounded = |other: &&Key| {
            let mut bounds = form.bounds.iter();
            bounds.any(|bound| {
                bound.date == other.element && bound.not_after.as_ref() == Some(&key.element)
            })
        };
        let others = filling.answers.keys().filter(is_bounded);
        let outside = others.chain([key]).map(|key| ("Z204", Some(places[key].1)));
        assert_eq!(found, outside.collect(), "{key:?}: {findings:#?}");
    }
}
