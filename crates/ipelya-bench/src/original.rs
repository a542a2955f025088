//! Three functions as they were first planned (`original/server.js`), in the runtime that they were planned for.

use std::io::{Error, Result};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use ipelya_test::decode_jwt;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

/// Auth, as far as the plan asks it: it says at once who is calling.
pub(crate) struct Auth {
    pub(crate) url: String,
    asked: Arc<AtomicUsize>,
}

impl Auth {
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let user = async move |headers: HeaderMap| {
            count.fetch_add(1, Ordering::Relaxed);
            let token = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
            let token = decode_jwt(token.trim_start_matches("Bearer "));
            Json(json!({ "id": token.payload.get("sub"), "aud": "authenticated", "role": "authenticated" }))
        };
        let router = Router::new().route("/user", get(user));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, asked })
    }

    /// How often it was asked since the last look.
    pub(crate) fn read(&self) -> usize {
        self.asked.swap(0, Ordering::Relaxed)
    }
}

/// Servers of one function, killed when dropped.
pub(crate) struct Servers {
    pub(crate) urls: Vec<String>,
    processes: Vec<Child>,
}

impl Servers {
    /// Starts so many, which say that they listen.
    pub(crate) async fn start(function: &str, many: usize, settings: &[(String, String)], auth: &Auth) -> Result<Self> {
        let (mut urls, mut processes) = (Vec::new(), Vec::new());
        for _ in 0..many {
            let mut server = Command::new(deno()?)
                .args(["run", "--allow-all", "--no-lock", "--cached-only"])
                .arg(folder().join("server.js"))
                .arg(function)
                .envs(settings.iter().cloned())
                .env("AUTH_URL", &auth.url)
                .env("DENO_NO_UPDATE_CHECK", "1")
                .env("DENO_DIR", folder().join("node_modules/.deno"))
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .kill_on_drop(true)
                .spawn()?;
            let stdout = server.stdout.take().ok_or_else(|| Error::other("the server has no output"))?;
            let mut port = String::new();
            BufReader::new(stdout).read_line(&mut port).await?;
            urls.push(format!("http://127.0.0.1:{}/", port.trim()));
            processes.push(server);
        }
        Ok(Self { urls, processes })
    }

    pub(crate) fn pids(&self) -> Vec<u32> {
        self.processes.iter().filter_map(Child::id).collect()
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("original")
}

/// The runtime itself: what npm puts on the path starts it as a child, and hides what it costs.
fn deno() -> Result<PathBuf> {
    let packages = std::fs::read_dir(folder().join("node_modules/@deno"))?;
    let mut programs = packages.flatten().map(|package| package.path().join("deno"));
    programs.find(|program| program.exists()).ok_or_else(|| Error::other("Deno is not there for this machine"))
}
