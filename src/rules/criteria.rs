//! What the checks measure by: thresholds, patterns of privacy, characters and what to write
//! instead.
//!
//! All of it is data (`templates/checks/`), and a project may bring its own files of the same
//! names.

use std::sync::LazyLock;

use anyhow::Result;
use serde::Deserialize;

use super::characters::Characters;
use super::privacy::Patterns;
use crate::model::Id;
use crate::model::catalogue::Privacy;
use crate::model::definition_file::DefinitionFile;
use crate::model::text::fold;

const PLAUSIBILITY: (&str, &str) = (
    "plausibility.toml",
    include_str!("../../templates/checks/plausibility.toml"),
);
const PRIVACY: (&str, &str) = (
    "privacy.toml",
    include_str!("../../templates/checks/privacy.toml"),
);
const CHARACTERS: (&str, &str) = (
    "characters.toml",
    include_str!("../../templates/checks/characters.toml"),
);

/// The files that are built in, by name.
pub const FILES: [(&str, &str); 3] = [PLAUSIBILITY, PRIVACY, CHARACTERS];

/// A mistake in the built-in files is caught by a test, so the defaults are never used.
static BUILT_IN: LazyLock<Criteria> =
    LazyLock::new(|| Criteria::load(|_| None).unwrap_or_default());

/// Patterns take some milliseconds to prepare: a form without any case does not wait for them.
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::load(DefinitionFile::new(PRIVACY.0, PRIVACY.1), true).unwrap_or_default()
});

/// What the checks measure by.
#[derive(Debug, Default)]
pub struct Criteria {
    pub(super) thresholds: Thresholds,
    pub(super) characters: Characters,
    /// A project's own patterns.
    patterns: Option<Patterns>,
}

impl Criteria {
    /// As built into the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// With the files that `text_of` knows by name in the place of the built-in ones.
    ///
    /// # Errors
    /// The first mistake in a file, with its line and what is allowed.
    pub fn load<'a>(text_of: impl Fn(&str) -> Option<&'a str>) -> Result<Self> {
        let file = |(name, built_in): (&'static str, &'static str)| {
            DefinitionFile::new(name, text_of(name).unwrap_or(built_in))
        };
        let own_patterns = text_of(PRIVACY.0).filter(|text| *text != PRIVACY.1);
        Ok(Self {
            thresholds: file(PLAUSIBILITY).parse()?,
            characters: Characters::load(file(CHARACTERS))?,
            patterns: own_patterns
                .map(|text| Patterns::load(DefinitionFile::new(PRIVACY.0, text), false))
                .transpose()?,
        })
    }

    /// The words of a text of the office's own that may be of one person alone.
    pub fn personal_in<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let found = self.patterns().find(text, Privacy::Person);
        found
            .into_iter()
            .flatten()
            .map(|span| &text[span])
            .collect()
    }

    pub(super) fn patterns(&self) -> &Patterns {
        self.patterns.as_ref().unwrap_or_else(|| &PATTERNS)
    }
}

