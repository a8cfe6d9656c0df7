//! The report under stress: the longest words, the largest numbers, many and few, nothing at all.
//! Every page must stay valid, within its margins and free of text over text.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use zaitaku_report::for_tests::aggregate::history::History;
use zaitaku_report::for_tests::aggregate::summary::Summary;
use zaitaku_report::for_tests::figures::material::Material;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::intake::{Incoming, receive_round};
use zaitaku_report::for_tests::model::Id;
use zaitaku_report::for_tests::model::answer::{Answer, Value};
use zaitaku_report::for_tests::model::org_unit::OrgUnit;
use zaitaku_report::for_tests::model::period::{Half, Period};
use zaitaku_report::for_tests::model::round::Round;
use zaitaku_report::for_tests::model::submission::{DataValue, Submission};
use zaitaku_report::for_tests::output::Output;
use zaitaku_report::for_tests::output::pdf::{Placed, places, render};
use zaitaku_report::for_tests::output::templates;
use zaitaku_report::for_tests::pages::commentary::Commentary;
use zaitaku_report::for_tests::pages::compose::{Edition, compose};
use zaitaku_report::for_tests::pages::print::{Chart, Page, Print};
use zaitaku_report::for_tests::pages::spec::PageSpecs;
use zaitaku_report::for_tests::rules::Background;

use crate::support::{self, standards::keeps_standards};

const PERIOD: Period = Period::half(2023, Half::First);
/// The margins of the templates, less a hair for rounding.
const MARGIN: f64 = 17.9;
/// The smallest type of the sample, and the least to which names and numbers may come down that are
/// longer than any today; less a hair for rounding.
const SMALLEST: f64 = 8.99;
const LEAST: f64 = 7.99;
/// What stands today, by its name.
const SAMPLE: &str = "sample";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out)
        } else {
            out.push(path)
        }
    }
}

/// What was submitted in the sample, changed by `change`.
fn round(definitions: &Definitions, change: impl Fn(&mut Submission)) -> Round {
    let folder = root()
        .join("sample-data")
        .join(PERIOD.to_string())
        .join("submissions");
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let incoming = |path: &PathBuf| Incoming {
        name: path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned(),
        path: path
            .strip_prefix(&folder)
            .expect("inside")
            .to_string_lossy()
            .replace('\\', "/"),
        bytes: fs::read(path).expect("readable"),
        withheld: None,
    };
    let mut round = receive_round(
        paths.iter().map(|path| (PERIOD, incoming(path))).collect(),
        PERIOD,
        Background::alone(definitions),
    );
    round
        .arrivals
        .iter_mut()
        .filter_map(|arrival| arrival.submission.as_mut())
        .for_each(change);
    round
}

/// The report of a round, with the past of the sample or without.
fn report(definitions: &Definitions, round: &Round, remarks: &str, with_past: bool) -> Print {
    let mut history = History::default();
    if with_past {
        for name in ["published.csv", "2022H1.csv", "2022H2.csv"] {
            let bytes = fs::read(root().join("sample-data/history").join(name))
                .expect("the history of the sample");
            history.read(name, &bytes).expect("good lines");
        }
    }
    let pages = PageSpecs::load(
        include_str!("../../templates/report/pages.toml"),
        definitions,
    )
    .expect("the pages load");
    let counted = round.counted(&definitions.registry);
    let summary = Summary::new(&definitions.catalogue, PERIOD, counted);
    let material = Material::new(definitions, round, &summary, &history);
    compose(
        &material,
        &Edition {
            pages: &pages,
            publication: &support::publication(&material),
            disclosure: &support::disclosure(&material, &pages),
            commentary: &Commentary::parse(remarks, &pages.named()).expect("the remarks parse"),
        },
    )
}

/// The templates as they stand in the repository: a change of them is tested without building anew.
fn current() -> Vec<Output> {
    templates_in(&support::repository("templates/report"))
}

/// Own templates as the program reads them.
fn templates_in(folder: &Path) -> Vec<Output> {
    let files = support::files(folder).into_iter();
    files.map(|(path, bytes)| Output { path, bytes }).collect()
}

