//! Whom a token speaks for, and being them in the database.

use crate::jwt::{Keys, TokenFault};
use serde_json::Value;
use tokio_postgres::{Error, Transaction};

/// The holder of a token that was believed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Caller {
    /// The database role.
    pub(super) role: String,
    /// All claims, as JSON text.
    pub(super) claims: String,
    /// The user, when there is one.
    pub(super) subject: Option<String>,
    /// When the token expires, in seconds since 1970.
    pub(super) expires: i64,
}

impl Caller {
    /// Believes a token, or says why not.
    pub(super) fn of(keys: &Keys, token: &str) -> Result<Self, TokenFault> {
        let claims = keys.check(token)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            role: text("role").ok_or(TokenFault::Incomplete)?,
            subject: text("sub"),
            expires: claims.get("exp").and_then(Value::as_i64).unwrap_or_default(),
            claims: claims.to_string(),
        })
    }

    /// Makes the rest of a transaction theirs, as PostgREST does.
    pub(super) async fn act_in(&self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let become_them = "select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)";
        transaction.execute(become_them, &[&self.role, &self.claims]).await.map(drop)
    }
}
