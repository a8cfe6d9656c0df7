//! Every number that is printed can be asked for, and is answered with what was printed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use zaitaku_report::for_tests::aggregate::history::History;
use zaitaku_report::for_tests::aggregate::summary::Summary;
use zaitaku_report::for_tests::aggregate::tally::TallyKey;
use zaitaku_report::for_tests::dataset::Dataset;
use zaitaku_report::for_tests::figures::material::Material;
use zaitaku_report::for_tests::figures::publication::Disclosure;
use zaitaku_report::for_tests::inquiry::explanation::Explanation;
use zaitaku_report::for_tests::intake::receive_round;
use zaitaku_report::for_tests::model::period::Period;
use zaitaku_report::for_tests::model::round::Round;
use zaitaku_report::for_tests::pages::commentary::Commentary;
use zaitaku_report::for_tests::pages::compose::{Edition, compose};
use zaitaku_report::for_tests::pages::print::Print;
use zaitaku_report::for_tests::pages::spec::PageSpecs;
use zaitaku_report::for_tests::pages::{feedback, printed};
use zaitaku_report::for_tests::rules::Background;

use crate::support::{DEFINITIONS, PERIOD, Project, files, publication, repository, submitted};

static PAGES: LazyLock<PageSpecs> = LazyLock::new(|| {
    let pages = include_str!("../../templates/report/pages.toml");
    PageSpecs::load(pages, &DEFINITIONS).expect("the pages load")
});

/// The submissions of a period of the sample but those of some units.
fn round(period: Period, missing: &[&str]) -> Round {
    let incoming = submitted(period, missing);
    receive_round(incoming, period, Background::alone(&DEFINITIONS))
}

/// What the outputs print of a round: how each number reads, by its id.
struct Printed {
    prints: BTreeMap<String, Vec<String>>,
    rows: BTreeMap<String, Option<u64>>,
}

/// Every number of a unit: the ids of all of them are to be understood.
fn all_told() -> Disclosure {
    Disclosure {
        unit_totals: DEFINITIONS.catalogue.elements.keys().cloned().collect(),
        permits: PAGES.permits(),
    }
}

impl Printed {
    fn of(material: &Material) -> Self {
        let publication = publication(material);
        let edition = Edition {
            pages: &PAGES,
            publication: &publication,
            disclosure: &all_told(),
            commentary: &Commentary::default(),
        };
        let mut printed = Self {
            prints: BTreeMap::new(),
            rows: BTreeMap::new(),
        };
        printed.add(&compose(material, &edition));
        for kind in DEFINITIONS.registry.kinds.keys() {
            for unit in DEFINITIONS
                .registry
                .expected(kind, material.period())
                .take(3)
            {
                if let Some(print) = feedback::compose(material, &publication, unit) {
                    printed.add(&print);
                }
            }
        }
        let tables = Dataset::new(material, &publication);
        for row in tables.observations.iter().chain(&tables.past) {
            printed.rows.insert(row.made_of.clone(), row.value);
        }
        printed
    }

    fn add(&mut self, print: &Print) {
        for found in printed::numbers(print) {
            let id = found.number.origin.to_string();
            self.prints
                .entry(id)
                .or_default()
                .push(found.number.text.clone());
        }
    }
}

fn digits(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect()
}

/// What is wrong with the answer to an id that is printed so.
fn fault(material: &Material, id: &str, texts: &[String]) -> Option<String> {
    let explained = id
        .parse()
        .ok()
        .and_then(|id| Explanation::new(material, &id));
    let Some(explained) = explained else {
        return Some(format!("{id} is refused"));
    };
    let Explanation {
        value,
        name,
        formula,
        ..
    } = &explained;
    if let Some(text) = texts.iter().find(|text| digits(text) != digits(value)) {
        return Some(format!("{id}: printed {text}, told {value}"));
    }
    let members = explained.members.iter();
    let sum: u64 = members
        .filter_map(|unit| digits(&unit.value).parse::<u64>().ok())
        .sum();
    let counted = |key: TallyKey| material.element(&key.element).is_some() && key.unit.is_none();
    if id.parse::<TallyKey>().is_ok_and(counted) && sum.to_string() != digits(value) {
        return Some(format!("{id}: told {value}, its units make {sum}"));
    }
    let is_bare = explained.parts.is_empty()
        && explained.members.is_empty()
        && explained.cells.is_empty()
        && explained.kept.is_empty();
    if name.is_empty() || formula.is_empty() || is_bare && !["0", "…"].contains(&value.as_str()) {
        return Some(format!("{id} comes from nowhere"));
    }
    None
}

