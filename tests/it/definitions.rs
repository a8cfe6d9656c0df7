//! What is counted and who reports is changed by editing definitions alone.

use std::collections::BTreeMap;

use zaitaku_report::for_tests::form::blank::{Filling, draw};
use zaitaku_report::for_tests::form::load::Sources;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::intake::{Incoming, receive};
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::submission::Key;

use crate::quirks::book::Book;
use crate::support::read::{facts, table};
use crate::support::{FILLINGS, Files, PERIOD, Project, files, monthly, repository, tables};

/// A built-in definition file with one text replaced.
fn edited(file: &'static str, old: &str, new: &str) -> (&'static str, String) {
    let text =
        std::fs::read_to_string(repository("templates/forms").join(file)).expect("the definitions");
    assert_eq!(text.matches(old).count(), 1, "{old} in {file}");
    (file, text.replace(old, new))
}

/// The facts of an element for the city and the whole period, by option: its words and the number.
fn totals(files: &Files, element: &str) -> BTreeMap<String, (String, u64)> {
    let words: BTreeMap<String, String> = table(files, "options")
        .into_iter()
        .filter(|row| row["項目コード"] == element)
        .map(|row| (row["区分コード"].clone(), row["区分名"].clone()))
        .collect();
    let mut totals = BTreeMap::new();
    for row in facts(files, element) {
        if row["年月"] == "_T" && row["報告単位コード"] == "_T" {
            let code = &row["区分コード"];
            let value = row["値"].parse().expect("a number");
            totals.insert(code.clone(), (words[code].clone(), value));
        }
    }
    totals
}

/// The tables of a project; it may have any findings but errors. Where there is a PDF, it is built,
/// too.
fn exported(project: &Project) -> Files {
    project
        .run(&[
            "export", "--period", "2023H1", "--format", "csv", "--by", "total", "--out", "tables",
        ])
        .succeeds();
    tables(&project.path("tables"))
}

#[cfg(feature = "pdf")]
fn printed(project: &Project) -> String {
    use crate::support::read::pages;
    project.build(&[]).succeeds();
    pages(&project.outputs()["公表/report.pdf"])
        .concat()
        .replace(char::is_whitespace, "")
}

/// What the sample has for an option of an element.
fn in_sample(element: &str, option: &str) -> u64 {
    let answers = FILLINGS.values().flat_map(|filling| &filling.answers);
    answers
        .filter(|(key, _)| is(key, element, option))
        .filter_map(|(_, value)| value.count())
        .sum()
}

fn is(key: &Key, element: &str, option: &str) -> bool {
    *key.element == *element && key.option.as_deref() == Some(option)
}

const ASKER: &str = r#"{ id = "S03", label = "歯科" }"#;

#[test]
fn a_category_is_renamed() {
    let renamed = edited(
        "catalogue.toml",
        ASKER,
        r#"{ id = "S03", label = "歯科診療所", aliases = ["歯科"] }"#,
    );
    let project = Project::defined(&[renamed], |_, _| ());
    let totals = totals(&exported(&project), "askers");
    assert_eq!(
        totals["S03"],
        ("歯科診療所".to_owned(), in_sample("askers", "S03"))
    );
    assert_eq!(totals["_T"], ("合計".to_owned(), 926));
    // A form that was handed out before the renaming is still read.
    let old = std::fs::read(repository(
        "sample-data/2023H1/submissions/office/北区相談支援室.xlsx",
    ))
    .expect("a submission");
    project.write("2023H1/submissions/office/北区相談支援室.xlsx", &old);
    assert_eq!(
        self::totals(&exported(&project), "askers")["S03"].1,
        in_sample("askers", "S03")
    );
    #[cfg(feature = "pdf")]
    assert!(printed(&project).contains("歯科診療所"));
}

#[test]
fn a_category_is_added() {
    let added = format!("{ASKER},\n    {{ id = \"S20\", label = \"救急隊\" }}");
    let add = |_: &_, filling: &mut Filling| {
        if filling.answers.contains_key(&monthly("askers", "S03", 4)) {
            for month in 4..=9 {
                filling
                    .answers
                    .insert(monthly("askers", "S20", month), Value::Count(0));
            }
            // The content of the new consultation comes along.
            filling
                .answers
                .insert(monthly("askers", "S20", 4), Value::Count(1));
            let content = filling
                .answers
                .get_mut(&monthly("contents", "C90", 4))
                .expect("a content");
            *content = Value::Count(content.count().expect("a count") + 1);
        }
    };
    let project = Project::defined(&[edited("catalogue.toml", ASKER, &added)], add);
    let totals = totals(&exported(&project), "askers");
    assert_eq!(totals["S20"], ("救急隊".to_owned(), 24));
    assert_eq!(totals["_T"].1, 926 + 24);
    #[cfg(feature = "pdf")]
    {
        let text = printed(&project);
        assert!(text.contains("救急隊") && text.contains("950件"));
    }
}

