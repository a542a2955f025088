//! Why storage refuses, in the hosted service's form.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;
use tokio_postgres::error::SqlState;

/// A refusal. The status that it names stands in its body alone: clients are answered 400, or 500 when it is our fault.
#[derive(Debug, thiserror::Error)]
#[error("{status} {code}: {message}")]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    /// What older clients go by, in place of the code.
    error: &'static str,
    message: String,
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, error: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, error, message: message.into() }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidRequest", "InvalidRequest", message)
    }

    pub(super) fn invalid_key(name: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidKey", "InvalidKey", format!("Invalid key: {name}"))
    }

    pub(super) fn denied(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", "Unauthorized", message)
    }

    pub(super) fn no_bucket() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NoSuchBucket", "Bucket not found", "Bucket not found")
    }

    pub(super) fn no_object() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NoSuchKey", "not_found", "Object not found")
    }

    pub(super) fn too_large() -> Self {
        let message = "The object exceeded the maximum allowed size";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "EntityTooLarge", "Payload too large", message)
    }

    pub(super) fn unsupported(mime: &str) -> Self {
        let message = format!("mime type {mime} is not supported");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "InvalidMimeType", "invalid_mime_type", message)
    }
}

impl From<tokio_postgres::Error> for Refusal {
    fn from(error: tokio_postgres::Error) -> Self {
        let message = error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
        match error.code() {
            Some(&SqlState::INSUFFICIENT_PRIVILEGE) => Self::denied(message),
            Some(&SqlState::UNIQUE_VIOLATION) => {
                Self::new(StatusCode::CONFLICT, "KeyAlreadyExists", "Duplicate", "The resource already exists")
            }
            _ => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "DatabaseError", "DatabaseError", message),
        }
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", "InternalError", error.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = if self.status.is_server_error() { self.status } else { StatusCode::BAD_REQUEST };
        let body = json!({
            "statusCode": self.status.as_u16().to_string(),
            "code": self.code,
            "error": self.error,
            "message": self.message,
        });
        (status, Json(body)).into_response()
    }
}
