//! Cross-origin rules of the database and auth routes: any page may call them, as on a hosted project.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, header};

/// Answers preflights and opens every other reply.
pub(super) async fn answer(request: Request, next: Next) -> Response {
    let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut reply = if preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = reply.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.remove(header::ACCESS_CONTROL_ALLOW_CREDENTIALS);
    if preflight {
        let methods = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        let allowed = asked.unwrap_or_else(|| HeaderValue::from_static("authorization, apikey, content-type"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    } else {
        let exposed = HeaderValue::from_static("content-range, content-profile, location, preference-applied");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    reply
}
