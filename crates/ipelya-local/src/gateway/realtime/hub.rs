//! Who is on which channel, and handing each of them what is theirs.

use super::filter::Filter;
use super::frames::{Body, Broadcast, Content, Frame};
use super::pgoutput::Change;
use crate::clock::new_id;
use crate::gateway::caller::Caller;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc::UnboundedSender;

/// What a socket's task is handed: a message for its client, or `None` when it shall hang up.
pub(super) type Outbox = UnboundedSender<Option<Frame>>;

/// Which of a channel's messages a member may read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Access {
    pub(super) broadcast: bool,
    pub(super) presence: bool,
}

impl Access {
    pub(super) const FULL: Self = Self { broadcast: true, presence: true };
}

/// The name of a channel without `realtime:`. A public and a private channel of one name are two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    pub(super) name: String,
    pub(super) private: bool,
}

/// Row changes that a member asked for; `*` stands for any event, schema or table.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    /// By which its client knows it.
    pub(super) id: u64,
    pub(super) event: String,
    pub(super) schema: String,
    pub(super) table: String,
    pub(super) filter: Option<Filter>,
}

impl Binding {
    fn wants(&self, change: &Change) -> bool {
        let row = if change.action == "DELETE" { &change.old } else { &change.new };
        let is = |wanted: &str, given: &str| wanted == "*" || wanted == given;
        is(&self.event, change.action)
            && is(&self.schema, &change.schema)
            && is(&self.table, &change.table)
            && self.filter.as_ref().is_none_or(|filter| filter.admits(row))
    }
}

/// One client on one channel.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) outbox: Outbox,
    pub(super) topic: Topic,
    pub(super) join_ref: Option<String>,
    pub(super) reads: Access,
    pub(super) caller: Arc<Caller>,
    pub(super) bindings: Vec<Binding>,
    pub(super) presence_key: String,
    /// What it says of itself.
    pub(super) presence: Option<Map<String, Value>>,
}

impl Member {
    /// Hands it a message; a client that is gone misses it.
    fn push(&self, content: Content) {
        let topic = format!("realtime:{}", self.topic.name).into();
        let _ = self.outbox.send(Some(Frame { join_ref: None, reference: None, topic, content }));
    }

    fn presences(&self) -> impl Iterator<Item = (&String, &Map<String, Value>)> {
        self.presence.iter().map(|meta| (&self.presence_key, meta))
    }
}

/// Somebody whom a change may concern: who they are, and the bindings that want it.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) member: u64,
    pub(super) caller: Arc<Caller>,
    pub(super) bindings: Vec<u64>,
}

/// Everybody on every channel.
#[derive(Debug, Default)]
pub(super) struct Hub {
    members: Mutex<Members>,
}

#[derive(Debug, Default)]
struct Members {
    all: BTreeMap<u64, Member>,
    last: u64,
}

impl Members {
    fn on(&self, topic: &Topic) -> impl Iterator<Item = (&u64, &Member)> {
        self.all.iter().filter(move |(_, member)| member.topic == *topic)
    }
}

impl Hub {
    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a member, after handing it what `first` says and, if it wants to know, who is present.
    pub(super) fn join(&self, member: Member, first: Frame, presence: bool) -> u64 {
        let mut members = self.members();
        let _ = member.outbox.send(Some(first));
        if presence && member.reads.presence {
            let others = members.on(&member.topic);
            let state = grouped(others.flat_map(|(_, other)| other.presences()));
            let state = Frame::event(member.join_ref.as_ref(), &member.topic.name, "presence_state", &state);
            let _ = member.outbox.send(Some(state));
        }
        members.last += 1;
        let id = members.last;
        members.all.insert(id, member);
        id
    }

    /// Removes a member, and tells the others if it was present.
    pub(super) fn leave(&self, id: u64) {
        self.track(id, None);
        self.members().all.remove(&id);
    }

