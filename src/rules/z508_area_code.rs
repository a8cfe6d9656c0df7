//! An area code that is none, by its check digit.

use super::publication::{Meaning, PublicTable};
use super::{Check, Rule, Sink};
use crate::model::cell::CellRef;
use crate::model::finding::Severity;
use crate::model::org_unit::is_area_code;

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
        // An area that is no municipality has none: its name, which never fails, stands alone.
        if !code.is_empty() && !is_area_code(code) {
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
