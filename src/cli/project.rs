//! A project directory: its settings, definitions, submissions and history.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::mem::replace;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use unicode_normalization::UnicodeNormalization;

use super::progress::Progress;
use super::write::{is_held, real};
use super::{definitions, warn};
use crate::aggregate::history::{History, Line, read_csv, stranger};
use crate::form::load::Sources;
use crate::form::roster::ENDINGS;
use crate::form::spec::Definitions;
use crate::intake::{Incoming, receive_in_turn};
pub use crate::model::finding::SETTINGS;
use crate::model::hand;
use crate::model::org_unit::ROSTER;
use crate::model::past::Past;
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::text::{distance, narrow};
use crate::output::Output;
use crate::output::manifest::{self, FileEntry, Manifest};
use crate::pages::commentary::Commentary;
use crate::pages::spec::PageSpecs;
use crate::rules::Background;
use crate::rules::criteria::Criteria;
use crate::settings::Settings;
use crate::workbook::{MAX_FILE_BYTES, Unreadable, Withheld};

/// The folder of what earlier periods leave.
pub const HISTORY: &str = "history";
/// The folder of a period that units' files stand in.
pub const SUBMISSIONS: &str = "submissions";
/// The folder of a period that its outputs go to unless another is asked for.
pub const OUTPUT: &str = "output";
/// The file of a period with the editor's remarks.
pub const COMMENTARY: &str = "commentary.toml";

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
    /// The text of its settings.
    pub text: String,
    /// What its definitions and criteria were read from.
    pub sources: Sources,
    /// What was called otherwise when the period was closed that it is opened for: then and now.
    pub renamed: Vec<(String, String)>,
    /// What everything was called when a half was built that is to be closed.
    as_built: BTreeMap<String, String>,
    /// The settings and definitions that were read, for the manifest.
    own: Vec<FileEntry>,
    /// The files of earlier periods, once they were read.
    past: OnceLock<PastFiles>,
}

