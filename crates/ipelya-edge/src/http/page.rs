//! Pages: what a browser is shown that has come by a link of ours.

use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

/// A page loads nothing, runs nothing, is framed by nobody, and its forms lead back here.
const HEADERS: [(HeaderName, &str); 3] = [
    (CONTENT_TYPE, "text/html; charset=utf-8"),
    (CONTENT_SECURITY_POLICY, "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"),
    // its address may be a key
    (REFERRER_POLICY, "no-referrer"),
];

/// An HTML page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Page(pub String);

impl Page {
    /// Puts the headers of a page in the place of those of other replies.
    pub(super) fn put_headers(headers: &mut HeaderMap) {
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}
