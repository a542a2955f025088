//! One Postgres cluster: made once, started on 127.0.0.1 only, signed in to with a password.
//!
//! Postgres refuses root, so under root it runs as somebody else (`unprivileged`).

use crate::layout::Instance;
use crate::process::{Child, Ending, Spec};
use crate::unprivileged::{Unprivileged, command};
use crate::{Error, Result};
use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;
use tokio_postgres::{Client, Config, NoTls};

/// The password of every local database role. Local only: it guards nothing but loopback.
pub const PASSWORD: &str = "ipelya-local";
/// The superuser, named as on a Supabase project.
pub const SUPERUSER: &str = "supabase_admin";
/// The role of functions that ask Postgres directly.
pub const FUNCTIONS: &str = "ipelya_functions";

/// Where a cluster is and how to sign in to it.
#[derive(Debug, Clone, Copy)]
pub struct Server {
    /// Its port on 127.0.0.1.
    pub port: u16,
}

impl Server {
    /// A connection string for `role` on `database`.
    pub fn url(self, role: &str, database: &str) -> String {
        format!("postgresql://{role}:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// Connects as `role`; the connection lives on the current runtime until the client is dropped.
    pub async fn connect(self, role: &str, database: &str) -> Result<Client, tokio_postgres::Error> {
        connect(&self.url(role, database)).await
    }
}

/// Connects to a connection string; the connection lives on the current runtime until the client is dropped.
pub async fn connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let mut config: Config = url.parse()?;
    config.connect_timeout(Duration::from_secs(5));
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// How much a cluster may lose in a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing: a developer's data.
    Full,
    /// Everything: test data, which is made anew anyway.
    None,
}

/// Makes the cluster if it does not exist, starts it and waits until it takes connections.
pub async fn start(bin: &Path, instance: &Instance, port: u16, durability: Durability) -> Result<Child> {
    let data = instance.pgdata();
    let user = Unprivileged::if_root()?;
    if !data.join("PG_VERSION").exists() {
        // Made apart and moved when it is whole: an interrupted initdb must not pass for a cluster.
        let unfinished = instance.file("pgdata.new");
        init(bin, instance, &unfinished, user.as_ref()).await?;
        fs::rename(&unfinished, &data).map_err(Error::io(format!("moving {}", unfinished.display())))?;
    }
    remove_stale_lock(&data);
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        "unix_socket_directories=".to_owned(),
        "max_connections=300".to_owned(),
        "shared_buffers=64MB".to_owned(),
        "log_timezone=UTC".to_owned(),
        "timezone=UTC".to_owned(),
        "jit=off".to_owned(),
        // Realtime reads row changes from it.
        "wal_level=logical".to_owned(),
    ];
    if durability == Durability::None {
        spread_databases(&data).await;
        settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(String::from));
    }
    let mut args: Vec<OsString> = vec!["-D".into(), data.into()];
    args.extend(settings.into_iter().flat_map(|setting| ["-c".into(), setting.into()]));
    let (program, args) = command(user.as_ref(), &bin.join("postgres"), args);
    let spec = Spec {
        name: "postgres".into(),
        program,
        args,
        env: Vec::new(),
        dir: PathBuf::from("/"),
        order: 90,
        ending: Ending::Interrupt,
    };
    let mut child = Child::spawn(spec, instance)?;
    let server = Server { port };
    let within = Duration::from_secs(30);
    child.ready(within, || async move { server.connect(SUPERUSER, "postgres").await.is_ok() }).await?;
    Ok(child)
}

/// Has ext4 place each database's files in another block group. It looks at every inode of a group that was freed in the last
/// minutes before it takes one, so where a hundred databases of tests were made and dropped side by side, making the next
/// takes 0.4 s instead of 0.07 s. Without `chattr`, or on another file system, nothing changes.
async fn spread_databases(data: &Path) {
    let _ = Command::new("chattr")
        .arg("+T")
        .arg(data.join("base"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .await;
}

async fn init(bin: &Path, instance: &Instance, data: &Path, user: Option<&Unprivileged>) -> Result<()> {
    let failed = |what: &str, path: &Path| Error::io(format!("{what} {}", path.display()));
    if data.exists() {
        fs::remove_dir_all(data).map_err(failed("removing", data))?;
    }
    fs::create_dir_all(data).map_err(failed("creating", data))?;
    fs::set_permissions(data, Permissions::from_mode(0o700)).map_err(failed("closing", data))?;
    if let Some(user) = user {
        chown(data, Some(user.uid), Some(user.gid)).map_err(failed("giving away", data))?;
    }
    let password = instance.run().join("initdb-password");
    fs::write(&password, PASSWORD).map_err(failed("writing", &password))?;
    let mut pwfile = OsString::from("--pwfile=");
    pwfile.push(&password);
    let args: Vec<OsString> = vec![
        "-D".into(),
        data.into(),
        format!("--username={SUPERUSER}").into(),
        "--auth=scram-sha-256".into(),
        pwfile,
        "--encoding=UTF8".into(),
        "--locale=C".into(),
        "--locale-provider=builtin".into(),
        "--builtin-locale=C.UTF-8".into(),
        // The password is public, so making it slow to guess would only slow every connection down.
        "--set=scram_iterations=1".into(),
        // Nothing is lost if the machine dies here: the next start begins again.
        "--no-sync".into(),
    ];
    let (program, args) = command(user, &bin.join("initdb"), args);
    let log = instance.log("initdb");
    let out = fs::File::create(&log).map_err(failed("creating", &log))?;
    let err = out.try_clone().map_err(failed("sharing", &log))?;
    let status = tokio::process::Command::new(&program)
        .args(args)
        .current_dir("/")
        .stdin(std::process::Stdio::null())
        .stdout(out)
        .stderr(err)
        .kill_on_drop(true)
        .status()
        .await
        .map_err(failed("starting", &program))?;
    let _ = fs::remove_file(&password);
    if status.success() {
        return Ok(());
    }
    Err(Error::Died {
        name: "initdb".into(),
        status: status.to_string(),
        tail: crate::process::last_lines(&log, 12),
        log,
    })
}

/// Removes the `postmaster.pid` of a server that was killed, when its pid now belongs to another
/// program; Postgres itself would refuse to start.
fn remove_stale_lock(data: &Path) {
    let path = data.join("postmaster.pid");
    let Ok(text) = fs::read_to_string(&path) else { return };
    let Some(pid) = text.lines().next().map(str::trim) else { return };
    let is_postgres = fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|comm| comm.trim() == "postgres");
    if cfg!(target_os = "linux") && !is_postgres {
        let _ = fs::remove_file(path);
    }
}