fn definitions() -> Definitions {
    Definitions::built_in().expect("the built-in definitions load")
}

/// Text outside the margins, text over other text, and text too small to read.
fn misplaced(print: &Print, smallest: f64) -> Vec<String> {
    let all = places(print, &current()).unwrap_or_else(|error| panic!("{error:?}"));
    let outside = |text: &&Placed| {
        // The cover has margins of its own, wider ones; head and foot stand in the upper and lower
        // margin.
        text.left < MARGIN
            || text.right > text.paper.0 - MARGIN
            || text.top < 5.0
            || text.bottom > text.paper.1 - 5.0
    };
    let mut found: Vec<String> = all
        .iter()
        .filter(outside)
        .map(|text| format!("p.{} outside: {} {text:?}", text.page, text.text))
        .collect();
    let small = all.iter().filter(|text| text.size < smallest);
    found.extend(small.map(|text| format!("p.{} {:.1} pt: {}", text.page, text.size, text.text)));
    for (i, one) in all.iter().enumerate() {
        let same_page = all[i + 1..]
            .iter()
            .take_while(|other| other.page == one.page);
        for other in same_page {
            // Lines may be set tight; more than a third of a line over another is not.
            let across = one.right.min(other.right) - one.left.max(other.left);
            let down = one.bottom.min(other.bottom) - one.top.max(other.top);
            if across > 0.4 && down > (one.bottom - one.top).min(other.bottom - other.top) / 3.0 {
                found.push(format!(
                    "p.{} {:?} over {:?}",
                    one.page, one.text, other.text
                ));
            }
        }
    }
    found
}

