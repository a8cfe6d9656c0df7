//! What can be done next: the end of what a command says, so that nobody stands there with an
//! answer and without a way on.

use std::path::Path;

use anyhow::Result;

use super::say;
use crate::model::period::Period;

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

    /// What is published, and then closed; what is closed already is closed again after a
    /// correction alone.
    pub fn publish(self, period: Period, is_closed: bool) -> Self {
        let what = "公表のフォルダーの中を公表";
        if period.is_year() {
            return self.hand(&format!("{what}する"));
        }
        let close = format!("close --period {period}");
        if !is_closed {
            return self.run(&format!("{what}したら、締める"), &close);
        }
        let again = format!(
            "この期間は締めてあります。数を訂正したときは、{what}したら、history の {period}.csv と {period}.manifest.json を別の場所に移し、締め直す"
        );
        self.run(&again, &close)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_is_closed_and_what_is_closed_already_after_a_correction_alone() {
        let said = |period: &str, is_closed| {
            let period = period.parse().expect("a period");
            let folder = Path::new("事業 1");
            Next::after(Some(folder)).publish(period, is_closed).lines
        };
        let command = "zaitaku-report close --period 2024H1 --project \"事業 1\"\n";
        let open = said("2024H1", false);
        assert_eq!(
            open,
            format!("  ・公表のフォルダーの中を公表したら、締める: {command}")
        );
        let closed = said("2024H1", true);
        assert!(closed.ends_with(command), "{closed}");
        for part in ["締めてあります", "訂正したときは", "2024H1.manifest.json"] {
            assert!(closed.contains(part) && !open.contains(part), "{closed}");
        }
        // A year is closed by its halves.
        assert!(!said("2024", false).contains("close"));
    }
}
