//! A month many times, or a small part of, the other months of its row.

use super::criteria::Thresholds;
use super::plausible::{centre, median, monthly, months, options, rare, slip, steady};
use super::{Check, Context, Rule, Sink};
use crate::model::finding::Severity;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z303",
    name: "month-slip",
    severity: Severity::Query,
    doc: include_str!("z303_month_slip.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for element in monthly(context) {
        for option in options(context, element) {
            let Some(row) = months(context, element, option) else {
                continue;
            };
            for (i, (value, count)) in row.iter().enumerate() {
                let mut others: Vec<u64> = row.iter().map(|(_, other)| *other).collect();
                others.remove(i);
                if let Some(problem) = problem(*count, &others, &context.criteria.thresholds) {
                    sink.value(
                        value,
                        format!("{} は、{problem}。桁の打ち間違いかもしれません。", grouped(*count)),
                        "打ち間違いなら直してください。正しければ、事情を理由の欄に書いてください。",
                    );
                }
            }
        }
    }
}

/// How a month stands out from the others of its row.
fn problem(count: u64, others: &[u64], thresholds: &Thresholds) -> Option<String> {
    let number = count as f64;
    if others.iter().all(|other| *other == 0) && number >= thresholds.rare.least.0 {
        return Some(
            "ほかの月がどれも 0 の行に一つだけあります（半期の計ではありませんか）".to_owned(),
        );
    }
    let listed = || {
        let listed: Vec<String> = others.iter().map(|other| grouped(*other)).collect();
        listed.join("、")
    };
    let usual = median(others.iter().map(|other| *other as f64).collect())?;
    let (middle, spread) = centre(
        &others
            .iter()
            .map(|other| steady(*other as f64))
            .collect::<Vec<_>>(),
    )?;
    let distance = (steady(number) - middle).abs();
    if let Some(slipped) = slip(number, usual, &thresholds.slip)
        && distance > thresholds.slip.spread.0 * spread.max(1.0)
    {
        return Some(format!("ほかの月（{}）のまん中の値{slipped}", listed()));
    }
    let rare = rare(number, others, &thresholds.rare)?;
    Some(format!("ほかの月（{}）の平均{rare}", listed()))
}
