//! What may not be published stands in no public file, and does stand where the office needs it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zaitaku_report::for_tests::aggregate::summary::Summary;
use zaitaku_report::for_tests::dataset::Dataset;
use zaitaku_report::for_tests::figures::material::Material;
use zaitaku_report::for_tests::figures::publication::Audience;
use zaitaku_report::for_tests::form::blank::{Filling, draw};
use zaitaku_report::for_tests::form::layout::words::REASON;
use zaitaku_report::for_tests::model::Id;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::catalogue::Kind;
use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::model::round;
use zaitaku_report::for_tests::model::submission::Key;
use zaitaku_report::for_tests::output::{html, opendata, workbook};
use zaitaku_report::for_tests::pages::commentary::Commentary;
use zaitaku_report::for_tests::pages::compose::{Edition, compose};
use zaitaku_report::for_tests::pages::spec::PageSpecs;
use zaitaku_report::for_tests::sheets::Sheets;
use zip::ZipArchive;

use crate::support::copy::Copy;
use crate::support::dice::Dice;
use crate::support::{
    DEFINITIONS, FILLINGS, Files, PERIOD, Project, disclosure, drawn, files, history, publication,
    received, repository,
};

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

/// The answers of a round of which every count can be told from all others; some units have small
/// totals.
struct Counts {
    fillings: BTreeMap<Id, Filling>,
    /// The elements of which some unit counted little: of no unit is anything told.
    small: BTreeSet<Id>,
}

impl Counts {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut taken = BTreeSet::new();
        let mut counts = Self {
            fillings: FILLINGS
                .iter()
                .map(|(id, of)| (id.clone(), of.clone()))
                .collect(),
            small: BTreeSet::new(),
        };
        for filling in counts.fillings.values_mut() {
            for (key, value) in &mut filling.answers {
                if !is_told(&key.element, value) {
                    continue;
                }
                if !is_counted(key) {
                    *value = Value::Count(0);
                    continue;
                }
                // There are more contents than askers in each month; a form takes no total of eight
                // digits.
                let least = if &*key.element == "contents" { 2 } else { 1 };
                let mut drawn = || least * 1_000_000 + dice.below(1_000_000);
                let mut count = drawn();
                while !taken.insert(count) {
                    count = drawn();
                }
                *value = Value::Count(count);
            }
        }
        for element in ["training_participants", counted_elements(&mut dice)] {
            counts.make_small(&element.into(), &mut dice);
        }
        counts
    }

    /// Lets a unit have counted from 1 to 4 of an element in all.
    fn make_small(&mut self, element: &Id, dice: &mut Dice) {
        let asked = self.fillings.iter();
        let asked =
            asked.filter(|(_, filling)| filling.answers.keys().any(|key| key.element == *element));
        let asked: Vec<Id> = asked.map(|(id, _)| id.clone()).collect();
        let unit = &asked[dice.below(asked.len() as u64) as usize];
        let filling = self.fillings.get_mut(unit).expect("a unit");
        let mut rest = 1 + dice.below(4);
        for (key, value) in &mut filling.answers {
            if key.element == *element {
                *value = Value::Count(std::mem::take(&mut rest));
            } else if &**element == "contents" && &*key.element == "askers" {
                *value = Value::Count(0);
            }
        }
        self.small.insert(element.clone());
    }

    /// What no public file may hold: counts by unit, those of months and parts, and of rows and
    /// totals where some unit counted little.
    fn withheld(&self) -> BTreeSet<u64> {
        let mut withheld = BTreeSet::new();
        for filling in self.fillings.values() {
            let mut totals: BTreeMap<&Id, u64> = BTreeMap::new();
            for (key, value) in &filling.answers {
                let Some(count) = value.count().filter(|_| is_told(&key.element, value)) else {
                    continue;
                };
                let is_small = self.small.contains(&key.element);
                if key.month.is_some() || is_small {
                    withheld.insert(count);
                }
                if is_small {
                    *totals.entry(&key.element).or_default() += count;
                }
            }
            withheld.extend(totals.values());
        }
        // What is small is like any other number.
        withheld.retain(|count| *count > 999_999);
        withheld
    }

    /// The public files but the PDF, which is made of the same pages as the web page.
    fn public(&self) -> Files {
        let path = |id: &Id| {
            let unit = &DEFINITIONS.registry.units[id];
            format!(
                "{}/{}.xlsx",
                unit.kind,
                DEFINITIONS.registry.file_stem(unit)
            )
        };
        let arrivals = self.fillings.iter();
        let arrivals = arrivals.map(|(id, filling)| received(&path(id), drawn(id, filling)));
        let round = round::Round::new(PERIOD, arrivals.collect(), Vec::new());
        let counted = round.counted(&DEFINITIONS.registry);
        assert_eq!(counted.len(), self.fillings.len(), "all are counted");
        let summary = Summary::new(&DEFINITIONS.catalogue, PERIOD, counted);
        let past = history(&["published", "2022H1", "2022H2"]);
        let material = Material::new(&DEFINITIONS, &round, &summary, &past);
        let publication = publication(&material);
        let pages = std::fs::read_to_string(repository("templates/report/pages.toml"));
        let pages = PageSpecs::load(&pages.expect("the pages"), &DEFINITIONS).expect("the pages");
        let disclosure = disclosure(&material, &pages);
        let edition = Edition {
            pages: &pages,
            publication: &publication,
            disclosure: &disclosure,
            commentary: &Commentary::default(),
        };
        let print = compose(&material, &edition).of(Audience::Public, &publication);
        let sheets = Sheets::new(&material, &publication, Some(&disclosure));
        let data = Dataset::new(&material, &publication);
        let formats = [opendata::Format::Csv, opendata::Format::Xlsx];
        let tables = opendata::export(&data, &formats, opendata::By::City).expect("exported");
        let mut files: Files = tables
            .into_iter()
            .map(|file| (file.name, file.bytes))
            .collect();
        let page = html::report(&print, &html::Neighbours::default());
        files.insert("report.html".to_owned(), page.into_bytes());
        let book = workbook::summary(&sheets, None).expect("a workbook");
        files.insert("tables.xlsx".to_owned(), book);
        files
    }
}

