//! `Idempotency-Key`: how a repeated request is recognised as the one that was carried out before.
//!
//! Nothing is remembered here. Key and hash travel to the SQL function of the action, which keeps the reply in the
//! action's own transaction (`live_idempotency`).

use std::fmt::Write as _;

use http::HeaderMap;
use ipelya_core::Refusal;
use ring::digest::{SHA256, digest};
use serde::Deserialize;

/// The header.
pub(super) const HEADER: &str = "idempotency-key";
/// The longest key, in characters.
pub(super) const MAX_KEY_LENGTH: usize = 255;

/// What identifies one intended action of a client, as parameters of the SQL function that carries it out. A client
/// that sends no key leaves both empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdempotencyKey {
    key: Option<String>,
    request_hash: Option<String>,
}

/// A reply, and whether it is that of an earlier request with the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayable<Reply> {
    pub reply: Reply,
    /// It was carried out before; told to the client as `idempotency-replayed: true`.
    pub replayed: bool,
}

/// What an SQL function returns that stores its result by key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Stored<Result> {
    /// The result, the first time and every time after.
    pub result: Result,
    /// It was carried out before.
    pub replayed: bool,
}

impl IdempotencyKey {
    /// The key of a request's headers and the hash of its body. An empty header counts as none.
    pub(super) fn of(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let Some(key) = headers.get(HEADER).filter(|key| !key.is_empty()) else {
            return Ok(Self::default());
        };
        let key = key.as_bytes();
        if key.len() > MAX_KEY_LENGTH || !key.iter().all(u8::is_ascii_graphic) {
            return Err(Refusal::InvalidIdempotencyKey);
        }
        Ok(Self { key: Some(String::from_utf8_lossy(key).into_owned()), request_hash: Some(hash(body)?) })
    }

    /// The hash of the body, if there is a key.
    pub(crate) fn request_hash(&self) -> Option<&str> {
        self.request_hash.as_deref()
    }

    /// The key, if the client sent one.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }
}

impl<Reply> Replayable<Reply> {
    /// Of something carried out just now.
    pub const fn fresh(reply: Reply) -> Self {
        Self { reply, replayed: false }
    }
}

impl<Result> Stored<Result> {
    /// The reply made from the result.
    pub fn reply<Reply>(self, reply: impl FnOnce(Result) -> Reply) -> Replayable<Reply> {
        Replayable { reply: reply(self.result), replayed: self.replayed }
    }
}

/// SHA-256 in hex of what a body says, however its fields are ordered and spaced.
fn hash(body: &[u8]) -> Result<String, Refusal> {
    let body = if body.is_empty() { b"{}" } else { body };
    // an object's fields are kept in alphabetical order
    let said: serde_json::Value = serde_json::from_slice(body).map_err(|_| Refusal::MalformedBody)?;
    let digest = digest(&SHA256, said.to_string().as_bytes());
    Ok(digest.as_ref().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn keyed(key: &[u8], body: &str) -> Result<IdempotencyKey, Refusal> {
        let key = HeaderValue::from_bytes(key).unwrap();
        IdempotencyKey::of(
            &HeaderMap::from_iter([(http::HeaderName::from_static("idempotency-key"), key)]),
            body.as_bytes(),
        )
    }

    #[test]
    fn a_key_is_up_to_255_visible_characters() {
        assert_eq!(keyed(&[b'k'; 255], "{}").unwrap().key.unwrap().len(), 255);
        assert_eq!(keyed(b"", "{}"), Ok(IdempotencyKey::default()));
        assert_eq!(IdempotencyKey::of(&HeaderMap::new(), b"{}"), Ok(IdempotencyKey::default()));
        for bad in [&[b'k'; 256][..], b"two words", "anahtarı".as_bytes(), b"tab\tbed"] {
            assert_eq!(keyed(bad, "{}"), Err(Refusal::InvalidIdempotencyKey));
        }
    }

    #[test]
    fn bodies_that_say_the_same_have_the_same_hash() {
        let hash = |body| keyed(b"k", body).unwrap().request_hash.unwrap();
        assert_eq!(hash(r#"{"a":1,"b":{"d":2,"c":[3]}}"#), hash("{ \"b\": {\"c\":[3], \"d\":2},\n\"a\": 1 }"));
        assert_eq!(hash(""), hash("{}"));
        for other in ["{}", r#"{"a":2}"#, r#"{"a":"1"}"#, r#"{"a":1,"b":null}"#] {
            assert_ne!(hash(r#"{"a":1}"#), hash(other));
        }
        // of the text {}, as sha256sum prints it
        assert_eq!(hash("{}"), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }
}