#[test]
fn a_category_ends_and_its_past_stays() {
    let ended = edited(
        "catalogue.toml",
        ASKER,
        r#"{ id = "S03", label = "歯科", until = "2022H2" }"#,
    );
    let drop =
        |_: &_, filling: &mut Filling| filling.answers.retain(|key, _| !is(key, "askers", "S03"));
    let project = Project::defined(&[ended], drop);
    let totals = totals(&exported(&project), "askers");
    assert!(!totals.contains_key("S03"), "{totals:?}");
    assert!(
        in_sample("askers", "S03") > 0,
        "the sample would not show the difference"
    );
    assert_eq!(totals["_T"].1, 926 - in_sample("askers", "S03"));
    // The form of the period before still has it.
    project
        .run(&[
            "forms", "--period", "2022H2", "--unit", "北区", "--out", "before",
        ])
        .succeeds();
    project
        .run(&[
            "forms", "--period", "2023H1", "--unit", "北区", "--out", "now",
        ])
        .succeeds();
    let asks = |folder: &str| {
        let form = &files(&project.path(folder))["office/北区相談支援室.xlsx"];
        let cells = crate::support::read::cells(form);
        cells
            .iter()
            .any(|((sheet, _), text)| sheet == "(オ)相談" && text == "歯科")
    };
    assert!(asks("before") && !asks("now"));
}

#[test]
fn a_ward_is_added() {
    let text =
        std::fs::read_to_string(repository("templates/forms/org_units.toml")).expect("the roster");
    // 271292: 2×6 + 7×5 + 1×4 + 2×3 + 9×2 = 75, 75 mod 11 = 9, 11 − 9 = 2.
    let area = r#"area = [{ id = "yume", name = "夢洲区", stem = "夢洲", kana = "ゆめしまく", code = "271292" },"#;
    let units = r#"unit = [{ id = "ward-yume", kind = "ward", area = "yume", name = "夢洲区役所" },
    { id = "office-yume", kind = "office", area = "yume", name = "夢洲区在宅医療・介護連携相談支援室" },"#;
    let text = text
        .replacen("area = [", area, 1)
        .replacen("\nunit = [", &format!("\n{units}"), 1);
    let project = Project::defined(&[("org_units.toml", text)], |_, _| ());
    project.run(&["forms", "--period", "2023H1"]).succeeds();
    let forms = files(&project.path("2023H1/forms"));
    assert_eq!(forms.len(), 50);
    assert!(
        forms.contains_key("ward/夢洲区.xlsx")
            && forms.contains_key("office/夢洲区相談支援室.xlsx")
    );
    let status = project.run(&["status", "--period", "2023H1"]).succeeds();
    assert!(
        status.out.contains("区役所 対象 25: 届いた 25")
            // It sent what another ward sent.
            && status.out.contains("要確認  夢洲区役所"),
        "{}",
        status.out
    );
    // Its numbers are those of the first office of the sample.
    let first = FILLINGS
        .iter()
        .find(|(id, _)| id.starts_with("office"))
        .expect("an office")
        .1;
    let twin: u64 = first
        .answers
        .iter()
        .filter(|(key, _)| is(key, "askers", "S01"))
        .filter_map(|(_, value)| value.count())
        .sum();
    assert_eq!(
        totals(&exported(&project), "askers")["S01"].1,
        in_sample("askers", "S01") + twin
    );
    #[cfg(feature = "pdf")]
    {
        let text = printed(&project);
        assert!(text.contains("25区中") && text.contains("夢洲"));
    }
}

/// The sample with a definition file of its own.
fn with(replaced: (&str, String)) -> Project {
    let project = Project::sample();
    let settings = std::fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
    project.write(
        "zaitaku.toml",
        format!("definitions = \"definitions\"\n{settings}").as_bytes(),
    );
    project.write(
        &format!("definitions/{}", replaced.0),
        replaced.1.as_bytes(),
    );
    project
}

/// A built-in file of the checks with one text replaced.
fn criterion(file: &'static str, old: &str, new: &str) -> (&'static str, String) {
    let text =
        std::fs::read_to_string(repository("templates/checks").join(file)).expect("the criteria");
    assert_eq!(text.matches(old).count(), 1, "{old} in {file}");
    (file, text.replace(old, new))
}

