//! From the arguments as typed to what is asked; help and mistakes are printed here.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _};

use super::args::{Args, shown};
use super::{Outcome, help, print_error, say, typed, warn};
use crate::model::hand;

/// What is asked; how the run ends where nothing is.
pub fn parse(arguments: Vec<OsString>) -> Result<Args, Outcome> {
    let arguments = typed::meant(arguments);
    let words = arguments.clone();
    let parsed = Args::command()
        .try_get_matches_from(arguments)
        .and_then(|matches| Args::from_arg_matches(&matches));
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let missing = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
            let text = match error.kind() {
                ErrorKind::DisplayVersion => error.render().to_string(),
                _ => help::text(Args::command(), &words),
            };
            if let Err(error) = say(&text) {
                print_error(&error);
                return Outcome::Failure;
            }
            if missing {
                Outcome::Usage
            } else {
                Outcome::Clean
            }
        }
        _ => {
            warn(&in_japanese(&error));
            Outcome::Usage
        }
    })
}

/// What was wrong with the arguments.
fn in_japanese(error: &clap::Error) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let problem = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("{argument} を書いてください。"),
        ErrorKind::InvalidSubcommand => {
            let word = context(error, ContextKind::InvalidSubcommand);
            if word.contains(['.', '/', '\\']) {
                format!("ファイル「{word}」がありません。名前と場所を確かめてください。")
            } else {
                let program = shown();
                let commands = program.get_subcommands().map(clap::Command::get_name);
                let hint = hand::hint(&word, commands);
                format!("「{word}」というコマンドはありません。{hint}")
            }
        }
        ErrorKind::MissingSubcommand => "コマンドを書いてください。".to_owned(),
        ErrorKind::UnknownArgument => format!("「{argument}」は使えません。{}", nearest(error)),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} に値を書いてください。"),
        ErrorKind::InvalidValue => {
            format!(
                "{argument} に「{value}」は使えません（使えるもの: {}）。",
                context(error, ContextKind::ValidValue)
            )
        }
        ErrorKind::ValueValidation => {
            let source =
                std::error::Error::source(error).map_or_else(String::new, ToString::to_string);
            if source.is_empty() {
                format!("{argument} の「{value}」は使えません。")
            } else {
                source
            }
        }
        ErrorKind::ArgumentConflict if argument == context(error, ContextKind::PriorArg) => {
            format!("{argument} が二度書かれています。")
        }
        ErrorKind::ArgumentConflict => format!("{argument} は一緒に使えない指定があります。"),
        _ => "コマンドの書き方に誤りがあります。".to_owned(),
    };
    format!("エラー: {problem}\n使い方は「zaitaku-report --help」で見られます。\n")
}

/// What was probably meant.
fn nearest(error: &clap::Error) -> String {
    match context(error, ContextKind::SuggestedArg).as_str() {
        "" => String::new(),
        meant => format!("「{meant}」のことですか。"),
    }
}

/// What the parser says of a mistake.
fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    }
}
