//! The program: parses the command line and leaves with the exit status that the commands give.

use std::process::ExitCode;
use std::thread::Builder;

/// What Linux gives the first thread. Windows gives it an eighth, which layout may outgrow.
const STACK_BYTES: usize = 8 << 20;

fn main() -> ExitCode {
    let run = || zaitaku_report::run(std::env::args_os().collect());
    let running = Builder::new().stack_size(STACK_BYTES).spawn(run);
    match running.map(|thread| thread.join()) {
        Ok(Ok(status)) => status,
        // The system gives no thread; what goes wrong in it is told there.
        Ok(Err(_)) | Err(_) => ExitCode::from(3),
    }
}
