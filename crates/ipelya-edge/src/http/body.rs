//! Request bodies: JSON objects of at most [`MAX_BODY_BYTES`].

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use ipelya_core::Refusal;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Refuses a body of more than `max_bytes`, or offered as something that cannot be JSON.
pub(super) fn check(headers: &HeaderMap, body: &[u8], max_bytes: usize) -> Result<(), Refusal> {
    if body.len() > max_bytes {
        return Err(Refusal::BodyTooLarge);
    }
    if !body.is_empty() && !may_be_json(headers) {
        return Err(Refusal::UnsupportedMediaType);
    }
    Ok(())
}

/// supabase-js sends objects as `application/json` and strings as `text/plain`; some clients say nothing.
fn may_be_json(headers: &HeaderMap) -> bool {
    let Some(content_type) = headers.get(CONTENT_TYPE) else { return true };
    let essence = content_type.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    matches!(essence.as_str(), "" | "application/json" | "text/plain") || essence.ends_with("+json")
}

/// The request a body holds. No body is an empty object, a field that is `""` counts as absent, and the field that does
/// not fit is named.
pub(super) fn decode<R: DeserializeOwned>(body: &[u8]) -> Result<R, Refusal> {
    let body = if body.is_empty() { b"{}" } else { body };
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(body) else { return Err(Refusal::MalformedBody) };
    fields.retain(|_, value| value.as_str() != Some(""));
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { missing_field(error.inner()) } else { Some(path) };
        field.map_or(Refusal::MalformedBody, |field| Refusal::InvalidField { field })
    })
}

/// The name of a field that is not there at all. serde tells it in its message only.
fn missing_field(error: &serde_json::Error) -> Option<String> {
    let message = error.to_string();
    let (name, _) = message.strip_prefix("missing field `")?.split_once('`')?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use ipelya_core::wire::session::{JoinSession, SessionRequest};
    use ipelya_core::wire::{MAX_BODY_BYTES, TokenRequest};

    use super::*;

    fn checked(content_type: Option<&'static str>, size: usize) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, http::HeaderValue::from_static(content_type));
        }
        check(&headers, &vec![b' '; size], MAX_BODY_BYTES)
    }

    #[test]
    fn a_body_is_at_most_64_kib_and_may_be_json() {
        for ok in
            [None, Some("application/json; charset=utf-8"), Some("text/plain;charset=UTF-8"), Some("Application/JSON")]
        {
            assert_eq!(checked(ok, 64 * 1024), Ok(()), "{ok:?}");
        }
        assert_eq!(checked(None, 64 * 1024 + 1), Err(Refusal::BodyTooLarge));
        for other in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"] {
            assert_eq!(checked(Some(other), 2), Err(Refusal::UnsupportedMediaType), "{other}");
            assert_eq!(checked(Some(other), 0), Ok(()), "no body, nothing to object to");
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let decoded = |body: &str| decode::<TokenRequest>(body.as_bytes());
        assert!(decoded("").is_ok());
        assert!(decoded(r#"{"anything":["else"],"isHost":1}"#).is_ok());
        for malformed in ["{", "[]", "null", "\"{}\"", "{} {}", "\u{feff}{}"] {
            assert_eq!(decoded(malformed), Err(Refusal::MalformedBody), "{malformed}");
        }
        for (body, field) in [(r#"{"sessionId":"42"}"#, "sessionId"), (r#"{"callId":{}}"#, "callId")] {
            assert_eq!(decoded(body), Err(Refusal::InvalidField { field: field.to_owned() }));
        }
        for missing in ["{}", r#"{"sessionId":""}"#] {
            let missing = decode::<SessionRequest>(missing.as_bytes());
            assert_eq!(missing, Err(Refusal::InvalidField { field: "sessionId".to_owned() }));
        }
    }

    #[test]
    fn a_field_that_is_an_empty_text_counts_as_absent_whatever_it_should_hold() {
        let id = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";
        let blank = format!(r#"{{"sessionId":"{id}","requestedRole":"","expectedPrice":""}}"#);
        let absent = format!(r#"{{"sessionId":"{id}"}}"#);
        assert_eq!(decode::<JoinSession>(blank.as_bytes()), decode::<JoinSession>(absent.as_bytes()));
    }
}