/// The files of `history/`, published ones first.
struct PastFiles {
    history: History,
    entries: Vec<FileEntry>,
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
            refuse_misnamed(&root, &[SETTINGS], |_| false)?;
            bail!(
                "「{}」がありません。事業のフォルダーを --project で指定するか、zaitaku-report init で新しく作ってください",
                path.display()
            );
        }
        let text = written(&path)?;
        let settings = Settings::parse(&text)?;
        let known = definitions::built_in();
        let sources = match &settings.definitions {
            Some(folder) => overlaid(known.clone(), &root.join(folder))?,
            None => {
                warn_of_unread(&root, &known);
                known.clone()
            }
        };
        let mut sources = sources.with_names(settings.names());
        if let Some((name, bytes)) = roster(&root)? {
            sources = sources.with_roster(&name, bytes);
        }
        let own_definitions = Definitions::load(&sources)?;
        definitions::refuse_strangers(&sources, &known, &own_definitions)?;
        let criteria = Criteria::load(|name| sources.text(name))?;
        let pages = PageSpecs::load(
            sources.text(definitions::PAGES_FILE).unwrap_or_default(),
            &own_definitions,
        )?;
        let mut own = vec![FileEntry::new(SETTINGS, text.as_bytes())];
        for (name, text) in sources.iter() {
            own.push(FileEntry::new(
                format!("definitions/{name}"),
                text.as_bytes(),
            ));
        }
        if let Some((name, bytes)) = sources.roster() {
            own.push(FileEntry::new(name, bytes));
        }
        Ok(Self {
            root,
            settings,
            text,
            sources,
            definitions: own_definitions,
            criteria,
            pages,
            renamed: Vec::new(),
            as_built: BTreeMap::new(),
            own,
            past: OnceLock::new(),
        })
    }

    /// Opens a project for what is printed of a period: of a closed one with the names and words of
    /// then.
    ///
    /// # Errors
    /// As above, or the record of the closed period cannot be read.
    pub fn open_for(dir: Option<&Path>, period: Period) -> Result<Self> {
        Self::open(dir)?.worded_as_closed(period)
    }

    /// Opens a project to close a half: with the names and words of what was built of it, which is
    /// what was published.
    ///
    /// # Errors
    /// As above.
    pub fn open_as_built(dir: Option<&Path>, half: Period) -> Result<Self> {
        let mut project = Self::open(dir)?;
        let path = project.folder(half).join(OUTPUT).join(manifest::path());
        let built = fs::read(path)
            .ok()
            .and_then(|bytes| Manifest::parse(&bytes).ok());
        let built = built.filter(Manifest::is_sealed);
        project.as_built = built.map_or_else(BTreeMap::new, |built| built.names);
        project.worded_as_closed(half)
    }

    fn worded_as_closed(self, period: Period) -> Result<Self> {
        let mut project = self.named_as_closed(period)?;
        let then = project.names_then(period)?;
        let words = project.definitions.words().into_iter();
        let renamed = say_as_then(words.chain(project.pages.words()), &then);
        project.renamed.extend(renamed);
        let Some(pages) = then.get(definitions::PAGES_FILE) else {
            return Ok(project);
        };
        // What this program cannot read any more is told in the words of today.
        let is_other = project.sources.text(definitions::PAGES_FILE) != Some(pages);
        if is_other && let Ok(specs) = PageSpecs::load(pages, &project.definitions) {
            project.pages = specs;
            project.sources = project.sources.with(definitions::PAGES_FILE, pages);
            let what = "報告書のページと文（pages.toml）";
            project
                .renamed
                .push((what.to_owned(), "別のもの".to_owned()));
        }
        Ok(project)
    }

    /// The same with everything named as it was when a period was closed, if it is. What is asked
    /// keeps the words of today: forms are read by them.
    ///
    /// # Errors
    /// The record of the closed period cannot be read.
    pub fn named_as_closed(mut self, period: Period) -> Result<Self> {
        let then = self.names_then(period)?;
        if then.is_empty() {
            return Ok(self);
        }
        let publication = self.settings.publication.words().into_iter();
        let publication = publication.map(|(key, word)| (key.to_owned(), word));
        let names = self.definitions.registry.places().into_iter();
        self.renamed = say_as_then(names.chain(publication), &then);
        self.sources = self.sources.as_called(then);
        self.definitions = Definitions::load(&self.sources)?;
        self.pages = PageSpecs::load(
            self.sources
                .text(definitions::PAGES_FILE)
                .unwrap_or_default(),
            &self.definitions,
        )?;
        Ok(self)
    }

    /// What everything was called when a period was closed, of a year its last half; nothing while
    /// it is open.
    fn names_then(&self, period: Period) -> Result<BTreeMap<String, String>> {
        let last = period.halves().pop().unwrap_or(period);
        let record = self.closed_record(last)?;
        Ok(record.map_or_else(|| self.as_built.clone(), |(_, record)| record.names))
    }

    /// What everything is called that a publication names, and which areas units serve.
    pub fn names(&self) -> BTreeMap<String, String> {
        let (mut definitions, mut pages) = (self.definitions.clone(), self.pages.clone());
        let words = definitions.words().into_iter().chain(pages.words());
        let mut names: BTreeMap<_, _> = words.map(|(key, word)| (key, word.clone())).collect();
        for (key, word) in self.settings.publication.clone().words() {
            names.insert(key.to_owned(), word.clone());
        }
        names.extend(self.definitions.registry.served());
        let pages = self.sources.text(definitions::PAGES_FILE);
        names.extend(pages.map(|pages| (definitions::PAGES_FILE.to_owned(), pages.to_owned())));
        names
    }

    /// What surrounds a submission of this project.
    ///
    /// # Errors
    /// The history cannot be read.
    pub fn around(&self) -> Result<Background<'_>> {
        Ok(self.around_past(self.history()?))
    }

    /// The same with a past that was read otherwise.
    pub fn around_past<'a>(&'a self, past: &'a dyn Past) -> Background<'a> {
        Background {
            definitions: &self.definitions,
            past: Some(past),
            waivers: &self.settings.waivers,
            criteria: &self.criteria,
        }
    }

    /// The city's own report templates: of the folder asked for, else of the one of the settings.
    ///
    /// # Errors
    /// The folder is not there, or a file of it cannot be read.
    pub fn templates(&self, asked: Option<&Path>) -> Result<Vec<Output>> {
        let (folder, from) = match (asked, &self.settings.templates) {
            (Some(asked), _) => (asked.to_owned(), "--templates"),
            (None, Some(own)) => (self.root.join(own), "zaitaku.toml の templates"),
            (None, None) => return Ok(Vec::new()),
        };
        if !folder.is_dir() {
            bail!(
                "報告書の書式のフォルダー「{}」がありません。{from} に書いた場所を確かめてください",
                folder.display()
            );
        }
        read_all(&folder, "書式")
    }

    /// What a round is counted from: settings, definitions, history and submissions.
    ///
    /// # Errors
    /// The history cannot be read.
    pub fn inputs(&self, round: &Round) -> Result<Vec<FileEntry>> {
        let mut inputs = self.own.clone();
        inputs.extend(self.past()?.entries.iter().cloned());
        for arrival in &round.arrivals {
            inputs.push(FileEntry {
                path: format!("submissions/{}", arrival.file.path),
                bytes: arrival.file.bytes,
                sha256: arrival.file.sha256.clone(),
            });
        }
        Ok(inputs)
    }

    /// Reads a file of the project, with its entry for the manifest.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(&self, path: &Path) -> Result<(FileEntry, Vec<u8>)> {
        let bytes =
            fs::read(path).with_context(|| format!("「{}」を読めません", path.display()))?;
        let shown = slashed(path.strip_prefix(&self.root).unwrap_or(path));
        Ok((FileEntry::new(shown, &bytes), bytes))
    }

    /// The project of the current folder if there is one, else the built-in definitions alone.
    ///
    /// # Errors
    /// A mistake in the project's settings or definitions.
    pub fn definitions_near(dir: Option<&Path>) -> Result<Definitions> {
        Self::near(dir, &[])?.map_or_else(Definitions::built_in, |project| Ok(project.definitions))
    }

    /// The project that is asked for, that of the current folder, or the one in which the files
    /// lie: a form is checked by the definitions that made it, wherever it is dropped.
    ///
    /// # Errors
    /// A mistake in the project's settings or definitions.
    pub fn near(dir: Option<&Path>, files: &[PathBuf]) -> Result<Option<Self>> {
        if dir.is_some() || Path::new(SETTINGS).exists() {
            return Ok(Some(Self::open(dir)?));
        }
        for file in files.iter().map(|file| real(file)) {
            if let Some(root) = file
                .ancestors()
                .find(|folder| folder.join(SETTINGS).is_file())
            {
                return Ok(Some(Self::open(Some(root))?));
            }
        }
        Ok(None)
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
        let mut found = Vec::new();
        for half in period.halves() {
            let folder = self.folder(half).join(SUBMISSIONS);
            if !folder.exists() {
                self.refuse_misnamed_period(half)?;
                bail!(
                    "提出のフォルダー「{}」がありません。{}の様式を、その中の {} に入れてください",
                    folder.display(),
                    half.label(),
                    self.folders_of_kinds()
                );
            }
            let prefix = if period == half {
                String::new()
            } else {
                format!("{half}/{SUBMISSIONS}/")
            };
            for (path, shown) in files_below(&folder, &prefix)? {
                found.push((half, path, shown));
            }
        }
        let of_halves = self.as_read(period)?;
        let last = of_halves.values().next_back();
        let around = Background {
            definitions: last.unwrap_or(&self.definitions),
            ..self.around()?
        };
        let progress = Progress::new("様式を読んでいます", found.len());
        let progress = &progress;
        let files = found.into_iter().map(|(half, path, shown)| {
            let read_now = move || {
                progress.step();
                read(&path, shown)
            };
            (half, read_now)
        });
        Ok(receive_in_turn(files.collect(), period, around, &of_halves))
    }

    /// By what the forms of each half are read, where one was closed: they name everything as it
    /// was called then. Their words are known by those of today, and what these say were the
    /// earlier ones.
    fn as_read(&self, period: Period) -> Result<BTreeMap<Period, Definitions>> {
        let mut then = BTreeMap::new();
        for half in period.halves() {
            then.insert(half, self.names_then(half)?);
        }
        if then.values().all(BTreeMap::is_empty) {
            return Ok(BTreeMap::new());
        }
        let read = |(half, then)| {
            let sources = self.sources.clone().as_called(then);
            Ok((half, Definitions::load(&sources)?))
        };
        then.into_iter().map(read).collect()
    }

    /// The submissions of a half as they lie there, unread; none where there is no folder of it.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn submissions(&self, half: Period) -> Result<Vec<FileEntry>> {
        let folder = self.folder(half).join(SUBMISSIONS);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut entries = Vec::new();
        for (path, shown) in files_below(&folder, &format!("{SUBMISSIONS}/"))? {
            let file = read(&path, shown);
            entries.push(FileEntry::new(&*file.path, &file.bytes));
        }
        Ok(entries)
    }

    /// A folder that is almost named as a period, or as that of its submissions, would never be
    /// looked into.
    fn refuse_misnamed_period(&self, half: Period) -> Result<()> {
        refuse_misnamed(&self.folder(half), &[SUBMISSIONS], |_| false)?;
        for entry in fs::read_dir(&self.root).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != half.to_string() && name.parse() == Ok(half) {
                bail!(
                    "「{}」は「{half}」のことですか。フォルダーの名前を「{half}」に直してください",
                    self.root.join(name).display()
                );
            }
        }
        Ok(())
    }

    /// The folders below a round's, one a kind of unit.
    fn folders_of_kinds(&self) -> String {
        let kinds = self.definitions.registry.kinds.keys();
        kinds
            .map(|kind| format!("{kind}/"))
            .collect::<Vec<_>>()
            .join(" と ")
    }

    /// The figures of earlier periods: first as published (`published*.csv`), then as closed.
    ///
    /// # Errors
    /// A file that cannot be read or a line that is not of the form.
    pub fn history(&self) -> Result<&History> {
        Ok(&self.past()?.history)
    }

    /// The lines of the history files whose name is wanted, published ones first.
    ///
    /// # Errors
    /// A file that cannot be read or a line that is not of the form.
    pub fn history_lines(&self, wanted: fn(&str) -> bool) -> Result<Vec<Line>> {
        // What is wrong with them is told once.
        self.past()?;
        let mut lines = Vec::new();
        for path in self
            .past_paths()?
            .iter()
            .filter(|path| wanted(&file_name(path)))
        {
            let (entry, bytes) = self.read(path)?;
            lines.extend(read_csv(&entry.path, &bytes)?);
        }
        Ok(lines)
    }

    fn past(&self) -> Result<&PastFiles> {
        if let Some(past) = self.past.get() {
            return Ok(past);
        }
        let past = self.read_past()?;
        Ok(self.past.get_or_init(|| past))
    }

    /// The files of earlier periods, published ones first.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn past_paths(&self) -> Result<Vec<PathBuf>> {
        let folder = self.root.join(HISTORY);
        let mut paths = Vec::new();
        if folder.exists() {
            collect(&folder, &mut paths)?;
        }
        paths.retain(|path| ending(path) == "csv");
        paths.sort_by_key(|path| (!is_published(&file_name(path)), file_name(path)));
        Ok(paths)
    }

    fn read_past(&self) -> Result<PastFiles> {
        let mut past = PastFiles {
            history: History::following(&self.definitions.catalogue, &self.definitions.registry),
            entries: Vec::new(),
        };
        for path in self.past_paths()? {
            let (entry, bytes) = self.read(&path)?;
            if is_published(&file_name(&path)) {
                let lines = read_csv(&entry.path, &bytes)?;
                self.tell_strangers(&entry.path, &lines);
                past.history.add(&lines);
            } else {
                past.history.read(&entry.path, &bytes)?;
                self.tell_edited(&entry)?;
            }
            past.entries.push(entry);
        }
        Ok(past)
    }

    /// Says that the figures of a closed half are not those that were written when it was closed.
    fn tell_edited(&self, file: &FileEntry) -> Result<()> {
        let name = file_name(Path::new(&file.path));
        let half = name
            .strip_suffix(".csv")
            .and_then(|half| half.parse::<Period>().ok());
        let record = half.map_or(Ok(None), |half| self.closed_record(half))?;
        let Some((half, (_, record))) = half.zip(record) else {
            return Ok(());
        };
        let written = record.outputs.iter().find(|written| written.path == name);
        if written.is_some_and(|written| written.sha256 != file.sha256) {
            let label = half.label();
            let of_record = manifest::of_closed(half);
            warn(&format!(
                "注意: 「{}」が、{label}を締めたあとに書き換えられています（Excel で開いて保存しただけでも変わります）。数が締めたときと違うかもしれません。控えから元に戻すか、{name} と {of_record} を別の場所に移して締め直してください（close --period {half}）。\n",
                file.path
            ));
        }
        Ok(())
    }

    /// Says which published figures are held against nothing; the first alone, where many are.
    fn tell_strangers(&self, file: &str, lines: &[Line]) {
        let Definitions {
            catalogue,
            registry,
            ..
        } = &self.definitions;
        let strange = lines
            .iter()
            .filter_map(|line| Some((line, stranger(line, catalogue, registry)?)));
        let strange: Vec<(&Line, String)> = strange.collect();
        if let Some((line, why)) = strange.first() {
            warn(&format!(
                "参考: 「{file}」の{}行は、何とも比べられません。初めの行（{} の {}）: {why}。\n",
                strange.len(),
                line.period.label(),
                line.value
            ));
        }
    }

    /// Whether a half is closed.
    pub fn is_closed(&self, half: Period) -> bool {
        self.root.join(HISTORY).join(format!("{half}.csv")).exists()
    }

    /// The record of what the figures of a closed half were made from; nothing while it is open.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn closed_record(&self, half: Period) -> Result<Option<(FileEntry, Manifest)>> {
        let path = self.root.join(HISTORY).join(manifest::of_closed(half));
        if !path.exists() {
            return Ok(None);
        }
        let (entry, bytes) = self.read(&path)?;
        let record = Manifest::parse(&bytes)
            .with_context(|| format!("締めた記録「{}」を読めません。控えから元に戻すか、{half}.csv と一緒に別の場所に移して締め直してください（close --period {half}）", entry.path))?;
        Ok(Some((entry, record)))
    }

    /// The editor's remarks for a period, with their file; none without one.
    ///
    /// # Errors
    /// A mistake in the file.
    pub fn commentary(&self, period: Period) -> Result<(Commentary, Option<FileEntry>)> {
        let path = self.folder(period).join(COMMENTARY);
        if !path.exists() {
            refuse_misnamed(&self.folder(period), &[COMMENTARY], |_| false)?;
            let stray = self.root.join(COMMENTARY);
            if stray.exists() {
                bail!(
                    "所見の「{}」は読みません。期間のフォルダーの中（{}）に移してください",
                    stray.display(),
                    path.display()
                );
            }
            return Ok((Commentary::default(), None));
        }
        let (entry, _) = self.read(&path)?;
        let commentary = Commentary::parse(&written(&path)?, &self.pages.named())
            .with_context(|| format!("「{}」に誤りがあります", path.display()))?;
        Ok((commentary, Some(entry)))
    }
}

