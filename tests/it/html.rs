//! The public web page: every number of the pages and no other, nothing that is not for the public,
//! readable by everybody.

use std::collections::BTreeMap;
#[cfg(feature = "pdf")]
use std::collections::BTreeSet;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use zaitaku_report::for_tests::figures::publication::Audience;
use zaitaku_report::for_tests::model::period::Period;
use zaitaku_report::for_tests::output::html;
use zaitaku_report::for_tests::pages::commentary::Commentary;
use zaitaku_report::for_tests::pages::compose::{Edition, compose};
use zaitaku_report::for_tests::pages::print::{Chart, Print};
use zaitaku_report::for_tests::pages::printed;
use zaitaku_report::for_tests::pages::spec::PageSpecs;

use crate::support::markup::{Element, Markup};
use crate::support::{DEFINITIONS, PERIOD, disclosure, publication, repository, with_sample};

/// The report of a period of the sample for some readers, without the files whose path holds
/// `missing`.
fn print_of(audience: Audience, period: Period, missing: &[&str]) -> Print {
    let read = |path: &str| std::fs::read_to_string(repository(path)).expect("a file");
    let pages = PageSpecs::load(&read("templates/report/pages.toml"), &DEFINITIONS).expect("pages");
    let remarks = read("sample-data/2023H1/commentary.toml");
    with_sample(period, missing, |material| {
        let publication = publication(material);
        let edition = Edition {
            pages: &pages,
            publication: &publication,
            disclosure: &disclosure(material, &pages),
            commentary: &Commentary::parse(&remarks, &pages.named()).expect("the remarks"),
        };
        compose(material, &edition).of(audience, &publication)
    })
}

fn print(period: Period, missing: &[&str]) -> Print {
    print_of(Audience::Public, period, missing)
}

static WHOLE: LazyLock<Print> = LazyLock::new(|| print(PERIOD, &[]));
static INCOMPLETE: LazyLock<Print> = LazyLock::new(|| print(PERIOD, &["平野"]));
static YEAR: LazyLock<Print> = LazyLock::new(|| print(Period::year(2022), &[]));

fn reports() -> [&'static Print; 3] {
    [&WHOLE, &INCOMPLETE, &YEAR]
}

/// How often each number stands in a text.
fn numbers(text: &str) -> BTreeMap<String, usize> {
    let mut numbers = BTreeMap::new();
    let is_of_number = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    for word in text.split(|c| !is_of_number(c)) {
        let word = word.trim_matches([',', '.']);
        if !word.is_empty() {
            *numbers.entry(word.to_owned()).or_default() += 1;
        }
    }
    numbers
}

