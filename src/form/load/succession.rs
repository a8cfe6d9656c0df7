//! Checks what takes the place of what: options and units of earlier periods are known, alike and
//! over.
//!
//! Every successor begins after its predecessors have ended, so a chain of them always leads back
//! in time and never in a circle.

use anyhow::Result;
use indexmap::IndexMap;

use super::raw::{RawOption, RawUnit};
use super::{id_of, validity};
use crate::model::Id;
use crate::model::catalogue::Validity;
use crate::model::definition_file::{DefinitionFile, Word};

/// Something with a validity that may take the place of something earlier.
pub(super) struct Successor<'a> {
    id: &'a Word,
    /// What people call it.
    name: &'a str,
    succeeds: &'a [Word],
    validity: Validity,
    /// Only entries of one kind may follow each other.
    kind: &'a str,
}

impl<'a> Successor<'a> {
    /// A unit of the roster.
    pub fn unit(unit: &'a RawUnit) -> Self {
        Self {
            id: &unit.id,
            name: &unit.name,
            succeeds: &unit.succeeds,
            validity: validity(unit.from, unit.until),
            kind: unit.kind.get_ref(),
        }
    }

    /// An option of a category.
    pub fn option(option: &'a RawOption) -> Self {
        Self {
            id: &option.id,
            name: &option.label,
            succeeds: &option.succeeds,
            validity: validity(option.from, option.until),
            kind: if option.subset { "再掲" } else { "内訳" },
        }
    }
}

/// The ids that words name.
pub(super) fn ids(words: &[Word]) -> Vec<Id> {
    words.iter().map(id_of).collect()
}

/// Checks the successions among entries.
///
/// # Errors
/// The first mistake, with file, line and what is allowed.
pub(super) fn check(source: &DefinitionFile, what: &str, entries: &[Successor]) -> Result<()> {
    let known: IndexMap<Id, &Successor> = entries
        .iter()
        .map(|entry| (id_of(entry.id), entry))
        .collect();
    let (from_key, until_key) = (source.key("from"), source.key("until"));
    let succeeds = source.key("succeeds");
    for entry in entries.iter().filter(|entry| !entry.succeeds.is_empty()) {
        let Some(from) = entry.validity.from else {
            let rest = if source.cells.is_empty() {
                "には succeeds があるので、いつからかを from に書いてください（例: from = \"2024H1\"）"
            } else {
                "には「引き継ぐもの」があるので、いつからかを「開始」に書いてください（例: 2024H1）"
            };
            return Err(source.fault(entry.id, rest));
        };
        for (i, word) in entry.succeeds.iter().enumerate() {
            let named = entries.iter().find(|other| other.name == word.get_ref());
            if let Some(named) = named.filter(|_| !known.contains_key(word.get_ref().as_str())) {
                let rest = format!(
                    "は名前です。記号の「{}」を書いてください",
                    named.id.get_ref()
                );
                return Err(source.fault(word, &rest));
            }
            let earlier = source.known(word, what, &known)?;
            let own = entry.id.get_ref();
            if entry.succeeds[..i]
                .iter()
                .any(|other| other.get_ref() == word.get_ref())
            {
                let rest = format!("が{succeeds}に二度書かれています");
                return Err(source.fault(word, &rest));
            }
            if word.get_ref() == own {
                return Err(source.fault(word, "は自分自身です。前の時期の記号を書いてください"));
            }
            if earlier.kind != entry.kind {
                let rest = format!(
                    "は「{own}」と種類が違うので引き継げません（{}と{}）",
                    earlier.kind, entry.kind
                );
                return Err(source.fault(word, &rest));
            }
            let Some(until) = earlier.validity.until else {
                let rest = format!(
                    "は「{own}」に引き継がれるので、いつまでかを{until_key}に書いてください（{from} より前の期間。あとでまた使うときは、新しい記号で引き継ぎます）"
                );
                return Err(source.fault(earlier.id, &rest));
            };
            if !until.ends_before(from) {
                let rest = format!(
                    "の期間（{until} まで）が、引き継ぐ「{own}」の期間（{from} から）と重なります。\
                    {}は{from_key}より前の期間にしてください",
                    until_key.trim_start()
                );
                return Err(source.fault(word, &rest));
            }
        }
    }
    Ok(())
}
