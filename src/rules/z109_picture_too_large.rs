//! A picture with more bytes or pixels than the definitions allow.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::{Answer, Fault};
use crate::model::finding::Severity;
use crate::model::picture::PictureFault;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z109",
    name: "picture-too-large",
    severity: Severity::Query,
    doc: include_str!("z109_picture_too_large.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        if value.answer != Answer::Unreadable(Fault::Picture(PictureFault::TooLarge)) {
            continue;
        }
        let Some(limits) = context.element(value).and_then(|element| element.limits) else {
            continue;
        };
        let (megabytes, pixels) = (limits.bytes / 1_000_000, grouped(limits.pixels / 10_000));
        sink.value(
            value,
            format!("画像が大きすぎるため、報告書に載せられません（{megabytes}MB、縦横の画素の積で{pixels}万まで）。"),
            "画面を Windows キー + Shift + S で切り取って貼り直すか、「図の形式」の「図の圧縮」で小さくしてください。".to_owned(),
        );
    }
}
