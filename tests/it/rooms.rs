//! Imports run one way: a room sees only the rooms that its line names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use crate::support::{files, repository};

/// A room, and the rooms (or single files of a room) that it may see.
const TABLE: [(&str, &[&str]); 17] = [
    ("model", &[]),
    ("fonts", &[]),
    ("settings", &["model"]),
    ("workbook", &["model"]),
    ("form", &["model", "workbook"]),
    // A rule sees answers; of files it knows only why one cannot be read, and of forms what they
    // ask.
    (
        "rules",
        &[
            "model",
            "fonts",
            "form::spec",
            "form::identify",
            "form::value",
            "workbook::Unreadable",
            "workbook::Guess",
            "workbook::Limit",
            "workbook::Withheld",
        ],
    ),
    ("intake", &["model", "workbook", "form", "rules"]),
    ("aggregate", &["model"]),
    ("figures", &["model", "settings", "aggregate", "form::spec"]),
    // None of the three rooms that show the figures sees another.
    ("dataset", &["model", "aggregate", "figures", "form::spec"]),
    (
        "pages",
        &["model", "aggregate", "figures", "form::spec", "form::value"],
    ),
    (
        "sheets",
        &[
            "model",
            "aggregate",
            "figures",
            "form::spec",
            "form::layout",
        ],
    ),
    // Lineage is the one output that shows sums before they are worded; the open data is judged
    // before it is written.
    (
        "output",
        &[
            "model",
            "fonts",
            "figures",
            "dataset",
            "pages",
            "sheets",
            "rules::publication",
            "aggregate::summary",
            "aggregate::tally",
        ],
    ),
    ("inquiry", &["model", "form::spec", "aggregate", "figures"]),
    (
        "sample",
        &[
            "model",
            "form::spec",
            "form::blank",
            "form::value",
            "intake",
            "aggregate",
            "rules::Background",
        ],
    ),
    (
        "validation",
        &[
            "model",
            "settings",
            "workbook",
            "form",
            "rules",
            "intake",
            "aggregate",
            "output::findings",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "settings",
            "workbook",
            "form",
            "rules",
            "intake",
            "aggregate",
            "figures",
            "dataset",
            "pages",
            "sheets",
            "output",
            "inquiry",
            "sample",
            "validation",
        ],
    ),
];

/// A crate or a power over the machine, and where alone it may be used: the library takes bytes and
/// gives bytes, so that it can stand where there is no disk, no terminal and no clock.
const KEEPERS: [(&str, &[&str]); 21] = [
    ("calamine::", &["workbook/"]),
    ("cfb::CompoundFile", &["workbook/"]),
    (
        "maud::",
        &["output/check_page.rs", "output/findings/", "output/html/"],
    ),
    ("quick_xml::", &["workbook/"]),
    ("ttf_parser::", &[]),
    ("typst::", &["output/pdf/"]),
    ("clap::", &["cli/"]),
    ("anstream::", &["cli/"]),
    ("rustix::", &["cli/"]),
    ("terminal_size::", &["cli/"]),
    ("std::fs", &["cli/"]),
    ("fs::", &["cli/"]),
    ("File::open", &["cli/"]),
    ("env::", &["main.rs", "cli/screen.rs"]),
    ("process::", &["main.rs", "cli/mod.rs"]),
    ("net::", &[]),
    ("stdin(", &["cli/"]),
    ("stdout(", &["cli/"]),
    ("stderr(", &["cli/"]),
    ("SystemTime", &[]),
    ("Instant", &[]),
];

/// Crates that only the command line may need.
const OF_CLI: [&str; 4] = ["anstream", "clap", "rustix", "terminal_size"];

/// The program text of every file, without its tests and comments.
fn sources() -> Vec<(String, String)> {
    let kept = |path: &str| {
        path.ends_with(".rs") && !path.contains("tests") && !path.ends_with("fixture.rs")
    };
    let sources = files(&repository("src"))
        .into_iter()
        .filter(|(path, _)| kept(path))
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let program = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default();
            let lines = program
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            (path, lines.collect::<Vec<_>>().join("\n"))
        });
    sources.collect()
}