#[track_caller]
fn stands_well(name: &str, print: &Print) -> usize {
    let pdf = render(print, &current()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    if let Ok(folder) = std::env::var("KEEP_STRESS_PDF") {
        fs::write(Path::new(&folder).join(format!("{name}.pdf")), &pdf.bytes).expect("writable");
        let data = serde_json::to_vec_pretty(print).expect("plain data");
        fs::write(Path::new(&folder).join(format!("{name}.json")), data).expect("writable");
    }
    keeps_standards(name, &pdf.bytes);
    let document = lopdf::Document::load_mem(&pdf.bytes).expect("a PDF");
    let catalog = document.catalog().expect("a catalogue");
    assert!(
        catalog.has(b"Outlines"),
        "{name}: an outline to find the pages by"
    );
    let language = catalog
        .get(b"Lang")
        .and_then(lopdf::Object::as_str)
        .expect("a language");
    assert!(language.starts_with(b"ja"), "{name}");
    let smallest = if name == SAMPLE { SMALLEST } else { LEAST };
    let found = misplaced(print, smallest);
    assert!(
        found.is_empty(),
        "{name}: {} texts\n{}",
        found.len(),
        found[..found.len().min(20)].join("\n")
    );
    pdf.pages
}

#[test]
fn the_sample_stands_well() {
    let definitions = definitions();
    let remarks =
        fs::read_to_string(root().join("sample-data/2023H1/commentary.toml")).expect("remarks");
    stands_well(
        SAMPLE,
        &report(&definitions, &round(&definitions, |_| ()), &remarks, true),
    );
}

#[test]
fn the_longest_words_and_the_largest_numbers_stand_well() {
    let definitions = definitions();
    // A text of 2,000 characters, the most that a cell takes, and one long address without a break.
    let long: String =
        "在宅で療養する方の（退院前の）調整を、関係者と何度も話し合い「安心」につなげた。"
            .chars()
            .cycle()
            .take(2_000)
            .collect();
    let round = round(&definitions, |submission| {
        // As large as a form takes.
        enlarge(submission, 9_999_999);
        for value in &mut submission.values {
            let element = value.key.element.clone();
            let Answer::Given(answer) = &mut value.answer else {
                continue;
            };
            match answer {
                Value::Text(text) if element.ends_with("_url") => {
                    *text = format!(
                        "https://www.example.jp/{}",
                        "zaitakuiryokaigorenkei".repeat(8)
                    );
                }
                Value::Text(text) if element.starts_with("case_") => text.clone_from(&long),
                Value::Text(text) => *text = long.chars().take(400).collect(),
                _ => {}
            }
        }
    });
    let print = report(&definitions, &round, "", true);
    assert!(
        print
            .pages
            .iter()
            .any(|page| page.figures.iter().any(|figure| figure.value.len() > 11)),
        "numbers are large"
    );
    stands_well("long", &print);
}

/// Makes every count the same large number.
fn enlarge(submission: &mut Submission, count: u64) {
    for value in &mut submission.values {
        if let Answer::Given(Value::Count(number)) = &mut value.answer
            && &*value.key.element != "case_order"
        {
            *number = count;
        }
    }
}

/// The definitions with every name on the form longer by a clause, as a ministry may word them next
/// year.
fn with_longer_names(mut definitions: Definitions) -> Definitions {
    let clause = "（関係機関との連携や調整を含む）";
    for category in definitions.catalogue.categories.values_mut() {
        category
            .groups
            .values_mut()
            .for_each(|name| name.push_str(clause));
        for option in category.options.values_mut() {
            option.label.push_str(clause);
            if let Some(phrase) = &mut option.phrase {
                phrase.insert_str(0, "関係機関との連携や調整を含めて");
            }
        }
    }
    definitions
}

#[test]
fn names_longer_than_todays_stand_well() {
    let definitions = definitions();
    let round = round(&definitions, |_| ());
    let longer = with_longer_names(definitions.clone());
    let remarks =
        fs::read_to_string(root().join("sample-data/2023H1/commentary.toml")).expect("remarks");
    let mut print = report(&longer, &round, &remarks, true);
    // The words of the cards on the programme are the city's own, too.
    for fact in print
        .pages
        .iter_mut()
        .filter(|page| page.kind == "programme")
        .flat_map(|page| &mut page.cards)
        .flat_map(|card| &mut card.facts)
    {
        fact.value.push_str("（関係機関との連携や調整を含む）");
    }
    stands_well("names", &print);

    let many = self::round(&definitions, |submission| enlarge(submission, 99_999));
    stands_well("names and numbers", &report(&longer, &many, &remarks, true));
}

/// A prefecture's municipalities: seven times as many as today's wards.
#[test]
fn many_units_stand_well() {
    let mut definitions = definitions();
    let few = round(&definitions, |_| ());
    let units = definitions.registry.units.clone();
    let mut arrivals = few.arrivals.clone();
    for copy in 1..7 {
        let id = |id: &Id| Id::from(format!("{id}-{copy}"));
        for unit in units.values() {
            let unit = OrgUnit {
                id: id(&unit.id),
                ..unit.clone()
            };
            definitions.registry.units.insert(unit.id.clone(), unit);
        }
        for arrival in &few.arrivals {
            let mut arrival = arrival.clone();
            if let Some(submission) = &mut arrival.submission {
                submission.unit = id(&submission.unit);
            }
            arrivals.push(arrival);
        }
    }
    let round = Round::new(PERIOD, arrivals, Vec::new());
    let print = report(&definitions, &round, "", false);
    let charts = print.pages.iter().flat_map(|page| &page.charts);
    let (mut tiled, mut columned) = (0, 0);
    for (name, chart) in charts {
        match chart {
            Chart::Matrix { tiles, .. } => {
                assert!(tiles.len() <= 96, "{name}");
                tiled += tiles.len();
            }
            Chart::Grid { columns, .. } => {
                assert!(columns.len() <= 48, "{name}");
                columned += columns.len();
            }
            _ => {}
        }
    }
    // Each unit on each of the pages that has them: two of tiles and two grids.
    assert_eq!((tiled % (24 * 7), columned % (24 * 7)), (0, 0));
    assert!(tiled > 0 && columned > 0);
    // Each by itself stands on the web page alone, and in few words.
    let areas = print.pages.iter().find(|page| page.id == "areas");
    let areas = areas.expect("the page");
    assert!(areas.web_only && areas.profiles.len() == 24 * 7);
    assert!(areas.profiles.iter().all(|profile| profile.table.is_none()));
    stands_well("many", &print);
}

#[test]
fn a_round_without_numbers_or_past_says_so_and_stands_well() {
    let definitions = definitions();
    let round = round(&definitions, |submission| {
        for value in &mut submission.values {
            if let Answer::Given(answer) = &mut value.answer {
                match answer {
                    Value::Count(number) => *number = 0,
                    Value::Mark | Value::Text(_) | Value::Date(_) | Value::Picture(_) => {
                        value.answer = Answer::Blank
                    }
                    Value::Choice(_) if value.key.record.is_some() => value.answer = Answer::Blank,
                    Value::Choice(_) => {}
                }
            }
        }
    });
    let print = report(&definitions, &round, "", false);
    let page = |id: &str| print.pages.iter().find(|page| page.id == id);
    assert!(
        page("homepages").is_none() && !print.pages.iter().any(|page| page.kind == "cases"),
        "no card, no case: no page"
    );
    let askers: String = page("askers")
        .expect("the page")
        .finding
        .iter()
        .map(|span| span.text.as_str())
        .collect();
    assert_eq!(askers, "上半期の個別相談は0件。");
    stands_well("empty", &print);
}

#[test]
fn nobody_or_one_has_reported() {
    let definitions = definitions();
    let mut none = round(&definitions, |_| ());
    none.arrivals.clear();
    let print = report(&definitions, &none, "", true);
    for page in print.pages.iter().filter(|page| {
        page.part
            .as_deref()
            .is_some_and(|part| part.starts_with('Ⅰ'))
    }) {
        let finding: String = page.finding.iter().map(|span| span.text.as_str()).collect();
        assert_eq!(finding, "まだ報告がない。", "{}", page.id);
    }
    stands_well("none", &print);

    let mut one = round(&definitions, |_| ());
    one.arrivals.truncate(1);
    let print = report(&definitions, &one, "", true);
    let preliminary = &print.meta.marks[0];
    assert!(preliminary.text.contains("47件"), "{}", preliminary.text);
    stands_well("one", &print);
    let texts = places(&print, &current()).expect("laid out");
    let pages = texts.iter().map(|text| text.page).max().expect("pages");
    for page in 1..=pages {
        assert!(
            texts
                .iter()
                .any(|text| text.page == page && text.text.contains(&preliminary.mark)),
            "page {page} has no mark"
        );
    }
}

#[test]
fn sixty_themes_forty_cases_and_long_remarks_stand_well() {
    let definitions = definitions();
    // Every case of every office once more, six a file: far more than the sample has.
    let round = round(&definitions, |submission| {
        for record in 2..=7 {
            let first: Vec<DataValue> = submission
                .values
                .iter()
                .filter(|value| value.key.record == Some(1))
                .cloned()
                .collect();
            submission
                .values
                .retain(|value| value.key.record != Some(record));
            submission.values.extend(first.into_iter().map(|mut value| {
                value.key.record = Some(record);
                value
            }));
        }
    });
    let words = "この期間は、多職種の連携が**大きく**進んだ。".repeat(30);
    let remarks: String = ["resources", "askers", "meetings", "training", "cases", "topics_units"]
        .iter()
        .map(|page| format!("[[remark]]\npage = \"{page}\"\ntext = \"\"\"\n{words}\n\n- {words}\n- 短い点\n\n終わり。\"\"\"\n"))
        .collect();
    let print = report(&definitions, &round, &remarks, true);
    let rows = |kind: &str, table: &str| -> usize {
        let of_kind = print.pages.iter().filter(|page| page.kind == kind);
        of_kind
            .filter_map(|page| page.tables.get(table))
            .map(|table| table.rows.len())
            .sum()
    };
    assert!(
        rows("events", "list") >= 60,
        "{} themes",
        rows("events", "list")
    );
    assert!(
        rows("cases", "cases") >= 40,
        "{} cases",
        rows("cases", "cases")
    );
    stands_well("many", &print);
}

/// Pages of a kind with a list of more and more rows, which `named` gives a name: how many stand on
/// each sheet.
fn sheets_of(kind: &str, named: impl Fn(&mut Page, usize, &str)) -> Vec<(usize, Vec<usize>)> {
    // In characters of one font, so that a name is one piece of text.
    let digit = |digit: char| {
        "〇一二三四五六七八九"
            .chars()
            .nth(digit as usize - '0' as usize)
    };
    let name = |count: usize| -> String { count.to_string().chars().filter_map(digit).collect() };
    let definitions = definitions();
    let mut print = report(&definitions, &round(&definitions, |_| ()), "", true);
    let page = print.pages.iter().find(|page| page.kind == kind);
    let page = page.expect("the page").clone();
    print.pages.retain(|page| page.kind == "cover");
    let counts = (5..=95).step_by(2);
    for count in counts.clone() {
        let mut page = page.clone();
        page.id = format!("{kind}-{count}");
        named(&mut page, count, &name(count));
        print.pages.push(page);
    }
    let all = places(&print, &current()).unwrap_or_else(|error| panic!("{error:?}"));
    let sheets = |count: usize| {
        let name = name(count);
        let mut sheets: BTreeMap<usize, usize> = BTreeMap::new();
        for text in all.iter().filter(|text| text.text == name) {
            *sheets.entry(text.page).or_default() += 1;
        }
        assert_eq!(sheets.values().sum::<usize>(), count);
        (count, sheets.into_values().collect())
    };
    counts.map(sheets).collect()
}

/// However many themes there are, no few of them stand alone on the last sheet.
#[test]
fn no_sheet_of_themes_is_nearly_empty() {
    let sheets = sheets_of("events", |page, count, name| {
        let rows = &mut page.tables.get_mut("list").expect("the list").rows;
        rows[0].cells[0] = name.into();
        *rows = vec![rows[0].clone(); count];
    });
    for (count, rows) in sheets {
        assert!(rows.last() >= Some(&4), "{count}: {rows:?}");
    }
}

/// Nor does a lone homepage, beside cards with pictures or without.
#[test]
fn no_homepage_stands_alone_on_a_sheet() {
    for pictures in [0, 2] {
        let sheets = sheets_of("homepages", |page, count, name| {
            let (mut shown, told): (Vec<_>, Vec<_>) = page
                .cards
                .drain(..)
                .partition(|card| card.picture.is_some());
            shown.truncate(pictures);
            let told = told.into_iter().cycle().take(count);
            let told = told.map(|mut card| {
                card.tag = name.to_owned();
                card
            });
            page.cards = shown.into_iter().chain(told).collect();
        });
        for (count, rows) in sheets {
            assert!(rows.iter().all(|rows| *rows > 1), "{count}: {rows:?}");
        }
    }
}

/// A case that goes on over a sheet says whose it is; where there are few, none does.
#[test]
fn many_cases_fill_their_sheets_and_bear_their_names_on_each() {
    let definitions = definitions();
    let mut print = report(&definitions, &round(&definitions, |_| ()), "", true);
    print
        .pages
        .retain(|page| ["cover", "cases"].contains(&&*page.kind));
    let of = |print: &Print| {
        let all = places(print, &current()).unwrap_or_else(|error| panic!("{error:?}"));
        let goes_on = all.iter().filter(|text| text.text == "（続き）").count();
        (
            all.iter().map(|text| text.page).max().expect("a page"),
            goes_on,
        )
    };
    let (few, goes_on) = of(&print);
    assert_eq!(goes_on, 0);
    let table = print.pages[1].tables.get_mut("cases").expect("the cases");
    let cases = table.rows.len();
    table.rows = table.rows.iter().cloned().cycle().take(cases * 6).collect();
    for (at, row) in table.rows.iter_mut().enumerate() {
        if row.cells.len() > 1 {
            row.cells[0] = format!("事例{at}\n相談者").as_str().into();
        }
    }
    let (many, goes_on) = of(&print);
    assert!(goes_on > 3 && many < few * 6, "{few} {many} {goes_on}");
}

#[test]
fn every_chart_tells_its_numbers_in_words() {
    let definitions = definitions();
    let print = report(&definitions, &round(&definitions, |_| ()), "", true);
    let mut charts = 0;
    for page in &print.pages {
        for (name, chart) in &page.charts {
            charts += 1;
            let (alt, wanted): (&str, Vec<&str>) = match chart {
                Chart::Bars { alt, rows, .. } => (
                    alt,
                    rows.iter()
                        .flat_map(|row| {
                            row.values
                                .iter()
                                .map(|v| v.text.as_str())
                                .chain([row.label.as_str()])
                        })
                        .collect(),
                ),
                Chart::Share { alt, parts, .. } => (
                    alt,
                    parts
                        .iter()
                        .flat_map(|part| [part.label.as_str(), &part.value.text])
                        .collect(),
                ),
                Chart::Stacked { alt, rows, .. } => (
                    alt,
                    rows.iter()
                        .flat_map(|row| {
                            row.parts
                                .iter()
                                .map(|part| part.value.text.as_str())
                                .chain([row.label.as_str()])
                        })
                        .collect(),
                ),
                Chart::Matrix { alt, tiles, .. } => {
                    (alt, tiles.iter().map(|tile| tile.label.as_str()).collect())
                }
                Chart::Grid {
                    alt,
                    columns,
                    rows,
                    sums,
                    ..
                } => (
                    alt,
                    columns
                        .iter()
                        .map(String::as_str)
                        .chain(sums.iter().map(|sum| sum.as_str()))
                        .chain(rows.iter().map(|row| row.label.as_str()))
                        .collect(),
                ),
                Chart::Columns { alt, columns, .. } => {
                    // The mark of a footnote is told in words.
                    (
                        alt,
                        columns
                            .iter()
                            .map(|column| column.total.text.trim_end_matches('※'))
                            .collect(),
                    )
                }
            };
            // Charts that are told row by row leave nothing out.
            let told = match chart {
                Chart::Stacked { rows, .. } => {
                    Some(rows.iter().map(|row| row.alt.as_str()).collect::<String>())
                }
                Chart::Grid { rows, sums_alt, .. } => Some(
                    rows.iter()
                        .map(|row| row.alt.as_str())
                        .chain([sums_alt.as_str()])
                        .collect(),
                ),
                _ => None,
            };
            assert!(
                told.is_none_or(|told| alt.ends_with(&told)),
                "{} {name}: {alt}",
                page.id
            );
            for words in wanted {
                assert!(
                    alt.contains(words),
                    "{} {name}: {words} is not in {alt}",
                    page.id
                );
            }
        }
    }
    assert!(charts > 15, "{charts}");
}

#[test]
fn every_chart_and_table_is_read_by_its_template() {
    let definitions = definitions();
    let print = report(&definitions, &round(&definitions, |_| ()), "", true);
    let template = |kind: &str| -> String {
        let path = format!("pages/{kind}.typ");
        let bytes = templates::files()
            .find(|(known, _)| *known == path)
            .expect("each kind has a template")
            .1;
        String::from_utf8(bytes.to_vec()).expect("text")
    };
    for page in &print.pages {
        let text = template(&page.kind);
        for name in page.charts.keys() {
            let (base, _) = name.rsplit_once('-').unwrap_or((name, ""));
            assert!(
                text.contains(&format!("\"{base}\"")),
                "{}: pages/{}.typ draws no chart {name}",
                page.id,
                page.kind
            );
        }
        for name in page.tables.keys() {
            let read =
                text.contains(&format!("\"{name}\"")) || text.contains("page.tables.values()");
            assert!(
                read,
                "{}: pages/{}.typ prints no table {name}",
                page.id, page.kind
            );
        }
        // What a page has is shown: figures and cards by the templates of the kinds that have them.
        assert!(
            page.figures.is_empty() || text.contains("page.figures"),
            "{}: figures",
            page.id
        );
        assert!(
            page.cards.is_empty() || text.contains("page.cards"),
            "{}: cards",
            page.id
        );
    }
}

#[test]
fn templates_written_out_give_the_same_bytes_and_mistakes_in_them_are_shown() {
    let definitions = definitions();
    let mut one = round(&definitions, |_| ());
    one.arrivals.truncate(30);
    let print = report(&definitions, &one, "", true);
    let folder = tempfile::tempdir().expect("a folder");
    let written = folder.path().join("書式");
    let run = |out: &Path| {
        let program = std::process::Command::new(env!("CARGO_BIN_EXE_zaitaku-report"));
        { program }
            .args(["templates", "--out"])
            .arg(out)
            .output()
            .expect("it runs")
    };
    assert!(run(&written).status.success());
    for name in [
        "main.typ",
        "pages.toml",
        "data/report.json",
        "charts/bars.typ",
        "README.txt",
    ] {
        assert!(written.join(name).exists(), "{name}");
    }
    let again = run(&written);
    assert_eq!(
        again.status.code(),
        Some(3),
        "a folder with somebody's work is left alone"
    );

    let built_in = render(&print, &[]).expect("it renders").bytes;
    assert!(
        render(&print, &templates_in(&written))
            .expect("it renders")
            .bytes
            == built_in,
        "the same bytes"
    );

    // One file alone replaces its namesake.
    let own = folder.path().join("own");
    fs::create_dir_all(own.join("charts")).expect("a folder");
    let theme = fs::read_to_string(written.join("theme.typ")).expect("text");
    fs::write(own.join("theme.typ"), theme.replace("#17365d", "#3d1736")).expect("writable");
    assert!(
        render(&print, &templates_in(&own))
            .expect("it renders")
            .bytes
            != built_in,
        "the colour is another"
    );

    let bars = fs::read_to_string(written.join("charts/bars.typ")).expect("text");
    fs::write(
        own.join("charts/bars.typ"),
        bars.replace("let gap = 2mm", "let gap = zwei"),
    )
    .expect("writable");
    let line = bars
        .lines()
        .position(|line| line.contains("let gap = 2mm"))
        .expect("the line")
        + 1;
    let error = format!(
        "{:#}",
        render(&print, &templates_in(&own))
            .err()
            .expect("a mistake")
    );
    assert!(
        error.contains(&format!("charts/bars.typ:{line}")) && error.contains("let gap = zwei"),
        "{error}"
    );
}

#[test]
fn the_project_names_its_own_templates_and_verify_knows_them() {
    let project = crate::support::Project::sample();
    let settings = fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
    project.write(
        "zaitaku.toml",
        format!("templates = \"書式\"\n{settings}").as_bytes(),
    );
    let missing = project.build(&[]);
    assert!(
        missing.status == 3 && missing.err.contains("zaitaku.toml の templates"),
        "{}",
        missing.err
    );
    let theme = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/templates/report/theme.typ"
    ))
    .expect("text");
    project.write(
        "書式/theme.typ",
        theme.replace("#17365d", "#3d1736").as_bytes(),
    );
    project.build(&[]).succeeds();
    let manifest =
        fs::read_to_string(project.path("2023H1/output/庁内/manifest.json")).expect("a manifest");
    for input in [
        "templates/theme.typ",
        "definitions/privacy.toml",
        "definitions/plausibility.toml",
    ] {
        assert!(manifest.contains(&format!("\"{input}\"")), "{input}");
    }
    project.run(&["verify", "2023H1/output"]).succeeds();
    project.write("書式/theme.typ", theme.as_bytes());
    let changed = project.run(&["verify", "2023H1/output"]);
    assert!(
        changed.status == 1
            && changed
                .out
                .contains("入力「templates/theme.typ」が変わりました"),
        "{}",
        changed.out
    );
}
