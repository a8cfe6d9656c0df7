//! `verify`: whether outputs still come from these inputs, byte for byte.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::args::Verify;
use super::build::{BuildOptions, make, read};
use super::counting::is_countable;
use super::next::Next;
use super::project::{HISTORY, OUTPUT, Project, SETTINGS, is_roster, read_all};
use super::{Outcome, say, write};
use crate::output::manifest::{self, Change, FileEntry, Manifest, NAME, changes};

/// The folder of the city's own templates in the list of inputs.
const TEMPLATES: &str = "templates/";
/// Said of an input that changed when the outputs would be the same.
const NO_EFFECT: &str = "（出力には影響しません）";

/// What is compared with a manifest.
struct Evidence {
    /// The version of the program.
    version: String,
    /// The files of the output folder but the manifest.
    found: Vec<FileEntry>,
    /// What a build would read now.
    inputs: Vec<FileEntry>,
    /// What it would write; `None` when it would not.
    rebuilt: Option<Vec<FileEntry>>,
}

/// Compares the outputs with their manifest, the inputs with what they are now, and rebuilds.
pub fn run(dir: Option<&Path>, args: &Verify) -> Result<Outcome> {
    // The folder of the period means the outputs in it.
    let below = args.output.join(OUTPUT);
    let is_below = below.join(manifest::path()).exists();
    let output = if is_below { &below } else { &args.output };
    write::recover(output)?;
    let path = output.join(manifest::path());
    let bytes = fs::read(&path).with_context(|| {
        format!(
            "「{}」を読めません。build が作った、公表と庁内の入ったフォルダーを指定してください",
            path.display()
        )
    })?;
    let manifest = Manifest::parse(&bytes).context("もう一度 build を実行してください")?;
    let project = Project::open_for(dir, manifest.period)?;
    let mut moved = String::new();
    let problems = match evidence(&project, args, output, &manifest) {
        Ok(evidence) => {
            moved = moved_on(&manifest, &evidence.inputs);
            problems(&manifest, &evidence)
        }
        // What an edited manifest asks for may not be there at all.
        Err(error) if !manifest.is_sealed() => {
            vec![edited(), format!("今の入力からは作り直せません: {error:#}")]
        }
        Err(error) => return Err(error),
    };
    let mut text = String::new();
    if problems.is_empty() {
        let _ = writeln!(
            text,
            "{}の出力{}件は、入力{}件から作ったものと1バイトも違いません。",
            manifest.period.label(),
            manifest.outputs.len(),
            manifest.inputs.len()
        );
        text += &moved;
    } else {
        let _ = writeln!(text, "違いが{}件あります。", problems.len());
        for problem in &problems {
            let _ = writeln!(text, "  {problem}");
        }
    }
    say(&text)?;
    let period = manifest.period;
    let next = Next::after(dir);
    let next = if problems.is_empty() {
        next.publish(period, project.is_closed(period))
    } else {
        next.run("作り直す", &format!("build --period {period}"))
    };
    next.say()?;
    Ok(if problems.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn evidence(
    project: &Project,
    args: &Verify,
    output: &Path,
    manifest: &Manifest,
) -> Result<Evidence> {
    let options = BuildOptions {
        period: manifest.period,
        allow_missing: manifest.allow_missing,
        templates: project.templates(args.templates.as_deref())?,
        feedback: manifest.feedback,
        links: manifest.links.clone(),
    };
    let read = read(project, &options)?;
    let rebuilt = if is_countable(project, &read.round, options.allow_missing) {
        Some(make(project, &options, &read)?.manifest.outputs)
    } else {
        None
    };
    Ok(Evidence {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        found: found(output)?,
        inputs: read.inputs,
        rebuilt,
    })
}

/// Every file of the output folder but the manifest.
fn found(dir: &Path) -> Result<Vec<FileEntry>> {
    let mut found = Vec::new();
    for file in read_all(dir, "")? {
        if file.path != manifest::path() {
            found.push(FileEntry::new(file.path, &file.bytes));
        }
    }
    Ok(found)
}

/// Everything that is not as the manifest says, each named after its cause.
fn problems(manifest: &Manifest, evidence: &Evidence) -> Vec<String> {
    let mut problems = Vec::new();
    if !manifest.is_sealed() {
        problems.push(edited());
    }
    let same_version = manifest.version == evidence.version;
    if !same_version {
        problems.push(format!(
            "別の版のプログラムで作られています（作成時 {}、今 {}）",
            manifest.version, evidence.version
        ));
    }
    let (inputs, same_templates) = inputs(manifest, evidence, &mut problems);
    let no_effect = evidence.rebuilt.as_deref() == Some(&manifest.outputs[..]);
    for (path, change) in &inputs {
        if no_effect && moves_on(path) {
            continue;
        }
        let effect = if no_effect { NO_EFFECT } else { "" };
        problems.push(format!("入力「{path}」{}{effect}", change.words()));
    }
    if evidence.rebuilt.is_none() {
        problems.push("今の提出は揃っていないため、作り直して比べることができません".to_owned());
    }
    // Other inputs make other outputs: only with the same ones does a difference mean anything.
    let rebuilt = evidence
        .rebuilt
        .as_deref()
        .filter(|_| inputs.is_empty() && same_templates && same_version);
    outputs(&manifest.outputs, &evidence.found, rebuilt, &mut problems);
    problems
}

/// Whether an input changes in the course of things: periods are closed, deadlines are moved, units
/// and options come and go. It is no difference while nothing comes of it.
fn moves_on(path: &str) -> bool {
    let folder = path.split_once('/').map_or("", |(folder, _)| folder);
    path == SETTINGS || is_roster(path) || [HISTORY, "definitions"].contains(&folder)
}

/// What has moved on since, and made no difference.
fn moved_on(manifest: &Manifest, inputs: &[FileEntry]) -> String {
    let mut text = String::new();
    for (path, change) in changes(&manifest.inputs, inputs) {
        if moves_on(&path) {
            let _ = writeln!(text, "  参考: 入力「{path}」{}{NO_EFFECT}", change.words());
        }
    }
    text
}

fn edited() -> String {
    format!("{NAME} は作ったあとに書き換えられています")
}

/// Inputs that differ, and whether templates were used both times; those left out or added are told
/// once.
fn inputs(
    manifest: &Manifest,
    evidence: &Evidence,
    problems: &mut Vec<String>,
) -> (BTreeMap<String, Change>, bool) {
    let then = uses_templates(&manifest.inputs);
    let now = uses_templates(&evidence.inputs);
    match (then, now) {
        (true, false) => problems.push(
            "build では --templates を付けています。同じフォルダーを verify にも付けてください"
                .to_owned(),
        ),
        (false, true) => problems.push(
            "build では --templates を付けていません。verify でも付けないでください".to_owned(),
        ),
        _ => {}
    }
    let mut changed = changes(&manifest.inputs, &evidence.inputs);
    if then != now {
        changed.retain(|path, _| !path.starts_with(TEMPLATES));
    }
    (changed, then == now)
}

fn uses_templates(inputs: &[FileEntry]) -> bool {
    inputs.iter().any(|entry| entry.path.starts_with(TEMPLATES))
}

/// Outputs that differ from what was written, from what is written now, or that nobody wrote.
fn outputs(
    written: &[FileEntry],
    found: &[FileEntry],
    rebuilt: Option<&[FileEntry]>,
    problems: &mut Vec<String>,
) {
    fn of<'a>(entries: &'a [FileEntry], path: &str) -> Option<&'a FileEntry> {
        entries.iter().find(|entry| entry.path == path)
    }
    for entry in written {
        let path = &entry.path;
        let again = rebuilt.map(|rebuilt| of(rebuilt, path));
        match of(found, path) {
            None => problems.push(format!("出力「{path}」がありません")),
            Some(now) if now != entry && again == Some(Some(now)) => {
                problems.push(format!("出力「{path}」は正しいものですが、{NAME} の記録と違います"));
            }
            Some(now) if now != entry => problems.push(format!("出力「{path}」は作ったあとに書き換えられています")),
            Some(now) if again.is_some_and(|again| again != Some(now)) => problems.push(format!(
                "出力「{path}」を同じ入力から再現できません。出力と記録の両方が書き換えられたか、別のプログラムで作られています"
            )),
            Some(_) => {}
        }
    }
    for entry in found
        .iter()
        .filter(|entry| of(written, &entry.path).is_none())
    {
        let path = &entry.path;
        if rebuilt.and_then(|rebuilt| of(rebuilt, path)).is_some() {
            problems.push(format!("出力「{path}」が {NAME} の記録にありません"));
        } else {
            problems.push(format!("「{path}」は build が作ったものではありません（前の出力の残りか、あとから置かれたものです）"));
        }
    }
}

#[cfg(test)]
mod tests;
