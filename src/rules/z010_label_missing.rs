//! A sheet, heading, column or row of the form that is gone.

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DepartureKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z010",
    name: "label-missing",
    severity: Severity::Error,
    doc: include_str!("z010_label_missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for departure in &context.submission.departures {
        let label = &departure.label;
        let (problem, remedy) = match &departure.kind {
            DepartureKind::SheetMissing => (
                format!("シート「{label}」がありません。"),
                "様式のシートを消したり見出しを書き換えたりせずに送ってください。".to_owned(),
            ),
            DepartureKind::SheetHidden => (
                format!("シート「{label}」が非表示になっているため、読んでいません。"),
                "シートの見出しを右クリックし、「再表示」で表示に戻して保存してください。"
                    .to_owned(),
            ),
            DepartureKind::BlockMissing(nearest) => {
                let hint = nearest.as_ref().map_or_else(String::new, |text| {
                    format!("「{text}」と書かれた見出しのことでしょうか。")
                });
                (
                    format!("見出し「{label}」が見つかりません。{hint}"),
                    "様式の見出しを元の言葉に戻してください。".to_owned(),
                )
            }
            DepartureKind::ColumnMissing(nearest) => {
                let hint = nearest.as_ref().map_or_else(String::new, |text| {
                    format!("「{text}」と書かれた列のことでしょうか。")
                });
                (
                    format!("列の見出し「{label}」が見つかりません。{hint}"),
                    "表の見出しの行を元の言葉に戻してください。".to_owned(),
                )
            }
            DepartureKind::RowMissing(Some(nearest)) => (
                format!(
                    "行「{label}」が見つかりません。「{nearest}」と書かれた行のことでしょうか。"
                ),
                "行の見出しを様式の言葉に戻してください。".to_owned(),
            ),
            DepartureKind::RowMissing(None) => (
                format!("行「{label}」が見つかりません。"),
                "消した行を元に戻してください。".to_owned(),
            ),
            _ => continue,
        };
        sink.place(&departure.sheet, departure.cell, label, problem, remedy);
    }
}