/// The roster that is kept as a table in the project's folder, if it is: its name and its bytes.
///
/// # Errors
/// There are two, or it is of a format that is not read.
pub fn roster(root: &Path) -> Result<Option<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let name: String = file_name(&entry.path()).nfc().collect();
        if is_roster(&name) && entry.path().is_file() {
            found.push((name, entry.path()));
        }
    }
    found.sort();
    if let [(one, _), (other, _), ..] = found.as_slice() {
        bail!(
            "名簿のファイルが二つあります（{one}、{other}）。使うものだけを残し、もう一方は別の名前にしてください"
        );
    }
    let Some((name, path)) = found.pop() else {
        return Ok(None);
    };
    if !ENDINGS.contains(&ending(&path).as_str()) {
        bail!(
            "「{name}」は名簿として読めません。{ROSTER}.xlsx か {ROSTER}.csv として保存し直してください"
        );
    }
    let bytes = fs::read(&path).with_context(|| format!("名簿「{name}」を読めません"))?;
    Ok(Some((name, bytes)))
}

/// The periods whose folder of submissions is there, the earliest first.
pub fn begun(root: &Path) -> BTreeSet<Period> {
    let entries = fs::read_dir(root).into_iter().flatten();
    let periods = entries.flatten().filter_map(|entry| {
        let period: Period = file_name(&entry.path()).parse().ok()?;
        entry.path().join(SUBMISSIONS).is_dir().then_some(period)
    });
    periods.collect()
}

