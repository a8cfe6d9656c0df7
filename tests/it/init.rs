//! A project from nothing: another city names itself, its areas and its bodies, and no word of the
//! built-in city reaches anybody; the roster is a table that tells each mistake with its cell.

use std::path::Path;

use zaitaku_report::for_tests::form::blank::draw;
use zaitaku_report::for_tests::form::load::Sources;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::period::{Half, Period};
use zaitaku_report::for_tests::settings::Settings;
use zaitaku_report::for_tests::workbook;

use crate::guide::filled;
use crate::support::{PERIOD, Project, Run, files};

const NAMES: [&str; 8] = [
    "青葉区役所",
    "若葉区役所",
    "緑区役所",
    "泉区役所",
    "花見区役所",
    "青葉区在宅医療・介護連携相談支援室",
    "緑区在宅医療・介護連携相談支援室",
    "泉区在宅医療・介護連携相談支援室",
];
/// Words of the built-in city.
const FOREIGN: [&str; 5] = ["大阪", "健康局", "北区", "都島", "office-kita"];

/// A project made in an empty folder; `more` are further options.
fn started(list: &str, more: &[&str]) -> (Project, Run) {
    let project = Project::empty();
    project.write("一覧.csv", list.as_bytes());
    let base = [
        "init",
        "--out",
        "事業",
        "--units",
        "一覧.csv",
        "--period",
        "2023H1",
    ];
    let run = project.run(&[&base, more].concat());
    (project, run)
}

fn own_city() -> Project {
    let city = ["--city", "若草市", "--issuer", "若草市健康福祉部"];
    let (project, run) = started(
        &format!("\u{feff}名称\r\n{}\r\n", NAMES.join("\r\n")),
        &city,
    );
    let run = run.succeeds();
    assert!(
        run.out.contains("区役所 5区、相談支援室 3か所"),
        "{}",
        run.out
    );
    assert!(run.out.contains("次にすること") && run.out.contains("privacy.toml"));
    project
}

/// The definitions of a new project in a folder.
pub fn definitions(home: &Path) -> Definitions {
    let read = |path: &str| std::fs::read(home.join(path)).expect("readable");
    let settings = String::from_utf8(read("zaitaku.toml")).expect("UTF-8");
    let settings = Settings::parse(&settings).expect("the settings load");
    let sources = Sources::built_in()
        .with_names(settings.names())
        .with_roster("名簿.xlsx", read("名簿.xlsx"));
    Definitions::load(&sources).expect("the definitions load")
}

/// Sends the form of every unit, filled as the sample is, with plain words for its texts.
fn send_all(project: &Project, period: Period) {
    let definitions = definitions(&project.path("事業"));
    for kind in definitions.registry.kinds.keys() {
        for (n, unit) in definitions.registry.expected(kind, period).enumerate() {
            let mut filling = filled(n, kind, period);
            for (n, value) in (1..).zip(filling.answers.values_mut()) {
                if let Value::Text(text) = value
                    && FOREIGN.iter().any(|word| text.contains(word))
                {
                    *text = format!("地域の取組の{n}");
                }
            }
            let bytes = draw(&definitions, unit, period, &filling).expect("drawn");
            let stem = definitions.registry.file_stem(unit);
            let path = format!("事業/{period}/submissions/{kind}/{stem}.xlsx");
            project.write(&path, &bytes);
        }
    }
}

