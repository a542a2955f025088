//! Chance that is the same in every run: `SplitMix64` (Steele, Lea and Flood, 2014).

use std::ops::Range;
use std::time::Duration;

/// A series of numbers that its seed decides.
#[derive(Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// At least 0 and less than 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are what a double holds")]
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Less than this, or 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    /// A moment of the span; its beginning, if it has none.
    pub(super) fn within(&mut self, span: &Range<Duration>) -> Duration {
        span.start + span.end.saturating_sub(span.start).mul_f64(self.share())
    }

    /// Until the next of events that happen so often and know nothing of each other.
    pub(super) fn gap(&mut self, per_second: f64) -> Duration {
        Duration::from_secs_f64((-(1.0 - self.share()).ln() / per_second).clamp(0.0, 86_400.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_is_that_of_the_paper() {
        let mut chance = Chance::new(1_234_567);
        // the first numbers of the reference implementation for this seed
        assert_eq!([chance.next(), chance.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn gaps_have_the_mean_that_was_asked_for() {
        let mut chance = Chance::new(1);
        let all: Duration = (0..10_000).map(|_| chance.gap(4.0)).sum();
        assert!((2_400.0..2_600.0).contains(&all.as_secs_f64()), "{all:?}");
    }

    #[test]
    fn a_moment_is_within_its_span() {
        let mut chance = Chance::new(1);
        let span = Duration::from_secs(5)..Duration::from_secs(6);
        assert!((0..1_000).all(|_| span.contains(&chance.within(&span))));
        assert_eq!(chance.within(&(span.end..span.start)), span.end, "one that has no length");
    }
}
