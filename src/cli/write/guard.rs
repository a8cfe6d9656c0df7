//! What is read is never written over: settings, definitions, submissions, the past.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::real;
use crate::cli::project::{
    COMMENTARY, HISTORY, SETTINGS, SUBMISSIONS, file_name, is_roster, settings_of,
};
use crate::model::period::Period;

/// Stands before every place that is written to.
pub struct Guard {
    /// The project that the command works on, and what else it reads.
    inputs: Vec<Input>,
    /// The one folder that this command alone may write to.
    open: Option<PathBuf>,
}

/// A file or folder that is read.
struct Input {
    place: PathBuf,
    what: &'static str,
}

impl Guard {
    /// For a command on the project of a folder; without one, of the current folder.
    pub fn new(project: Option<&Path>) -> Self {
        Self {
            inputs: inputs_of(&real(project.unwrap_or(Path::new(".")))),
            open: None,
        }
    }

    /// Guards a file that the command was given to read, too.
    pub fn and(mut self, read: &Path) -> Self {
        self.inputs.push(Input {
            place: real(read),
            what: "読み取るファイル",
        });
        self
    }

    /// Lets a project be made where there was nothing yet.
    ///
    /// # Errors
    /// Something is there.
    pub fn beginning(folder: &Path) -> Result<Self> {
        if folder
            .read_dir()
            .is_ok_and(|mut entries| entries.next().is_some())
        {
            bail!(
                "「{}」は空ではありません。新しいフォルダーを指定してください",
                folder.display()
            );
        }
        Ok(Self {
            inputs: Vec::new(),
            open: Some(real(folder)),
        })
    }

    /// Lets `close`, and nobody else, leave its figures in the history.
    pub fn closing(mut self, project: &Path) -> Self {
        self.open = Some(real(project).join(HISTORY));
        self
    }

    /// A file may be written here.
    ///
    /// # Errors
    /// It lies on or in something that is read.
    pub fn check(&self, file: &Path) -> Result<()> {
        let place = parent_resolved(file);
        if self
            .open
            .as_ref()
            .is_some_and(|open| place.starts_with(open))
        {
            return Ok(());
        }
        if let Some(what) = self.holder(&place) {
            bail!(
                "「{}」は{what}です。中身を失わないよう、別の場所を指定してください",
                file.display()
            );
        }
        Ok(())
    }

    /// A folder may be exchanged as a whole: nothing that is read lies in it.
    ///
    /// # Errors
    /// Something does; the folder has to be another one.
    pub fn check_whole(&self, folder: &Path) -> Result<()> {
        let here = real(Path::new("."));
        let of_folder = inputs_of(folder);
        let mut inputs = self.inputs.iter().chain(&of_folder);
        let holds = inputs.any(|input| input.place.exists() && input.place.starts_with(folder))
            || folder.join(SUBMISSIONS).exists()
            || here.starts_with(folder);
        if holds {
            bail!(
                "「{}」には、出力のほかに事業のファイルがあるか、今そこで実行しています。出力だけのフォルダーを指定してください",
                folder.display()
            );
        }
        Ok(())
    }

    /// What a place belongs to, in words; nothing where it is free.
    fn holder(&self, place: &Path) -> Option<&'static str> {
        let mut around = Vec::new();
        for root in place.ancestors() {
            if is_submissions(root) {
                return Some("提出のフォルダーの中");
            }
            around.extend(inputs_of(root));
        }
        let found = self
            .inputs
            .iter()
            .chain(&around)
            .find(|input| place.starts_with(&input.place))?;
        Some(found.what)
    }
}

/// The folder of a period's submissions.
fn is_submissions(folder: &Path) -> bool {
    let name = |path: &Path| Some(path.file_name()?.to_str()?.to_owned());
    name(folder).is_some_and(|own| own.eq_ignore_ascii_case(SUBMISSIONS))
        && folder
            .parent()
            .and_then(name)
            .is_some_and(|period| period.parse::<Period>().is_ok())
}

/// What is read of the project in a folder; nothing where there is none.
fn inputs_of(root: &Path) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut input = |place: PathBuf, what| inputs.push(Input { place, what });
    if !root.join(SETTINGS).exists() {
        return inputs;
    }
    input(root.join(SETTINGS), "事業の設定ファイル");
    input(
        real(&root.join(HISTORY)),
        "過去の数と締めた記録のフォルダーの中",
    );
    // Settings with a mistake name no folders: every command that uses them stops at the mistake.
    if let Ok(settings) = settings_of(root) {
        if let Some(folder) = settings.definitions {
            input(real(&root.join(folder)), "定義のフォルダーの中");
        }
        if let Some(folder) = settings.templates {
            input(real(&root.join(folder)), "報告書の書式のフォルダーの中");
        }
    }
    for entry in root.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        let name = file_name(&path);
        if is_roster(&name) {
            input(path, "報告者の名簿");
        } else if name.parse::<Period>().is_ok() {
            input(real(&path.join(SUBMISSIONS)), "提出のフォルダーの中");
            input(path.join(COMMENTARY), "所見のファイル");
        }
    }
    inputs
}

/// A place whose folder is resolved; a link at the place itself is not followed.
fn parent_resolved(file: &Path) -> PathBuf {
    match (file.parent(), file.file_name()) {
        (Some(parent), Some(name)) => real(parent).join(name),
        _ => real(file),
    }
}
