//! Counts of a table that are all multiples of one number: doubled, or typed in tens.

use super::plausible::monthly;
use super::{Check, Context, Rule, Sink};
use crate::model::answer::Value;
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z309",
    name: "common-factor",
    severity: Severity::Query,
    doc: include_str!("z309_common_factor.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let limits = &context.criteria.thresholds.copied;
    for element in monthly(context) {
        let inputs = context.inputs(&element.id);
        let counts: Vec<u64> = inputs
            .filter_map(|value| value.answer.value().and_then(Value::count))
            .filter(|count| *count > 0)
            .collect();
        let factor = counts.iter().copied().fold(0, common_factor);
        if factor > 1
            && counts.len() >= limits.least_cells
            && let Some(place) = context.place_of(&element.id, None)
        {
            sink.value(
                place,
                format!("「{}」の数が、どれも{factor}の倍数です。", element.label),
                "二重に数えたり、けたを一つ多く入れたりしていないか確かめてください。正しければ、事情を理由の欄に書いてください。",
            );
        }
    }
}

/// The greatest common divisor.
fn common_factor(one: u64, other: u64) -> u64 {
    if other == 0 {
        one
    } else {
        common_factor(other, one % other)
    }
}

#[cfg(test)]
mod tests {
    use super::common_factor;

    #[test]
    fn all_multiples_of_one_number_have_it_in_common() {
        assert_eq!([24, 36, 60].into_iter().fold(0, common_factor), 12);
        assert_eq!([24, 36, 61].into_iter().fold(0, common_factor), 1);
    }
}
