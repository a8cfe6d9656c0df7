//! An area code that is none, by its check digit.

use super::publication::{Meaning, PublicTable};
use super::{Check, Rule, Sink};
use crate::model::cell::CellRef;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z508",
    name: "bad-area-code",
    severity: Severity::Error,
    doc: include_str!("z508_area_code.md"),
    check: Check::Publication(check),
};

fn check(table: &PublicTable, sink: &mut Sink) {
    let Some(area) = table.column(Meaning::AreaCode) else {
        return;
    };
    for (row, _) in (1..).zip(&table.rows) {
        let code = table.text(row, area);
        if !is_area_code(code) {
            sink.cell(
                CellRef::new(row, area),
                table.name_of(area),
                code,
                "検査数字の合う6桁の全国地方公共団体コードではありません。",
                "名簿の code を直してください。",
            );
        }
    }
}

/// Five digits weighted 6 to 2; the sixth completes their sum to a multiple of eleven, by its last digit.
fn is_area_code(code: &str) -> bool {
    let digits: Option<Vec<u32>> = code.chars().map(|c| c.to_digit(10)).collect();
    let Some([own @ .., check]) = digits.as_deref() else {
        return false;
    };
    let sum: u32 = own
        .iter()
        .zip((2..=6).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    own.len() == 5 && (11 - sum % 11) % 10 == *check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_digit_is_noticed() {
        for code in ["271276", "271004", "011002", "131016"] {
            assert!(is_area_code(code), "{code}");
        }
        for code in ["271275", "27127", "27127６", "", "2712760"] {
            assert!(!is_area_code(code), "{code}");
        }
    }
}
