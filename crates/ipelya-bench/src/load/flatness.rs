//! Whether something that is looked at over time stays what it is.

/// The means of the first, the second and the last third of what was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Thirds(pub(super) [f64; 3]);

impl Thirds {
    /// Of numbers in the order in which they were seen; `None` of fewer than three.
    pub(super) fn of(seen: &[f64]) -> Option<Self> {
        let third = seen.len() / 3;
        if third == 0 {
            return None;
        }
        let mean = |some: &[f64]| some.iter().sum::<f64>() / super::report::number(some.len().max(1));
        let (first, rest) = seen.split_at_checked(third)?;
        let (second, last) = rest.split_at_checked(third)?;
        Some(Self([mean(first), mean(second), mean(last)]))
    }

    /// Whether the last is no more than the second by this share and this much. The first third is left out: caches fill
    /// in it.
    pub(super) fn is_flat(self, share: f64, much: f64) -> bool {
        let Self([_, second, last]) = self;
        last <= second * (1.0 + share) + much
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thirds(seen: &[f64]) -> Thirds {
        Thirds::of(seen).unwrap()
    }

    #[test]
    fn what_fills_at_first_and_then_stays_is_flat() {
        let seen = thirds(&[10.0, 40.0, 50.0, 50.0, 51.0, 50.0]);
        assert_eq!(seen, Thirds([25.0, 50.0, 50.5]));
        assert!(seen.is_flat(0.05, 0.0));
    }

    #[test]
    fn what_grows_and_grows_is_not() {
        let growing: Vec<f64> = (0..30).map(|at| 50.0 + 2.0 * f64::from(at)).collect();
        assert!(!thirds(&growing).is_flat(0.05, 1.0));
    }

    #[test]
    fn little_may_grow_by_a_little() {
        assert!(thirds(&[0.0, 1.0, 3.0]).is_flat(0.05, 2.0));
        assert!(!thirds(&[0.0, 1.0, 4.0]).is_flat(0.05, 2.0));
    }

    #[test]
    fn less_at_last_is_flat() {
        assert!(thirds(&[9.0, 8.0, 1.0]).is_flat(0.0, 0.0));
    }

    #[test]
    fn two_looks_are_too_few() {
        assert_eq!(Thirds::of(&[1.0, 2.0]), None);
    }
}
