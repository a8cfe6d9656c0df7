//! Questions to whoever sits at the terminal.

use std::io::BufRead;

use anyhow::Result;

use super::say;

/// Asks questions of somebody.
pub struct Asker<R> {
    /// What is typed.
    pub input: R,
}

impl<R: BufRead> Asker<R> {
    /// One line, asked again while it is blank and nothing stands for it; nothing where the input
    /// ends.
    ///
    /// # Errors
    /// The terminal cannot be read or written.
    pub fn line(&mut self, question: &str, otherwise: Option<&str>) -> Result<Option<String>> {
        loop {
            match otherwise {
                Some(otherwise) => say(&format!("{question} [何も書かなければ {otherwise}]: "))?,
                None => say(&format!("{question}: "))?,
            }
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                return Ok(None);
            }
            match (line.trim(), otherwise) {
                ("", None) => {}
                ("", Some(otherwise)) => return Ok(Some(otherwise.to_owned())),
                (line, _) => return Ok(Some(line.to_owned())),
            }
        }
    }
}
