//! One LiveKit server, reachable over loopback only, and the few API calls the stack itself makes.

use crate::clock::seconds;
use crate::http_client::HttpClient;
use crate::jwt::sign_hs256;
use crate::layout::{Instance, write_atomically};
use crate::ports::Ports;
use crate::process::{Child, Ending, Spec};
use crate::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// The local API key. Local only, as is the secret: both are public.
pub const API_KEY: &str = "ipelya-local";
/// The local API secret; LiveKit wants at least 32 characters.
pub const API_SECRET: &str = "ipelya-local-livekit-secret-for-development-only";

/// Where encoders send to; nobody listens there.
pub(crate) const RTMP_URL: &str = "rtmp://127.0.0.1:1935/live";
pub(crate) const WHIP_URL: &str = "http://127.0.0.1:8080/w";

/// The settings every environment shares; addresses are filled in here.
const TEMPLATE: &str = include_str!("../../../infra/livekit.yaml");

/// Writes the configuration, starts the server and waits until it answers. It reports what
/// happens in its rooms to every address in `webhooks`.
pub async fn start(program: &Path, instance: &Instance, ports: &Ports, webhooks: &[String]) -> Result<Child> {
    start_as("livekit", program, instance, ports, webhooks, None).await
}

/// The same under another name, for further servers of one instance. With Redis at a port it has the APIs of encoders and
/// recordings, too.
pub async fn start_as(
    name: &str,
    program: &Path,
    instance: &Instance,
    ports: &Ports,
    webhooks: &[String],
    redis: Option<u16>,
) -> Result<Child> {
    let config = instance.file(&format!("{name}.yaml"));
    write_atomically(&config, render(ports, webhooks, redis))?;
    let spec = Spec {
        name: name.to_owned(),
        program: program.to_owned(),
        args: vec!["--config".into(), config.into()],
        env: Vec::new(),
        dir: instance.run(),
        order: 40,
        ending: Ending::Terminate,
    };
    let mut child = Child::spawn(spec, instance)?;
    let client = HttpClient::new();
    let url = http_url(ports.livekit);
    child.ready(Duration::from_secs(30), || client.is_ok(&url)).await?;
    Ok(child)
}

/// The server's HTTP address.
pub fn http_url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// The server's WebSocket address, which clients connect to.
pub fn ws_url(port: u16) -> String {
    format!("ws://127.0.0.1:{port}")
}

/// LiveKit's token for a body, as it would be signed at this second; the claims may be changed before it is.
pub fn sign_webhook(key: &str, secret: &str, body: &str, at: i64, change: impl FnOnce(&mut Value)) -> String {
    let hash = STANDARD.encode(digest(&SHA256, body.as_bytes()));
    let mut claims = json!({ "iss": key, "nbf": at, "iat": at, "exp": at + 300, "sha256": hash });
    change(&mut claims);
    sign_hs256(secret.as_bytes(), &claims)
}

/// Makes a room that stays for a day without anybody in it, so that a demo session can be joined all day.
pub async fn create_room(client: &HttpClient, port: u16, name: &str) -> Result<()> {
    const DAY: u32 = 24 * 60 * 60;
    let body = json!({ "name": name, "empty_timeout": DAY, "departure_timeout": DAY });
    call(client, port, "CreateRoom", &json!({ "roomCreate": true }), &body).await.map(drop)
}

/// Whether the server has a room of this name.
pub async fn has_room(client: &HttpClient, port: u16, name: &str) -> Result<bool> {
    Ok(room_sid(client, port, name).await?.is_some())
}

/// The server's id of the room of this name, if there is one.
pub async fn room_sid(client: &HttpClient, port: u16, name: &str) -> Result<Option<String>> {
    let reply = call(client, port, "ListRooms", &json!({ "roomList": true }), &json!({ "names": [name] })).await?;
    Ok(reply.pointer("/rooms/0/sid").and_then(Value::as_str).map(str::to_owned))
}

/// Who is in a room, in the server's own JSON.
pub async fn people_in(client: &HttpClient, port: u16, room: &str) -> Result<Vec<Value>> {
    let grant = json!({ "roomAdmin": true, "room": room });
    let reply = call(client, port, "ListParticipants", &grant, &json!({ "room": room })).await?;
    Ok(reply.get("participants").and_then(Value::as_array).cloned().unwrap_or_default())
}

/// Closes a room and disconnects everybody in it.
pub async fn delete_room(client: &HttpClient, port: u16, room: &str) -> Result<()> {
    call(client, port, "DeleteRoom", &json!({ "roomCreate": true }), &json!({ "room": room })).await.map(drop)
}

/// One call of the room service with a token for just that.
async fn call(client: &HttpClient, port: u16, method: &str, grant: &Value, body: &Value) -> Result<Value> {
    let claims = json!({ "iss": API_KEY, "nbf": seconds() - 10, "exp": seconds() + 60, "video": grant });
    let url = format!("{}/twirp/livekit.RoomService/{method}", http_url(port));
    let (status, text) = client.post_json(&url, &sign_hs256(API_SECRET.as_bytes(), &claims), body).await?;
    let failed = |reason: String| Error::Http { what: method.to_owned(), reason };
    if !status.is_success() {
        return Err(failed(format!("{status} {text}")));
    }
    serde_json::from_str(&text).map_err(|error| failed(error.to_string()))
}

fn render(ports: &Ports, webhooks: &[String], redis: Option<u16>) -> String {
    let mut text = TEMPLATE
        .replace("${PORT}", &ports.livekit.to_string())
        .replace("${UDP_PORT}", &ports.livekit_udp.to_string())
        .replace("${API_KEY}", API_KEY)
        .replace("${API_SECRET}", API_SECRET);
    if !webhooks.is_empty() {
        let _ = write!(text, "webhook:\n  api_key: {API_KEY}\n  urls:\n");
        for url in webhooks {
            let _ = writeln!(text, "    - {url}");
        }
    }
    if let Some(port) = redis {
        let _ = write!(text, "redis:\n  address: 127.0.0.1:{port}\n");
        let _ = write!(text, "ingress:\n  rtmp_base_url: {RTMP_URL}\n  whip_base_url: {WHIP_URL}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_is_filled() {
        let urls =
            ["livekit-webhook", "recording-webhook"].map(|name| format!("http://127.0.0.1:1/functions/v1/{name}"));
        let text = render(&Ports::free().unwrap(), &urls, None);
        assert!(!text.contains("${"), "{text}");
        assert!(text.contains("auto_create: false"));
        assert!(text.ends_with(&format!("  urls:\n    - {}\n    - {}\n", urls[0], urls[1])), "{text}");
    }
}