/// Whether a file of a project's folder is its roster, by its name.
pub fn is_roster(name: &str) -> bool {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    stem.nfc().eq(ROSTER.chars())
}

/// The settings of the project in a folder.
///
/// # Errors
/// There are none, or they have a mistake.
pub fn settings_of(root: &Path) -> Result<Settings> {
    Settings::parse(&text_of(&root.join(SETTINGS))?.0)
}

/// Definitions with the files of a folder in the place of those of the same name.
fn overlaid(mut sources: Sources, folder: &Path) -> Result<Sources> {
    let own = sources.clone();
    let names: Vec<&str> = own.iter().map(|(name, _)| name).collect();
    let shown = folder.display();
    let entries = fs::read_dir(folder).with_context(|| {
        format!(
            "定義のフォルダー「{shown}」を開けません。{SETTINGS} の definitions に書いた場所を確かめてください"
        )
    })?;
    refuse_misnamed(folder, &names, |own| own.ends_with(".toml"))?;
    let (mut read, mut found) = (0, 0);
    for entry in entries {
        let path = entry?.path();
        found += 1;
        if let Some(name) = names.iter().find(|name| path.join(name).exists()) {
            bail!(
                "定義の「{}」は読みません。「{shown}」のすぐ下に移してください",
                path.join(name).display()
            );
        }
        if ending(&path) == "toml" {
            sources = sources.with(&file_name(&path), &written(&path)?);
            read += 1;
        }
    }
    if read == 0 && found > 0 {
        bail!(
            "定義のフォルダー「{shown}」に、定義のファイルがありません。使える名前: {}（組み込みの定義を使うときは、{SETTINGS} の definitions の行を消してください）",
            names.join(", ")
        );
    }
    Ok(sources)
}