/// When a count is put in question (Z301 to Z307); the data file tells what each number means.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thresholds {
    pub copied: Copied,
    pub equal_months: EqualMonths,
    pub slip: Slip,
    pub rare: Rare,
    pub rows: Rows,
    pub past: PastLimits,
    pub peers: Peers,
    pub addresses: Addresses,
    pub reasons: Reasons,
    #[serde(default)]
    pub remarks: Remarks,
    #[serde(default)]
    pub labels: Labels,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Copied {
    pub least_total: u64,
    pub least_parts: usize,
    /// Counts above zero in a table, and letters of a text.
    pub least_cells: usize,
    /// How unlikely counts have to be alike by chance (`plausible::unlikely`).
    pub unlikely: Positive,
    /// How much of a table is the same where it was copied and mended in part.
    pub share: Share,
    pub least_text: usize,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EqualMonths {
    pub least_value: u64,
    pub block_least_total: u64,
    pub block_least_parts: usize,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slip {
    pub factor: Positive,
    pub least: Positive,
    pub spread: Positive,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rare {
    pub factor: Positive,
    pub least: Positive,
    pub spread: Positive,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows {
    pub factor: Positive,
    pub beyond_largest: Positive,
    pub least: Positive,
    pub alone: Positive,
    pub usual_for_zero: Positive,
    /// Words of a row that is no entry of its list, and words that are no answer in it.
    pub no_event: FoldedWords,
    pub no_words: FoldedWords,
    /// Words of an example, and those that withdraw a row where its number stands.
    #[serde(default)]
    pub examples: FoldedWords,
    #[serde(default)]
    pub no_entry: FoldedWords,
}

/// Words that are looked for in folded texts.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct FoldedWords(pub Vec<String>);

impl From<Vec<String>> for FoldedWords {
    fn from(words: Vec<String>) -> Self {
        Self(words.iter().map(|word| fold(word)).collect())
    }
}

impl FoldedWords {
    /// Whether one of them stands in a folded text.
    pub fn are_in(&self, folded: &str) -> bool {
        self.0.iter().any(|word| folded.contains(word))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Addresses {
    /// The data elements that ask for the address of a page.
    pub elements: Vec<Id>,
    /// How the names of hosts begin or end that only the house can reach.
    pub inside: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PastLimits {
    pub periods: usize,
    pub spread: Positive,
    pub usual_change: Positive,
    pub least_ratio: Positive,
    pub least: Positive,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Peers {
    pub units: usize,
    pub spread: Positive,
    pub least_spread: Positive,
    pub least: Positive,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reasons {
    pub say_nothing: Vec<String>,
    /// How they may end.
    pub endings: Vec<String>,
    /// Words of who asks for a correction.
    pub correcting: Vec<String>,
}

/// What people write beside the tables.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remarks {
    /// Words that everybody writes there and that say nothing of the answers.
    pub usual: Vec<String>,
    /// Words before the day or the name of who filled the form.
    #[serde(default)]
    pub signed: Vec<String>,
    /// Words beside the day of a stamp.
    #[serde(default)]
    pub stamped: Vec<String>,
    /// Words before the extension of a telephone.
    #[serde(default)]
    pub extensions: Vec<String>,
    /// Words before the number of a copy or a version.
    #[serde(default)]
    pub copies: FoldedWords,
    /// How the names of sections end.
    #[serde(default)]
    pub sections: FoldedWords,
    /// Words of a remark that may change an answer.
    pub changing: Vec<String>,
}

/// What rows that were added and sheets are called.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    /// Words that end like a sum and are none.
    pub no_sums: Vec<String>,
    /// Words in the name of a sheet that is not the one to be sent.
    #[serde(default)]
    pub not_final: FoldedWords,
}

/// A number above zero.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(try_from = "f64")]
pub(super) struct Positive(pub f64);

impl TryFrom<f64> for Positive {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        let is_positive = number.is_finite() && number > 0.0;
        if is_positive {
            Ok(Self(number))
        } else {
            Err(format!(
                "{number} は使えません。0 より大きい数を書いてください"
            ))
        }
    }
}

/// A part of a whole, neither none nor all of it.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(try_from = "f64")]
pub(super) struct Share(pub f64);

impl TryFrom<f64> for Share {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        if number > 0.0 && number < 1.0 {
            Ok(Self(number))
        } else {
            Err(format!(
                "{number} は使えません。0 より大きく 1 より小さい数を書いてください（7割なら 0.7）"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_part_and_no_percentage() {
        for share in ["0", "1", "70", "-0.5"] {
            let own = PLAUSIBILITY
                .1
                .replace("share = 0.7", &format!("share = {share}"));
            let read = Criteria::load(|name| (name == PLAUSIBILITY.0).then_some(&*own));
            let told = read
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            assert!(
                told.contains("0 より大きく 1 より小さい"),
                "{share}: {told}"
            );
        }
    }

    #[test]
    fn the_built_in_files_are_read() {
        assert_eq!(Criteria::built_in().thresholds.past.periods, 4);
        assert!(Criteria::load(|_| None).is_ok());
        assert!(Patterns::load(DefinitionFile::new(PRIVACY.0, PRIVACY.1), false).is_ok());
    }
}