/// Asks for every id that is printed of a round.
fn ask(round: &Round) -> Printed {
    with_material(round, |material| {
        let printed = Printed::of(material);
        let mut wrong = Vec::new();
        for (id, texts) in &printed.prints {
            wrong.extend(fault(material, id, texts));
        }
        for (id, value) in &printed.rows {
            let origin = id.parse().ok();
            let told = origin.and_then(|origin| material.printed(&origin));
            let told = told.map(|words| words.replace(',', ""));
            let shown = value.map_or_else(|| "…".to_owned(), |n| n.to_string());
            if told.as_ref() != Some(&shown) {
                wrong.push(format!("{id}: in the data {shown}, told {told:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", round.period, wrong.join("\n"));
        printed
    })
}

/// What the numbers of a round of the sample are taken from.
fn with_material<T>(round: &Round, take: impl FnOnce(&Material) -> T) -> T {
    let mut history = History::following(&DEFINITIONS.catalogue, &DEFINITIONS.registry);
    for (name, bytes) in files(&repository("sample-data/history")) {
        if name.ends_with(".csv") {
            history.read(&name, &bytes).expect("good lines");
        }
    }
    let counted = round.counted(&DEFINITIONS.registry);
    let summary = Summary::new(&DEFINITIONS.catalogue, round.period, counted);
    take(&Material::new(&DEFINITIONS, round, &summary, &history))
}

#[test]
fn every_printed_number_is_explained_as_it_is_printed() {
    let printed = ask(&round(PERIOD, &[]));
    assert!(printed.prints.len() > 400 && printed.rows.len() > 3_000);
}

#[test]
fn in_a_year_each_cell_has_its_own_id() {
    let printed = ask(&round(Period::year(2022), &[]));
    let cells = printed.prints.iter().filter(|(id, _)| id.contains('!'));
    let mut of_both = [0, 0];
    for (id, texts) in cells {
        // In the list of all, and in the part of its unit where that has room.
        assert!(
            texts.len() <= 2 && texts[0] == texts[texts.len() - 1],
            "{id}: {texts:?}"
        );
        of_both[usize::from(id.starts_with("2022H2/"))] += 1;
    }
    assert!(of_both.iter().all(|cells| *cells > 0), "{of_both:?}");
}

#[test]
fn what_is_missing_is_explained_too() {
    let late = ["旭区.xlsx", "北区相談支援室.xlsx", "西区相談支援室.xlsx"];
    let late = round(PERIOD, &late);
    ask(&late);
    let silent = |id: &str| {
        with_material(&late, |material| {
            let explained = Explanation::new(material, &id.parse().expect("an id"));
            let explained = explained.expect("a number");
            let silent = explained.silent.iter();
            let silent: Vec<String> = silent
                .map(|unit| format!("{} {}", unit.id, unit.value))
                .collect();
            (explained.value, silent.join("、"))
        })
    };
    assert_eq!(
        silent("askers").1,
        "office-kita 未提出、office-nishi 未提出"
    );
    let (value, who) = silent("askers:S01/office-kita");
    assert_eq!((value.as_str(), who.as_str()), ("…", "office-kita 未提出"));
    assert_eq!(silent("askers:S01/office-miyakojima").1, "");
    let nobody = Round::new(PERIOD, Vec::new(), Vec::new());
    ask(&nobody);
}

#[test]
fn a_case_that_is_withheld_is_not_counted_among_the_printed() {
    let mut round = round(PERIOD, &[]);
    let rows = |printed: &Printed| {
        let rows = printed
            .prints
            .iter()
            .filter(|(id, _)| id.starts_with("rows("));
        rows.map(|(id, texts)| (id.clone(), texts[0].clone()))
            .collect::<BTreeMap<_, _>>()
    };
    let before = rows(&ask(&round));
    let (id, n) = before.iter().next().expect("cases are printed");
    let at = with_material(&round, |material| {
        let explained = Explanation::new(material, &id.parse().expect("an id"));
        let cells = explained.expect("a number").cells;
        assert_eq!(cells.len().to_string(), *n);
        (cells[0].file.clone(), cells[0].sheet.clone(), cells[0].cell)
    });
    let mut files = round
        .arrivals
        .iter_mut()
        .filter_map(|arrival| arrival.submission.as_mut());
    let file = files
        .find(|submission| submission.file.path == at.0)
        .expect("the file");
    file.withheld.push((at.1, at.2));
    let after = rows(&ask(&round));
    let fewer = n.parse::<u64>().expect("a number") - 1;
    assert_eq!(
        after.get(id).map_or(0, |n| n.parse().expect("a number")),
        fewer
    );
}

#[test]
fn trace_tells_the_result_in_words_and_as_data() {
    let project = Project::sample();
    let run = |id: &str, more: &[&str]| {
        let run = project.run(&[&["trace", "--period", "2023H1", id], more].concat());
        assert_eq!(run.status, 0, "{id}: {}", run.err);
        run.out
    };
    let change = run("change(askers, askers~2022H1)", &[]);
    assert!(change.starts_with("増減率 = ＋2.0%\n"), "{change}");
    assert!(
        change.contains("= 926件") && change.contains("= 908件"),
        "{change}"
    );
    let zero = run("resources:A1=not_yet", &[]);
    assert!(
        zero.lines()
            .next()
            .is_some_and(|line| line.ends_with("= 0区")),
        "{zero}"
    );
    let (short, long) = (run("askers", &[]), run("askers", &["--all"]));
    assert!(short.contains("ほか") && short.contains("--all") && !long.contains("--all"));
    assert!(
        short.contains("前年同期（令和4年度 上半期）: 908件、増減 ＋18（＋2.0%）"),
        "{short}"
    );
    // Of few cases no rate.
    let few = run("askers:S03", &[]);
    let line = few.lines().find(|line| line.contains("増減 "));
    assert!(line.is_some_and(|line| !line.contains('%')), "{few}");
    let data: serde_json::Value =
        serde_json::from_str(&run("askers", &["--format", "json"])).expect("JSON");
    assert_eq!(
        (&data["value"], &data["beside"]["value"]),
        (&"926".into(), &"908".into())
    );
    let refused = project.run(&["trace", "--period", "2023H1", "askers:S77"]);
    assert!(refused.status == 3 && refused.err.contains("「askers:S77」という番号の数は"));
}
