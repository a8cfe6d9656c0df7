//! `menu`: what can be done next, to be chosen by a number: for who opens the program by a double
//! click.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::ask::Asker;
use super::parsing;
use super::project::{self, SETTINGS};
use super::{Outcome, dispatch, print_error, say, status};
use crate::model::period::Period;

/// Something to do: how the menu calls it, and the command that does it.
struct Choice {
    label: &'static str,
    command: &'static str,
    asks: Asks,
}

/// What a command has to be told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// Nothing: the command asks by itself.
    Nothing,
    /// Files or folders.
    Files,
    /// A period.
    Period,
}

const CHECK: Choice = Choice {
    label: "記入した様式を確認する",
    command: "validate",
    asks: Asks::Files,
};

/// What can be done in a project, in the order of a half-year.
const IN_PROJECT: [Choice; 7] = [
    Choice {
        label: "記入する様式を作る",
        command: "forms",
        asks: Asks::Period,
    },
    CHECK,
    Choice {
        label: "誰が提出し、誰がまだかを見る",
        command: "status",
        asks: Asks::Period,
    },
    Choice {
        label: "報告書・集計表・オープンデータを作る",
        command: "build",
        asks: Asks::Period,
    },
    Choice {
        label: "公表した数と集計した数を照らし合わせる",
        command: "reconcile",
        asks: Asks::Period,
    },
    Choice {
        label: "終わった期間を締める",
        command: "close",
        asks: Asks::Period,
    },
    Choice {
        label: "様式を確認するページを作る（ほかの人に渡す）",
        command: "page",
        asks: Asks::Nothing,
    },
];

/// What can be done anywhere else.
const ELSEWHERE: [Choice; 2] = [
    CHECK,
    Choice {
        label: "新しい事業のフォルダーを作る",
        command: "init",
        asks: Asks::Nothing,
    },
];

/// Asks what to do and does it, again and again until nothing is asked for any more.
pub fn run(dir: Option<&Path>) -> Result<Outcome> {
    let mut outcome = Outcome::Clean;
    let mut told = None;
    loop {
        // What was done may have made a project, or a later period.
        let menu = Menu::new(dir);
        if let Some(period) = menu.latest.filter(|latest| told != Some(*latest)) {
            told = menu.latest;
            match status::in_short(dir, period) {
                Ok(state) => say(&format!("\n{state}"))?,
                Err(error) => print_error(&error),
            }
        }
        say(&menu.text())?;
        let Some(answer) = ask("番号", Some("0"))? else {
            return Ok(outcome);
        };
        if answer == "0" {
            return Ok(outcome);
        }
        let number = answer.parse::<usize>().ok();
        let Some(choice) = number.and_then(|n| menu.choices.get(n.checked_sub(1)?)) else {
            say(&format!(
                "「{answer}」は使えません。上の番号を打ってください。\n"
            ))?;
            continue;
        };
        let Some(mut words) = menu.words(choice)? else {
            continue;
        };
        outcome = done(&words).unwrap_or(outcome);
        if let (Outcome::Findings, Some(question)) = (outcome, nevertheless(choice)) {
            let answer = ask(question, Some("いいえ"))?.unwrap_or_default();
            if ["はい", "y", "yes"].contains(&&*answer.to_lowercase()) {
                words.push("--allow-missing".to_owned());
                outcome = done(&words).unwrap_or(outcome);
            }
        }
    }
}

/// What is asked where units are missing and the command can do its work nevertheless.
fn nevertheless(choice: &Choice) -> Option<&'static str> {
    match choice.command {
        "build" => Some("揃わないまま、速報として作りますか（はい・いいえ）"),
        "close" => Some("揃わないまま締めますか（はい・いいえ）"),
        _ => None,
    }
}

/// How a command ended; nothing where its words cannot be used. What went wrong is told, and
/// something else may be done.
fn done(words: &[String]) -> Option<Outcome> {
    let args = parsing::parse(words.iter().map(Into::into).collect()).ok()?;
    Some(dispatch(args).unwrap_or_else(|error| {
        print_error(&error);
        Outcome::Failure
    }))
}

/// Where the program stands, and what can be done there.
struct Menu {
    /// The project; none where there is none.
    project: Option<PathBuf>,
    choices: &'static [Choice],
    /// The latest period that something was submitted for.
    latest: Option<Period>,
}

impl Menu {
    fn new(dir: Option<&Path>) -> Self {
        let root = dir.unwrap_or(Path::new("."));
        if !root.join(SETTINGS).exists() {
            return Self {
                project: None,
                choices: &ELSEWHERE,
                latest: None,
            };
        }
        Self {
            project: Some(root.to_owned()),
            choices: &IN_PROJECT,
            latest: project::begun(root).pop_last(),
        }
    }

    fn text(&self) -> String {
        let mut text = String::from("\n何をしますか。番号を打って Enter キーを押してください。\n");
        for (n, choice) in (1..).zip(self.choices) {
            text += &format!("  {n}  {}\n", choice.label);
        }
        text + "  0  終わる\n"
    }

    /// The words of a command; nothing where the answers end.
    fn words(&self, choice: &Choice) -> Result<Option<Vec<String>>> {
        let mut words = vec!["zaitaku-report".to_owned(), choice.command.to_owned()];
        if let Some(project) = &self.project {
            words.extend(["--project".to_owned(), project.display().to_string()]);
        }
        match choice.asks {
            Asks::Nothing => {}
            Asks::Files => {
                let Some(path) = ask("ファイルかフォルダー（ここに落としても入ります）", None)?
                else {
                    return Ok(None);
                };
                // A path that is dropped into the window comes in quotes when it has blanks.
                words.push(path.trim_matches(['"', '\'']).to_owned());
            }
            Asks::Period => {
                let usual = self.latest.map(|period| period.to_string());
                let Some(period) = ask("期間", usual.as_deref())? else {
                    return Ok(None);
                };
                words.extend(["--period".to_owned(), period]);
            }
        }
        Ok(Some(words))
    }
}

/// Asks for a line; nothing at the end of the input. A command may ask in between: the input is not
/// held.
fn ask(question: &str, otherwise: Option<&str>) -> Result<Option<String>> {
    let input = std::io::stdin().lock();
    Asker { input }.line(question, otherwise)
}
