//! Generated data to measure on, in a Postgres of its own, which is filled the first time and kept.

use std::time::{Duration, Instant};

use ipelya_local::layout::{Instance, Layout};
use ipelya_local::ports::Ports;
use ipelya_local::postgres::{self, Durability, SUPERUSER, Server};
use ipelya_local::process::end_all;
use ipelya_local::tools::Tools;
use ipelya_local::{Error, sql};
use tokio_postgres::Client;

pub(crate) type Failure = Box<dyn std::error::Error>;

/// What is generated.
pub(crate) struct Generated {
    /// Its folder below `.local`, where the plans are logged too.
    pub(crate) name: &'static str,
    pub(crate) database: &'static str,
    /// How it is made. No statement has a semicolon within it.
    pub(crate) sql: &'static str,
}

impl Generated {
    /// Fills it if need be and has it measured. The measurement is told how long the filling took, if it was.
    pub(crate) async fn measure(
        &self,
        measurement: impl AsyncFnOnce(&Client, Option<Duration>) -> Result<String, Failure>,
    ) -> Result<String, Failure> {
        let layout = Layout::find()?;
        let instance = layout.instance(self.name)?;
        let _lock = instance.lock()?;
        end_all(&instance.run()).await;
        let outcome = self.measure_on(&layout, &instance, measurement).await;
        end_all(&instance.run()).await;
        outcome
    }

    async fn measure_on(
        &self,
        layout: &Layout,
        instance: &Instance,
        measurement: impl AsyncFnOnce(&Client, Option<Duration>) -> Result<String, Failure>,
    ) -> Result<String, Failure> {
        let tools = Tools::ensure(layout).await?;
        let server = Server { port: Ports::free()?.db };
        let _postgres = postgres::start(&tools.postgres_bin, instance, server.port, Durability::None).await?;
        let filled = self.fill(layout, server).await?;
        let db = server.connect(SUPERUSER, self.database).await?;
        measurement(&db, filled).await
    }

    /// Makes it, unless it was made from this same SQL, and brings its functions up to date. Tells how long the making
    /// took.
    async fn fill(&self, layout: &Layout, server: Server) -> Result<Option<Duration>, Error> {
        let admin = server.connect(SUPERUSER, "postgres").await?;
        let find = "select shobj_description(oid, 'pg_database') from pg_database where datname = $1";
        let made_from = admin.query_opt(find, &[&self.database]).await?.map(|row| row.get::<_, Option<String>>(0));
        if made_from.as_ref().is_some_and(|made_from| made_from.as_deref() == Some(self.sql)) {
            sql::migrate(layout, server, self.database).await?;
            return Ok(None);
        }
        if made_from.is_some() {
            admin.batch_execute(&format!("drop database {} with (force)", self.database)).await?;
        }
        admin.batch_execute(&format!("create database {}", self.database)).await?;
        sql::migrate(layout, server, self.database).await?;
        let started = Instant::now();
        let db = server.connect(SUPERUSER, self.database).await?;
        for statement in self.statements() {
            db.batch_execute(statement).await?;
        }
        let took = started.elapsed();
        let made = format!("comment on database {} is $generated${}$generated$", self.database, self.sql);
        admin.batch_execute(&made).await?;
        Ok(Some(took))
    }

    /// One at a time, since a vacuum has to be alone.
    fn statements(&self) -> impl Iterator<Item = &'static str> {
        self.sql.split_inclusive(";\n").filter(|statement| !statement.trim().is_empty())
    }
}

/// From now on leaves the plans of statements within functions in Postgres's log, `.local/<name>/logs/postgres.log`.
pub(crate) async fn log_plans(db: &Client) -> Result<(), tokio_postgres::Error> {
    db.batch_execute(
        "load 'auto_explain'; set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on;
         set auto_explain.log_buffers = on; set auto_explain.log_min_duration = 1",
    )
    .await
}

/// How many pages a query reads.
pub(crate) async fn pages(db: &Client, sql: &str) -> Result<i64, tokio_postgres::Error> {
    let plan: serde_json::Value =
        db.query_one(&format!("explain (analyze, buffers, format json) {sql}"), &[]).await?.get(0);
    let pages =
        |key: &str| plan.pointer(&format!("/0/Plan/{key}")).and_then(serde_json::Value::as_i64).unwrap_or_default();
    Ok(pages("Shared Hit Blocks") + pages("Shared Read Blocks"))
}

pub(crate) async fn number(db: &Client, sql: &str) -> Result<i64, tokio_postgres::Error> {
    Ok(db.query_one(sql, &[]).await?.get(0))
}

/// Postgres's process of this connection.
pub(crate) async fn backend(db: &Client) -> Result<u32, tokio_postgres::Error> {
    Ok(u32::try_from(number(db, "select pg_backend_pid()::bigint").await?).unwrap_or_default())
}

/// The time that so many of a hundred took at most.
pub(crate) fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

pub(crate) fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

#[expect(clippy::cast_precision_loss, reason = "file and memory sizes stay far below 2^52")]
pub(crate) fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
