//! A picture a part of which was cut off from sight but is still in the file.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;
use crate::model::picture::PictureFault;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z110",
    name: "picture-cropped",
    severity: Severity::Query,
    doc: include_str!("z110_picture_cropped.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        if value.answer == Answer::Unreadable(Fault::Picture(PictureFault::Cropped)) {
            sink.value(
                value,
                "画像の一部が「トリミング」で隠されていますが、隠した部分もファイルに残っています。公表されないよう、報告書に載せません。".to_owned(),
                "見せたい部分だけを Windows キー + Shift + S で切り取って貼り直すか、「図の圧縮」で「図のトリミング部分を削除する」を選んでください。".to_owned(),
            );
        }
    }
}
