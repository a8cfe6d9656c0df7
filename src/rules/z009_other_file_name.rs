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
    // Words of the name between brackets, underscores and blanks; whole words only, since names contain each other.
    let named = stem
        .split(|c: char| c.is_whitespace() || "_-・()（）【】[]「」～~".contains(c))
        .filter_map(|word| registry.find(&unit.kind, &word.nfc().collect::<String>()))
        .next();
    if let Some(named) = named
        && named.area != unit.area
    {
        sink.file(
            format!("ファイル名は{}のようですが、中身は{}の報告です。", named.name, unit.name),
            "中身が正しければファイル名を直し、そうでなければ正しいファイルを送ってください。".to_owned(),
        );
    }
}