/// All words of a page as the model has them, alternative texts and what is never printed left out.
fn words(value: &serde_json::Value, all: &mut String) {
    match value {
        serde_json::Value::String(text) => *all += &format!("{text}\n"),
        serde_json::Value::Array(items) => items.iter().for_each(|item| words(item, all)),
        serde_json::Value::Object(fields) => {
            for (name, field) in fields {
                let is_printed =
                    !["alt", "sums_alt", "id", "kind", "tone"].contains(&name.as_str());
                if is_printed {
                    words(field, all);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_number_of_a_page_stands_in_its_section_and_no_other() {
    for print in reports() {
        let page = html::report(print, &html::Neighbours::default());
        let markup = Markup::read(&page);
        let mut compared = 0;
        for page in &print.pages {
            // The head of the web page is its cover.
            if page.kind == "cover" {
                continue;
            }
            let told = numbers(&markup.with_id(&page.id).text);
            let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
            for found in printed::of_page(print, page) {
                let number = found.number.text.trim_start_matches(['＋', '－', '±']);
                *wanted.entry(number.trim_end_matches('%')).or_default() += 1;
            }
            // The only part of a column is its total, and stands there once.
            for chart in page.charts.values() {
                let Chart::Columns { columns, .. } = chart else {
                    continue;
                };
                for column in columns.iter().filter(|column| column.parts.len() == 1) {
                    *wanted.get_mut(&*column.parts[0].value.text).expect("known") -= 1;
                }
            }
            for (number, count) in &wanted {
                let stands = told.get(*number).copied().unwrap_or(0);
                assert!(
                    stands >= *count,
                    "{}: {number} {count} times, not {stands}",
                    page.id
                );
            }
            compared += wanted.values().sum::<usize>();
            let mut text = String::new();
            words(&serde_json::to_value(page).expect("JSON"), &mut text);
            // The PDF has no room for these.
            for table in page
                .profiles
                .iter()
                .filter_map(|profile| profile.table.as_ref())
            {
                words(&serde_json::to_value(table).expect("JSON"), &mut text);
            }
            let known = numbers(&text);
            for number in told.keys() {
                assert!(
                    known.contains_key(number),
                    "{}: {number} from nowhere",
                    page.id
                );
            }
        }
        assert!(compared > 400, "{compared}");
    }
}

#[test]
fn who_hears_it_read_finds_the_way() {
    for print in reports() {
        let page = html::report(print, &html::Neighbours::default());
        let markup = Markup::read(&page);
        assert_eq!(markup.0[0].get("lang"), Some("ja"));
        for landmark in ["header", "nav", "main", "footer", "h1", "title"] {
            assert_eq!(markup.named(landmark).count(), 1, "{landmark}");
        }
        let ids = markup.ids();
        let refers = |element: &Element| {
            let link = element.get("href").and_then(|link| link.strip_prefix('#'));
            link.or(element.get("aria-labelledby")).map(str::to_owned)
        };
        for id in markup.0.iter().filter_map(refers) {
            assert!(ids.contains(id.as_str()), "{id} is nowhere");
        }
        markup.has_its_headings_in_order(0);
        for page in &print.pages {
            let code = page.topic.as_deref().filter(|topic| topic.starts_with('('));
            if let Some(topic) = code {
                assert!(
                    markup.named("h2").any(|heading| heading.text == topic),
                    "{topic}"
                );
            }
        }
    }
}

#[test]
fn every_table_is_one_for_the_ear() {
    for print in reports() {
        let page = html::report(print, &html::Neighbours::default());
        let markup = Markup::read(&page);
        for table in markup.named("table") {
            let caption = markup.children(table).next().expect("a caption");
            assert_eq!(caption.name, "caption");
            assert!(!caption.text.trim().is_empty());
        }
        for head in markup.named("th") {
            assert!(head.get("scope").is_some(), "{}", head.text);
            assert!(!head.text.trim().is_empty());
        }
        for bar in markup.named("svg") {
            assert_eq!(bar.get("aria-hidden"), Some("true"));
        }
        for row in markup.named("tr") {
            let count = markup.children(row).count();
            assert!(count > 0, "an empty row");
        }
    }
    // No unit's state is told by a colour alone.
    let page = html::report(&WHOLE, &html::Neighbours::default());
    let markup = Markup::read(&page);
    let is_mark = |cell: &&Element| {
        cell.get("class")
            .is_some_and(|class| class.starts_with("m "))
    };
    let marks: Vec<&Element> = markup.named("td").filter(is_mark).collect();
    assert_eq!(marks.len(), 24 * (6 + 10));
    assert!(
        marks.iter().all(|cell| cell.text.chars().count() >= 3),
        "in words: the style has the marks"
    );
}

#[test]
fn the_page_is_one_file_that_loads_nothing_and_runs_its_own_script_alone() {
    for print in reports() {
        let page = html::report(print, &html::Neighbours::default());
        assert_eq!(
            page,
            html::report(print, &html::Neighbours::default()),
            "the same bytes"
        );
        assert!(page.len() < 500_000, "{}", page.len());
        let markup = Markup::read(&page);
        for element in &markup.0 {
            let loads = ["base", "embed", "iframe", "link", "object"];
            assert!(!loads.contains(&element.name.as_str()), "{}", element.name);
            assert!(element.name != "script" || element.get("src").is_none());
            let source = element.get("src").unwrap_or("data:");
            assert!(source.starts_with("data:"), "{source}");
            for name in element.attributes.keys() {
                assert!(!name.starts_with("on"), "{name}");
            }
        }
        let scripts: Vec<&str> = markup.named("script").map(|script| &*script.text).collect();
        let [script] = scripts[..] else {
            panic!("{} scripts", scripts.len())
        };
        let hash = STANDARD.encode(Sha256::digest(script));
        assert!(
            page.contains(&format!("script-src 'sha256-{hash}';")),
            "{hash}"
        );
        let style = &markup.named("style").next().expect("a style").text;
        assert!(!style.contains("@import") && !style.contains("http"));
        let ids = markup.ids();
        for inner in style.split("url(\"#").skip(1) {
            let id = inner.split('"').next().expect("an id");
            assert!(ids.contains(id), "{id}");
        }
        assert_eq!(
            style.matches("url(").count(),
            style.matches("url(\"#").count()
        );
    }
}

#[test]
fn what_is_for_the_makers_stays_out() {
    let internal = print_of(Audience::Internal, PERIOD, &[]);
    let hash = &internal.pages[0].tables["submissions"].rows[0].cells[2];
    assert_eq!(hash.len(), 12);
    for print in reports() {
        // The one workbook that everybody may read.
        let page = html::report(print, &html::Neighbours::default()).replace("tables.xlsx", "");
        for word in [
            hash,
            ".xlsx",
            "提案（未確認）",
            "zaitaku-report",
            "照合番号",
            "数の番号",
        ] {
            assert!(!page.contains(word), "{word}");
        }
    }
}

#[test]
fn marks_stand_in_the_title_and_at_every_table() {
    let page = html::report(&INCOMPLETE, &html::Neighbours::default());
    let markup = Markup::read(&page);
    let title = &markup.named("title").next().expect("a title").text;
    assert_eq!(title, &INCOMPLETE.meta.title);
    assert!(title.ends_with("【速報】【見本】"));
    for caption in markup.named("caption") {
        assert!(caption.text.starts_with("速報 見本 "), "{}", caption.text);
    }
    let header = &markup.named("header").next().expect("a head").text;
    for line in INCOMPLETE.meta.coverage.lines() {
        assert!(header.contains(line), "{line}");
    }
    for told in &INCOMPLETE.meta.marks {
        assert!(header.contains(told.text.as_str()));
    }
    assert!(!html::report(&WHOLE, &html::Neighbours::default()).contains("速報"));
}

#[test]
fn a_picture_that_has_no_room_is_told_in_words() {
    let mut print = WHOLE.clone();
    let cards = print.pages.iter_mut().flat_map(|page| &mut page.cards);
    let mut pictures: Vec<_> = cards.filter_map(|card| card.picture.as_mut()).collect();
    pictures[0].file.bytes = vec![0; 200_000].into();
    let alt = pictures[0].alt.clone();
    let page = html::report(&print, &html::Neighbours::default());
    assert_eq!(Markup::read(&page).named("img").count(), 1);
    assert!(page.contains(&alt) && page.len() < 500_000);
    assert_eq!(
        Markup::read(&html::report(&WHOLE, &html::Neighbours::default()))
            .named("img")
            .count(),
        2
    );
}

/// The report with these words wherever somebody writes words.
fn written(words: &str) -> Print {
    let mut print = WHOLE.clone();
    print
        .pages
        .retain(|page| ["training", "homepages", "cases"].contains(&&*page.id));
    print.meta.title = words.to_owned();
    print.meta.issuer = words.to_owned();
    for page in &mut print.pages {
        page.title = words.to_owned();
        page.topic = Some(format!("{}{words}", page.id));
        page.notes.push(words.into());
        for table in page.tables.values_mut() {
            table.title = words.to_owned();
            table.columns[1].label = words.to_owned();
            for row in &mut table.rows {
                row.cells.fill(words.into());
            }
        }
        for card in &mut page.cards {
            card.title = words.to_owned();
            card.lead = format!("https://example.jp/{words}");
            card.tag = words.to_owned();
            card.text = vec![format!("{words}\n・{words}")];
            if let Some(picture) = &mut card.picture {
                picture.alt = words.to_owned();
            }
        }
        for span in page
            .remarks
            .iter_mut()
            .flatten()
            .flat_map(|words| &mut words.spans)
        {
            span.text = words.into();
        }
    }
    print
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn texts_of_forms_stay_texts(pieces in prop::collection::vec(prop::sample::select(vec![
        "<script>alert(1)</script>", "\"", "'", "&", "<", ">", "</td>", "<!--", "-->", "]]>",
        "&lt;", "\" onload=\"x", "javascript:", "</style>", "{", "事例", " ",
    ]), 1..8)) {
        let words = format!("あ{}い", pieces.concat());
        let page = html::report(&written(&words), &html::Neighbours::default());
        let plain = html::report(&written("あい"), &html::Neighbours::default());
        let (markup, wanted) = (Markup::read(&page), Markup::read(&plain));
        let shape = |markup: &Markup| {
            let names = markup.0.iter().map(|element| {
                let attributes: Vec<String> = element.attributes.keys().cloned().collect();
                (element.name.clone(), attributes)
            });
            names.collect::<Vec<_>>()
        };
        prop_assert_eq!(shape(&markup), shape(&wanted));
        let count = |markup: &Markup, words: &str| markup.0[0].text.matches(words).count();
        prop_assert_eq!(count(&markup, &words), count(&wanted, "あい"));
    }
}

#[test]
fn ids_of_pages_become_anchors_whatever_they_are() {
    let mut print = WHOLE.clone();
    print.pages.retain(|page| page.kind == "counts");
    let wanted = ["a b", "a-b", "", ".main"];
    for (page, id) in print.pages.iter_mut().zip(wanted) {
        page.id = id.to_owned();
    }
    let markup = html::report(&print, &html::Neighbours::default());
    let markup = Markup::read(&markup);
    assert!(
        markup
            .ids()
            .iter()
            .all(|id| !id.is_empty() && !id.contains(' '))
    );
}

/// `build` writes it, and the same words stand in the printed report.
#[cfg(feature = "pdf")]
#[test]
fn build_writes_it() {
    let page = String::from_utf8(crate::support::BUILT["公表/report.html"].clone()).expect("UTF-8");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains(&WHOLE.meta.title));
}

/// Every table leads to the data that it was made of, and says how.
#[test]
fn a_table_tells_where_its_numbers_come_from_and_where_they_can_be_had() {
    let links = |file: &str| vec![("月別の数".to_owned(), format!("opendata/{file}.csv"))];
    let beside = html::Neighbours {
        files: vec![("集計表（Excel）".to_owned(), "tables.xlsx".to_owned())],
        tables: BTreeMap::from([("askers".into(), links("askers"))]),
    };
    let page = html::report(&WHOLE, &beside);
    assert_eq!(page.matches("href=\"tables.xlsx\"").count(), 1);
    let markup = Markup::read(&page);
    let section = &markup.with_id("askers").text;
    for said in [
        "様式2「(オ)相談」の欄の合計（相談支援室24か所すべてから提出）",
        "増減（％）＝",
    ] {
        assert!(section.contains(said), "{section}");
    }
    let of_askers = page.split("id=\"askers\"").nth(1).expect("the section");
    let of_askers = of_askers.split("</section>").next().expect("its end");
    let charts = WHOLE
        .pages
        .iter()
        .find(|page| page.id == "askers")
        .expect("a page");
    let details = of_askers.matches("<details>").count();
    assert_eq!(details, charts.charts.len());
    assert_eq!(
        of_askers.matches("href=\"opendata/askers.csv\"").count(),
        details
    );
}

/// Whatever the web page leads to lies beside it.
#[cfg(feature = "pdf")]
#[test]
fn every_link_to_a_file_is_answered() {
    use crate::support::BUILT;

    let page = String::from_utf8_lossy(&BUILT["公表/report.html"]).into_owned();
    let links = page.split(" href=\"").skip(1);
    let links = links.filter_map(|rest| rest.split('"').next());
    // The same words lead to the same place.
    let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for link in page.split("<a href=\"").skip(1) {
        let (place, rest) = link.split_once("\">").expect("an address");
        let words = rest.split('<').next().expect("words");
        places.entry(words).or_default().insert(place);
    }
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "{places:?}");
    let mut files = 0;
    for link in links.filter(|link| !link.starts_with('#') && !link.contains("://")) {
        assert!(BUILT.contains_key(&format!("公表/{link}")), "{link}");
        files += 1;
    }
    assert!(files > 20, "{files}");
}
