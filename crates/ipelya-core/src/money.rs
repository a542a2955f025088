//! Money that is paid by card: whole minor units of a currency, which are never coins and never of another currency.

use serde::{Deserialize, Serialize};

/// A number of cents, pence or kuruş. Never negative: what goes back is said by where it goes, not by a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct MinorUnits(u64);

/// The number is no amount of money: negative, or nothing where something is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not an amount of money")]
pub struct NotMoney(i64);

impl MinorUnits {
    /// So many.
    pub fn of(amount: u16) -> Self {
        Self(amount.into())
    }

    /// The amount as a plain number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl TryFrom<i64> for MinorUnits {
    type Error = NotMoney;

    fn try_from(amount: i64) -> Result<Self, NotMoney> {
        u64::try_from(amount).map(Self).map_err(|_| NotMoney(amount))
    }
}

impl From<MinorUnits> for i64 {
    /// Every amount has come from one of these.
    fn from(amount: MinorUnits) -> Self {
        amount.0.cast_signed()
    }
}

/// An amount that is something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct PositiveAmount(MinorUnits);

impl TryFrom<i64> for PositiveAmount {
    type Error = NotMoney;

    fn try_from(amount: i64) -> Result<Self, NotMoney> {
        if amount == 0 { Err(NotMoney(0)) } else { MinorUnits::try_from(amount).map(Self) }
    }
}

impl From<PositiveAmount> for MinorUnits {
    fn from(amount: PositiveAmount) -> Self {
        amount.0
    }
}

/// The currencies that are asked for. Each has a hundred minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Currency {
    /// US dollars; those of a request that names none.
    #[default]
    Usd,
    /// Euros.
    Eur,
    /// Pounds sterling.
    Gbp,
    /// Turkish lira.
    Try,
}

impl Currency {
    /// As Stripe and the database write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usd => "usd",
            Self::Eur => "eur",
            Self::Gbp => "gbp",
            Self::Try => "try",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn money_is_never_negative_and_never_a_fraction() {
        assert_eq!(from_value::<MinorUnits>(json!(500)).unwrap().get(), 500);
        for bad in [json!(-1), json!(1.5), json!("5"), json!(null)] {
            assert!(from_value::<MinorUnits>(bad.clone()).is_err(), "{bad}");
        }
    }

    #[test]
    fn nothing_is_no_positive_amount() {
        assert_eq!(from_value::<PositiveAmount>(json!(1)).map(MinorUnits::from).unwrap().get(), 1);
        for bad in [json!(0), json!(-1)] {
            assert!(from_value::<PositiveAmount>(bad.clone()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_currency_is_written_as_it_is_sent() {
        for currency in [Currency::Usd, Currency::Eur, Currency::Gbp, Currency::Try] {
            assert_eq!(json!(currency), json!(currency.as_str()));
        }
    }

    proptest! {
        #[test]
        fn an_amount_survives_the_wire(amount in 0..=i64::MAX) {
            prop_assert_eq!(i64::from(MinorUnits::try_from(amount).unwrap()), amount);
        }
    }
}
