//! Replies: one envelope, one set of headers, for successes, refusals and preflights alike.

use std::sync::LazyLock;

use http::header::{ACCEPT_LANGUAGE, ALLOW, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use ipelya_core::api::reply::{HEADERS, REQUEST_ID, refused};
use ipelya_core::{Language, Refusal};
use lambda_http::{Body, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::page::Page;

/// The headers of every reply, put together once.
static COMMON: LazyLock<HeaderMap> = LazyLock::new(|| {
    let header = |(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value));
    HEADERS.into_iter().map(header).collect()
});
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The language to answer in.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::wanted_by(wanted.unwrap_or_default())
}

/// The answer to a preflight.
pub(super) fn preflight(request_id: &str) -> Response<Body> {
    respond(StatusCode::OK, r#"{"success":true}"#.to_owned(), request_id)
}

/// `{"success":true, …}`, with the fields of the reply, which is an object.
pub(super) fn envelope(reply: &impl Serialize) -> Result<String, Refusal> {
    #[derive(Serialize)]
    struct Envelope<'a, Reply> {
        success: bool,
        #[serde(flatten)]
        reply: &'a Reply,
    }
    serde_json::to_string(&Envelope { success: true, reply }).map_err(|error| {
        tracing::error!(%error, "a reply cannot be written");
        Refusal::Internal
    })
}

/// What a function answered, in its [`envelope`].
pub(super) fn success(envelope: String, replayed: bool, request_id: &str) -> Response<Body> {
    let mut response = respond(StatusCode::OK, envelope, request_id);
    if replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

/// A page.
pub(super) fn page(page: String, request_id: &str) -> Response<Body> {
    let mut response = respond(StatusCode::OK, page, request_id);
    Page::put_headers(response.headers_mut());
    response
}

/// The envelope of a refusal. A softened one travels as HTTP 200 and says its real status in the body. `allowed` are the
/// methods of a path that was called by another.
pub(super) fn refusal(
    refusal: &Refusal,
    language: Language,
    softened: bool,
    allowed: Option<&str>,
    request_id: &str,
) -> Response<Body> {
    let row = refusal.row();
    let mut body = refused(refusal, language, request_id);
    let status = if softened {
        body.insert("status".to_owned(), json!(row.status));
        StatusCode::OK
    } else {
        StatusCode::from_u16(row.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    };
    let mut response = respond(status, Value::Object(body).to_string(), request_id);
    if let Some(seconds) = refusal.retry_after_seconds() {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(methods) = allowed.and_then(|methods| HeaderValue::from_str(methods).ok())
        && *refusal == Refusal::MethodNotAllowed
    {
        response.headers_mut().insert(ALLOW, methods);
    }
    response
}

fn respond(status: StatusCode, body: String, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::Text(body));
    *response.status_mut() = status;
    response.headers_mut().clone_from(&COMMON);
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert(REQUEST_ID, request_id);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counted::Counted;

    #[test]
    fn a_reply_is_serialised_once_and_its_text_is_sent_as_it_is() {
        #[derive(Serialize)]
        struct Reply<'a> {
            word: &'a Counted,
        }
        let word = Counted::default();
        let envelope = envelope(&Reply { word: &word }).unwrap();
        let text = envelope.as_ptr();
        let Body::Text(sent) = success(envelope, true, "id").into_body() else { panic!("no text") };
        assert_eq!(sent, r#"{"success":true,"word":"counted"}"#);
        assert_eq!(sent.as_ptr(), text, "no copy");
        assert_eq!(word.times(), 1);
    }
}
