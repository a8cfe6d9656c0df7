//! Rounds of every shape that the definitions allow (any definitions): lists of no row and of many,
//! optional parts left out, zeros, ties, very large counts, long texts, each state, units missing.
//! What is made of them is a plain recount of what was filled in, number by number.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value as Json;
use zaitaku_report::for_tests::form::blank::{Filling, draw};
use zaitaku_report::for_tests::form::layout::Layout;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::model::Id;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::catalogue::{DataElement, Kind};
use zaitaku_report::for_tests::model::submission::{Key, Role};

use crate::elsewhere;
use crate::support::dice::Dice;
use crate::support::{DEFINITIONS, PERIOD, Project, files, repository, tables};

/// How a unit fills its form.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Counts around ten, a few rows, some optional parts.
    Usual,
    /// Every count zero, no row, nothing that is optional.
    Bare,
    /// Counts as large as the form takes them, all rows, all parts, long texts.
    Full,
    /// The same as every other unit of this shape.
    Tied,
}

const SHAPES: [Shape; 4] = [Shape::Usual, Shape::Bare, Shape::Full, Shape::Tied];
/// The largest count that the form takes.
const LARGEST: u64 = 9_999_999;

struct Filler<'a> {
    definitions: &'a Definitions,
    dice: Dice,
}

impl Filler<'_> {
    fn filling(&mut self, unit: &str, shape: Shape) -> Filling {
        let definitions = self.definitions;
        let form = definitions
            .form_of(&definitions.registry.units[unit].kind)
            .expect("a form");
        let mut filling = Filling::default();
        for sheet in &Layout::new(form, &definitions.catalogue, PERIOD).sheets {
            for block in &sheet.blocks {
                let rows = self.rows(shape);
                for (.., question) in block.questions() {
                    let is_beyond = question.key.record.is_some_and(|record| record > rows);
                    // The form itself says whose it is and of which period.
                    let mut own = block.block.prefilled();
                    let is_own = own.any(|(_, element)| *element == question.key.element);
                    if question.role == Role::Total
                        || is_beyond
                        || is_own
                        || !self.is_answered(shape, question.required)
                    {
                        continue;
                    }
                    let element = &definitions.catalogue.elements[&question.key.element];
                    if let Some(value) = self.value(element, shape) {
                        filling.answers.insert(question.key, value);
                    }
                }
            }
        }
        filling
    }

    fn rows(&mut self, shape: Shape) -> u32 {
        match shape {
            Shape::Usual => self.dice.below(4) as u32,
            Shape::Bare => 0,
            Shape::Full => u32::MAX,
            Shape::Tied => 2,
        }
    }

    fn is_answered(&mut self, shape: Shape, required: bool) -> bool {
        match shape {
            _ if required => true,
            Shape::Usual => self.dice.below(2) == 0,
            Shape::Bare => false,
            Shape::Full | Shape::Tied => true,
        }
    }

    fn value(&mut self, element: &DataElement, shape: Shape) -> Option<Value> {
        let drawn = match shape {
            Shape::Tied => 3,
            _ => self.dice.below(20),
        };
        Some(match (element.kind, shape) {
            (Kind::Count, Shape::Bare) => Value::Count(0),
            (Kind::Count, Shape::Full) => Value::Count(LARGEST - drawn),
            (Kind::Count, _) => Value::Count(drawn),
            (Kind::Choice, _) => {
                let states = self.definitions.catalogue.answers(element)?;
                let states: Vec<&Id> = states.options_in(PERIOD).map(|state| &state.id).collect();
                Value::Choice(states[drawn as usize % states.len()].clone())
            }
            (Kind::Marks, _) => return drawn.is_multiple_of(2).then_some(Value::Mark),
            (Kind::Text, Shape::Full) => {
                Value::Text("在宅での療養を支える取組を続けている。".repeat(12))
            }
            (Kind::Text, _) => Value::Text("取組を続けている".to_owned()),
            (Kind::Date, _) => Value::Date(
                PERIOD
                    .days()
                    .0
                    .checked_add(jiff::Span::new().days(drawn as i64))
                    .expect("a day"),
            ),
            (Kind::Picture, _) => return None,
        })
    }
}

