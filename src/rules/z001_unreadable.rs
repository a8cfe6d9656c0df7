//! A file that is no spreadsheet, or a broken one.

use super::{Candidate, Check, Rule, Sink};
use crate::model::finding::Severity;
use crate::workbook::{Guess, Unreadable};

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z001",
    name: "unreadable",
    severity: Severity::Error,
    doc: include_str!("z001_unreadable.md"),
    check: Check::Gate(check),
};

fn check(candidate: &Candidate, sink: &mut Sink) {
    let resend = "Excel で開いて内容を確かめ、「Excel ブック（*.xlsx）」として保存し直してください。".to_owned();
    let (problem, remedy) = match candidate.unreadable {
        None | Some(Unreadable::Password) => return,
        Some(Unreadable::Empty) => {
            ("ファイルの中身が空です（0 バイト）。".to_owned(), "もとのファイルを送り直してください。".to_owned())
        }
        Some(Unreadable::NotASpreadsheet(guess)) => {
            (format!("Excel のファイルではありません（中身は{}）。", kind_of(*guess)), resend)
        }
        Some(Unreadable::Damaged(detail)) => (format!("ファイルが壊れていて読めません（{detail}）。"), resend),
        Some(Unreadable::TooLarge(_)) => (
            "ファイルが大きすぎるため読みません。様式のほかの写真や資料が入っているかもしれません。".to_owned(),
            "様式だけのファイルにして送り直してください。".to_owned(),
        ),
    };
    sink.file(problem, remedy);
}

/// What a file seems to be, in the user's words.
fn kind_of(guess: Guess) -> &'static str {
    match guess {
        Guess::Csv => "CSV（文字だけの表）です",
        Guess::Html => "ウェブページ（HTML）です",
        Guess::Pdf => "PDF です",
        Guess::Image => "画像です",
        Guess::Word => "Word の文書です",
        Guess::OldXml2003 => "古い形式（Excel 2003 XML）です",
        Guess::Zip => "圧縮ファイル（ZIP）です",
        Guess::Unknown => "種類の分からないデータです",
    }
}
