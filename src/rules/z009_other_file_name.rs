//! A file name that names another unit or another period than the content.

use unicode_normalization::UnicodeNormalization;

use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::model::text::narrow;

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
    let Some(unit) = registry.units.get(&submission.unit) else {
        return;
    };
    let remedy = "中身が正しければファイル名を直し、そうでなければ正しいファイルを送ってください。";
    let stem = submission
        .file
        .name
        .rsplit_once('.')
        .map_or(&*submission.file.name, |(stem, _)| stem);
    let stem: String = stem.nfc().collect();
    // A unit may bear the name of an area that it does not serve, or no longer.
    let is_own = || {
        let units: Vec<&OrgUnit> = registry.units.values().collect();
        registry.named_within(&units, &stem).contains(&unit)
    };
    let named = registry.areas_named(&stem);
    if let Some(first) = named.first()
        && !named.iter().any(|area| unit.areas.contains(&area.id))
        && !is_own()
    {
        sink.file_name(
            format!(
                "ファイル名は{}のようですが、中身は{}の報告です。",
                first.name, unit.name
            ),
            remedy,
        );
        return;
    }
    let named = periods_in(&stem);
    if let Some(first) = named.first()
        && !named.contains(&submission.period)
    {
        let (first, own) = (first.prose(), submission.period.prose());
        sink.file_name(
            format!("ファイル名は{first}のようですが、中身は{own}の報告です。"),
            remedy,
        );
    }
}

/// The halves of a year that a file name names; a year alone may be that of the day on which the
/// file was saved.
fn periods_in(stem: &str) -> Vec<Period> {
    const ENDS: [&str; 3] = ["期", "H1", "H2"];
    /// 「令和5年度上半期」 and blanks.
    const LONGEST: usize = 12;
    let plain: Vec<char> = narrow(stem).to_uppercase().chars().collect();
    let texts = (0..plain.len()).flat_map(|start| {
        (start + 1..=plain.len().min(start + LONGEST)).map(move |end| (start, end))
    });
    let texts = texts.map(|(start, end)| plain[start..end].iter().collect::<String>());
    let named = texts.filter(|text| {
        ENDS.iter().any(|end| text.ends_with(end)) && !text.starts_with(char::is_whitespace)
    });
    named
        .filter_map(|text| text.parse().ok())
        .filter(|period: &Period| !period.is_year())
        .collect()
}
