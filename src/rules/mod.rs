//! What makes a submission wrong: one check, one file, one explanation. Findings are born only
//! here.
//!
//! A rule is a constant and a function; its `.md` is what `explain` prints. Consequences are
//! impossible by construction: a gate that fails stops the file, a blank can only raise the blank
//! rule, and a relation with a missing side is skipped. Files, formats and layouts may not enter:
//! rules see answers.

mod characters;
mod context;
pub mod criteria;
mod dispatch;
mod plausible;
mod privacy;
pub mod publication;
mod reasons;
mod sink;

mod z001_unreadable;
mod z002_password;
mod z003_unknown_form;
mod z004_other_version;
mod z005_other_period;
mod z006_unknown_unit;
mod z007_contradicting_identity;
mod z008_unit_twice;
mod z009_other_file_name;
mod z010_label_missing;
mod z011_label_unknown;
mod z012_block_moved;
mod z013_far_cells;
mod z014_merged_answers;
mod z015_hidden_answers;
mod z016_part_not_read;
mod z017_waiver_unmatched;
mod z018_column_unknown;
mod z019_list_too_long;
mod z020_cell_noted;
mod z021_other_definitions;
mod z022_sheet_unknown;
mod z023_misplaced;
mod z024_unsettled;
mod z101_blank;
mod z102_not_a_count;
mod z103_not_in_list;
mod z104_not_a_date;
mod z105_formula_without_result;
mod z106_struck_through;
mod z107_text_too_long;
mod z108_picture_unprintable;
mod z109_picture_too_large;
mod z110_picture_cropped;
mod z111_picture_doubled;
mod z112_pictures_elsewhere;
mod z113_pictures_unread;
mod z190_folded;
mod z191_totals_computed;
mod z201_total_differs;
mod z202_subset_exceeds;
mod z203_relation_broken;
mod z204_date_outside;
mod z205_row_twice;
mod z301_block_copied;
mod z302_months_equal;
mod z303_month_slip;
mod z304_far_from_past;
mod z305_far_from_others;
mod z306_row_slip;
mod z307_all_zero;
mod z308_unit_copied;
mod z309_common_factor;
mod z310_says_nothing;
mod z311_not_an_address;
mod z390_past_too_short;
mod z401_person_name;
mod z402_exact_age;
mod z403_birth_date;
mod z404_exact_date;
mod z405_contact_number;
mod z406_address;
mod z407_initials;
mod z408_institution_name;
mod z409_own_area;
mod z501_layout_blank;
mod z502_not_a_number;
mod z503_like_a_formula;
mod z504_heading;
mod z505_omitted;
mod z506_symbol;
mod z507_period;
mod z508_area_code;
mod z509_same_key;
mod z510_platform_character;
mod z512_exposed;
mod z513_not_in_fonts;
mod z514_unknown_code;

pub use context::{Background, Candidate, Context, RoundContext};
pub use reasons::waive;
pub use sink::{Message, Sink};
#[cfg(feature = "cli")]
pub use z007_contradicting_identity::RULE as CONTRADICTING_IDENTITY;
#[cfg(feature = "cli")]
pub use z021_other_definitions::RULE as OTHER_DEFINITIONS;
pub use z021_other_definitions::{departing, instead};

use crate::model::finding::{Finding, Severity};
use crate::model::submission::Arrival;
use publication::PublicTable;

/// One check.
pub struct Rule {
    /// The code that users see; never used again for another check.
    pub code: &'static str,
    /// What it finds, so that "allow this" reads well.
    pub name: &'static str,
    /// How much a finding weighs, unless the definitions say otherwise (relations).
    pub severity: Severity,
    /// The explanation: 何を調べるか, なぜ, 例, 直し方.
    pub doc: &'static str,
    /// When and on what it runs.
    pub check: Check,
}

/// When and on what a rule runs.
pub enum Check {
    /// Before the other gates: what they ask means nothing of such a file.
    FirstGate(fn(&Candidate, &mut Sink)),
    /// Before anything is read; the first gate that finds something stops the file.
    Gate(fn(&Candidate, &mut Sink)),
    /// On what was read of one file.
    Submission(fn(&Context, &mut Sink)),
    /// On an answer that cannot be read or a departure that is given to it (`dispatch`).
    Dispatched,
    /// On all files of a round together.
    Round(fn(&RoundContext, &mut Sink)),
    /// On a table of the open data before it is written.
    Publication(fn(&PublicTable, &mut Sink)),
    /// On the numbers of a release, where they are hidden (`dataset::suppress`).
    Release,
}

