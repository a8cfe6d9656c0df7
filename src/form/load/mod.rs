//! Checks the definition files: every reference known, every id once, every code right. Texts come
//! in by their names; whoever reads files stands outside.
//!
//! A mistake is told with file, line and what is allowed; a definition with a mistake is never
//! used.

mod catalogue;
mod form;
mod raw;
mod registry;
mod relation;
mod roster;
mod succession;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Result, anyhow, bail};
use include_dir::{Dir, include_dir};
use indexmap::IndexMap;

use super::spec::Definitions;
use crate::model::catalogue::Validity;
use crate::model::definition_file::{DefinitionFile, Word};
use crate::model::hand;
use crate::model::own_names::OwnNames;
use crate::model::period::Period;
use crate::model::{Id, RESERVED};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/forms");

/// The file of the city, the kinds of unit and the roster.
const ORG_UNITS: &str = "org_units.toml";

/// The texts of the definition files by name, and what a project says besides of itself.
#[derive(Debug, Clone)]
pub struct Sources {
    texts: IndexMap<String, String>,
    /// A roster that is kept as a table: the name of its file, and its bytes.
    roster: Option<(String, Vec<u8>)>,
    names: OwnNames,
    /// What everything was called at another time, where the definitions are read as of then.
    then: BTreeMap<String, String>,
}

impl Sources {
    /// The files built into the program.
    pub fn built_in() -> Self {
        let mut texts = IndexMap::new();
        for file in BUILT_IN.files() {
            if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                texts.insert(name.to_owned(), text.to_owned());
            }
        }
        Self {
            texts,
            roster: None,
            names: OwnNames::default(),
            then: BTreeMap::new(),
        }
    }

    /// Replaces or adds one file.
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.texts.insert(name.to_owned(), text.to_owned());
        self
    }

    /// Takes the areas and units from a table (Excel or CSV).
    pub fn with_roster(mut self, name: &str, bytes: Vec<u8>) -> Self {
        self.roster = Some((name.to_owned(), bytes));
        self
    }

    /// Names the city and the kinds of unit as the project does.
    pub fn with_names(mut self, names: OwnNames) -> Self {
        self.names = names;
        self
    }

    /// Calls everything as it was called at another time.
    pub fn as_called(mut self, then: BTreeMap<String, String>) -> Self {
        self.then = then;
        self
    }

    /// Every file with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The text of one file.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// The roster that is kept as a table, if it is: the name of its file, and its bytes.
    pub fn roster(&self) -> Option<(&str, &[u8])> {
        let (name, bytes) = self.roster.as_ref()?;
        Some((name, bytes))
    }

    fn open<'a>(&'a self, name: &'a str) -> Result<DefinitionFile<'a>> {
        match self.text(name) {
            Some(text) => Ok(DefinitionFile::new(name, text)),
            None => Err(anyhow!("定義ファイル「{name}」がありません")),
        }
    }
}

impl Definitions {
    /// The definitions built into the program.
    ///
    /// # Errors
    /// Never for a released program: a test loads them.
    pub fn built_in() -> Result<Self> {
        Self::load(&Sources::built_in())
    }

    /// Definitions from any files.
    ///
    /// # Errors
    /// The first mistake in a definition, with file, line and what is allowed.
    pub fn load(sources: &Sources) -> Result<Self> {
        let mut registry = registry::read(sources)?;
        if !sources.then.is_empty() {
            registry.rename(&sources.then);
        }
        let name = "catalogue.toml";
        let text = sources.open(name)?.worded(&registry)?;
        let catalogue = catalogue::read(&DefinitionFile::new(name, &text))?;
        let mut forms = IndexMap::new();
        for kind in registry.kinds.values() {
            let name = format!("{}.toml", kind.form);
            let text = sources.open(&name)?.worded(&registry)?;
            let form = form::read(&DefinitionFile::new(&name, &text), &catalogue)?;
            if form.id != kind.form {
                bail!(
                    "定義ファイル「{name}」の id は「{}」でなければなりません",
                    kind.form
                );
            }
            forms.insert(form.id.clone(), form);
        }
        Ok(Self {
            registry,
            catalogue,
            forms,
        })
    }
}

/// The id that a word names.
fn id_of(word: &Word) -> Id {
    Id::from(word.get_ref().as_str())
}

fn validity(from: Option<Period>, until: Option<Period>) -> Validity {
    Validity { from, until }
}

impl DefinitionFile<'_> {
    /// The word must be one of these.
    fn known<'k, V>(&self, word: &Word, what: &str, known: &'k IndexMap<Id, V>) -> Result<&'k V> {
        if let Some(found) = known.get(word.get_ref().as_str()) {
            return Ok(found);
        }
        let names: Vec<&str> = known.keys().map(|id| &**id).collect();
        let hint = hand::hint(word.get_ref(), names.iter().copied());
        let all = names.join(", ");
        let rest = format!("という{what}はありません。{hint}使えるもの: {all}");
        Err(self.fault(word, &rest))
    }

    /// What ends before it begins would be on no form.
    fn lasting(&self, id: &Word, from: Option<Period>, until: Option<Period>) -> Result<Validity> {
        match (from, until) {
            (Some(from), Some(until)) if until.ends_before(from) => {
                let (begin, end) = (self.key("from").trim_end(), self.key("until").trim());
                let rest = format!(
                    "の{begin}（{from}）が {end}（{until}）より後です。どちらかの期間を直してください"
                );
                Err(self.fault(id, &rest))
            }
            _ => Ok(validity(from, until)),
        }
    }

    /// The word must not have been used.
    fn unused<V>(&self, word: &Word, what: &str, used: &IndexMap<Id, V>) -> Result<Id> {
        let id: &str = word.get_ref();
        let is_plain = id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let rest = if id.is_empty() || !is_plain {
            format!("は{what}の名前に使えません。半角の英数字と _ - だけで書いてください")
        } else if id.starts_with(RESERVED) {
            format!(
                "は{what}の名前に使えません。\
                 {RESERVED} で始まる名前は、オープンデータで合計などを表します"
            )
        } else if used.contains_key(id) {
            format!("という{what}が二度書かれています。名前は一度だけ使えます")
        } else {
            return Ok(Arc::from(id));
        };
        Err(self.fault(word, &rest))
    }
}
