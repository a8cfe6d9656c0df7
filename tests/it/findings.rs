//! Findings: every output shows the same ones, JSON keeps its schema, the annotated form can be
//! sent back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;
use zaitaku_report::for_tests::form::blank::{Filling, draw};
use zaitaku_report::for_tests::form::layout::{Layout, words};
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::intake::{Incoming, receive};
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::catalogue::Kind;
use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::model::finding::Severity;
use zaitaku_report::for_tests::model::period::{Half, Period};
use zaitaku_report::for_tests::model::submission::{Arrival, Key, Role};
use zaitaku_report::for_tests::workbook;

use crate::filled::{OFFICE, WARD};
use crate::quirks::book::{Book, V};
use crate::support::copy::Copy;
use crate::support::{FILLINGS, Project, drawn};

const PERIOD: Period = Period::half(2023, Half::First);
/// Named after another ward than the content's: a 確認 without a cell.
const NAME: &str = "都島区.xlsx";
/// What people write where a number should stand; the last is markup.
const WRONG: [&str; 7] = ["約10", "３件", "５～６", "①", "〃", "=1+2", "<b>&\"'</b>"];

/// Code, sheet, cell.
type Place = (String, String, String);

/// The second form of the first area's unit with every answer, then with mistakes in it.
fn faulty(definitions: &Definitions) -> Vec<u8> {
    let (kind, form) = definitions
        .registry
        .kinds
        .keys()
        .zip(definitions.forms.values())
        .nth(1)
        .expect("two forms");
    let unit = definitions
        .registry
        .expected(kind, PERIOD)
        .next()
        .expect("a unit");
    let layout = Layout::new(form, &definitions.catalogue, PERIOD);
    let mut answers = BTreeMap::new();
    for block in layout.sheets.iter().flat_map(|sheet| &sheet.blocks) {
        for row in &block.rows {
            for question in block
                .columns
                .iter()
                .filter_map(|column| block.question(row, column))
            {
                let kind = definitions.catalogue.elements[&question.key.element].kind;
                if kind == Kind::Count
                    && question.role == Role::Input
                    && question.key.record.is_none()
                {
                    answers.insert(question.key, Value::Count(1));
                }
            }
        }
    }
    let counts: Vec<Key> = answers.keys().cloned().collect();
    for (n, wrong) in WRONG.into_iter().enumerate() {
        answers.insert(counts[n * 9].clone(), Value::Text(wrong.to_owned()));
    }
    // Some blanks, equal among themselves.
    for key in counts.iter().skip(100).take(7) {
        answers.remove(key);
    }
    draw(definitions, unit, PERIOD, &Filling { answers }).expect("drawn")
}

fn arrival(bytes: &[u8], definitions: &Definitions) -> Arrival {
    let incoming = Incoming {
        name: NAME.to_owned(),
        path: NAME.to_owned(),
        bytes: bytes.to_vec(),
        withheld: None,
    };
    receive(&incoming, None, definitions)
}

fn places(arrival: &Arrival) -> Vec<Place> {
    let place = |finding: &zaitaku_report::for_tests::model::finding::Finding| {
        let cell = finding
            .cell
            .map_or_else(String::new, |cell| cell.to_string());
        (
            finding.code.to_owned(),
            finding.sheet.clone().unwrap_or_default(),
            cell,
        )
    };
    sorted(arrival.findings.iter().map(place))
}

fn sorted(places: impl IntoIterator<Item = Place>) -> Vec<Place> {
    let mut places: Vec<Place> = places.into_iter().collect();
    places.sort();
    places
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zaitaku-report"));
    command
        .current_dir(folder)
        .args(args)
        .output()
        .expect("runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// A folder with the faulty file in `in`.
fn folder(definitions: &Definitions) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("in").join(NAME);
    std::fs::create_dir_all(file.parent().expect("a parent")).expect("made");
    std::fs::write(&file, faulty(definitions)).expect("written");
    (folder, file)
}

/// `[エラー Z102] シート「(オ)相談」セル D14（S02 診療所・6月）、D15（…）: 「約10」は…`
fn in_text(text: &str) -> Vec<Place> {
    let lines = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix('['));
    sorted(lines.flat_map(|line| {
        let (tag, rest) = line.split_once(']').expect("a tag");
        let code = tag.split(' ').nth(1).expect("a code").to_owned();
        let Some((sheet, rest)) = rest
            .strip_prefix(" シート「")
            .and_then(|rest| rest.split_once('」'))
        else {
            return vec![(code, String::new(), String::new())];
        };
        let cells = rest
            .strip_prefix("セル ")
            .and_then(|rest| rest.split_once(": "))
            .expect("cells")
            .0;
        let cells = cells
            .split('、')
            .map(|cell| cell.split('（').next().expect("a cell"));
        // A heading may hold 、 too: only addresses are cells.
        let cells = cells.filter(|cell| cell.parse::<CellRef>().is_ok());
        cells
            .map(|cell| (code.clone(), sheet.to_owned(), cell.to_owned()))
            .collect()
    }))
}

