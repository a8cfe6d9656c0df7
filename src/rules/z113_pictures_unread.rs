//! Pictures in an old workbook, which are not read.

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::submission::DepartureKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z113",
    name: "pictures-unread",
    severity: Severity::Query,
    doc: include_str!("z113_pictures_unread.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for departure in context
        .submission
        .departures
        .iter()
        .filter(|known| known.kind == DepartureKind::PicturesUnread)
    {
        sink.place(
            &departure.sheet,
            departure.cell,
            &departure.label,
            "古い形式（.xls）のファイルなので、貼り付けられた画像を読めません。報告書に載りません。".to_owned(),
            "「名前を付けて保存」で「Excel ブック（*.xlsx）」として保存し直して送ってください。".to_owned(),
        );
    }
}
