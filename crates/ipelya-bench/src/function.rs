//! A function under test: its process, and the events it is sent.

use std::path::Path;
use std::process::Stdio;

use axum::body::Bytes;
use ipelya_test::{FunctionProcess, http_event};
use serde_json::Value;
use tokio::process::Command;

/// A running function, which logs into the void. Killed when dropped.
pub(crate) struct Function(FunctionProcess);

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
        command.stdout(Stdio::null());
        let many = (concurrency > 1).then(|| ("AWS_LAMBDA_MAX_CONCURRENCY".to_owned(), concurrency.to_string()));
        Ok(Self(FunctionProcess::run(command, settings.iter().cloned().chain(many)).await?))
    }

    /// The function's process id.
    pub(crate) fn pid(&self) -> u32 {
        self.0.pid()
    }

    /// Until its start is done and it asks for its first event.
    pub(crate) async fn started(&mut self) -> std::io::Result<()> {
        if self.0.starts().await { Ok(()) } else { Err(std::io::Error::other("the function did not start")) }
    }

    /// Sends one event and waits for its reply, which must be a success.
    pub(crate) async fn invoke(&self, event: &Bytes) -> std::io::Result<()> {
        self.expect(event, 200).await
    }

    /// Sends one event and waits for its reply, which must have this status.
    pub(crate) async fn expect(&self, event: &Bytes, status: u64) -> std::io::Result<()> {
        let reply = self.0.invoke(event.clone()).await.unwrap_or_else(|error| error);
        match reply.get("statusCode").and_then(Value::as_u64) {
            Some(answered) if answered == status => Ok(()),
            _ => Err(std::io::Error::other(format!("the function answered {reply}"))),
        }
    }
}

/// An API Gateway event for one function.
pub(crate) fn event(method: &str, function: &str, token: &str, body: &Value) -> Bytes {
    event_of(method, function, token, &body.to_string())
}

/// The same of a body that is text, and signed so.
pub(crate) fn event_of(method: &str, function: &str, token: &str, body: &str) -> Bytes {
    let path = format!("/functions/v1/{function}");
    http_event(method, &path, &format!("Bearer {token}"), "application/json", body).to_string().into()
}

/// Settings of which some are changed.
pub(crate) fn changed(settings: &[(String, String)], changes: &[(&str, String)]) -> Vec<(String, String)> {
    let is_kept = |(name, _): &&(String, String)| !changes.iter().any(|(changed, _)| changed == name);
    let changes = changes.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    settings.iter().filter(is_kept).cloned().chain(changes).collect()
}
