//! The functions as Lambda runs them: so many processes of each, one request at a time in each, and whoever finds none
//! free waits for the next, in turn. Lambda would start further processes instead; here the machine has no more to give.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use ipelya_test::FunctionProcess;
use serde_json::Value;
use tokio::process::Command;
use tokio::sync::Semaphore;

use super::records::Reply;

/// How long an answer is waited for once a process has the request: as API Gateway, and for the sweeper's minute.
const PATIENCE: Duration = Duration::from_secs(30);
const SCHEDULED_PATIENCE: Duration = Duration::from_secs(90);

/// The processes of one function.
#[derive(Debug)]
pub(super) struct Pool {
    pub(super) name: &'static str,
    processes: Vec<FunctionProcess>,
    /// Those without a request, by number. The one that was busy last is next, as on Lambda.
    idle: Mutex<Vec<usize>>,
    turns: Semaphore,
    waiting: AtomicUsize,
}

impl Pool {
    async fn start(
        name: &'static str,
        binary: &Path,
        count: usize,
        settings: &[(String, String)],
        log: &Path,
    ) -> std::io::Result<Self> {
        let mut processes = Vec::new();
        for number in 0..count {
            let mut command = Command::new(binary);
            let log = File::create(log.join(format!("{name}-{number}.log")))?;
            command.stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log));
            processes.push(FunctionProcess::run(command, settings.iter().cloned()).await?);
        }
        for process in &mut processes {
            if !process.starts().await {
                return Err(std::io::Error::other(format!("the function {name} does not start")));
            }
        }
        let idle = Mutex::new((0..count).collect());
        Ok(Self { name, processes, idle, turns: Semaphore::new(count), waiting: AtomicUsize::new(0) })
    }

    /// Hands the event to the next process that is free and waits for what comes of it.
    pub(super) async fn call(&self, event: impl Into<Bytes>) -> Reply {
        match self.turn(event.into(), PATIENCE).await {
            Some(Ok(reply)) => {
                let status = reply.get("statusCode").and_then(Value::as_u64).and_then(|it| u16::try_from(it).ok());
                let text = reply.get("body").and_then(Value::as_str).unwrap_or_default();
                Reply { status: status.unwrap_or_default(), body: serde_json::from_str(text).unwrap_or_default() }
            }
            Some(Err(error)) => Reply { status: 0, body: error },
            None => Reply { status: 0, body: Value::from("no answer in time") },
        }
    }

    /// The same of a schedule's event, of which nothing comes but that it was done.
    pub(super) async fn invoke(&self, event: &Value) -> Result<(), Value> {
        match self.turn(event.to_string().into(), SCHEDULED_PATIENCE).await {
            Some(outcome) => outcome.map(drop),
            None => Err(Value::from("no answer in time")),
        }
    }

    async fn turn(&self, event: Bytes, patience: Duration) -> Option<Result<Value, Value>> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let turn = self.turns.acquire().await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        let free = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        let outcome = match self.processes.get(free) {
            Some(process) => process.answers_within(patience, event).await,
            None => None,
        };
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(free);
        drop(turn);
        outcome
    }

    /// How many requests find no process free at this moment.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Its processes.
    pub(super) fn pids(&self) -> Vec<u32> {
        self.processes.iter().map(FunctionProcess::pid).collect()
    }
}

/// All of them.
#[derive(Debug)]
pub(super) struct Functions {
    pub(super) session: Arc<Pool>,
    pub(super) token: Arc<Pool>,
    pub(super) webhook: Arc<Pool>,
    pub(super) chat: Arc<Pool>,
    pub(super) gift: Arc<Pool>,
    pub(super) sweeper: Arc<Pool>,
}

impl Functions {
    /// How many processes each of them has.
    pub(super) const PROCESSES: [(&'static str, usize); 6] =
        [("session", 8), ("token", 8), ("webhook", 8), ("chat", 4), ("gift", 4), ("sweeper", 2)];

    /// Starts them; each writes its log into a file of this folder.
    pub(super) async fn start(
        binary: impl Fn(&str) -> std::path::PathBuf,
        settings: &[(String, String)],
        logs: &Path,
    ) -> std::io::Result<Self> {
        let [session, token, webhook, chat, gift, sweeper] = Self::PROCESSES.map(|(name, count)| {
            let binary = binary(name);
            async move { Pool::start(name, &binary, count, settings, logs).await.map(Arc::new) }
        });
        Ok(Self {
            session: session.await?,
            token: token.await?,
            webhook: webhook.await?,
            chat: chat.await?,
            gift: gift.await?,
            sweeper: sweeper.await?,
        })
    }

    pub(super) fn pools(&self) -> [&Arc<Pool>; 6] {
        [&self.session, &self.token, &self.webhook, &self.chat, &self.gift, &self.sweeper]
    }
}