    /// Gives a member another token; returns whether it listens to row changes.
    pub(super) fn renew(&self, id: u64, caller: Arc<Caller>, reads: Access) -> bool {
        let mut members = self.members();
        let Some(member) = members.all.get_mut(&id) else { return false };
        (member.caller, member.reads) = (caller, reads);
        !member.bindings.is_empty()
    }

    /// Notes what a member says of itself, `None` when nothing any more, and tells everybody on its channel.
    pub(super) fn track(&self, id: u64, meta: Option<Map<String, Value>>) {
        let mut members = self.members();
        let Some(member) = members.all.get_mut(&id).filter(|member| member.presence.is_some() || meta.is_some()) else {
            return;
        };
        let leaves = grouped(member.presences());
        let previous = member.presence.take().and_then(|mut meta| meta.remove("phx_ref"));
        member.presence = meta.map(|mut meta| {
            meta.insert("phx_ref".into(), json!(new_id().simple().to_string()));
            meta.extend(previous.map(|previous| ("phx_ref_prev".to_owned(), previous)));
            meta
        });
        let diff = json!({ "joins": grouped(member.presences()), "leaves": leaves }).to_string();
        let (topic, diff) = (member.topic.clone(), Content::Event("presence_diff", diff.into()));
        for (_, member) in members.on(&topic).filter(|(_, member)| member.reads.presence) {
            member.push(diff.clone());
        }
    }

    /// Hands a broadcast to everybody on a channel but `except`.
    pub(super) fn broadcast(&self, topic: &Topic, except: Option<u64>, content: &Content) {
        for (id, member) in self.members().on(topic) {
            if member.reads.broadcast && Some(*id) != except {
                member.push(content.clone());
            }
        }
    }

    /// Hands on a broadcast that was inserted into `realtime.messages`.
    pub(super) fn broadcast_inserted(&self, change: &Change) {
        let text = |name: &str| change.new.get(name).and_then(Value::as_str);
        let (Some(topic), Some(event), Some(payload)) = (text("topic"), text("event"), change.new.get("payload"))
        else {
            return;
        };
        let body = Body::Json(payload.to_string());
        let broadcast = Broadcast { event: event.to_owned(), body, id: text("id").map(str::to_owned) };
        let topic = Topic { name: topic.to_owned(), private: text("private") == Some("t") };
        self.broadcast(&topic, None, &Content::Broadcast(Arc::new(broadcast)));
    }

    /// Whom a change may concern, before anybody has asked whether they may see it.
    pub(super) fn listeners(&self, change: &Change) -> Vec<Listener> {
        let members = self.members();
        let listeners = members.all.iter().map(|(id, member)| {
            let wanting = member.bindings.iter().filter(|binding| binding.wants(change));
            let bindings = wanting.map(|binding| binding.id).collect();
            Listener { member: *id, caller: Arc::clone(&member.caller), bindings }
        });
        listeners.filter(|listener| !listener.bindings.is_empty()).collect()
    }

    /// Hands a changed row to a listener who may see it, as JSON text.
    pub(super) fn tell_change(&self, listener: &Listener, data: &str) {
        if let Some(member) = self.members().all.get(&listener.member) {
            let payload = format!(r#"{{"ids":{},"data":{data}}}"#, json!(listener.bindings));
            member.push(Content::Event("postgres_changes", payload.into()));
        }
    }

    /// Makes every client connect anew, because something for them was lost.
    pub(super) fn hang_up(&self) {
        for member in self.members().all.values() {
            let _ = member.outbox.send(None);
        }
    }
}

/// Presences by key, as clients keep them.
fn grouped<'a>(presences: impl Iterator<Item = (&'a String, &'a Map<String, Value>)>) -> Value {
    let mut metas: HashMap<&String, Vec<&Map<String, Value>>> = HashMap::new();
    for (key, meta) in presences {
        metas.entry(key).or_default().push(meta);
    }
    metas.into_iter().map(|(key, metas)| (key.clone(), json!({ "metas": metas }))).collect()
}
