//! What a failed call to Postgres means.

use std::error::Error as _;
use std::fmt;

use ipelya_core::Refusal;
use serde::Deserialize;

/// A call to Postgres that did not bring a result. Details are for the log; replies never carry them.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The SQL function refused, by the rules of the product. Nothing was done.
    #[error("refused: {0}")]
    Refused(Refusal),
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
    /// The stable code of a refusal.
    #[serde(default)]
    details: Option<String>,
    /// The facts that come with a refusal, as JSON.
    #[serde(default)]
    hint: Option<String>,
}

impl DbError {
    pub(super) fn unreachable(error: impl fmt::Display) -> Self {
        Self::Unavailable(error.to_string())
    }

    pub(super) fn fault(error: impl fmt::Display) -> Self {
        Self::Fault(error.to_string())
    }

    /// What Postgres itself answered, or that it did not.
    pub(super) fn from_postgres(error: &tokio_postgres::Error) -> Self {
        let Some(raised) = error.as_db_error() else { return Self::unreachable(told(error)) };
        Self::of(
            None,
            ErrorBody {
                code: Some(raised.code().code().to_owned()),
                message: Some(raised.message().to_owned()),
                details: raised.detail().map(str::to_owned),
                hint: raised.hint().map(str::to_owned),
            },
        )
    }

    /// Reads status, SQLSTATE and, of a refusal (SQLSTATE `PT4xx`), its stable code; the message is only carried along.
    pub(super) fn from_reply(status: u16, body: &[u8]) -> Self {
        Self::of(Some(status), serde_json::from_slice(body).unwrap_or_default())
    }

    fn of(status: Option<u16>, body: ErrorBody) -> Self {
        let code = body.code.unwrap_or_default();
        if code.starts_with("PT4") {
            let raised = Refusal::raised(&body.details.unwrap_or_default(), &body.hint.unwrap_or_default());
            if let Some(refusal) = raised {
                return Self::Refused(refusal);
            }
        }
        let message = body.message.unwrap_or_default();
        let detail = match status {
            Some(status) => format!("{status} {code} {message}"),
            None => format!("{code} {message}"),
        };
        if is_transient(status, &code) { Self::Unavailable(detail) } else { Self::Fault(detail) }
    }
}

/// What went wrong with a connection, with its cause.
pub(super) fn told(error: &tokio_postgres::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown) and 40 (rollback), a lock or statement time-out,
/// and PostgREST's "cannot reach the database" (`PGRST00x`) and gateway statuses.
fn is_transient(status: Option<u16>, code: &str) -> bool {
    let by_code = ["08", "53", "57P", "40", "PGRST00"].iter().any(|class| code.starts_with(class))
        || matches!(code, "55P03" | "57014");
    by_code || matches!(status, Some(429 | 502 | 503 | 504))
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        let refusal = match error {
            DbError::Refused(refusal) => return refusal,
            DbError::Unavailable(_) => Self::Unavailable,
            DbError::Fault(_) => Self::Internal,
        };
        tracing::error!(%error, "a database call failed");
        refusal
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

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
    fn a_refusal_raised_in_sql_keeps_its_code_and_facts() {
        let body = |code: &str, details: &str| serde_json::json!({ "code": code, "message": "x", "details": details, "hint": r#"{"retry_after":7}"# });
        let read = |body: serde_json::Value| Refusal::from(DbError::from_reply(429, body.to_string().as_bytes()));
        assert_eq!(read(body("PT429", "RATE_LIMITED")), Refusal::RateLimited { retry_after: 7 });
        // the code is the contract, a word in a message or an unknown code is not
        assert_eq!(read(body("P0001", "RATE_LIMITED")), Refusal::Unavailable, "by its status");
        assert_eq!(read(body("PT418", "NO_SUCH_CODE")), Refusal::Unavailable, "by its status");
    }

    /// Every `live_refuse(status, 'CODE'…)` of the migrations, and every refusal they answer instead (`'PTstatus', 'CODE'`),
    /// is in the table, with that status; and the table says of no other that SQL raises it.
    #[test]
    fn the_refusals_of_the_migrations_are_those_the_table_says_sql_raises() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
        let facts =
            r#"{"ban_type":"session","required":1,"retry_after":1,"incoming_call_id":null,"currency":"usd","due":1}"#;
        let mut seen = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let sql = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let raised = sql.split("perform public.live_refuse(").skip(1);
            let answered = sql.split("'PT").skip(1).filter(|rest| rest.starts_with('4'));
            for refusal in raised.chain(answered) {
                let (status, rest) = refusal.split_once(", '").unwrap();
                let (code, _) = rest.split_once('\'').unwrap();
                let status = status.trim_end_matches('\'');
                let refusal = Refusal::raised(code, facts).unwrap_or_else(|| panic!("{code} is not in the table"));
                assert_eq!(refusal.row().status.to_string(), status, "{code}");
                seen.insert(refusal.row().code);
            }
        }
        let raised = Refusal::ROWS.iter().filter(|row| row.raised_in_sql).map(|row| row.code);
        assert_eq!(seen, raised.collect());
    }

    #[test]
    fn a_gateways_own_error_page_counts_by_its_status() {
        assert_eq!(Refusal::from(DbError::from_reply(502, b"<html>Bad gateway</html>")), Refusal::Unavailable);
        assert_eq!(Refusal::from(DbError::from_reply(418, b"<html>Teapot</html>")), Refusal::Internal);
    }
}
