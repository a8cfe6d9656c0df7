//! The command line: one file per command. The only room that touches files, the clock and the
//! terminal. It reads, writes and words; sums and the types of results may not enter.

mod annotate;
mod args;
mod ask;
mod build;
mod close;
mod compare;
mod completions;
mod counting;
mod definitions;
mod dictionary;
mod explain;
mod export;
mod filled;
mod forms;
mod help;
mod init;
mod links;
mod man;
mod menu;
mod next;
mod page;
mod parsing;
mod past;
mod progress;
mod project;
mod reconcile;
mod sample;
mod screen;
mod show;
mod status;
mod templates;
mod trace;
mod typed;
mod validate;
mod verify;
mod write;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use anyhow::{Context, Result};

use args::{Command, DefinitionsTask};

use crate::output::wrap::fitted;

/// How the program ends; documented in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing that blocks.
    Clean = 0,
    /// Findings that block.
    Findings = 1,
    /// Wrong use.
    Usage = 2,
    /// A file or the system failed.
    Failure = 3,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Runs the program with its arguments, the program's name first.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    // Reading a damaged workbook may panic inside a library; the reader catches it and tells the
    // user, so the default message would only frighten.
    std::panic::set_hook(Box::new(|_| {}));
    let is_bare = arguments.len() == 1;
    let outcome = match parsing::parse(opened(arguments)) {
        Ok(args) => {
            let dropped = matches!(&args.command, Command::Validate(args) if args.dropped);
            let outcome = match std::panic::catch_unwind(AssertUnwindSafe(|| dispatch(args))) {
                Ok(done) => done.unwrap_or_else(|error| {
                    print_error(&error);
                    Outcome::Failure
                }),
                // Nothing is half-written: outputs are put in place only when all of them stand.
                Err(_) => {
                    warn(
                        "エラー: プログラムの誤りのため続けられません。使ったファイルと操作を添えて、作成者に知らせてください。\n",
                    );
                    Outcome::Failure
                }
            };
            if dropped || (is_bare && outcome == Outcome::Failure) {
                wait();
            }
            outcome
        }
        Err(stopped) => stopped,
    };
    outcome.into()
}

/// A program that is opened by a double click, or called without a word at a terminal, shows its
/// menu.
fn opened(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let is_watched = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if arguments.len() == 1 && is_watched {
        arguments.push("menu".into());
    }
    arguments
}

fn dispatch(args: args::Args) -> Result<Outcome> {
    let project = args.project.as_deref();
    if args.quiet {
        progress::silence();
    }
    match args.command {
        Command::Menu => menu::run(project),
        Command::Init(args) => init::run(project, &args),
        Command::Forms(args) => forms::run(project, &args),
        Command::Validate(args) => validate::run(project, &args),
        Command::Page(args) => page::run(project, &args),
        Command::Status(args) => status::run(project, &args),
        Command::Build(args) => build::run(project, &args),
        Command::Export(args) => export::run(project, &args),
        Command::Trace(args) => trace::run(project, &args),
        Command::Close(args) => close::run(project, &args),
        Command::Compare(args) => compare::run(project, &args),
        Command::Reconcile(args) => reconcile::run(project, &args),
        Command::Verify(args) => verify::run(project, &args),
        Command::Explain(args) => explain::run(&args),
        Command::Definitions(args) => match args.task {
            DefinitionsTask::Check => definitions::check::run(project),
        },
        Command::Templates(args) => templates::run(&args),
        Command::Dictionary => dictionary::run(project),
        Command::Sample(args) => sample::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man => man::run(),
    }
}

/// Writes words to standard output, in lines that fit the screen.
///
/// # Errors
/// The output goes to a file that cannot take it: the disk is full.
fn say(text: &str) -> Result<()> {
    put(&fitted(text, screen::width(&std::io::stdout())))
}

/// Writes to standard output as it is; a reader that has gone away (a closed pipe) is no failure.
fn put(text: &str) -> Result<()> {
    print(std::io::stdout().lock(), text)
}

/// Writes text with ANSI styles; they are dropped where they would not be shown or are not wanted
/// (NO_COLOR).
fn say_styled(text: &str) -> Result<()> {
    print(anstream::AutoStream::auto(std::io::stdout()), text)
}

fn print(mut out: impl std::io::Write, text: &str) -> Result<()> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(error).context("結果を書ききれませんでした。出力先の空き容量を確かめてください")
        }
        _ => Ok(()),
    }
}

/// The window of a file dropped on the icon, or of a double click, closes with the program: it
/// waits until the result is read.
fn wait() {
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        let _ = say("\nEnter キーを押すと閉じます。");
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}

/// Writes words to standard error, in lines that fit the screen.
fn warn(text: &str) {
    let mut err = std::io::stderr().lock();
    let text = fitted(text, screen::width(&err));
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// An error of the program with its causes.
fn print_error(error: &anyhow::Error) {
    let mut text = format!("エラー: {error}\n");
    for cause in error.chain().skip(1) {
        text += &match cause.downcast_ref::<std::io::Error>().and_then(of_system) {
            Some(words) => format!("  原因: {words}\n"),
            None => format!("  原因: {cause}\n"),
        };
    }
    warn(&text);
}

/// What the system says of a file, in words that are the same on every system; nothing where it has
/// words of its own alone.
fn of_system(error: &std::io::Error) -> Option<&'static str> {
    use std::io::ErrorKind as Kind;
    Some(match error.kind() {
        _ if write::is_held(error) => "開く権限がないか、ほかのソフトが使っています",
        Kind::NotFound => "そのようなファイルやフォルダーはありません",
        Kind::AlreadyExists => "同じ名前のものが既にあります",
        Kind::NotADirectory => "途中にあるものがフォルダーではありません",
        Kind::IsADirectory => "ファイルではなくフォルダーです",
        Kind::DirectoryNotEmpty => "フォルダーの中が空ではありません",
        Kind::ReadOnlyFilesystem => "書き込みのできない場所です",
        Kind::StorageFull | Kind::QuotaExceeded | Kind::WriteZero => "空き容量が足りません",
        Kind::FileTooLarge => "ファイルが大きすぎます",
        Kind::InvalidFilename => "名前が長すぎるか、使えない文字が入っています",
        Kind::CrossesDevices => "別のドライブには移せません",
        _ => return None,
    })
}
