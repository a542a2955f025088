//! Forwarding one request, its body and its reply streamed.

use crate::http_client::HttpClient;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, StatusCode, Uri, Version, header};
use serde_json::json;

/// Headers that speak of one connection and not of the message.
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Sends `request` to `path` at `base`. When nobody answers there, the reply is a 503, as from the
/// hosted gateway.
pub async fn forward(client: &HttpClient, base: &str, path: &str, request: Request) -> Response {
    let Ok(uri) = format!("{base}{path}").parse::<Uri>() else {
        return (StatusCode::BAD_REQUEST, axum::Json(json!({ "message": "bad path" }))).into_response();
    };
    let (mut parts, body) = request.into_parts();
    parts.uri = uri;
    parts.version = Version::HTTP_11;
    strip(&mut parts.headers);
    parts.headers.remove(header::HOST);
    match client.send(Request::from_parts(parts, body)).await {
        Ok(mut reply) => {
            strip(reply.headers_mut());
            reply
        }
        Err(error) => {
            let body = json!({ "message": "upstream unavailable", "detail": error.to_string() });
            (StatusCode::SERVICE_UNAVAILABLE, axum::Json(body)).into_response()
        }
    }
}

fn strip(headers: &mut HeaderMap) {
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
    headers.remove("keep-alive");
}
