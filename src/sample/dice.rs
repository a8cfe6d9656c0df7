//! Chance that falls the same way everywhere: whole numbers only, seeded by words.

/// A stream of numbers that follows from words alone.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for these words (FNV-1a; a byte that no text has ends each word).
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let bytes = words
            .into_iter()
            .flat_map(|word| word.bytes().chain([0xff]));
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// The next number of the stream (splitmix64).
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number under the limit; 0 when the limit is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        // The upper half of the product: the same on every platform, and without the bias of a
        // remainder.
        ((u128::from(self.roll()) * u128::from(limit)) >> 64) as u64
    }

    /// A number from the first to the last of a range, both included.
    pub fn between(&mut self, [first, last]: [u64; 2]) -> u64 {
        first + self.below(last.saturating_sub(first) + 1)
    }

    /// Brings items into an order of its own (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_fall_the_same_way() {
        let stream = |words: [&str; 2]| {
            let mut dice = Dice::new(words);
            [dice.below(1000), dice.below(1000), dice.below(1000)]
        };
        assert_eq!(stream(["a", "bc"]), stream(["a", "bc"]));
        assert_ne!(stream(["a", "bc"]), stream(["ab", "c"]));
    }

    #[test]
    fn splitmix64_is_the_published_one() {
        // Reference output of splitmix64 for seed 0 (Vigna's splitmix64.c).
        assert_eq!(Dice(0).roll(), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn a_range_includes_its_ends() {
        let mut dice = Dice::new(["ends"]);
        let seen: std::collections::BTreeSet<u64> =
            (0..100).map(|_| dice.between([3, 5])).collect();
        assert_eq!(seen, [3, 4, 5].into());
    }
}
