//! A picture that the report cannot print.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;
use crate::model::picture::{PictureFault, PictureFormat};

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z108",
    name: "picture-unprintable",
    severity: Severity::Query,
    doc: include_str!("z108_picture_unprintable.md"),
    check: Check::Submission(check),
};

/// What to do with most of them.
const AGAIN: &str = "画面を Windows キー + Shift + S で切り取り、画像の欄に貼り直してください。載せないときは消してください。";

fn check(context: &Context, sink: &mut Sink) {
    let printed = PictureFormat::ALL.map(PictureFormat::label).join("、");
    for value in &context.submission.values {
        let Answer::Unreadable(Fault::Picture(fault)) = &value.answer else {
            continue;
        };
        let (problem, remedy) = match fault {
            PictureFault::Words => (
                format!(
                    "画像の欄に「{}」と書かれていますが、画像が貼り付けられていません。",
                    value.raw
                ),
                AGAIN,
            ),
            PictureFault::InCell => (
                "画像がセルの中に埋め込まれているため、読めません。".to_owned(),
                "画像を右クリックし「セルの上に配置」を選んで、保存し直してください。",
            ),
            PictureFault::Format(name) => (
                format!(
                    "報告書に載せられない形式（{name}）の画像です。載せられるのは {printed} です。"
                ),
                AGAIN,
            ),
            PictureFault::Broken => (
                "画像のデータが壊れているか途中で切れているため、報告書に載せられません。"
                    .to_owned(),
                AGAIN,
            ),
            PictureFault::TooLarge | PictureFault::Cropped => continue,
        };
        sink.value(value, problem, remedy.to_owned());
    }
}
