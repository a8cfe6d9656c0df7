//! Totals that the form's own formulas left wrong: computed anew, told once.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault, Value};
use crate::model::finding::Severity;
use crate::model::submission::{DataValue, DepartureKind, Role};

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z191",
    name: "totals-computed",
    severity: Severity::Note,
    doc: include_str!("z191_totals_computed.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let mut first = None;
    let mut wrong = 0;
    for value in &context.submission.values {
        let is_told = is_adjusted(context, value);
        if value.role == Role::Total && value.formula && !is_told && is_wrong(context, value) {
            first = first.or(Some(value));
            wrong += 1;
        }
    }
    if let Some(first) = first {
        sink.value(
            first,
            format!(
                "合計の式の結果が、内訳を足した数と違う欄が{wrong}か所あります。内訳から計算し直しました。"
            ),
            "直さなくて構いません。内訳が正しいかだけ確かめてください（文字として入った数字は、式では足されません）。",
        );
    }
}

/// Whether somebody wrote a number into the formula of a total: then it speaks for its writer
/// (Z201).
fn is_adjusted(context: &Context, value: &DataValue) -> bool {
    let mut departures = context.submission.departures.iter();
    departures.any(|departure| {
        departure.kind == DepartureKind::TotalAdjusted
            && departure.cell == Some(value.at.cell)
            && departure.sheet == value.at.sheet
    })
}

/// Whether a formula shows something else than the sum of the parts.
fn is_wrong(context: &Context, value: &DataValue) -> bool {
    if let Answer::Unreadable(Fault::FormulaError(_)) = &value.answer {
        return true;
    }
    let key = &value.key;
    let shown = value.answer.value().and_then(Value::count);
    let sum = context.sum(&key.element, key.option.as_deref(), key.month);
    let (Some(shown), Some(sum)) = (shown, sum) else {
        return false;
    };
    // What a spreadsheet adds up leaves out 「3件」, which is a text: that is told at the part.
    shown != sum && shown + context.folded(&key.element, key.option.as_deref(), key.month) != sum
}