fn in_json(json: &Json) -> Vec<Place> {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let findings = json["files"][0]["findings"].as_array().expect("findings");
    sorted(findings.iter().map(|finding| {
        (
            text(&finding["code"]),
            text(&finding["sheet"]),
            text(&finding["cell"]),
        )
    }))
}

fn in_html(html: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for part in html.split("<h3>").skip(1) {
        let heading = part.split("</h3>").next().expect("a heading");
        let sheet = heading
            .strip_prefix("シート「")
            .map_or("", |rest| rest.trim_end_matches('」'));
        for row in part.split("<tr class=").skip(1) {
            let code = row.split("</span> ").nth(1).expect("a code")[..4].to_owned();
            let cell = row
                .split("scope=\"row\">")
                .nth(1)
                .and_then(|rest| rest.split('<').next())
                .expect("a cell");
            places.push((
                code,
                sheet.to_owned(),
                if cell == "－" {
                    String::new()
                } else {
                    cell.to_owned()
                },
            ));
        }
    }
    sorted(places)
}

fn in_results(bytes: &[u8]) -> Vec<Place> {
    let workbook = workbook::open(bytes).expect("opens");
    let sheet = workbook.sheets.first().expect("a sheet");
    assert_eq!(&*sheet.name, words::RESULTS_SHEET);
    let text = |row, col| {
        sheet
            .get(CellRef::new(row, col))
            .content
            .text()
            .into_owned()
    };
    let is_head =
        |row: &u32| (0..7).all(|col| text(*row, col) == words::RESULTS_HEADINGS[usize::from(col)]);
    let head = (0..20).find(is_head).expect("the head");
    let rows = (head + 1..).take_while(|row| !text(*row, 0).is_empty());
    sorted(rows.map(|row| (text(row, 0), text(row, 2), text(row, 3))))
}

#[test]
fn every_output_shows_the_same_findings() {
    let definitions = Definitions::built_in().expect("loads");
    let (folder, file) = folder(&definitions);
    let before = std::fs::read(&file).expect("read");
    let arrival = arrival(&before, &definitions);
    let expected = places(&arrival);
    let codes: BTreeSet<&str> = expected.iter().map(|(code, _, _)| code.as_str()).collect();
    assert!(
        ["Z009", "Z101", "Z102", "Z190"]
            .iter()
            .all(|code| codes.contains(code)),
        "{codes:?}"
    );

    let text = run(folder.path(), &["validate", "in", "--annotate", "out"]);
    assert_eq!(text.status.code(), Some(1));
    assert_eq!(in_text(&stdout(&text)), expected);
    let json = run(folder.path(), &["validate", "in", "--format", "json"]);
    assert_eq!(
        in_json(&serde_json::from_str(&stdout(&json)).expect("JSON")),
        expected
    );
    let html = run(
        folder.path(),
        &["validate", "in", "--format", "html", "--out", "result.html"],
    );
    assert_eq!(html.status.code(), Some(1));
    let page = std::fs::read_to_string(folder.path().join("result.html")).expect("written");
    assert_eq!(in_html(&page), expected);
    assert_eq!(
        in_results(&std::fs::read(folder.path().join("out").join(NAME)).expect("a copy")),
        expected
    );
    assert!(
        std::fs::read(&file).expect("read") == before,
        "the submission was written to"
    );

    // `status` gives the numbers of the same findings.
    let project = tempfile::tempdir().expect("a folder");
    let submissions = project.path().join("2023H1/submissions/office");
    std::fs::create_dir_all(&submissions).expect("made");
    std::fs::write(submissions.join(NAME), &before).expect("written");
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/zaitaku.toml");
    std::fs::copy(settings, project.path().join("zaitaku.toml")).expect("copied");
    let status = run(
        project.path(),
        &["status", "--period", "2023H1", "--format", "json"],
    );
    let status: Json = serde_json::from_str(&stdout(&status)).expect("JSON");
    let has_file = |unit: &&Json| unit["files"].to_string().contains(NAME);
    let unit = status["units"]
        .as_array()
        .expect("units")
        .iter()
        .find(has_file)
        .expect("the unit");
    assert_eq!(
        unit["errors"],
        arrival
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count()
    );
    assert_eq!(
        unit["open_queries"],
        arrival
            .findings
            .iter()
            .filter(|finding| finding.is_open())
            .count()
    );
}

