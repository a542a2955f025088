//! Coins: the app's money, in whole units.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount of coins. Whole and never negative, so that no sum of them can take or mint by accident.
///
/// The upper bound is that of the `integer` column it is stored in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Coins(u32);

/// The number is no amount of coins: negative, or larger than [`Coins::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not an amount of coins")]
pub struct NotCoins(i64);

impl Coins {
    /// No coins.
    pub const ZERO: Self = Self(0);
    /// The largest amount: 2 147 483 647, the maximum of Postgres' `integer`.
    pub const MAX: Self = Self(i32::MAX.unsigned_abs());

    /// The amount as a plain number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<i64> for Coins {
    type Error = NotCoins;

    fn try_from(amount: i64) -> Result<Self, NotCoins> {
        u32::try_from(amount).ok().map(Self).filter(|coins| *coins <= Self::MAX).ok_or(NotCoins(amount))
    }
}

impl From<Coins> for i64 {
    fn from(coins: Coins) -> Self {
        Self::from(coins.0)
    }
}

impl fmt::Display for Coins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coins_are_never_negative_and_fit_their_column() {
        assert_eq!(Coins::try_from(50).map(Coins::get), Ok(50));
        assert_eq!(Coins::try_from(-1), Err(NotCoins(-1)));
        assert_eq!(Coins::try_from(i64::from(i32::MAX)), Ok(Coins::MAX));
        assert_eq!(Coins::try_from(i64::from(i32::MAX) + 1), Err(NotCoins(2_147_483_648)));
    }
}
