//! Pictures where none is asked for.

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DepartureKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z112",
    name: "pictures-elsewhere",
    severity: Severity::Note,
    doc: include_str!("z112_pictures_elsewhere.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for departure in &context.submission.departures {
        if let DepartureKind::PicturesElsewhere(count) = departure.kind {
            sink.place(
                &departure.sheet,
                departure.cell,
                &departure.label,
                format!("画像の欄の外に、画像が{count}点あります。報告書には載りません。"),
                "載せなくてよければ、直さなくて構いません。載せたいときは、画像の欄に貼り直してください。".to_owned(),
            );
        }
    }
}
