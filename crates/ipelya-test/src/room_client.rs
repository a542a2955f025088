//! People in rooms of the real LiveKit, connected with LiveKit's own client.

use super::given::{Call, User};
use super::project::Project;
use super::stack;
use ipelya_local::clock::seconds;
use ipelya_local::http_client::HttpClient;
use ipelya_local::jwt::sign_hs256;
use ipelya_local::layout::Layout;
use ipelya_local::livekit;
use ipelya_local::tools;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::OnceCell;
use tokio::time::{sleep, timeout};

/// How long LiveKit and its client may take for anything here.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody connected to a room. Dropped, they vanish like a phone that lost its network.
#[derive(Debug)]
pub struct RoomClient {
    /// LiveKit's id of the connection.
    pub sid: String,
    client: Child,
    says: Sayings,
}

/// What a client says, each under its name, in whatever order it is asked for: a tone may be heard before a picture is seen.
#[derive(Debug)]
struct Sayings {
    lines: Lines<BufReader<ChildStdout>>,
    unheard: Vec<Value>,
}

/// A participant about to connect, with the grants of a viewer unless told otherwise.
#[derive(Debug, Clone)]
#[must_use]
pub struct NewRoomClient<'a> {
    project: &'a Project,
    room: String,
    identity: String,
    grants: Value,
    metadata: Value,
    token: Option<String>,
    url: Option<String>,
    microphone: bool,
}

impl Project {
    /// Somebody of this identity who is to connect to a room, which must exist.
    pub fn room_client(&self, room: &str, identity: impl Into<String>) -> NewRoomClient<'_> {
        let grants = json!({
            "canPublish": false, "canSubscribe": true, "canPublishData": true, "canUpdateOwnMetadata": false,
        });
        let metadata = json!({ "role": "viewer", "isCreator": false });
        NewRoomClient {
            project: self,
            room: room.to_owned(),
            identity: identity.into(),
            grants,
            metadata,
            token: None,
            url: None,
            microphone: false,
        }
    }

    /// Somebody who is to connect to a call with what its `caller` or `callee` may do, whether they are that or not.
    pub fn party_client(&self, call: &Call, user: &User, role: &str) -> NewRoomClient<'_> {
        let sources = if call.room_name.starts_with("call_audio") {
            json!(["microphone"])
        } else {
            json!(["camera", "microphone", "screen_share", "screen_share_audio"])
        };
        let grants = json!({
            "canPublish": true, "canPublishSources": sources, "canSubscribe": true, "canPublishData": true,
            "canUpdateOwnMetadata": false,
        });
        let party = self.room_client(&call.room_name, user.id).grants(grants);
        party.metadata(json!({ "role": role, "isCreator": false }))
    }

    /// Who is in a room of the real LiveKit, uncounted and in its own JSON.
    pub async fn people_in(&self, room: &str) -> Vec<Value> {
        let (port, room) = (self.livekit_port(), room.to_owned());
        stack::run(async move { livekit::people_in(&HttpClient::new(), port, &room).await })
            .await
            .expect("LiveKit lists the people of a room")
    }

    /// Closes a room of the real LiveKit, uncounted.
    pub async fn close_room(&self, name: &str) {
        let (port, name) = (self.livekit_port(), name.to_owned());
        stack::run(async move { livekit::delete_room(&HttpClient::new(), port, &name).await })
            .await
            .expect("LiveKit closes the room");
    }

    /// Waits until LiveKit no longer lists this connection.
    pub async fn until_gone(&self, room: &str, sid: &str) {
        let gone = async {
            while self.people_in(room).await.iter().any(|person| person["sid"] == sid) {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, gone).await.expect("LiveKit notices that somebody has gone");
    }
}

impl NewRoomClient<'_> {
    /// With these fields of LiveKit's video grant.
    pub fn grants(mut self, grants: Value) -> Self {
        self.grants = grants;
        self
    }

    /// With this metadata.
    pub fn metadata(mut self, metadata: Value) -> Self {
        self.metadata = metadata;
        self
    }

    /// With this token, whatever else was said.
    pub fn token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// At this address, `ws://`, and not at LiveKit's own.
    pub fn at(mut self, url: &str) -> Self {
        self.url = Some(url.to_owned());
        self
    }

    /// With a microphone that plays a tone; their grants must allow it.
    pub fn microphone(mut self) -> Self {
        self.microphone = true;
        self
    }

    /// Connects them and waits until LiveKit counts them as inside.
    pub async fn join(self) -> RoomClient {
        let (project, room) = (self.project, self.room.clone());
        let client = self.connect().await;
        let inside = async {
            let is_inside = |person: &Value| person["sid"] == client.sid.as_str() && person["state"] == "ACTIVE";
            while !project.people_in(&room).await.iter().any(is_inside) {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, inside).await.expect("LiveKit counts the participant as inside");
        client
    }

    /// Connects them. They may be put out again before anybody sees them.
    pub async fn connect(self) -> RoomClient {
        let token = self.token.clone().unwrap_or_else(|| self.own_token());
        let url = self.url.clone().unwrap_or_else(|| self.project.livekit_direct_url());
        let mut client = spawn(&url, &token, self.microphone).await;
        let lines = BufReader::new(client.stdout.take().expect("it was piped")).lines();
        let mut says = Sayings { lines, unheard: Vec::new() };
        let sid = says.next("sid").await.as_str().expect("a text").to_owned();
        RoomClient { sid, client, says }
    }

    fn own_token(&self) -> String {
        let mut video = json!({ "roomJoin": true, "room": self.room });
        if let (Some(video), Some(grants)) = (video.as_object_mut(), self.grants.as_object()) {
            video.extend(grants.clone());
        }
        let claims = json!({
            "iss": livekit::API_KEY, "sub": self.identity, "nbf": seconds() - 10, "exp": seconds() + 600,
            "video": video, "metadata": self.metadata.to_string(),
        });
        sign_hs256(livekit::API_SECRET.as_bytes(), &claims)
    }
}