/// What the units of a round filled in, by unit; those that sent nothing are not in it.
type Filled = BTreeMap<Id, Filling>;

/// A number's id, `element:option=answer@month/unit`, taken apart.
struct Asked<'a> {
    element: &'a str,
    option: Option<&'a str>,
    answer: Option<&'a str>,
    month: Option<&'a str>,
    unit: Option<&'a str>,
}

impl<'a> Asked<'a> {
    fn of(id: &'a str) -> Self {
        let (rest, unit) = split(id, '/');
        let (rest, month) = split(rest, '@');
        let (rest, answer) = split(rest, '=');
        let (element, option) = split(rest, ':');
        Self {
            element,
            option,
            answer,
            month,
            unit,
        }
    }

    /// The number, by going through everything that was filled in; nothing where nobody reported.
    fn recount(&self, definitions: &Definitions, filled: &Filled) -> Option<u64> {
        let element = &definitions.catalogue.elements[self.element];
        let mut sum = 0;
        let mut anybody = false;
        for (unit, filling) in filled {
            let form = definitions
                .form_of(&definitions.registry.units[unit].kind)
                .expect("a form");
            let asks = form.blocks().any(|block| block.asks(&element.id));
            if !asks || self.unit.is_some_and(|own| own != &**unit) {
                continue;
            }
            anybody = true;
            let own = filling
                .answers
                .iter()
                .filter(|(key, _)| self.means(definitions, element, key));
            let mut of_unit = 0;
            for (_, value) in own {
                of_unit += match (value, self.answer) {
                    (Value::Count(n), _) => *n,
                    (Value::Choice(choice), Some(answer)) => u64::from(&**choice == answer),
                    // However many rows carry it.
                    (Value::Mark, _) => 1 - of_unit.min(1),
                    _ => 1,
                };
            }
            sum += of_unit;
        }
        anybody.then_some(sum)
    }

    /// Whether anybody was asked and wrote something.
    #[cfg(feature = "pdf")]
    fn is_filled(&self, filled: &Filled) -> bool {
        let mut keys = filled.values().flat_map(|filling| filling.answers.keys());
        keys.any(|key| &*key.element == self.element)
    }

    fn means(&self, definitions: &Definitions, element: &DataElement, key: &Key) -> bool {
        let of_option = match (self.option, &key.option) {
            (Some(wanted), Some(own)) => wanted == &**own,
            (Some(_), None) => false,
            (None, None) => true,
            // The total is of the parts; 再掲 is within them.
            (None, Some(own)) => {
                let category = definitions.catalogue.breakdown(element);
                let option = category.and_then(|category| category.options.get(own));
                option.is_none_or(|option| !option.subset)
            }
        };
        let of_month = self
            .month
            .is_none_or(|month| key.month.is_some_and(|own| own.to_string() == month));
        key.element == element.id && of_option && of_month
    }
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at)
        .map_or((text, None), |(before, after)| (before, Some(after)))
}

/// A round of the definitions in a project, and what was filled in.
fn round(project: &Project, definitions: &Definitions, seed: u64) -> Filled {
    let mut filler = Filler {
        definitions,
        dice: Dice::new(seed),
    };
    // One unit in so many sends nothing; with 1 nobody does.
    let silent = [1, 2, 9, 1_000][filler.dice.below(4) as usize];
    let mut filled = Filled::new();
    let folder = project.path(&format!("{PERIOD}/submissions"));
    std::fs::create_dir_all(folder).expect("a folder");
    for kind in definitions.registry.kinds.keys() {
        for unit in definitions.registry.expected(kind, PERIOD) {
            if filler.dice.below(silent) == 0 {
                continue;
            }
            let shape = SHAPES[filler.dice.below(4) as usize];
            let filling = filler.filling(&unit.id, shape);
            let name = definitions.registry.file_stem(unit);
            let bytes = draw(definitions, unit, PERIOD, &filling).expect("drawn");
            project.write(&format!("{PERIOD}/submissions/{kind}/{name}.xlsx"), &bytes);
            filled.insert(unit.id.clone(), filling);
        }
    }
    filled
}