/// Every text below a folder that is written for people.
#[track_caller]
fn is_free_of_the_city(folder: &Path) {
    let made = files(folder);
    assert!(!made.is_empty());
    for (path, bytes) in made {
        let mut text = String::new();
        if path.ends_with(".xlsx") {
            for sheet in &workbook::open(&bytes).expect("a workbook").sheets {
                for (_, cell) in sheet.cells() {
                    text += &format!("{}\n", cell.content.text());
                }
            }
        } else if !path.ends_with("manifest.json") {
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
        #[cfg(feature = "pdf")]
        if path.ends_with(".pdf") {
            text = crate::support::read::pages(&bytes).concat();
        }
        says_nothing_of_the_city(&path, &text);
    }
}

#[track_caller]
fn says_nothing_of_the_city(what: &str, text: &str) {
    for word in FOREIGN {
        if let Some(at) = text.find(word) {
            let around: String = text[at..].chars().take(30).collect();
            panic!("{what} says 「{around}」");
        }
    }
}

#[test]
fn a_project_from_nothing_is_used_without_a_word_of_the_built_in_city() {
    let project = own_city();
    let home = project.path("事業");
    for folder in ["submissions/ward", "submissions/office"] {
        assert!(home.join("2023H1").join(folder).is_dir(), "{folder}");
    }
    assert!(home.join("history").is_dir());
    assert_eq!(files(&home.join("2023H1/forms")).len(), 8);
    is_free_of_the_city(&home.join("2023H1/forms"));
    let guide = std::fs::read_to_string(home.join("はじめに.txt")).expect("the guide");
    assert!(
        guide.starts_with("\u{feff}若草市の事業") && guide.contains("\r\n"),
        "{guide}"
    );
    send_all(&project, PERIOD);
    let runs: [&[&str]; 5] = [
        &["validate", "事業/2023H1/submissions"],
        &["status", "--period", "2023H1"],
        &["dictionary"],
        &["export", "--period", "2023H1"],
        &["close", "--period", "2023H1"],
    ];
    for run in runs {
        let done = project.run(&[run, &["--project", "事業"]].concat());
        assert!(done.status <= 1, "{run:?}: {}{}", done.out, done.err);
        says_nothing_of_the_city(run[0], &format!("{}{}", done.out, done.err));
    }
    let status = project.run(&["status", "--period", "2023H1", "--project", "事業"]);
    assert!(
        status.out.contains("提出済  花見区役所"),
        "{}{}",
        status.out,
        status.err
    );
    is_free_of_the_city(&home.join("2023H1/export"));
    is_free_of_the_city(&home.join("history"));
    if cfg!(feature = "pdf") {
        project
            .run(&[
                "build",
                "--period",
                "2023H1",
                "--feedback",
                "--project",
                "事業",
            ])
            .succeeds();
        is_free_of_the_city(&home.join("2023H1/output"));
    }
}

#[test]
fn nothing_is_ever_put_in_the_place_of_something() {
    let project = own_city();
    let before = files(&project.path("事業"));
    let again = [
        "init",
        "--city",
        "緑市",
        "--units",
        "一覧.csv",
        "--period",
        "2023H1",
    ];
    let run = project.run(&[&again[..], &["--out", "事業"]].concat());
    assert_eq!(run.status, 3);
    assert!(run.err.contains("既に事業のフォルダーです"), "{}", run.err);
    assert_eq!(files(&project.path("事業")), before);
    let status = ["status", "--period", "2023H1", "--project", "事業"];
    let run = project.run(&[&status[..], &["--out", "事業/名簿.xlsx"]].concat());
    assert!(
        run.status == 3 && run.err.contains("報告者の名簿です"),
        "{}",
        run.err
    );
    assert_eq!(files(&project.path("事業")), before);
    project.write("別/2023H1/forms/ward/青葉区.xlsx", b"mine");
    let run = project.run(&[&again[..], &["--out", "別"]].concat());
    assert!(
        run.status == 3 && run.err.contains("青葉区.xlsx」が既にあります"),
        "{}",
        run.err
    );
    assert_eq!(files(&project.path("別")).len(), 1);
    let run = project.run(&["init", "--period", "2023H1"]);
    assert!(
        run.err.contains("--city") && run.err.contains("--units"),
        "{}",
        run.err
    );
}

#[test]
fn a_list_is_completed_or_told_where_it_cannot_be() {
    let city = ["--city", "若草市"];
    let cases = [
        (
            "名称\n青葉区役所\n本部\n",
            "3行目 セル A3: 「本部」の区分が分かりません",
        ),
        (
            "名称,区分\n青葉区役所,\n東センター,相談支援室\n",
            "「東センター」の区域が分かりません",
        ),
        // All at once, not one a run.
        (
            "名称\n青葉区役所\n東センター\n西センター\n緑区相談支援室\n",
            "  4行目 セル A4: 「西センター」の区分が分かりません\n",
        ),
        (
            "名称\n青葉区役所\n東センター\n緑区相談支援室\n西相談支援室\n",
            "  5行目 セル A5: 「西相談支援室」の区域が分かりません\n",
        ),
        ("名称\n青葉区役所\n青葉区役所\n", "「青葉区役所」が二度"),
        ("青葉区役所\n緑区役所\n", "相談支援室が一つもありません"),
        ("氏名,電話\n青葉,1\n", "「名称」の見出しがありません"),
        // Others show which row has the headings.
        (
            "区分,団体,区域,備考\n区役所,青葉区役所,青葉区,\n",
            "セル B1: 「名称」の見出しがありません。「団体」がそうなら",
        ),
    ];
    for (list, said) in cases {
        for end in ["\n", "\r\n", "\r"] {
            let (project, run) = started(&list.replace('\n', end), &city);
            assert_eq!(run.status, 3, "{list}");
            assert!(run.err.contains(said), "{list}: {}", run.err);
            assert!(!project.path("事業").exists());
        }
    }
    // As Excel saves a table.
    let table = "区分,名称,区域\r\n区役所,青葉区役所,\r\n相談支援室,\"東\r\nセンター\",青葉区\r\n";
    for text in [
        table.to_owned(),
        format!("\u{feff}{table}"),
        table.replace("\r\n", "\r"),
    ] {
        let (project, run) = started(&text, &city);
        assert!(
            run.succeeds().out.contains("区役所 1区、相談支援室 1か所"),
            "{text:?}"
        );
        let units = definitions(&project.path("事業")).registry.units;
        assert_eq!(units["office-01"].name, "東センター");
    }
    let list = "区分\t名称\t区域\nward\t東支所\t東部\n包括支援センター\t東センター\t東部\n";
    let kinds = [
        "--kind",
        "ward=支所/か所",
        "--kind",
        "office=包括支援センター",
        "--area",
        "部",
    ];
    let (project, run) = started(list, &[&city[..], &kinds].concat());
    assert!(
        run.succeeds()
            .out
            .contains("支所 1か所、包括支援センター 1か所")
    );
    let definitions = definitions(&project.path("事業"));
    let unit = &definitions.registry.units["office-01"];
    assert_eq!(definitions.registry.short_name(unit), "東部");
    assert!(definitions.forms["ward"].title.contains("（支所用）"));
}

/// What a roster in CSV is told; nothing when it is used.
fn told(csv: &[u8]) -> String {
    let project = Project::empty();
    project.write("zaitaku.toml", SETTINGS.as_bytes());
    project.write("名簿.csv", csv);
    project.run(&["status", "--period", "2023H1"]).err
}

const SETTINGS: &str = "[city]\nname = \"若草市\"\narea = \"区\"\n[publication]\ntitle = \"t\"\nprogramme = \"p\"\n\
                        issuer = \"i\"\nlicence = \"CC BY 4.0\"\nsource = \"s\"\n";
const ROSTER: &str = "記号,区分,名称,区域,区域の記号,団体コード,開始,終了,引き継ぐもの\n\
                      w1,区役所,青葉区役所,青葉区,a1,271276,,,\n\
                      o1,相談支援室,青葉区相談支援室,青葉区,a1,,,2022H2,\n\
                      o2,相談支援室,青葉区新相談支援室,青葉区,a1,,2023H1,,o1\n";

#[test]
fn a_roster_in_a_table_is_read_with_the_checks_of_the_definitions() {
    let missing = "提出のフォルダー";
    assert!(
        told(ROSTER.as_bytes()).contains(missing),
        "{}",
        told(ROSTER.as_bytes())
    );
    let full_width = ROSTER
        .replace("2022H2", "令和4年度下半期")
        .replace("w1", "ｗ１");
    assert!(told(full_width.as_bytes()).contains(missing));
    // A remark below the table is no unit; a unit that is called like one is.
    for remark in [
        "※令和6年4月現在",
        "（注）支所を含む",
        ",,注１：休止中,,",
        ",,,,,,,,,,,※ 別紙",
    ] {
        let error = told(format!("{ROSTER}{remark}\n").as_bytes());
        assert!(error.contains(missing), "{remark}: {error}");
    }
    for unit in ["注連町区役所", "※,区役所"] {
        let error = told(format!("{ROSTER}{unit}\n").as_bytes());
        assert!(error.contains("「名簿.csv」の"), "{unit}: {error}");
    }
    let (head, _) = ROSTER.split_once('\n').expect("headings");
    let none = told(head.as_bytes());
    assert!(none.contains("「名簿.csv」に報告者がありません"), "{none}");
    let cases = [
        (
            "w1,区役所",
            "w1,市役所",
            "セル B2: 「市役所」という区分はありません",
        ),
        ("w1,", ",", "セル A2: 「記号」が空欄です"),
        ("w1,", "う,", "セル A2: 「う」は単位の名前に使えません"),
        (
            "2022H2",
            "",
            "セル A3: 「o1」は「o2」に引き継がれるので、いつまでかを「終了」に書いて",
        ),
        (
            "271276",
            "271277",
            "セル F2: 「271277」は全国地方公共団体コードとして正しくありません",
        ),
        (
            "2023H1,,o1",
            "来年,,o1",
            "セル G4: 「来年」は期間として読めません",
        ),
        (",,o1", ",,o9", "セル I4: 「o9」という単位はありません"),
        (
            ",,o1",
            ",,青葉区相談支援室",
            "セル I4: 「青葉区相談支援室」は名前です。記号の「o1」を",
        ),
        (
            "名称",
            "団体",
            "セル C1: 「名称」の見出しがありません。「団体」がそうなら",
        ),
        (
            "a1,,2023H1",
            "a2,,2023H1",
            "セル E4: 区域「青葉区」の記号「a2」が",
        ),
        (
            "引き継ぐもの",
            "引継ぎ",
            "セル I1: 「引継ぎ」という見出しは使えない",
        ),
        ("区域の記号", "備考", "「区域の記号」の列がありません"),
        (
            "引き継ぐもの",
            "",
            "セル I4: 見出しのない列に「o1」があります",
        ),
        (
            "青葉区新相談支援室,青葉区,",
            "青葉区新相談支援室,青葉区,緑区,",
            "セル J4: 見出しのない列に",
        ),
    ];
    for (old, new, said) in cases {
        assert!(ROSTER.contains(old), "{old}");
        let error = told(ROSTER.replacen(old, new, 1).as_bytes());
        assert!(
            error.contains("名簿「名簿.csv」の") && error.contains(said),
            "{new}: {error}"
        );
    }
}

/// Areas, bodies, the city, its kinds of body and the publication get other names after the
/// closing.
#[test]
fn a_closed_period_keeps_the_names_that_it_was_closed_with() {
    let project = own_city();
    send_all(&project, PERIOD);
    let run = |command: &[&str], period: &str| {
        let of = ["--period", period, "--project", "事業"];
        project.run(&[command, &of].concat()).succeeds()
    };
    let exported = || {
        run(&["export", "--format", "csv"], "2023H1");
        files(&project.path("事業/2023H1/export"))
    };
    let before = exported();
    run(&["close"], "2023H1");
    let path = project.path("事業/名簿.xlsx");
    let mut lines = roster(&path);
    for cell in lines.iter_mut().flatten() {
        *cell = cell.replace("青葉", "中央");
        if cell == "相談支援室" {
            "支援センター".clone_into(cell);
        }
    }
    // One body moves to another area.
    let of = |name: &str| lines.iter().position(|line| line[2].starts_with(name));
    let (moved, there) = (
        of("泉区在宅").expect("a row"),
        of("緑区役所").expect("a row"),
    );
    for column in [3, 4] {
        lines[moved][column] = lines[there][column].clone();
    }
    save_roster(&path, &lines);
    let settings = std::fs::read_to_string(project.path("事業/zaitaku.toml")).expect("settings");
    let settings = settings
        .replace("若草市", "新若草市")
        .replace("label = \"相談支援室\"", "label = \"支援センター\"");
    project.write("事業/zaitaku.toml", settings.as_bytes());
    assert!(exported() == before);
    let check = project.run(&["definitions", "check", "--project", "事業"]);
    assert!(check.succeeds().out.contains("影響なし"));
    let now = run(&["forms"], "2023H2");
    assert!(now.out.contains("様式を8件"), "{}", now.out);
    let forms = files(&project.path("事業/2023H2/forms"));
    assert!(
        forms.contains_key("office/中央区支援センター.xlsx"),
        "{:?}",
        forms.keys()
    );
    // Each half of the year is read by what everything was called in it.
    send_all(&project, Period::half(2023, Half::Second));
    let year = project.run(&["status", "2023", "--project", "事業"]).out;
    assert!(year.contains("支援センター 対象 3: 届いた 3"), "{year}");
    let second = [
        "validate",
        "事業/2023H2/submissions",
        "--period",
        "2023H2",
        "--project",
        "事業",
    ];
    let found = project.run(&second).out;
    assert!(found.contains("エラー 0件"), "{found}");
    run(&["export", "--by", "total"], "2023");
}

#[test]
fn one_roster_is_used_and_two_are_told() {
    let project = own_city();
    let status = ["status", "--period", "2023H1", "--project", "事業"];
    project.write("事業/名簿.csv", ROSTER.as_bytes());
    let run = project.run(&status);
    assert!(
        run.err.contains("名簿のファイルが二つあります"),
        "{}",
        run.err
    );
    project.remove("事業/名簿.csv");
    let own = std::fs::read_to_string("templates/forms/org_units.toml").expect("the roster");
    project.write("事業/定義/org_units.toml", format!("{own}\n").as_bytes());
    let settings = std::fs::read_to_string(project.path("事業/zaitaku.toml")).expect("settings");
    let settings = settings.replacen("# definitions", "definitions", 1);
    project.write("事業/zaitaku.toml", settings.as_bytes());
    let run = project.run(&status);
    assert!(
        run.err
            .contains("名簿が「名簿.xlsx」のほかにここにもあります"),
        "{}",
        run.err
    );
    let no_city = SETTINGS.replace("[city]\nname = \"若草市\"\narea = \"区\"\n", "");
    project.write("別/zaitaku.toml", no_city.as_bytes());
    project.write("別/名簿.csv", ROSTER.as_bytes());
    let run = project.run(&["status", "--period", "2023H1", "--project", "別"]);
    assert!(run.err.contains("[city] に name"), "{}", run.err);
    for (kinds, told) in [
        (
            "[kind.wrad]\nlabel = \"支所\"\n",
            "[kind.ward]、[kind.office]",
        ),
        (
            "[kind.ward]\nlabel = \"支所\"\n[kind.office]\nlabel = \"支所\"\n",
            "[kind.ward] と [kind.office] は、どちらも「支所」",
        ),
    ] {
        project.write("別/zaitaku.toml", format!("{SETTINGS}{kinds}").as_bytes());
        let run = project.run(&["status", "--period", "2023H1", "--project", "別"]);
        assert!(run.err.contains(told), "{}", run.err);
    }
}

/// The cells of a roster's first sheet, row by row.
pub fn roster(path: &Path) -> Vec<Vec<String>> {
    let book = workbook::open(&std::fs::read(path).expect("readable")).expect("a workbook");
    let mut lines = Vec::new();
    for row in 0..=book.sheets[0].last_row().expect("rows") {
        let mut cells = vec![String::new(); 12];
        for (at, cell) in book.sheets[0].row(row) {
            cells[usize::from(at.col)] = cell.content.text().into_owned();
        }
        lines.push(cells);
    }
    lines
}

/// Saves a roster as somebody's own sheet.
pub fn save_roster(path: &Path, lines: &[Vec<String>]) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("職員用").expect("a name");
    for (row, cells) in (0..).zip(lines) {
        sheet.write_row(row, 0, cells).expect("written");
    }
    std::fs::write(path, book.save_to_buffer().expect("bytes")).expect("written");
}

#[test]
fn a_mistake_in_the_workbook_names_its_sheet() {
    let project = own_city();
    let path = project.path("事業/名簿.xlsx");
    let mut lines = roster(&path);
    assert_eq!(
        lines[6][..5],
        ["office-01", "相談支援室", NAMES[5], "青葉区", "area-01"]
    );
    lines[6][1] = "相談室".to_owned();
    save_roster(&path, &lines);
    let run = project.run(&["status", "--period", "2023H1", "--project", "事業"]);
    let said = "名簿「名簿.xlsx」のシート「職員用」セル B7: 「相談室」という区分はありません";
    assert!(run.err.contains(said), "{}", run.err);
}
