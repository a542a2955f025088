//! Replies: one envelope, one set of headers, for successes, refusals and preflights alike.

use http::header::{
    ACCEPT_LANGUAGE, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use ipelya_core::Refusal;
use lambda_http::{Body, Response};
use serde_json::{Map, Value, json};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
const METHODS: HeaderValue = HeaderValue::from_static("POST, OPTIONS");

/// The app runs on phones and in ops panels of any origin; requests carry a bearer token and no cookie, so any origin
/// may read the answers to its own requests.
const CORS: [(HeaderName, HeaderValue); 5] = [
    (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
    (
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static(
            "authorization, x-client-info, apikey, content-type, accept-language, idempotency-key, x-region, \
             traceparent, tracestate, baggage",
        ),
    ),
    (ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("x-request-id, retry-after, idempotency-replayed")),
    (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400")),
];

/// A sentence's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Turkish,
}

impl Language {
    /// Turkish if the first language the client asks for is Turkish.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let primary = wanted.trim_start().get(..2).unwrap_or_default();
        if primary.eq_ignore_ascii_case("tr") { Self::Turkish } else { Self::English }
    }
}

/// The answer to a preflight.
pub(super) fn preflight(request_id: &str) -> Response<Body> {
    respond(StatusCode::OK, &json!({ "success": true }), request_id)
}

/// `{"success":true, …}`. A reply that is not an object has no fields to add.
pub(super) fn success(reply: Value, replayed: bool, request_id: &str) -> Response<Body> {
    let mut body = Map::from_iter([("success".to_owned(), Value::Bool(true))]);
    if let Value::Object(fields) = reply {
        body.extend(fields);
    }
    let mut response = respond(StatusCode::OK, &Value::Object(body), request_id);
    if replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

/// `{"success":false,"error":…,"errorCode":…,"requestId":…, …flags}`. A softened one travels as HTTP 200 and says its
/// real status in the body.
pub(super) fn refusal(refusal: &Refusal, language: Language, softened: bool, request_id: &str) -> Response<Body> {
    let row = refusal.row();
    let mut body = refusal.flags();
    body.insert("success".to_owned(), json!(false));
    body.insert("error".to_owned(), json!(if language == Language::Turkish { row.turkish } else { row.english }));
    body.insert("errorCode".to_owned(), json!(row.code));
    body.insert("requestId".to_owned(), json!(request_id));
    let status = if softened {
        body.insert("status".to_owned(), json!(row.status));
        StatusCode::OK
    } else {
        StatusCode::from_u16(row.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    };
    let mut response = respond(status, &Value::Object(body), request_id);
    if let Some(seconds) = refusal.retry_after_seconds() {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if *refusal == Refusal::MethodNotAllowed {
        response.headers_mut().insert(ALLOW, METHODS);
    }
    response
}

fn respond(status: StatusCode, body: &Value, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::Text(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.extend(CORS);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, request_id);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(wanted: &'static str) -> Language {
        Language::of(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static(wanted))]))
    }

    #[test]
    fn turkish_is_spoken_to_who_asks_for_it_first() {
        for turkish in ["tr", "tr-TR,tr;q=0.9,en;q=0.8", "TR", " tr"] {
            assert_eq!(language(turkish), Language::Turkish, "{turkish}");
        }
        for english in ["en", "en-US,tr;q=0.5", "", "*", "t"] {
            assert_eq!(language(english), Language::English, "{english}");
        }
        assert_eq!(Language::of(&HeaderMap::new()), Language::English);
    }
}
