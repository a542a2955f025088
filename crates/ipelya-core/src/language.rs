//! The languages that people are spoken to in.

use serde::{Deserialize, Serialize};

/// A sentence's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Language {
    /// For everybody who does not ask for Turkish.
    #[serde(rename = "en")]
    English,
    /// For those who do.
    #[serde(rename = "tr")]
    Turkish,
}

impl Language {
    /// Turkish if the first language of an `Accept-Language` is Turkish.
    pub fn wanted_by(accept_language: &str) -> Self {
        let primary = accept_language.trim_start().get(..2).unwrap_or_default();
        if primary.eq_ignore_ascii_case("tr") { Self::Turkish } else { Self::English }
    }

    /// By ISO 639, as HTML and the database name it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Turkish => "tr",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turkish_is_spoken_to_who_asks_for_it_first() {
        for turkish in ["tr", "tr-TR,tr;q=0.9,en;q=0.8", "TR", " tr"] {
            assert_eq!(Language::wanted_by(turkish), Language::Turkish, "{turkish}");
        }
        for english in ["en", "en-US,tr;q=0.5", "", "*", "t"] {
            assert_eq!(Language::wanted_by(english), Language::English, "{english}");
        }
    }

    #[test]
    fn a_language_is_read_by_its_code() {
        for language in [Language::English, Language::Turkish] {
            let read: Language = serde_json::from_value(language.code().into()).unwrap();
            assert_eq!(read, language);
        }
    }
}
