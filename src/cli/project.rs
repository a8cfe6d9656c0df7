//! A project directory: its settings, definitions, submissions and history.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Context, Result, anyhow, bail};
use unicode_normalization::UnicodeNormalization;

use super::definitions;
use crate::aggregate::history::{History, Line, read_csv};
use crate::form::spec::Definitions;
use crate::intake::{Incoming, receive_round};
use crate::model::period::Period;
use crate::model::round::Round;
use crate::output::manifest::Entry;
use crate::pages::commentary::Commentary;
use crate::pages::spec::PageSpecs;
use crate::rules::Background;
use crate::rules::criteria::Criteria;
use crate::settings::Settings;
use crate::workbook::MAX_FILE_BYTES;

const SETTINGS: &str = "zaitaku.toml";
/// A project on disk.
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Its settings.
    pub settings: Settings,
    /// Its definitions.
    pub definitions: Definitions,
    /// What its checks measure by.
    pub criteria: Criteria,
    /// The pages of its report.
    pub pages: PageSpecs,
    /// Every file that was read besides the submissions, for the manifest.
    inputs: Mutex<Vec<Entry>>,
    /// The figures of earlier periods, once they were read.
    history: OnceLock<History>,
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
            bail!(
                "「{}」がありません。事業のフォルダーを --project で指定してください",
                path.display()
            );
        }
        let text = fs::read_to_string(&path)
            .with_context(|| format!("設定ファイル「{}」を読めません", path.display()))?;
        let settings = Settings::parse(&text)?;
        let mut inputs = vec![Entry::new(SETTINGS, text.as_bytes())];
        let known = definitions::built_in();
        let mut sources = known.clone();
        if let Some(folder) = &settings.definitions {
            sources = definitions::overlaid(sources, &root.join(folder))?;
        }
        let own = Definitions::load(&sources)?;
        definitions::refuse_strangers(&sources, &known, &own)?;
        let criteria = Criteria::load(|name| sources.text(name))?;
        let pages = PageSpecs::load(
            sources.text(definitions::PAGES_FILE).unwrap_or_default(),
            &own,
        )?;
        inputs.extend(
            sources
                .iter()
                .map(|(name, text)| Entry::new(format!("definitions/{name}"), text.as_bytes())),
        );
        let (inputs, history) = (Mutex::new(inputs), OnceLock::new());
        Ok(Self {
            root,
            settings,
            definitions: own,
            criteria,
            pages,
            inputs,
            history,
        })
    }

    /// What surrounds a submission of this project.
    ///
    /// # Errors
    /// The history cannot be read.
    pub fn around(&self) -> Result<Background<'_>> {
        let Self {
            definitions,
            criteria,
            settings,
            ..
        } = self;
        Ok(Background {
            definitions,
            past: Some(self.history()?),
            waivers: &settings.waivers,
            criteria,
        })
    }

    /// The folder of report templates: the one asked for, else the one of the settings.
    ///
    /// # Errors
    /// The folder is not there.
    pub fn templates(&self, asked: Option<&Path>) -> Result<Option<PathBuf>> {
        let own = self
            .settings
            .templates
            .as_ref()
            .map(|folder| self.root.join(folder));
        let (folder, from) = match (asked, own) {
            (Some(asked), _) => (asked.to_owned(), "--templates"),
            (None, Some(own)) => (own, "zaitaku.toml の templates"),
            (None, None) => return Ok(None),
        };
        if !folder.is_dir() {
            bail!(
                "報告書の書式のフォルダー「{}」がありません。{from} に書いた場所を確かめてください",
                folder.display()
            );
        }
        Ok(Some(folder))
    }

    /// Every file that was read so far, the submissions of a round among them.
    pub fn inputs(&self, round: &Round) -> Vec<Entry> {
        let submissions = round.arrivals.iter().map(|arrival| Entry {
            path: format!("submissions/{}", arrival.file.path),
            bytes: arrival.file.bytes,
            sha256: arrival.file.sha256.clone(),
        });
        self.read_so_far()
            .iter()
            .cloned()
            .chain(submissions)
            .collect()
    }

    fn read_so_far(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.inputs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a file of the project and remembers that it was read.
    fn read_text(&self, path: &Path) -> Result<Vec<u8>> {
        let bytes =
            fs::read(path).with_context(|| format!("「{}」を読めません", path.display()))?;
        let shown = slashed(path.strip_prefix(&self.root).unwrap_or(path));
        let mut inputs = self.read_so_far();
        inputs.retain(|entry| entry.path != shown);
        inputs.push(Entry::new(shown, &bytes));
        Ok(bytes)
    }

    /// The project of the current folder if there is one, else the built-in definitions alone.
    ///
    /// # Errors
    /// A mistake in the project's settings or definitions.
    pub fn definitions_near(dir: Option<&Path>) -> Result<Definitions> {
        Self::near(dir)?.map_or_else(Definitions::built_in, |project| Ok(project.definitions))
    }

    /// The project of the current folder, if there is one or one is asked for.
    ///
    /// # Errors
    /// A mistake in the project's settings or definitions.
    pub fn near(dir: Option<&Path>) -> Result<Option<Self>> {
        if dir.is_some() || Path::new(SETTINGS).exists() {
            Ok(Some(Self::open(dir)?))
        } else {
            Ok(None)
        }
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
                    self.definitions
                        .registry
                        .kinds
                        .keys()
                        .map(|kind| format!("{kind}/"))
                        .collect::<Vec<_>>()
                        .join(" と ")
                );
            }
            let mut paths = Vec::new();
            collect(&folder, &mut paths)?;
            for path in paths {
                let shown = path.strip_prefix(&folder).unwrap_or(&path);
                let prefix = if period == half {
                    String::new()
                } else {
                    format!("{half}/submissions/")
                };
                incoming.push((half, read(&path, format!("{prefix}{}", slashed(shown)))?));
            }
        }
        Ok(receive_round(incoming, period, self.around()?))
    }

    /// The figures of earlier periods: first as published (`published*.csv`), then as closed.
    ///
    /// # Errors
    /// A file that cannot be read or a line that is not of the form.
    pub fn history(&self) -> Result<&History> {
        if let Some(known) = self.history.get() {
            return Ok(known);
        }
        let mut history =
            History::following(&self.definitions.catalogue, &self.definitions.registry);
        history.add(self.history_lines(|_| true)?);
        Ok(self.history.get_or_init(|| history))
    }

    /// A file of the history that may not be there.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn history_file(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let path = self.root.join("history").join(name);
        if path.exists() {
            self.read_text(&path).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The lines of the history files whose name is wanted, published ones first.
    ///
    /// # Errors
    /// A file that cannot be read or a line that is not of the form.
    pub fn history_lines(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<Line>> {
        let folder = self.root.join("history");
        let mut paths = Vec::new();
        if folder.exists() {
            collect(&folder, &mut paths)?;
        }
        let name = |path: &Path| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        paths.retain(|path| {
            path.extension()
                .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
                && wanted(&name(path))
        });
        paths.sort_by_key(|path| (!is_published(&name(path)), name(path)));
        let mut lines = Vec::new();
        for path in paths {
            let bytes = self.read_text(&path)?;
            lines.extend(read_csv(
                &slashed(path.strip_prefix(&self.root).unwrap_or(&path)),
                &bytes,
            )?);
        }
        Ok(lines)
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
        let text = String::from_utf8_lossy(&self.read_text(&path)?).into_owned();
        Commentary::parse(&text, &self.pages).map_err(|error| {
            anyhow!(
                "所見のファイル「{}」に誤りがあります。\n{error}",
                path.display()
            )
        })
    }
}

/// Whether a history file holds figures as they were published, by its name.
pub fn is_published(name: &str) -> bool {
    name.starts_with("published")
}

/// Collects the files of a folder and of the folders in it; what programs leave behind is passed over.
///
/// # Errors
/// A folder cannot be read.
pub fn collect(folder: &Path, out: &mut Vec<PathBuf>) -> Result<()> {
    let hint = || format!("フォルダー「{}」を開けません", folder.display());
    let mut entries = fs::read_dir(folder)
        .with_context(hint)?
        .collect::<Result<Vec<_>, _>>()
        .with_context(hint)?;
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // ~$ are Excel's locks of open files, dot files and the two names those of file managers.
        if name.starts_with("~$")
            || name.starts_with('.')
            || ["Thumbs.db", "desktop.ini"].contains(&name.as_str())
        {
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
    let hint = || {
        format!(
            "ファイル「{}」を読めません。ほかのソフトで開いていれば閉じてください",
            path.display()
        )
    };
    let mut bytes = Vec::new();
    fs::File::open(path)
        .with_context(hint)?
        .take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(hint)?;
    // Names from a Mac come decomposed (NFD); people and reports want them whole.
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .nfc()
        .collect();
    Ok(Incoming {
        name,
        path: shown.nfc().collect(),
        bytes,
    })
}

/// A path with `/` between folders, on every machine.
pub fn slashed(path: &Path) -> String {
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}
