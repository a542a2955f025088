//! What stands in front of the database, as a process of its own, so that what it takes can be told: the local stack's
//! gateway to PostgREST and its Realtime.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use ipelya_local::gateway::{self, Gateway, Realtime};
use ipelya_local::jwt::Keys;
use ipelya_local::layout::Layout;
use ipelya_local::say::say;
use ipelya_local::test_stack::{Description, VARIABLE};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

/// The running process. Killed when dropped; it ends by itself once nobody holds its standard input.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    /// Where it answers: `SUPABASE_URL`.
    pub(super) url: String,
}

impl Process {
    /// Starts it before a PostgREST and a database.
    pub(super) async fn start(rest: &str, database: &str) -> std::io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["load", "gateway", rest, database])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let output = child.stdout.take().ok_or_else(|| std::io::Error::other("the gateway has no output"))?;
        let url = BufReader::new(output).lines().next_line().await?;
        Ok(Self { child, url: url.ok_or_else(|| std::io::Error::other("the gateway does not start"))? })
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }
}

/// Is that process, until its standard input ends.
pub(super) async fn run(rest: &str, database: &str) -> std::io::Result<()> {
    let layout = Layout::find().map_err(std::io::Error::other)?;
    let instance = layout.instance("test").map_err(std::io::Error::other)?;
    let path = std::env::var_os(VARIABLE).map_or_else(|| Description::path(&instance), PathBuf::from);
    let stack = Description::read(&path).map_err(std::io::Error::other)?;
    let keys = Arc::new(Keys::from_base64(&stack.jwt_key).map_err(std::io::Error::other)?);

    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let gateway = Gateway::new(url.clone(), rest.to_owned(), None, Arc::clone(&keys), database.to_owned());
    let router = gateway.router().merge(Realtime::new(database.to_owned(), keys).router());
    say(url);
    let mut nothing = Vec::new();
    let mut input = tokio::io::stdin();
    tokio::select! {
        served = gateway::serve(listener, router) => served.map_err(std::io::Error::other),
        ended = input.read_to_end(&mut nothing) => ended.map(drop),
    }
}
