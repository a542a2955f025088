//! A function as Lambda runs it: its binary, with a Runtime API of its own.

use std::ffi::OsStr;
use std::process::{Output, Stdio};
use std::time::Duration;

use axum::body::Bytes;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::runtime_api::RuntimeApi;

/// How long a function may take to start, to answer and to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running function. Killed when dropped.
#[derive(Debug)]
pub struct FunctionProcess {
    api: RuntimeApi,
    process: Child,
    /// Read as they are written: a pipe that is full would stop the function.
    stdout: JoinHandle<Vec<u8>>,
    stderr: JoinHandle<Vec<u8>>,
}

impl FunctionProcess {
    /// Starts the binary with these settings and no others. Its log is kept for [`FunctionProcess::terminate`].
    pub async fn start<K: AsRef<OsStr>, V: AsRef<OsStr>>(
        binary: impl AsRef<OsStr>,
        settings: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let mut command = Command::new(binary);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Self::run(command, settings).await.expect("a function's binary: built by `cargo test --workspace`")
    }

    /// Like [`FunctionProcess::start`], by a command that ends with the binary, and that says where the log goes.
    pub async fn run<K: AsRef<OsStr>, V: AsRef<OsStr>>(
        mut command: Command,
        settings: impl IntoIterator<Item = (K, V)>,
    ) -> std::io::Result<Self> {
        let api = RuntimeApi::start().await?;
        command
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", &api.address)
            .env("AWS_LAMBDA_FUNCTION_NAME", "function")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_REGION", "eu-central-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .envs(settings)
            .kill_on_drop(true);
        let mut process = command.spawn()?;
        let (stdout, stderr) = (read(process.stdout.take()), read(process.stderr.take()));
        Ok(Self { api, process, stdout, stderr })
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.process.id().unwrap_or_default()
    }

    /// Whether it starts, which it has done once it asks for an event; or ends before.
    pub async fn starts(&mut self) -> bool {
        let started = async {
            tokio::select! {
                () = self.api.polled() => true,
                _ = self.process.wait() => false,
            }
        };
        timeout(PATIENCE, started).await.expect("a function that starts, or ends")
    }

    /// Hands it an event and waits for what comes of it: its reply, or the error that it reports.
    pub async fn invoke(&self, event: impl Into<Bytes>) -> Result<Value, Value> {
        timeout(PATIENCE, self.api.invoke(event.into())).await.expect("a function that answers")
    }

    /// The same of one that may take longer, or never answer: `None` once it has had so long.
    pub async fn answers_within(&self, patience: Duration, event: impl Into<Bytes>) -> Option<Result<Value, Value>> {
        timeout(patience, self.api.invoke(event.into())).await.ok()
    }

    /// Ends it as Lambda does, and returns how it ended and what it had logged.
    pub async fn terminate(self) -> Output {
        let pid = self.process.id().and_then(|pid| i32::try_from(pid).ok()).expect("a function that runs");
        kill(Pid::from_raw(pid), Signal::SIGTERM).expect("a process of ours");
        self.ended().await
    }

    /// How it ended by itself, and what it had logged.
    pub async fn ended(mut self) -> Output {
        let status = timeout(PATIENCE, self.process.wait()).await;
        let status = status.expect("a function that ends").expect("its status");
        let (stdout, stderr) = (self.stdout.await.expect("its log"), self.stderr.await.expect("its complaints"));
        Output { status, stdout, stderr }
    }
}

/// Everything that is written to a pipe, if there is one.
fn read(pipe: Option<impl AsyncRead + Unpin + Send + 'static>) -> JoinHandle<Vec<u8>> {
    tokio::spawn(async move {
        let mut text = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut text).await.expect("a pipe that can be read");
        }
        text
    })
}
