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
                let hint = nearest.as_ref().map_or_else(String::new, |label| format!("「{label}」のことでしょうか。"));
                (
                    format!("行「{label}」は様式にありません。{hint}"),
                    "数字を様式の行（なければ「その他」）に移し、加えた行を消してください。".to_owned(),
                )
            }
            DepartureKind::RowDoubled => (format!("行「{label}」が二つあります。"), "一つにまとめてください。".to_owned()),
            DepartureKind::BlockDoubled => {
                (format!("見出し「{label}」が二か所にあります。"), "写しの表やシートを消し、一つだけにしてください。".to_owned())
            }
            _ => continue,
        };
        sink.place(&departure.sheet, departure.cell, label, problem, remedy);
    }
}
