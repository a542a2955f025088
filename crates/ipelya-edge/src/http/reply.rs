//! Replies: one envelope, one set of headers, for successes, refusals and preflights alike.

use http::header::{ACCEPT_LANGUAGE, ALLOW, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use ipelya_core::Refusal;
use ipelya_core::wire::reply::{HEADERS, Language, METHODS, REQUEST_ID, refused};
use lambda_http::{Body, Response};
use serde_json::{Map, Value, json};

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The language to answer in.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::wanted_by(wanted.unwrap_or_default())
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

/// The envelope of a refusal. A softened one travels as HTTP 200 and says its real status in the body.
pub(super) fn refusal(refusal: &Refusal, language: Language, softened: bool, request_id: &str) -> Response<Body> {
    let row = refusal.row();
    let mut body = refused(refusal, language, request_id);
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
        response.headers_mut().insert(ALLOW, HeaderValue::from_static(METHODS));
    }
    response
}

fn respond(status: StatusCode, body: &Value, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::Text(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.extend(HEADERS.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))));
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, request_id);
    }
    response
}