/// Says of definitions that lie in a project whose settings name none: they are not read. Those
/// that are as they were handed out, beside page templates too, say nothing else than the built-in
/// ones.
fn warn_of_unread(root: &Path, known: &Sources) {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    for folder in folders {
        let is_changed = |(name, text): &(&str, &str)| {
            fs::read(folder.join(name)).is_ok_and(|own| own != text.as_bytes())
        };
        let Some((name, _)) = known.iter().find(is_changed) else {
            continue;
        };
        let own = file_name(&folder);
        warn(&format!(
            "「{own}」の「{name}」は読んでいません。使うときは {SETTINGS} に definitions = \"{own}\" と書いてください（控えなら、事業のフォルダーの外に置いてください）"
        ));
    }
}

/// Calls what is called otherwise now as it was called then; tells what: then and now.
fn say_as_then<'a>(
    places: impl Iterator<Item = (String, &'a mut String)>,
    then: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    for (key, word) in places {
        if let Some(then) = then.get(&key).filter(|then| *then != word) {
            renamed.push((then.clone(), replace(word, then.clone())));
        }
    }
    renamed
}

/// A file that people write, in whatever encoding their editor has saved it; one that is not UTF-8
/// is told.
///
/// # Errors
/// It cannot be read, or is no text.
fn written(path: &Path) -> Result<String> {
    let (text, encoding) = text_of(path)?;
    if let Some(encoding) = encoding {
        warn(&format!(
            "参考: 「{}」は{encoding}として読みました。次からは UTF-8 で保存してください。\n",
            path.display()
        ));
    }
    Ok(text)
}

