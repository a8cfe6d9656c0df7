//! Robust statistics for counts: medians and distances from them. The thresholds are data
//! (`criteria`).

use std::f64::consts::PI;

use super::Context;
use super::criteria::{Rare, Slip};
use crate::form::spec::Block;
use crate::model::answer::Value;
use crate::model::catalogue::DataElement;
use crate::model::period::Period;
use crate::model::statistics::middle;
use crate::model::submission::{DataValue, Role};
use crate::model::text::grouped;

/// Makes the distances from the median comparable to a standard deviation (of a normal
/// distribution).
const MAD_TO_DEVIATION: f64 = 1.4826;

/// The middle of some numbers.
pub fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let (lower, upper) = middle(&numbers)?;
    Some(f64::midpoint(lower, upper))
}

/// The middle of some numbers and how far they lie from it.
pub fn centre(numbers: &[f64]) -> Option<(f64, f64)> {
    let middle = median(numbers.to_vec())?;
    let spread = median(
        numbers
            .iter()
            .map(|number| (number - middle).abs())
            .collect(),
    )?;
    Some((middle, spread * MAD_TO_DEVIATION))
}

/// A count on a scale where small and large counts vary alike (standard deviation about 1).
pub fn steady(count: f64) -> f64 {
    2.0 * count.sqrt()
}

/// How a number stands to the usual one, if a slip makes that: so many times it, such a part of it,
/// or far from it where one of them is zero. Ends a sentence.
pub fn slip(number: f64, usual: f64, limits: &Slip) -> Option<String> {
    // Beside none a number has to be larger to be a slip than beside a few.
    let large = number.max(usual);
    let least = match usual {
        0.0 => limits.least.0 * limits.factor.0,
        _ => limits.least.0,
    };
    let ratio = large / number.min(usual);
    if large < least || ratio < limits.factor.0 {
        None
    } else if ratio.is_infinite() {
        Some("から大きく外れています".to_owned())
    } else if number > usual {
        Some(format!("の約{ratio:.0}倍です"))
    } else {
        Some(format!("の約{ratio:.0}分の1です"))
    }
}

/// How many times the mean of the others a count is, if so many are nearly never seen beside so
/// few. Ends a sentence.
pub fn rare(number: f64, others: &[u64], limits: &Rare) -> Option<String> {
    // One case more than there were: months of none are no proof that there never is one.
    let mean = (others.iter().sum::<u64>() + 1) as f64 / others.len() as f64;
    let far = cleared(number) - cleared(mean) > limits.spread.0;
    let many = number >= limits.least.0 && number >= mean * limits.factor.0;
    (far && many).then(|| format!("の約{:.0}倍です", number / mean))
}

/// How little chance makes counts come out alike twice: of one time in so many the natural
/// logarithm.
pub fn unlikely(alike: impl IntoIterator<Item = u64>) -> f64 {
    let counts = alike.into_iter().filter(|count| *count > 0);
    counts.map(|count| -chance(count as f64).ln()).sum()
}

/// How much likelier pairs of counts are if such a share of them was copied than by chance: the
/// natural logarithm.
pub fn copied(pairs: impl IntoIterator<Item = (u64, u64)>, share: f64) -> f64 {
    let pairs = pairs.into_iter().filter(|pair| *pair != (0, 0));
    let parts = pairs.map(|(now, before)| {
        let chance = chance(now.midpoint(before).max(1) as f64);
        match now == before {
            true => (share / chance).ln(),
            false => ((1.0 - share) / (1.0 - chance)).ln(),
        }
    });
    parts.sum()
}

/// The chance that a count of so many comes out the same twice (two Poisson distributions).
fn chance(count: f64) -> f64 {
    1.0 / (2.0 * (PI * count).sqrt())
}

/// The scale of [`steady`] for counts down to none (Anscombe's transform).
fn cleared(count: f64) -> f64 {
    steady(count + 0.375)
}

/// The elements that a form counts by month.
pub fn monthly<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a DataElement> + use<'a> {
    let catalogue = &context.definitions.catalogue;
    let monthly = context.form.blocks().filter_map(Block::monthly_element);
    monthly.filter_map(|element| catalogue.elements.get(element))
}

