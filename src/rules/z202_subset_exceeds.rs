//! A subset larger than its whole.

use super::{Check, Context, Rule, Sink};
use crate::model::answer::Value;
use crate::model::finding::Severity;
use crate::model::submission::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z202",
    name: "subset-exceeds",
    severity: Severity::Error,
    doc: include_str!("z202_subset_exceeds.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for value in &context.submission.values {
        if value.role != Role::Input || !context.is_subset(value) {
            continue;
        }
        let Some(element) = context.element(value) else {
            continue;
        };
        let subset = value.answer.value().and_then(Value::count);
        if let (Some(subset), Some(whole)) =
            (subset, context.sum(&element.id, None, value.key.month))
            && subset > whole
        {
            sink.value(
                value,
                format!("再掲（内数）の {subset} が、全体の {whole} より多くなっています。"),
                "再掲は全体の一部です。どちらかの数え誤りを直してください。",
            );
        }
    }
}