/// Leaves out the units whose form was not counted, as `status` tells it.
fn counted(project: &Project, mut filled: Filled) -> Filled {
    let status = project.run(&["status", "--period", "2023H1", "--format", "json"]);
    let status: Json = serde_json::from_str(&status.out).expect("JSON");
    for unit in status["units"].as_array().expect("units") {
        if unit["standing"] != "提出済" {
            filled.remove(unit["unit"].as_str().expect("an id"));
        }
    }
    filled
}

/// Every number of the open data is what was filled in.
fn open_data_is_the_recount(project: &Project, definitions: &Definitions, filled: &Filled) {
    let args = [
        "export",
        "--period",
        "2023H1",
        "--format",
        "json",
        "--allow-missing",
        "--out",
        "out",
    ];
    project.run(&args).succeeds();
    // The file bears the code of the city, where it has one.
    let made = tables(&project.path("out"));
    let data = made
        .iter()
        .find(|(name, _)| name.ends_with("opendata_2023H1.json"));
    let (_, data) = data.expect("the open data");
    let data: Json = serde_json::from_slice(data).expect("JSON");
    let rows = data["observations"].as_array().expect("rows");
    let mut held = 0;
    for row in rows {
        let id = row["made_of"].as_str().expect("an id");
        if !id.contains('(') {
            let value = Asked::of(id).recount(definitions, filled);
            assert_eq!(row["value"].as_u64(), value, "{id}: {row}");
            held += 1;
        }
    }
    assert!(held > 10, "{held}");
}

/// The report is made, and every number of it that is counted is what was filled in.
#[cfg(feature = "pdf")]
fn the_report_is_the_recount(project: &Project, definitions: &Definitions, filled: &Filled) {
    project
        .build(&["--allow-missing", "--out", "built"])
        .succeeds();
    let built = files(&project.path("built"));
    assert!(built["公表/report.pdf"].starts_with(b"%PDF"));
    let lineage: Json = serde_json::from_slice(&built["庁内/lineage.json"]).expect("JSON");
    for (id, figure) in lineage["figures"].as_object().expect("figures") {
        // The form itself says whose it is and of which period.
        if !Asked::of(id).is_filled(filled) && figure["formula"] == "count" {
            continue;
        }
        let value = Asked::of(id)
            .recount(definitions, filled)
            .unwrap_or_default();
        assert_eq!(figure["value"].as_u64(), Some(value), "{id}");
    }
    for printed in lineage["printed"].as_array().expect("numbers") {
        let id = printed["made_of"].as_str().expect("an id");
        let text = printed["text"].as_str().expect("words");
        let element = id.split([':', '=', '@', '/']).next().unwrap_or_default();
        if id.contains(['(', '~', '!', ' '])
            || !definitions.catalogue.elements.contains_key(element)
        {
            continue;
        }
        match Asked::of(id).recount(definitions, filled) {
            None => assert!(!text.contains(|c: char| c.is_ascii_digit()), "{id}: {text}"),
            Some(value) => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                let is_none = digits.is_empty() && value == 0;
                assert!(
                    digits == value.to_string() || is_none,
                    "{id} {value}: {text} {printed}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_number_made_of_a_round_is_what_was_filled_in(seed in any::<u64>()) {
        let project = Project::empty();
        for (path, bytes) in files(&repository("sample-data")) {
            if path == "zaitaku.toml" || path.starts_with("history/") {
                project.write(&path, &bytes);
            }
        }
        holds(&project, &DEFINITIONS, seed);
    }

    #[test]
    fn so_is_every_number_of_another_kind_of_body(seed in any::<u64>()) {
        let project = Project::empty();
        for (path, bytes) in files(&repository("tests/data/prefecture")) {
            project.write(&path, &bytes);
        }
        holds(&project, &elsewhere::definitions(), seed);
    }
}

fn holds(project: &Project, definitions: &Definitions, seed: u64) {
    let filled = round(project, definitions, seed);
    let filled = counted(project, filled);
    open_data_is_the_recount(project, definitions, &filled);
    #[cfg(feature = "pdf")]
    the_report_is_the_recount(project, definitions, &filled);
}
