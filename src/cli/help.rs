//! The help of the program and of its commands: what may be written, and beside it what it does.
//! The parser's own layout takes a full-width character for one place, and its words are English.

use std::ffi::OsString;

use clap::{Arg, Command};

use super::screen;
use crate::output::wrap::{Wrap, width};

/// What stands between the two columns.
const GAP: usize = 2;
/// On a narrower screen the explanations stand below.
const BESIDE: usize = 60;

/// What the help says of the program or of a command, before it is laid out.
pub struct Help {
    /// What it does.
    pub about: String,
    /// How it is called.
    pub usage: String,
    /// Lists under their headings: what may be written, and what it does.
    pub lists: Vec<(&'static str, Vec<(String, String)>)>,
    /// What is said at the end.
    pub after: Option<String>,
}

impl Help {
    /// Of a command that is built; what is hidden is left out.
    pub fn of(command: &Command) -> Self {
        let usage = command.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        let mut commands = Vec::new();
        for command in command.get_subcommands() {
            if !command.is_hide_set() {
                commands.push((command.get_name().to_owned(), about(command)));
            }
        }
        let (mut operands, mut options, mut general) = (Vec::new(), Vec::new(), Vec::new());
        for arg in command.get_arguments() {
            if arg.is_hide_set() {
                continue;
            }
            let list = match arg {
                _ if arg.is_positional() => &mut operands,
                _ if arg.is_global_set() => &mut general,
                _ => &mut options,
            };
            list.push((spec(arg), explained(arg)));
        }
        options.append(&mut general);
        let mut lists = vec![
            ("コマンド", commands),
            ("引数", operands),
            ("オプション", options),
        ];
        lists.retain(|(_, rows)| !rows.is_empty());
        Self {
            about: about(command),
            usage: usage.replace("[OPTIONS]", "[オプション]"),
            lists,
            after: command.get_after_help().map(ToString::to_string),
        }
    }
}

/// The help of the command that some words name, else of the program.
pub fn text(mut program: Command, words: &[OsString]) -> String {
    program.build();
    let named = words.iter().skip(1).filter_map(|word| word.to_str());
    let mut command = named.filter_map(|word| program.find_subcommand(word));
    let help = Help::of(command.next().unwrap_or(&program));
    let mut text = format!("{}\n\n使い方: {}\n", help.about, help.usage);
    for (heading, rows) in &help.lists {
        text += &format!("\n{heading}:\n{}", table(rows));
    }
    if let Some(after) = help.after {
        text += &format!("\n{after}\n");
    }
    text
}

/// What a command does.
fn about(command: &Command) -> String {
    let about = command.get_about().map(ToString::to_string);
    about.unwrap_or_default()
}

/// How an argument is written.
fn spec(arg: &Arg) -> String {
    let mut spec = String::new();
    if let Some(short) = arg.get_short() {
        spec += &format!("-{short}, ");
    }
    if let Some(long) = arg.get_long() {
        spec += &format!("--{long} ");
    }
    if arg.is_positional() || arg.get_action().takes_values() {
        for name in arg.get_value_names().unwrap_or_default() {
            spec += &format!("<{name}>");
        }
    }
    if arg.is_positional() && arg.get_num_args().is_some_and(|n| n.max_values() > 1) {
        spec += "...";
    }
    spec.trim_end().to_owned()
}

/// What it does, and what may be written there.
fn explained(arg: &Arg) -> String {
    let mut words = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let mut values = Vec::new();
    for value in arg.get_possible_values() {
        let help = value.get_help().map(ToString::to_string);
        values.push(format!(
            "{}: {}",
            value.get_name(),
            help.unwrap_or_default()
        ));
    }
    if !arg.get_action().takes_values() {
        return words;
    }
    if !values.is_empty() {
        words += &format!("。{}", values.join("、"));
    }
    for value in arg.get_default_values() {
        words += &format!(" [既定: {}]", value.to_string_lossy());
    }
    words
}

/// Rows of two columns.
fn table(rows: &[(String, String)]) -> String {
    let screen = screen::width(&std::io::stdout());
    let widest = rows.iter().map(|(spec, _)| width(spec)).max().unwrap_or(0);
    let stands = 2 + widest + GAP;
    let mut out = String::new();
    for (spec, words) in rows {
        match screen {
            Some(screen) if screen < BESIDE => out += &format!("  {spec}\n      {words}\n"),
            _ => {
                let wrap = Wrap {
                    width: screen.unwrap_or(usize::MAX),
                    first: stands,
                    rest: stands,
                };
                let lines = wrap.lines(words);
                let blank = " ".repeat(widest - width(spec) + GAP);
                let next = format!("\n{}", " ".repeat(stands));
                out += &format!("  {spec}{blank}{}\n", lines.join(&next));
            }
        }
    }
    out
}
