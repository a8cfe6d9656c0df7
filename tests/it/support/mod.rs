//! What the tests share: a project to spoil, the program to run, readers of what it made.

#![cfg_attr(
    not(feature = "pdf"),
    allow(dead_code, reason = "the readers of the report wait for the feature")
)]

pub mod copy;
pub mod dice;
pub mod markup;
pub mod pictures;
pub mod read;
pub mod recount;
#[cfg(feature = "pdf")]
pub mod standards;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use indexmap::IndexMap;
use tempfile::TempDir;
use zaitaku_report::for_tests::aggregate::history::History;
use zaitaku_report::for_tests::aggregate::summary::Summary;
use zaitaku_report::for_tests::dataset::Dataset;
use zaitaku_report::for_tests::figures::material::Material;
use zaitaku_report::for_tests::figures::publication::{Disclosure, Publication};
use zaitaku_report::for_tests::form::blank::{Filling, draw};
use zaitaku_report::for_tests::form::load::Sources;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::intake::{Incoming, receive, receive_round};
use zaitaku_report::for_tests::model::Id;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::period::{Half, Month, Period};
use zaitaku_report::for_tests::model::submission::{Arrival, Key};
use zaitaku_report::for_tests::output::opendata;
use zaitaku_report::for_tests::pages::spec::PageSpecs;
use zaitaku_report::for_tests::rules::Background;
use zaitaku_report::for_tests::sample::{SamplePlan, fillings};
use zaitaku_report::for_tests::settings::Settings;

/// Files by their path, with `/` between folders.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What the program makes in a project by default: whoever tried the sample data has it beside the
/// inputs.
const MADE: [&str; 3] = ["output", "export", "forms"];

/// The period of the sample that is worked on.
pub const PERIOD: Period = Period::half(2023, Half::First);

/// The definitions that the program has built in.
pub static DEFINITIONS: LazyLock<Definitions> =
    LazyLock::new(|| Definitions::built_in().expect("the definitions load"));

/// What every unit of the sample answers in the period.
pub static FILLINGS: LazyLock<IndexMap<Id, Filling>> = LazyLock::new(|| {
    let plan = SamplePlan::built_in().expect("the plan loads");
    fillings(&DEFINITIONS, &plan, PERIOD).expect("the plan fits the definitions")
});

/// What `build` makes of the sample; built once for all tests.
pub static BUILT: LazyLock<Files> = LazyLock::new(|| {
    let project = Project::sample();
    project.build(&[]).succeeds();
    project.outputs()
});

/// The open data that `build` publishes of the sample, made without the report.
pub static PUBLISHED: LazyLock<Files> = LazyLock::new(|| published(PERIOD, &[]));

/// What is made of the sample and its past, submissions whose path holds `missing` left out.
pub fn with_sample<T>(period: Period, missing: &[&str], make: impl FnOnce(&Material) -> T) -> T {
    let incoming = submitted(period, missing);
    let round = receive_round(incoming, period, Background::alone(&DEFINITIONS));
    let counted = round.counted(&DEFINITIONS.registry);
    let summary = Summary::new(&DEFINITIONS.catalogue, period, counted);
    let history = history(&["published", "2022H1", "2022H2"]);
    make(&Material::new(&DEFINITIONS, &round, &summary, &history))
}

/// The open data of the sample, submissions whose path holds `missing` left out.
pub fn published(period: Period, missing: &[&str]) -> Files {
    let formats = [opendata::Format::Csv, opendata::Format::Xlsx];
    let files = with_sample(period, missing, |material| {
        let data = Dataset::new(material, &publication(material));
        opendata::export(&data, &formats, opendata::By::City).expect("the rules are kept")
    });
    files
        .into_iter()
        .map(|file| (file.name, file.bytes))
        .collect()
}

/// A folder of this repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Holds what was made against the file that the repository keeps of it; `./regenerate` writes it.
#[track_caller]
pub fn assert_kept(path: &str, made: &[u8]) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(repository(path), made).expect("written");
    }
    let kept = fs::read(repository(path)).unwrap_or_default();
    assert!(kept == made, "{path} is out of date: run ./regenerate");
}

/// How a run of the program ended.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The run ended well.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        assert_eq!(self.status, 0, "{}{}", self.out, self.err);
        self
    }
}

/// Runs the program in a folder with nothing in its environment.
pub fn run(folder: &Path, args: &[&str]) -> Run {
    run_with(folder, args, &[])
}