/// The options of an element that were asked, in the order of the form.
pub fn options<'a>(context: &Context<'a>, element: &'a DataElement) -> Vec<&'a str> {
    let mut options: Vec<&str> = Vec::new();
    for value in context.inputs(&element.id) {
        if let Some(option) = value.key.option.as_deref()
            && options.last() != Some(&option) // As a row's months follow each other.
            && !options.contains(&option)
        {
            options.push(option);
        }
    }
    options
}

/// The counts of one option by month; nothing when one is missing.
pub fn months<'a>(
    context: &Context<'a>,
    element: &'a DataElement,
    option: &str,
) -> Option<Vec<(&'a DataValue, u64)>> {
    let values = context.values(&element.id, Some(option)).iter().copied();
    values
        .filter(|value| value.role == Role::Input)
        .map(|value| Some((value, value.answer.value().and_then(Value::count)?)))
        .collect()
}

/// Where a finding about an option of the half year stands: the total of its row, else its first
/// month.
pub fn place<'a>(
    context: &Context<'a>,
    element: &'a DataElement,
    option: Option<&str>,
) -> Option<&'a DataValue> {
    let Some(option) = option else {
        return context.place_of(&element.id, None);
    };
    let mut own = context.values(&element.id, Some(option)).iter().copied();
    let is_total = |value: &&DataValue| value.role == Role::Total && value.key.month.is_none();
    own.clone().find(is_total).or_else(|| own.next())
}

/// Past values as a sentence shows them: `2021年度下半期 12、2022年度上半期 15`.
pub fn listed(past: &[(Period, u64)]) -> String {
    let parts: Vec<String> = past
        .iter()
        .map(|(period, count)| format!("{} {}", period.label(), grouped(*count)))
        .collect();
    parts.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::criteria::Criteria;

    #[test]
    fn one_wild_value_moves_neither_middle_nor_spread() {
        let (middle, spread) = centre(&[10.0, 11.0, 12.0, 13.0, 900.0]).unwrap_or_default();
        assert!((middle - 12.0).abs() < f64::EPSILON && spread < 2.0);
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn a_zero_too_many_among_months_of_few_is_rare() {
        let limits = &Criteria::built_in().thresholds.rare;
        for (number, others) in [
            (10.0, [1, 1, 0, 0, 0]),
            (10.0, [1, 1, 1, 1, 1]),
            (11.0, [0, 0, 0, 0, 0]),
            (20.0, [5, 8, 2, 2, 4]),
        ] {
            assert!(
                rare(number, &others, limits).is_some(),
                "{number} beside {others:?}"
            );
        }
        for (number, others) in [
            (9.0, [0, 0, 0, 0, 0]),
            (10.0, [2, 4, 1, 2, 4]),
            (12.0, [4, 4, 4, 4, 4]),
            (90.0, [40, 45, 50, 41, 44]),
        ] {
            assert_eq!(
                rare(number, &others, limits),
                None,
                "{number} beside {others:?}"
            );
        }
    }

    #[test]
    fn many_small_counts_alike_are_chance_and_a_few_large_ones_are_not() {
        let small = (0..20).map(|row| (2, if row < 8 { 2 } else { 3 }));
        let large = (0..16).map(|row| (30, if row < 10 { 30 } else { 33 }));
        assert!(copied(small, 0.7) < 0.0 && copied(large, 0.7) > 12.0);
        assert!(unlikely([5, 6, 0, 3, 2, 12, 3, 5, 3]) > 12.0 && unlikely([1; 9]) < 12.0);
    }

    #[test]
    fn only_what_a_slip_makes_is_a_slip() {
        let limits = &Criteria::built_in().thresholds.slip;
        let slip = |number, usual| slip(number, usual, limits);
        let slip = |number, usual| slip(number, usual).unwrap_or_default();
        assert_eq!(slip(120.0, 12.0), "の約10倍です");
        assert_eq!(slip(100.0, 12.0), "の約8倍です");
        assert_eq!(slip(12.0, 120.0), "の約10分の1です");
        assert_eq!(slip(45_120.0, 12.0), "の約3760倍です");
        assert_eq!(slip(0.0, 20.0), "から大きく外れています");
        assert_eq!(slip(0.0, 19.0), "");
        assert_eq!(slip(120.0, 0.0), "から大きく外れています");
        assert_eq!(slip(60.0, 12.0), "");
        assert_eq!(slip(10.0, 1.0), "", "small counts jump");
        assert_eq!(slip(50.0, 0.0), "");
    }
}