impl RoomClient {
    /// Hangs up, and waits until the client is done with that.
    pub async fn leave(mut self) {
        drop(self.client.stdin.take());
        let ended = timeout(PATIENCE, self.client.wait()).await.expect("the client ends");
        assert!(ended.expect("it can be waited for").success(), "the client leaves in order");
    }

    /// Waits until half a second of the tone of a microphone has arrived that was not heard before: whose it is.
    pub async fn hears(&mut self) -> String {
        self.says.next("hears").await.as_str().expect("a text").to_owned()
    }

    /// Waits until the picture of a camera has arrived that was not seen before: whose it is.
    pub async fn sees(&mut self) -> String {
        self.says.next("sees").await.as_str().expect("a text").to_owned()
    }

    /// Waits until a track that was there is gone: whose it was.
    pub async fn loses(&mut self) -> String {
        self.says.next("loses").await.as_str().expect("a text").to_owned()
    }

    /// Waits for a data packet: what it says.
    pub async fn is_told(&mut self) -> String {
        self.says.next("told").await.as_str().expect("a text").to_owned()
    }

    /// Opens the `microphone` or the `camera`, without connecting anew. Tells whether LiveKit lets them.
    pub async fn publishes(&mut self, source: &str) -> bool {
        self.command(source).await;
        self.says.next("published").await == true
    }

    /// Sends everybody a data packet.
    pub async fn tells(&mut self, text: &str) {
        self.command(&format!("say {text}")).await;
    }

    async fn command(&mut self, line: &str) {
        let input = self.client.stdin.as_mut().expect("it has not been told to leave");
        input.write_all(format!("{line}\n").as_bytes()).await.expect("the client reads");
    }

    /// The fresh token that LiveKit hands everybody inside, for the first time: it opens the room again.
    pub async fn refreshed_token(&mut self) -> String {
        self.says.next("token").await.as_str().expect("a text").to_owned()
    }

    /// Waits until LiveKit has put them out.
    pub async fn until_put_out(mut self) {
        self.says.next("gone").await;
    }
}

impl Sayings {
    /// The next thing of this name.
    async fn next(&mut self, name: &str) -> Value {
        if let Some(place) = self.unheard.iter().position(|said| said.get(name).is_some()) {
            return self.unheard.remove(place).get_mut(name).map(Value::take).expect("it is there");
        }
        let next = async {
            while let Some(line) = self.lines.next_line().await.expect("its output can be read") {
                let said: Value = serde_json::from_str(&line).unwrap_or_default();
                if let Some(value) = said.get(name) {
                    return value.clone();
                }
                self.unheard.push(said);
            }
            panic!("LiveKit's client ended without saying {name}");
        };
        timeout(PATIENCE, next).await.unwrap_or_else(|_| panic!("LiveKit's client does not say {name}"))
    }
}

async fn spawn(url: &str, token: &str, microphone: bool) -> Child {
    Command::new("node")
        .args(["support/room-client.js", url, token])
        .args(microphone.then_some("microphone"))
        .current_dir(client_dir().await)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("node starts")
}

/// Where the client is; the first call of a process makes sure that it is installed.
async fn client_dir() -> &'static PathBuf {
    static DIR: OnceCell<PathBuf> = OnceCell::const_new();
    DIR.get_or_init(async || {
        let layout = Layout::find().expect("tests run inside the repository");
        tools::clients(&layout).await.expect("npm installs LiveKit's client in e2e/")
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_client_says_waits_until_it_is_asked_for() {
        let said = r#"printf '{"hears":"a"}\n{"sees":"b"}\n{"hears":"c"}\n'"#;
        let mut client = Command::new("sh").args(["-c", said]).stdout(Stdio::piped()).spawn().expect("a shell starts");
        let lines = BufReader::new(client.stdout.take().expect("it was piped")).lines();
        let mut says = Sayings { lines, unheard: Vec::new() };
        for (name, expected) in [("sees", "b"), ("hears", "a"), ("hears", "c")] {
            assert_eq!(says.next(name).await, expected);
        }
    }
}
