//! `man`: the help of all commands as one page of the manual, for who works at a shell.

use anyhow::Result;
use clap::CommandFactory as _;
use roff::{Roff, bold, roman};

use super::args::Args;
use super::help::Help;
use super::{Outcome, put};

/// Writes the page to standard output.
pub fn run() -> Result<Outcome> {
    put(&page())?;
    Ok(Outcome::Clean)
}

fn page() -> String {
    let mut program = Args::command();
    program.build();
    let name = program.get_name();
    let help = Help::of(&program);
    let mut page = Roff::new();
    let upper = name.to_uppercase();
    let release = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    page.control("TH", [&*upper, "1", "", release]);
    page.control("SH", ["名前"]);
    page.text([roman(format!("{name} - {}", help.about))]);
    page.control("SH", ["書式"]);
    page.text([bold(&help.usage)]);
    for (heading, rows) in &help.lists {
        page.control("SH", [*heading]);
        list(&mut page, rows);
    }
    page.control("SH", ["コマンドの使い方"]);
    for command in program.get_subcommands().filter(|one| !one.is_hide_set()) {
        let help = Help::of(command);
        page.control("SS", [help.usage.as_str()]);
        page.text([roman(&help.about)]);
        for (_, rows) in &help.lists {
            list(&mut page, rows);
        }
    }
    page.control("SH", ["終わり方"]);
    page.text([roman(help.after.unwrap_or_default())]);
    page.to_roff()
}

/// What may be written, and what it does.
fn list(page: &mut Roff, rows: &[(String, String)]) {
    for (spec, words) in rows {
        page.control("TP", []);
        page.text([bold(spec)]);
        page.text([roman(words)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args;

    #[test]
    fn the_page_holds_every_command_and_option_with_its_words() {
        let page = page();
        // A hyphen is escaped, lest it be printed as another sign.
        let holds = |text: &str| page.contains(&text.replace('-', r"\-"));
        for command in args::shown().get_subcommands() {
            let about = command.get_about().map(ToString::to_string);
            assert!(about.is_some_and(|about| holds(&about)), "{command}");
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string);
                assert!(help.is_some_and(|help| holds(&help)), "{command} {arg}");
                assert!(
                    arg.get_long()
                        .is_none_or(|long| holds(&format!("--{long}"))),
                    "{arg}"
                );
            }
        }
        for hidden in ["sample", "dropped", "Usage", "OPTIONS"] {
            assert!(!holds(hidden), "{hidden}");
        }
    }
}
