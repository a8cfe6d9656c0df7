//! The check page: one file that says of every form what the command line says.

use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest as _, Sha256};
use wasmi::{Config, Engine, Instance, Linker, Module, Store};
use zaitaku_report::Session;
use zip::ZipArchive;

use crate::support::copy::Copy;
use crate::support::markup::Markup;
use crate::support::{Project, files, repository};

const FORM: &str = "2023H1/submissions/office/北区相談支援室.xlsx";

/// The program of the page, as the repository keeps it.
static PROGRAM: LazyLock<(Engine, Module)> = LazyLock::new(|| {
    let packed = std::fs::read(repository("templates/page/check.wasm.gz")).expect("the program");
    let mut program = Vec::new();
    let mut unpacked = flate2::read::GzDecoder::new(packed.as_slice());
    unpacked.read_to_end(&mut program).expect("gzip");
    let mut config = Config::default();
    config.set_max_recursion_depth(100_000);
    config.set_max_stack_height(64 << 20);
    let engine = Engine::new(&config);
    let module = Module::new(&engine, &program).expect("WebAssembly");
    (engine, module)
});

/// The program at work, called as the page calls it.
struct Running {
    store: Store<()>,
    instance: Instance,
}

impl Running {
    fn start(kit: &[u8]) -> Self {
        let (engine, module) = &*PROGRAM;
        let mut store = Store::new(engine, ());
        let linker = Linker::new(engine);
        let instance = linker
            .instantiate_and_start(&mut store, module)
            .expect("it asks for nothing");
        let mut running = Self { store, instance };
        running.put(kit);
        assert_eq!(running.call::<(), i32>("start", ()), 1);
        running
    }

    fn call<P: wasmi::WasmParams, R: wasmi::WasmResults>(&mut self, name: &str, with: P) -> R {
        let function = self
            .instance
            .get_typed_func::<P, R>(&self.store, name)
            .expect("there");
        function.call(&mut self.store, with).expect("no fault")
    }

    fn put(&mut self, bytes: &[u8]) {
        let at: i32 = self.call("room", i32::try_from(bytes.len()).expect("small"));
        let memory = self
            .instance
            .get_memory(&self.store, "memory")
            .expect("a memory");
        memory
            .write(&mut self.store, at as u32 as usize, bytes)
            .expect("room");
    }

    fn taken(&mut self, length: i32) -> Vec<u8> {
        let at: i32 = self.call("answer", ());
        let mut bytes = vec![0; length as usize];
        let memory = self
            .instance
            .get_memory(&self.store, "memory")
            .expect("a memory");
        memory
            .read(&self.store, at as u32 as usize, &mut bytes)
            .expect("an answer");
        bytes
    }

    fn add(&mut self, name: &str, bytes: Option<&[u8]>) {
        self.put(name.as_bytes());
        self.call::<(), ()>("name", ());
        self.put(bytes.unwrap_or_default());
        self.call::<i32, ()>("add", i32::from(bytes.is_some()));
    }

    fn text(&mut self, function: &str) -> String {
        let length = self.call(function, ());
        String::from_utf8(self.taken(length)).expect("UTF-8")
    }
}

/// The sample with these files beside it.
fn project(given: &[(&str, Vec<u8>)]) -> Project {
    let project = Project::sample();
    for (name, bytes) in given {
        project.write(name, bytes);
    }
    project
}

/// The page of a project.
fn page(project: &Project, args: &[&str]) -> String {
    project.run(&[&["page"], args].concat()).succeeds();
    std::fs::read_to_string(project.path("確認.html")).expect("the page")
}

/// What a page carries.
fn part(page: &str, id: &str) -> String {
    let (_, rest) = page.split_once(&format!("id=\"{id}\">")).expect("the part");
    rest.split_once("</script>").expect("an end").0.to_owned()
}

fn kit(page: &str) -> Vec<u8> {
    BASE64.decode(part(page, "kit")).expect("Base64")
}

/// Forms that are right, wrong and none at all.
fn forms() -> Vec<(&'static str, Vec<u8>)> {
    let form = std::fs::read(repository("sample-data").join(FORM)).expect("a form");
    let wrong = Copy::of(&form)
        .text("(オ)相談", "C7", "約10")
        .text("(オ)相談", "D8", "<b>&\"'</b>")
        .text("(オ)相談", "C9", "900");
    let ward = "2023H1/submissions/ward/北区.xlsx";
    vec![
        ("北区相談支援室.xlsx", form.clone()),
        ("都島区相談支援室.xlsx", wrong.save()),
        (
            "北区.xlsx",
            std::fs::read(repository("sample-data").join(ward)).expect("a form"),
        ),
        ("途中.xlsx", form[..form.len() / 2].to_vec()),
        ("<b>空.xlsx", Vec::new()),
        ("文.xlsx", "様式".as_bytes().to_vec()),
    ]
}