#[test]
fn an_annotated_form_sent_back_says_the_same() {
    let definitions = Definitions::built_in().expect("loads");
    let (folder, file) = folder(&definitions);
    run(folder.path(), &["validate", "in", "--annotate", "out"]);
    let sent = arrival(&std::fs::read(file).expect("read"), &definitions);
    let back = arrival(
        &std::fs::read(folder.path().join("out").join(NAME)).expect("a copy"),
        &definitions,
    );
    assert_eq!(back.findings, sent.findings);
    let answers = |arrival: &Arrival| {
        let submission = arrival.submission.as_ref().expect("readable");
        let inputs = submission
            .values
            .iter()
            .filter(|value| value.role == Role::Input);
        inputs
            .map(|value| (value.key.clone(), value.answer.clone(), value.raw.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(answers(&back), answers(&sent));
}

#[test]
fn a_reason_for_the_file_name_is_read_back_as_long_as_the_name_stays() {
    let definitions = Definitions::built_in().expect("loads");
    let (folder, file) = folder(&definitions);
    run(folder.path(), &["validate", "in", "--annotate", "out"]);
    let mut copy = Copy::of(&std::fs::read(folder.path().join("out").join(NAME)).expect("a copy"));
    let row = copy.find(words::RESULTS_SHEET, "Z009").row;
    let explained = copy
        .text(
            words::RESULTS_SHEET,
            &format!("G{}", row + 1),
            "都島区の事務所が北区も担う",
        )
        .save();
    let reason = |name: &str| {
        let incoming = Incoming {
            name: name.to_owned(),
            path: name.to_owned(),
            bytes: explained.clone(),
            withheld: None,
        };
        let found = receive(&incoming, None, &definitions).findings;
        found
            .into_iter()
            .find(|finding| finding.code == "Z009")
            .expect("still in question")
            .reason
    };
    assert_eq!(reason(NAME).as_deref(), Some("都島区の事務所が北区も担う"));
    assert_eq!(reason("西区.xlsx"), None);
    assert!(file.exists());
}

#[test]
fn copies_never_go_where_submissions_are() {
    let definitions = Definitions::built_in().expect("loads");
    let (folder, file) = folder(&definitions);
    let file = file.to_str().expect("a path");
    for (from, to) in [
        ("in", "in"),
        ("in", "in/copies"),
        (file, "in"),
        ("in", "out/../in"),
    ] {
        std::fs::create_dir_all(folder.path().join("out")).expect("made");
        let refused = run(folder.path(), &["validate", from, "--annotate", to]);
        assert_eq!(refused.status.code(), Some(2), "{from} {to}");
    }
    let refused = run(
        folder.path(),
        &["validate", "in", "--out", &format!("in/{NAME}")],
    );
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(
        std::fs::read_dir(folder.path().join("in"))
            .expect("read")
            .count(),
        1
    );
}

#[test]
fn a_file_stopped_at_the_gate_has_no_copy_and_that_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("北区.xlsx"), "区,件数\n").expect("written");
    let output = run(
        folder.path(),
        &["validate", "北区.xlsx", "--annotate", "out"],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("読めないため作っていません: 北区.xlsx")
    );
    assert!(!folder.path().join("out").exists());
}

#[test]
fn json_keeps_its_schema() {
    let schema = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.schema.json"),
    );
    let schema: Json = serde_json::from_str(&schema.expect("read")).expect("JSON");
    let definitions = Definitions::built_in().expect("loads");
    let (folder, file) = folder(&definitions);
    std::fs::copy(&file, folder.path().join("in/写し.xlsx")).expect("copied");
    std::fs::write(folder.path().join("in/壊れた.xlsx"), "PK").expect("written");
    let json: Json = serde_json::from_str(&stdout(&run(
        folder.path(),
        &["validate", "in", "--format", "json"],
    )))
    .expect("JSON");
    assert!(!json["together"].as_array().expect("a list").is_empty());
    assert!(
        json["files"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|file| file["unit"].is_null())
    );
    hold(&schema, &schema, &json, "$");
}

