//! A further picture where one is asked for.

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DepartureKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z111",
    name: "picture-doubled",
    severity: Severity::Query,
    doc: include_str!("z111_picture_doubled.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for departure in context
        .submission
        .departures
        .iter()
        .filter(|known| known.kind == DepartureKind::PictureDoubled)
    {
        sink.place(
            &departure.sheet,
            departure.cell,
            &departure.label,
            "この表には画像がもう一つあります。報告書に載せるのは一番上の画像だけです。".to_owned(),
            "載せたい一つだけを残してください。両方見せたいときは、一つの画像にまとめて貼り直してください。".to_owned(),
        );
    }
}