/// The text of such a file, and its encoding unless that is UTF-8.
fn text_of(path: &Path) -> Result<(String, Option<&'static str>)> {
    let bytes = fs::read(path).with_context(|| format!("「{}」を読めません", path.display()))?;
    let Some((text, encoding)) = hand::decode(&bytes) else {
        bail!(
            "「{}」の文字コードが分かりません。メモ帳の「名前を付けて保存」で、文字コードを UTF-8 にして保存し直してください",
            path.display()
        );
    };
    Ok((hand::repair(&text), encoding))
}

/// A file that is almost named right would be passed over in silence: another ending, such as the
/// .txt that Windows hides, wide or capital letters, a blank, a slip. Other names that `is_read`
/// are for their reader to judge.
///
/// # Errors
/// There is one in the folder.
fn refuse_misnamed(folder: &Path, names: &[&str], is_read: fn(&str) -> bool) -> Result<()> {
    let parts = |name: &str| -> (String, String) {
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        (stem.trim().to_owned(), ending.to_owned())
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let own = entry.file_name().to_string_lossy().into_owned();
        if names.contains(&own.as_str()) {
            continue;
        }
        let plain = narrow(&own).to_lowercase();
        let shown = plain.strip_suffix(".txt").unwrap_or(&plain);
        let is_near = |name: &str| {
            // In a short name two slips make another word; what lies beside the file itself is a
            // copy.
            let slips = if name.len() > 10 { 2 } else { 1 };
            let is_free = !is_read(&own) && !folder.join(name).exists();
            let ((stem, ending), (meant, own_ending)) = (parts(&plain), parts(name));
            let is_text = ["", "txt"].contains(&&*ending) || distance(&ending, &own_ending) <= 2;
            let is_alike = is_text && entry.path().is_dir() == own_ending.is_empty();
            is_free && is_alike && distance(&stem, &meant) <= slips
        };
        if let Some(meant) = names.iter().find(|name| shown == **name || is_near(name)) {
            let hidden = match shown == plain {
                true => "",
                false => {
                    "（名前の終わりの .txt は、エクスプローラーの「表示」で「ファイル名拡張子」を付けると見えます）"
                }
            };
            bail!(
                "「{}」は「{meant}」のことですか。名前を「{meant}」に直してください{hidden}",
                folder.join(own).display()
            );
        }
    }
    Ok(())
}

