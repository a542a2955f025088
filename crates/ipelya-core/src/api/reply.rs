//! What replies have in common: the headers of every one, and the envelope of a refusal in the client's language.

use serde_json::{Map, Value};

use crate::language::Language;
use crate::refusal::Refusal;

/// The header that carries the request's id.
pub const REQUEST_ID: &str = "x-request-id";

/// How functions may be called.
pub const METHODS: &str = "GET, POST, PUT, PATCH, DELETE, OPTIONS";

/// The headers of every reply, besides its [`REQUEST_ID`].
///
/// The app runs on phones and in ops panels of any origin; requests carry a bearer token and no cookie, so any origin
/// may read the answers to its own requests.
pub const HEADERS: [(&str, &str); 7] = [
    ("content-type", "application/json"),
    ("cache-control", "no-store"),
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", METHODS),
    (
        "access-control-allow-headers",
        "authorization, x-client-info, apikey, content-type, accept-language, idempotency-key, x-region, traceparent, \
         tracestate, baggage",
    ),
    ("access-control-expose-headers", "x-request-id, retry-after, idempotency-replayed"),
    ("access-control-max-age", "86400"),
];

/// `{"success":false,"error":…,"errorCode":…,"requestId":…, …flags}`.
pub fn refused(refusal: &Refusal, language: Language, request_id: &str) -> Map<String, Value> {
    let row = refusal.row();
    let sentence = match language {
        Language::English => row.english,
        Language::Turkish => row.turkish,
    };
    let mut body = refusal.flags();
    body.insert("success".to_owned(), false.into());
    body.insert("error".to_owned(), sentence.into());
    body.insert("errorCode".to_owned(), row.code.into());
    body.insert("requestId".to_owned(), request_id.into());
    body
}
