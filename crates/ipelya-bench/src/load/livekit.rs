//! A stand-in for LiveKit without media, because thousands of `WebRTC` clients do not fit on one machine: rooms, who is in
//! them by which token, its `RoomService` over Twirp, and its signed events, which leave it as LiveKit's do.

mod reports;
mod twirp;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse;
use ipelya_local::clock::now;
use ipelya_local::jwt::verify_hs256;
use ipelya_local::livekit::{API_KEY, API_SECRET};
use ipelya_local::stand_in::twirp::no_such_method;
use livekit_protocol::participant_info::State;
use livekit_protocol::{DisconnectReason, ParticipantInfo, ParticipantPermission, Room, TrackSource, WebhookEvent};
use serde_json::Value;

use self::reports::Queue;
pub(super) use self::reports::{ANSWER, Lost, REPORT, Reports};
use super::functions::Pool;
use super::records::Records;

/// The running stand-in.
#[derive(Debug)]
pub(super) struct LiveKit {
    rooms: Mutex<BTreeMap<String, Opened>>,
    reports: Arc<Reports>,
    last: AtomicU64,
}

#[derive(Debug)]
struct Opened {
    room: Room,
    /// By identity.
    people: BTreeMap<String, ParticipantInfo>,
    queue: Queue,
}

/// Somebody's connection.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    room: String,
    identity: String,
    sid: String,
}

impl LiveKit {
    /// One without rooms, which hands its events to the function.
    pub(super) fn new(webhook: Arc<Pool>, records: Arc<Records>) -> Arc<Self> {
        let reports = Arc::new(Reports::new(webhook, records));
        Arc::new(Self { rooms: Mutex::default(), reports, last: AtomicU64::new(0) })
    }

    /// Answers what functions ask.
    pub(super) fn router(self: Arc<Self>) -> Router {
        Router::new().fallback(move |request: Request| {
            let livekit = Arc::clone(&self);
            async move {
                let path = request.uri().path().to_owned();
                match path.strip_prefix("/twirp/livekit.RoomService/") {
                    Some(method) => twirp::answer(&livekit, method, request).await,
                    None => no_such_method().into_response(),
                }
            }
        })
    }

    /// Lets somebody in who shows a token for a room that there is. Whoever was inside under that name is put out, as
    /// LiveKit does.
    pub(super) fn connect(&self, token: &str) -> Option<Connection> {
        let claims = verify_hs256(API_SECRET.as_bytes(), token)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        let video = claims.get("video")?;
        let room = video.get("room")?.as_str()?.to_owned();
        if text("iss")? != API_KEY || video.get("roomJoin") != Some(&Value::Bool(true)) {
            return None;
        }
        let identity = text("sub")?;
        let (seconds, milliseconds) = moment();
        let person = ParticipantInfo {
            sid: format!("PA_{}", self.number()),
            identity: identity.clone(),
            name: text("name").unwrap_or_default(),
            metadata: text("metadata").unwrap_or_default(),
            state: State::Active.into(),
            joined_at: seconds,
            joined_at_ms: milliseconds,
            permission: Some(permission(video)),
            ..ParticipantInfo::default()
        };
        let connection = Connection { room: room.clone(), identity: identity.clone(), sid: person.sid.clone() };

        let mut rooms = self.rooms();
        let opened = rooms.get_mut(&room)?;
        if let Some(before) = opened.people.insert(identity, person.clone()) {
            self.tell_left(opened, before, DisconnectReason::DuplicateIdentity);
        }
        self.tell(opened, "participant_joined", Some(person));
        Some(connection)
    }

    /// Ends a connection, if it is not over.
    pub(super) fn disconnect(&self, connection: &Connection, reason: DisconnectReason) {
        let mut rooms = self.rooms();
        let Some(opened) = rooms.get_mut(&connection.room) else { return };
        if opened.people.get(&connection.identity).is_some_and(|person| person.sid == connection.sid) {
            self.put_out(opened, &connection.identity, reason);
        }
    }

    /// How many rooms there are.
    pub(super) fn rooms_open(&self) -> usize {
        self.rooms().len()
    }

    /// Its events: how many wait, how many it has lost.
    pub(super) fn reports(&self) -> Arc<Reports> {
        Arc::clone(&self.reports)
    }

    fn open(&self, name: &str) -> Room {
        let mut rooms = self.rooms();
        let opened = rooms.entry(name.to_owned()).or_insert_with(|| {
            let (creation_time, creation_time_ms) = moment();
            let sid = format!("RM_{}", self.number());
            let room = Room { sid, name: name.to_owned(), creation_time, creation_time_ms, ..Room::default() };
            let opened = Opened { room, people: BTreeMap::new(), queue: self.reports.queue() };
            self.tell(&opened, "room_started", None);
            opened
        });
        opened.now()
    }

    fn close(&self, name: &str) -> bool {
        let Some(mut opened) = self.rooms().remove(name) else { return false };
        while let Some((_, person)) = opened.people.pop_first() {
            self.tell_left(&opened, person, DisconnectReason::RoomDeleted);
        }
        self.tell(&opened, "room_finished", None);
        true
    }

    fn put_out(&self, opened: &mut Opened, identity: &str, reason: DisconnectReason) -> bool {
        let Some(person) = opened.people.remove(identity) else { return false };
        self.tell_left(opened, person, reason);
        true
    }

    fn tell_left(&self, opened: &Opened, person: ParticipantInfo, reason: DisconnectReason) {
        let person = ParticipantInfo { state: State::Disconnected.into(), disconnect_reason: reason.into(), ..person };
        self.tell(opened, "participant_left", Some(person));
    }

    fn tell(&self, opened: &Opened, event: &str, participant: Option<ParticipantInfo>) {
        let event = WebhookEvent {
            event: event.to_owned(),
            id: format!("EV_{}", self.number()),
            created_at: moment().0,
            room: Some(opened.now()),
            participant,
            ..WebhookEvent::default()
        };
        self.reports.post(&opened.queue, event);
    }

    fn number(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed)
    }

    fn rooms(&self) -> MutexGuard<'_, BTreeMap<String, Opened>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Opened {
    fn now(&self) -> Room {
        Room { num_participants: u32::try_from(self.people.len()).unwrap_or(u32::MAX), ..self.room.clone() }
    }
}

/// The present, in seconds and in milliseconds.
fn moment() -> (i64, i64) {
    let now = now();
    let milliseconds = i64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
    (now.unix_timestamp(), milliseconds)
}

/// What a token's grant lets its holder do.
fn permission(video: &Value) -> ParticipantPermission {
    let is = |name: &str| video.get(name).and_then(Value::as_bool).unwrap_or_default();
    let sources = video.get("canPublishSources").and_then(Value::as_array);
    let sources = sources.into_iter().flatten().filter_map(|source| match source.as_str()? {
        "camera" => Some(TrackSource::Camera.into()),
        "microphone" => Some(TrackSource::Microphone.into()),
        "screen_share" => Some(TrackSource::ScreenShare.into()),
        "screen_share_audio" => Some(TrackSource::ScreenShareAudio.into()),
        _ => None,
    });
    ParticipantPermission {
        can_publish: is("canPublish"),
        can_publish_sources: sources.collect(),
        can_subscribe: is("canSubscribe"),
        can_publish_data: is("canPublishData"),
        can_update_metadata: is("canUpdateOwnMetadata"),
        hidden: is("hidden"),
        ..ParticipantPermission::default()
    }
}
