//! What can be done next: the end of what a command says, so that nobody stands there with an answer and
//! without a way on.

use std::path::Path;

use anyhow::Result;

use super::say;

/// The last lines of an answer.
pub struct Next<'a> {
    project: Option<&'a Path>,
    lines: String,
}

impl<'a> Next<'a> {
    /// After a command on the project of a folder; without one, of the current folder.
    pub fn after(project: Option<&'a Path>) -> Self {
        let lines = String::new();
        Self { project, lines }
    }

    /// Something that people do.
    pub fn hand(mut self, what: &str) -> Self {
        self.lines += &format!("  ・{what}\n");
        self
    }

    /// Something that a command does.
    pub fn run(self, what: &str, command: &str) -> Self {
        let project = match self.project {
            Some(folder) if folder != Path::new(".") => format!(" --project {}", quoted(folder)),
            _ => String::new(),
        };
        self.hand(&format!("{what}: zaitaku-report {command}{project}"))
    }

    /// Says it.
    ///
    /// # Errors
    /// The output goes to a file that cannot take it.
    pub fn say(self) -> Result<()> {
        say(&format!("\n次にすること\n{}", self.lines))
    }
}

/// A path as it is typed.
pub fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains([' ', '　', '(', ')', '&']) {
        format!("\"{path}\"")
    } else {
        path
    }
}
