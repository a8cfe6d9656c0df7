//! A count of the half year far from the unit's own past.

use super::criteria::Thresholds;
use super::plausible::{centre, listed, median, monthly, options, place, slip, steady};
use super::{Check, Context, Rule, Sink};
use crate::model::catalogue::DataElement;
use crate::model::finding::Severity;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z304",
    name: "far-from-past",
    severity: Severity::Query,
    doc: include_str!("z304_far_from_past.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    for element in monthly(context) {
        // The total follows from its parts: it is looked at when none of them stands out.
        let parts = options(context, element)
            .into_iter()
            .filter(|option| judge(context, element, Some(option), sink));
        if parts.count() == 0 {
            judge(context, element, None, sink);
        }
    }
}

/// Compares one count of the half year with those before; tells whether it stands out.
fn judge<'a>(
    context: &Context<'a>,
    element: &'a DataElement,
    option: Option<&str>,
    sink: &mut Sink,
) -> bool {
    let (Some(past), Some(now)) = (context.past, context.sum(&element.id, option, None)) else {
        return false;
    };
    let before = past.before(
        context.submission.period,
        &context.submission.unit,
        &element.id,
        option,
    );
    let counts: Vec<f64> = before.iter().map(|(_, count)| *count as f64).collect();
    let Some(problem) = problem(now as f64, &counts, &context.criteria.thresholds) else {
        return false;
    };
    let Some(place) = place(context, element, option) else {
        return false;
    };
    sink.value(
        place,
        format!("半期の計 {} が、{problem}（これまで: {}）。", grouped(now), listed(&before)),
        "数え誤りや打ち間違いなら直してください。正しければ、増減の事情を理由の欄に書いてください。",
    );
    true
}

/// How a count stands out from those before; with too few of them only a slip of a digit is told.
fn problem(now: f64, before: &[f64], thresholds: &Thresholds) -> Option<String> {
    let (limits, of_slip) = (&thresholds.past, &thresholds.slip);
    let usual = median(before.to_vec())?;
    if let Some(slipped) = slip(now, usual, of_slip) {
        // One past value that was itself small by chance proves nothing.
        let all_far = before.iter().all(|count| {
            slip(now, *count, of_slip).is_some()
                || (steady(now) - steady(*count)).abs() > limits.spread.0
        });
        if all_far && (steady(now) - steady(usual)).abs() > of_slip.spread.0 {
            return Some(format!(
                "これまでのまん中の値 {} {slipped}",
                grouped(usual.round() as u64)
            ));
        }
    }
    let (large, small) = (now.max(usual), now.min(usual));
    if before.len() < limits.periods
        || large < limits.least.0
        || large < small * limits.least_ratio.0
    {
        return None;
    }
    let scaled: Vec<f64> = before.iter().map(|count| steady(*count)).collect();
    let (middle, spread) = centre(&scaled)?;
    // A change by a part p of x moves 2√x by about p√x.
    let spread = spread.max(1.0).max(limits.usual_change.0 * usual.sqrt());
    let far = (steady(now) - middle).abs() > limits.spread.0 * spread;
    far.then(|| {
        format!(
            "これまでと比べて大きく{}います",
            if now > usual {
                "増えて"
            } else {
                "減って"
            }
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::criteria::Criteria;

    fn problem(now: f64, before: &[f64]) -> Option<String> {
        super::problem(now, before, &Criteria::built_in().thresholds)
    }

    #[test]
    fn small_and_skewed_counts_are_left_alone() {
        for (now, before) in [
            (9.0, vec![1.0, 0.0, 2.0, 1.0]),
            (0.0, vec![3.0, 1.0, 4.0, 0.0]),
            (16.0, vec![2.0, 5.0, 1.0, 9.0, 3.0]),
            (30.0, vec![22.0, 18.0, 25.0, 20.0]),
            (140.0, vec![100.0, 110.0, 95.0, 105.0]),
        ] {
            assert_eq!(problem(now, &before), None, "{now} after {before:?}");
        }
    }

    #[test]
    fn large_changes_and_slips_are_told() {
        assert!(
            problem(300.0, &[100.0, 110.0, 95.0, 105.0])
                .is_some_and(|words| words.contains("増えて"))
        );
        assert!(
            problem(20.0, &[100.0, 110.0, 95.0, 105.0])
                .is_some_and(|words| words.contains("減って"))
        );
        assert!(problem(1000.0, &[100.0]).is_some_and(|words| words.contains("約10倍")));
        assert!(problem(0.0, &[100.0, 110.0, 95.0, 105.0]).is_some());
    }

    #[test]
    fn with_fewer_than_four_periods_only_a_slip_is_told() {
        assert_eq!(problem(300.0, &[100.0, 110.0, 95.0]), None);
        assert_eq!(problem(300.0, &[]), None);
        assert!(problem(10.0, &[100.0, 104.0]).is_some());
    }
}