#[test]
fn the_program_of_the_page_finds_what_the_command_finds() {
    let forms = forms();
    let project = project(&forms);
    let names: Vec<&str> = forms.iter().map(|(name, _)| *name).collect();
    let validate = [&["validate"], names.as_slice(), &["--format", "json"]].concat();
    let told = project.run(&validate).out;
    let page = page(&project, &[]);
    let kept = std::fs::read(repository("templates/page/check.wasm.gz")).expect("the program");
    assert!(BASE64.decode(part(&page, "program")).expect("Base64") == kept);

    let mut session = Session::open(&kit(&page)).expect("a kit");
    let mut program = Running::start(&kit(&page));
    for (name, bytes) in &forms {
        session.add(name, Some(bytes.clone()));
        program.add(name, Some(bytes));
    }
    let cards = session.cards();
    assert_eq!(session.json().expect("JSON"), told);
    assert!(
        program.text("cards") == cards && program.text("json") == told,
        "the program of the page is out of date: run page/build"
    );
    let form = session.annotated(1).expect("drawn").expect("a form");
    let length = program.call("annotated", 1);
    assert!(program.taken(length) == form, "the annotated form");
    assert_eq!(
        program.call::<i32, i32>("annotated", 3),
        0,
        "none of what cannot be read"
    );
    program.call::<(), ()>("clear", ());
    program.add("文.xlsx", None);
    assert!(
        program
            .text("cards")
            .contains("読み取りが途中で止まりました")
    );
}

#[test]
fn without_a_project_the_built_in_definitions_check() {
    let folder = Project::empty();
    let (name, form) = forms().swap_remove(1);
    folder.write(name, &form);
    let mut session = Session::open(&kit(&page(&folder, &[]))).expect("a kit");
    session.add(name, Some(form));
    session.cards();
    let told = folder.run(&["validate", name, "--format", "json"]);
    assert_eq!((session.json().expect("JSON"), 1), (told.out, told.status));
}

#[test]
fn a_page_for_a_period_refuses_other_periods_as_the_command_does() {
    let (name, form) = forms().swap_remove(0);
    let project = project(&[(name, form.clone())]);
    let mut session = Session::open(&kit(&page(&project, &["2022H2"]))).expect("a kit");
    session.add(name, Some(form));
    session.cards();
    let told = project
        .run(&["validate", name, "--period", "2022H2", "--format", "json"])
        .out;
    assert!(told.contains("Z005"));
    assert_eq!(session.json().expect("JSON"), told);
}

#[test]
fn each_form_goes_out_with_a_page_of_its_unit_alone() {
    let project = Project::sample();
    let forms = [
        "forms",
        "--period",
        "2023H1",
        "--unit",
        "北区",
        "--with-page",
    ];
    let run = project.run(&forms).succeeds();
    assert!(run.out.contains("様式を2件作りました"), "{}", run.out);
    // Again: the pages are no forms that somebody has filled in.
    assert!(!project.run(&forms).succeeds().out.contains("残しました"));
    let made = files(&project.path("2023H1/forms"));
    assert_eq!(made.len(), 4, "{:?}", made.keys());
    let unit = "北区在宅医療・介護連携相談支援室";
    let page = [
        "page", "--period", "2023H1", "--unit", unit, "--out", "one.html",
    ];
    project.run(&page).succeeds();
    let alone = std::fs::read(project.path("one.html")).expect("the page");
    assert!(made["office/北区相談支援室（確認）.html"] == alone);
}

#[test]
fn own_definitions_criteria_roster_and_waivers_go_into_the_page() {
    let (name, form) = forms().swap_remove(1);
    let project = project(&[(name, form.clone())]);
    let settings = std::fs::read_to_string(project.path("zaitaku.toml")).expect("settings");
    let waiver = "[[waiver]]\nunit = \"office-kita\"\ncode = \"Z009\"\nreason = \"試み\"\nuntil = \"2030-03-31\"";
    let settings = format!(
        "definitions = \"own\"\n{settings}\n[city]\nname = \"大阪市\"\nlabel = \"市\"\narea = \"区\"\nresidents = \"区民\"\ncollector = \"保健課\"\n{waiver}\n"
    );
    project.write("zaitaku.toml", settings.as_bytes());
    let criteria = std::fs::read_to_string(repository("templates/checks/plausibility.toml"));
    let criteria = criteria
        .expect("criteria")
        .replace("factor = ", "factor = 1");
    project.write("own/plausibility.toml", criteria.as_bytes());
    let told = project.run(&["validate", name, "--format", "json"]).out;
    assert!(
        told.contains("保健課の例外承認（2030-03-31まで）: 試み"),
        "{told}"
    );
    let mut session = Session::open(&kit(&page(&project, &[]))).expect("a kit");
    session.add(name, Some(form));
    session.cards();
    assert_eq!(session.json().expect("JSON"), told);
}

