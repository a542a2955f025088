//! The rows a test starts from, each valid by default and changed only where the test says so.
//!
//! Rows are written by a superuser, past every rule of the product: a test may set up what the
//! product itself would refuse to make.

#![allow(clippy::similar_names, reason = "caller and callee are the field's words")]

mod access;
mod calls;
mod past_calls;
mod sessions;
mod users;

use serde_json::Value;
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

pub use access::{NewBan, NewSubscription};
pub use calls::{Call, NewCall};
pub use past_calls::PastCall;
pub use sessions::{NewParticipant, NewSession, Session};
pub use users::{PASSWORD, User};

/// Makes rows in one project's database.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    db: &'a Client,
}

impl<'a> Given<'a> {
    pub(super) fn new(db: &'a Client) -> Self {
        Self { db }
    }

    /// A setting of the service, such as `live_enabled`.
    pub async fn setting(self, key: &str, value: impl Into<Value>) {
        let sql = "insert into public.live_settings (key, value) values ($1, $2)
                   on conflict (key) do update set value = excluded.value";
        self.execute(sql, &[&key, &value.into()]).await;
    }

    async fn execute(self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) {
        if let Err(error) = self.db.execute(sql, parameters).await {
            panic!("a row of the test cannot be written: {}\n{sql}", ipelya_local::Error::from(error));
        }
    }
}