/// Every file of a folder, by its path below it.
///
/// # Errors
/// A file cannot be read; it is told what it is.
pub fn read_all(folder: &Path, what: &str) -> Result<Vec<Output>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    let mut files = Vec::new();
    for path in paths {
        let bytes =
            fs::read(&path).with_context(|| format!("{what}「{}」を読めません", path.display()))?;
        let path = slashed(path.strip_prefix(folder).unwrap_or(&path));
        files.push(Output { path, bytes });
    }
    Ok(files)
}

/// Whether a history file holds figures as they were published, by its name.
pub fn is_published(name: &str) -> bool {
    name.starts_with("published")
}

/// Collects the files of a folder and of the folders in it; what programs leave behind is passed
/// over.
///
/// # Errors
/// A folder cannot be read.
pub fn collect(folder: &Path, out: &mut Vec<PathBuf>) -> Result<()> {
    let hint = || format!("フォルダー「{}」を開けません", folder.display());
    let entries = fs::read_dir(folder).with_context(hint)?;
    let mut entries = entries.collect::<Result<Vec<_>, _>>().with_context(hint)?;
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
        if path.is_dir() && !leads_back(&path, folder) {
            collect(&path, out)?;
        } else {
            out.push(path);
        }
    }
    Ok(())
}

/// Whether a link leads to a folder that holds it: to follow it would never end.
fn leads_back(path: &Path, folder: &Path) -> bool {
    match (folder.canonicalize(), path.canonicalize()) {
        (Ok(folder), Ok(there)) => path.is_symlink() && folder.starts_with(there),
        _ => false,
    }
}

/// Every file of a folder with its path as it is shown; what stands before it is told.
fn files_below(folder: &Path, prefix: &str) -> Result<Vec<(PathBuf, String)>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    let mut files = Vec::new();
    for path in paths {
        let shown = slashed(path.strip_prefix(folder).unwrap_or(&path));
        files.push((path, format!("{prefix}{shown}")));
    }
    Ok(files)
}

/// Reads one file; one that cannot be read is this file's fault alone, and found like any other.
pub fn read(path: &Path, shown: String) -> Incoming {
    let (bytes, withheld) = match content(path) {
        Ok(bytes) => (bytes, None),
        Err(why) => (Vec::new(), Some(Unreadable::Withheld(why))),
    };
    // Names from a Mac come decomposed (NFD); people and reports want them whole.
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .nfc()
        .collect();
    Incoming {
        name,
        path: shown.nfc().collect(),
        bytes,
        withheld,
    }
}

/// The content of a file; of one over the limit only as much as shows that it is.
fn content(path: &Path) -> Result<Vec<u8>, Withheld> {
    use std::io::{ErrorKind, Read as _};
    let why = |error: std::io::Error| match error.kind() {
        _ if is_held(&error) => Withheld::Forbidden,
        ErrorKind::NotFound => Withheld::DeadLink,
        // A circle of links has no kind of its own: a link that leads to nothing that is there.
        _ if path.is_symlink() && !path.exists() => Withheld::DeadLink,
        _ => Withheld::Failed,
    };
    if !path.metadata().map_err(why)?.is_file() {
        return Err(Withheld::NotAFile);
    }
    let mut bytes = Vec::new();
    fs::File::open(path)
        .map_err(why)?
        .take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(why)?;
    Ok(bytes)
}

/// A path with `/` between folders, on every machine.
pub fn slashed(path: &Path) -> String {
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The ending of a file's name, in lower case: what its format is unless it is said.
pub fn ending(path: &Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase()
}
