//! What a failed call to Postgres means.

use std::fmt;

use ipelya_core::Refusal;
use serde::Deserialize;

/// A call to Postgres that did not bring a result. The detail is for the log; replies never carry it.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Postgres or PostgREST is away, overloaded or shutting down, or the transaction lost a race that a repeat may
    /// win. Nothing was done.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// It answered something it should not: a missing function, an unknown shape, a refused service key.
    #[error("the database answered unexpectedly: {0}")]
    Fault(String),
}

/// PostgREST's error body. `code` is a SQLSTATE or one of PostgREST's own `PGRST…` codes.
#[derive(Debug, Default, Deserialize)]
struct ErrorBody {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

impl DbError {
    pub(super) fn unreachable(error: impl fmt::Display) -> Self {
        Self::Unavailable(error.to_string())
    }

    pub(super) fn fault(error: impl fmt::Display) -> Self {
        Self::Fault(error.to_string())
    }

    /// Reads status and SQLSTATE; the message is only carried along.
    pub(super) fn from_reply(status: u16, body: &[u8]) -> Self {
        let body: ErrorBody = serde_json::from_slice(body).unwrap_or_default();
        let code = body.code.unwrap_or_default();
        let detail = format!("{status} {code} {}", body.message.unwrap_or_default());
        if is_transient(status, &code) { Self::Unavailable(detail) } else { Self::Fault(detail) }
    }
}

/// SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown) and 40 (rollback), a lock or statement time-out,
/// and PostgREST's "cannot reach the database" (`PGRST00x`) and gateway statuses.
fn is_transient(status: u16, code: &str) -> bool {
    let by_code = ["08", "53", "57P", "40", "PGRST00"].iter().any(|class| code.starts_with(class))
        || matches!(code, "55P03" | "57014");
    by_code || matches!(status, 429 | 502 | 503 | 504)
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        tracing::error!(%error, "a database call failed");
        match error {
            DbError::Unavailable(_) => Self::Unavailable,
            DbError::Fault(_) => Self::Internal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, code: &str) -> Refusal {
        let body = serde_json::json!({ "code": code, "message": "secret detail", "details": null, "hint": null });
        DbError::from_reply(status, body.to_string().as_bytes()).into()
    }

    #[test]
    fn an_absent_or_overloaded_database_is_unavailable_and_anything_unexpected_a_fault() {
        for (status, code) in [
            (503, "PGRST000"),
            (503, "PGRST001"),
            (503, "PGRST002"),
            (504, "PGRST003"),
            (503, "53300"),
            (500, "57P01"),
            (500, "08006"),
            (400, "40001"),
            (500, "40P01"),
            (500, "55P03"),
            (500, "57014"),
        ] {
            assert_eq!(refusal(status, code), Refusal::Unavailable, "{status} {code}");
        }
        for (status, code) in [(401, "PGRST301"), (404, "PGRST202"), (403, "42501"), (400, "22P02"), (500, "XX000")] {
            assert_eq!(refusal(status, code), Refusal::Internal, "{status} {code}");
        }
    }

    #[test]
    fn a_gateways_own_error_page_counts_by_its_status() {
        assert_eq!(Refusal::from(DbError::from_reply(502, b"<html>Bad gateway</html>")), Refusal::Unavailable);
        assert_eq!(Refusal::from(DbError::from_reply(418, b"<html>Teapot</html>")), Refusal::Internal);
    }
}