/// Runs the program in a folder with nothing in its environment but this.
pub fn run_with(folder: &Path, args: &[&str], environment: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zaitaku-report"));
    command
        .current_dir(folder)
        .env_clear()
        .envs(environment.iter().copied())
        .args(args);
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run {
        status: output.status.code().expect("no signal"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// A project of its own for a test.
pub struct Project(TempDir);

impl Project {
    /// A copy of the sample with the submissions of the one period.
    pub fn sample() -> Self {
        let project = Self::empty();
        for (path, bytes) in files(&repository("sample-data")) {
            if !path.contains("/submissions/") || path.starts_with(&PERIOD.to_string()) {
                project.write(&path, &bytes);
            }
        }
        project
    }

    /// A folder with nothing in it.
    pub fn empty() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A project with its own definitions, and with submissions that follow them: those of the
    /// sample after `change` (a unit that the sample does not know starts from the answers of
    /// another of its kind).
    pub fn defined(replaced: &[(&str, String)], change: impl Fn(&Id, &mut Filling)) -> Self {
        let project = Self::empty();
        let settings =
            fs::read_to_string(repository("sample-data/zaitaku.toml")).expect("the settings");
        project.write(
            "zaitaku.toml",
            format!("definitions = \"definitions\"\n{settings}").as_bytes(),
        );
        let mut sources = Sources::built_in();
        for (name, text) in replaced {
            project.write(&format!("definitions/{name}"), text.as_bytes());
            sources = sources.with(name, text);
        }
        let definitions = Definitions::load(&sources).expect("the definitions load");
        for kind in definitions.registry.kinds.keys() {
            for unit in definitions.registry.expected(kind, PERIOD) {
                let twin = || {
                    FILLINGS
                        .iter()
                        .find(|(id, _)| id.starts_with(&**kind))
                        .map(|(_, filling)| filling)
                };
                let mut filling = FILLINGS
                    .get(&unit.id)
                    .or_else(twin)
                    .expect("a filling")
                    .clone();
                change(&unit.id, &mut filling);
                let bytes = draw(&definitions, unit, PERIOD, &filling).expect("drawn");
                project.write(
                    &format!(
                        "{PERIOD}/submissions/{kind}/{}.xlsx",
                        definitions.registry.file_stem(unit)
                    ),
                    &bytes,
                );
            }
        }
        project
    }

    /// A place in the project.
    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Writes a file, and the folders that it needs.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, bytes).expect("written");
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("removed");
    }

    /// Runs the program in the project.
    pub fn run(&self, args: &[&str]) -> Run {
        run(self.0.path(), args)
    }

    /// Builds the period.
    pub fn build(&self, more: &[&str]) -> Run {
        self.run(&[&["build", "--period", "2023H1"], more].concat())
    }

    /// What stands in the output folder of the period.
    pub fn outputs(&self) -> Files {
        files(&self.path("2023H1/output"))
    }
}

/// The tables of an export, whoever may read them.
pub fn tables(folder: &Path) -> Files {
    let named = |(path, bytes): (String, Vec<u8>)| {
        let name = path.rsplit('/').next().expect("a name").to_owned();
        (name, bytes)
    };
    files(folder).into_iter().map(named).collect()
}

/// All files of a folder, hidden ones too; none when it is not there.
pub fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if MADE.contains(&name.as_str()) && folder.starts_with(repository("sample-data")) {
            continue;
        }
        if path.is_dir() {
            found.extend(
                files(&path)
                    .into_iter()
                    .map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)),
            );
        } else {
            found.insert(name, fs::read(&path).expect("readable"));
        }
    }
    found
}

/// The form of a unit with these answers, by the built-in definitions.
pub fn drawn(unit: &str, filling: &Filling) -> Vec<u8> {
    draw(
        &DEFINITIONS,
        &DEFINITIONS.registry.units[unit],
        PERIOD,
        filling,
    )
    .expect("drawn")
}

/// What a unit sends when it has looked at its form once more: other days, and so other bytes.
pub fn mended(unit: &str) -> Filling {
    let mut filling = FILLINGS[unit].clone();
    for value in filling.answers.values_mut() {
        if let Value::Date(day) = value {
            *day = day.tomorrow().expect("a day");
        }
    }
    filling
}

/// Receives a file as the program does.
pub fn received(path: &str, bytes: Vec<u8>) -> Arrival {
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    receive(
        &Incoming {
            name,
            path: path.to_owned(),
            bytes,
            withheld: None,
        },
        Some(PERIOD),
        &DEFINITIONS,
    )
}

/// The key of an answer that is neither monthly nor in a list.
pub fn plain(element: &str, option: Option<&str>) -> Key {
    Key {
        element: element.into(),
        option: option.map(Into::into),
        month: None,
        record: None,
    }
}

/// The key of a monthly count.
pub fn monthly(element: &str, option: &str, month: i8) -> Key {
    Key {
        month: Some(Month { year: 2023, month }),
        ..plain(element, Some(option))
    }
}

/// The key of an answer in a list.
pub fn listed(element: &str, record: u32) -> Key {
    Key {
        record: Some(record),
        ..plain(element, None)
    }
}

/// A count of a filling.
pub fn count(filling: &Filling, key: &Key) -> u64 {
    filling
        .answers
        .get(key)
        .and_then(Value::count)
        .expect("a count")
}

/// The figures of some files of the sample's history.
pub fn history(names: &[&str]) -> History {
    let mut history = History::default();
    for name in names {
        let path = format!("sample-data/history/{name}.csv");
        let bytes = std::fs::read(repository(&path)).expect("a history file");
        history.read(&path, &bytes).expect("a history file");
    }
    history
}

/// The submissions of a period of the sample, as a project gives them: those whose path holds
/// `missing` left out.
pub fn submitted(period: Period, missing: &[&str]) -> Vec<(Period, Incoming)> {
    let mut incoming = Vec::new();
    for half in period.halves() {
        let folder = format!("{half}/submissions");
        for (path, bytes) in files(&repository("sample-data").join(&folder)) {
            if missing.iter().any(|name| path.contains(name)) {
                continue;
            }
            let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
            // In a year both halves have files of the same name.
            let path = if period == half {
                path
            } else {
                format!("{folder}/{path}")
            };
            let withheld = None;
            incoming.push((
                half,
                Incoming {
                    name,
                    path,
                    bytes,
                    withheld,
                },
            ));
        }
    }
    incoming
}

/// What everybody may be told of single units, as `build` decides it.
pub fn disclosure(material: &Material, pages: &PageSpecs) -> Disclosure {
    Disclosure {
        unit_totals: Dataset::new(material, &publication(material)).unit_totals,
        permits: pages.permits(),
    }
}

/// What the sample says of itself.
pub fn publication(material: &Material) -> Publication {
    let text = fs::read_to_string(repository("sample-data/zaitaku.toml")).expect("the settings");
    Publication::new(
        material,
        &Settings::parse(&text).expect("the settings parse"),
    )
}
