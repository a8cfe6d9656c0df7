//! Chance that is the same every time.

/// Draws that are the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        // Knuth's multiplier and increment; the high bits are the random ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn unit(&mut self) -> f64 {
        self.next() as f64 / (1_u64 << 31) as f64
    }

    /// A count of events of which so many are usual (Poisson, by waiting times).
    pub fn events(&mut self, usual: u64) -> u64 {
        let mut waited = 0.0;
        let mut count = 0;
        loop {
            waited -= (1.0 - self.unit()).ln();
            if waited > usual as f64 {
                return count;
            }
            count += 1;
        }
    }
}
