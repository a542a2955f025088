//! One PostgREST process in front of one database.

use crate::Result;
use crate::http_client::HttpClient;
use crate::jwt::Keys;
use crate::layout::Instance;
use crate::postgres::Server;
use crate::process::{Child, Ending, Spec};
use std::path::Path;
use std::time::Duration;

/// What a PostgREST process serves and where.
#[derive(Debug)]
pub struct Settings<'a> {
    /// The process's name, unique in its instance.
    pub name: String,
    /// The server its database is on.
    pub server: Server,
    /// The database.
    pub database: &'a str,
    /// Its port.
    pub port: u16,
    /// The port of its health endpoint.
    pub admin_port: u16,
    /// How many connections it keeps.
    pub pool: u8,
}

/// Starts it and waits until it has read the schema.
pub async fn start(program: &Path, instance: &Instance, keys: &Keys, settings: Settings<'_>) -> Result<Child> {
    let Settings { name, server, database, port, admin_port, pool } = settings;
    let env = [
        ("PGRST_DB_URI", server.url("authenticator", database)),
        ("PGRST_DB_SCHEMAS", "public".into()),
        ("PGRST_DB_EXTRA_SEARCH_PATH", "public,extensions".into()),
        ("PGRST_DB_ANON_ROLE", "anon".into()),
        ("PGRST_DB_CHANNEL_ENABLED", "true".into()),
        ("PGRST_DB_POOL", pool.to_string()),
        ("PGRST_DB_POOL_ACQUISITION_TIMEOUT", "10".into()),
        ("PGRST_JWT_SECRET", keys.jwks_with_secret().to_string()),
        ("PGRST_SERVER_HOST", "127.0.0.1".into()),
        ("PGRST_SERVER_PORT", port.to_string()),
        ("PGRST_ADMIN_SERVER_PORT", admin_port.to_string()),
        ("PGRST_LOG_LEVEL", "error".into()),
    ];
    let spec = Spec {
        name,
        program: program.to_owned(),
        args: Vec::new(),
        env: env.map(|(name, value)| (name.to_owned(), value)).into(),
        dir: instance.run(),
        order: 50,
        ending: Ending::Terminate,
    };
    let mut child = Child::spawn(spec, instance)?;
    let client = HttpClient::new();
    let ready = format!("http://127.0.0.1:{admin_port}/ready");
    child.ready(Duration::from_secs(20), || client.is_ok(&ready)).await?;
    Ok(child)
}