/// What a text names of the crate: `form::spec`, and each name of `workbook::{Guess, Unreadable}`.
fn named(text: &str) -> BTreeSet<String> {
    let word = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let mut named = BTreeSet::new();
    for path in text.split("crate::").skip(1) {
        let room = word(path);
        let inner = path[room.len()..].strip_prefix("::").unwrap_or_default();
        let names = inner
            .strip_prefix('{')
            .map_or(inner, |list| list.split('}').next().unwrap_or_default());
        let list = if inner.starts_with('{') {
            names.split(',').collect()
        } else {
            vec![names]
        };
        named.extend(
            list.into_iter()
                .map(|name| format!("{room}::{}", word(name.trim()))),
        );
    }
    named
}

#[test]
fn a_room_sees_only_what_the_table_allows() {
    for (path, text) in sources() {
        let room = path
            .split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs");
        if ["lib", "main", "for_tests"].contains(&room) {
            continue;
        }
        let (_, allowed) = TABLE
            .iter()
            .find(|(known, _)| *known == room)
            .unwrap_or_else(|| panic!("{room} has no line"));
        for name in named(&text) {
            let seen = name.split("::").next().unwrap_or_default();
            assert!(
                seen == room
                    || allowed
                        .iter()
                        .any(|allowed| *allowed == seen || *allowed == name),
                "{path} sees {name}"
            );
        }
    }
}

#[test]
fn files_clock_terminal_and_large_crates_stay_where_they_belong() {
    for (path, text) in sources() {
        for (word, places) in KEEPERS {
            let free = places.iter().any(|place| path.starts_with(place));
            assert!(free || !uses(&text, word), "{path} uses {word}");
        }
    }
}

/// What `cargo tree` of the library without features names, each crate once.
fn crates_of_the_library() -> BTreeSet<String> {
    let run = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--no-default-features"])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(repository("."))
        .output()
        .expect("cargo runs");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn the_library_depends_on_nothing_that_touches_the_machine() {
    let crates = crates_of_the_library();
    assert!(crates.contains("calamine"), "{crates:?}");
    for name in OF_CLI.into_iter().chain(["typst", "chrono-tz", "tokio"]) {
        assert!(!crates.contains(name), "{name}");
    }
}

#[test]
fn files_are_read_and_words_printed_in_cli_alone() {
    for (path, text) in sources() {
        if path.starts_with("cli/") || path == "main.rs" {
            continue;
        }
        for word in [
            "println!",
            "print!",
            "eprintln!",
            "dbg!",
            "Path::new",
            "PathBuf",
        ] {
            assert!(!uses(&text, word), "{path} uses {word}");
        }
    }
}

/// Whether a word stands in a text, not as the end of a longer one.
fn uses(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn every_room_is_in_the_table() {
    let folders = fs::read_dir(repository("src"))
        .expect("the rooms")
        .map(|entry| entry.expect("an entry").file_name());
    let rooms: BTreeSet<String> = folders
        .map(|name| name.to_string_lossy().trim_end_matches(".rs").to_owned())
        .filter(|name| !["lib", "main", "for_tests"].contains(&name.as_str()))
        .collect();
    assert_eq!(
        rooms,
        TABLE.iter().map(|(room, _)| (*room).to_owned()).collect()
    );
}

/// The types that a file declares outside of its functions.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let line = line.trim_start_matches("pub(super) ");
        let line = line.trim_start_matches("pub(crate) ");
        let (kind, rest) = line.trim_start_matches("pub ").split_once(' ')?;
        let kinds = ["struct", "enum", "trait", "type"];
        let name = rest.split(|c: char| !c.is_alphanumeric()).next();
        name.filter(|_| kinds.contains(&kind))
    })
}

/// A name is looked up once: it means one thing in a room, and at most two in the house.
#[test]
fn a_type_has_a_name_of_its_own() {
    let mut meanings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources() {
        for name in declared(&text) {
            meanings
                .entry(name.to_owned())
                .or_default()
                .push(path.clone());
        }
    }
    assert!(meanings.len() > 300, "only {} types", meanings.len());
    for (name, paths) in meanings {
        let room = |path: &String| path.split('/').next().map(str::to_owned);
        let rooms: BTreeSet<_> = paths.iter().map(room).collect();
        let clear = paths.len() <= 2 && rooms.len() == paths.len();
        assert!(clear, "{name} is a type of {paths:?}");
    }
}

/// rustfmt leaves comments as wide as they are.
#[test]
fn a_comment_is_as_wide_as_the_code() {
    for (path, bytes) in files(&repository("src")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let comments = text
            .lines()
            .filter(|line| line.trim_start().starts_with("//"));
        for line in comments.filter(|_| path.ends_with(".rs")) {
            assert!(line.chars().count() <= 100, "{path}: {line}");
        }
    }
}
