//! Spreading whole numbers so that their sums are exact.

use super::dice::Dice;

/// Spreads a total by weights. The sum is exact, and every share is less than one away from its
/// quota.
///
/// Running sums are rounded, from a place that the dice choose. Giving what is left to the largest
/// remainders would round small units away every time; so, over many options, they get their due.
pub fn apportion(total: u64, weights: &[u64], dice: &mut Dice) -> Vec<u64> {
    let whole: u64 = weights.iter().sum();
    if whole == 0 {
        // Nobody weighs anything: all weigh the same.
        return if weights.is_empty() {
            Vec::new()
        } else {
            apportion(total, &vec![1; weights.len()], dice)
        };
    }
    let start = u128::from(dice.below(whole));
    let up_to =
        |weight: u64| ((u128::from(weight) * u128::from(total) + start) / u128::from(whole)) as u64;
    let mut sum = 0;
    weights
        .iter()
        .map(|weight| {
            let before = up_to(sum);
            sum += weight;
            up_to(sum) - before
        })
        .collect()
}

/// Deals a shuffled deck of so many cards of each kind into hands of given sizes.
///
/// Both sums are exact: every hand is full and no card is left, when there are as many cards as
/// places. The answer is, for each hand, how many cards of each kind it holds.
pub fn deal(deck: &[u64], hands: &[u64], dice: &mut Dice) -> Vec<Vec<u64>> {
    let kinds = deck.iter().enumerate();
    let mut cards: Vec<usize> = kinds
        .flat_map(|(kind, &n)| std::iter::repeat_n(kind, n as usize))
        .collect();
    dice.shuffle(&mut cards);
    let mut cards = cards.into_iter();
    hands
        .iter()
        .map(|&size| {
            let mut hand = vec![0; deck.len()];
            cards
                .by_ref()
                .take(size as usize)
                .for_each(|kind| hand[kind] += 1);
            hand
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn shares_are_exact_and_near_their_quotas(
            total in 0u64..20_000,
            weights in prop::collection::vec(0u64..5_000_000, 1..200),
            seed in "[a-z]{1,8}",
        ) {
            let shares = apportion(total, &weights, &mut Dice::new([seed.as_str()]));
            prop_assert_eq!(shares.iter().sum::<u64>(), total);
            let whole: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
            for (share, weight) in shares.iter().zip(&weights) {
                let (given, due) = (u128::from(*share) * whole, u128::from(*weight) * u128::from(total));
                prop_assert!(whole == 0 || given.abs_diff(due) < whole, "{} of {}", share, total);
            }
        }

        #[test]
        fn a_deal_fills_every_hand_and_leaves_no_card(
            hands in prop::collection::vec(0u64..40, 1..60),
            weights in prop::collection::vec(0u64..100, 1..20),
        ) {
            let mut dice = Dice::new(["deal"]);
            let deck = apportion(hands.iter().sum(), &weights, &mut dice);
            let dealt = deal(&deck, &hands, &mut dice);
            for (hand, size) in dealt.iter().zip(&hands) {
                prop_assert_eq!(hand.iter().sum::<u64>(), *size);
            }
            for (kind, cards) in deck.iter().enumerate() {
                prop_assert_eq!(dealt.iter().map(|hand| hand[kind]).sum::<u64>(), *cards);
            }
        }
    }
}
