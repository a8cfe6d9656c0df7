//! `verify`: whether outputs still come from these inputs, byte for byte.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::args::Verify;
use super::build::{Options, make};
use super::project::Project;
use super::{Outcome, say};
use crate::output::manifest::{Entry, FILE, Manifest};

/// Compares the outputs with their manifest, the inputs with what they are now, and rebuilds.
pub fn run(dir: Option<&Path>, args: &Verify) -> Result<Outcome> {
    let path = args.output.join(FILE);
    let bytes = fs::read(&path)
        .with_context(|| format!("「{}」を読めません。build が作ったフォルダーを指定してください", path.display()))?;
    let manifest = Manifest::parse(&bytes)?;
    let mut problems = edited(&args.output, &manifest);
    if manifest.version != env!("CARGO_PKG_VERSION") {
        problems.push(format!(
            "別の版のプログラムで作られています（作成時 {}、今 {}）",
            manifest.version,
            env!("CARGO_PKG_VERSION")
        ));
    }
    let project = Project::open(dir)?;
    let options = Options {
        period: manifest.period,
        allow_missing: manifest.allow_missing,
        templates: project.templates(args.templates.as_deref())?,
        feedback: manifest.feedback,
    };
    match make(&project, &options)? {
        None => problems.push("今の提出では集計できません（上の理由による）".to_owned()),
        Some(made) => {
            let inputs = differences(&manifest.inputs, &made.manifest.inputs);
            problems.extend(inputs.iter().map(|(path, how)| format!("入力「{path}」{how}")));
            if inputs.is_empty() {
                let outputs = differences(&manifest.outputs, &made.manifest.outputs);
                problems.extend(outputs.keys().map(|path| format!("同じ入力から「{path}」を再現できません")));
            }
        }
    }
    let mut text = String::new();
    if problems.is_empty() {
        let _ = writeln!(
            text,
            "{}の出力{}件は、入力{}件から作ったものと1バイトも違いません。",
            manifest.period.label(),
            manifest.outputs.len(),
            manifest.inputs.len()
        );
    } else {
        let _ = writeln!(text, "違いが{}件あります。", problems.len());
        for problem in &problems {
            let _ = writeln!(text, "  {problem}");
        }
    }
    say(&text);
    Ok(if problems.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// Outputs that are no longer what was written.
fn edited(dir: &Path, manifest: &Manifest) -> Vec<String> {
    let told = |entry: &Entry| match fs::read(dir.join(&entry.path)) {
        Err(_) => Some(format!("出力「{}」がありません", entry.path)),
        Ok(bytes) if Entry::new(&*entry.path, &bytes) != *entry => {
            Some(format!("出力「{}」は作ったあとに書き換えられています", entry.path))
        }
        Ok(_) => None,
    };
    manifest.outputs.iter().filter_map(told).collect()
}

/// What differs between two lists of files.
fn differences(then: &[Entry], now: &[Entry]) -> BTreeMap<String, &'static str> {
    let mut all: BTreeMap<String, &'static str> = BTreeMap::new();
    for entry in then {
        match now.iter().find(|other| other.path == entry.path) {
            None => drop(all.insert(entry.path.clone(), "がなくなりました")),
            Some(other) if other != entry => drop(all.insert(entry.path.clone(), "が変わりました")),
            Some(_) => {}
        }
    }
    for entry in now.iter().filter(|entry| !then.iter().any(|other| other.path == entry.path)) {
        all.insert(entry.path.clone(), "が増えました");
    }
    all
}
