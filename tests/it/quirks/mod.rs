//! How forms really arrive: each row of the tables bends a clean form in one way and says what
//! becomes of it.
//!
//! The tables are also the document docs/quirks.md; `./regenerate` writes it.

pub mod book;
mod cells;
mod dates;
mod files;
mod tables;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::intake::{Incoming, receive};
use zaitaku_report::for_tests::model::answer::Answer;
use zaitaku_report::for_tests::model::submission::{Arrival, Key, Role};

use self::book::Book;
use crate::support::{assert_kept, repository};

const OFFICE: &str = "sample-data/2023H1/submissions/office/北区相談支援室.xlsx";
const WARD: &str = "sample-data/2023H1/submissions/ward/北区.xlsx";

/// One way in which a form departs from a clean one.
pub struct Quirk {
    /// What arrives.
    pub name: &'static str,
    /// What becomes of it.
    pub treatment: &'static str,
    /// The clean form.
    pub form: &'static str,
    /// How it is bent.
    pub bend: fn(&mut Book),
    /// The findings: code and cell, in order.
    pub found: &'static [(&'static str, &'static str)],
    /// The answers that differ from those of the clean form: cell and what is read, `?` if it
    /// cannot be.
    pub read: &'static [(&'static str, &'static str)],
}

/// A file that is no bent form: bytes and the name they arrive under.
pub struct OddFile {
    pub name: &'static str,
    pub treatment: &'static str,
    pub file_name: &'static str,
    pub bytes: fn() -> Vec<u8>,
    pub found: &'static [&'static str],
}

fn all() -> Vec<(&'static str, Vec<Quirk>)> {
    vec![
        ("件数・人数の書き方", cells::counts()),
        ("選ぶ欄の書き方", cells::choices()),
        ("日付の書き方", dates::dates()),
        ("表の形", tables::shapes()),
        ("シートと名のり", tables::sheets()),
    ]
}

fn arrive(name: &str, bytes: Vec<u8>, definitions: &Definitions) -> Arrival {
    receive(
        &Incoming {
            name: name.to_owned(),
            path: name.to_owned(),
            bytes,
            withheld: None,
        },
        None,
        definitions,
    )
}

fn clean(path: &str) -> Vec<u8> {
    std::fs::read(repository(path)).expect("the sample")
}

/// Every input answer: where it stands and what was read.
fn answers(arrival: &Arrival) -> BTreeMap<Key, (String, String)> {
    let values = arrival
        .submission
        .iter()
        .flat_map(|submission| &submission.values);
    let inputs = values.filter(|value| value.role == Role::Input && value.answer != Answer::Blank);
    let shown = |answer: &Answer<_>| {
        answer
            .value()
            .map_or_else(|| "?".to_owned(), |value| format!("{value:?}"))
    };
    inputs
        .map(|value| {
            (
                value.key.clone(),
                (value.at.cell.to_string(), shown(&value.answer)),
            )
        })
        .collect()
}

/// What reading finds: what the values mean is the matter of other checks, and of their own tests.
fn is_reading(code: &str) -> bool {
    code < "Z108" || ["Z190", "Z201"].contains(&code)
}

fn found(arrival: &Arrival) -> Vec<(String, String)> {
    let cell = |cell: Option<_>| {
        cell.map_or_else(
            String::new,
            |cell: zaitaku_report::for_tests::model::cell::CellRef| cell.to_string(),
        )
    };
    let findings = arrival
        .findings
        .iter()
        .filter(|finding| is_reading(finding.code));
    findings
        .map(|finding| (finding.code.to_owned(), cell(finding.cell)))
        .collect()
}

#[test]
fn every_quirk_is_read_right_or_named() {
    let definitions = Definitions::built_in().expect("definitions");
    let mut wrong = String::new();
    let mut known: BTreeMap<&str, BTreeMap<Key, (String, String)>> = BTreeMap::new();
    for quirk in all().into_iter().flat_map(|(_, quirks)| quirks) {
        let original = clean(quirk.form);
        let mut book = Book::read(&original);
        (quirk.bend)(&mut book);
        let arrival = arrive("報告.xlsx", book.write(), &definitions);
        let expected: Vec<_> = quirk
            .found
            .iter()
            .map(|(code, cell)| ((*code).to_owned(), (*cell).to_owned()))
            .collect();
        let actual = found(&arrival);
        if actual != expected {
            let said: Vec<_> = arrival
                .findings
                .iter()
                .map(|f| format!("{} {}", f.problem, f.remedy))
                .collect();
            let _ = writeln!(
                wrong,
                "{}: 番号 {actual:?}, 期待 {expected:?} {said:?}",
                quirk.name
            );
        }
        if arrival.submission.is_none() {
            continue; // Stopped at the gate: nothing is read.
        }
        let before = known
            .entry(quirk.form)
            .or_insert_with(|| answers(&arrive("報告.xlsx", original, &definitions)));
        let after = answers(&arrival);
        let mut differing: Vec<(String, String)> = Vec::new();
        for key in before
            .keys()
            .chain(after.keys().filter(|key| !before.contains_key(key)))
        {
            let (was, is) = (before.get(key), after.get(key));
            if was.map(|(_, value)| value) != is.map(|(_, value)| value) {
                let (cell, value) = is.cloned().unwrap_or_else(|| {
                    (
                        was.map(|(cell, _)| cell.clone()).unwrap_or_default(),
                        String::new(),
                    )
                });
                differing.push((cell, value));
            }
        }
        let expected: Vec<_> = quirk
            .read
            .iter()
            .map(|(cell, value)| ((*cell).to_owned(), (*value).to_owned()))
            .collect();
        if differing != expected {
            let _ = writeln!(wrong, "{}: 値 {differing:?}, 期待 {expected:?}", quirk.name);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_odd_file_is_named() {
    let definitions = Definitions::built_in().expect("definitions");
    for odd in files::files() {
        let arrival = arrive(odd.file_name, (odd.bytes)(), &definitions);
        let codes: Vec<&str> = arrival
            .findings
            .iter()
            .map(|finding| finding.code)
            .filter(|code| is_reading(code))
            .collect();
        assert_eq!(codes, odd.found, "{}", odd.name);
    }
}

#[test]
fn the_document_is_the_table() {
    let mut out = String::from(
        "# 届いた様式の読み方\n\n様式がどのように届いても、正しく読むか、どこがどう違うかを名指しします。推し量って読むことはしません。\n\
         この表は試験の表から作られています。番号の説明は `zaitaku-report explain 番号` で出ます。\n",
    );
    let row = |name: &str, treatment: &str, codes: &mut dyn Iterator<Item = &str>| {
        let mut codes: Vec<&str> = codes.collect();
        codes.dedup();
        let codes = if codes.is_empty() {
            "－".to_owned()
        } else {
            codes.join("、")
        };
        format!("| {name} | {treatment} | {codes} |\n")
    };
    let head = "| 届いた形 | 扱い | 番号 |\n| --- | --- | --- |\n";
    for (title, quirks) in all() {
        let _ = write!(out, "\n## {title}\n\n{head}");
        for quirk in quirks {
            out += &row(
                quirk.name,
                quirk.treatment,
                &mut quirk.found.iter().map(|(code, _)| *code),
            );
        }
    }
    let _ = write!(out, "\n## ファイル\n\n{head}");
    for odd in files::files() {
        out += &row(odd.name, odd.treatment, &mut odd.found.iter().copied());
    }
    assert_kept("docs/quirks.md", out.as_bytes());
}
