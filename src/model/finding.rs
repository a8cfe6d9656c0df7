//! What is wrong or in question with a submission, told so that it can be mended.

use serde::Serialize;

use super::cell::CellRef;

/// The file of a project's settings, in which a finding may be, too.
pub const SETTINGS: &str = "zaitaku.toml";

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// エラー: must be mended.
    Error,
    /// 確認: must be mended or explained.
    Query,
    /// 参考: tells what was folded; nothing to do.
    Note,
}

impl Severity {
    /// The word that users see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Error => "エラー",
            Self::Query => "確認",
            Self::Note => "参考",
        }
    }
}

/// One thing found; born only in the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code of the rule, e.g. `Z102`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The file's name.
    pub file: String,
    /// The sheet, when the finding has a place.
    pub sheet: Option<String>,
    /// The cell, when the finding has one.
    pub cell: Option<CellRef>,
    /// The words of the row and column heading.
    pub heading: String,
    /// The value as it stands.
    pub found: String,
    /// What is wrong, in a sentence.
    pub problem: String,
    /// What to do, with an example.
    pub remedy: String,
    /// The reason that the unit gave; only a 確認 takes one.
    pub reason: Option<String>,
}

impl Finding {
    /// Whether the finding stops a build.
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether it asks about what may tell who somebody is.
    pub fn is_of_privacy(&self) -> bool {
        self.code.starts_with("Z4")
    }

    /// Whether it still waits for an answer.
    pub fn is_open(&self) -> bool {
        self.severity == Severity::Query && self.reason.is_none()
    }

    /// Whether a number may change by the answer: none does by what is said of the settings, such
    /// as of a waiver that was meant for another period.
    pub fn may_change_numbers(&self) -> bool {
        self.is_open() && self.file != SETTINGS
    }
}
