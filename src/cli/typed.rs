//! What was typed, as the parser takes it: whatever has one meaning alone is understood.

use std::ffi::OsString;
use std::path::Path;

use clap::{Command, CommandFactory as _};

use super::args::Args;
use super::project::SETTINGS;
use crate::model::period::Period;
use crate::model::text::{is_dash, narrow};

/// The commands that work on one period and take nothing else without its option.
const OF_A_PERIOD: [&str; 7] = [
    "forms",
    "page",
    "status",
    "build",
    "export",
    "close",
    "reconcile",
];

/// The arguments as they are meant.
pub fn meant(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let program = Args::command();
    lead(&program, &mut arguments);
    if let Some(opening) = dropped(&program, &arguments) {
        arguments.splice(1..1, opening);
        return arguments;
    }
    command(&program, &mut arguments);
    for word in arguments.iter_mut().skip(1) {
        if let Some(option) = word.to_str().and_then(|word| option(&program, word)) {
            *word = option.into();
        }
    }
    name_periods(&program, &mut arguments);
    arguments
}

/// The command stands first, and behind the rest what was typed before it: `--period 2023H1
/// status`, `2023H1 status`.
fn lead(program: &Command, arguments: &mut [OsString]) {
    let mut at = 1;
    while let Some(word) = arguments.get(at).and_then(|word| word.to_str()) {
        if is_command(program, &narrow(word).to_lowercase()) {
            arguments[1..].rotate_left(at - 1);
            return;
        }
        let is_option = word.starts_with(is_dash);
        if !is_option && word.parse::<Period>().is_err() {
            return;
        }
        let with_value = option(program, word).is_some_and(|name| takes_value(program, &name));
        at += 1 + usize::from(with_value);
    }
}

/// Whether the word behind an option is its value.
fn takes_value(program: &Command, option: &str) -> bool {
    let commands = program.get_subcommands().chain([program]);
    let mut known = commands.flat_map(Command::get_arguments);
    let named = known.find(|own| option.strip_prefix("--") == own.get_long());
    named.is_some_and(|own| own.get_action().takes_values())
}

/// What stands before a path that is given alone, as when something is dropped on the program's
/// icon: forms are checked, of a project the menu is shown.
fn dropped(program: &Command, arguments: &[OsString]) -> Option<Vec<OsString>> {
    let first = arguments.get(1)?;
    let is_option = first.to_string_lossy().starts_with('-');
    let path = Path::new(first);
    if is_option || is_command(program, &first.to_string_lossy()) || !path.exists() {
        return None;
    }
    let opening = match path.join(SETTINGS).is_file() {
        true => ["menu", "--project"],
        false => ["validate", "--dropped"],
    };
    Some(opening.map(OsString::from).to_vec())
}

fn is_command(program: &Command, word: &str) -> bool {
    let mut commands = program.get_subcommands();
    commands.any(|command| command.get_name() == word)
}

/// The command in wide or capital letters, or with a wide blank behind it.
fn command(program: &Command, arguments: &mut Vec<OsString>) {
    let Some(word) = arguments.get(1).and_then(|word| word.to_str()) else {
        return;
    };
    let typed = narrow(word);
    let mut parts: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
    let Some(first) = parts.first_mut() else {
        return;
    };
    *first = first.to_lowercase();
    if *first == "help" {
        "--help".clone_into(first);
    } else if !is_command(program, first) {
        return;
    }
    arguments.splice(1..2, parts.into_iter().map(OsString::from));
}

/// An option with another dash than its own, as writing programs make of two, or with one of them.
fn option(program: &Command, word: &str) -> Option<String> {
    let name = word.trim_start_matches(is_dash);
    let own = name.split('=').next().filter(|_| name != word)?;
    let commands = program.get_subcommands().chain([program]);
    let mut known = commands.flat_map(Command::get_arguments);
    let is_known = known.any(|option| option.get_long() == Some(own));
    is_known.then(|| format!("--{name}"))
}

/// `close 2023H1` means `close --period 2023H1`, `compare 2023H1 2022H1` a period with another.
fn name_periods(program: &Command, arguments: &mut Vec<OsString>) {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let is_named = words.iter().any(|word| word.starts_with("--period"));
    if is_named || words.len() != arguments.len() {
        return;
    }
    let is_period = |at: usize| {
        let word = words.get(at);
        word.is_some_and(|word| word.parse::<Period>().is_ok())
    };
    let Some(at) = words.iter().position(|word| is_command(program, word)) else {
        return;
    };
    let mut next = at + 1;
    let named = match words.get(at) {
        Some(command) if OF_A_PERIOD.contains(command) => {
            // Options and their values may stand before it.
            while let Some(word) = words.get(next).filter(|word| word.starts_with('-')) {
                next += 1 + usize::from(takes_value(program, word));
            }
            usize::from(next < words.len())
        }
        Some(&"trace") => usize::from(is_period(next)),
        Some(&"compare") if is_period(next) && is_period(next + 1) => 2,
        _ => 0,
    };
    for (n, option) in ["--period", "--with"].into_iter().enumerate().take(named) {
        arguments.insert(next + 2 * n, option.into());
    }
}
