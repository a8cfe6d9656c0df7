//! A file name that names another unit than the content.

use unicode_normalization::UnicodeNormalization;

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z009",
    name: "other-file-name",
    severity: Severity::Query,
    doc: include_str!("z009_other_file_name.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let submission = context.submission;
    let registry = &context.definitions.registry;
    let Some(unit) = registry.units.get(&submission.unit) else { return };
    let stem = submission.file.name.rsplit_once('.').map_or(&*submission.file.name, |(stem, _)| stem);
    let stem: String = stem.nfc().collect();
    let named = registry.areas_named(&stem);
    if let (Some(first), Some(own)) = (named.first(), registry.areas.get(&unit.area))
        && !named.contains(&own)
    {
        sink.file_name(
            format!("ファイル名は{}のようですが、中身は{}の報告です。", first.name, unit.name),
            "中身が正しければファイル名を直し、そうでなければ正しいファイルを送ってください。".to_owned(),
        );
    }
}
