//! 例外承認: whoever collects the forms lets a 確認 of a unit pass, for a reason and until a day.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use super::Id;
use super::day;
use super::finding::{Finding, Severity};
use super::hand;
use super::submission::Submission;
use super::text::{fold, narrow};

/// One `[[waiver]]` of `zaitaku.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The unit's id.
    pub unit: Id,
    /// The code of the check.
    #[serde(deserialize_with = "plain")]
    pub code: String,
    /// Only findings on this sheet.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub sheet: Option<String>,
    /// Only findings at this cell, e.g. `D14`.
    #[serde(default, deserialize_with = "plain_if_any")]
    pub cell: Option<String>,
    /// Only findings at an answer to this element.
    pub element: Option<Id>,
    /// Why it may pass.
    #[serde(deserialize_with = "hand::some_text")]
    pub reason: String,
    /// The last day on which a period may end for the waiver to hold.
    #[serde(deserialize_with = "day::read")]
    pub until: Date,
}

impl Waiver {
    /// Whether it no longer holds for what a submission reports.
    pub fn is_over(&self, submission: &Submission) -> bool {
        submission.period.days().1 > self.until
    }

    /// Whether it speaks of a finding of a submission, over or not; only a 確認 can pass.
    pub fn concerns(&self, submission: &Submission, finding: &Finding) -> bool {
        finding.severity == Severity::Query
            && self.unit == submission.unit
            && self.code.eq_ignore_ascii_case(finding.code)
            && self.sheet.as_ref().is_none_or(|sheet| {
                finding.sheet.as_ref().map(|own| fold(own)) == Some(fold(sheet))
            })
            && self
                .cell
                .as_ref()
                .is_none_or(|cell| finding.cell.is_some_and(|own| cell.parse() == Ok(own)))
            && self
                .element
                .as_ref()
                .is_none_or(|wanted| element_at(submission, finding) == Some(wanted))
    }

    /// The words that stand in the place of the unit's reason; whoever collects the forms has let
    /// it pass.
    pub fn words(&self, collector: &str) -> String {
        format!(
            "{collector}の例外承認（{}まで）: {}",
            self.until, self.reason
        )
    }
}

/// Reads a code or an address as it was meant: `ｚ２０３` is Z203.
fn plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(narrow(&hand::some_text(deserializer)?).to_ascii_uppercase())
}

fn plain_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    plain(deserializer).map(Some)
}

/// The element that the cell of a finding answers.
fn element_at<'a>(submission: &'a Submission, finding: &Finding) -> Option<&'a Id> {
    let mut values = submission.values.iter();
    let value = values.find(|value| {
        Some(&*value.at.sheet) == finding.sheet.as_deref() && Some(value.at.cell) == finding.cell
    });
    value.map(|value| &value.key.element)
}