/// Holds a value against a schema: types, enumerations, required and unknown properties.
fn hold(root: &Json, schema: &Json, value: &Json, at: &str) {
    if let Some(target) = schema["$ref"].as_str() {
        return hold(
            root,
            root.pointer(target.trim_start_matches('#'))
                .expect("a definition"),
            value,
            at,
        );
    }
    let kind = match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    let wanted = &schema["type"];
    assert!(
        wanted == kind
            || wanted
                .as_array()
                .is_some_and(|kinds| kinds.iter().any(|k| k == kind)),
        "{at}: {kind}"
    );
    assert!(
        schema["enum"]
            .as_array()
            .is_none_or(|known| known.contains(value)),
        "{at}: {value}"
    );
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
    {
        assert!(value.get(name).is_some(), "{at} has no {name}");
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let known = schema["properties"]
            .get(name)
            .unwrap_or_else(|| panic!("{at}.{name} is not in the schema"));
        hold(root, known, inner, &format!("{at}.{name}"));
    }
    for (n, inner) in value.as_array().into_iter().flatten().enumerate() {
        hold(root, &schema["items"], inner, &format!("{at}[{n}]"));
    }
}

#[test]
fn the_page_stands_alone_and_runs_nothing() {
    let definitions = Definitions::built_in().expect("loads");
    let (folder, _) = folder(&definitions);
    let page = stdout(&run(folder.path(), &["validate", "in", "--format", "html"]));
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"ja\">"));
    assert!(page.contains("&lt;b&gt;&amp;&quot;'&lt;/b&gt;") && !page.contains("<b>"));
    for outside in [
        "<script", "<img", "<link", "http://", "https://", "url(", "@import", " onclick",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<th scope=\"col\">") && page.contains("<th scope=\"row\">"));
}

#[test]
fn nothing_found_is_said_with_what_was_looked_at() {
    let clean = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/2023H1/submissions/office");
    let file = std::fs::read_dir(&clean)
        .expect("read")
        .next()
        .expect("a file")
        .expect("a file")
        .path();
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(
        folder.path(),
        &[
            "validate",
            file.to_str().expect("a path"),
            "--format",
            "json",
        ],
    );
    let json: Json = serde_json::from_str(&stdout(&output)).expect("JSON");
    let said = format!(
        "問題は見つかりませんでした（{}種類の確認、{}欄）。",
        json["checks"], json["files"][0]["cells"]
    );
    for format in ["text", "html"] {
        let output = run(
            folder.path(),
            &[
                "validate",
                file.to_str().expect("a path"),
                "--format",
                format,
            ],
        );
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains(&said), "{format}");
    }
}

/// What is found in a file, and in its annotated copy that is sent back as it is.
fn sent_and_back(bytes: &[u8], definitions: &Definitions) -> (Arrival, Arrival) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |of: &str| folder.path().join(of).join(NAME);
    std::fs::create_dir_all(folder.path().join("in")).expect("made");
    std::fs::write(path("in"), bytes).expect("written");
    run(folder.path(), &["validate", "in", "--annotate", "out"]);
    let copy = std::fs::read(path("out")).expect("a copy");
    (arrival(bytes, definitions), arrival(&copy, definitions))
}

/// How much has to be mended or answered.
fn asked(arrival: &Arrival) -> usize {
    let findings = arrival.findings.iter();
    findings
        .filter(|finding| finding.severity != Severity::Note)
        .count()
}

