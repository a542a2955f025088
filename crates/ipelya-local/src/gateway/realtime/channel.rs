//! One client's side of one channel: joining it, what it sends, and its token.

use super::Realtime;
use super::frames::{Content, Frame, Request};
use super::hub::{Access, Binding, Member, Outbox, Topic};
use super::policies;
use crate::clock::new_id;
use crate::gateway::caller::Caller;
use crate::jwt::TokenFault;
use crate::say::complain;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// A channel that was joined; the client leaves it when it is dropped.
#[derive(Debug)]
pub(super) struct Channel {
    realtime: Arc<Realtime>,
    outbox: Outbox,
    topic: Topic,
    join_ref: Option<String>,
    member: u64,
    token: String,
    caller: Arc<Caller>,
    reads: Access,
    /// Whether its broadcasts are acknowledged.
    ack: bool,
    /// Itself, unless its own broadcasts come back.
    except: Option<u64>,
}

impl Channel {
    /// Joins; or says why not, in the hosted service's words.
    pub(super) async fn join(
        realtime: Arc<Realtime>,
        outbox: Outbox,
        apikey: &str,
        request: &Request,
    ) -> Result<Self, String> {
        let name = request.topic.strip_prefix("realtime:").unwrap_or_default().to_owned();
        if name.is_empty() {
            return Err("TopicNameRequired: You must provide a topic name".into());
        }
        let payload = &request.payload;
        let option = |path: &str| payload.pointer(path).and_then(Value::as_bool).unwrap_or_default();
        let token = payload.get("access_token").and_then(Value::as_str);
        // A publishable key is none of a user.
        let token = token.filter(|token| !token.starts_with("sb_")).unwrap_or(apikey).to_owned();
        let caller = Caller::of(&realtime.keys, &token).map(Arc::new).map_err(|fault| refusal(&fault))?;

        let (topic, presence) =
            (Topic { name, private: option("/config/private") }, option("/config/presence/enabled"));
        let reads = policies::reads(&realtime.database_url, &caller, &topic).await;
        if !(reads.broadcast || presence && reads.presence) {
            return Err(format!("Unauthorized: {}", unreadable(&topic)));
        }
        realtime.changes.follow().await.map_err(|error| {
            complain(format!("realtime  │ following changes: {error}"));
            "UnableToConnectToProject: Realtime was unable to connect to the project database"
        })?;
        let (wanted, bindings) = bindings(&realtime, payload, &caller).await;
        let key = payload.pointer("/config/presence/key").and_then(Value::as_str).filter(|key| !key.is_empty());
        let member = Member {
            outbox: outbox.clone(),
            topic: topic.clone(),
            join_ref: request.join_ref.clone(),
            reads,
            caller: Arc::clone(&caller),
            bindings: bindings.as_ref().cloned().unwrap_or_default(),
            presence_key: key.map_or_else(|| new_id().to_string(), str::to_owned),
            presence: None,
        };
        let welcome = reply(request, "ok", &json!({ "postgres_changes": wanted }));
        let member = realtime.hub.join(member, welcome, presence);
        let join_ref = request.join_ref.clone();
        let (ack, except) = (option("/config/broadcast/ack"), (!option("/config/broadcast/self")).then_some(member));
        let channel = Self { realtime, outbox, topic, join_ref, member, token, caller, reads, ack, except };
        match bindings {
            Ok(bound) if bound.is_empty() => {}
            Ok(_) => channel.subscribed(),
            Err(why) => channel.system("postgres_changes", "error", &why),
        }
        Ok(channel)
    }

    /// When its token expires, in seconds since 1970.
    pub(super) fn expires(&self) -> i64 {
        self.caller.expires
    }

    /// Sends a client's broadcast to the others, if it may.
    pub(super) async fn broadcast(&self, request: Request) {
        if !self.writes().await.broadcast {
            return;
        }
        let acknowledged = reply(&request, "ok", &json!({}));
        let content = match request.broadcast {
            Some(broadcast) => Content::Broadcast(Arc::new(broadcast)),
            None => Content::Event("broadcast", request.payload.to_string().into()),
        };
        self.realtime.hub.broadcast(&self.topic, self.except, &content);
        if self.ack {
            let _ = self.outbox.send(Some(acknowledged));
        }
    }

