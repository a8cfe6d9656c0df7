//! A character that the report cannot show.

use super::{Check, Context, Rule, Sink};
use crate::fonts::{Fate, MISSING, fates, is_private};
use crate::model::answer::Value;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z513",
    name: "not-in-fonts",
    severity: Severity::Query,
    doc: include_str!("z513_not_in_fonts.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        let Some(text) = value.answer.value().and_then(Value::text) else {
            continue;
        };
        if !context
            .element(value)
            .is_some_and(|element| element.publish)
        {
            continue;
        }
        let mut odd: Vec<char> = Vec::new();
        for (c, fate) in fates(text) {
            // Zero-width signs and the like are left out without harm; a control character stands for something.
            let is_odd = fate == Fate::Missing || (fate == Fate::LeftOut && c.is_control());
            if is_odd && !odd.contains(&c) {
                odd.push(c);
            }
        }
        if !odd.is_empty() {
            let mut remedies: Vec<String> = odd
                .iter()
                .map(|c| context.criteria.characters.remedy(*c))
                .collect();
            remedies.dedup();
            sink.value(value, problem(&odd), remedies.concat());
        }
    }
}

/// One sentence for each reason why characters cannot be shown.
fn problem(odd: &[char]) -> String {
    let named = |wanted: &dyn Fn(char) -> bool| {
        let names = odd.iter().filter(|c| wanted(**c)).map(|c| {
            let code = format!("U+{:04X}", u32::from(*c));
            if c.is_control() {
                code
            } else {
                format!("「{c}」（{code}）")
            }
        });
        names.collect::<Vec<_>>().join("、")
    };
    let sentences = [
        (
            named(&|c| !c.is_control() && !is_private(c)),
            format!("は報告書の書体になく、「{MISSING}」と印字されます。"),
        ),
        (
            named(&is_private),
            format!("は作ったパソコンでしか見えない文字（外字）で、「{MISSING}」と印字されます。"),
        ),
        (
            named(&char::is_control),
            " という目に見えない制御文字は、印字されません。".to_owned(),
        ),
    ];
    sentences
        .into_iter()
        .filter(|(names, _)| !names.is_empty())
        .map(|(names, why)| names + &why)
        .collect()
}
