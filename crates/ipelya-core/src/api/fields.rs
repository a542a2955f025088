//! Fields of requests: ids, texts and numbers within their limits. Whoever sends another is told the field's name, and
//! the API document shows the limits.

use std::ops::Deref;

use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

/// An id; the shipped app sends `""` where it has none.
pub(super) fn id_or_blank<'de, D, Id>(deserializer: D) -> Result<Option<Id>, D::Error>
where
    D: Deserializer<'de>,
    Id: From<Uuid>,
{
    let text = Option::<String>::deserialize(deserializer)?;
    match text.as_deref() {
        None | Some("") => Ok(None),
        Some(text) => Uuid::try_parse(text).map(|id| Some(Id::from(id))).map_err(D::Error::custom),
    }
}

/// A word of a vocabulary, or one of several; a blank one counts as left out.
pub(super) fn word_or_blank<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let text = Option::<String>::deserialize(deserializer)?;
    match text {
        None => Ok(None),
        Some(text) if text.is_empty() => Ok(None),
        Some(text) => T::deserialize(text.into_deserializer()).map(Some),
    }
}

/// Named fields, which a list of values is not, although it would be read as them; or nothing.
pub(super) fn fields_or_nothing<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let fields = Option::<Map<String, Value>>::deserialize(deserializer)?;
    fields.map(|fields| serde_json::from_value(fields.into())).transpose().map_err(D::Error::custom)
}

/// An id that must be there: absent, blank or no uuid is the client's mistake.
pub(super) fn required_id<'de, D, Id>(deserializer: D) -> Result<Id, D::Error>
where
    D: Deserializer<'de>,
    Id: From<Uuid>,
{
    let text = String::deserialize(deserializer)?;
    Uuid::try_parse(&text).map(Id::from).map_err(D::Error::custom)
}

/// A text of 1 to `MAX` characters without blanks around it.
///
/// Control characters other than line breaks have no place in what phones show, and Postgres cannot store a NUL. Marks of
/// no width alone are no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text<const MAX: usize>(String);

/// Why somebody does something about somebody else.
pub type Reason = Text<500>;

impl<const MAX: usize> Text<MAX> {
    /// The text; `None` if nothing is to be read in it.
    fn of(raw: &str) -> Result<Option<Self>, &'static str> {
        let text = raw.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ").trim().to_owned();
        if text.chars().all(|char| char.is_whitespace() || is_invisible(char)) {
            return Ok(None);
        }
        if text.chars().any(|char| char.is_control() && char != '\n') {
            return Err("control characters");
        }
        if text.chars().count() > MAX { Err("too long") } else { Ok(Some(Self(text))) }
    }
}

impl<const MAX: usize> Deref for Text<MAX> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = String::deserialize(deserializer)?;
        Self::of(&raw).map_err(D::Error::custom)?.ok_or_else(|| D::Error::custom("blank"))
    }
}

/// A text that may be left out; a blank one counts as left out.
pub(super) fn text_or_blank<'de, D: Deserializer<'de>, const MAX: usize>(
    deserializer: D,
) -> Result<Option<Text<MAX>>, D::Error> {
    let raw = Option::<String>::deserialize(deserializer)?;
    raw.map_or(Ok(None), |raw| Text::of(&raw).map_err(D::Error::custom))
}

/// In the API document: a text that may also be blank, as [`text_or_blank`] takes it.
#[cfg(feature = "schema")]
pub(super) struct Blank<T>(std::marker::PhantomData<T>);

/// Marks that take no room: joiners, direction marks, word joiners, a byte order mark.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Number<const MIN: u16, const MAX: u16>(u16);

impl<const MIN: u16, const MAX: u16> Number<MIN, MAX> {
    /// The number, if it is within the limits.
    pub fn of(number: i64) -> Option<Self> {
        u16::try_from(number).ok().filter(|number| (MIN..=MAX).contains(number)).map(Self)
    }

    /// It as it is.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl<'de, const MIN: u16, const MAX: u16> Deserialize<'de> for Number<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(i64::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("out of range"))
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{Blank, Number, Text};

    /// Of control characters only line breaks and tabs.
    const WITHOUT_CONTROL: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$";
    /// The same with something to be read in it.
    const VISIBLE: &str = concat!(
        r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*",
        r"[^\s\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]",
        r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
    );

    impl<const MAX: usize> JsonSchema for Text<MAX> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            format!("TextOfUpTo{MAX}").into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX, "pattern": VISIBLE })
        }
    }

    impl<const MAX: usize> JsonSchema for Blank<Text<MAX>> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            format!("TextOfUpTo{MAX}OrBlank").into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "string", "maxLength": MAX, "pattern": WITHOUT_CONTROL })
        }
    }

    impl<const MIN: u16, const MAX: u16> JsonSchema for Number<MIN, MAX> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            format!("Number{MIN}To{MAX}").into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "integer", "minimum": MIN, "maximum": MAX })
        }
    }
}