#[test]
fn a_page_for_one_unit_holds_no_other_units_past() {
    let (name, form) = forms().swap_remove(1);
    let project = project(&[(name, form.clone())]);
    let all = page(&project, &[]);
    assert!(all.contains("庁内用"));
    let own = page(&project, &["--unit", "北区相談支援室"]);
    assert!(!own.contains("庁内用"));
    let past = |page: &str| {
        let mut zip = ZipArchive::new(Cursor::new(kit(page))).expect("a zip");
        let mut text = String::new();
        let mut past = zip.by_name("past.csv").expect("the past");
        past.read_to_string(&mut text).expect("UTF-8");
        text
    };
    let units = |past: &str| {
        let lines = past.lines().skip(1);
        let mut units: Vec<String> = lines
            .map(|line| line.split(',').nth(1).expect("a unit").to_owned())
            .collect();
        units.sort();
        units.dedup();
        units
    };
    assert_eq!(units(&past(&own)), ["office-kita"]);
    let all = units(&past(&all));
    assert!(all.len() > 40 && !all.contains(&"city".to_owned()));
    let told = project.run(&["validate", name, "--format", "json"]).out;
    let mut session = Session::open(&kit(&own)).expect("a kit");
    session.add(name, Some(form));
    session.cards();
    assert_eq!(session.json().expect("JSON"), told);
}

#[test]
fn the_page_runs_its_own_script_alone_and_loads_nothing() {
    let project = Project::sample();
    let page = page(&project, &[]);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    let (_, policy) = page
        .split_once("Content-Security-Policy\" content=\"")
        .expect("a policy");
    let policy = policy
        .split_once('"')
        .expect("an end")
        .0
        .replace("&#39;", "'");
    assert!(policy.starts_with("default-src 'none';"));
    for (start, end) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let (_, rest) = page.split_once(start).expect("it is there");
        let text = rest.split_once(end).expect("an end").0;
        let hash = BASE64.encode(Sha256::digest(text));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{start}");
    }
    for word in [
        "http://", "https://", "url(h", "@import", " onclick", " src=",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    assert_eq!(page, self::page(&project, &[]), "the same bytes");
}

#[test]
fn what_is_found_is_told_with_its_cell_its_neighbours_and_the_way_out() {
    let forms = forms();
    let project = project(&forms);
    let mut session = Session::open(&kit(&page(&project, &[]))).expect("a kit");
    for (name, bytes) in &forms {
        session.add(name, Some(bytes.clone()));
    }
    let cards = session.cards();
    let markup = Markup::read(&format!("<div>{cards}</div>"));
    assert!(!cards.contains("<b>"), "texts of a file are no markup");
    assert!(
        markup
            .named("h2")
            .any(|heading| heading.text == "<b>空.xlsx")
    );
    let saved: Vec<&str> = markup
        .named("button")
        .filter_map(|button| button.get("data-name"))
        .collect();
    assert!(saved.contains(&"都島区相談支援室（指摘）.xlsx"));
    let marks: Vec<&str> = markup
        .named("mark")
        .map(|mark| mark.text.as_str())
        .collect();
    for value in ["約10", "<b>&\"'</b>"] {
        assert!(
            marks.iter().any(|mark| mark.starts_with(value)),
            "{value}: {marks:?}"
        );
    }
    // The grid of 約10: its row is named, and its neighbours stand beside it.
    let grid = markup
        .named("table")
        .find(|table| table.text.contains("約10"))
        .expect("a grid");
    let label = forms_label(&forms[1].1);
    assert!(grid.text.contains(&label), "{} without {label}", grid.text);
    for head in markup.named("th") {
        assert!(head.get("scope").is_some() && !head.text.trim().is_empty());
    }
    markup.has_its_headings_in_order(1);
}

/// What row 7 of the sheet of consultations is called.
fn forms_label(form: &[u8]) -> String {
    let mut copy = Copy::of(form);
    let cell = copy.sheet("(オ)相談")[&"B7".parse().expect("an address")].clone();
    cell.content.text().into_owned()
}

#[test]
fn every_form_of_the_sample_is_checked_alike() {
    let project = Project::sample();
    let folder = project.path("2023H1/submissions/office");
    let mut session = Session::open(&kit(&page(&project, &[]))).expect("a kit");
    for (name, bytes) in files(Path::new(&folder)) {
        session.add(&name, Some(bytes));
    }
    session.cards();
    let told = project
        .run(&["validate", "2023H1/submissions/office", "--format", "json"])
        .out;
    let told = told.replace("2023H1/submissions/office/", "");
    assert_eq!(session.json().expect("JSON"), told);
}