#[test]
fn a_project_measures_by_its_own_thresholds_and_patterns() {
    let codes = |project: &Project| {
        let run = project.run(&["validate", "2023H1/submissions/office", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        let files = json["files"].as_array().expect("files").clone();
        let findings = files
            .into_iter()
            .flat_map(|file| file["findings"].as_array().expect("findings").clone());
        findings
            .map(|finding| finding["code"].as_str().expect("a code").to_owned())
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert!(!codes(&Project::sample()).contains("Z302"));
    assert!(
        codes(&with(criterion(
            "plausibility.toml",
            "least_value = 8",
            "least_value = 1"
        )))
        .contains("Z302")
    );
    // Every case of the sample speaks of a person as 本人.
    assert!(!codes(&Project::sample()).contains("Z408"));
    let strict = criterion(
        "privacy.toml",
        "    '{institution}',\n",
        "    '{institution}',\n    '本人',\n",
    );
    assert!(codes(&with(strict)).contains("Z408"));
}

#[test]
fn definitions_are_written_out_to_start_own_ones_from() {
    let project = Project::sample();
    project
        .run(&["templates", "--definitions", "--out", "own"])
        .succeeds();
    let written = files(&project.path("own"));
    for name in [
        "org_units.toml",
        "catalogue.toml",
        "ward.toml",
        "office.toml",
        "pages.toml",
        "plausibility.toml",
        "privacy.toml",
    ] {
        assert!(written.contains_key(name), "{name}");
    }
    let settings = std::fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
    project.write(
        "zaitaku.toml",
        format!("definitions = \"own\"\n{settings}").as_bytes(),
    );
    project.run(&["status", "--period", "2023H1"]).succeeds();
}

/// What the program says to a mistake in a definition.
fn told(replaced: (&str, String)) -> String {
    let project = with(replaced);
    let run = project.run(&["dictionary"]);
    assert_eq!((run.status, run.out.as_str()), (3, ""), "{}", run.err);
    run.err
}

#[test]
fn mistakes_in_definitions_name_file_and_line_and_what_is_allowed() {
    let twice = edited("catalogue.toml", ASKER, r#"{ id = "S02", label = "歯科" }"#);
    insta::assert_snapshot!(told(twice), @r#"
    エラー: 定義ファイル「catalogue.toml」281行目: 「S02」という選択肢が二度書かれています。名前は一度だけ使えます
        { id = "S02", label = "歯科" },
    "#);
    let element = edited(
        "office.toml",
        "element = \"seamless\"\n",
        "element = \"seemless\"\n",
    );
    insta::assert_snapshot!(told(element), @r#"
    エラー: 定義ファイル「office.toml」33行目: 「seemless」という集計項目はありません。「seamless」のことですか。使えるもの: unit_name, period_name, contact_person, contact_phone, submitted_on, resources, conference, conference_council_count, conference_working_count, conference_date, conference_kind, conference_done, topics, pdca, pdca_vision, training, training_date, training_theme, training_kinds, training_form, training_participants, awareness, awareness_methods, awareness_date, awareness_activity, awareness_method, homepage_title, homepage_url, homepage_number, homepage_updated, homepage_summary, homepage_picture, seamless, agencies, askers, contents, meetings, case_scene, case_asker, case_age, case_sex, case_household, case_care_level, case_adl, case_iadl, case_dementia, case_request, case_response, case_course, case_publish, case_order
        element = "seemless"
    "#);
    let relation = edited("office.toml", "left = \"contents\"", "left = \"content\"");
    insta::assert_snapshot!(told(relation), @r#"
    エラー: 定義ファイル「office.toml」105行目: 「content」の「content」という集計項目はありません。書けるもの: 集計項目の id、id:選択肢、count(id)、数
        left = "content"
    "#);
    let code = edited("org_units.toml", r#"code = "271276""#, r#"code = "271277""#);
    insta::assert_snapshot!(told(code), @r#"
    エラー: 定義ファイル「org_units.toml」11行目: 「271277」は全国地方公共団体コードとして正しくありません。検査数字を含む6桁で書いてください
        { id = "kita", name = "北区", stem = "北", kana = "きたく", code = "271277" },
    "#);
    let kind = edited("office.toml", "kind = \"records\"", "kind = \"list\"");
    insta::assert_snapshot!(told(kind), @r#"
    エラー: 定義ファイル「office.toml」79行目: 「list」は使えません。使えるもの: fields, status, monthly, records
        kind = "list"
    "#);
    let pages = std::fs::read_to_string(repository("templates/report/pages.toml"));
    let twice = pages
        .expect("the pages")
        .replace("id = \"pdca\"", "id = \"topics\"");
    insta::assert_snapshot!(told(("pages.toml", twice)), @"エラー: 報告書のページの定義「pages.toml」に、id が「topics」のページが二つあります。別の id を書いてください");
    // In the open data these would mean something else.
    let reserved = edited("catalogue.toml", ASKER, r#"{ id = "_T", label = "歯科" }"#);
    insta::assert_snapshot!(told(reserved), @r#"
    エラー: 定義ファイル「catalogue.toml」281行目: 「_T」は選択肢の名前に使えません。_ で始まる名前は、オープンデータで合計などを表します
        { id = "_T", label = "歯科" },
    "#);
    let group = edited(
        "catalogue.toml",
        r#"{ id = "C90", group = "other","#,
        r#"{ id = "care", group = "other","#,
    );
    insta::assert_snapshot!(told(group), @r#"
    エラー: 定義ファイル「catalogue.toml」322行目: 「care」という名前のグループがあります。選択肢には別の名前を付けてください
        { id = "care", group = "other", label = "その他", rest = true },
    "#);
    let counted = edited(
        "catalogue.toml",
        "kind = \"date\"\ncounted",
        "kind = \"picture\"\nlimits = { bytes = 1, pixels = 1 }\ncounted",
    );
    assert!(
        told(counted).contains(
            "「training_date」には counted を、kind = \"text\" か \"date\" のときに限って"
        )
    );
    let period = edited(
        "catalogue.toml",
        ASKER,
        r#"{ id = "S03", label = "歯科", until = "R5Q1" }"#,
    );
    insta::assert_snapshot!(told(period), @r#"
    エラー: 定義ファイル「catalogue.toml」281行目: 「R5Q1」は期間として読めません。2023H1（令和5年度上半期）、2023H2（下半期）、2023（年度）、令和5年度上半期、R5H1 のように書いてください。
        { id = "S03", label = "歯科", until = "R5Q1" },
    "#);
    let backwards = edited(
        "catalogue.toml",
        ASKER,
        r#"{ id = "S03", label = "歯科", from = "2024H1", until = "2023H1" }"#,
    );
    assert!(told(backwards).contains("「S03」の from（2024H1）が until（2023H1）より後です"));
    let ended = edited(
        "catalogue.toml",
        "id = \"training_date\"\n",
        "id = \"training_date\"\nfrom = \"2024H1\"\nuntil = \"2023H2\"\n",
    );
    assert!(told(ended).contains("「training_date」の from（2024H1）が until（2023H2）より後です"));
    let none = edited("catalogue.toml", "small_count = 5", "small_count = 0");
    assert!(told(none).contains("small_count に 0 は書けません"));
    let empty = edited("catalogue.toml", ASKER, r#"{ id = "S03", label = "　" }"#);
    assert!(told(empty).contains("281行目: 引用符（\"）の中が空です"));
    let negative = criterion(
        "plausibility.toml",
        "least_ratio = 1.8",
        "least_ratio = -1.8",
    );
    insta::assert_snapshot!(told(negative), @r#"
    エラー: 定義ファイル「plausibility.toml」43行目: -1.8 は使えません。0 より大きい数を書いてください
        least_ratio = -1.8
    "#);
    let broken = criterion(
        "privacy.toml",
        "    '享年[ 　]?{n}{1,3}',",
        "    '享年[ 　?{n}{1,3}',",
    );
    let said = told(broken);
    assert!(
        said.contains("定義ファイル「privacy.toml」")
            && said.contains("行目: 「享年[ 　?{n}{1,3}」は正規表現として読めません"),
        "{said}"
    );
    let twice = criterion(
        "characters.toml",
        "characters = \"🏥\"",
        "characters = \"🏥☐\"",
    );
    assert!(told(twice).contains("「🏥☐」の「☐」は前にも書かれています"));
    let stranger = ("plausiblity.toml", String::new());
    assert_eq!(
        told(stranger).trim_end(),
        "エラー: 定義のフォルダーの「plausiblity.toml」は、どの定義でもありません。「plausibility.toml」のことですか。使える名前: catalogue.toml, office.toml, org_units.toml, ward.toml, plausibility.toml, privacy.toml, characters.toml, pages.toml"
    );
}

#[test]
fn a_date_that_is_not_published_is_no_sending_date() {
    let status = |catalogue: (&str, String)| {
        let project = Project::defined(&[catalogue], |_, _| {});
        let args = ["status", "--period", "2023H1", "--format", "json"];
        project.run(&args).out
    };
    let unpublished = edited(
        "catalogue.toml",
        "id = \"conference_date\"\n",
        "id = \"conference_date\"\npublish = false\n",
    );
    let plain = status(edited(
        "catalogue.toml",
        "id = \"conference_date\"\n",
        "id = \"conference_date\" \n",
    ));
    assert!(plain.contains("\"sent_on\": \"20"), "{plain}");
    assert_eq!(plain, status(unpublished));
}

/// What is wrong with the built-in definitions once a text is replaced.
fn refusal(file: &'static str, old: &str, new: &str) -> String {
    let (name, text) = edited(file, old, new);
    let sources = Sources::built_in().with(name, &text);
    let error = Definitions::load(&sources).expect_err("refused");
    error.to_string()
}

#[test]
fn what_the_definitions_say_of_dates_and_files_is_checked() {
    let key = "sending_date = \"submitted_on\"";
    for other in ["contact_person", "conference_date", "pdca"] {
        let said = refusal("ward.toml", key, &format!("sending_date = \"{other}\""));
        assert!(
            said.contains("ward.toml") && said.contains("sending_date に使えません"),
            "{said}"
        );
    }
    let said = refusal("ward.toml", key, "sending_date = \"sent\"");
    assert!(
        said.contains("「sent」という集計項目はありません"),
        "{said}"
    );
    let said = refusal(
        "org_units.toml",
        "form = \"office\"\n",
        "form = \"office\"\nnamed_by_area = true\n",
    );
    assert!(said.contains("書ける種類は一つだけです"), "{said}");
}

#[test]
fn messages_name_the_collector_and_the_areas_of_the_definitions() {
    let mut text = edited("org_units.toml", "\"健康局\"", "\"保健医療部\"").1;
    for (old, new) in [
        ("area = \"区\"", "area = \"町\""),
        ("label = \"区役所\"", "label = \"保健所\""),
        ("label = \"相談支援室\"", "label = \"支援センター\""),
    ] {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replace(old, new);
    }
    let sources = Sources::built_in().with("org_units.toml", &text);
    let definitions = Definitions::load(&sources).expect("loads");
    let unit = &definitions.registry.units["ward-kita"];
    let bytes = draw(&definitions, unit, PERIOD, &FILLINGS["ward-kita"]).expect("drawn");
    let said = |bend: fn(&mut Book)| {
        let mut book = Book::read(&bytes);
        bend(&mut book);
        let incoming = Incoming {
            name: "報告.xlsx".to_owned(),
            path: String::new(),
            bytes: book.write(),
            withheld: None,
        };
        let findings = receive(&incoming, None, &definitions).findings;
        let first = findings.first().expect("a finding");
        format!("{} {}{}\n", first.code, first.problem, first.remedy)
    };
    let stranger = said(|book| {
        book.remove("_zaitaku");
        for tab in &mut book.0 {
            tab.cells.clear();
        }
    });
    let nobody = said(|book| {
        book.remove("_zaitaku");
        book.tab("基本情報").set("C7", "どこか");
    });
    let other = said(|book| book.tab("基本情報").set("C7", "西区"));
    let timeless = said(|book| {
        book.remove("_zaitaku");
        book.tab("基本情報").set("C8", "いつか");
    });
    insta::assert_snapshot!(stranger + &nobody + &other + &timeless, @r"
    Z003 この報告の様式ではありません。様式の題名が見つかりません（「様式1 在宅医療・介護連携推進事業 取組状況報告（保健所用）」、「様式2 在宅医療・介護連携推進事業 取組状況報告（支援センター用）」のどれか）。保健医療部から届いた様式に書き直して送ってください。題名の行は消さないでください。
    Z006 「どこか」という報告者は名簿にありません。「基本情報」の報告者に、保健所又は支援センターの名前を省略せずに書いてください。
    Z007 この様式は北区役所に配られたものですが、報告者に「西区」とあります。北区役所の報告なら、欄をその名前に戻してください。ほかの町の報告なら、その町の様式に書き写して送ってください。
    Z005 「いつか」では対象期間が分かりません。「基本情報」の対象期間を「令和5年度 上半期」のように書いてください。
    ");
}

#[test]
fn the_remarks_of_exported_definitions_are_those_of_an_office_worker() {
    let project = Project::empty();
    project
        .run(&["templates", "--definitions", "--out", "own"])
        .succeeds();
    for (name, bytes) in files(&project.path("own")) {
        let text = String::from_utf8(bytes).expect("text");
        for line in text.lines().map(str::trim_start) {
            let words = line.trim_start_matches(['#', ' ', '-']);
            let is_japanese = |c| ('\u{3040}'..'\u{a000}').contains(&c);
            let is_told = words.is_empty() || words.contains(is_japanese);
            assert!(!line.starts_with('#') || is_told, "{name}: {line}");
        }
    }
}