/// Whether a count is one that numbers are made of.
fn is_told(element: &str, value: &Value) -> bool {
    value.count().is_some()
        && DEFINITIONS.catalogue.elements[element]
            .statistic()
            .is_some()
}

/// Of counts by month, whether all units count in this one: the sums of the city are then those of
/// many.
fn is_counted(key: &Key) -> bool {
    let category = &DEFINITIONS.catalogue.elements[&key.element].category;
    let (Some(month), Some(category)) = (key.month, category) else {
        return true;
    };
    let options = DEFINITIONS.catalogue.categories[category].options.values();
    let mut options = options.filter(|option| !option.subset);
    let option = options.position(|option| Some(&option.id) == key.option.as_ref());
    option.is_some() && [4, 6, 8].iter().position(|one| *one == month.month) == option
}

/// One of the elements that are counted by month.
fn counted_elements(dice: &mut Dice) -> &'static str {
    let elements = DEFINITIONS.catalogue.elements.values();
    let counted = elements.filter(|one| one.kind == Kind::Count && one.category.is_some());
    let counted: Vec<&str> = counted.map(|element| &*element.id).collect();
    counted[dice.below(counted.len() as u64) as usize]
}

/// Every number that a text holds, with or without its commas.
fn numbers(text: &str) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    for token in text.split(|c: char| !c.is_ascii_digit() && c != ',') {
        found.extend(token.replace(',', "").parse::<u64>());
        found.extend(token.split(',').flat_map(str::parse::<u64>));
    }
    found
}

#[test]
fn no_count_of_a_unit_that_is_withheld_stands_in_a_public_file() {
    for seed in 0..6 {
        let counts = Counts::new(seed);
        let withheld = counts.withheld();
        assert!(withheld.len() > 300);
        let mut told = 0;
        for (path, bytes) in counts.public() {
            let found = numbers(&words(&path, &bytes));
            let shown: Vec<&u64> = found.intersection(&withheld).collect();
            assert!(
                shown.is_empty(),
                "{seed} {:?} {path}: {shown:?}",
                counts.small
            );
            told += found.iter().filter(|n| **n > 999_999).count();
        }
        assert!(told > 100, "the totals of the city are told");
    }
}

/// A round in which every text that is not published is a word of its own.
struct Round {
    project: Project,
    /// Counts that no public file may hold.
    counts: BTreeSet<u64>,
    /// What no form may see published: texts, reasons, names of files.
    secrets: BTreeSet<String>,
    /// Those of cases that are not to be published: the office sees them in its workbook.
    of_cases: BTreeSet<String>,
}

impl Round {
    fn new() -> Self {
        let counts = Counts::new(7);
        let mut round = Self {
            project: Project::sample(),
            counts: counts.withheld(),
            secrets: BTreeSet::new(),
            of_cases: BTreeSet::new(),
        };
        for (id, filling) in &counts.fillings {
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
    assert!(round.secrets.len() > 100 && round.of_cases.len() > 20 && round.counts.len() > 300);
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
    for (path, bytes) in made.iter().filter(|(path, _)| path.starts_with("公表/")) {
        let told = numbers(&words(path, bytes));
        let shown: Vec<&u64> = told.intersection(&round.counts).collect();
        assert!(shown.is_empty(), "{path}: {shown:?}");
    }
    let inside = all_words(&made, "庁内/");
    assert_eq!(found(&round.of_cases, &inside).len(), round.of_cases.len());

    // Seen from another folder, the public files are the same bytes.
    round.project.build(&["--out", "elsewhere/deep"]).succeeds();
    let there = files(&round.project.path("elsewhere/deep"));
    for (path, bytes) in made.iter().filter(|(path, _)| path.starts_with("公表/")) {
        assert!(there[path] == *bytes, "{path}");
    }
}
