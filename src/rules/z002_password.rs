//! A file behind a password.

use super::{Candidate, Check, Rule, Sink};
use crate::model::finding::Severity;
use crate::workbook::Unreadable;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z002",
    name: "password",
    severity: Severity::Error,
    doc: include_str!("z002_password.md"),
    check: Check::Gate(check),
};

fn check(candidate: &Candidate, sink: &mut Sink) {
    if matches!(candidate.unreadable, Some(Unreadable::Password)) {
        sink.file(
            "パスワードで保護されているため開けません。",
            "Excel で開き、「ファイル」→「情報」→「ブックの保護」→「パスワードを使用して暗号化」でパスワードを消して保存し、送り直してください。",
        );
    }
}
