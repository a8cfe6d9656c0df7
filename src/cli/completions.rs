//! `completions`: what a shell needs to complete commands and options, for who works at one.

use anyhow::Result;
use clap_complete::{Shell as Kind, generate};

use super::args::{self, Completions, Shell};
use super::{Outcome, put};

/// Writes the script of a shell to standard output.
pub fn run(args: &Completions) -> Result<Outcome> {
    put(&script(args.shell))?;
    Ok(Outcome::Clean)
}

fn script(shell: Shell) -> String {
    let kind = match shell {
        Shell::Bash => Kind::Bash,
        Shell::Zsh => Kind::Zsh,
        Shell::Fish => Kind::Fish,
        Shell::Powershell => Kind::PowerShell,
    };
    let mut bytes = Vec::new();
    // With a hyphen in the name, the script for bash calls each command by two names (clap_complete
    // 4.6.11).
    generate(kind, &mut args::shown(), "zaitaku_report", &mut bytes);
    String::from_utf8_lossy(&bytes).replace("zaitaku_report", "zaitaku-report")
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_command_option_and_value_can_be_completed_and_nothing_that_is_hidden() {
        for shell in Shell::value_variants() {
            let script = script(*shell);
            let name = shell
                .to_possible_value()
                .map(|value| value.get_name().to_owned());
            for command in args::shown().get_subcommands() {
                assert!(script.contains(command.get_name()), "{name:?}");
                for arg in command.get_arguments() {
                    // No script completes what may stand alone in every shell.
                    let has_values = arg.get_action().takes_values() && !arg.is_positional();
                    let mut values = arg.get_possible_values();
                    values.retain(|_| has_values);
                    let words = values.iter().map(|value| value.get_name());
                    // The script of PowerShell completes no values.
                    let skipped = usize::from(*shell == Shell::Powershell) * values.len();
                    for word in arg.get_long().into_iter().chain(words.skip(skipped)) {
                        assert!(script.contains(word), "{name:?}: {word}");
                    }
                }
            }
            assert!(
                !script.contains("dropped") && !script.contains("sample"),
                "{name:?}"
            );
        }
    }

    #[test]
    fn a_shell_completes_as_it_is_typed() {
        let typed = "COMP_WORDS=(zaitaku-report status --f); COMP_CWORD=2; \
                     _zaitaku-report zaitaku-report --f status; echo ${COMPREPLY[@]}";
        let done = Command::new("bash")
            .args(["-c", &format!("{}\n{typed}", script(Shell::Bash))])
            .output()
            .expect("bash");
        assert_eq!(String::from_utf8_lossy(&done.stdout), "--format\n");
    }
}