#[test]
fn a_copy_sent_back_unchanged_mends_nothing() {
    let definitions = Definitions::built_in().expect("loads");
    type Bend = (&'static str, fn(&mut Book));
    let bends: [Bend; 19] = [
        (OFFICE, |book| book.tab("(オ)相談").set("C60", 5.0)),
        (OFFICE, |book| {
            book.tab("(オ)相談").insert_rows(8, 1);
            book.tab("(オ)相談").set("B8", "大学病院");
            book.tab("(オ)相談").set("C8", 4.0);
        }),
        (OFFICE, |book| {
            book.tab("会議・研修会").set("K6", "4月追加分");
            book.tab("会議・研修会").set("K7", "2件程度");
        }),
        (OFFICE, |book| {
            book.copy("(オ)相談", "(オ)相談 (2)").set("C7", 99.0);
        }),
        (OFFICE, |book| {
            book.add("別紙").set("B4", 12.0);
        }),
        (WARD, |book| book.tab("(カ)研修").set("D11", "多職種以外")),
        (WARD, |book| {
            book.tab("(カ)研修").set("A25", "6/3 多職種研修 30人")
        }),
        (WARD, |book| {
            book.tab("(カ)研修").set("J25", "7/1 研修 20人")
        }),
        (OFFICE, |book| book.tab("(オ)相談").format("C7", ";;;")),
        (OFFICE, |book| book.tab("(オ)相談").ink("C7", 0xFF_FF_FF)),
        (OFFICE, |book| {
            book.tab("(オ)相談").note("C7", "訂正: 9件です")
        }),
        (OFFICE, |book| book.tab("(オ)相談").hidden_rows.push(6)),
        (OFFICE, |book| book.tab("(オ)相談").set("C7", V::Date(8.0))),
        (WARD, |book| {
            book.tab("(カ)研修").set("H32", "計");
            book.tab("(カ)研修").set("I32", 9_999.0);
        }),
        (WARD, |book| {
            book.tab("(カ)研修")
                .set("C12", V::Mended("中止した", "研修"))
        }),
        (OFFICE, |book| {
            let tab = book.tab("会議・研修会");
            tab.clear_area("D7", "E7");
            tab.merge("C7", "E7");
        }),
        (OFFICE, |book| {
            book.tab("(オ)相談").set("B7", "診療所");
            book.tab("(オ)相談").set("B8", "病院");
        }),
        (OFFICE, |book| {
            book.tab("(オ)相談").set("B8", "クリニック等")
        }),
        (WARD, |book| {
            let tab = book.tab("(カ)研修");
            tab.clear_area("E12", "G12");
            tab.set("D12", "○");
            tab.merge("D12", "G12");
        }),
    ];
    for (n, (unit, bend)) in bends.into_iter().enumerate() {
        let mut book = Book::read(&drawn(unit, &FILLINGS[unit]));
        bend(&mut book);
        let (sent, back) = sent_and_back(&book.write(), &definitions);
        assert!(asked(&sent) > 0, "{n}");
        assert!(asked(&back) >= asked(&sent), "{n}: {:#?}", back.findings);
        // Nothing that the program chose or wrote itself stands in the place of an answer.
        let submission = back.submission.expect("readable");
        let before = sent.submission.expect("readable");
        for value in &submission.values {
            let own = before.values.iter().find(|other| other.key == value.key);
            let invented = value.role == Role::Input
                && value.answer.value().is_some()
                && own.and_then(|own| own.answer.value()) != value.answer.value();
            assert!(!invented, "{n}: {value:?}");
        }
    }
}

#[test]
fn a_folder_that_holds_more_than_forms_is_refused_and_theirs_is_named() {
    let project = Project::sample();
    for (folder, meant) in [(".", "./2023H1"), ("2023H1", "2023H1")] {
        let run = project.run(&["validate", folder]);
        assert_eq!((run.status, run.out.as_str()), (3, ""));
        let named = format!("（例: {meant}/submissions）");
        assert!(run.err.contains(&named), "{}", run.err);
    }
}

#[test]
fn the_same_file_under_two_names_is_told_and_stops_nothing() {
    let project = Project::sample();
    let ward = "2023H1/submissions/ward";
    let form = std::fs::read(project.path(&format!("{ward}/北区.xlsx"))).expect("the form");
    project.write(&format!("{ward}/北区 (1).xlsx"), &form);
    let run = project.run(&["validate", ward, "--period", "2023H1"]);
    assert_eq!(run.status, 0, "{}", run.out);
    assert!(run.out.contains("中身がまったく同じ") && !run.out.contains("Z008"));
}
