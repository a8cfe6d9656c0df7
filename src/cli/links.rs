//! Where the links of the summary workbook lead: from the folder that it is written to, to the
//! submissions.

use std::path::{Component, Path, PathBuf, absolute};

use anyhow::{Context, Result};

use super::project::{Project, slashed};
use crate::figures::publication::Audience;
use crate::model::period::Period;

/// The way from the usual place of the workbook to the folder that the paths of submissions start
/// in.
pub fn usual(period: Period) -> &'static str {
    if period.is_year() {
        "../../.."
    } else {
        "../../submissions"
    }
}

/// The way from the workbook in a folder of outputs; `None` for the usual one.
///
/// # Errors
/// The current folder is not there any more.
pub fn unusual(project: &Project, period: Period, out: &Path) -> Result<Option<String>> {
    let submissions = if period.is_year() {
        project.root.clone()
    } else {
        project.folder(period).join("submissions")
    };
    let workbook = out.join(Audience::Internal.path(""));
    let way = way(&whole(&workbook)?, &whole(&submissions)?);
    Ok((way != usual(period)).then_some(way))
}

/// A path from the root on, as the user sees it: letters of drives and links to folders stay.
fn whole(path: &Path) -> Result<PathBuf> {
    let path = absolute(path)
        .with_context(|| format!("フォルダー「{}」の場所が分かりません", path.display()))?;
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(whole.pop()),
            Component::CurDir => {}
            part => whole.push(part),
        }
    }
    Ok(whole)
}

/// The way from one folder to another, up and down; all of the other's path where no way leads,
/// from drive to drive.
fn way(from: &Path, to: &Path) -> String {
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(one, other)| one == other)
        .count();
    if shared == 0 {
        return to.to_string_lossy().into_owned();
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(shared)).collect();
    if way.as_os_str().is_empty() {
        ".".to_owned()
    } else {
        slashed(&way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(from: &str, to: &str) -> String {
        way(
            &whole(Path::new(from)).expect("a path"),
            &whole(Path::new(to)).expect("a path"),
        )
    }

    #[test]
    fn the_way_leads_up_and_down_however_the_folders_are_written() {
        assert_eq!(
            between("p/2023H1/output", "p/2023H1/submissions"),
            "../submissions"
        );
        assert_eq!(between("./p/2023/output", "p"), "../..");
        assert_eq!(
            between("q/../公開/2023", "p/2023H1/submissions"),
            "../../p/2023H1/submissions"
        );
        assert_eq!(
            between("/", "/p/2023H1/submissions"),
            "p/2023H1/submissions"
        );
        let here = std::env::current_dir().expect("a folder");
        assert_eq!(between("p", "p"), ".");
        assert_eq!(between(&here.to_string_lossy(), "p"), "p");
    }

    #[cfg(windows)]
    #[test]
    fn no_way_leads_from_drive_to_drive() {
        assert_eq!(
            between(r"C:\out", r"D:\p\2023H1\submissions"),
            r"D:\p\2023H1\submissions"
        );
    }
}
