//! Every kind of tampering, named after its cause.

use super::*;
use crate::model::period::{Half, Period};
use crate::output::Output;

fn entries(files: &[(&str, &str)]) -> Vec<FileEntry> {
    files
        .iter()
        .map(|(path, text)| FileEntry::new(*path, text.as_bytes()))
        .collect()
}

const INPUTS: [(&str, &str); 3] = [
    ("definitions/ward.toml", "w"),
    ("submissions/ward/北区.xlsx", "k"),
    ("zaitaku.toml", "z"),
];
const OUTPUTS: [(&str, &str); 2] = [("report.pdf", "r"), ("summary.xlsx", "s")];

fn outputs() -> Vec<Output> {
    OUTPUTS
        .iter()
        .map(|(path, text)| Output {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        })
        .collect()
}

/// A build of the inputs, and what is found when nobody touched anything.
fn untouched() -> (Manifest, Evidence) {
    let manifest = Manifest::new(
        Period::half(2023, Half::First),
        false,
        false,
        entries(&INPUTS),
        &outputs(),
    );
    let evidence = Evidence {
        version: manifest.version.clone(),
        found: entries(&OUTPUTS),
        inputs: entries(&INPUTS),
        rebuilt: Some(entries(&OUTPUTS)),
    };
    (manifest, evidence)
}

/// A wrong deed, in a word, and what does it.
type Deed = (&'static str, fn(&mut Manifest, &mut Evidence));

const DEEDS: [Deed; 17] = [
    ("nothing", |_, _| {}),
    ("an output is edited", |_, e| {
        e.found[1] = FileEntry::new("summary.xlsx", b"S")
    }),
    ("an output is deleted", |_, e| drop(e.found.remove(0))),
    ("a file is put beside the outputs", |_, e| {
        e.found.push(FileEntry::new("メモ.txt", b"m"))
    }),
    ("an input is changed", |_, e| {
        e.inputs[1] = FileEntry::new("submissions/ward/北区.xlsx", b"K");
        e.rebuilt = Some(entries(&[("report.pdf", "R"), ("summary.xlsx", "S")]));
    }),
    (
        "an input is changed in a way that no output shows",
        |_, e| e.inputs[2] = FileEntry::new("zaitaku.toml", b"Z"),
    ),
    ("an input is added", |_, e| {
        e.inputs
            .push(FileEntry::new("submissions/ward/西区.xlsx", b"n"));
        e.rebuilt = Some(entries(&[("report.pdf", "R"), ("summary.xlsx", "S")]));
    }),
    (
        "an input is removed, and the round is not complete without it",
        |_, e| {
            e.inputs.remove(1);
            e.rebuilt = None;
        },
    ),
    ("an input is changed and an output is edited", |_, e| {
        e.inputs[1] = FileEntry::new("submissions/ward/北区.xlsx", b"K");
        e.found[0] = FileEntry::new("report.pdf", b"x");
        e.rebuilt = Some(entries(&[("report.pdf", "R"), ("summary.xlsx", "S")]));
    }),
    ("the manifest lists another hash of an output", |m, _| {
        m.outputs[0] = FileEntry::new("report.pdf", b"x")
    }),
    ("the manifest lists another hash of an input", |m, _| {
        m.inputs[0] = FileEntry::new("definitions/ward.toml", b"x")
    }),
    ("an output is taken out of the manifest", |m, _| {
        drop(m.outputs.remove(0))
    }),
    ("an output and its hash are changed together", |m, e| {
        m.outputs[0] = FileEntry::new("report.pdf", b"x");
        e.found[0] = FileEntry::new("report.pdf", b"x");
    }),
    ("the manifest names another period", |m, _| {
        m.period = Period::half(2022, Half::First)
    }),
    ("another version of the program", |_, e| {
        e.version = "9.9.9".to_owned();
        e.rebuilt = Some(entries(&[("report.pdf", "R"), ("summary.xlsx", "S")]));
    }),
    ("built with templates of its own", |m, e| {
        let inputs = [&m.inputs[..], &entries(&[("templates/theme.typ", "t")])].concat();
        *m = Manifest::new(m.period, false, false, inputs, &outputs());
        e.rebuilt = Some(entries(&[("report.pdf", "R"), ("summary.xlsx", "s")]));
    }),
    (
        "verified with templates of which the build knew nothing",
        |_, e| {
            e.inputs.extend(entries(&[("templates/theme.typ", "t")]));
        },
    ),
];

#[test]
fn every_kind_of_tampering_is_named() {
    let mut all = String::new();
    for (name, deed) in DEEDS {
        let (mut manifest, mut evidence) = untouched();
        deed(&mut manifest, &mut evidence);
        all += &format!("{name}:\n");
        all.extend(
            problems(&manifest, &evidence)
                .iter()
                .map(|problem| format!("  {problem}\n")),
        );
    }
    insta::assert_snapshot!(all);
}
