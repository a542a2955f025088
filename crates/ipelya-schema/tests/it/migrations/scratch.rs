//! A database of the test cluster that holds what a new Supabase project holds, and nothing of ours.

use std::path::{Path, PathBuf};

use ipelya_local::clock::new_id;
use ipelya_local::layout::Layout;
use ipelya_local::postgres::{SUPERUSER, Server};
use ipelya_local::test_stack::{DATABASE_PREFIX, Description, VARIABLE};
use ipelya_local::{Result, sql};
use tokio_postgres::Client;

/// One such project. Its database is dropped with it, or by the next test stack if the test is killed.
pub(crate) struct Scratch {
    pub(crate) layout: Layout,
    server: Server,
    name: String,
}

impl Scratch {
    pub(crate) async fn new() -> Self {
        let layout = Layout::find().unwrap();
        let instance = layout.instance("test").unwrap();
        let path = std::env::var_os(VARIABLE).map_or_else(|| Description::path(&instance), PathBuf::from);
        let description = Description::read(&path).expect("a test stack is running");
        let server = Server { port: description.ports.db };
        let name = format!("{DATABASE_PREFIX}{}", new_id().simple());
        let admin = server.connect(SUPERUSER, "postgres").await.unwrap();
        admin.batch_execute(&format!("create database {name} owner postgres")).await.unwrap();
        let scratch = Self { layout, server, name };
        sql::apply(&scratch.superuser().await, &scratch.layout.baseline_sql()).await.unwrap();
        scratch
    }

    /// The same with the app's own tables, made by the app's own migrations.
    pub(crate) async fn with_the_app() -> Self {
        let scratch = Self::new().await;
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/migrations/app_tables.sql");
        sql::apply(&scratch.owner().await, &file).await.unwrap();
        scratch
    }

    /// Applies every migration, as the role that owns a project's schema; how many there are.
    pub(crate) async fn migrate(&self) -> Result<usize> {
        sql::migrate(&self.layout, self.server, &self.name).await
    }

    /// The address for the role that owns a project's schema.
    pub(crate) fn url(&self) -> String {
        self.server.url("postgres", &self.name)
    }

    pub(crate) async fn superuser(&self) -> Client {
        self.server.connect(SUPERUSER, &self.name).await.unwrap()
    }

    /// The role migrations run as.
    pub(crate) async fn owner(&self) -> Client {
        self.server.connect("postgres", &self.name).await.unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let (server, drop) = (self.server, format!("drop database if exists {} with (force)", self.name));
        // a thread of its own, because a drop cannot wait asynchronously
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let admin = server.connect(SUPERUSER, "postgres").await.unwrap();
                admin.batch_execute(&drop).await.unwrap();
            });
        });
        let dropped = dropping.join().is_ok();
        assert!(dropped || std::thread::panicking(), "a scratch database is left behind");
    }
}
