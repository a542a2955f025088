//! A few of a session's viewers as Realtime sees them: each a connection with the channels that the app joins, which counts
//! what it is told.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use ipelya_local::clock::now;
use ipelya_local::jwt::api_key;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};
use uuid::Uuid;

use super::people::Person;
use super::records::Records;

/// How many of a session's viewers listen.
pub(super) const MOST: usize = 20;
/// From the moment a line is sent to the moment another viewer is told of it.
pub(super) const HEARD: &str = "from a line to another viewer";
const PATIENCE: Duration = Duration::from_secs(20);
const HEARTBEAT: Duration = Duration::from_secs(25);

/// What a viewer is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// A line of the chat, those about gifts among them.
    Line,
    Gift,
    /// The session's own row has changed.
    Session,
    /// A broadcast of the database.
    Broadcast,
}

/// What the listeners of one run were told, and when.
#[derive(Debug, Default)]
pub(super) struct Heard(Mutex<Vec<(Duration, Told)>>);

impl Heard {
    fn note(&self, at: Duration, told: Told) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((at, told));
    }

    /// How often within the span.
    pub(super) fn count(&self, told: Told, span: &Range<Duration>) -> usize {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.iter().filter(|(at, it)| *it == told && span.contains(at)).count()
    }
}

type Socket = WebSocketStream<TcpStream>;

/// Those of one session.
#[derive(Debug)]
pub(super) struct Listeners(JoinSet<()>);

impl Listeners {
    /// Connects these people and returns once all of them are told of everything from now on.
    pub(super) async fn join(
        url: &str,
        session: Uuid,
        people: &[Person],
        heard: &Arc<Heard>,
        records: &Arc<Records>,
    ) -> std::io::Result<Self> {
        let mut listening = JoinSet::new();
        for person in people {
            let socket = connect(url, session, person).await?;
            listening.spawn(listen(socket, Arc::clone(heard), Arc::clone(records)));
        }
        Ok(Self(listening))
    }

    /// How many they are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }
}

async fn connect(url: &str, session: Uuid, person: &Person) -> std::io::Result<Socket> {
    let host = url.trim_start_matches("http://");
    let stream = TcpStream::connect(host).await?;
    stream.set_nodelay(true)?;
    let address = format!("ws://{host}/realtime/v1/websocket?apikey={}&vsn=1.0.0", api_key("anon"));
    let (mut socket, _) = client_async(address, stream).await.map_err(std::io::Error::other)?;
    let changes = |event: &str, table: &str, column: &str| json!({ "event": event, "schema": "public", "table": table, "filter": format!("{column}=eq.{session}") });
    let lines = [changes("INSERT", "live_messages", "session_id"), changes("UPDATE", "live_messages", "session_id")];
    for (number, (topic, wanted)) in [
        (format!("live_session_status:{session}"), json!([changes("UPDATE", "live_sessions", "id")])),
        (format!("live:{session}"), json!([])),
        (format!("live_chat:{session}"), json!(lines)),
        (format!("live_gifts:{session}"), json!([changes("INSERT", "live_gifts", "session_id")])),
    ]
    .into_iter()
    .enumerate()
    {
        let payload = json!({
            "config": { "broadcast": { "self": false }, "postgres_changes": wanted, "private": false },
            "access_token": person.token,
        });
        say(&mut socket, number, &format!("realtime:{topic}"), "phx_join", &payload).await?;
        let joined = timeout(PATIENCE, is_joined(&mut socket)).await;
        if !joined.unwrap_or_default() {
            return Err(std::io::Error::other(format!("Realtime does not let anybody join {topic}")));
        }
    }
    Ok(socket)
}

async fn say(socket: &mut Socket, number: usize, topic: &str, event: &str, payload: &Value) -> std::io::Result<()> {
    let number = number.to_string();
    let message = json!({ "topic": topic, "event": event, "payload": payload, "ref": number, "join_ref": number });
    socket.send(Message::text(message.to_string())).await.map_err(std::io::Error::other)
}

async fn is_joined(socket: &mut Socket) -> bool {
    while let Some(Ok(message)) = socket.next().await {
        let said = read(&message);
        if said.get("event") == Some(&json!("phx_reply")) {
            return said.pointer("/payload/status") == Some(&json!("ok"));
        }
    }
    false
}

/// Counts until either side ends.
async fn listen(mut socket: Socket, heard: Arc<Heard>, records: Arc<Records>) {
    let mut heartbeats = interval(HEARTBEAT);
    heartbeats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            message = socket.next() => {
                let Some(Ok(message)) = message else { return };
                let said = read(&message);
                if let Some(told) = told(&said) {
                    heard.note(records.now(), told);
                    if let Some(took) = since_sent(&said) {
                        records.took(HEARD, took);
                    }
                }
            }
            _ = heartbeats.tick() => {
                if say(&mut socket, 0, "phoenix", "heartbeat", &json!({})).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn read(message: &Message) -> Value {
    match message {
        Message::Text(text) => serde_json::from_str(text).unwrap_or_default(),
        _ => Value::Null,
    }
}

fn told(said: &Value) -> Option<Told> {
    let text = |pointer: &str| said.pointer(pointer).and_then(Value::as_str);
    match (text("/event")?, text("/payload/data/table")) {
        ("broadcast", _) => Some(Told::Broadcast),
        ("postgres_changes", Some("live_messages")) => Some(Told::Line),
        ("postgres_changes", Some("live_gifts")) => Some(Told::Gift),
        ("postgres_changes", Some("live_sessions")) => Some(Told::Session),
        _ => None,
    }
}

/// A line that tells when it was sent.
pub(super) fn line() -> String {
    format!("merhaba {}", now().unix_timestamp_nanos() / 1_000_000)
}

fn since_sent(said: &Value) -> Option<Duration> {
    let line = said.pointer("/payload/data/record/content")?.as_str()?;
    let sent: i128 = line.strip_prefix("merhaba ")?.parse().ok()?;
    u64::try_from(now().unix_timestamp_nanos() / 1_000_000 - sent).ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_when_it_was_sent() {
        let said = json!({ "payload": { "data": { "record": { "content": line() } } } });
        assert!(since_sent(&said).unwrap() < Duration::from_secs(5));
        assert_eq!(since_sent(&json!({ "payload": { "data": { "record": { "content": "selam" } } } })), None);
    }

    #[test]
    fn what_a_viewer_is_told_is_known_by_its_table() {
        let change = |table: &str| json!({ "event": "postgres_changes", "payload": { "data": { "table": table } } });
        assert_eq!(told(&change("live_messages")), Some(Told::Line));
        assert_eq!(told(&change("live_gifts")), Some(Told::Gift));
        assert_eq!(told(&change("live_sessions")), Some(Told::Session));
        assert_eq!(told(&json!({ "event": "broadcast" })), Some(Told::Broadcast));
        assert_eq!(told(&json!({ "event": "system", "payload": { "status": "ok" } })), None);
    }
}
