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
            // Zero-width signs and the like are left out without harm; a control character stands
            // for something.
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
    let (mut missing, mut private, mut control) = (Vec::new(), Vec::new(), Vec::new());
    for c in odd {
        let code = format!("U+{:04X}", u32::from(*c));
        if c.is_control() {
            control.push(code);
        } else if is_private(*c) {
            private.push(format!("「{c}」（{code}）"));
        } else {
            missing.push(format!("「{c}」（{code}）"));
        }
    }
    let as_sign = format!("「{MISSING}」と印字されます。");
    let mut problem = String::new();
    if !missing.is_empty() {
        problem += &format!("{}は報告書の書体になく、{as_sign}", missing.join("、"));
    }
    if !private.is_empty() {
        let why = "は作ったパソコンでしか見えない文字（外字）で、";
        problem += &format!("{}{why}{as_sign}", private.join("、"));
    }
    if !control.is_empty() {
        let why = " という目に見えない制御文字は、印字されません。";
        problem += &format!("{}{why}", control.join("、"));
    }
    problem
}
