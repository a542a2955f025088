//! A participant of the real room: LiveKit's own client, in a process of its own.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::layout::Layout;
use crate::{Error, Result, tools};

/// How long LiveKit and its client may take to begin.
const PATIENCE: Duration = Duration::from_secs(30);

/// One that is in its room. Dropped, it vanishes.
#[derive(Debug)]
pub(crate) struct Participant {
    /// LiveKit's id of the connection.
    pub(crate) sid: String,
    client: Child,
    input: ChildStdin,
    /// Until somebody waits for its end.
    says: Option<Lines<BufReader<ChildStdout>>>,
}

impl Participant {
    /// Joins the room of this token.
    pub(crate) async fn join(url: &str, token: &str) -> Result<Self> {
        let dir = tools::clients(&Layout::find()?).await?;
        let mut client = Command::new("node")
            .args(["support/room-client.js", url, token])
            .current_dir(dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(Error::io("starting node"))?;
        let (Some(input), Some(output)) = (client.stdin.take(), client.stdout.take()) else {
            return Err(failed("it has no pipes"));
        };
        let mut says = BufReader::new(output).lines();
        let sid = heard(&mut says, "sid").await?.as_str().unwrap_or_default().to_owned();
        Ok(Self { sid, client, input, says: Some(says) })
    }

    /// Publishes a `microphone` or a `camera`.
    pub(crate) async fn publish(&mut self, source: &str) -> Result<()> {
        self.input.write_all(format!("{source}\n").as_bytes()).await.map_err(Error::io("telling LiveKit's client"))?;
        let Some(says) = &mut self.says else { return Err(failed("nobody listens to it any more")) };
        if heard(says, "published").await? == true {
            return Ok(());
        }
        Err(failed("LiveKit does not let it publish"))
    }

    /// Completes once LiveKit has put it out, or it has ended otherwise. To be asked for once.
    pub(crate) fn gone(&mut self) -> impl Future<Output = ()> + Send + 'static + use<> {
        let says = self.says.take();
        async move {
            let Some(mut says) = says else { return };
            while let Ok(Some(line)) = says.next_line().await {
                if line.contains("\"gone\"") {
                    return;
                }
            }
        }
    }

    /// Leaves the room, and waits until it has.
    pub(crate) async fn leave(self) {
        let Self { mut client, input, .. } = self;
        drop(input);
        // one that does not end by itself is killed where it is dropped
        let _ = timeout(PATIENCE, client.wait()).await;
    }
}

async fn heard(says: &mut Lines<BufReader<ChildStdout>>, name: &str) -> Result<Value> {
    let heard = async {
        while let Ok(Some(line)) = says.next_line().await {
            let said: Value = serde_json::from_str(&line).unwrap_or_default();
            if let Some(value) = said.get(name) {
                return Ok(value.clone());
            }
        }
        Err(failed("it was not let into the room"))
    };
    timeout(PATIENCE, heard).await.unwrap_or_else(|_| Err(failed("it does not get into the room")))
}

fn failed(reason: &str) -> Error {
    Error::Http { what: "LiveKit's client".to_owned(), reason: reason.to_owned() }
}
