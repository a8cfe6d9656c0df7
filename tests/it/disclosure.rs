//! What may not be published stands in no public file, and does stand where the office needs it.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use zaitaku_report::for_tests::form::blank::{Filling, draw};
use zaitaku_report::for_tests::form::layout::words::REASON;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::model::submission::Key;
use zip::ZipArchive;

use crate::support::copy::Copy;
use crate::support::{DEFINITIONS, FILLINGS, Files, PERIOD, Project, files};

/// Two kana a digit: words that no check takes for a name, an age or a telephone number.
const KANA: [&str; 10] = [
    "ヌカ", "ルミ", "ワニ", "ロソ", "ヤセ", "ヨテ", "ムナ", "ヒラ", "ホケ", "フモ",
];

/// A word that stands nowhere else.
fn secret(n: usize) -> String {
    let digits = format!("{n:05}").into_bytes().into_iter();
    let kana: String = digits
        .map(|digit| KANA[usize::from(digit - b'0')])
        .collect();
    format!("秘{kana}密")
}

/// A round in which every text that is not published is a word of its own.
struct Round {
    project: Project,
    /// What no form may see published: texts, reasons, names of files.
    secrets: BTreeSet<String>,
    /// Those of cases that are not to be published: the office sees them in its workbook.
    of_cases: BTreeSet<String>,
}

impl Round {
    fn new() -> Self {
        let mut round = Self {
            project: Project::sample(),
            secrets: BTreeSet::new(),
            of_cases: BTreeSet::new(),
        };
        for (id, filling) in FILLINGS.iter() {
            let unit = &DEFINITIONS.registry.units[id];
            let filling = round.hide(filling);
            let mut form = Copy::of(&draw(&DEFINITIONS, unit, PERIOD, &filling).expect("drawn"));
            for sheet in form.sheets() {
                if let Some(head) = form.search(&sheet, REASON) {
                    let first = CellRef::new(head.row + 1, head.col).to_string();
                    form = form.text(&sheet, &first, &round.secret());
                }
            }
            let name = round.secret();
            let old = DEFINITIONS.registry.file_stem(unit);
            round
                .project
                .remove(&format!("{PERIOD}/submissions/{}/{old}.xlsx", unit.kind));
            let path = format!("{PERIOD}/submissions/{}/{name}.xlsx", unit.kind);
            round.project.write(&path, &form.save());
        }
        round
    }

    fn secret(&mut self) -> String {
        let secret = secret(self.secrets.len());
        self.secrets.insert(secret.clone());
        secret
    }

    /// The same answers, but what is not published is a word of its own.
    fn hide(&mut self, filling: &Filling) -> Filling {
        let mut hidden = filling.clone();
        for (key, value) in &mut hidden.answers {
            let Value::Text(text) = value else { continue };
            let of_case = withheld(filling, key);
            if of_case || !DEFINITIONS.catalogue.elements[&key.element].publish {
                *text = self.secret();
                self.of_cases.extend(of_case.then(|| text.clone()));
            }
        }
        hidden
    }
}

/// Whether an answer belongs to a case that the office does not want to see published.
fn withheld(filling: &Filling, key: &Key) -> bool {
    let publish = Key {
        element: "case_publish".into(),
        option: None,
        month: None,
        record: key.record,
    };
    key.element.starts_with("case_")
        && filling.answers.get(&publish) == Some(&Value::Choice("no".into()))
}

/// All that can be read in a file.
fn words(path: &str, bytes: &[u8]) -> String {
    #[cfg(feature = "pdf")]
    if path.ends_with(".pdf") {
        return crate::support::read::pages(bytes).concat();
    }
    if !path.ends_with(".xlsx") {
        return String::from_utf8(bytes.to_vec()).expect("UTF-8");
    }
    let mut text = String::new();
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    for i in 0..package.len() {
        let mut part = package.by_index(i).expect("a part");
        part.read_to_string(&mut text).expect("text");
    }
    text
}

/// The words of all files below a folder, without blanks: a line may break within a word.
fn all_words(files: &Files, folder: &str) -> String {
    let below = files.iter().filter(|(path, _)| path.starts_with(folder));
    let text: String = below.map(|(path, bytes)| words(path, bytes)).collect();
    text.replace(char::is_whitespace, "")
}

fn found<'a>(secrets: &'a BTreeSet<String>, text: &str) -> Vec<&'a String> {
    secrets
        .iter()
        .filter(|secret| text.contains(*secret))
        .collect()
}

#[test]
fn nothing_withheld_stands_in_a_public_table() {
    let round = Round::new();
    assert!(round.secrets.len() > 100 && round.of_cases.len() > 20);
    let export = ["export", "--period", "2023H1", "--out", "out", "--format"];
    for format in ["csv", "json", "xlsx"] {
        for more in [
            &["--suppress", "5"][..],
            &["--by", "total"],
            &["--by", "month"],
        ] {
            round
                .project
                .run(&[&export[..], &[format], more].concat())
                .succeeds();
        }
    }
    let made = files(&round.project.path("out"));
    assert!(
        made.keys().all(|path| path.starts_with("公表/")),
        "{:?}",
        made.keys()
    );
    assert_eq!(
        found(&round.secrets, &all_words(&made, "公表/")),
        Vec::<&String>::new()
    );
}

#[cfg(feature = "pdf")]
#[test]
fn nothing_withheld_stands_in_a_public_file() {
    let round = Round::new();
    round.project.build(&["--feedback"]).succeeds();
    let made = round.project.outputs();
    assert!(
        made.keys()
            .all(|path| path.starts_with("公表/") || path.starts_with("庁内/"))
    );
    assert!(made.contains_key("公表/tables.xlsx"));
    assert_eq!(
        found(&round.secrets, &all_words(&made, "公表/")),
        Vec::<&String>::new()
    );
    let inside = all_words(&made, "庁内/");
    assert_eq!(found(&round.of_cases, &inside).len(), round.of_cases.len());

    // Seen from another folder, the public files are the same bytes.
    round
        .project
        .build(&["--feedback", "--out", "elsewhere/deep"])
        .succeeds();
    let there = files(&round.project.path("elsewhere/deep"));
    for (path, bytes) in made.iter().filter(|(path, _)| path.starts_with("公表/")) {
        assert!(there[path] == *bytes, "{path}");
    }
}
