//! How wide the screen is: tables and sentences are laid out for it.

use std::io::IsTerminal;
use std::path::Path;

use crate::output::wrap::{NARROWEST, fitted};

/// Where a terminal does not say how wide it is.
const USUAL: usize = 80;

/// How wide a line may be: what `COLUMNS` says, else the terminal; nothing where the text goes into
/// a file or to another program. The last place stays free, at which old consoles begin a new line.
pub fn width(to: &impl IsTerminal) -> Option<usize> {
    let asked = std::env::var("COLUMNS").ok();
    let asked = asked.and_then(|asked| asked.parse().ok());
    let asked = asked.filter(|columns: &usize| *columns > 0);
    let columns = asked.or_else(|| {
        let size = terminal_size::terminal_size();
        let columns = size.map_or(USUAL, |(columns, _)| usize::from(columns.0));
        to.is_terminal().then_some(columns)
    })?;
    Some(columns.max(NARROWEST) - 1)
}

/// A result in words, laid out for the screen, or for a file as it is.
pub fn laid_out(out: Option<&Path>, text: impl FnOnce(Option<usize>) -> String) -> Vec<u8> {
    let width = match out {
        Some(_) => None,
        None => width(&std::io::stdout()),
    };
    fitted(&text(width), width).into_bytes()
}
