//! A row that the form does not have, or a row or block that stands twice.

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DepartureKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z011",
    name: "label-unknown",
    severity: Severity::Error,
    doc: include_str!("z011_label_unknown.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for departure in &context.submission.departures {
        let label = &departure.label;
        let (problem, remedy) = match &departure.kind {
            DepartureKind::RowUnknown(nearest) => {
                let hint = nearest.as_ref().map_or_else(String::new, |label| {
                    format!("「{label}」のことでしょうか。")
                });
                (
                    format!("行「{label}」は様式にありません。{hint}"),
                    "書いた値を様式の行（なければ「その他」）に移し、加えた行を消してください。"
                        .to_owned(),
                )
            }
            DepartureKind::RowUnlabelled => (
                "見出しのない行に値が入っています。どの項目の値か分からないため、読んでいません。"
                    .to_owned(),
                "値を様式の行（なければ「その他」）に移し、この行を消してください。".to_owned(),
            ),
            DepartureKind::RowContradicts(other) => (
                format!(
                    "行「{label}」に、「{other}」の記号が付いています。どちらの行か分かりません。"
                ),
                "記号と項目の組み合わせを様式のとおりに戻してください。".to_owned(),
            ),
            DepartureKind::RowDoubled => (
                format!("行「{label}」が二つあります。"),
                "一つにまとめてください。".to_owned(),
            ),
            DepartureKind::ColumnDoubled => (
                format!("列「{label}」が二つあります。"),
                "正しいほうだけを残し、もう一つの列を消してください。".to_owned(),
            ),
            DepartureKind::BlockDoubled(other) => (
                format!("見出し「{label}」の表が二か所に記入されています（もう一つは{other}）。"),
                "正しいほうだけを残し、もう一つの表やシートを消してください。".to_owned(),
            ),
            _ => continue,
        };
        sink.place(&departure.sheet, departure.cell, label, problem, remedy);
    }
}
