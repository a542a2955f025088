//! `PgBouncer`, where it is installed: a pooler that gives each transaction another session, as a Supabase project's does.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::net::TcpStream;

use crate::layout::Instance;
use crate::postgres::{FUNCTIONS, SUPERUSER, Server};
use crate::process::{Child, Ending, Spec};
use crate::unprivileged::{Unprivileged, command};
use crate::{Error, Result};

/// How it lets somebody in.
#[derive(Debug, Clone)]
pub struct Pool {
    /// So many sessions of Postgres for all.
    pub sessions: u16,
    /// So many connections of functions.
    pub clients: u16,
    /// Its certificate and key, if it wants TLS: PEM files.
    pub certificate: Option<(PathBuf, PathBuf)>,
}

/// Starts it at this port of the loopback address in front of a Postgres, and waits until it listens.
pub async fn start_as(
    name: &str,
    program: &Path,
    instance: &Instance,
    server: Server,
    port: u16,
    pool: &Pool,
) -> Result<Child> {
    let (config, people) = (instance.file(&format!("{name}.ini")), instance.file(&format!("{name}.txt")));
    write(&people, &format!("\"{FUNCTIONS}\" \"{}\"\n", password_hash(server).await?))?;
    write(&config, &settings(&people, server, port, pool))?;
    let user = Unprivileged::if_root()?;
    let args: Vec<OsString> = vec![config.into()];
    let (program, args) = command(user.as_ref(), program, args);
    let spec = Spec {
        name: name.to_owned(),
        program,
        args,
        env: Vec::new(),
        dir: PathBuf::from("/"),
        order: 80,
        ending: Ending::Interrupt,
    };
    let mut child = Child::spawn(spec, instance)?;
    child.ready(Duration::from_secs(30), || async { TcpStream::connect(("127.0.0.1", port)).await.is_ok() }).await?;
    Ok(child)
}

/// As Postgres keeps it, with the same number of iterations: given the password itself, `PgBouncer` has everybody hash it
/// 4096 times, which takes a process built without optimisation a tenth of a second.
async fn password_hash(server: Server) -> Result<String> {
    let admin = server.connect(SUPERUSER, "postgres").await?;
    let hash = admin.query_one("select rolpassword from pg_authid where rolname = $1", &[&FUNCTIONS]).await?;
    Ok(hash.try_get(0)?)
}

fn settings(people: &Path, server: Server, port: u16, pool: &Pool) -> String {
    let Pool { sessions, clients, certificate } = pool;
    let mut text = format!(
        "[databases]\n* = host=127.0.0.1 port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
         unix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {}\npool_mode = transaction\n\
         default_pool_size = {sessions}\nmax_client_conn = {clients}\n",
        server.port,
        people.display()
    );
    if let Some((certificate, key)) = certificate {
        let (certificate, key) = (certificate.display(), key.display());
        let _ = write!(
            text,
            "client_tls_sslmode = require\nclient_tls_cert_file = {certificate}\nclient_tls_key_file = {key}\n"
        );
    }
    text
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(Error::io(format!("writing {}", path.display())))
}
