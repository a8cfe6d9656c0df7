//! The program: parses the command line and leaves with the exit status that the commands give.

use std::process::ExitCode;

fn main() -> ExitCode {
    zaitaku_report::run(std::env::args_os().collect())
}