/// Every rule, in the order of the codes.
pub static RULES: &[&Rule] = &[
    &z001_unreadable::RULE,
    &z002_password::RULE,
    &z003_unknown_form::RULE,
    &z004_other_version::RULE,
    &z005_other_period::RULE,
    &z006_unknown_unit::RULE,
    &z007_contradicting_identity::RULE,
    &z008_unit_twice::RULE,
    &z009_other_file_name::RULE,
    &z010_label_missing::RULE,
    &z011_label_unknown::RULE,
    &z012_block_moved::RULE,
    &z013_far_cells::RULE,
    &z014_merged_answers::RULE,
    &z015_hidden_answers::RULE,
    &z016_part_not_read::RULE,
    &z017_waiver_unmatched::RULE,
    &z018_column_unknown::RULE,
    &z019_list_too_long::RULE,
    &z020_cell_noted::RULE,
    &z021_other_definitions::RULE,
    &z022_sheet_unknown::RULE,
    &z023_misplaced::RULE,
    &z024_unsettled::RULE,
    &z101_blank::RULE,
    &z102_not_a_count::RULE,
    &z103_not_in_list::RULE,
    &z104_not_a_date::RULE,
    &z105_formula_without_result::RULE,
    &z106_struck_through::RULE,
    &z107_text_too_long::RULE,
    &z108_picture_unprintable::RULE,
    &z109_picture_too_large::RULE,
    &z110_picture_cropped::RULE,
    &z111_picture_doubled::RULE,
    &z112_pictures_elsewhere::RULE,
    &z113_pictures_unread::RULE,
    &z190_folded::RULE,
    &z191_totals_computed::RULE,
    &z201_total_differs::RULE,
    &z202_subset_exceeds::RULE,
    &z203_relation_broken::RULE,
    &z204_date_outside::RULE,
    &z205_row_twice::RULE,
    &z301_block_copied::RULE,
    &z302_months_equal::RULE,
    &z303_month_slip::RULE,
    &z304_far_from_past::RULE,
    &z305_far_from_others::RULE,
    &z306_row_slip::RULE,
    &z307_all_zero::RULE,
    &z308_unit_copied::RULE,
    &z309_common_factor::RULE,
    &z310_says_nothing::RULE,
    &z311_not_an_address::RULE,
    &z390_past_too_short::RULE,
    &z401_person_name::RULE,
    &z402_exact_age::RULE,
    &z403_birth_date::RULE,
    &z404_exact_date::RULE,
    &z405_contact_number::RULE,
    &z406_address::RULE,
    &z407_initials::RULE,
    &z408_institution_name::RULE,
    &z409_own_area::RULE,
    &z501_layout_blank::RULE,
    &z502_not_a_number::RULE,
    &z503_like_a_formula::RULE,
    &z504_heading::RULE,
    &z505_omitted::RULE,
    &z506_symbol::RULE,
    &z507_period::RULE,
    &z508_area_code::RULE,
    &z509_same_key::RULE,
    &z510_platform_character::RULE,
    &z512_exposed::RULE,
    &z513_not_in_fonts::RULE,
    &z514_unknown_code::RULE,
];

/// Codes of checks that are gone: people keep files in which they are printed, so none is used
/// again.
#[cfg(test)]
const RETIRED: [&str; 1] = ["Z511"];

/// The rule with a code, in any spelling of its letter.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .copied()
        .find(|rule| rule.code.eq_ignore_ascii_case(code))
}

/// Runs the gates in order; the first that finds something is the only one that speaks.
pub fn gate(candidate: &Candidate) -> Vec<Finding> {
    let mut gates = Vec::new();
    for rule in RULES {
        match rule.check {
            Check::FirstGate(check) => gates.insert(0, (rule, check)),
            Check::Gate(check) => gates.push((rule, check)),
            _ => {}
        }
    }
    for (rule, check) in gates {
        let mut sink = Sink::new(rule, candidate.file);
        check(candidate, &mut sink);
        let findings = sink.into_findings();
        if !findings.is_empty() {
            return findings;
        }
    }
    Vec::new()
}

/// Runs every check on what was read of one file; findings stand in the order of the form.
pub fn check(context: &Context) -> Vec<Finding> {
    let mut findings = dispatch::check(context);
    for rule in RULES {
        if let Check::Submission(check) = rule.check {
            let mut sink = Sink::new(rule, &context.submission.file.name);
            check(context, &mut sink);
            findings.extend(sink.into_findings());
        }
    }
    for finding in &mut findings {
        reasons::answer(finding, context.submission, context.criteria);
    }
    findings.extend(reasons::unasked(&findings, context));
    findings.sort_by(|a, b| {
        let place = context.form.place_of_sheet(a.sheet.as_deref());
        let other = context.form.place_of_sheet(b.sheet.as_deref());
        (place, &a.sheet, a.cell, a.code).cmp(&(other, &b.sheet, b.cell, b.code))
    });
    findings
}

/// That another file is the same byte for byte, so that one of them is enough.
pub fn same_file(kept: &Arrival, other: &Arrival) -> Finding {
    z016_part_not_read::same_file(kept, other)
}

/// Runs the checks that need all files of a round; each finding names its file.
pub fn check_round(round: &RoundContext) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Check::Round(check) = rule.check {
            let mut sink = Sink::new(rule, "");
            check(round, &mut sink);
            findings.extend(sink.into_findings());
        }
    }
    for submission in round.submissions() {
        for finding in &mut findings {
            if finding.file == *submission.file.name {
                reasons::answer(finding, submission, round.around.criteria);
                reasons::waive_one(finding, submission, round.around);
            }
        }
    }
    findings
}

/// How many checks look at one submission.
pub fn count_of_checks() -> usize {
    RULES
        .iter()
        .filter(|rule| !matches!(rule.check, Check::Publication(_) | Check::Release))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retired_code_is_not_used_again() {
        assert!(RETIRED.iter().all(|code| find(code).is_none()));
    }
}
