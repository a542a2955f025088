//! Channels: how they are called, and by which names clients ask for one.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a channel is called in addresses: small letters of ASCII and digits, single hyphens between them, 3 to 30
/// characters. Which of these may be had, and by whom, is the database's to say; there this is `live_is_slug`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// The longest one, in characters.
    pub const MAX: usize = 30;

    /// The slug, if the text has its form.
    pub fn of(text: &str) -> Option<Self> {
        let is_part =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'));
        ((3..=Self::MAX).contains(&text.len()) && text.split('-').all(is_part)).then(|| Self(text.to_owned()))
    }

    /// It as it is.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name by which clients enter a channel, `live-<slug>-<milliseconds>` as it was when the channel was made. No room of
/// LiveKit's is called that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ChannelHandle(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_small_letters_digits_and_single_hyphens() {
        for good in ["ayse", "a1b", "ayse-yilmaz", "4-2", &"a".repeat(30)] {
            assert!(Slug::of(good).is_some(), "{good}");
        }
        for bad in ["", "ab", "Ayse", "ayşe", "ayse_y", "-ayse", "ayse-", "ay--se", "ay se", "ayse\n", &"a".repeat(31)]
        {
            assert!(Slug::of(bad).is_none(), "{bad}");
        }
    }
}