    /// Notes what a client says of itself, or that it is gone.
    pub(super) async fn presence(&self, request: &Request) {
        let payload = &request.payload;
        let said = match (payload.get("event").and_then(Value::as_str), payload.get("payload")) {
            (Some("untrack"), _) => Ok(None),
            (Some("track"), _) if !self.writes().await.presence => Err(json!({})),
            (Some("track"), None) => Ok(Some(Map::new())),
            (Some("track"), Some(Value::Object(meta))) => Ok(Some(meta.clone())),
            (Some("track"), _) => Err(json!({ "reason": "Presence track payload must be a map" })),
            _ => Err(json!({})),
        };
        let answer = match said {
            Ok(meta) => {
                self.realtime.hub.track(self.member, meta);
                reply(request, "ok", &json!({}))
            }
            Err(why) => reply(request, "error", &why),
        };
        let _ = self.outbox.send(Some(answer));
    }

    /// Takes a new token; or says why the channel must be closed.
    pub(super) async fn refresh(&mut self, request: &Request) -> Result<(), String> {
        let Some(token) = request.payload.get("access_token").and_then(Value::as_str) else { return Ok(()) };
        if token.starts_with("sb_") || token == self.token {
            return Ok(());
        }
        let caller = Caller::of(&self.realtime.keys, token).map(Arc::new).map_err(|fault| fault.to_string())?;
        let reads = policies::reads(&self.realtime.database_url, &caller, &self.topic).await;
        if !(reads.broadcast || reads.presence) {
            return Err(unreadable(&self.topic));
        }
        if self.reads.broadcast && !reads.broadcast || self.reads.presence && !reads.presence {
            let topic = &self.topic.name;
            return Err(format!("You no longer have permission to read from this Channel topic: {topic}"));
        }
        (self.token, self.caller, self.reads) = (token.to_owned(), Arc::clone(&caller), reads);
        if self.realtime.hub.renew(self.member, caller, reads) {
            self.subscribed();
        }
        Ok(())
    }

    /// Closes the channel, saying why.
    pub(super) fn shut(&self, why: &str) {
        self.system("system", "error", why);
        self.close();
    }

    /// Tells the client that the channel is closed.
    pub(super) fn close(&self) {
        let closed = Frame::event(self.join_ref.as_ref(), &self.topic.name, "phx_close", &json!({}));
        let _ = self.outbox.send(Some(Frame { reference: self.join_ref.clone(), ..closed }));
    }

    async fn writes(&self) -> Access {
        policies::writes(&self.realtime.database_url, &self.caller, &self.topic).await
    }

    fn subscribed(&self) {
        self.system("postgres_changes", "ok", "Subscribed to PostgreSQL");
    }

    fn system(&self, extension: &str, status: &str, message: &str) {
        let said = json!({ "extension": extension, "status": status, "message": message, "channel": self.topic.name });
        let _ = self.outbox.send(Some(Frame::event(self.join_ref.as_ref(), &self.topic.name, "system", &said)));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.realtime.hub.leave(self.member);
    }
}

/// The answer to a request.
pub(super) fn reply(request: &Request, status: &str, response: &Value) -> Frame {
    let payload = json!({ "status": status, "response": response }).to_string();
    Frame {
        join_ref: request.join_ref.clone(),
        reference: request.reference.clone(),
        topic: request.topic.as_str().into(),
        content: Content::Event("phx_reply", payload.into()),
    }
}

/// The row changes a client asks for, numbered; and what became of them, all or none.
async fn bindings(realtime: &Realtime, payload: &Value, caller: &Caller) -> (Vec<Value>, Result<Vec<Binding>, String>) {
    let asked = payload.pointer("/config/postgres_changes").and_then(Value::as_array);
    let (mut wanted, mut bound) = (Vec::new(), Ok(Vec::new()));
    for (id, binding) in (1..).zip(asked.into_iter().flatten().filter(|binding| binding.is_object())) {
        let mut binding = binding.clone();
        if let Ok(bindings) = &mut bound {
            match realtime.changes.bind(id, &binding, caller).await {
                Ok(binding) => bindings.push(binding),
                Err(why) => bound = Err(why),
            }
        }
        if let Some(binding) = binding.as_object_mut() {
            binding.insert("id".into(), json!(id));
        }
        wanted.push(binding);
    }
    (wanted, bound)
}

fn unreadable(topic: &Topic) -> String {
    format!("You do not have permissions to read from this Channel topic: {}", topic.name)
}

fn refusal(fault: &TokenFault) -> String {
    let code = match fault {
        TokenFault::Malformed => "MalformedJWT",
        TokenFault::Signature => "JwtSignatureError",
        TokenFault::Incomplete | TokenFault::Expired(_) => "InvalidJWTToken",
    };
    format!("{code}: {fault}")
}
