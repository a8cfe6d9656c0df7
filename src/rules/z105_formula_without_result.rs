//! A formula whose result is an error or not stored.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;
use crate::model::submission::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z105",
    name: "formula-without-result",
    severity: Severity::Error,
    doc: include_str!("z105_formula_without_result.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        match &value.answer {
            // Totals are always computed anew, so a total without a stored result hides nothing.
            Answer::Unreadable(Fault::NoStoredResult) if value.role == Role::Input => sink.value(
                value,
                "式が入っていますが、計算の結果がファイルに保存されていません。".to_owned(),
                "Excel で開いて上書き保存するか、式の代わりに数字を入れてください。".to_owned(),
            ),
            Answer::Unreadable(Fault::FormulaError(code)) => sink.value(
                value,
                format!("式が「{code}」になっています。"),
                "式の代わりに数字を入れるか、式を直してください。".to_owned(),
            ),
            _ => {}
        }
    }
}
