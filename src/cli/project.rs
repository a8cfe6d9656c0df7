//! A project directory: its settings, definitions, submissions and history.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use unicode_normalization::UnicodeNormalization;

use crate::aggregate::history::History;
use crate::form::spec::Definitions;
use crate::intake::{Incoming, receive_round};
use crate::model::period::Period;
use crate::model::round::Round;
use crate::report::commentary::Commentary;
use crate::report::page_spec::PageSpecs;
use crate::settings::Settings;
use crate::workbook::MAX_FILE_BYTES;

const SETTINGS: &str = "zaitaku.toml";
/// The pages of the report, unless the project brings its own.
const PAGES: &str = include_str!("../../templates/report/pages.toml");

/// A project on disk.
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Its settings.
    pub settings: Settings,
    /// Its definitions.
    pub definitions: Definitions,
    /// The pages of its report.
    pub pages: PageSpecs,
}

impl Project {
    /// Opens a project; without a folder the current one.
    ///
    /// # Errors
    /// No `zaitaku.toml`, or a mistake in it or in the definitions.
    pub fn open(dir: Option<&Path>) -> Result<Self> {
        let root = dir.unwrap_or(Path::new(".")).to_owned();
        let path = root.join(SETTINGS);
        if !path.exists() {
            bail!("「{}」がありません。事業のフォルダーを --project で指定してください", path.display());
        }
        let text = fs::read_to_string(&path).with_context(|| format!("設定ファイル「{}」を読めません", path.display()))?;
        let settings = Settings::parse(&text)?;
        let (definitions, pages) = match &settings.definitions {
            None => (Definitions::built_in()?, PAGES.to_owned()),
            Some(folder) => {
                let folder = root.join(folder);
                let own = folder.join("pages.toml");
                let pages = if own.exists() {
                    fs::read_to_string(&own).with_context(|| format!("「{}」を読めません", own.display()))?
                } else {
                    PAGES.to_owned()
                };
                (Definitions::with_overrides(&folder)?, pages)
            }
        };
        let pages = PageSpecs::load(&pages, &definitions)?;
        Ok(Self { root, settings, definitions, pages })
    }

    /// The project of the current folder if there is one, else the built-in definitions alone.
    ///
    /// # Errors
    /// A mistake in the project's settings or definitions.
    pub fn definitions_near(dir: Option<&Path>) -> Result<Definitions> {
        if dir.is_some() || Path::new(SETTINGS).exists() { Ok(Self::open(dir)?.definitions) } else { Definitions::built_in() }
    }

    /// The folder of a period.
    pub fn folder(&self, period: Period) -> PathBuf {
        self.root.join(period.to_string())
    }

    /// Reads and checks everything that was submitted for a period (for a year: in both halves).
    ///
    /// # Errors
    /// A folder or file cannot be read.
    pub fn round(&self, period: Period) -> Result<Round> {
        let mut incoming = Vec::new();
        for half in period.halves() {
            let folder = self.folder(half).join("submissions");
            if !folder.exists() {
                bail!(
                    "提出のフォルダー「{}」がありません。{}の様式を、その中の {} に入れてください",
                    folder.display(),
                    half.label(),
                    self.definitions.registry.kinds.keys().map(|kind| format!("{kind}/")).collect::<Vec<_>>().join(" と ")
                );
            }
            let mut paths = Vec::new();
            collect(&folder, &mut paths)?;
            for path in paths {
                let shown = path.strip_prefix(&folder).unwrap_or(&path);
                let prefix = if period == half { String::new() } else { format!("{half}/") };
                incoming.push((half, read(&path, format!("{prefix}{}", slashed(shown)))?));
            }
        }
        Ok(receive_round(incoming, period, &self.definitions))
    }

    /// The figures of earlier periods: first as published (`published*.csv`), then as closed.
    ///
    /// # Errors
    /// A file that cannot be read or a line that is not of the form.
    pub fn history(&self) -> Result<History> {
        let folder = self.root.join("history");
        let mut history = History::default();
        if !folder.exists() {
            return Ok(history);
        }
        let mut paths = Vec::new();
        collect(&folder, &mut paths)?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")));
        paths.sort_by_key(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (!name.starts_with("published"), name)
        });
        for path in paths {
            let bytes = fs::read(&path).with_context(|| format!("「{}」を読めません", path.display()))?;
            history.add_csv(&slashed(path.strip_prefix(&self.root).unwrap_or(&path)), &bytes)?;
        }
        Ok(history)
    }

    /// The editor's remarks for a period; none without a file.
    ///
    /// # Errors
    /// A mistake in the file.
    pub fn commentary(&self, period: Period) -> Result<Commentary> {
        let path = self.folder(period).join("commentary.toml");
        if !path.exists() {
            return Ok(Commentary::default());
        }
        let text = fs::read_to_string(&path).with_context(|| format!("「{}」を読めません", path.display()))?;
        Commentary::parse(&text, &self.pages, &self.definitions.catalogue)
            .map_err(|error| anyhow!("所見のファイル「{}」に誤りがあります。\n{error}", path.display()))
    }
}

/// Collects the files of a folder and of the folders in it; what programs leave behind is passed over.
///
/// # Errors
/// A folder cannot be read.
pub fn collect(folder: &Path, out: &mut Vec<PathBuf>) -> Result<()> {
    let hint = || format!("フォルダー「{}」を開けません", folder.display());
    let mut entries = fs::read_dir(folder).with_context(hint)?.collect::<Result<Vec<_>, _>>().with_context(hint)?;
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // ~$ are Excel's locks of open files, dot files and the two names those of file managers.
        if name.starts_with("~$") || name.starts_with('.') || ["Thumbs.db", "desktop.ini"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            collect(&path, out)?;
        } else {
            out.push(path);
        }
    }
    Ok(())
}

/// Reads one file; of a file over the limit only as much as shows that it is.
///
/// # Errors
/// The file cannot be opened.
pub fn read(path: &Path, shown: String) -> Result<Incoming> {
    use std::io::Read as _;
    let hint = || format!("ファイル「{}」を読めません。ほかのソフトで開いていれば閉じてください", path.display());
    let mut bytes = Vec::new();
    fs::File::open(path).with_context(hint)?.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).with_context(hint)?;
    // Names from a Mac come decomposed (NFD); people and reports want them whole.
    let name = path.file_name().unwrap_or_default().to_string_lossy().nfc().collect();
    Ok(Incoming { name, path: shown.nfc().collect(), bytes })
}

/// A path with `/` between folders, on every machine.
pub fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
