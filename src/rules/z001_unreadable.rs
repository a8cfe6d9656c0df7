//! A file that is no spreadsheet, or a broken one.

use super::{Candidate, Check, Rule, Sink};
use crate::model::finding::Severity;
use crate::workbook::{Guess, Limit, Unreadable, Withheld};

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z001",
    name: "unreadable",
    severity: Severity::Error,
    doc: include_str!("z001_unreadable.md"),
    check: Check::Gate(check),
};

fn check(candidate: &Candidate, sink: &mut Sink) {
    let resend =
        "Excel で開いて内容を確かめ、「Excel ブック（*.xlsx）」として保存し直してください。";
    let rewrite = "配られた様式（Excel のファイル）に書いて送ってください。";
    let (problem, remedy) = match candidate.unreadable {
        None | Some(Unreadable::Password) => return,
        Some(Unreadable::Empty) => (
            "ファイルの中身が空です（0 バイト）。".to_owned(),
            "もとのファイルを送り直してください。",
        ),
        Some(Unreadable::Withheld(why)) => withheld(*why),
        Some(Unreadable::NotASpreadsheet(guess)) => {
            let remedy = match guess {
                Guess::Csv | Guess::Html | Guess::OldXml2003 => resend,
                Guess::Zip => "ZIP を展開し、中の様式（Excel のファイル）だけを送ってください。",
                Guess::LockedZip => {
                    "パスワードで展開し、中の様式（Excel のファイル）だけを、パスワードを付けずに送ってください。"
                }
                Guess::Mail => {
                    "メールを開き、添付された様式（Excel のファイル）だけを保存して送ってください。"
                }
                Guess::Pdf | Guess::Image | Guess::Word | Guess::Unknown => rewrite,
            };
            (
                format!("Excel のファイルではなく、{}。", kind_of(*guess)),
                remedy,
            )
        }
        Some(Unreadable::Damaged(detail)) => (
            format!(
                "ファイルが壊れているか、途中で切れていて読めません{}。",
                of_ours(detail)
            ),
            "もとのファイルを Excel で開けるか確かめ、「Excel ブック（*.xlsx）」として保存し直して送ってください。",
        ),
        Some(Unreadable::TooLarge(limit)) => (
            format!(
                "ファイルが大きすぎるため読みません（{}）。",
                limit_of(*limit)
            ),
            "配られた様式に値だけを書き移して送ってください。",
        ),
    };
    sink.file(problem, remedy);
}

/// What this program says of a damaged file; what the readers below say is English and for their
/// makers.
fn of_ours(detail: &str) -> String {
    let is_ours = detail.ends_with(|c| ('ぁ'..='ん').contains(&c));
    if is_ours {
        format!("（{detail}）")
    } else {
        String::new()
    }
}

/// Why the system does not give the file, and what helps.
fn withheld(why: Withheld) -> (String, &'static str) {
    let (problem, remedy) = match why {
        Withheld::Forbidden => (
            "ファイルを開くことが許されていません。",
            "ほかのソフトで開いていれば閉じ、ファイルの権限（読み取り）を確かめてください。",
        ),
        Withheld::DeadLink => (
            "リンク（ショートカット）の先にファイルがありません。",
            "リンクではなく、もとのファイルをここに置いてください。",
        ),
        Withheld::NotAFile => (
            "ふつうのファイルではありません（装置やパイプなど）。",
            "様式のファイルをここに置き、これは別の場所に移してください。",
        ),
        Withheld::Failed => (
            "ディスクか通信の失敗のため、ファイルを読めません。",
            "もとのファイルを置き直し、もう一度実行してください。",
        ),
    };
    (problem.to_owned(), remedy)
}

/// What is too large, in the user's words.
fn limit_of(limit: Limit) -> &'static str {
    match limit {
        Limit::File => "20 MB を超えています。写真や資料が入っているかもしれません",
        Limit::Unpacked => "中身を開くと 100 MB を超えます",
        Limit::Parts => "中の部品の数が多すぎます",
        Limit::Sheets => "シートの数が多すぎます",
        Limit::Cells => {
            "値の入ったセルが多すぎます。様式と関係のない表が貼られているかもしれません"
        }
        Limit::Merges => "結合されたセルが多すぎます",
        Limit::Styles => "書式の種類が多すぎます",
    }
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
        Guess::LockedZip => "パスワードの付いた圧縮ファイル（ZIP）です",
        Guess::Mail => "メールのファイルです",
        Guess::Unknown => "種類の分からないデータです",
    }
}
