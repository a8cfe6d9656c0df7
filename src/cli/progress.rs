//! Signs of life: what lasts over a second says on the terminal how far it is, and takes the line
//! away again. Into a file, to another program or with `--quiet` nothing is said.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use unicode_width::UnicodeWidthStr;

/// Until the first sign.
const PATIENCE: Duration = Duration::from_secs(1);
/// From one sign to the next.
const PACE: Duration = Duration::from_millis(250);

static QUIET: AtomicBool = AtomicBool::new(false);

/// Silences all signs of this run.
pub fn silence() {
    QUIET.store(true, Relaxed);
}

/// Some work, as long as it lives.
pub struct Progress {
    done: Arc<AtomicUsize>,
    teller: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Work on so many things; 0 where it cannot be counted.
    pub fn new(what: &'static str, all: usize) -> Self {
        let done = Arc::new(AtomicUsize::new(0));
        let is_watched = std::io::stderr().is_terminal() && !QUIET.load(Relaxed);
        let teller = is_watched.then(|| {
            let (stop, stopped) = channel();
            let done = done.clone();
            (
                stop,
                thread::spawn(move || tell(what, all, &done, &stopped)),
            )
        });
        Self { done, teller }
    }

    /// One more is being done.
    pub fn step(&self) {
        self.done.fetch_add(1, Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, teller)) = self.teller.take() {
            drop(stop);
            let _ = teller.join();
        }
    }
}

fn tell(what: &str, all: usize, done: &AtomicUsize, stopped: &Receiver<()>) {
    let mut widest = 0;
    let mut wait = PATIENCE;
    while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        let line = line(what, done.load(Relaxed), all);
        widest = widest.max(line.width());
        put(&line);
        wait = PACE;
    }
    if widest > 0 {
        // Blanks: old consoles do not know how to erase.
        put(&" ".repeat(widest));
        put("");
    }
}

/// Written over what stands in the line; a terminal that has gone away is no failure.
fn put(line: &str) {
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "\r{line}").and_then(|()| err.flush());
}

fn line(what: &str, done: usize, all: usize) -> String {
    match all {
        0 => format!("{what}…"),
        all => format!("{what}…（{done}／{all}）"),
    }
}
