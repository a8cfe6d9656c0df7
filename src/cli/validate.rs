//! `validate`: what to mend before sending.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::annotate;
use super::args::{FindingsFormat as Format, Validate};
use super::next::{Next, quoted};
use super::past::FewPast;
use super::project::{SETTINGS, SUBMISSIONS};
use super::write::Guard;
use super::{Outcome, project, put, say, say_styled, screen, show, warn};
use crate::form::spec::Definitions;
use crate::model::finding::{Finding, Severity};
use crate::output::findings::{Findings, TerminalLook};
use crate::rules::Background;
use crate::validation::Checked;

/// Of so many files only the past of their units is read.
const FEW: usize = 4;

/// A file to check, and where its copy goes under another folder.
struct Given {
    path: PathBuf,
    /// Relative to the folder that was given; of a file given alone its name.
    below: PathBuf,
}

/// Checks files and tells what was found.
pub fn run(dir: Option<&Path>, args: &Validate) -> Result<Outcome> {
    let near = match (project::Project::near(dir, &args.paths)?, args.period) {
        (Some(project), Some(period)) => Some(project.named_as_closed(period)?),
        (near, _) => near,
    };
    let built_in;
    let definitions = match &near {
        Some(project) => &project.definitions,
        None => {
            built_in = Definitions::built_in()?;
            &built_in
        }
    };
    let given = given(&args.paths)?;
    if given.is_empty() {
        bail!(
            "確認するファイルがありません。様式のファイルか、それを入れたフォルダーを指定してください"
        );
    }
    let submitted: Vec<&Path> = given.iter().map(|file| file.path.as_path()).collect();
    let refused = args
        .annotate
        .as_deref()
        .and_then(|folder| annotate::refuse(folder, &args.paths, &submitted));
    if let Some(why) = refused.or_else(|| refuse_out(args.out.as_deref()?, &submitted)) {
        warn(&format!("エラー: {why}\n"));
        return Ok(Outcome::Usage);
    }
    let few = near
        .as_ref()
        .filter(|_| given.len() <= FEW)
        .map(FewPast::new);
    let around = match (&near, &few) {
        (Some(project), Some(few)) => project.around_past(few),
        (Some(project), None) => project.around()?,
        (None, _) => Background::alone(definitions),
    };
    let incoming: Vec<_> = given
        .iter()
        .map(|file| project::read(&file.path, project::slashed(&file.path)))
        .collect();
    let checked = Checked::new(incoming, args.period, around);
    few.map_or(Ok(()), FewPast::finish)?;
    let report = checked.findings(definitions);
    let guard = Guard::new(dir);
    tell(&guard, &report, args)?;
    if let Some(folder) = &args.annotate {
        let below: Vec<&Path> = given.iter().map(|file| file.below.as_path()).collect();
        annotate::run(&guard, folder, &checked, &below, definitions)?;
    }
    let open = report.findings().any(|finding| finding.is_open());
    if args.format == Format::Text || args.out.is_some() {
        next(dir, &report, args).say()?;
    }
    let blocks = report.count(Severity::Error) > 0 || (args.strict && open);
    Ok(if blocks {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// What can be done next.
fn next<'a>(dir: Option<&'a Path>, report: &Findings, args: &Validate) -> Next<'a> {
    let next = Next::after(dir);
    let mut to_do: Vec<&Finding> = report.findings().collect();
    to_do.retain(|finding| finding.blocks() || finding.is_open());
    let Some(first) = to_do.first() else {
        return next.hand("このまま送る（直すところはありません）");
    };
    let next = next.run("番号の意味を読む", &format!("explain {}", first.code));
    match (&args.annotate, args.paths.as_slice()) {
        (Some(_), _) => next.hand("印の付いた様式を直し、もう一度確認してから送る"),
        (None, [path, ..]) if to_do.iter().any(|finding| finding.cell.is_some()) => next.run(
            "直すところに印の付いた様式を作る",
            &format!("validate {} --annotate 修正用", quoted(path)),
        ),
        (None, _) => next,
    }
}

fn given(paths: &[PathBuf]) -> Result<Vec<Given>> {
    let mut given = Vec::new();
    for path in paths {
        if path.is_dir() {
            refuse_outputs(path)?;
            let mut files = Vec::new();
            project::collect(path, &mut files)?;
            given.extend(files.into_iter().map(|file| {
                let below = file.strip_prefix(path).unwrap_or(&file).to_owned();
                Given { path: file, below }
            }));
        } else if path.exists() || path.is_symlink() {
            given.push(Given {
                path: path.clone(),
                below: PathBuf::from(path.file_name().unwrap_or_default()),
            });
        } else {
            bail!(
                "ファイル「{}」がありません。名前と場所を確かめてください",
                path.display()
            );
        }
    }
    Ok(given)
}

/// A project, or the folder of a period, holds what was made of forms, too.
fn refuse_outputs(folder: &Path) -> Result<()> {
    let period = project::begun(folder)
        .pop_last()
        .map(|period| folder.join(period.to_string()));
    let period = period.as_deref().unwrap_or(folder);
    if folder.join(SETTINGS).is_file() || period.join(SUBMISSIONS).is_dir() {
        bail!(
            "「{}」には、届いた様式のほかに出力などもあります。届いた様式のフォルダーを指定してください（例: {}）",
            folder.display(),
            period.join(SUBMISSIONS).display()
        );
    }
    Ok(())
}

/// Why the result cannot be written to a file: it would take the place of a submission.
fn refuse_out(out: &Path, submitted: &[&Path]) -> Option<String> {
    let out_real = out.canonicalize().ok()?;
    let taken = submitted
        .iter()
        .any(|path| path.canonicalize().is_ok_and(|path| path == out_real));
    taken.then(|| {
        format!(
            "「{}」は提出されたファイルです。結果は別の名前で書き出してください。",
            out.display()
        )
    })
}

/// On the screen, or whole into a file.
fn tell(guard: &Guard, report: &Findings, args: &Validate) -> Result<()> {
    let text = match args.format {
        Format::Text if args.out.is_none() => {
            let stdout = std::io::stdout();
            return say_styled(&report.text(TerminalLook {
                colour: stdout.is_terminal(),
                width: screen::width(&stdout),
            }));
        }
        Format::Text => report.text(TerminalLook::default()),
        Format::Json => report.json()?,
        Format::Html => report.html(),
    };
    let Some(out) = &args.out else {
        return put(&text);
    };
    show::write(guard, out, text.into_bytes())?;
    let counts = [Severity::Error, Severity::Query, Severity::Note]
        .map(|level| format!("{} {}件", level.label(), report.count(level)));
    say(&format!(
        "確認結果を書きました（{}）: {}\n",
        counts.join("、"),
        out.display()
    ))?;
    Ok(())
}
