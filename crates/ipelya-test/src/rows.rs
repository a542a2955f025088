//! What tests ask a project's database, and tell it, past every rule of the product.

use super::given::User;
use super::project::Project;
use serde_json::Value;
use tokio_postgres::types::ToSql;

/// Everybody else's connections to the project's database.
const OTHERS: &str = "pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()";

impl Project {
    /// The one value of the one row that a query returns, as JSON.
    pub async fn value(&self, sql: &str, of: &[&(dyn ToSql + Sync)]) -> Value {
        let row = self.db().query_one(sql, of).await;
        row.unwrap_or_else(|error| panic!("{}\n{sql}", ipelya_local::Error::from(error))).get(0)
    }

    /// Changes rows.
    pub async fn execute(&self, sql: &str, of: &[&(dyn ToSql + Sync)]) {
        if let Err(error) = self.db().execute(sql, of).await {
            panic!("{}\n{sql}", ipelya_local::Error::from(error));
        }
    }

    /// How many rows there are: `what` is a table, with or without a condition.
    pub async fn count(&self, what: &str) -> i64 {
        let sql = format!("select to_jsonb(count(*)) from {what}");
        self.value(&sql, &[]).await.as_i64().expect("a count is a number")
    }

    /// How many coins somebody has.
    pub async fn balance(&self, user: &User) -> i64 {
        let sql = "select to_jsonb(balance) from public.coin_balances where user_id = $1";
        self.value(sql, &[&user.id]).await.as_i64().expect("a balance is a number")
    }

    /// Returns once nothing is asked of the database any more: whatever was under way is committed or undone.
    pub async fn settled(&self) {
        while self.count(&format!("{OTHERS} and state <> 'idle'")).await > 0 {}
    }

    /// How many of PostgREST's connections are asleep in a call.
    pub async fn sleeping(&self) -> usize {
        let sleeping = self.count(&format!("{OTHERS} and wait_event = 'PgSleep'")).await;
        usize::try_from(sleeping).unwrap_or_default()
    }
}
