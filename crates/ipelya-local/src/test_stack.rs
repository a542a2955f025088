//! What tests share: one Postgres with a template database, one LiveKit, and the keys.
//!
//! Tests find it through `stack.json`; the harness makes everything else per test.

use crate::jwt::Keys;
use crate::layout::{Instance, Layout, write_atomically};
use crate::livekit;
use crate::ports::Ports;
use crate::postgres::{self, Durability, SUPERUSER, Server};
use crate::process::{Child, Signals, end_all};
use crate::say::say;
use crate::sql;
use crate::stack::sweep;
use crate::stripe;
use crate::tools::Tools;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// The database every test database is copied from.
pub const TEMPLATE: &str = "ipelya_template";
/// How test databases' names begin.
pub const DATABASE_PREFIX: &str = "ipelya_test_";
/// The variable that tells tests where `stack.json` is.
pub const VARIABLE: &str = "IPELYA_TEST_STACK";

/// What a test needs to know about the shared part; `.local/test/stack.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Description {
    /// The shared ports.
    pub ports: Ports,
    /// The programs.
    pub tools: Tools,
    /// The ES256 key pair, base64 PKCS #8.
    pub jwt_key: String,
}

impl Description {
    /// Where an instance keeps its description.
    pub fn path(instance: &Instance) -> PathBuf {
        instance.file("stack.json")
    }

    /// Reads it.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).map_err(Error::io(format!("reading {}", path.display())))?;
        serde_json::from_slice(&bytes)
            .map_err(|error| Error::Damaged { path: path.to_owned(), reason: error.to_string() })
    }
}

/// The running shared part. It goes on running when dropped; [`end_all`] ends it.
#[derive(Debug)]
pub struct TestStack {
    children: [Child; 3],
}

impl TestStack {
    /// Starts it and brings the template database up to date.
    pub async fn start(layout: &Layout, instance: &Instance, durability: Durability) -> Result<Self> {
        let tools = Tools::ensure(layout).await?;
        let ports = Ports::free()?;
        let (postgres, livekit, stripe_mock) = tokio::try_join!(
            async {
                let child = postgres::start(&tools.postgres_bin, instance, ports.db, durability).await?;
                let server = Server { port: ports.db };
                drop_leftovers(server).await?;
                prepare_template(layout, server).await?;
                Ok(child)
            },
            livekit::start(&tools.livekit, instance, &ports, &[]),
            stripe::start_mock(&tools.stripe_mock, instance, &ports),
        )?;
        let jwt_key = Keys::kept_at(&instance.file("jwt-key"))?.to_base64();
        let path = Description::path(instance);
        let json = serde_json::to_vec_pretty(&Description { ports, tools, jwt_key })
            .map_err(|error| Error::Damaged { path: path.clone(), reason: error.to_string() })?;
        write_atomically(&path, json)?;
        Ok(Self { children: [postgres, livekit, stripe_mock] })
    }

    async fn fails(&mut self) -> Error {
        loop {
            for child in &mut self.children {
                if let Err(error) = child.check() {
                    return error;
                }
            }
            tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        }
    }
}

/// `test-stack`: runs it until a signal arrives.
pub async fn run(layout: &Layout) -> Result<()> {
    let instance = layout.instance("test")?;
    let _lock = instance.lock()?;
    let mut signals = Signals::listen()?;
    sweep(&instance).await;
    let outcome = tokio::select! {
        outcome = async {
            let mut stack = TestStack::start(layout, &instance, Durability::None).await?;
            say("test      │ ready: run `cargo test` in another terminal; Ctrl-C ends it");
            Err(stack.fails().await)
        } => outcome,
        () = signals.received() => Ok(()),
    };
    end(&instance).await;
    outcome
}

/// Ends everything of the test instance, what tests started included.
pub async fn end(instance: &Instance) {
    let _ = fs::remove_file(Description::path(instance));
    end_all(&instance.run()).await;
}

/// Drops the databases of tests that were killed. Only while no test runs.
async fn drop_leftovers(server: Server) -> Result<()> {
    let admin = server.connect(SUPERUSER, "postgres").await?;
    let find = "select datname from pg_database where starts_with(datname, $1)";
    for row in admin.query(find, &[&DATABASE_PREFIX]).await? {
        let name: String = row.try_get(0)?;
        admin.batch_execute(&format!("drop database {name} with (force)")).await?;
    }
    Ok(())
}

/// Makes the template anew when the SQL has changed since it was made. Processes that ask at the same
/// time take turns.
pub async fn prepare_template(layout: &Layout, server: Server) -> Result<()> {
    let wanted = sql::content_hash(layout)?;
    let admin = server.connect(SUPERUSER, "postgres").await?;
    // Released with the connection.
    admin.batch_execute("select pg_advisory_lock(hashtext('ipelya_template'))").await?;
    let find = "select shobj_description(oid, 'pg_database') from pg_database where datname = $1";
    match admin.query_opt(find, &[&TEMPLATE]).await?.map(|row| row.try_get::<_, Option<String>>(0)).transpose()? {
        Some(Some(made_from)) if made_from == wanted => return Ok(()),
        Some(_) => admin.batch_execute(&format!("drop database {TEMPLATE} with (force)")).await?,
        None => {}
    }
    admin.batch_execute(&format!("create database {TEMPLATE}")).await?;
    sql::migrate(layout, server, TEMPLATE).await?;
    admin.batch_execute(&format!("comment on database {TEMPLATE} is '{wanted}'")).await?;
    Ok(())
}
