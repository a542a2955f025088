//! An encoder that sends: LiveKit's own client in a room, with a camera and a microphone, as LiveKit's ingress server joins
//! it.

use std::process::Stdio;
use std::time::Duration;

use livekit_protocol::IngressInfo;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::clock::seconds;
use crate::jwt::sign_hs256;
use crate::layout::Layout;
use crate::livekit::{API_KEY, API_SECRET};
use crate::{Error, Result, tools};

/// How long LiveKit and its client may take to begin.
const PATIENCE: Duration = Duration::from_secs(30);

/// One that is in its room. Dropped, it vanishes.
#[derive(Debug)]
pub(super) struct Encoder {
    /// LiveKit's id of the connection.
    pub(super) sid: String,
    client: Child,
    input: ChildStdin,
}

impl Encoder {
    /// Joins the room of an ingress and publishes. `put_out` is carried out once LiveKit has put it out again.
    pub(super) async fn start(
        url: &str,
        info: &IngressInfo,
        put_out: impl Future<Output = ()> + Send + 'static,
    ) -> Result<Self> {
        let dir = tools::clients(&Layout::find()?).await?;
        let mut client = Command::new("node")
            .args(["support/room-client.js", url, &token(info)])
            .current_dir(dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(Error::io("starting node"))?;
        let (Some(mut input), Some(output)) = (client.stdin.take(), client.stdout.take()) else {
            return Err(failed("it has no pipes"));
        };
        let mut says = BufReader::new(output).lines();
        let sid = heard(&mut says, "sid").await?.as_str().unwrap_or_default().to_owned();
        for source in ["microphone", "camera"] {
            input.write_all(format!("{source}\n").as_bytes()).await.map_err(Error::io("telling the encoder"))?;
            if heard(&mut says, "published").await? != true {
                return Err(failed("LiveKit does not let it publish"));
            }
        }
        tokio::spawn(async move {
            while let Ok(Some(line)) = says.next_line().await {
                if line.contains("\"gone\"") {
                    put_out.await;
                    return;
                }
            }
        });
        Ok(Self { sid, client, input })
    }

    /// Leaves the room, and waits until it has.
    pub(super) async fn stop(self) {
        let Self { mut client, input, .. } = self;
        drop(input);
        // one that does not end by itself is killed where it is dropped
        let _ = timeout(PATIENCE, client.wait()).await;
    }
}

/// The token that LiveKit's ingress server joins with.
fn token(info: &IngressInfo) -> String {
    let claims = json!({
        "iss": API_KEY, "sub": info.participant_identity, "name": info.participant_name, "kind": "ingress",
        "nbf": seconds() - 10, "exp": seconds() + 36_000, "metadata": info.participant_metadata,
        "video": {
            "roomJoin": true, "room": info.room_name, "canPublish": true, "canSubscribe": false,
            "canPublishData": true,
        },
    });
    sign_hs256(API_SECRET.as_bytes(), &claims)
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
    Error::Http { what: "the encoder".to_owned(), reason: reason.to_owned() }
}
