//! A function under test: its process, its Runtime API, and the events it is sent.

use std::path::Path;
use std::process::Stdio;

use axum::body::Bytes;
use ipelya_test::{RuntimeApi, http_event};
use serde_json::Value;
use tokio::process::{Child, Command};

/// A running function. Killed when dropped.
pub(crate) struct Function {
    api: RuntimeApi,
    process: Child,
}

impl Function {
    /// Starts the binary with these settings; with `concurrency` above one it takes that many requests side by side.
    pub(crate) async fn spawn(
        binary: &Path,
        settings: &[(String, String)],
        concurrency: usize,
    ) -> std::io::Result<Self> {
        Self::start(Command::new(binary), settings, concurrency).await
    }

    /// Like [`Function::spawn`], by a command that ends with the binary.
    pub(crate) async fn start(
        mut command: Command,
        settings: &[(String, String)],
        concurrency: usize,
    ) -> std::io::Result<Self> {
        let api = RuntimeApi::start().await?;
        command
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", &api.address)
            .env("AWS_LAMBDA_FUNCTION_NAME", "bench")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("RUST_LOG", "info")
            .envs(settings.iter().cloned())
            .stdout(Stdio::null())
            .kill_on_drop(true);
        if concurrency > 1 {
            command.env("AWS_LAMBDA_MAX_CONCURRENCY", concurrency.to_string());
        }
        Ok(Self { process: command.spawn()?, api })
    }

    /// The function's process id.
    pub(crate) fn pid(&self) -> u32 {
        self.process.id().unwrap_or(0)
    }

    /// Sends one event and waits for its reply, which must be a success.
    pub(crate) async fn invoke(&self, event: &Bytes) -> std::io::Result<()> {
        self.expect(event, 200).await
    }

    /// Sends one event and waits for its reply, which must have this status.
    pub(crate) async fn expect(&self, event: &Bytes, status: u64) -> std::io::Result<()> {
        let reply = self.api.invoke(event.clone()).await.unwrap_or(Value::Null);
        match reply.get("statusCode").and_then(Value::as_u64) {
            Some(answered) if answered == status => Ok(()),
            _ => Err(std::io::Error::other(format!("the function answered {reply}"))),
        }
    }
}

/// An API Gateway event for one function.
pub(crate) fn event(method: &str, function: &str, token: &str, body: &Value) -> Bytes {
    let path = format!("/functions/v1/{function}");
    http_event(method, &path, &format!("Bearer {token}"), "application/json", &body.to_string())
}
